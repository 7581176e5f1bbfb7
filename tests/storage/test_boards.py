"""What boards are read from: places that are counted from tallies, and whose lines a season makes stale (R10)."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from bot.core.people import GroupId, LearnerId
from bot.simulation import naive
from bot.storage.deriving import derive_touched
from bot.storage.tables import board_stale, board_tallies, seasons
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY, club, somebody

VECTORS = Path(__file__).parent.parent / "vectors" / "tables.json"
_groups = count(1_000)


def places(tx: Tx, points: Sequence[int]) -> list[int]:
    """The place of each of some learners with so many points, in a group of their own."""
    group = GroupId(next(_groups))
    here = {"group_id": group, "weeks": 0, "monday": TODAY, "listed": True, "active": 0, "minutes": 0}
    rows = [{**here, "rank": -10 * value, "lines": lines} for value, lines in Counter(points).items()]
    if rows:
        tx.connection.execute(insert(board_tallies), rows)
    found = tx.boards.places(group, 0, TODAY, [10 * value for value in points])
    return [found[10 * value] for value in points]


def test_places_are_those_of_the_vectors(tx: Tx) -> None:
    """R10: ties share a place."""
    for points, expected in json.loads(VECTORS.read_text("utf-8"))["places"]:
        assert places(tx, points) == expected


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.lists(st.integers(0, 9), max_size=8))
def test_places_agree_with_the_naive_reading(tx: Tx, points: list[int]) -> None:
    """R10: 1, 2, 2, 4."""
    assert places(tx, points) == naive.places(list(map(Fraction, points)))


def stale(tx: Tx) -> list[LearnerId]:
    """Whose lines are stale; nobody's are afterwards."""
    found = [LearnerId(it) for it in tx.connection.execute(select(board_stale.c.learner)).scalars()]
    derive_touched(tx.connection)
    return sorted(found)


def test_a_season_makes_the_lines_of_its_groups_members_stale(tx: Tx) -> None:
    """R10: its weeks are rest to everybody in the group, and to nobody else; another name changes nothing."""
    group, _ = club(tx)
    other, _ = club(tx, replace(CLUB, chat="-100600"))
    crew = [somebody(tx, person=person) for person in ("101", "202", "303")]
    for learner, of in zip(crew, (group, group, other), strict=True):
        tx.groups.join(of, learner, TODAY)
    stale(tx)
    season = tx.seasons.declare(group, "Exams", TODAY, TODAY, NOW, TODAY)
    assert stale(tx) == crew[:2]
    tx.seasons.declare(group, "Exam days", TODAY, TODAY, NOW, TODAY)
    assert stale(tx) == []
    tx.seasons.end(season, TODAY)
    assert stale(tx) == crew[:2]
    tx.seasons.undo(season, NOW)
    assert stale(tx) == crew[:2]
    tx.connection.execute(delete(seasons))
    assert stale(tx) == crew[:2]
