"""What somebody presses on what they have just read, the buttons that the answer offers; and what they then choose."""

from collections.abc import Iterator
from datetime import timedelta

from bot.app.commands import (
    AnswerReview,
    ChooseRecall,
    Command,
    LeavePhase,
    LogFlow,
    LookBack,
    MarkDone,
    RateRecall,
    Recall,
    RestGap,
    SeeShare,
    SettleFocus,
    ShareNow,
    Ship,
    ShowRecall,
    Snooze,
    StopFocus,
    Undo,
    Unshare,
    WriteCheckin,
    WriteReady,
    WriteReview,
)
from bot.app.said import (
    CheckedIn,
    CheckinCall,
    DailyPrompt,
    FocusEnded,
    FocusShown,
    FocusStopped,
    Logged,
    MilestonesShown,
    PhaseLeft,
    ReadyKept,
    RecallAnswered,
    RecallAsked,
    RecallShown,
    ReviewClosed,
    ReviewWritten,
    Said,
    Shared,
    ShareShown,
    Shipped,
    TodayShown,
    WeekIsLong,
    WhichDay,
)
from bot.core.recall import Rating
from bot.simulation.person import Act, Person
from bot.simulation.way import PROJECT, REVIEW

TEXT = (
    "What I take from this week: I can say what each piece is for, I built it once with nothing but a loop, and the "
    "small example on paper is what I would show to a friend first."
)
CHECKIN = WriteCheckin("Starting right after dinner worked.", "One evening was too short.", "dinner", "begin", 4)
SHARES, REGRETS = 0.25, 0.3
"""How often an answer of a check-in is shared, and how often that is taken back."""
SECONDS = timedelta(seconds=1)
A_MINUTE = timedelta(minutes=1)


def pressed(me: Person, said: Said) -> Command | None:
    """The button that anybody may press on an answer, and whether they do."""
    match said:
        case WhichDay(days=days):
            return LogFlow(said.minutes, "", days[me.lot.randrange(2)].isoformat(), said.focus, said.done, said.asked)
        case Logged(gap=(first, last)) | TodayShown(gap=(first, last)) if me.chance(0.6):
            return RestGap(first.isoformat(), last.isoformat())
        case ReviewWritten(review=review):
            return AnswerReview(review, missing=me.habit.misses_something(me))
        case WeekIsLong(review=review):
            return AnswerReview(review, missing=False, sure=True)
        case TodayShown(timer=timer) if timer is not None and timer.state != "runs" and timer.choices:
            return SettleFocus(timer.timer, "planned")
        case FocusStopped(timer=timer) if timer.choices:
            keep = "ran" if len(timer.choices) > 1 and me.chance(0.5) else "planned"
            return SettleFocus(timer.timer, keep, "done" if me.chance(0.5) else "")  # type: ignore[arg-type]  # one of the words
        case Logged() | ReviewClosed() | PhaseLeft() if me.journal.way.spot == PROJECT:
            return LeavePhase(me.journal.way.part.id) if me.chance(0.3) else next_step(me)
        case Shipped() | ReadyKept() | MilestonesShown() if me.journal.way.spot == PROJECT and me.chance(0.6):
            return next_step(me)
        case PhaseLeft() | ReviewClosed() | Shipped() | ReadyKept() if me.journal.way.spot == "finished":
            return LookBack()
        case ShareShown(item=item) if not item.share:
            return ShareNow(item.what, said.ref, said.group_id, said.seen)
    return _recalled(me, said)


def _recalled(me: Person, said: Said) -> Command | None:
    match said:
        case CheckedIn(recall=RecallAsked() as asked) if me.chance(0.6):
            return ShowRecall(asked.recall, asked.state, answer=False, extra=True)
        case RecallAsked(question=question) if question is not None and question.choices and me.chance(0.7):
            return ChooseRecall(said.recall, said.state, me.lot.randrange(len(question.choices)), said.extra)
        case RecallAsked():
            return ShowRecall(said.recall, said.state, answer=True, extra=said.extra)
        case RecallShown():
            ratings: tuple[Rating, ...] = ("again", "hard", "good", "good")
            return RateRecall(said.recall, said.state, me.lot.choice(ratings), said.extra)
        case RecallAnswered(more=True) if me.chance(0.5):
            return Recall()
    return None


