"""One short id for each request and each beat of the scheduler, on every line of the log that it caused.

A letter keeps the id of what decided it, so the line of its delivery, hours later, still names the press behind it. An
apology quotes the same id.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LENGTH = 8  # hexadecimal digits
_cause: ContextVar[str] = ContextVar("cause", default="")


def current() -> str:
    """The id of what is being done; empty where nobody asked for it."""
    return _cause.get()


def begin() -> str:
    """The id of what is being done in this task; if it has none yet, it has one from now on."""
    cause = _cause.get()
    if not cause:
        cause = secrets.token_hex(LENGTH // 2)
        _cause.set(cause)
    return cause


@contextmanager
def caused_by(cause: str = "") -> Iterator[str]:
    """Do something under an id: the one that is given, else the one that holds already, else a new one."""
    mark = _cause.set(cause or _cause.get() or secrets.token_hex(LENGTH // 2))
    try:
        yield _cause.get()
    finally:
        _cause.reset(mark)
