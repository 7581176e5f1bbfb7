"""Secrets in lines of the log: blotted out, whoever wrote them there, in both formats and at every level."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.logs import BLOT, Format, blotted, log_to
from bot.settings import read_settings
from bot.storage.sealing import new_key

TOKEN = "7012345678:AAsecret-secret_secret-secret-secret"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
ODD = 'pass"wörd\\ 100%'


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else listens to the log meanwhile."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        yield
    finally:
        root.handlers[:] = kept
        root.setLevel(level)


def fail() -> None:
    """As libraries do: with the address, and with the secret in their own spelling."""
    cause = ConnectionError(f"cannot reach {ADDRESS}")
    raise RuntimeError(f"refused: {quote(TOKEN, safe='')} {ODD} {json.dumps(ODD)}") from cause


def written(form: Format, level: str, secrets: tuple[str, ...]) -> str:
    """What stands in the log after a line, an argument, a fact, and a failure with its cause."""
    out = io.StringIO()
    with alone():
        log_to(out, level, form, secrets)
        write(logging.getLogger("pacekeeper.of_this_test"))
    return out.getvalue()


def write(log: logging.Logger) -> None:
    log.info("posting to %s with %s", ADDRESS, ODD, extra={"facts": {"address": ADDRESS, "odd": ODD}})
    try:
        fail()
    except RuntimeError:
        log.exception("it failed at %s", ADDRESS)
    logging.getLogger("httpx").warning("HTTP Request: POST %s", ADDRESS)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_no_line_holds_a_secret(form: Format, level: str) -> None:
    """Issue 6, 3: not even what an exception quotes at DEBUG, as Telegram's addresses with the token in them."""
    plain = written(form, level, ())
    assert TOKEN in plain
    told = written(form, level, (TOKEN, ODD))
    for secret in (TOKEN, quote(TOKEN, safe=""), "secret_secret", ODD, json.dumps(ODD)[1:-1]):
        assert secret not in told
    assert f"bot{BLOT}/sendMessage" in told
    if form == "json":
        assert all(json.loads(line) for line in told.splitlines())


def test_a_short_word_is_not_blotted_out() -> None:
    """A password of three letters would make every line unreadable, and who tries finds it anyway."""
    assert blotted("the bot is ready", ("bot", "")) == "the bot is ready"


def test_every_secret_of_the_settings_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tokens, the webhook's secret, all keys, and the password in the database's address."""
    monkeypatch.chdir(tmp_path)
    keys = (new_key(), new_key())
    for name, value in {
        "DISCORD_TOKEN": "a.b.c",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": "hook",
        "ENCRYPTION_KEY": ",".join(keys),
        "DATABASE_URL": "postgresql://ana:p%40ss@localhost/pacekeeper",
    }.items():
        monkeypatch.setenv(name, value)
    assert read_settings().secrets == ["a.b.c", TOKEN, "hook", *keys, "p@ss"]
    monkeypatch.setenv("DATABASE_URL", "postgresql://[broken")
    assert len(read_settings().secrets) == 5
