"""Learners, their accounts and settings, groups and their chats."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
    true,
)

from bot.storage.sealing import Sealed
from bot.storage.tables.columns import Id, Instant, instant, learner, metadata, row_id, text

learners = Table(
    "learners",
    metadata,
    row_id(),
    text("name", 80),
    text("hour", 5),
    Column("prompts", Boolean, nullable=False),
    Column("joined", Date, nullable=False),
    text("curriculum", 40),
    instant("created_at"),
    text("quiet", 11, default="22:00-08:00"),
    Column("ignored", Integer, nullable=False, server_default="0"),  # delivered prompts in a row (R16)
    instant("prompted_at", nullable=True),  # since when a delivered prompt waits for any act
    Column("greeted_on", Date),  # the local day on which a welcome back was last told beside an answer (R22)
    Column("voice", Boolean, nullable=False, server_default=true()),  # whether time in a study room is offered
    text("language", 20, default=""),  # the tag of the language they chose; empty: as their app says
)

zones = Table(  # a row with a later `since` is a return that is already decided (R11: until DATE)
    "zones",
    metadata,
    learner(primary_key=True),
    Column("since", Instant, primary_key=True),
    text("zone", 40),
)

plans = Table(
    "plans",
    metadata,
    learner(primary_key=True),
    Column("from_monday", Date, primary_key=True),
    text("weekdays", 7),
)

accounts = Table(
    "accounts",
    metadata,
    row_id(),
    text("platform", 10),
    text("external_id", 40),
    learner(),
    text("name", 80),
    text("direct", 40, default=""),
    instant("used_at"),
    instant("closed_at", nullable=True),
    text("closed_because", 200, default=""),
    text("language", 20, default=""),  # the tag that their app named at their last act
    UniqueConstraint("platform", "external_id"),
    Index(None, "learner_id"),
)

groups = Table(
    "groups",
    metadata,
    row_id(),
    text("name", 80),
    text("curriculum", 40),
    text("zone", 40),
    text("hour", 5),
    text("days", 7),
    Column("board", Boolean, nullable=False),
    text("key", 64),
    instant("created_at"),
    text("room", 40, default=""),  # the id of its study room, a voice channel
    text("room_name", 100, default=""),  # without an id: that room was deleted, and its facilitator has yet to hear
    Column("paired_for", Date),  # the Monday of the week that its study pairs were made for
    Column("digest", Boolean, nullable=False, server_default=true()),  # whether Monday's card tells of last week
    text("language", 20, default=""),  # the tag of the language that a facilitator chose; empty: as the platform says
    text("platform_language", 20, default=""),  # the tag that it named when a facilitator last asked
)
Index("ix_groups_room", groups.c.room)

chats = Table(
    "chats",
    metadata,
    row_id(),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    text("platform", 10),
    text("chat", 40),
    text("thread", 40, default=""),
    instant("closed_at", nullable=True),
    text("closed_because", 200, default=""),
    instant("asked_at", nullable=True),  # when the platform was last asked who is still there
    text("server", 40, default=""),  # the Discord server it is in; empty on Telegram, and until somebody acts there
    UniqueConstraint("platform", "chat", "thread"),
    Index(None, "group_id"),
    Index(None, "server"),
)

members = Table(
    "members",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    learner(primary_key=True),
    Column("joined", Date, nullable=False),
    Column("listed", Boolean, nullable=True),
    Column("leads", Boolean, nullable=False, server_default=false()),  # a facilitator whom another one named
    text("name", 80, default=""),  # what they are called there, if not by their usual name
    Column("helps", Boolean),  # whether others may ask them about weeks that they explained; nobody is asked unasked
    Column("partner", Boolean),  # whether they want somebody to study side by side with
    Column("hello", Boolean),  # whether a facilitator may see that a hello would be welcome
    Column("gone_on", Date),  # the local day on which they were in none of its chats any more: follows from presences
    Index(None, "learner_id"),
)

group_codes = Table(  # one-time codes that let another chat join a group, kept as digests
    "group_codes",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    text("digest", 64),
    instant("at"),
)

greeted = Table(  # the servers and groups in which the bot has introduced itself; `at` is when it last came or went
    "greeted",
    metadata,
    Column("platform", String(10), primary_key=True),
    Column("place", String(40), primary_key=True),
    instant("at"),
)

seasons = Table(  # days off for a whole group
    "seasons",
    metadata,
    row_id(),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    text("name", 60),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    instant("at"),
    Column("declared_on", Date, nullable=True),  # the group's local day then; none was kept of older ones
    instant("undone_at", nullable=True),
    Index(None, "group_id"),
)

link_codes = Table(  # one-time codes that join two accounts, kept as digests
    "link_codes",
    metadata,
    learner(primary_key=True),
    text("digest", 64),
    instant("at"),
)

link_tries = Table(  # wrong codes of an account, so that nobody can guess
    "link_tries",
    metadata,
    Column("account", String(60), primary_key=True),
    Column("tries", Integer, nullable=False),
    instant("since"),
)

unions = Table(  # two learners that became one: what the other brought, so that they can be parted
    "unions",
    metadata,
    row_id(),
    learner(),
    Column("brought", Sealed, nullable=False),  # JSON
    instant("at"),
    instant("parted_at", nullable=True),
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
