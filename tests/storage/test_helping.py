"""Whom a question may mention in a group of any size: the first in turn, past those who rest (issue 5, R15)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.core.asks import Ask, AskId
from bot.core.helping import PAUSE, in_turn
from bot.core.people import GroupId, LearnerId
from bot.storage import tables as t
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY, club, somebody

A_DAY = timedelta(days=1)


def crowd(tx: Tx, size: int) -> tuple[GroupId, LearnerId, list[LearnerId]]:
    """A group, somebody who asks it, and members who explained week 1 and agreed to help, the latest first."""
    group, _ = club(tx)
    asker = somebody(tx, person="asker")
    first = somebody(tx, person="first")
    row = {"hour": "18:00", "prompts": True, "joined": TODAY, "curriculum": "small", "created_at": NOW}
    ids = [LearnerId(first + n) for n in range(size)]
    rows = [{**row, "id": each, "name": f"N{each}"} for each in ids[1:]]
    if rows:
        tx.connection.execute(insert(t.learners), rows)
        tx.connection.execute(insert(t.zones), [{"learner_id": it, "since": NOW, "zone": "UTC"} for it in ids[1:]])
    membership = {"group_id": group, "joined": TODAY - 9 * A_DAY, "listed": True, "helps": True}
    tx.connection.execute(insert(t.members), [{**membership, "learner_id": each} for each in (asker, *ids)])
    review = {"curriculum": "small", "week": "week-1", "text": "t", "at": NOW, "whole": True}
    closed = [{**review, "learner_id": each, "closed_on": TODAY - n * A_DAY} for n, each in enumerate(ids)]
    tx.connection.execute(insert(t.reviews), closed)
    return group, asker, ids


def willing(tx: Tx, group: GroupId, asker: LearnerId, most: int = 100) -> list[LearnerId]:
    return [it.learner for it in tx.helping.willing(group, asker, "small", "week-1", NOW, most=most)]


def rest(tx: Tx, ids: Sequence[LearnerId], first: date, last: date | None) -> None:
    row = {"first": first, "last": last, "at": NOW, "declared_on": first}
    tx.connection.execute(insert(t.rests), [{**row, "learner_id": each} for each in ids])


def test_who_comes_later_is_reached_past_a_crowd_that_rests(tx: Tx) -> None:
    """R15, issue 5: a hundred who went for good stand in nobody's way, and no more rows are read than are needed."""
    group, asker, ids = crowd(tx, 250)
    assert willing(tx, group, asker) == ids[:100]
    rest(tx, ids[:200], TODAY - A_DAY, None)
    assert willing(tx, group, asker) == ids[200:]
    assert willing(tx, group, asker, most=3) == ids[200:203]


def test_who_was_named_lately_stands_in_nobodys_way(tx: Tx) -> None:
    """Issue 5: it is the next ones' turn, until everybody had theirs; then it is theirs again who were longest ago."""
    group, asker, ids = crowd(tx, 6)
    named = [tx.asks.add(Ask(AskId(0), asker, group, "week-1", "?", NOW - ago, TODAY)) for ago in (PAUSE, 2 * PAUSE)]
    tx.helping.name(named[0], ids[:2])
    tx.helping.name(named[1], ids[2:4])
    assert willing(tx, group, asker) == [*ids[4:], *ids[2:4], *ids[:2]]
    recent = tx.asks.add(Ask(AskId(0), asker, group, "week-1", "?", NOW - PAUSE + timedelta(seconds=1), TODAY))
    tx.helping.name(recent, ids[2:5])
    assert willing(tx, group, asker) == [ids[5], *ids[:2]]


@pytest.mark.parametrize(
    ("first", "last", "gone"),
    [
        (TODAY - A_DAY, TODAY + A_DAY, True),
        (TODAY, None, False),  # somewhere it is still yesterday
        (TODAY - 9 * A_DAY, TODAY, False),  # and somewhere tomorrow already
        (TODAY + A_DAY, None, False),
        (TODAY - 9 * A_DAY, TODAY - A_DAY, False),
    ],
)
@pytest.mark.parametrize("of", ["learner", "group", "another group"])
def test_only_who_rests_whatever_their_clock_shows_is_left_out(
    tx: Tx, first: date, last: date | None, gone: bool, of: str
) -> None:
    """R1, R15: the others are asked for on their own local day."""
    group, asker, ids = crowd(tx, 1)
    if of == "learner":
        rest(tx, ids, first, last)
    else:
        whose = group
        if of == "another group":
            whose = club(tx, replace(CLUB, chat="-100600"))[0]
            tx.groups.join(whose, ids[0], TODAY - 9 * A_DAY)
        tx.seasons.declare(whose, "Exams", first, last or TODAY + 9 * A_DAY, NOW, TODAY)
    assert willing(tx, group, asker) == ([] if gone else ids)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.none() | st.integers(0, 40), min_size=1, max_size=9), most=st.integers(1, 9))
def test_the_statements_turn_is_that_of_the_rule(tx: Tx, asked: list[int | None], most: int) -> None:
    """Issue 5: `core.helping.in_turn` of everybody, from its beginning."""
    inner = tx.connection.begin_nested()
    group, asker, ids = crowd(tx, len(asked))
    for each, ago in zip(ids, asked, strict=True):
        if ago is not None:
            at = NOW - timedelta(days=ago)
            tx.helping.name(tx.asks.add(Ask(AskId(0), asker, group, "week-1", "?", at, TODAY)), [each])
    everybody = tx.helping.willing(group, asker, "small", "week-1", NOW)
    assert everybody == in_turn(everybody, NOW)
    free = {each for each, ago in zip(ids, asked, strict=True) if ago is None or timedelta(days=ago) >= PAUSE}
    assert {it.learner for it in everybody} == free
    assert willing(tx, group, asker, most) == [it.learner for it in everybody[:most]]
    among = tx.helping.willing(group, asker, "small", "week-1", NOW, among=ids[-2:])
    assert {it.learner for it in among} == free & set(ids[-2:])
    inner.rollback()
