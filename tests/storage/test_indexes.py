"""What is asked every few seconds is found through an index, on both engines, however much there is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, PrimaryKeyConstraint, UniqueConstraint, event, insert

from bot.core.people import Address, LearnerId, Platform
from bot.storage.tables import cards, letters, metadata, rhythms
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY, club

MANY = 600


def plan_of(tx: Tx, ask: Callable[[Tx], Any], back: int = 1) -> str:
    """How the database carries out the last statement of `ask` (or one further back), with the values it was given."""
    said: list[tuple[str, Any]] = []

    def hear(_c: Connection, _u: Any, statement: str, parameters: Any, _x: Any, _m: bool) -> None:
        said.append((statement, parameters))

    event.listen(tx.connection, "before_cursor_execute", hear)
    ask(tx)
    event.remove(tx.connection, "before_cursor_execute", hear)
    statement, parameters = said[-back]
    explain = "EXPLAIN QUERY PLAN" if tx.connection.dialect.name == "sqlite" else "EXPLAIN"
    rows = tx.connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row) for row in rows)


@pytest.fixture
def crowded(tx: Tx) -> Tx:
    """Thousands of rhythms and letters, of which hardly any is due."""
    ahead = NOW + timedelta(days=1)
    tx.connection.execute(
        insert(rhythms),
        [{"kind": "prompt", "owner": n, "day": TODAY, "next_at": ahead + timedelta(minutes=n)} for n in range(MANY)],
    )
    ended = {"kind": "prompt", "subject": 1, "day": TODAY, "platform": "telegram", "due_at": NOW, "expires_at": ahead}
    tx.connection.execute(insert(letters), [{**ended, "key": f"k{n}", "state": "sent"} for n in range(MANY)])
    tx.connection.execute(insert(letters), {**ended, "key": "open", "state": "ready"})
    _, (chat,) = club(tx)
    card = {"chat_id": chat, "closes_at": NOW, "closed": True, "message": "1"}
    days = (TODAY - timedelta(days=n) for n in range(MANY))
    tx.connection.execute(insert(cards), [{**card, "day": day} for day in days])
    tx.connection.exec_driver_sql("ANALYZE")
    return tx


def test_what_is_due_is_found_by_its_time(crowded: Tx) -> None:
    """The tick with nothing due does not grow with the learners."""
    assert "ix_rhythms_next_at" in plan_of(crowded, lambda tx: tx.rhythms.due(NOW, 500))


def test_letters_that_are_due_are_found_among_the_open_ones(crowded: Tx) -> None:
    """The letters of a whole month that were sent cost nothing."""
    assert "ix_letters_open" in plan_of(crowded, lambda tx: tx.letters.due(Platform.TELEGRAM, NOW, 200))


def test_cards_that_are_due_are_found_among_the_open_cards(crowded: Tx) -> None:
    """They go first, so each look asks for them, however many prompts wait."""
    waiting = {"subject": 1, "day": TODAY, "platform": "telegram", "due_at": NOW, "expires_at": NOW, "state": "ready"}
    prompts = [{**waiting, "kind": "prompt", "key": f"p{n}"} for n in range(MANY)]
    crowded.connection.execute(insert(letters), [*prompts, {**waiting, "kind": "card", "key": "c"}])
    crowded.connection.exec_driver_sql("ANALYZE")
    plan = plan_of(crowded, lambda tx: tx.letters.due(Platform.TELEGRAM, NOW, 200), back=2)
    assert "ix_letters_cards" in plan


def test_the_next_letter_is_found_among_the_open_ones(crowded: Tx) -> None:
    """It is asked whenever the post office has nothing to do."""
    assert "ix_letters_open" in plan_of(crowded, lambda tx: tx.letters.next_due(Platform.TELEGRAM))


@pytest.mark.parametrize(
    "change",
    [
        lambda tx: tx.letters.hold_chat(CLUB, NOW),
        lambda tx: tx.letters.fail_waiting(CLUB, NOW, "gone"),
        lambda tx: tx.letters.fail_waiting(Address(Platform.TELEGRAM, "101", person="101"), NOW, "gone"),
        lambda tx: tx.letters.move_chat(Platform.TELEGRAM, CLUB.chat, "-1009"),
    ],
    ids=["a busy chat", "a closed chat", "a closed private chat", "a moved chat"],
)
def test_the_letters_of_a_chat_are_found_among_the_open_ones(crowded: Tx, change: Callable[[Tx], Any]) -> None:
    """A busy chat moves its letters at every second claim."""
    assert "ix_letters_" in plan_of(crowded, change)


def test_cards_to_draw_are_found_by_their_time(crowded: Tx) -> None:
    """Cards that closed wait for nothing and are in no index of it."""
    platforms = (Platform.TELEGRAM, Platform.DISCORD)
    assert "ix_cards_edit_at" in plan_of(crowded, lambda tx: tx.cards.stale(NOW, 32, platforms))
    assert "ix_cards_edit_at" in plan_of(crowded, lambda tx: tx.cards.next_edit(platforms))


def test_a_look_at_a_board_begins_with_those_whose_lines_wait(crowded: Tx) -> None:
    """They are few, and the members of its group may be a hundred thousand (issue 5, the figures)."""
    group, _ = club(crowded, Address(Platform.TELEGRAM, "-1005"))
    plan = plan_of(crowded, lambda tx: tx.boards.bring_up(group, LearnerId(1)))
    assert plan.index("board_stale") < plan.index("members")


def test_what_refers_to_a_row_is_found_through_an_index() -> None:
    """Whoever uses `/forget` would have all rows of everybody read for each of their flows that is deleted."""
    missing = []
    for table in metadata.sorted_tables:
        keys = [
            *table.indexes,
            *(it for it in table.constraints if isinstance(it, UniqueConstraint | PrimaryKeyConstraint)),
        ]
        begin_with = {next(iter(key.columns)).name for key in keys if key.columns}
        missing += [str(it.parent) for it in table.foreign_keys if it.parent.name not in begin_with]
    assert missing == []
