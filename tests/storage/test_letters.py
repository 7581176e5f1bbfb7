"""Letters as rows: decided once, held by one, ended once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.people import Address, Platform
from bot.storage.letters import Letter
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY

MINUTE = timedelta(minutes=1)
LATER = NOW + MINUTE
ANNA = Address(Platform.TELEGRAM, "101", person="101")


def letter(key: str = "prompt:1", address: Address = ANNA, subject: int = 1, **more: object) -> Letter:
    made = Letter(0, key, "prompt", subject, TODAY, address, "ready", NOW, NOW + timedelta(hours=3))
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a letter


def queued(tx: Tx, *letters: Letter) -> list[int]:
    """The numbers of letters that were queued, in their order."""
    tx.letters.queue(letters)
    platforms = {it.address.platform for it in letters}
    ids = {it.key: it.id for platform in platforms for it in tx.letters.due(platform, NOW + timedelta(days=9), 999)}
    return [ids[it.key] for it in letters]


@pytest.mark.parametrize("count", [1, 2, 1500])
def test_a_letter_is_decided_once_for_its_key(tx: Tx, count: int) -> None:
    """Section 5f: queuing is told how many are new, one at a time or in bulk, and a key that is there stays."""
    letters = [letter(f"prompt:{number}") for number in range(count)]
    assert tx.letters.queue(letters) == count
    assert tx.letters.queue(letters) == 0
    assert tx.letters.queue([*letters, letter("card:1")]) == 1
    assert tx.letters.states() == {"ready": count + 1}
    assert tx.letters.queue([]) == 0


def takeable(tx: Tx, number: int, now: datetime) -> Letter | None:
    """As a claim sees it; a look that locks nothing sees the same, unless somebody else is about to take it."""
    found = tx.letters.takeable([number], now)
    look = tx.letters.still_takeable([number], now)
    assert look == [it.id for it in found] or (look and not found and tx.connection.dialect.name == "postgresql")
    return next(iter(found), None)


def test_a_letter_comes_back_as_it_was_queued(tx: Tx) -> None:
    """Address with thread and person, instants in UTC, the day it speaks of."""
    topic = letter("card:1", replace(CLUB, thread="7"), 5, kind="card")
    (number,) = queued(tx, topic)
    assert takeable(tx, number, NOW) == replace(topic, id=number)


def test_what_waits_is_withdrawn_by_the_beginning_of_its_key(tx: Tx) -> None:
    """R16: a prompt that is put off anew. What is being sent stays, and a key may be used again."""
    waits, held, other, alike = queued(tx, *map(letter, ("snooze:1:a", "snooze:1:b", "snooze:11:a", "snoozeX1:a")))
    tx.letters.claim([held], NOW, LATER)
    tx.letters.withdraw("snooze:1:")
    assert takeable(tx, waits, NOW) is None
    assert [takeable(tx, each, NOW) is None for each in (other, alike)] == [False, False]
    assert tx.letters.states() == {"ready": 2, "sending": 1}
    assert tx.letters.queue([letter("snooze:1:a")]) == 1


def test_a_letter_is_put_off_also_after_its_lease(tx: Tx) -> None:
    """R16: it waits for the next open minute, whoever held it before."""
    (number,) = queued(tx, letter())
    tx.letters.claim([number], NOW, LATER)
    tx.letters.postpone(number, NOW + 10 * MINUTE)
    assert takeable(tx, number, NOW + 9 * MINUTE) is None
    found = takeable(tx, number, NOW + 10 * MINUTE)
    assert found is not None
    assert (found.state, found.attempts) == ("ready", 1)


def test_the_longest_waiting_letters_of_a_platform_come_first(tx: Tx) -> None:
    """A page of what is due, neither what lies ahead nor another platform's."""
    discord = letter("d", Address(Platform.DISCORD, "9", person="9"))
    old, new = letter("old", due_at=NOW - MINUTE), letter("new")
    numbers = queued(tx, new, old, letter("ahead", due_at=LATER), discord)
    assert [it.key for it in tx.letters.due(Platform.TELEGRAM, NOW, 9)] == ["old", "new"]
    assert [it.key for it in tx.letters.due(Platform.TELEGRAM, NOW, 1)] == ["old"]
    assert tx.letters.next_due(Platform.TELEGRAM) == NOW - MINUTE
    assert takeable(tx, numbers[2], NOW) is None


