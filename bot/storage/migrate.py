"""Bringing a database to this version's schema. Alembic is loaded only where there is something to do."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from bot.storage.tables import SCHEMA
from bot.storage.tx import Tx


class TooNew(Exception):
    """The database was written by a newer version of this program."""


def migrations_folder() -> Path:
    """Where the migrations are: beside the package in a checkout, inside it when installed."""
    here = Path(__file__).resolve().parents[1]
    beside = here.parent / "migrations"
    return beside if (beside / "env.py").is_file() else here / "_files" / "migrations"


def schema_of(connection: Connection) -> str | None:
    """The migration that a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return version


def is_newer(version: str) -> bool:
    """Whether a schema is one that this version does not know yet."""
    return version > SCHEMA


def is_current(tx: Tx) -> bool:
    """Whether nothing is to be done. Raises TooNew for a schema that this version does not know."""
    version = schema_of(tx.connection)
    if version is not None and is_newer(version):
        raise TooNew(version)
    return version == SCHEMA


def upgrade(tx: Tx, to: str = "head") -> None:
    """Bring a database up to a migration, all in one transaction."""
    tx.migrated = True
    _alembic("upgrade", tx.connection, to)


def downgrade(tx: Tx, to: str) -> None:
    """Take a database back to a migration, or to "base"."""
    tx.migrated = True
    _alembic("downgrade", tx.connection, to)


def differences(tx: Tx) -> list[Any]:
    """What the models have that the migrated schema has not, and the other way round."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from bot.storage.tables import metadata

    options = {"include_name": _is_ours}
    found: list[Any] = compare_metadata(MigrationContext.configure(tx.connection, opts=options), metadata)
    return found


def _is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """The queue's tables are its library's own."""
    return not (name or "").startswith("procrastinate_")


def _alembic(direction: str, connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    getattr(command, direction)(config, to)
