"""What each chat should show, as rows."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot.core.people import Address, ChatId, GroupId, LearnerId, Platform
from bot.storage.cards import CardRow
from bot.storage.tables import cards
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY, club, somebody

CLOSES = NOW + timedelta(hours=17)
OLDEST = NOW - timedelta(days=7)
MINUTE = timedelta(minutes=1)
CHANNEL = Address(Platform.DISCORD, "333")


def posted(tx: Tx, chat: ChatId, *, day: int = 0, closes_at: datetime = CLOSES) -> int:
    """A card that has its message."""
    date = TODAY + timedelta(days=day)
    tx.cards.add(chat, date, closes_at)
    row = card(tx, chat, day=day)
    tx.cards.posted(chat, date, f"m{row.id}", shown=0, free_at=NOW - MINUTE)
    return row.id


def card(tx: Tx, chat: ChatId, *, day: int = 0) -> CardRow:
    found = tx.cards.get(chat, TODAY + timedelta(days=day))
    assert found is not None
    return found


def set_up(tx: Tx) -> tuple[GroupId, ChatId, LearnerId]:
    group, (chat,) = club(tx)
    anna = somebody(tx)
    tx.groups.join(group, anna, TODAY)
    return group, chat, anna


def touch(tx: Tx, learner: LearnerId, now: datetime = NOW, oldest: datetime = OLDEST) -> int:
    return tx.cards.touch(learner, "small", [TODAY], now, oldest)


def stale(tx: Tx, now: datetime, *platforms: Platform) -> list[int]:
    return [it.id for it in tx.cards.stale(now, 10, platforms or (Platform.TELEGRAM,))]


def test_a_card_is_wanted_once_a_day(tx: Tx) -> None:
    """R24: asking again leaves the one that is there."""
    _, chat, _ = set_up(tx)
    number = posted(tx, chat)
    tx.cards.add(chat, TODAY, CLOSES + MINUTE)
    row = card(tx, chat)
    assert (row.id, row.message, row.closes_at, row.closed) == (number, f"m{number}", CLOSES, False)
    assert tx.connection.execute(select(func.count()).select_from(cards)).scalar_one() == 1


def test_a_card_without_a_message_is_not_drawn(tx: Tx) -> None:
    """Its letter draws it first."""
    _, chat, anna = set_up(tx)
    tx.cards.add(chat, TODAY, CLOSES)
    assert touch(tx, anna) == 1
    assert stale(tx, NOW) == []
    assert tx.cards.next_edit() is None


def test_a_posted_card_is_drawn_again_when_it_closes(tx: Tx) -> None:
    """Refinement 9: at 04:00 of the group's day its buttons go."""
    _, chat, _ = set_up(tx)
    number = posted(tx, chat)
    assert tx.cards.next_edit() == CLOSES
    assert stale(tx, CLOSES - MINUTE) == []
    assert stale(tx, CLOSES) == [number]
    tx.cards.settle(number, shown=0, closed=True, free_at=CLOSES + MINUTE)
    assert card(tx, chat).closed
    assert tx.cards.next_edit() is None


def test_changes_gather_until_the_pause_is_over(tx: Tx) -> None:
    """Refinement 9: one edit a minute, and the last state is always drawn."""
    _, chat, anna = set_up(tx)
    number = posted(tx, chat)
    touch(tx, anna)
    assert stale(tx, NOW) == [number]
    tx.cards.hold(number, NOW + MINUTE)
    assert stale(tx, NOW) == []
    tx.cards.settle(number, shown=1, closed=False, free_at=NOW + MINUTE)
    for second in (1, 30):
        touch(tx, anna, NOW + timedelta(seconds=second))
    assert stale(tx, NOW + timedelta(seconds=59)) == []
    assert tx.cards.next_edit() == NOW + MINUTE
    assert stale(tx, NOW + MINUTE) == [number]
    assert card(tx, chat).wanted == 3


def test_what_changes_during_an_edit_is_drawn_after_it(tx: Tx) -> None:
    """The revision that was drawn is compared with the one that is wanted."""
    _, chat, anna = set_up(tx)
    number = posted(tx, chat)
    touch(tx, anna)
    touch(tx, anna)
    tx.cards.settle(number, shown=1, closed=False, free_at=NOW + MINUTE)
    assert tx.cards.next_edit() == NOW + MINUTE
    tx.cards.settle(number, shown=2, closed=False, free_at=NOW + 2 * MINUTE)
    assert tx.cards.next_edit() == CLOSES


