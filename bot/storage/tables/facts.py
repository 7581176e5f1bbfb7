"""What learners did, and said about it."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, false

from bot.storage.sealing import Sealed
from bot.storage.tables.columns import Id, instant, learner, metadata, row_id, text

logs = Table(
    "logs",
    metadata,
    row_id(),
    learner(),
    text("curriculum", 40),
    instant("at"),
    text("zone", 40),
    Column("day", Date, nullable=False),
    Column("logged_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("note", Sealed, nullable=False, server_default=""),
    Column("focus", Integer, nullable=True),
    text("at_day", 80, default=""),  # the curriculum day the learner stood at, for "minutes already spent on it" (R12)
    instant("edited_at", nullable=True),
    instant("undone_at", nullable=True),
    Index(None, "learner_id", "day"),
)

steps = Table(
    "steps",
    metadata,
    row_id(),
    learner(),
    text("curriculum", 40),
    text("kind", 10),
    text("from_week", 40),
    text("from_spot", 40),
    text("to_week", 40),
    text("to_spot", 40),
    instant("at"),
    Column("day", Date, nullable=False),
    Column("log_id", Id, ForeignKey("logs.id", ondelete="SET NULL"), nullable=True),
    Column("review_id", Id, ForeignKey("reviews.id", ondelete="SET NULL"), nullable=True),
    instant("undone_at", nullable=True),
    Index(None, "learner_id", "curriculum"),
    Index(None, "log_id"),
    Index(None, "review_id"),
)

reviews = Table(
    "reviews",
    metadata,
    row_id(),
    learner(),
    text("curriculum", 40),
    text("week", 40),
    Column("text", Sealed, nullable=False),
    instant("at"),
    Column("whole", Boolean, nullable=True),
    Column("closed_on", Date, nullable=True),
    instant("undone_at", nullable=True),
    Index(None, "learner_id", "curriculum", "week"),
)

checkins = Table(
    "checkins",
    metadata,
    learner(primary_key=True),
    Column("monday", Date, primary_key=True),
    Column("went_well", Sealed, nullable=False),
    Column("in_the_way", Sealed, nullable=False),
    Column("after", Sealed, nullable=False),
    Column("i_will", Sealed, nullable=False),
    Column("confidence", Integer, nullable=False),
    instant("at"),
    Column(
        "earlier", Sealed, nullable=False, server_default=""
    ),  # those that it replaced, as JSON, while undo needs them
)

rests = Table(  # days declared off (R15); without a last one until further notice
    "rests",
    metadata,
    row_id(),
    learner(),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=True),
    instant("at"),
    Column("declared_on", Date, nullable=False),
    Column("ended_by", Id, ForeignKey("logs.id", ondelete="SET NULL"), nullable=True),  # the log that ended an open one
    instant("undone_at", nullable=True),
    Index(None, "learner_id"),
    Index(None, "ended_by"),
)

shipped = Table(  # milestones of projects (R14)
    "shipped",
    metadata,
    row_id(),
    learner(),
    text("curriculum", 40),
    text("milestone", 40),
    Column("link", Sealed, nullable=False, server_default=""),
    Column("note", Sealed, nullable=False, server_default=""),
    instant("at"),
    Column("day", Date, nullable=False),
    instant("undone_at", nullable=True),
    Index(None, "learner_id", "curriculum"),
)

signals = Table(  # readiness to leave a phase; with evidence it was shown instead of walked (R14)
    "signals",
    metadata,
    learner(primary_key=True),
    Column("curriculum", String(40), primary_key=True),
    Column("phase", String(40), primary_key=True),
    Column("text", Sealed, nullable=False),
    Column("evidence", Sealed, nullable=False, server_default=""),
    instant("at"),
    Column("day", Date, nullable=False),
)

timers = Table(  # focus sessions; settled once logged or let go
    "timers",
    metadata,
    row_id(),
    learner(),
    Column("minutes", Integer, nullable=False),  # planned
    instant("started_at"),
    instant("stopped_at", nullable=True),
    Column("settled", Boolean, nullable=False, server_default=false()),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="SET NULL"), nullable=True),  # whose members may join
    Column("log_id", Id, ForeignKey("logs.id", ondelete="SET NULL"), nullable=True),
    Index(None, "learner_id"),
    Index(None, "group_id"),
    Index(None, "log_id"),
)

visits = Table(  # time in a group's study room, while it may be logged
    "visits",
    metadata,
    row_id(),
    learner(),
    text("channel", 40),  # the room's id
    text("room", 100),  # its name then
    instant("started_at"),
    instant("seen_at"),  # the last sighting
    text("state", 8),
    Column("breaks", Text, nullable=False, server_default=""),  # absences within it
    Column("log_id", Id, ForeignKey("logs.id", ondelete="SET NULL"), nullable=True),
    Index(None, "learner_id"),
    Index(None, "channel"),
    Index(None, "log_id"),
)

asks = Table(  # questions that learners put to their groups
    "asks",
    metadata,
    row_id(),
    learner(),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    text("week", 40),
    Column("text", Sealed, nullable=False),
    instant("at"),
    Column("day", Date, nullable=False),
    Index(None, "learner_id"),
    Index(None, "group_id", "at"),
)

shares = Table(  # what learners let a group read, word for word as it was shown to them
    "shares",
    metadata,
    row_id(),
    learner(),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    text("kind", 10),
    text("ref", 40),  # the week of the check-in, or the review
    Column("monday", Date, nullable=False),  # the week whose digest tells it
    Column("text", Sealed, nullable=False),
    instant("at"),
    Index(None, "learner_id"),
    Index(None, "group_id", "monday"),
)

recalls = Table(  # what a learner will be asked again
    "recalls",
    metadata,
    row_id(),
    learner(),
    text("curriculum", 40),
    text("kind", 10),  # "question" of the curriculum, or one's own "review"
    text("ref", 40),  # its id
    Column("card", Text, nullable=False),  # FSRS's state, as JSON
    instant("due"),
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
    instant("at"),
    Index(None, "at"),
    Index(None, "recall_id"),
)