def later(me: Person, said: Said) -> Iterator[Act]:
    """What an answer, or a message that nobody asked for, leads to in a while."""
    match said:
        case FocusShown(fresh=True, timer=timer):
            end, kind = timer.ends_at, me.lot.random()
            if kind < 0.35 and timer.minutes > 1:
                yield Act(end - me.lot.randrange(1, timer.minutes * 60) * SECONDS, StopFocus(timer.timer))
            elif kind < 0.55:
                yield Act(end + me.lot.randrange(30, 3000) * SECONDS, StopFocus(timer.timer))
        case FocusEnded(timer=timer) if me.chance(0.6):
            then = me.lot.choice(("", "done", "done", "again"))
            keep = "nothing" if me.chance(0.1) else "planned"
            yield Act(me.now + me.lot.randrange(1, 90) * A_MINUTE, SettleFocus(timer.timer, keep, then))  # type: ignore[arg-type]  # of the words
        case DailyPrompt(evening=evening) if me.chance(0.04) and me.habit.listens(me):
            until = me.lot.choice(("hour", "evening", "tomorrow") if evening else ("hour", "tomorrow"))
            yield Act(me.now + 2 * A_MINUTE, Snooze(until))  # type: ignore[arg-type]  # of the words
        case CheckedIn(shareable=True) if me.whim.random() < SHARES:
            yield Act(me.now + 5 * A_MINUTE, SeeShare("well", said.monday.isoformat()))
        case Shared(item=item) if me.whim.random() < REGRETS:
            back = me.now + me.whim.randrange(60, 4 * 24 * 60) * A_MINUTE
            yield Act(
                back,
                lambda one: Unshare(item.share) if one.journal.club and item.share in one.journal.club.shares else None,
            )
        case CheckinCall() if me.chance(0.3) and me.habit.listens(me):
            yield Act(me.now + me.lot.randrange(2, 200) * A_MINUTE, CHECKIN)


def next_step(me: Person) -> Command | None:
    """What the place asks for: the review, or at a project what is missing for leaving the phase (R13, R14)."""
    way = me.journal.way
    if way.spot == REVIEW:
        return WriteReview(TEXT)
    if way.spot != PROJECT:
        return None
    unexplained, steps, unsaid = way.missing(way.part)
    if unexplained:
        return WriteReview(TEXT)
    if steps:
        return ship(me, steps[0])
    return WriteReady(way.part.id, f"{TEXT} I would start over with the data.") if unsaid else LeavePhase(way.part.id)


def ship(me: Person, milestone: str) -> Command:
    """Ship a step with a link, a note, or both (R14)."""
    kind = me.lot.randrange(3)
    link = f"https://example.org/{me.id}/{milestone}" if kind else ""
    return Ship(milestone, link, "It runs from a fresh copy." if kind != 1 else "")


def ship_ahead(me: Person) -> Command | None:
    """Ship the next step of the phase one is in, wherever one stands in it."""
    if me.journal.joined is None or me.journal.way.spot == "finished":
        return None
    steps = me.journal.way.missing(me.journal.way.part)[1]
    return ship(me, steps[0]) if steps else None


def explain_due(me: Person) -> Command | None:
    """Write the review of a week whose days are done, or what the project still takes."""
    return next_step(me)


def explain_early(me: Person) -> Command | None:
    """Write the review wherever they are in the week: who can explain it owns it (R13)."""
    way = me.journal.way
    return WriteReview(TEXT) if way.is_work or way.spot == REVIEW else next_step(me)


def mark_done(me: Person) -> Command | None:
    """Mark what is to be worked on done, apart from any log."""
    way = me.journal.way
    return MarkDone(way.spot) if way.is_work else None


def ask_to_leave(me: Person) -> Command | None:
    """Ask to leave the phase, whatever is missing: it is then said exactly, and nothing moves (R14)."""
    return LeavePhase(me.journal.way.part.id) if me.journal.way.spot != "finished" else None


def take_back(me: Person) -> Command | None:
    """Undo something of the last three weeks, as from the history (R19)."""
    since = me.now - timedelta(days=20)
    own = me.journal
    facts = [("log", number) for number, it in own.logs.items() if number > 0 and it.at > since]
    facts += [("review", number) for number, it in own.reviews.items() if it.yes and it.at > since]
    facts += [("rest", number) for number, it in own.off.offs.items() if it.at > since]
    return Undo(*me.lot.choice(facts)) if facts else None  # type: ignore[arg-type]  # of the words
