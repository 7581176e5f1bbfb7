"""Roles for finished phases: which a group gives, and who should have one or may have one."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, false

from bot.storage.tables.columns import Id, instant, metadata, row_id, text

rewards = Table(  # it goes with the chat in whose server it was chosen
    "rewards",
    metadata,
    row_id(),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    text("curriculum", 40),
    text("phase", 40),
    text("server", 40),
    text("role", 40),
    text("name", 100),
    Column("weeks", Text, nullable=False),  # ids with spaces between them
    text("flaw", 10, default=""),  # why it is not given just now
    text("mine", 100, default=""),  # the bot's own role, which the way to mend that names
    Column("told", Boolean, nullable=False, server_default=false()),  # whether a facilitator has heard of the flaw
    Column("gone", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("group_id", "server", "phase"),
    Index(None, "chat_id"),
)

# A row outlives its learner and its reward until the role is taken back, so it hangs on neither.
holders = Table(
    "holders",
    metadata,
    Column("server", String(40), primary_key=True),
    Column("role", String(40), primary_key=True),
    Column("person", String(40), primary_key=True),  # an account on Discord
    Column("learner_id", Id, nullable=False),  # 0 once they were erased
    Column("wanted", Boolean, nullable=False),
    Column("given", Boolean, nullable=False),  # it was tried at least: they may have the role
    Column("absent", Boolean, nullable=False, server_default=false()),  # they are not in that server
    instant("since"),  # when `wanted` changed last, or it was given
    instant("next_at", nullable=True),  # when something is to be done
    instant("held_until", nullable=True),  # somebody is doing it
    Column("tries", Integer, nullable=False, server_default="0"),
    Index(None, "learner_id"),
)
_due = holders.c.next_at.isnot(None)
Index(
    "ix_holders_next_at",
    holders.c.next_at,
    holders.c.server,
    holders.c.role,
    sqlite_where=_due,
    postgresql_where=_due,
)

reward_stale = Table(  # whose roles are to be derived again: written by triggers on the facts that decide
    "reward_stale",
    metadata,
    Column("learner", Id, primary_key=True, autoincrement=False),
)
