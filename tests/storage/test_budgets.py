"""The send budget and the chats' paces, as rows: replayed over simulated minutes, with replies among the bulk."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.core.people import Address, Platform
from bot.storage.budgets import ENDLESS, Wanted
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW

A_SECOND = timedelta(seconds=1)
TOPIC = Address(Platform.TELEGRAM, CLUB.chat, "7")
ANNA = Address(Platform.TELEGRAM, "101", person="101")
Result = tuple[float, datetime | None]


def person(number: int, platform: Platform = Platform.TELEGRAM) -> Address:
    return Address(platform, f"c{number}", person=f"p{number}")


def taken(tx: Tx, address: Address, now: datetime, *, reply: bool = False, cost: float = 1) -> bool:
    return tx.budgets.take(address, now, group=not address.person, reply=reply, cost=cost) == (0, None)


@pytest.mark.parametrize(
    ("platform", "burst", "a_second", "limit"), [(Platform.TELEGRAM, 3, 25, 30), (Platform.DISCORD, 7, 40, 50)]
)
def test_a_burst_and_then_the_steady_rate(tx: Tx, platform: Platform, burst: int, a_second: int, limit: int) -> None:
    """Refinement 10: bulk leaves one token to replies, and no second sees more than the platform allows."""
    people = (person(number, platform) for number in range(1000))
    at_once = sum(taken(tx, next(people), NOW) for _ in range(20))
    assert at_once == burst
    within = 0
    for step in range(1, 201):
        now = NOW + step * timedelta(milliseconds=5)
        while taken(tx, next(people), now):
            within += 1
    assert within in (a_second, a_second - 1)
    assert at_once + within <= limit


def test_the_wait_is_told_and_is_enough(tx: Tx) -> None:
    """Whoever waits for as long as they were told gets their token."""
    for number in range(3):
        assert taken(tx, person(number), NOW)
    short, busy = tx.budgets.take(person(9), NOW, group=False)
    assert busy is None
    assert 0 < short <= 1 / 25
    assert not taken(tx, person(9), NOW + timedelta(seconds=short / 2))
    assert taken(tx, person(9), NOW + timedelta(seconds=short))


def test_replies_have_a_token_that_bulk_cannot_take(tx: Tx) -> None:
    """A person who waits for an answer does not wait for the cards of two hundred groups."""
    numbers = iter(range(100))
    while taken(tx, person(next(numbers)), NOW):
        pass
    assert taken(tx, person(999), NOW, reply=True)
    assert not taken(tx, person(998), NOW, reply=True)


def test_a_private_channel_that_must_be_opened_costs_two(tx: Tx) -> None:
    """Opening it is a request of its own on Discord."""
    assert [taken(tx, person(n, Platform.DISCORD), NOW, cost=2) for n in range(5)] == [True] * 3 + [False] * 2


def test_a_chat_is_written_to_once_a_second(tx: Tx) -> None:
    """All topics of a Telegram group are one chat to its limits."""
    assert taken(tx, CLUB, NOW)
    assert tx.budgets.take(TOPIC, NOW, group=True) == (0, NOW + A_SECOND)
    assert not taken(tx, TOPIC, NOW + timedelta(milliseconds=999))
    assert taken(tx, TOPIC, NOW + A_SECOND)
    assert taken(tx, ANNA, NOW)


def test_a_reply_may_run_ahead_in_a_private_chat_and_bulk_then_waits(tx: Tx) -> None:
    """Two answers in a second are fine; the prompt comes after them."""
    assert [taken(tx, ANNA, NOW, reply=True) for _ in range(3)] == [True, True, True]
    assert tx.budgets.take(ANNA, NOW + A_SECOND, group=False) == (0, NOW + 3 * A_SECOND)
    assert taken(tx, ANNA, NOW + 3 * A_SECOND)


def test_a_group_is_written_to_eighteen_times_a_minute(tx: Tx) -> None:
    """Refinement 10: edits and replies counted, in any window of a minute."""
    sent = [
        now
        for step in range(360)
        if taken(tx, CLUB, now := NOW + step * timedelta(milliseconds=500), reply=step % 2 == 0)
    ]
    assert len(sent) > 40
    assert max(sum(at <= other < at + timedelta(seconds=60) for other in sent) for at in sent) == 18


def test_too_many_requests_stop_the_platform_until_it_said(tx: Tx) -> None:
    """Section 5f: a 429 empties the budget; the wait that is told is the whole one, so nobody asks every moment."""
    assert taken(tx, ANNA, NOW)
    tx.budgets.empty(Platform.TELEGRAM, NOW, 30)
    short, busy = tx.budgets.take(person(1), NOW, group=False)
    assert busy is None
    assert 30 <= short < 30.2
    assert not taken(tx, person(1), NOW + 29 * A_SECOND, reply=True)
    assert taken(tx, person(1), NOW + timedelta(seconds=short))
    assert taken(tx, person(2, Platform.DISCORD), NOW)


def test_a_platform_without_limits_has_no_budget(tx: Tx) -> None:
    """The terminal takes everything at once."""
    assert all(taken(tx, Address(Platform.TERMINAL, "ana", person="ana"), NOW) for _ in range(200))


def test_a_clock_that_is_set_back_gives_nothing_away(tx: Tx) -> None:
    """Tokens flow in with time that passes, not with time that passes twice."""
    while taken(tx, person(1), NOW) or taken(tx, person(2), NOW) or taken(tx, person(3), NOW):
        pass
    for _ in range(2):
        assert not taken(tx, person(4), NOW - 3600 * A_SECOND)
    assert taken(tx, person(4), NOW - 3599 * A_SECOND), "an hour that the clock went back is not waited for"


def test_no_window_breaks_a_limit_while_replies_come_between_the_bulk(tx: Tx) -> None:
    """Twenty simulated seconds: bulk to people and groups as fast as it is let, and a reply now and then."""
    sent: list[tuple[datetime, str, bool]] = []
    waits: list[timedelta] = []
    asked: list[tuple[datetime, Address]] = []
    chats = [Address(Platform.TELEGRAM, f"-{number}") for number in range(4)]
    bulk = [*chats * 30, *(person(number) for number in range(600))]
    for step in range(400):
        now = NOW + step * timedelta(milliseconds=50)
        if step % 7 == 0:
            asked.append((now, person(step % 5)))
        for since, address in list(asked):
            if taken(tx, address, now, reply=True):
                sent.append((now, address.chat, True))
                waits.append(now - since)
                asked.remove((since, address))
        for address in bulk[:6]:
            if taken(tx, address, now):
                sent.append((now, address.chat, False))
                bulk.remove(address)
            elif not address.person:
                bulk.append(bulk.pop(bulk.index(address)))
    assert most_in(A_SECOND, [at for at, _, _ in sent]) <= 30
    assert len(sent) > 450
    assert max(waits) <= timedelta(seconds=1)
    by_chat: defaultdict[str, list[datetime]] = defaultdict(list)
    for at, chat, reply in sent:
        if not reply:
            by_chat[chat].append(at)
    assert all(most_in(A_SECOND, times) == 1 for times in by_chat.values())
    assert all(1 <= len(by_chat[chat.chat]) <= 18 for chat in chats)


def most_in(window: timedelta, times: list[datetime]) -> int:
    """The most sends in any window of that length."""
    return max(sum(at <= other < at + window for other in times) for at in times)


@pytest.mark.parametrize("seed", range(20))
def test_several_at_once_are_what_each_would_have_been(tx: Tx, seed: int) -> None:
    """Refinement 10: a job's letters pass the budget together as they would one by one, chats named twice included."""
    rng = Random(seed)  # noqa: S311
    sends = [Wanted(CLUB, group=True) if rng.random() < 0.3 else Wanted(person(rng.randrange(6)), group=False,
             cost=rng.choice((1, 1, 2))) for _ in range(rng.randrange(1, 10))]  # fmt: skip
    for number in range(rng.randrange(4)):
        taken(tx, person(100 + number), NOW)
    now = NOW + timedelta(milliseconds=rng.randrange(300))

    def one_by_one() -> list[Result]:
        found: list[Result] = []
        for it in sends:
            if found and found[-1][0]:  # the first that is short holds the others up
                found.append(found[-1])
            else:
                found.append(tx.budgets.take(it.address, now, group=it.group, cost=it.cost))
        return found

    assert _undone(tx, lambda: tx.budgets.take_some(Platform.TELEGRAM, sends, now)) == _undone(tx, one_by_one)


