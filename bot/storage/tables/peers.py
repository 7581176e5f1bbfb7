"""What members of a group are to each other: pairs, helpers, kudos."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table

from bot.storage.sealing import Sealed
from bot.storage.tables.columns import Id, instant, learner, metadata, row_id, text

pairs = Table(  # two or three who study side by side
    "pairs",
    metadata,
    row_id(),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("since", Date, nullable=False),
    Column("ended_on", Date, nullable=True),
    Index(None, "group_id"),
)

paired = Table(  # who is, or was, in which pair; `promise` is theirs for the week that begins on `promised_for`
    "paired",
    metadata,
    Column("pair_id", Id, ForeignKey("pairs.id", ondelete="CASCADE"), primary_key=True),
    learner(primary_key=True),
    Column("left_on", Date, nullable=True),
    Column("promise", Sealed, nullable=False, server_default=""),
    Column("promised_for", Date, nullable=True),
    Index(None, "learner_id"),
)

helpers = Table(  # who was asked for help with which question
    "helpers",
    metadata,
    Column("ask_id", Id, ForeignKey("asks.id", ondelete="CASCADE"), primary_key=True),
    learner(primary_key=True),
    Index(None, "learner_id"),
)

kudos = Table(  # who cheered what a group did in the week that began on `monday`
    "kudos",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("monday", Date, primary_key=True),
    learner(primary_key=True),
    instant("at"),
    Index(None, "learner_id"),
)

ask_posts = Table(  # where a question stands; once it is nobody's any more, its words are taken out of the message
    "ask_posts",
    metadata,
    row_id(),
    Column("ask_id", Id, ForeignKey("asks.id", ondelete="SET NULL"), nullable=True),
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    text("message", 40),
    instant("edit_at", nullable=True),  # not before this; without it as soon as it is nobody's
    Index(None, "ask_id"),
    Index(None, "chat_id"),
)
