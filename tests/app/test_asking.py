"""`/stuck` asks the group: the exact post is shown first, and no group is asked more than it can take (R22-R24)."""

from dataclasses import replace

from bot.app.app import App
from bot.app.commands import AskGroup, Export, ForgetNow, Leave, ListMe, PostAsk, Settings, Stuck, WriteCheckin
from bot.app.courier import Unsure
from bot.app.said import AskPosted, AskShown, CheckedIn, Exported, GroupAsked, StuckShown
from bot.core.people import Group, Platform
from bot.storage.tables import asks
from tests.app.life import Life
from tests.app.scenes import CHANNEL, member
from tests.world import PLACE, Person, StoppedClock, founded

TEXT = "My dough tears when I stretch it. I kneaded for ten minutes, and expected a window."

LOOK = WriteCheckin("All of it", "I never get the window when I stretch the dough.", "After tea", "sit down", 4)


async def writes(person: Person, group: Group, text: str = TEXT) -> AskShown:
    """Write a question, and see it."""
    return await person.hears(AskShown, AskGroup(group.id, text))


async def posts(person: Person, group: Group, text: str = TEXT) -> AskPosted:
    """Write a question and post it."""
    shown = await writes(person, group, text)
    return await person.hears(AskPosted, PostAsk(group.id, shown.asked))


async def test_the_post_is_shown_word_for_word_before_anybody_sees_it(app: App, host: Person, life: Life) -> None:
    """Section 3: the exact post is shown first; R23: nothing is shared until the press."""
    group = await founded(host)
    ann = await member(app, 1, group)
    assert (await ann.hears(StuckShown, Stuck())).groups == ((group.id, group.name),)
    shown = await writes(ann, group)
    await life.now()
    assert life.heard(GroupAsked) == []
    await ann.says(PostAsk(group.id, shown.asked))
    await life.now()
    [sent] = [it for it in life.sent() if isinstance(it.said, GroupAsked)]
    assert (sent.said, sent.address) == (shown.post, PLACE)
    assert (shown.post.name, shown.post.text, shown.post.week) == ("Member 1", TEXT, 1)


async def test_it_is_of_the_week_that_was_shown_also_if_its_learner_moved_on(
    app: App, host: Person, life: Life
) -> None:
    """What was agreed to is what is posted."""
    group = await founded(host)
    ann = await member(app, 1, group)
    shown = await writes(ann, group)
    await ann.says(Settings(week=2))
    await ann.says(PostAsk(group.id, shown.asked))
    await life.now()
    assert [it.week for it in life.heard(GroupAsked)] == [1]


async def test_who_is_not_named_in_the_group_asks_without_a_name(app: App, host: Person, life: Life) -> None:
    """R22: also if they took their name back while the question was on its way."""
    group = await founded(host)
    ann, bo = await member(app, 1, group), await member(app, 2, group)
    await ann.says(ListMe(group.id, False))
    assert (await writes(ann, group)).post.name == ""
    await posts(bo, group)
    await bo.says(ListMe(group.id, False))
    await life.now()
    assert [it.name for it in life.heard(GroupAsked)] == [""]


async def test_a_press_posts_once_and_a_learner_asks_once_a_day(
    app: App, host: Person, life: Life, clock: StoppedClock
) -> None:
    """R20, and a group is never spammed."""
    group = await founded(host)
    ann = await member(app, 1, group)
    first, second = await writes(ann, group), await writes(ann, group, TEXT + " Really.")
    for _ in range(2):
        await ann.hears(AskPosted, PostAsk(group.id, first.asked), press="m1:post")
    refused = await ann.refused(PostAsk(group.id, second.asked))
    assert (refused.kind, refused.given) == ("asked_today", group.name)
    assert (await ann.refused(AskGroup(group.id, TEXT))).kind == "asked_today"
    assert (await ann.hears(StuckShown, Stuck())).groups == ()
    await life.now()
    assert len(life.heard(GroupAsked)) == 1
    clock.pass_(days=1)
    await posts(ann, group)


async def test_a_group_gets_three_questions_within_a_day(app: App, host: Person, clock: StoppedClock) -> None:
    """Whoever asks; the fourth is told to come tomorrow, before they write in vain."""
    group = await founded(host)
    people = [await member(app, number, group) for number in range(1, 5)]
    for person in people[:3]:
        await posts(person, group)
    assert (await people[3].refused(AskGroup(group.id, TEXT))).kind == "asks_enough"
    assert (await people[3].hears(StuckShown, Stuck())).groups == ()
    clock.pass_(hours=24, seconds=1)
    await posts(people[3], group)


