"""One of each command that records a fact, and the life in which it can."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from bot.app.app import App
from bot.app.commands import (
    COMMANDS,
    Agree,
    AnswerQuiz,
    AnswerReview,
    AskGroup,
    ChooseRecall,
    Command,
    DetachChat,
    DropReward,
    EditLog,
    EndRest,
    EndSeason,
    ForgetRoom,
    ImportDays,
    Join,
    JoinFocus,
    JoinNow,
    Kudos,
    Leave,
    LeavePhase,
    Link,
    LinkNow,
    LinkPart,
    ListMe,
    LogFlow,
    ManageGroup,
    MarkDone,
    NameFacilitator,
    NameMe,
    PostAsk,
    Promise,
    RateRecall,
    Recall,
    Rest,
    RestGap,
    RestNow,
    Season,
    SeeShare,
    Settings,
    SettleFocus,
    SettleVisit,
    Setup,
    ShareNow,
    Ship,
    ShorterPath,
    ShowGround,
    ShowProject,
    Snooze,
    StartFocus,
    StopFocus,
    TakeGroup,
    Undo,
    UndoImport,
    UndoLast,
    Unshare,
    WriteCheckin,
    WriteReady,
    WriteReview,
)
from bot.app.said import (
    AskShown,
    DaysImported,
    FocusShown,
    LinkCode,
    LinkShown,
    Logged,
    RecallAsked,
    Rested,
    ReviewWritten,
    RewardsShown,
    SeasonsShown,
    Shared,
    ShareShown,
)
from bot.core.days import A_WEEK
from bot.core.people import Platform
from bot.core.visits import Visit, VisitId
from bot.storage.tx import Tx
from tests.app.links import linked, offered, on_both
from tests.app.scenes import LOST_TOPIC, SIGNAL, TEXT, closes, orphaned
from tests.app.wardrobe import DONE, picked
from tests.world import PLACE, Person, StoppedClock, founded

CARD = date(2026, 3, 2)  # a Monday's, in a week that is being lived


async def joined_in_january(app: App, clock: StoppedClock) -> Person:
    """Somebody with prompts who has not been seen since."""
    now, away = clock.now, Person(app, "505", "Eli")
    clock.show("2026-01-05 10:00")
    await away.joins()
    await away.says(Settings(prompts=True))
    clock.now = now
    return away


async def quizzed(anna: Person, clock: StoppedClock) -> RecallAsked:
    """The fifth question of the day, which is a quiz; it is out as a poll, too."""
    await closes(anna)
    clock.pass_(days=2)
    for _ in range(4):
        it = await anna.hears(RecallAsked, Recall())
        await anna.says(RateRecall(it.recall, it.state, "good"))
    quiz = await anna.hears(RecallAsked, Recall())
    await anna.app.quiz_sent("poll", quiz.recall, quiz.state, 1)
    return quiz


async def visited(anna: Person, clock: StoppedClock) -> VisitId:
    """Time in a study room that waits for an answer."""

    def add(tx: Tx) -> VisitId:
        found = tx.people.by_account(Platform.TELEGRAM, anna.id, clock.now)
        assert found is not None
        began = clock.now - timedelta(hours=1)
        return tx.visits.add(Visit(VisitId(0), found[0].id, "77", "Study", began, clock.now, "over"))

    return await anna.app._store.write(add)


async def told_and_shared(host: Person, anna: Person) -> tuple[int, ShareShown, int]:
    """A season that was declared, a review that could be shared, and one that is."""
    declared = await host.hears(SeasonsShown, Season("2026-03-26"), PLACE)
    assert declared.changed is not None
    refs = [str((await anna.hears(ReviewWritten, WriteReview(TEXT))).review) for _ in range(2)]
    seen, other = [await anna.hears(ShareShown, SeeShare("review", ref)) for ref in refs]
    shared = await anna.hears(Shared, ShareNow("review", other.ref, other.group_id, other.seen))
    return declared.changed.id, seen, shared.item.share


async def everything_that_changes(
    host: Person, anna: Person, clock: StoppedClock
) -> Mapping[str, tuple[Person, Command]]:
    """A learner in a group with a log, a step, reviews and a quiz, and one of each command that records a fact."""
    group = await founded(host)
    await anna.joins(place=PLACE)
    quiz = await quizzed(anna, clock)
    logged = await anna.hears(Logged, LogFlow(30, done=True))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    rested = await anna.hears(Rested, Rest("2026-03-20"))
    imported = await anna.hears(DaysImported, ImportDays(b"date,minutes\n2026-02-01,50\n"))
    newcomer = Person(anna.app, "303", "Carla")
    away = await joined_in_january(anna.app, clock)
    pairs = [on_both(anna.app, number) for number in range(3)]
    for person in (one for pair in pairs for one in pair):
        await person.joins()
    code = (await pairs[0][0].hears(LinkCode, Link())).code
    offer = await offered(*pairs[1])
    await linked(*pairs[2])
    union = (await pairs[2][0].hears(LinkShown, Link())).union
    eva = Person(anna.app, "505", "Eva")
    await eva.joins(place=PLACE)
    asked = (await anna.hears(AskShown, AskGroup(group.id, TEXT))).asked
    timer = (await anna.hears(FocusShown, StartFocus())).timer.timer
    visit = await visited(anna, clock)
    await anna.says(ListMe(group.id, True))
    (chat,) = await host.app._store.read(lambda tx: tx.groups.chats(group.id))
    member = (await host.app._store.read(lambda tx: tx.groups.members(group.id)))[0]
    await host.app._store.write(lambda tx: tx.cards.add(chat.id, CARD, clock.now))
    for one in (anna, eva):
        await one.says(Agree(group.id, "partner", True))
    season, seen, shared = await told_and_shared(host, anna)
    boss = Person(anna.app, "707", "Gus", Platform.DISCORD, facilitator=True)
    reward = (await boss.hears(RewardsShown, ManageGroup(role=picked(), phase=1), PLACE)).lines[0].id
    orphan = await orphaned(host, LOST_TOPIC, clock)
    elsewhere = Person(anna.app, "606", "Emil")
    await elsewhere.says(Join(zone="UTC", curriculum="small"))
    await elsewhere.says(WriteReady("phase1", SIGNAL))
    commands: dict[type[Command], tuple[Person, Command]] = {
        Join: (newcomer, Join(zone="UTC")),
        JoinNow: (Person(anna.app, "404", "Dora"), JoinNow(prompts=True, zone="UTC")),
        LogFlow: (anna, LogFlow(20, "note", focus=3, done=True)),
        MarkDone: (anna, MarkDone("w2d2")),
        StartFocus: (eva, StartFocus()),
        JoinFocus: (eva, JoinFocus(group.id)),
        StopFocus: (anna, StopFocus(timer)),
        SettleFocus: (anna, SettleFocus(timer)),
        SettleVisit: (anna, SettleVisit(visit)),
        EditLog: (anna, EditLog(logged.log.id, minutes=44)),
        Undo: (anna, Undo("log", logged.log.id)),
        UndoLast: (anna, UndoLast()),
        WriteCheckin: (anna, WriteCheckin("a", "b", "c", "d", 3)),
        WriteReview: (anna, WriteReview(TEXT)),
        AnswerReview: (anna, AnswerReview(written.review, missing=False)),
        RateRecall: (anna, RateRecall(quiz.recall, quiz.state, "hard")),
        ChooseRecall: (anna, ChooseRecall(quiz.recall, quiz.state, 1)),
        AnswerQuiz: (anna, AnswerQuiz("poll", 1)),
        Settings: (anna, Settings(zone="Asia/Tokyo", hour=time(7), prompts=True)),
        Rest: (anna, Rest("2026-03-10", "2026-03-12")),
        RestNow: (anna, RestNow("week")),
        RestGap: (away, RestGap("2026-01-05", "2026-03-01")),
        EndRest: (anna, EndRest(rested.rest.id)),
        Snooze: (away, Snooze("hour")),
        Link: (pairs[0][1], Link(code)),
        LinkNow: (pairs[1][1], LinkNow(offer.other, offer.token, offer.picks)),
        LinkPart: (pairs[2][0], LinkPart(union, sure=True)),
        Ship: (anna, Ship("own-plan", "https://example.org/plan", "for Sunday")),
        WriteReady: (anna, WriteReady("first-loaves", SIGNAL)),
        LeavePhase: (anna, LeavePhase("first-loaves")),
        ShowGround: (elsewhere, ShowGround("phase1", SIGNAL, note="a loaf a day")),
        ShowProject: (elsewhere, ShowProject("phase1", "https://example.org/loaf")),
        ShorterPath: (anna, ShorterPath("take")),
        AskGroup: (anna, AskGroup(group.id, TEXT)),
        PostAsk: (anna, PostAsk(group.id, asked)),
        ListMe: (anna, ListMe(group.id, True)),
        NameMe: (anna, NameMe(group.id, "Annie")),
        ImportDays: (anna, ImportDays(b"date,minutes\n2026-02-02,50\n")),
        UndoImport: (anna, UndoImport(imported.first)),
        Leave: (anna, Leave(group.id, sure=True)),
        Setup: (host, Setup("UTC", board=True)),
        ForgetRoom: (host, ForgetRoom()),
        NameFacilitator: (host, NameFacilitator(group.id, member.learner, True)),
        ManageGroup: (boss, ManageGroup(role=picked(DONE), phase=1)),
        DropReward: (boss, DropReward(group.id, reward, sure=True)),
        DetachChat: (host, DetachChat(group.id, chat.id, sure=True)),
        TakeGroup: (host, TakeGroup(orphan.id)),
        Season: (host, Season("2026-03-24", "2026-03-25", "Exams")),
        EndSeason: (host, EndSeason(season)),
        ShareNow: (anna, ShareNow("review", seen.ref, group.id, seen.seen)),
        Unshare: (anna, Unshare(shared)),
        Agree: (anna, Agree(group.id, "hello", True)),
        Promise: (anna, Promise(group.id, "Three days")),
        Kudos: (anna, Kudos(group.id, (CARD - A_WEEK).isoformat())),
    }
    assert set(commands) == {it for it in COMMANDS if it.changes}
    return {kind.__name__: (person, command) for kind, (person, command) in commands.items()}
