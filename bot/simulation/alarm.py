"""Hears what the bot itself reports as an error: it goes on after one, and a simulation must not."""

import logging
from types import TracebackType


class Alarm(logging.Handler):
    """Collects errors of all parts of the bot while the `with` block lasts."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.rang: list[str] = []
        self._listens_to = logging.getLogger("pacekeeper")

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what was said, with the error behind it."""
        error = record.exc_info[1] if record.exc_info else None
        self.rang.append(record.getMessage() + (f": {error!r}" if error else ""))

    def __enter__(self) -> "Alarm":
        self._listens_to.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listens_to.removeHandler(self)
