"""Kudos by one press on Monday's card (issue 5): counted once, told as a number, never by whom (R20, R22, R23, R24)."""

import pytest

from bot.app.app import App
from bot.app.commands import (
    Join,
    Kudos,
    Leave,
    ListMe,
    LogFlow,
    Progress,
    SeeShare,
    Setup,
    ShareNow,
    Unshare,
    WriteCheckin,
)
from bot.app.said import Card, CheckedIn, Cheered, CheersHeard, Digest, ProgressShown, Shared, ShareShown
from bot.core.people import Group
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Say
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import CHANNEL, card, closes, forgets, fresh, member
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded
WEEK = "2026-03-02"


@pytest.fixture
async def group(host: Person) -> Group:
    """A group whose card comes at nine, UTC."""
    return await founded(host)


@pytest.fixture
async def three(app: App, group: Group) -> list[Person]:
    """Three members, the first of whom explained a week."""
    people = [await member(app, number, group) for number in range(3)]
    await closes(people[0])
    for person in people:
        await person.says(LogFlow(30))
    return people


def told(shown: Card) -> Digest:
    assert shown.digest is not None
    return shown.digest


async def cheers(person: Person, group: Group, *, press: str = "") -> Cheered:
    return await person.hears(Cheered, Kudos(group.id, WEEK), PLACE, press=press)


async def test_each_member_counts_once_and_the_card_is_edited_in_place(
    three: list[Person], group: Group, life: Life
) -> None:
    """R20, R24: no message comes of it, and a second press says so kindly."""
    assert (told(await card(life, "2026-03-09")).wins, told(await card(life, "2026-03-09")).kudos) == (True, 0)
    before = len(life.sent())
    assert not (await cheers(three[0], group)).again
    assert not (await cheers(three[1], group)).again
    assert (await cheers(three[0], group)).again
    assert told(await fresh(life, "2026-03-09 10:00")).kudos == 2
    assert len(life.sent()) == before


async def test_the_edits_of_many_presses_are_gathered(three: list[Person], group: Group, life: Life) -> None:
    """Refinement 9: at most one edit a minute, whoever presses; a second press of the same person causes none."""
    await card(life, "2026-03-09")
    await life.until("2026-03-09 09:30")
    before = len(life.telegram.edits)
    for person in three:
        await cheers(person, group)
        await life.now()
    await life.until("2026-03-09 09:40")
    assert len(life.telegram.edits) - before <= 2
    settled = len(life.telegram.edits)
    assert (await cheers(three[0], group)).again
    await life.until("2026-03-09 09:50")
    assert len(life.telegram.edits) == settled


async def test_a_request_that_comes_again_is_answered_as_before(three: list[Person], group: Group, life: Life) -> None:
    """R20: the platform delivers a press twice; it is no second press."""
    await card(life, "2026-03-09")
    ask = Kudos(group.id, WEEK)
    first, second = [await three[1].hears(Cheered, ask, PLACE, request="same") for _ in range(2)]
    assert first == second == Cheered(group.name, again=False)


async def test_a_card_without_a_win_offers_nothing_to_cheer(app: App, group: Group, life: Life) -> None:
    """Issue 5: kudos are for shared wins."""
    people = [await member(app, number, group) for number in range(3)]
    for person in people:
        await person.says(LogFlow(30))
    assert not told(await card(life, "2026-03-09")).wins


async def test_below_three_members_no_number_is_told(app: App, group: Group, life: Life) -> None:
    """R23: of two, each would see whether the other did."""
    people = [await member(app, number, group) for number in range(2)]
    await closes(people[0])
    await people[0].says(LogFlow(30))
    assert told(await card(life, "2026-03-09")).kudos == 0
    await cheers(people[1], group)
    assert told(await fresh(life, "2026-03-09 10:00")).kudos is None


async def test_who_is_no_member_is_told_to_join(app: App, three: list[Person], group: Group, life: Life) -> None:
    """Section 4: a stranger, a member of another group, one who left; nothing is counted."""
    await card(life, "2026-03-09")
    stranger, other = Person(app, "88", "Eve"), Person(app, "89", "Oda", facilitator=True)
    assert (await stranger.refused(Kudos(group.id, WEEK), PLACE)).kind == "not_joined"
    await founded(other, CHANNEL)
    await other.says(Join(zone="UTC"), CHANNEL)
    assert (await other.refused(Kudos(group.id, WEEK), PLACE)).kind == "not_member"
    await three[2].says(Leave(group=group.id, sure=True))
    assert (await three[2].refused(Kudos(group.id, WEEK), PLACE)).kind == "not_member"
    assert told(await fresh(life, "2026-03-09 10:00")).kudos == 0


