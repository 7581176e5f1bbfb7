"""Settings that cannot be used are told by name, in one line, before anything starts."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, read_settings

WEBHOOK = {"TELEGRAM_WEBHOOK_URL": "https://bot.example.org/hook", "TELEGRAM_WEBHOOK_SECRET": "abc-DEF_123"}


@pytest.fixture(autouse=True)
def _nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without settings, in a folder without an `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"DISCORD_TOKEN": "q8 z"}, "DISCORD_TOKEN holds a blank or another character"),
        ({"TELEGRAM_TOKEN": "q8\x01z"}, "TELEGRAM_TOKEN holds a blank or another character"),
        ({"TELEGRAM_TOKEN_FILE": "nowhere"}, "TELEGRAM_TOKEN_FILE cannot be read: nowhere"),
        ({"DISCORD_API_URL": "discord.example.org"}, "DISCORD_API_URL must begin with http:// or https://."),
        ({"DISCORD_GATEWAY_URL": "https://x.example"}, "DISCORD_GATEWAY_URL must begin with ws:// or wss://."),
        ({"TELEGRAM_API_URL": "ftp://x.example"}, "TELEGRAM_API_URL must begin with http:// or https://."),
        ({**WEBHOOK, "TELEGRAM_WEBHOOK_URL": "http://x.example"}, "TELEGRAM_WEBHOOK_URL must begin with https://."),
        ({**WEBHOOK, "TELEGRAM_WEBHOOK_SECRET": ""}, "TELEGRAM_WEBHOOK_URL needs TELEGRAM_WEBHOOK_SECRET beside it."),
        ({**WEBHOOK, "TELEGRAM_WEBHOOK_SECRET": "q8 z"}, "TELEGRAM_WEBHOOK_SECRET has 1 to 256 characters"),
        ({"WEB_PORT": "99999"}, "WEB_PORT: "),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL: "),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], words: str
) -> None:
    """Section 4 of product.md: one clear line, and no secret in it."""
    given(monkeypatch, values)
    with pytest.raises(BadSettings) as raised:
        read_settings()
    assert str(raised.value).startswith(words)
    assert "\n" not in str(raised.value)
    assert "q8" not in str(raised.value)


def test_what_stands_around_a_value_is_not_part_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A token copied with its line end is the token; a blank value is none; a token may come from a file."""
    (tmp_path / "token").write_text("1:from-a-file\n", "utf-8")
    given(monkeypatch, {"DISCORD_TOKEN": " a.b.c\n", "TELEGRAM_TOKEN": "  ", "TELEGRAM_TOKEN_FILE": "token"})
    settings = read_settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "a.b.c"
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "1:from-a-file"
    assert "a.b.c" not in repr(settings)


def test_without_anything_no_platform_is_on() -> None:
    """Section 5 of product.md: everything has a default, and nothing is read from elsewhere."""
    assert not read_settings().has_token
    assert os.getenv("DISCORD_TOKEN") is None