def test_a_look_at_the_budget_tells_what_it_would_let_out_and_takes_nothing(tx: Tx) -> None:
    """Whoever is told 0 is told for how long; nobody waits for a look."""
    assert tx.budgets.room(Platform.TERMINAL, NOW) == (ENDLESS, 0)
    assert tx.budgets.room(Platform.TELEGRAM, NOW) == (ENDLESS, 0)  # nobody has sent anything yet
    assert taken(tx, person(0), NOW)
    assert [tx.budgets.room(Platform.TELEGRAM, NOW) for _ in range(2)] == [(2, 0)] * 2
    for number in (1, 2):
        assert taken(tx, person(number), NOW)
    room, short = tx.budgets.room(Platform.TELEGRAM, NOW)
    assert (room, 0 < short <= 1 / 25) == (0, True)
    assert tx.budgets.room(Platform.TELEGRAM, NOW + timedelta(seconds=short))[0] == 1


def test_after_a_clock_was_set_back_a_look_keeps_nobody_from_taking(tx: Tx) -> None:
    """The taking sees that the clock was set back; from then on tokens flow in again."""
    for number in range(3):
        assert taken(tx, person(number), NOW)
    hour_ago = NOW - timedelta(hours=1)
    assert tx.budgets.room(Platform.TELEGRAM, hour_ago) == (1, 0)
    assert not taken(tx, person(9), hour_ago)
    assert tx.budgets.room(Platform.TELEGRAM, hour_ago)[0] == 0
    assert tx.budgets.room(Platform.TELEGRAM, hour_ago + A_SECOND) == (3, 0)


def _undone(tx: Tx, work: Callable[[], list[Result]]) -> tuple[list[Result], list[tuple[object, ...]]]:
    """What came of some work, and the rows that it left, before it is undone."""
    with tx.connection.begin_nested() as undone:
        found = work()
        queries = ("SELECT platform, tokens FROM budgets", "SELECT chat, free_at, recent FROM paces ORDER BY 1")
        rows = [tuple(row) for query in queries for row in tx.connection.exec_driver_sql(query).all()]
        undone.rollback()
    return found, rows
