"""Focusing together: rounds in a group, who may join, what the card tells of it, and what it never tells."""

from dataclasses import replace

import pytest

from bot.app.app import App
from bot.app.commands import JoinFocus, ListMe, SettleFocus, StartFocus, StopFocus
from bot.app.said import Card, FocusEnded, Focusing, FocusRound, FocusShown, Logged, RoundOver
from bot.core.people import Group
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import NOON, OTHER_PLACE, begins, card, member
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded


async def seen(life: Life) -> Focusing | None:
    """What the latest card on Telegram tells of who focuses, a minute later."""
    await life.until(f"{life.clock.pass_(minutes=1):%Y-%m-%d %H:%M:%S}")
    latest = life.telegram.edits[-1] if life.telegram.edits else life.telegram.sent[-1]
    assert isinstance(latest.said, Card)
    return latest.said.focusing


async def carded(host: Person, life: Life) -> Group:
    """A group whose card of the day is posted."""
    group = await founded(host)
    await card(life, "2026-03-03")
    return group


# --- the answer in the group


async def test_a_listed_members_round_is_told_in_the_group(app: App, host: Person, clock: StoppedClock) -> None:
    """Section 3: others join by a button on the answer of /focus; the rest of it is the asker's alone (R23)."""
    group = await founded(host)
    ana = await member(app, 1, group)
    answer = await ana.says(StartFocus(50), PLACE)
    told = answer.said
    assert isinstance(told, FocusRound)
    assert told.learners == 1
    (mine,) = [it for it in answer.asides if isinstance(it, FocusShown)]
    assert (mine.timer.timer, mine.fresh, mine.others) == (told.timer, True, None)


async def test_the_answer_in_the_group_names_nobody(app: App, host: Person) -> None:
    """R22: it is never drawn again, so a name in it would outlast a no, a leaving and an erasure. The card names."""
    group = await founded(host)
    ana, bo = [await member(app, number, group) for number in (1, 2)]
    await begins(bo)
    told = await ana.hears(FocusRound, StartFocus(), PLACE)
    assert told.learners == 2
    assert "Member" not in repr(told)


@pytest.mark.parametrize("listed", [False, None])
async def test_who_is_not_listed_is_answered_alone(app: App, host: Person, listed: bool | None) -> None:
    """R22: a learner alone decides whether a group sees their name; unlisted until answered."""
    group = await founded(host)
    ana = await member(app, 1, group, listed=listed)
    await ana.hears(FocusShown, StartFocus(), PLACE)


async def test_in_a_chat_that_is_not_ones_groups_the_answer_is_private(app: App, host: Person) -> None:
    """Nothing is told to people one studies nothing with."""
    group = await founded(host)
    await founded(host, OTHER_PLACE)
    ana = await member(app, 1, group)
    assert (await ana.hears(FocusShown, StartFocus(), OTHER_PLACE)).fresh


async def test_a_second_focus_in_the_group_tells_of_the_same_round(app: App, host: Person) -> None:
    """One running timer: the round stays what it was, for who asks too."""
    group = await founded(host)
    ana = await member(app, 1, group)
    first = await ana.hears(FocusRound, StartFocus(), PLACE)
    answer = await ana.says(StartFocus(50), PLACE)
    assert isinstance(answer.said, FocusRound)
    assert (answer.said.timer, answer.said.ends_at, answer.said.fresh) == (first.timer, first.ends_at, False)


# --- joining


async def test_who_joins_has_a_timer_of_their_own_with_the_same_end(
    app: App, host: Person, life: Life, clock: StoppedClock
) -> None:
    """Section 3: each is nudged at that end, and each logs their own whole minutes."""
    group = await founded(host)
    ana, bo = [await member(app, number, group) for number in (1, 2)]
    told = await ana.hears(FocusRound, StartFocus(), PLACE)
    clock.pass_(minutes=5, seconds=20)
    joined = await bo.hears(FocusShown, JoinFocus(group.id, told.timer), PLACE)
    assert (joined.timer.ends_at, joined.timer.minutes) == (told.ends_at, 19)
    assert joined.timer.timer != told.timer
    assert joined.others == Focusing(("Member 1",), 1, told.ends_at, "UTC")
    await life.until("2026-03-02 11:00")
    assert life.times(FocusEnded) == ["Mon 02 Mar 10:25"] * 2
    assert (await bo.hears(Logged, SettleFocus(joined.timer.timer))).log.minutes == 19
    assert (await ana.hears(Logged, SettleFocus(told.timer))).log.minutes == 25