async def test_only_members_of_a_group_that_can_be_asked(app: App, host: Person, life: Life) -> None:
    """A forged button, a group that was left, a chat that is gone, a text that is no longer kept."""
    group = await founded(host)
    ann = await member(app, 1, group)
    shown = await writes(ann, group)
    assert (await ann.refused(PostAsk(group.id, "another"))).kind == "outdated"
    assert (await ann.refused(AskGroup(999, TEXT))).kind == "not_member"
    bo = await member(app, 2, group)
    assert (await bo.refused(PostAsk(group.id, shown.asked))).kind == "outdated", "somebody else's words"
    await app.news.address_closed(PLACE, "the bot was removed")
    assert (await ann.hears(StuckShown, Stuck())).groups == ()
    assert (await ann.refused(PostAsk(group.id, shown.asked))).kind == "nobody_to_ask"
    await bo.says(Leave(group.id, sure=True))
    assert (await bo.refused(AskGroup(group.id, TEXT))).kind == "not_member"
    await life.now()
    assert life.heard(GroupAsked) == []


async def test_a_post_that_may_stand_there_is_not_repeated_where_nobody_would_notice(
    app: App, host: Person, life: Life, clock: StoppedClock
) -> None:
    """A group is never told twice: on Telegram an unsure post is given up, as a card is."""
    group = await founded(host)
    ann = await member(app, 1, group)
    await posts(ann, group)
    life.telegram.fails.append(Unsure("cut off"))
    await life.now()
    clock.pass_(minutes=5)
    await life.now()
    assert life.heard(GroupAsked) == []
    assert (await life.states()).get("unknown") == 1


async def test_a_group_on_both_platforms_is_asked_in_each_chat_once(app: App, host: Person, life: Life) -> None:
    """One group, all of its chats."""
    group = await founded(host)
    await life.store.write(lambda tx: tx.groups.add_chat(group.id, CHANNEL))
    ann = await member(app, 1, group)
    await posts(ann, group)
    await life.now()
    asked = [it.address.platform for it in life.sent() if isinstance(it.said, GroupAsked)]
    assert sorted(asked) == sorted([Platform.TELEGRAM, Platform.DISCORD])


async def test_who_is_erased_asks_nothing_any_more(app: App, host: Person, life: Life) -> None:
    """Issue 4, 8: the question goes with its learner, also one that is still waiting."""
    group = await founded(host)
    ann = await member(app, 1, group)
    await posts(ann, group)
    exported = await ann.hears(Exported, Export())
    assert TEXT in exported.data
    await ann.says(ForgetNow(int(life.clock().timestamp())))
    await life.now()
    assert life.heard(GroupAsked) == []
    assert await life.store.read(lambda tx: tx.connection.execute(asks.select()).all()) == []


async def test_what_got_in_the_way_can_begin_a_question(
    app: App, host: Person, clock: StoppedClock, life: Life
) -> None:
    """Issue 5: a blocker from a check-in; R23: nobody reads it before it was seen and posted."""
    group = await founded(host)
    ann = await member(app, 1, group)
    clock.show("2026-03-08 12:00")
    kept = await ann.hears(CheckedIn, LOOK)
    assert kept.groups == ((group.id, group.name),)
    given = {"group": group.id, "checkin": kept.monday.isoformat()}
    assert await app.prefill(AskGroup, given, ann.asker()) == {"text": LOOK.in_the_way}
    ben = await member(app, 2, group)
    for person, values in ((ben, given), (ann, {"group": group.id}), (ann, {**given, "checkin": "soon"})):
        assert await app.prefill(AskGroup, values, person.asker()) == {}
    shown = await ann.hears(AskShown, AskGroup(group.id, LOOK.in_the_way, kept.monday.isoformat()))
    await life.now()
    assert (shown.post.text, life.heard(GroupAsked)) == (LOOK.in_the_way, [])


async def test_a_check_in_offers_it_where_it_can_be_asked(app: App, host: Person, clock: StoppedClock) -> None:
    """Nothing in the way, no group, or a group that was asked today: no button that would lead nowhere."""
    group = await founded(host)
    ann = await member(app, 1, group)
    clock.show("2026-03-08 12:00")
    assert (await ann.hears(CheckedIn, replace(LOOK, in_the_way="Nothing!"))).groups == ()
    eve = Person(app, "88", "Eve")
    await eve.joins()
    assert (await eve.hears(CheckedIn, LOOK)).groups == ()
    await posts(ann, group)
    assert (await ann.hears(CheckedIn, LOOK)).groups == ()
