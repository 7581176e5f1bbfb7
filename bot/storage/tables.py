"""The tables, and the one type that keeps instants in UTC on every engine."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    false,
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


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _learner(*, primary_key: bool = False) -> Column[int]:
    return Column(
        "learner_id",
        Id,
        ForeignKey("learners.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def _instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Instant, nullable=nullable)


def _text(name: str, length: int, *, default: str | None = None) -> Column[str]:
    return Column(name, String(length), nullable=False, server_default=default)


meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

learners = Table(
    "learners",
    metadata,
    _id(),
    _text("name", 80),
    _text("hour", 5),
    Column("prompts", Boolean, nullable=False),
    Column("joined", Date, nullable=False),
    _text("curriculum", 40),
    _instant("created_at"),
    _text("quiet", 11, default="22:00-08:00"),
    Column("ignored", Integer, nullable=False, server_default="0"),  # delivered prompts in a row (R16)
    _instant("prompted_at", nullable=True),  # since when a delivered prompt waits for any act
)

zones = Table(  # a row with a later `since` is a return that is already decided (R11: until DATE)
    "zones",
    metadata,
    _learner(primary_key=True),
    Column("since", Instant, primary_key=True),
    _text("zone", 40),
)

plans = Table(
    "plans",
    metadata,
    _learner(primary_key=True),
    Column("from_monday", Date, primary_key=True),
    _text("weekdays", 7),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _text("platform", 10),
    _text("external_id", 40),
    _learner(),
    _text("name", 80),
    _text("direct", 40, default=""),
    _instant("used_at"),
    _instant("closed_at", nullable=True),
    _text("closed_because", 200, default=""),
    UniqueConstraint("platform", "external_id"),
    Index(None, "learner_id"),
)

groups = Table(
    "groups",
    metadata,
    _id(),
    _text("name", 80),
    _text("curriculum", 40),
    _text("zone", 40),
    _text("hour", 5),
    _text("days", 7),
    Column("board", Boolean, nullable=False),
    _text("key", 64),
    _instant("created_at"),
)

chats = Table(
    "chats",
    metadata,
    _id(),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    _text("platform", 10),
    _text("chat", 40),
    _text("thread", 40, default=""),
    _instant("closed_at", nullable=True),
    _text("closed_because", 200, default=""),
    UniqueConstraint("platform", "chat", "thread"),
    Index(None, "group_id"),
)

members = Table(
    "members",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    _learner(primary_key=True),
    Column("joined", Date, nullable=False),
    Column("listed", Boolean, nullable=True),
    Index(None, "learner_id"),
)

logs = Table(
    "logs",
    metadata,
    _id(),
    _learner(),
    _text("curriculum", 40),
    _instant("at"),
    _text("zone", 40),
    Column("day", Date, nullable=False),
    Column("logged_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("focus", Integer, nullable=True),
    _text("at_day", 80, default=""),  # the curriculum day the learner stood at, for "minutes already spent on it" (R12)
    _instant("edited_at", nullable=True),
    _instant("undone_at", nullable=True),
    Index(None, "learner_id", "day"),
)

steps = Table(
    "steps",
    metadata,
    _id(),
    _learner(),
    _text("curriculum", 40),
    _text("kind", 10),
    _text("from_week", 40),
    _text("from_spot", 40),
    _text("to_week", 40),
    _text("to_spot", 40),
    _instant("at"),
    Column("day", Date, nullable=False),
    Column("log_id", Id, ForeignKey("logs.id", ondelete="SET NULL"), nullable=True),
    Column("review_id", Id, ForeignKey("reviews.id", ondelete="SET NULL"), nullable=True),
    _instant("undone_at", nullable=True),
    Index(None, "learner_id", "curriculum"),
)

reviews = Table(
    "reviews",
    metadata,
    _id(),
    _learner(),
    _text("curriculum", 40),
    _text("week", 40),
    Column("text", Text, nullable=False),
    _instant("at"),
    Column("whole", Boolean, nullable=True),
    Column("closed_on", Date, nullable=True),
    _instant("undone_at", nullable=True),
    Index(None, "learner_id", "curriculum", "week"),
)

checkins = Table(
    "checkins",
    metadata,
    _learner(primary_key=True),
    Column("monday", Date, primary_key=True),
    Column("went_well", Text, nullable=False),
    Column("in_the_way", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("i_will", Text, nullable=False),
    Column("confidence", Integer, nullable=False),
    _instant("at"),
)

editions = Table(  # every text that a curriculum had here, so that a newer or a broken one takes nothing from anybody
    "editions",
    metadata,
    _id(),
    _text("curriculum", 40),
    Column("version", Integer, nullable=False),
    _text("digest", 64),  # of the file
    _text("source", 300),  # where the file was
    Column("file", LargeBinary, nullable=False),  # compressed
    _instant("since"),
    Column("revised", Text, nullable=False, server_default=""),  # what the newest changes in it; empty for the newest
    Index(None, "curriculum"),
)

enrolments = Table(  # the edition of a curriculum that a learner knows
    "enrolments",
    metadata,
    _learner(primary_key=True),
    Column("curriculum", String(40), primary_key=True),
    Column("edition", Id, nullable=False),
    _text("path", 12, default=""),  # "accelerated", or empty
)

rests = Table(  # days declared off (R15); without a last one until further notice
    "rests",
    metadata,
    _id(),
    _learner(),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=True),
    _instant("at"),
    Column("declared_on", Date, nullable=False),
    Column("ended_by", Id, ForeignKey("logs.id", ondelete="SET NULL"), nullable=True),  # the log that ended an open one
    _instant("undone_at", nullable=True),
    Index(None, "learner_id"),
)

shipped = Table(  # milestones of projects (R14)
    "shipped",
    metadata,
    _id(),
    _learner(),
    _text("curriculum", 40),
    _text("milestone", 40),
    Column("link", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    _instant("at"),
    Column("day", Date, nullable=False),
    _instant("undone_at", nullable=True),
    Index(None, "learner_id", "curriculum"),
)

signals = Table(  # readiness to leave a phase; with evidence it was shown instead of walked (R14)
    "signals",
    metadata,
    _learner(primary_key=True),
    Column("curriculum", String(40), primary_key=True),
    Column("phase", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("evidence", Text, nullable=False, server_default=""),
    _instant("at"),
    Column("day", Date, nullable=False),
)

timers = Table(  # focus sessions; settled once logged or let go
    "timers",
    metadata,
    _id(),
    _learner(),
    Column("minutes", Integer, nullable=False),  # planned
    _instant("started_at"),
    _instant("stopped_at", nullable=True),
    Column("settled", Boolean, nullable=False, server_default=false()),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="SET NULL"), nullable=True),  # whose members may join
    Column("log_id", Id, ForeignKey("logs.id", ondelete="SET NULL"), nullable=True),
    Index(None, "learner_id"),
    Index(None, "group_id"),
)

recalls = Table(  # what a learner will be asked again
    "recalls",
    metadata,
    _id(),
    _learner(),
    _text("curriculum", 40),
    _text("kind", 10),  # "question" of the curriculum, or one's own "review"
    _text("ref", 40),  # its id
    Column("card", Text, nullable=False),  # FSRS's state, as JSON
    _instant("due"),
    Column("answered_on", Date, nullable=True),
    UniqueConstraint("learner_id", "curriculum", "kind", "ref"),
    Index(None, "learner_id", "due"),
)

quizzes = Table(  # polls that Telegram answers by their own id
    "quizzes",
    metadata,
    Column("poll", String(40), primary_key=True),
    Column("recall_id", Id, ForeignKey("recalls.id", ondelete="CASCADE"), nullable=False),
    Column("right", Integer, nullable=False),
    _instant("at"),
    Index(None, "at"),
)

link_codes = Table(  # one-time codes that join two accounts, kept as digests
    "link_codes",
    metadata,
    _learner(primary_key=True),
    _text("digest", 64),
    _instant("at"),
)

link_tries = Table(  # wrong codes of an account, so that nobody can guess
    "link_tries",
    metadata,
    Column("account", String(60), primary_key=True),
    Column("tries", Integer, nullable=False),
    _instant("since"),
)

unions = Table(  # two learners that became one: what the other brought, so that they can be parted
    "unions",
    metadata,
    _id(),
    _learner(),
    Column("brought", Text, nullable=False),  # JSON
    _instant("at"),
    _instant("parted_at", nullable=True),
    Index(None, "learner_id"),
)

remnants = Table(  # what those who were erased leave to a group's sums: numbers without a person
    "remnants",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("flows", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
)

rhythms = Table(  # what comes round: one row for each owner and kind, found through its next time
    "rhythms",
    metadata,
    _text("kind", 10),
    Column("owner", Id, nullable=False),  # a learner, or for a card a chat
    Column("day", Date, nullable=True),  # the local day that the next time belongs to
    _instant("next_at", nullable=True),
    UniqueConstraint("kind", "owner"),
)
_waiting = rhythms.c.next_at.isnot(None)
Index("ix_rhythms_next_at", rhythms.c.next_at, sqlite_where=_waiting, postgresql_where=_waiting)

letters = Table(
    "letters",
    metadata,
    _id(),
    _text("key", 80),
    _text("kind", 10),
    Column("subject", Id, nullable=False),  # a learner, or for a card a chat
    Column("day", Date, nullable=False),  # the local day it speaks of
    _text("platform", 10),
    _text("chat", 40, default=""),
    _text("thread", 40, default=""),
    _text("person", 40, default=""),
    _text("state", 10),
    _instant("due_at"),
    _instant("expires_at"),
    _instant("lease_until", nullable=True),
    _instant("unsure_since", nullable=True),  # since when nobody knows whether it was posted
    Column("attempts", Integer, nullable=False, server_default="0"),
    _instant("ended_at", nullable=True),
    _text("message", 40, default=""),
    _text("trouble", 200, default=""),
    UniqueConstraint("key"),
)
_open = letters.c.state.in_(("ready", "sending"))
Index("ix_letters_open", letters.c.platform, letters.c.due_at, sqlite_where=_open, postgresql_where=_open)
_open_card = and_(_open, letters.c.kind == "card")
Index("ix_letters_cards", letters.c.platform, letters.c.due_at, sqlite_where=_open_card, postgresql_where=_open_card)
Index("ix_letters_chat", letters.c.platform, letters.c.chat, sqlite_where=_open, postgresql_where=_open)
Index("ix_letters_ended_at", letters.c.ended_at)

cards = Table(
    "cards",
    metadata,
    _id(),
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    _text("message", 40, default=""),
    Column("wanted", Integer, nullable=False, server_default="0"),
    Column("shown", Integer, nullable=False, server_default="0"),
    _instant("edit_at", nullable=True),  # when it will be drawn again: a wanted edit, or its closing
    _instant("free_at", nullable=True),  # not before this (one edit a minute)
    _instant("closes_at"),
    Column("closed", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False, server_default=false()),  # its message was deleted: never drawn again
    UniqueConstraint("chat_id", "day"),
)
_stale = cards.c.edit_at.isnot(None)
Index("ix_cards_edit_at", cards.c.edit_at, sqlite_where=_stale, postgresql_where=_stale)

requests = Table(  # what was asked before, and what was answered (R20)
    "requests",
    metadata,
    Column("key", String(200), primary_key=True),
    _instant("at"),
    Column("press", Boolean, nullable=False),
    Column("answer", Text, nullable=False),
)
Index("ix_requests_at", requests.c.at)

questions = Table(
    "questions",
    metadata,
    Column("platform", String(10), primary_key=True),
    Column("chat", String(80), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("question", Text, nullable=False),
    _instant("at"),
)

budgets = Table(  # one row a platform: the shared send budget
    "budgets",
    metadata,
    Column("platform", String(10), primary_key=True),
    Column("tokens", Float(53), nullable=False),
    _instant("at"),
)

paces = Table(  # when a chat may be written to again, and the group's sends of the last minute
    "paces",
    metadata,
    Column("chat", String(60), primary_key=True),
    _instant("free_at"),
    Column("recent", Text, nullable=False, server_default=""),
)
Index("ix_paces_free_at", paces.c.free_at)

set_aside = Table(  # updates that could not be carried out after their tries
    "set_aside",
    metadata,
    _id(),
    _text("platform", 10),
    _text("request", 80),
    Column("payload", Text, nullable=False),
    _text("error", 200),
    _instant("at"),
)

SCHEMA = "0003"  # the newest migration; compared at start without loading Alembic
