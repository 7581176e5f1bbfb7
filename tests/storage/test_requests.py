"""Replays, open questions and small facts, as rows."""

from dataclasses import replace
from datetime import timedelta

from bot.core.people import Address, Platform
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW

HOUR = timedelta(hours=1)
TOPIC = replace(CLUB, thread="7")


def test_an_answer_is_found_by_its_request_and_by_its_press(tx: Tx) -> None:
    """R20: a replay carries the request's id, a slipped finger the press's."""
    assert tx.requests.answered(["r1", "p1"]) is None
    assert tx.requests.keep("r1", "p1", "the answer", NOW) is True
    assert tx.requests.answered(["r1"]) == "the answer"
    assert tx.requests.answered(["r2", "p1"]) == "the answer"
    assert tx.requests.answered(["r2"]) is None


def test_keeping_an_answer_twice_says_that_another_turn_was_first(tx: Tx) -> None:
    """R20: it is told apart on both engines, for the request as for the press; the first answer stays."""
    assert tx.requests.keep("r1", "p1", "first", NOW) is True
    assert tx.requests.keep("r1", "", "second", NOW) is False
    assert tx.requests.keep("r2", "p1", "second", NOW) is False
    assert tx.requests.keep("r3", "", "third", NOW) is True
    assert tx.requests.answered(["r1"]) == "first"


def test_requests_are_forgotten_before_presses(tx: Tx) -> None:
    """A button stays on the screen for months, a replay comes within hours."""
    tx.requests.keep("r1", "p1", "the answer", NOW)
    assert tx.requests.forget(NOW + HOUR, NOW) == 1
    assert tx.requests.answered(["r1"]) is None
    assert tx.requests.answered(["p1"]) == "the answer"
    assert tx.requests.forget(NOW + HOUR, NOW + HOUR) == 1


def test_a_question_is_open_for_one_person_in_one_chat(tx: Tx) -> None:
    """Two people may be asked at the same time, and one person in two topics."""
    tx.requests.put_question(CLUB, "101", "minutes?", NOW)
    tx.requests.put_question(TOPIC, "101", "note?", NOW)
    assert tx.requests.question(CLUB, "101") == ("minutes?", NOW)
    assert tx.requests.question(TOPIC, "101") == ("note?", NOW)
    assert tx.requests.question(CLUB, "202") is None
    assert tx.requests.question(Address(Platform.DISCORD, CLUB.chat), "101") is None


def test_a_question_moves_on_and_closes(tx: Tx) -> None:
    """The next field replaces the one before; None closes it."""
    tx.requests.put_question(CLUB, "101", "minutes?", NOW)
    tx.requests.put_question(CLUB, "101", "note?", NOW + HOUR)
    assert tx.requests.question(CLUB, "101") == ("note?", NOW + HOUR)
    tx.requests.put_question(CLUB, "101", None, NOW + HOUR)
    assert tx.requests.question(CLUB, "101") is None


def test_questions_that_ended_are_forgotten(tx: Tx) -> None:
    """Retention, from when they were asked."""
    tx.requests.put_question(CLUB, "101", "minutes?", NOW)
    assert tx.requests.forget_questions(NOW) == 0
    assert tx.requests.forget_questions(NOW + HOUR) == 1


def test_what_could_not_be_carried_out_is_kept_and_counted(tx: Tx) -> None:
    """Refinement 11: an update that fails three times is set aside and shown."""
    assert tx.requests.count_aside() == 0
    for _ in range(2):
        tx.requests.put_aside("telegram", "77", "{}", "x" * 500, NOW)
    assert tx.requests.count_aside() == 2


def test_small_facts_are_replaced(tx: Tx) -> None:
    """One value for each key."""
    assert tx.requests.fact("purpose") is None
    for value in ("bots", "terminal"):
        tx.requests.set_fact("purpose", value)
    assert tx.requests.fact("purpose") == "terminal"
