"""What waits to be sent, and what was asked and answered."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
)

from bot.storage.sealing import Sealed
from bot.storage.tables.columns import Id, instant, metadata, row_id, text

rhythms = Table(  # what comes round: one row for each owner and kind, found through its next time
    "rhythms",
    metadata,
    text("kind", 10),
    Column("owner", Id, nullable=False),  # a learner, or for a card a chat
    Column("day", Date, nullable=True),  # the local day that the next time belongs to
    instant("next_at", nullable=True),
    UniqueConstraint("kind", "owner"),
)
_waiting = rhythms.c.next_at.isnot(None)
Index("ix_rhythms_next_at", rhythms.c.next_at, sqlite_where=_waiting, postgresql_where=_waiting)

letters = Table(
    "letters",
    metadata,
    row_id(),
    text("key", 80),
    text("kind", 10),
    Column("subject", Id, nullable=False),  # a learner, or for a card a chat
    Column("day", Date, nullable=False),  # the local day it speaks of
    text("platform", 10),
    text("chat", 40, default=""),
    text("thread", 40, default=""),
    text("person", 40, default=""),
    text("state", 10),
    instant("due_at"),
    instant("expires_at"),
    instant("lease_until", nullable=True),
    instant("unsure_since", nullable=True),  # since when nobody knows whether it was posted
    Column("attempts", Integer, nullable=False, server_default="0"),
    instant("ended_at", nullable=True),
    text("message", 40, default=""),
    text("trouble", 200, default=""),
    text("cause", 16, default=""),  # the id, in the log, of the request or the beat that decided it
    instant("first_due_at", nullable=True),  # retries and busy chats move `due_at`; lateness counts from this
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
    row_id(),
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    text("message", 40, default=""),
    Column("wanted", Integer, nullable=False, server_default="0"),
    Column("shown", Integer, nullable=False, server_default="0"),
    instant("edit_at", nullable=True),  # when it will be drawn again: a wanted edit, or its closing
    instant("free_at", nullable=True),  # not before this (one edit a minute)
    instant("closes_at"),
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
    instant("at"),
    Column("press", Boolean, nullable=False),
    Column("answer", Sealed, nullable=False),
)
Index("ix_requests_at", requests.c.at)

questions = Table(
    "questions",
    metadata,
    Column("platform", String(10), primary_key=True),
    Column("chat", String(80), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("question", Sealed, nullable=False),
    instant("at"),
)

budgets = Table(  # one row a platform: the shared send budget
    "budgets",
    metadata,
    Column("platform", String(10), primary_key=True),
    Column("tokens", Float(53), nullable=False),
    instant("at"),
)

paces = Table(  # when a chat may be written to again, and the group's sends of the last minute
    "paces",
    metadata,
    Column("chat", String(60), primary_key=True),
    instant("free_at"),
    Column("recent", Text, nullable=False, server_default=""),
)
Index("ix_paces_free_at", paces.c.free_at)

set_aside = Table(  # updates that could not be carried out after their tries
    "set_aside",
    metadata,
    row_id(),
    text("platform", 10),
    text("request", 80),
    Column("payload", Sealed, nullable=False),
    text("error", 200),
    instant("at"),
)
