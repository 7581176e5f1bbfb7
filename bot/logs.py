"""How lines of the log look: text for people, or one JSON object a line. Both end with the id of what caused them.

What failed is told by its kind and the places it passed. Its own words may quote what somebody typed, so they are
written at DEBUG alone. Tokens, keys and passwords are blotted out of every line, whoever wrote them into it.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Any, Literal
from urllib.parse import quote

from bot import causes

Format = Literal["text", "json"]
TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
NOISY = ("httpx", "httpcore", "telegram", "discord", "aiosqlite", "asyncio")
"""Some of them log addresses that hold a token, or whole payloads."""

_Exc = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


BLOT = "[secret]"
SHORTEST = 8  # characters; what is shorter stands in other words, too, and hides nothing from who may try


def log_to(stream: IO[str], level: str, form: Format, secrets: Iterable[str] = ()) -> None:
    """Write the log to a stream, from a level on, with none of the secrets in it."""
    handler = logging.StreamHandler(stream)
    wordy = logging.getLevelName(level) <= logging.DEBUG
    made = Lines if form == "text" else Objects
    handler.setFormatter(made(wordy=wordy, secrets=secrets))
    handler.addFilter(marked)
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def log_to_stderr(level: str, form: Format, secrets: Iterable[str] = ()) -> None:
    """Write the log to standard error."""
    log_to(sys.stderr, level, form, secrets)


def blotted(text: str, secrets: Iterable[str]) -> str:
    """A text with a blot in the place of each secret: as it is, as in an address, as in JSON."""
    for secret in secrets:
        if len(secret) >= SHORTEST:
            for spelling in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1]):
                text = text.replace(spelling, BLOT)
    return text


def marked(record: logging.LogRecord) -> bool:
    """Give a line the id that holds where it was written; some are written for another one."""
    if not hasattr(record, "cause"):
        record.cause = causes.current()
    return True


class _Discreet(logging.Formatter):
    """Tells what failed without its words, unless it is `wordy`; never a secret."""

    def __init__(self, form: str | None = None, *, wordy: bool = False, secrets: Iterable[str] = ()) -> None:
        super().__init__(form)
        self._wordy = wordy
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """A line, whatever another handler may have made of the stack trace."""
        record.exc_text = None
        line = self._made(record)
        record.exc_text = None
        return blotted(line, self._secrets)

    def _made(self, record: logging.LogRecord) -> str:
        return super().format(record)

    def formatException(self, ei: _Exc) -> str:  # noqa: N802 - logging's name
        """A stack trace, the first cause first."""
        if self._wordy:
            return super().formatException(ei)
        problem, parts = ei[1], []
        seen: set[int] = set()
        while problem is not None and id(problem) not in seen:
            seen.add(id(problem))
            places = "".join(traceback.format_tb(problem.__traceback__))
            parts.append(f"Traceback (most recent call last):\n{places}{kind_of(problem)}")
            problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
        return "\n\nwhich led to:\n\n".join(reversed(parts))


def kind_of(problem: BaseException) -> str:
    """What failed, and the code that a database or a system gives for it: never words."""
    origin = getattr(problem, "orig", None) or problem
    code = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None)
    if code is None and isinstance(problem, OSError):
        code = problem.strerror
    kind = f"{type(problem).__module__}.{type(problem).__qualname__}".removeprefix("builtins.")
    return f"{kind} ({code})" if code else kind


class Lines(_Discreet):
    """Text: time, level, part, what happened, and the id in brackets."""

    def __init__(self, *, wordy: bool = False, secrets: Iterable[str] = ()) -> None:
        super().__init__(TEXT, wordy=wordy, secrets=secrets)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line without a stack trace."""
        line = super().formatMessage(record)
        cause = getattr(record, "cause", "")
        return f"{line} [{cause}]" if cause else line


class Objects(_Discreet):
    """One JSON object a line: `time` (UTC), `level`, `part`, `said`, and `id`, `trace` and further facts if any."""

    def __init__(self, *, wordy: bool = False, secrets: Iterable[str] = ()) -> None:
        super().__init__(wordy=wordy, secrets=secrets)

    def _made(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "part": record.name,
            "said": record.getMessage(),
        }
        if cause := getattr(record, "cause", ""):
            told["id"] = cause
        told |= getattr(record, "facts", {})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)
