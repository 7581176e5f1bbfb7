"""Whether members are still in the chats of their groups, as far as a platform has said so."""

from sqlalchemy import Column, ForeignKey, Index, Table

from bot.storage.tables.columns import Id, instant, metadata

presences = Table(  # no row: nothing is known. They hang on the account, so that they follow it to another learner
    "presences",
    metadata,
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    instant("known_at"),  # when the platform was last asked, or told it
    instant("gone_at", nullable=True),  # when they were found to be there no longer
    Index(None, "account_id"),
)
