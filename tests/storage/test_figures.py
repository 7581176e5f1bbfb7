"""What letters keep for who watches, and the figures that are read of them: right, and never by reading it all."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event

from bot import causes
from bot.core.people import Address, Platform
from bot.storage.figures import Figures, read_figures
from bot.storage.letters import Letter
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY

ANNA = Address(Platform.TELEGRAM, "101", person="101")
CLUB = Address(Platform.DISCORD, "500")


def letter(key: str, address: Address = ANNA) -> Letter:
    """One that is due."""
    return Letter(
        0, key, "prompt" if address.person else "card", 1, TODAY, address, "ready", NOW, NOW + timedelta(hours=3)
    )


def test_a_letter_keeps_the_id_of_what_decided_it(tx: Tx) -> None:
    """Issue 6, 5: read from the row at its delivery, whenever that is; nobody asked for what has none."""
    with causes.caused_by("abcd1234"):
        tx.letters.queue([letter("prompt:1")])
    tx.letters.queue([letter("prompt:2")])
    assert [each.cause for each in tx.letters.due(Platform.TELEGRAM, NOW, 9)] == ["abcd1234", ""]


def test_a_letter_is_late_since_it_was_first_due(tx: Tx) -> None:
    """Issue 6, 5: a retry and a busy chat make it later; quiet hours, which are wanted, do not."""
    tx.letters.queue([letter("prompt:1")])
    (first,) = tx.letters.due(Platform.TELEGRAM, NOW, 9)
    held_until = NOW + timedelta(seconds=55)
    tx.letters.claim([first.id], NOW, held_until)
    tx.letters.retry(first.id, NOW + timedelta(seconds=30), "a 429", None, held_until)
    tx.letters.hold_chat(ANNA, NOW + timedelta(seconds=40))
    (again,) = tx.letters.due(Platform.TELEGRAM, NOW + timedelta(minutes=1), 9)
    assert again.late(NOW + timedelta(minutes=1)) == 60
    tx.letters.postpone(first.id, NOW + timedelta(hours=8))
    (morning,) = tx.letters.due(Platform.TELEGRAM, NOW + timedelta(hours=9), 9)
    assert morning.late(NOW + timedelta(hours=8, seconds=2)) == 2


def test_figures_tell_what_waits_and_what_ended_lately(tx: Tx) -> None:
    """Issue 6, 5: by platform, state and kind; what ended long ago is history, and the budget fills by itself."""
    tx.letters.queue([letter(f"prompt:{number}") for number in range(4)] + [letter("card:1", CLUB)])
    sending, sent, long_ago, _ = tx.letters.due(Platform.TELEGRAM, NOW, 4)
    later = NOW + timedelta(minutes=30)
    tx.letters.claim([sending.id], NOW, NOW + timedelta(seconds=55))
    tx.letters.end(long_ago.id, "sent", NOW)
    tx.letters.end(sent.id, "unknown", later)
    tx.budgets.take(ANNA, later, group=False)
    tx.requests.put_aside("telegram", "7", "{}", "a bug", later)
    assert read_figures(tx.connection, later) == Figures(
        open={
            ("telegram", "ready", "prompt"): 1,
            ("telegram", "sending", "prompt"): 1,
            ("discord", "ready", "card"): 1,
        },
        ended={("unknown", "prompt"): 1},
        overdue={"telegram": 1800.0, "discord": 1800.0},
        budget={"discord": 8.0, "telegram": 3.0},
        aside=1,
    )


def test_figures_are_read_through_indexes(tx: Tx) -> None:
    """Issue 6, 5: a month of letters is never counted for them."""
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:
        asked.append((statement, values))

    event.listen(tx.connection, "before_cursor_execute", note)
    read_figures(tx.connection, NOW)
    event.remove(tx.connection, "before_cursor_execute", note)
    if tx.connection.dialect.name != "sqlite":  # an empty table is read whole whatever its indexes
        return
    for statement, values in asked:
        if "FROM letters" in statement:
            plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert "USING INDEX ix_letters_" in plan[0].detail, plan
