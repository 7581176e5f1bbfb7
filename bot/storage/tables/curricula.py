"""Editions of curricula, and who knows which."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from bot.storage.tables.columns import Id, instant, learner, metadata, row_id, text

editions = Table(  # every text that a curriculum had here, so that a newer or a broken one takes nothing from anybody
    "editions",
    metadata,
    row_id(),
    text("curriculum", 40),
    Column("version", Integer, nullable=False),
    text("digest", 64),  # of the file
    text("source", 300),  # where the file was
    Column("file", LargeBinary, nullable=False),  # compressed
    instant("since"),
    Column("revised", Text, nullable=False, server_default=""),  # what the newest changes in it; empty for the newest
    Index(None, "curriculum"),
)

enrolments = Table(  # the edition of a curriculum that a learner knows
    "enrolments",
    metadata,
    learner(primary_key=True),
    Column("curriculum", String(40), primary_key=True),
    Column("edition", Id, nullable=False),
    text("path", 12, default=""),  # "accelerated", or empty
)