async def test_a_round_begun_in_private_is_joined_from_the_card(app: App, host: Person, clock: StoppedClock) -> None:
    """Section 3: "Focus with others" joins the one with the most time left; without one it starts one."""
    group = await founded(host)
    ana, bo, cleo, dan = [await member(app, number, group) for number in (1, 2, 3, 4)]
    first = await dan.hears(FocusShown, JoinFocus(group.id), PLACE)
    assert (first.timer.minutes, first.fresh) == (25, True)
    await begins(ana, 50)
    clock.pass_(minutes=10)
    joined = [await it.hears(FocusShown, JoinFocus(group.id), PLACE) for it in (bo, cleo)]
    assert [it.timer.minutes for it in joined] == [40, 40]


async def test_who_focuses_already_keeps_their_own_timer(app: App, host: Person) -> None:
    """One running timer a learner, however many buttons there are."""
    group = await founded(host)
    ana, bo = [await member(app, number, group) for number in (1, 2)]
    await begins(ana, 50)
    mine = await begins(bo, 10)
    again = await bo.hears(FocusShown, JoinFocus(group.id), PLACE)
    assert (again.timer.timer, again.fresh) == (mine, False)


@pytest.mark.parametrize("seconds", [24 * 60 + 1, 26 * 60, 86_400])
async def test_a_round_that_is_over_is_not_joined(app: App, host: Person, clock: StoppedClock, seconds: int) -> None:
    """Nor one with less than a minute left: there would be nothing to log."""
    group = await founded(host)
    ana, bo = [await member(app, number, group) for number in (1, 2)]
    told = await ana.hears(FocusRound, StartFocus(), PLACE)
    clock.pass_(seconds=seconds)
    assert (await bo.hears(RoundOver, JoinFocus(group.id, told.timer), PLACE)).group_id == group.id
    assert (await bo.hears(FocusShown, JoinFocus(group.id), PLACE)).timer.minutes == 25


async def test_only_members_join(app: App, host: Person, anna: Person) -> None:
    """Section 4: somebody else's group, or none that there is."""
    group = await founded(host)
    await begins(await member(app, 1, group))
    await anna.joins()
    for number in (group.id, 999):
        assert (await anna.refused(JoinFocus(number))).kind == "not_member"


# --- the card


async def test_the_card_shows_who_focuses_and_ends_silently(app: App, host: Person, life: Life) -> None:
    """R24: the one card is edited in place, once a minute at most; nothing new is said in the group, not at the end."""
    group = await carded(host, life)
    ana, bo = [await member(app, number, group) for number in (1, 2)]
    await begins(ana, 30)
    assert (await seen(life)) == Focusing(("Member 1",), 1, life.clock.now.replace(minute=30), "UTC")
    await bo.says(JoinFocus(group.id), PLACE)
    told = await seen(life)
    assert told is not None
    assert told.names == ("Member 1", "Member 2")
    await life.until("2026-03-03 09:40")
    assert await seen(life) is None
    cards = [it for it in life.telegram.sent if isinstance(it.said, Card)]
    assert len(cards) == 1
    assert {it.message for it in life.telegram.edits} == {cards[0].message}
    minutes = [it.at.replace(second=0) for it in life.telegram.edits]
    assert len(minutes) == len(set(minutes))


async def test_a_stop_takes_the_name_off_the_card(app: App, host: Person, life: Life) -> None:
    """Whoever stopped is not shown as if they still sat there."""
    group = await carded(host, life)
    ana = await member(app, 1, group)
    number = await begins(ana, 60)
    assert await seen(life) is not None
    await ana.says(StopFocus(number))
    assert await seen(life) is None


