"""Free text at rest: sealed with a key that is kept apart from the database, where one is set (Telegram's terms).

A sealed text begins with a mark that nobody can type, and the name of the key, so that what is sealed with an older
key, or not at all, can be found by a statement and sealed anew while everything runs.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    Engine,
    Table,
    Text,
    TypeDecorator,
    and_,
    select,
    type_coerce,
    update,
)

_MARK = "\x01"
_NAMED = 8  # hexadecimal digits of a key's digest
_CIPHER = "pacekeeper_cipher"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=", re.ASCII)


class BadKey(ValueError):
    """Something that is no key. The text never quotes it."""


class WrongKey(Exception):
    """A text was sealed with a key that is not there."""


class Cipher:
    """Seals with the first of some keys, and opens with any of them. Raises BadKey for one that is none."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._sealers: dict[str, Any] = {}
        self.name = ""
        self.keys: tuple[str, ...] = ()
        self.take(keys)

    def take(self, keys: Sequence[str]) -> None:
        """Use these keys from now on; what goes wrong leaves the ones before. Raises BadKey."""
        from cryptography.fernet import Fernet

        if not keys or not all(_KEY.fullmatch(key) for key in keys):
            raise BadKey("a key has 44 characters; `pacekeeper key` makes one")
        self._sealers = {_name(key): Fernet(key) for key in keys}
        self.name, self.keys = _name(keys[0]), tuple(keys)

    @property
    def prefix(self) -> str:
        """How everything begins that is sealed with the first key."""
        return f"{_MARK}{self.name}:"

    def seal(self, plain: str) -> str:
        """Seal with the first key."""
        sealed: bytes = self._sealers[self.name].encrypt(plain.encode())
        return self.prefix + sealed.decode()

    def open(self, sealed: str) -> str:
        """Open what any of the keys has sealed. Raises WrongKey."""
        from cryptography.fernet import InvalidToken

        name, _, token = sealed[len(_MARK) :].partition(":")
        sealer = self._sealers.get(name)
        if sealer is None:
            raise WrongKey(f"a text is sealed with the key {name}, which is not set")
        try:
            plain: bytes = sealer.decrypt(token.encode())
        except InvalidToken:
            raise WrongKey(f"a text that is sealed with the key {name} was changed or cut") from None
        return plain.decode()


def new_key() -> str:
    """A new key."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:_NAMED]


class Sealed(TypeDecorator[str]):
    """A free text. An empty one stays empty, so that statements can ask whether there is any."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        cipher = cipher_of(dialect)
        return cipher.seal(value) if cipher and value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if not value or not value.startswith(_MARK):
            return value
        cipher = cipher_of(dialect)
        if cipher is None:
            raise WrongKey("a text is sealed, and no key is set")
        return cipher.open(value)


def cipher_of(dialect: Dialect) -> Cipher | None:
    """What an engine seals with, if with anything."""
    found: Cipher | None = getattr(dialect, _CIPHER, None)
    return found


def seal_with(engine: Engine, cipher: Cipher | None) -> None:
    """Let an engine seal what is written through it."""
    setattr(engine.dialect, _CIPHER, cipher)


def sealed_columns(tables: Sequence[Table]) -> Iterator[Column[Any]]:
    """Every column that holds free text."""
    for table in tables:
        yield from (column for column in table.c if isinstance(column.type, Sealed))


def reseal(connection: Connection, tables: Sequence[Table], most: int) -> int:
    """Seal up to `most` texts anew that are not sealed with the first key; returns how many were. 0: none is left."""
    cipher = cipher_of(connection.dialect)
    if cipher is None:
        return 0
    done = 0
    for column in sealed_columns(tables):
        if done >= most:
            break
        done += _reseal(connection, column, cipher, most - done)
    return done


def _reseal(connection: Connection, column: Column[Any], cipher: Cipher, most: int) -> int:
    keys = list(column.table.primary_key.columns)
    raw = type_coerce(column, Text)
    stale = and_(raw != "", ~raw.startswith(cipher.prefix, autoescape=True))
    rows = connection.execute(select(*keys, column).where(stale).limit(most).with_for_update()).all()
    for row in rows:
        own = and_(*(key == value for key, value in zip(keys, row[:-1], strict=True)))
        connection.execute(update(column.table).where(own).values({column: row[-1]}))
    return len(rows)