def test_only_cards_of_the_learners_open_chats_and_curriculum_are_touched(tx: Tx) -> None:
    """Neither another group's, nor another curriculum's, nor those of a chat that is gone."""
    _, chat, anna = set_up(tx)
    _, (other,) = club(tx, CHANNEL, name="Other")
    for it in (chat, other):
        posted(tx, it)
    assert touch(tx, anna) == 1
    assert tx.cards.touch(anna, "another", [TODAY], NOW, OLDEST) == 0
    assert tx.cards.touch(anna, "small", [TODAY + timedelta(days=1)], NOW, OLDEST) == 0
    assert card(tx, other).wanted == 0
    tx.groups.close_chat(CLUB, NOW, "kicked")
    assert touch(tx, anna) == 0


def test_a_card_that_closed_long_ago_is_left_alone(tx: Tx) -> None:
    """Refinement 9: silently for seven days, then not at all."""
    _, chat, anna = set_up(tx)
    posted(tx, chat, closes_at=OLDEST)
    assert touch(tx, anna) == 0
    assert touch(tx, anna, oldest=OLDEST - MINUTE) == 1


def test_only_cards_of_platforms_that_run_are_drawn(tx: Tx) -> None:
    """Cards of a platform that was switched off stand in nobody's way."""
    _, (telegram, discord) = club(tx, CLUB, CHANNEL)
    first = posted(tx, telegram, closes_at=NOW - MINUTE)
    second = posted(tx, discord, closes_at=NOW)
    assert [it.id for it in tx.cards.stale(NOW, 1, [Platform.DISCORD])] == [second]
    assert stale(tx, NOW, Platform.DISCORD, Platform.TELEGRAM) == [first, second]
    assert tx.cards.next_edit([Platform.DISCORD]) == NOW
    assert tx.cards.next_edit([Platform.TERMINAL]) is None


def test_a_card_whose_message_is_gone_is_not_drawn_again(tx: Tx) -> None:
    """Somebody deleted it; whatever changes, it was a card of the group all the same (R24)."""
    group, chat, anna = set_up(tx)
    number = posted(tx, chat)
    tx.cards.abandon(number)
    touch(tx, anna)
    assert (tx.cards.next_edit(), stale(tx, CLOSES)) == (None, [])
    assert tx.cards.days_since(group, None) == 1


def test_a_card_that_rests_is_drawn_when_it_is_wanted_again(tx: Tx) -> None:
    """What could not be drawn today may be drawn after the next change."""
    _, chat, anna = set_up(tx)
    number = posted(tx, chat)
    tx.cards.hold(number, None)
    assert tx.cards.next_edit() is None
    touch(tx, anna)
    assert stale(tx, NOW) == [number]


def test_cards_since_the_last_flow_are_those_of_the_busiest_chat(tx: Tx) -> None:
    """R24: five cards with no flow, however many chats there are; what was never posted is no card."""
    group, (first, second) = club(tx, CLUB, CHANNEL)
    for day in range(3):
        posted(tx, first, day=day)
    posted(tx, second, day=2)
    tx.cards.add(first, TODAY + timedelta(days=3), CLOSES)
    assert tx.cards.days_since(group, None) == 3
    assert tx.cards.days_since(group, TODAY) == 2
    assert tx.cards.days_since(group, TODAY + timedelta(days=2)) == 0


def test_old_cards_are_forgotten(tx: Tx) -> None:
    """Retention, by the day they spoke of; the newest of a chat stay, since R24 counts them."""
    _, chat, _ = set_up(tx)
    posted(tx, chat)
    assert tx.cards.forget(TODAY, 0) == 0
    assert tx.cards.forget(TODAY + timedelta(days=1), 1) == 0
    assert tx.cards.forget(TODAY + timedelta(days=1), 0) == 1


def test_a_card_that_was_never_edited_has_no_pause(tx: Tx) -> None:
    """The first change after a posting by an older version is drawn at once."""
    _, chat, anna = set_up(tx)
    number = posted(tx, chat)
    tx.connection.execute(update(cards).where(cards.c.id == number).values(free_at=None, edit_at=None))
    touch(tx, anna)
    assert tx.cards.next_edit() == NOW
