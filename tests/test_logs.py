"""Lines of the log: for people and as JSON, with the id of what caused them, and nothing that anybody typed."""

import json
import logging
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot import causes
from bot.logs import Lines, Objects, kind_of, marked
from bot.storage.store import Store

TYPED = "my secret note"


class Heard(logging.Handler):
    """Keeps lines as they would be written."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.addFilter(marked)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """A part's own."""
    found = logging.getLogger("pacekeeper.of_this_test")
    found.setLevel(logging.DEBUG)
    found.propagate = False
    yield found
    found.handlers.clear()


def fail(log: logging.Logger) -> None:
    """Two failures, one of the other, each with somebody's words."""
    try:
        try:
            int(TYPED)
        except ValueError as problem:
            raise LookupError(f"cannot read {TYPED}") from problem
    except LookupError:
        log.exception("a turn failed")


def test_a_line_for_people_ends_with_its_id(log: logging.Logger) -> None:
    """Issue 6, 5: text is the default; what nobody asked for has no id, and no brackets."""
    heard = Heard(Lines())
    log.addHandler(heard)
    log.info("ready")
    with causes.caused_by("abcd1234"):
        log.info("letter %d delivered", 7)
    assert heard.lines[0].endswith("INFO pacekeeper.of_this_test: ready")
    assert heard.lines[1].endswith("INFO pacekeeper.of_this_test: letter 7 delivered [abcd1234]")


def test_a_line_for_machines_is_one_object(log: logging.Logger) -> None:
    """Issue 6, 5: one object a line, whatever stands in it, with the facts as values of their own."""
    heard = Heard(Objects())
    log.addHandler(heard)
    with causes.caused_by("abcd1234"):
        log.info("two\nlines", extra={"facts": {"letter": 7, "kind": "card"}})
        fail(log)
    assert not any("\n" in line for line in heard.lines)
    told, failed = map(json.loads, heard.lines)
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "INFO",
        "part": "pacekeeper.of_this_test",
        "said": "two\nlines",
        "id": "abcd1234",
        "letter": 7,
        "kind": "card",
    }
    assert failed["trace"].endswith("LookupError")


@pytest.mark.parametrize("form", [Lines, Objects])
def test_a_failure_is_told_without_its_words(log: logging.Logger, form: type[Lines | Objects]) -> None:
    """Issue 6, 5: they may quote what somebody typed. Places and kinds are told, of each cause; at DEBUG all."""
    heard, wordy = Heard(form()), Heard(form(wordy=True))
    log.addHandler(heard)
    log.addHandler(wordy)
    fail(log)
    (line,), (whole,) = heard.lines, wordy.lines
    assert TYPED not in line
    assert line.index("ValueError") < line.rindex("LookupError")
    assert "test_logs.py" in line
    assert TYPED in whole


async def test_a_database_is_quoted_by_its_code_alone(store: Store) -> None:
    """Issue 6, 5: its own words hold the statement with what was to be stored."""
    with pytest.raises(SQLAlchemyError) as caught:
        await store.write(lambda tx: tx.connection.execute(text("SELECT :typed FROM nowhere"), {"typed": TYPED}))
    assert TYPED in str(caught.value)
    kind = kind_of(caught.value)
    assert TYPED not in kind
    assert "SQLITE_ERROR" in kind if store.embedded else "42P01" in kind


def test_other_kinds_have_their_codes_too() -> None:
    """A full disk is told as one, a file's name is not."""
    assert kind_of(OSError(28, "No space left on device", "/home/anna/notes")) == "OSError (No space left on device)"
    assert kind_of(sqlite3.OperationalError(TYPED)) == "sqlite3.OperationalError"
    assert kind_of(KeyError(TYPED)) == "KeyError"