async def test_kudos_of_who_is_erased_are_counted_no_more(
    app: App, three: list[Person], group: Group, life: Life
) -> None:
    """Section 3, `/privacy`: nothing of them stays; an old button then says how to join."""
    fourth = await member(app, 4, group)
    await card(life, "2026-03-09")
    for person in (three[0], three[1], fourth):
        await cheers(person, group)
    await forgets(three[1])
    await fourth.says(LogFlow(20))
    assert told(await fresh(life, "2026-03-09 10:00")).kudos == 2
    assert (await three[1].refused(Kudos(group.id, WEEK), PLACE)).kind == "not_joined"


async def test_a_closed_card_counts_as_long_as_it_is_edited(
    three: list[Person], group: Group, life: Life, clock: StoppedClock
) -> None:
    """Issue 5, section 7: for a week after its day; later there is one clear sentence, and nothing is counted."""
    await card(life, "2026-03-09")
    await life.until("2026-03-12 10:00")
    await cheers(three[0], group)
    await life.until("2026-03-12 10:05")
    shown = [it.said for it in life.telegram.edits if isinstance(it.said, Card) and it.said.day.day == 9][-1]
    assert (shown.closed, told(shown).kudos) == (True, 1)
    clock.show("2026-03-18 10:00")
    assert (await three[1].refused(Kudos(group.id, WEEK), PLACE)).kind == "card_over"
    assert (await cheers(three[0], group)).again


async def test_without_a_digest_there_is_nothing_to_cheer(
    three: list[Person], host: Person, group: Group, life: Life
) -> None:
    """A facilitator may switch the digest off."""
    await host.says(Setup(digest=False, group=group.id), PLACE)
    assert (await card(life, "2026-03-09")).digest is None


@pytest.mark.parametrize("monday", ["soon", "2026-03-03", "2026-13-01", ""])
async def test_forged_buttons_change_nothing(app: App, group: Group, monday: str) -> None:
    """Section 4: no date, no Monday."""
    anna = await member(app, 1, group)
    assert (await anna.refused(Kudos(group.id, monday), PLACE)).kind == "outdated"
    assert (await anna.refused(Kudos(group.id, "2031-03-03"), PLACE)).kind == "card_over"
    assert (await anna.refused(Kudos(99, WEEK), PLACE)).kind == "not_member"


async def heard(person: Person) -> tuple[CheersHeard, ...]:
    """What their own numbers tell of cheers."""
    return (await person.hears(ProgressShown, Progress())).cheers


async def test_whoever_brought_something_hears_how_many_cheered_it(
    three: list[Person], group: Group, life: Life
) -> None:
    """Section 1, kudos on shared wins: privately, never who, without one's own; R19: only while it stands."""
    await card(life, "2026-03-09")
    assert await heard(three[0]) == ()
    for person in three:
        await cheers(person, group)
    assert [await heard(person) for person in three] == [(CheersHeard(group.name, 2),), (), ()]
    shown = present(await three[0].hears(ProgressShown, Progress()), Text())
    assert "was cheered by 2 other members" in " ".join(words(it.text) for it in shown.blocks if isinstance(it, Say))
    await life.until("2026-03-16 09:00")
    assert await heard(three[0]) == ()


async def test_what_was_shared_is_something_until_it_is_taken_back(
    app: App, three: list[Person], group: Group, life: Life
) -> None:
    """R23: also of who is not named there."""
    await three[1].says(ListMe(group.id, yes=False))
    await life.until("2026-03-08 12:00")
    kept = await three[1].hears(CheckedIn, WriteCheckin("I began on time", "rain", "tea", "begin", 4))
    seen = await three[1].hears(ShareShown, SeeShare("well", kept.monday.isoformat()))
    shared = await three[1].hears(Shared, ShareNow("well", seen.ref, group.id, seen.seen))
    await card(life, "2026-03-09")
    await cheers(three[2], group)
    assert [it.others for it in await heard(three[1])] == [1]
    await three[1].says(Unshare(shared.item.share))
    assert await heard(three[1]) == ()


async def test_of_two_members_no_number_is_heard_either(app: App, group: Group, life: Life) -> None:
    """R23: as on the card."""
    people = [await member(app, number, group) for number in range(2)]
    await closes(people[0])
    await people[0].says(LogFlow(30))
    await card(life, "2026-03-09")
    await cheers(people[1], group)
    assert [it.others for it in await heard(people[0])] == [None]