async def test_nobody_unlisted_is_named_and_numbers_come_from_three_on(app: App, host: Person, life: Life) -> None:
    """R22, R23: below three the listed alone; from three on everybody in the number; a name given back vanishes."""
    group = await carded(host, life)
    hidden, unasked, listed = [
        await member(app, number, group, listed=answer) for number, answer in ((1, False), (2, None), (3, True))
    ]
    await begins(hidden, 60)
    assert await seen(life) is None
    await begins(listed, 50)
    told = await seen(life)
    assert told is not None
    assert (told.names, told.learners) == (("Member 3",), 1)
    assert f"{told.until:%H:%M}" == "09:51"  # the end of the one that is known, not of the hidden one
    await begins(unasked, 50)
    told = await seen(life)
    assert told is not None
    assert (told.names, told.learners) == (("Member 3",), 3)
    await listed.says(ListMe(group.id, yes=False))
    told = await seen(life)
    assert told is not None
    assert (told.names, told.learners) == ((), 3)


async def test_a_hidden_learner_alone_leaves_the_card_untouched(app: App, host: Person, life: Life) -> None:
    """R22, R24: an edit that shows nothing would still tell that somebody began, and cost the group's budget."""
    group = await carded(host, life)
    hidden = await member(app, 1, group, listed=False)
    await life.until("2026-03-03 09:30")
    before = len(life.telegram.edits)
    number = await begins(hidden, 60)
    await life.until("2026-03-03 09:40")
    await hidden.says(StopFocus(number))
    await life.until("2026-03-03 11:00")
    assert len(life.telegram.edits) == before


async def test_a_hidden_learner_alone_cannot_be_joined(app: App, host: Person, clock: StoppedClock) -> None:
    """R22: the end of a round would tell of it; the button starts one of one's own."""
    group = await founded(host)
    hidden, bo = [await member(app, number, group, listed=number == 2) for number in (1, 2)]
    await begins(hidden, 60)
    joined = await bo.hears(FocusShown, JoinFocus(group.id), PLACE)
    assert (joined.timer.minutes, joined.others) == (25, None)


async def test_a_round_belongs_to_one_group(app: App, host: Person, life: Life) -> None:
    """In a group's chat to that group; in private to the first one that studies the same."""
    first = await founded(host)
    second = await founded(host, OTHER_PLACE)
    ana = await member(app, 1, first)
    await ana.joins(place=OTHER_PLACE)
    await ana.says(ListMe(second.id, yes=True))
    other = Person(app, "m9", "Other")
    await other.joins(place=OTHER_PLACE)
    number = await begins(ana)
    assert (await other.hears(FocusShown, JoinFocus(second.id), OTHER_PLACE)).timer.minutes == 25
    await ana.says(StopFocus(number))
    told = await ana.hears(FocusRound, StartFocus(50), OTHER_PLACE)
    assert told.group_id == second.id


async def test_a_round_is_shown_in_the_topic_and_the_chat_of_its_group_alone(
    app: App, host: Person, life: Life
) -> None:
    """R24: the other group's card is not drawn for it."""
    topic = replace(PLACE, thread="7")
    group = await founded(host, hour=NOON)
    await founded(host, topic, hour=NOON)
    ana = await member(app, 1, group)
    await life.until("2026-03-03 12:05")
    before = len(life.telegram.edits)
    await begins(ana)
    await life.until("2026-03-03 12:10")
    assert [it.address for it in life.telegram.edits[before:]] == [PLACE]


async def test_a_group_whose_zone_is_gone_holds_up_nobodys_nudge(app: App, host: Person, life: Life) -> None:
    """Nor its own members': one broken row costs its card alone."""
    group = await carded(host, life)
    for number in (1, 2):
        await begins(await member(app, number, group))
    await life.store.write(lambda tx: tx.groups.change(group.id, zone="Mars/Olympus"))
    life.clock.show("2026-03-03 09:25")
    await life.now()
    assert len(life.heard(FocusEnded)) == 2


async def test_a_log_from_a_timer_shows_on_the_card_of_its_day(app: App, host: Person, life: Life) -> None:
    """Refinement 9: an ordinary log."""
    group = await carded(host, life)
    ana = await member(app, 1, group)
    number = await begins(ana)
    await life.until("2026-03-03 09:30")
    await ana.says(SettleFocus(number))
    await life.until("2026-03-03 09:32")
    latest = life.telegram.edits[-1].said
    assert isinstance(latest, Card)
    assert (latest.names, latest.focusing) == (("Member 1",), None)
