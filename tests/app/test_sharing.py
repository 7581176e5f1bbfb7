"""Sharing one item with a group: the very words first, in Monday's digest, taken back at any time (R23)."""

from dataclasses import replace

import pytest

from bot.app.app import App
from bot.app.commands import LogFlow, ReadShared, SeeShare, ShareNow, Unshare, WriteCheckin, WriteReview
from bot.app.said import CheckedIn, Digest, ReviewWritten, Shared, SharedItem, SharedRead, ShareShown, Unshared
from bot.core.people import Group
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import TEXT, card, fresh, member
from tests.world import Person, founded

pytestmark = mostly_embedded
LOOK = WriteCheckin("All of it", "Rain", "After tea", "open the notebook", 4)
MONDAY = "2026-03-02"


@pytest.fixture
async def group(host: Person) -> Group:
    """A group whose card comes at nine, UTC."""
    return await founded(host)


async def shares(person: Person, what: str = "well", ref: str = MONDAY) -> Shared:
    """See the words, and share them."""
    shown = await person.hears(ShareShown, SeeShare(what, ref))  # type: ignore[arg-type]  # one of the four
    return await person.hears(Shared, ShareNow(shown.item.what, shown.ref, shown.group_id, shown.seen))


async def digest(life: Life) -> Digest:
    """The digest of the first week."""
    found = (await card(life, "2026-03-09")).digest
    assert found is not None
    return found


async def test_nothing_is_shared_until_the_very_words_were_seen(app: App, group: Group, life: Life) -> None:
    """R23: check-ins are one's own; seeing is not sharing, and other words than those that were seen are shown."""
    anna = await member(app, 1, group)
    await anna.says(LogFlow(30))
    await life.until("2026-03-08 12:00")
    kept = await anna.hears(CheckedIn, LOOK)
    assert kept.shareable
    shown = await anna.hears(ShareShown, SeeShare("plan", MONDAY))
    assert shown.item == SharedItem(0, "Member 1", "plan", 0, "After tea\nopen the notebook")
    assert (await digest(life)).shares == ()
    await anna.says(replace(LOOK, i_will="sit down"))
    again = await anna.hears(ShareShown, ShareNow("plan", shown.ref, shown.group_id, shown.seen))
    assert again.item.text == "After tea\nsit down"


async def test_a_share_lands_in_mondays_digest_and_stays_as_it_was_shared(app: App, group: Group, life: Life) -> None:
    """R23, R24: no message of its own; a later check-in of that week does not change what was shared."""
    anna = await member(app, 1, group)
    await anna.says(LogFlow(30))
    await life.until("2026-03-08 12:00")
    await anna.says(LOOK)
    before = len(life.sent())
    told = await shares(anna)
    await anna.says(replace(LOOK, went_well="Nothing"))
    found = await digest(life)
    assert found.shares == (SharedItem(told.item.share, "Member 1", "well", 0, "All of it"),)
    assert len([it for it in life.sent()[before:] if it.key.startswith("card")]) == 1  # the card of Monday


async def test_taking_it_back_takes_it_off_the_card(app: App, group: Group, life: Life) -> None:
    """R19, R23: the card is edited in place; twice is told in one sentence."""
    anna = await member(app, 1, group)
    await anna.says(LogFlow(30))
    await life.until("2026-03-08 12:00")
    await anna.says(LOOK)
    told = await shares(anna)
    assert len((await digest(life)).shares) == 1
    await anna.hears(Unshared, Unshare(told.item.share))
    drawn = (await fresh(life, "2026-03-09 10:00")).digest
    assert drawn is not None
    assert drawn.shares == ()
    assert (await anna.refused(Unshare(told.item.share))).kind == "gone"


async def test_whoever_is_unlisted_is_not_named(app: App, group: Group, life: Life) -> None:
    """R22: what they share is somebody's."""
    anna = await member(app, 1, group, listed=False)
    await anna.says(LogFlow(30))
    await life.until("2026-03-08 12:00")
    await anna.says(LOOK)
    assert (await shares(anna)).item.name == ""
    assert [it.name for it in (await digest(life)).shares] == [""]


async def test_a_review_is_told_as_an_excerpt_and_read_whole_by_members_alone(
    app: App, group: Group, life: Life
) -> None:
    """R23: readable in full by a press, in private; nobody else has it."""
    anna, ben = await member(app, 1, group), await member(app, 2, group)
    stranger = Person(app, "88", "Eve")
    await stranger.joins()
    await anna.says(LogFlow(30))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT * 5))
    told = await shares(anna, "review", str(written.review))
    item = (await digest(life)).shares[0]
    assert (item.week, len(item.text) < 170) == (1, True)
    whole = await ben.hears(SharedRead, ReadShared(told.item.share))
    assert (whole.item.text, whole.mine) == (TEXT * 5, False)
    assert (await stranger.refused(ReadShared(told.item.share))).kind == "not_member"
    assert (await ben.refused(Unshare(told.item.share))).kind == "not_yours"
    assert (await ben.refused(SeeShare("review", str(written.review)))).kind == "not_yours"


async def test_shares_beyond_the_sixth_are_counted(app: App, group: Group, life: Life) -> None:
    """The card is one message, whatever the group's size."""
    people = [await member(app, number, group) for number in range(8)]
    await people[0].says(LogFlow(30))
    await life.until("2026-03-08 12:00")
    for person in people:
        await person.says(LOOK)
        await shares(person)
    found = await digest(life)
    assert (len(found.shares), found.shares_more) == (6, 2)


@pytest.mark.parametrize("forged", [SeeShare("well", "soon"), SeeShare("review", "x"), ReadShared(99), Unshare(99)])
async def test_forged_buttons_change_nothing(app: App, group: Group, forged: SeeShare) -> None:
    """Section 4."""
    anna = await member(app, 1, group)
    assert (await anna.refused(forged)).kind in ("outdated", "gone")