def test_cards_go_before_what_has_waited_longer(tx: Tx) -> None:
    """Section 5f: a chat takes one message a second, so its first must not wait until all prompts are out."""
    card, later = letter("card:1", CLUB, 5, kind="card"), letter("card:2", CLUB, 5, kind="card", due_at=LATER)
    queued(tx, letter("old", due_at=NOW - MINUTE), letter("new"), card, later)
    assert [it.key for it in tx.letters.due(Platform.TELEGRAM, NOW, 9)] == ["card:1", "old", "new"]
    assert [it.key for it in tx.letters.due(Platform.TELEGRAM, NOW, 2)] == ["card:1", "old"]
    assert [it.key for it in tx.letters.due(Platform.TELEGRAM, NOW, 1)] == ["card:1"]


def test_a_held_letter_is_nobody_elses_until_its_lease_runs_out(tx: Tx) -> None:
    """Section 5f: a crash means "again", not "never"."""
    (number,) = queued(tx, letter())
    tx.letters.claim([number], NOW, LATER)
    assert takeable(tx, number, LATER) is None
    assert tx.letters.due(Platform.TELEGRAM, LATER, 9) == []
    assert tx.letters.next_due(Platform.TELEGRAM) == LATER
    again = takeable(tx, number, LATER + MINUTE)
    assert again is not None
    assert (again.state, again.attempts, again.unsure_since) == ("sending", 1, NOW)
    tx.letters.claim([number], LATER + MINUTE, LATER + 2 * MINUTE)
    third = takeable(tx, number, LATER + 9 * MINUTE)
    assert third is not None
    assert (third.attempts, third.unsure_since) == (2, NOW)


def test_letters_are_taken_up_together_in_the_order_in_which_they_are_named(tx: Tx) -> None:
    """A job has several: what is held, ahead or over is left out."""
    free, held, ahead, over, other = queued(
        tx, letter("a"), letter("b"), letter("c", due_at=LATER), letter("d"), letter("e")
    )
    tx.letters.claim([held], NOW, LATER)
    tx.letters.end(over, "sent", NOW)
    assert [it.id for it in tx.letters.takeable([other, over, ahead, held, free, 10_000], NOW)] == [other, free]
    tx.letters.claim([other, free], NOW, LATER)
    assert tx.letters.states() == {"ready": 1, "sending": 3, "sent": 1}
    assert tx.letters.takeable([], NOW) == []


def test_a_letter_ends_once(tx: Tx) -> None:
    """The first outcome stays, and nothing takes up what has ended."""
    (number,) = queued(tx, letter())
    tx.letters.claim([number], NOW, LATER)
    assert tx.letters.end(number, "sent", NOW, message="55") is True
    assert tx.letters.end(number, "failed", NOW, trouble="late") is False
    assert tx.letters.states() == {"sent": 1}
    assert takeable(tx, number, LATER + MINUTE) is None
    assert tx.letters.next_due(Platform.TELEGRAM) is None


def test_a_letter_that_is_tried_again_waits_and_keeps_what_is_unsure(tx: Tx) -> None:
    """After a refusal nothing was posted; after a cut nobody knows, and that is remembered."""
    (number,) = queued(tx, letter())
    for unsure in (None, NOW):
        tx.letters.claim([number], NOW, LATER)
        tx.letters.retry(number, LATER, "x" * 300, unsure, LATER)
        assert takeable(tx, number, NOW) is None
        waiting = takeable(tx, number, LATER)
        assert waiting is not None
        assert (waiting.state, waiting.unsure_since) == ("ready", unsure)
    assert tx.letters.next_due(Platform.TELEGRAM) == LATER


def test_a_dead_holder_is_not_waited_for(tx: Tx) -> None:
    """On a file of one's own nobody else can hold a letter."""
    held, free = queued(tx, letter("held"), letter("free"))
    tx.letters.claim([held], NOW, LATER)
    assert tx.letters.expire_leases(NOW) == 1
    assert [it.id for it in tx.letters.due(Platform.TELEGRAM, NOW, 9)] == [held, free]


