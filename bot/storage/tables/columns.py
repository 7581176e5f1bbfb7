"""What tables are made of: the metadata, names, usual columns, and the type that keeps instants in UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    TypeDecorator,
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps and returns naive ones, so both directions are converted here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)
Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in an INTEGER primary key


def row_id() -> Column[int]:
    """A number of the row's own, never given twice: on SQLite that takes `sqlite_autoincrement` in the migration."""
    return Column("id", Id, primary_key=True)


def learner(*, primary_key: bool = False) -> Column[int]:
    """Whose row it is; it goes when the learner is erased."""
    return Column(
        "learner_id",
        Id,
        ForeignKey("learners.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    """A point in time, in UTC."""
    return Column(name, Instant, nullable=nullable)


def text(name: str, length: int, *, default: str | None = None) -> Column[str]:
    """A text that is never null: at most `length` characters, which PostgreSQL holds to."""
    return Column(name, String(length), nullable=False, server_default=default)
