"""All settings, with their defaults: the only reader of the environment.

Each is an environment variable of the same name in capitals, or a line of a `.env` file in the working directory;
the environment wins. Tokens may also be read from a file: `DISCORD_TOKEN_FILE`, `TELEGRAM_TOKEN_FILE`.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.shards import Shards, read_shards

TOKENS = ("discord_token", "telegram_token")
SECRETS = (*TOKENS, "encryption_key")  # may be read from a file
KEY = re.compile(r"[A-Za-z0-9_-]{43}=", re.ASCII)
PLAIN = re.compile(r"[\x21-\x7e]+")  # a token goes into a header or an address
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)  # Telegram's rule
ADDRESSES = {
    "discord_api_url": ("http://", "https://"),
    "discord_gateway_url": ("ws://", "wss://"),
    "telegram_api_url": ("http://", "https://"),
}


class BadSettings(Exception):
    """A setting cannot be used. The text is one clear line for each."""


class Settings(BaseSettings):
    """What whoever hosts the bot may choose."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    discord_token: SecretStr | None = Field(None, description="The Discord bot's token; without it Discord stays off.")
    discord_token_file: Path | None = Field(None, description="A file that holds the Discord token.")
    telegram_token: SecretStr | None = Field(None, description="The Telegram bot's token; without it Telegram is off.")
    telegram_token_file: Path | None = Field(None, description="A file that holds the Telegram token.")
    database_url: str = Field(
        "data/pacekeeper.db", description="A file for SQLite, or postgresql://user:password@host/name."
    )
    curriculum: Path | None = Field(
        None, description="The file of the curriculum that newcomers get; the built-in one if unset."
    )
    curricula: Path = Field(
        Path("data/curricula"), description="A folder of further curricula: each *.yaml in it can be chosen."
    )
    encryption_key: SecretStr | None = Field(
        None, description="Seals what people write, with a key of `pacekeeper key`; with several, by commas, the first."
    )
    encryption_key_file: Path | None = Field(None, description="A file that holds the key or keys.")
    backups: Path | None = Field(
        None,
        description="The folder for the daily back-ups of the SQLite file, `backups` beside that file if unset; "
        "on PostgreSQL where `/metrics` looks for dumps.",
    )
    backup_days: int = Field(14, ge=0, le=3650, description="How many days back-ups are kept; 0 takes none by itself.")
    terminal_database: Path = Field(Path("data/terminal.db"), description="The file of the terminal chat.")
    no_color: str | None = Field(None, description="Set to anything, it keeps colours out of the terminal chat.")
    discord_api_url: str | None = Field(None, description="Another base for Discord's API, such as a proxy's.")
    discord_gateway_url: str | None = Field(None, description="Another address for Discord's gateway.")
    discord_shards: str | None = Field(
        None, description="The shards of this process, such as 0-3/8; all servers in one connection if unset."
    )
    telegram_api_url: str | None = Field(None, description="Another Bot API server, such as a local one.")
    telegram_webhook_url: str | None = Field(None, description="The public https address Telegram posts updates to.")
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="What Telegram proves itself with (1-256 of A-Z a-z 0-9 _ -)."
    )
    web_host: str = Field("127.0.0.1", description="Where the webhook listens.")
    web_port: int = Field(8080, ge=0, le=65535, description="The port the webhook listens on; 0 takes a free one.")
    metrics_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="The port for /healthz, /readyz and /metrics: off if unset; 0 takes a free one.",
    )
    metrics_host: str = Field("127.0.0.1", description="Where that port listens: never where the world can read it.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")
    log_format: Literal["text", "json"] = Field("text", description="Lines for people, or one JSON object a line.")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any) -> Any:
        return value.strip() or None if isinstance(value, str) else value

    @model_validator(mode="before")
    @classmethod
    def _tokens_from_files(cls, values: Any) -> Any:
        if not isinstance(values, Mapping):
            return values
        read = {name: value for name, value in values.items() if not _is_blank(value)}
        for name in SECRETS:
            named = read.get(f"{name}_file")
            if named and name not in read:
                try:
                    read[name] = Path(named).read_text("utf-8").strip()
                except (OSError, UnicodeDecodeError) as problem:
                    raise ValueError(f"{name.upper()}_FILE cannot be read: {named}") from problem
        return read

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.telegram_webhook_url and not self.telegram_webhook_secret:
            raise ValueError("TELEGRAM_WEBHOOK_URL needs TELEGRAM_WEBHOOK_SECRET beside it.")
        if self.telegram_webhook_url and not self.telegram_webhook_url.startswith("https://"):
            raise ValueError("TELEGRAM_WEBHOOK_URL must begin with https://.")
        secret = self.telegram_webhook_secret
        if secret is not None and not WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("TELEGRAM_WEBHOOK_SECRET has 1 to 256 characters of A-Z, a-z, 0-9, _ and -.")
        return self

    @model_validator(mode="after")
    def _shards_can_be_had(self) -> Self:
        self.shards  # noqa: B018  # it raises
        return self

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        if self.telegram_webhook_url and self.metrics_port and self.metrics_port == self.web_port:
            raise ValueError("METRICS_PORT is WEB_PORT, which the world reaches: give the metrics a port of their own.")
        return self

    @model_validator(mode="after")
    def _addresses_are_whole(self) -> Self:
        for name, schemes in ADDRESSES.items():
            url = getattr(self, name)
            if url is not None and not url.startswith(schemes):
                raise ValueError(f"{name.upper()} must begin with {' or '.join(schemes)}.")
        return self

    @model_validator(mode="after")
    def _tokens_can_be_sent(self) -> Self:
        for name in TOKENS:
            token = getattr(self, name)
            if token is not None and not PLAIN.fullmatch(token.get_secret_value()):
                raise ValueError(f"{name.upper()} holds a blank or another character that no token has: copy it again.")
        return self

    @field_validator("encryption_key")
    @classmethod
    def _keys_are_keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not all(KEY.fullmatch(key) for key in _split(value)):
            raise ValueError("ENCRYPTION_KEY holds something that is no key: `pacekeeper key` makes one.")
        return value

    @property
    def encryption_keys(self) -> list[str]:
        """The keys, the one that seals first; none where nothing is sealed."""
        return _split(self.encryption_key) if self.encryption_key else []

    @property
    def secrets(self) -> list[str]:
        """What must stand in no line of the log: tokens, keys, the webhook's secret, the database's password."""
        own = (self.discord_token, self.telegram_token, self.telegram_webhook_secret)
        found = [secret.get_secret_value() for secret in own if secret is not None] + self.encryption_keys
        if "://" in self.database_url:
            with suppress(ValueError):  # whoever opens it says what is wrong with it
                found.append(unquote(urlsplit(self.database_url).password or ""))
        return found

    @property
    def shards(self) -> Shards | None:
        """Discord's shards of this process; None for one connection."""
        return read_shards(self.discord_shards) if self.discord_shards else None

    @property
    def has_token(self) -> bool:
        """Whether any platform is on."""
        return self.discord_token is not None or self.telegram_token is not None


def _split(keys: SecretStr) -> list[str]:
    return re.split(r"[\s,]+", keys.get_secret_value().strip())


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def read_settings() -> Settings:
    """Read all settings. Raises BadSettings, which never quotes a secret."""
    try:
        return Settings()
    except ValidationError as problem:
        lines = []
        for error in problem.errors(include_input=False, include_url=False):
            name = ".".join(str(part) for part in error["loc"]).upper()
            lines.append(f"{name}: {error['msg']}" if name else error["msg"].removeprefix("Value error, "))
        raise BadSettings("\n".join(lines)) from None


def documented() -> list[tuple[str, str, str]]:
    """Each setting's variable, default and meaning, in order: for `--help`, the README's table and its test."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        rows.append((name.upper(), default, field.description or ""))
    return rows