def test_a_busy_chat_moves_all_its_letters_and_no_others(tx: Tx) -> None:
    """They wait together, so that they do not stand in line before others."""
    topic = letter("topic", replace(CLUB, thread="7"))
    queued(tx, letter("card", CLUB), topic, letter("private"))
    tx.letters.hold_chat(CLUB, LATER)
    assert [it.key for it in tx.letters.due(Platform.TELEGRAM, NOW, 9)] == ["private"]


def test_letters_to_a_closed_chat_fail_and_others_flow(tx: Tx) -> None:
    """Section 4: a deleted topic stops its own letters alone."""
    topic = replace(CLUB, thread="7")
    queued(tx, letter("card", CLUB), letter("topic", topic), letter("private"))
    assert tx.letters.fail_waiting(topic, NOW, "gone") == 1
    assert tx.letters.states() == {"failed": 1, "ready": 2}


def test_letters_to_a_person_fail_whichever_private_chat_they_name(tx: Tx) -> None:
    """On Discord the first letter is queued before the private channel has an id."""
    unopened, opened = (Address(Platform.DISCORD, chat, person="9") for chat in ("", "77"))
    queued(tx, letter("first", unopened), letter("second", opened), letter("other"))
    assert tx.letters.fail_waiting(opened, NOW, "blocked") == 2
    assert [it.key for it in tx.letters.due(Platform.TELEGRAM, NOW, 9)] == ["other"]


def test_letters_follow_their_chat(tx: Tx) -> None:
    """A group that became a supergroup, its topics included."""
    numbers = queued(tx, letter("card", CLUB), letter("topic", replace(CLUB, thread="7")), letter("private"))
    tx.letters.move_chat(Platform.TELEGRAM, CLUB.chat, "-1009")
    found = [takeable(tx, number, NOW) for number in numbers]
    assert [(it.address.chat, it.address.thread) for it in found if it] == [("-1009", ""), ("-1009", "7"), ("101", "")]


def test_days_whose_card_may_or_may_not_have_been_posted_are_known(tx: Tx) -> None:
    """Shown to the facilitator; older ones and other chats' are not."""
    cards = [letter(f"card:{n}", CLUB, 5, kind="card", day=TODAY - timedelta(days=n)) for n in range(3)]
    for number in queued(tx, *cards)[:2]:
        tx.letters.claim([number], NOW, LATER)
        tx.letters.end(number, "unknown", NOW)
    assert tx.letters.unknown_of_chats([5], TODAY - timedelta(days=1)) == [TODAY, TODAY - timedelta(days=1)]
    assert tx.letters.unknown_of_chats([5], TODAY) == [TODAY]
    assert tx.letters.unknown_of_chats([6], TODAY) == []


def test_only_letters_that_ended_are_forgotten(tx: Tx) -> None:
    """Retention is counted from the end; what waits is kept."""
    ended, _ = queued(tx, letter("ended"), letter("waits"))
    tx.letters.end(ended, "expired", NOW)
    assert tx.letters.forget(NOW) == 0
    assert tx.letters.forget(LATER) == 1
    assert tx.letters.states() == {"ready": 1}


async def test_eight_claimers_get_each_letter_once(store: Store) -> None:
    """Section 5f: whoever finds a letter taken goes on to the next one."""

    def claim(number: int, holder: int) -> None:
        def work(tx: Tx) -> None:
            if takeable(tx, number, NOW):
                tx.letters.claim([number], NOW, LATER)
                tx.after_commit(lambda: taken.append((number, holder)))

        works.append(work)

    works: list[object] = []
    taken: list[tuple[int, int]] = []
    numbers = await store.write(lambda tx: queued(tx, *(letter(f"prompt:{n}") for n in range(40))))
    for number in numbers:
        for holder in range(8):
            claim(number, holder)
    await asyncio.gather(*(store.write(work) for work in works))  # type: ignore[arg-type]  # each is a work
    assert sorted(number for number, _ in taken) == sorted(numbers)
