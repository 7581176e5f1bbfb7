"""What boards are read from: derived from the facts, and kept up with them by `storage/deriving.py`.

None of these rows hangs on its learner: they must not vanish before they are taken out of the tallies.
"""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table

from bot.storage.tables.columns import Id, metadata

board_lines = Table(  # a member's line in a period
    "board_lines",
    metadata,
    Column("learner_id", Id, primary_key=True, autoincrement=False),
    Column("group_id", Id, primary_key=True, autoincrement=False),
    Column("weeks", Integer, primary_key=True, autoincrement=False),  # how far it looks back: 0, 4, 12
    Column("monday", Date, primary_key=True),
    Column(
        "rank", Integer, nullable=False
    ),  # less the points in tenths, so that the first come first; 0 takes no place
    Column("minutes", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),
)
Index(
    "ix_board_lines_rank",
    board_lines.c.group_id,
    board_lines.c.weeks,
    board_lines.c.monday,
    board_lines.c.rank,
    board_lines.c.learner_id,
)

board_tallies = Table(  # how many lines have a rank, how many of them minutes, and the sum of these
    "board_tallies",
    metadata,
    Column("group_id", Id, primary_key=True, autoincrement=False),
    Column("weeks", Integer, primary_key=True, autoincrement=False),
    Column("monday", Date, primary_key=True),
    Column("rank", Integer, primary_key=True, autoincrement=False),
    Column("listed", Boolean, primary_key=True),
    Column("lines", Integer, nullable=False),
    Column("active", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
)

board_stale = Table(  # whose lines are to be derived again: written by triggers on every table of facts
    "board_stale",
    metadata,
    Column("learner", Id, primary_key=True, autoincrement=False),
    Column("pending", Boolean, nullable=False),  # left for later, by another transaction or an update of the program
    Index(None, "pending"),
)
