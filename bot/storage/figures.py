"""Figures for who watches over the bot, each read through an index: none costs more as history grows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, literal_column, select

from bot.core.pacing import BUDGETS, refilled
from bot.storage.tables import budgets, learners, letters, set_aside

RECENTLY = timedelta(minutes=10)
_open = letters.c.state.in_((literal_column("'ready'"), literal_column("'sending'")))
_waiting = (
    select(letters.c.platform, letters.c.state, letters.c.kind, func.count().label("n"))
    .where(_open)
    .group_by(letters.c.platform, letters.c.state, letters.c.kind)
)
_oldest = select(letters.c.platform, func.min(letters.c.due_at).label("at")).where(_open).group_by(letters.c.platform)


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands in the database now. `open` counts letters by platform, state and kind, `ended` those that ended
    lately by state and kind; `overdue` are the seconds that the longest waiting one of a platform is due, `budget`
    the sends that a platform allows at once, `aside` the updates that were set aside."""

    open: dict[tuple[str, str, str], int]
    ended: dict[tuple[str, str], int]
    overdue: dict[str, float]
    budget: dict[str, float]
    aside: int


def read_figures(connection: Connection, now: datetime) -> Figures:
    """Read them."""
    recent = (
        select(letters.c.state, letters.c.kind, func.count().label("n"))
        .where(letters.c.ended_at > now - RECENTLY)
        .group_by(letters.c.state, letters.c.kind)
    )
    tokens = {row.platform: (row.tokens, row.at) for row in connection.execute(select(budgets))}
    return Figures(
        {(row.platform, row.state, row.kind): row.n for row in connection.execute(_waiting)},
        {(row.state, row.kind): row.n for row in connection.execute(recent)},
        {row.platform: max(0.0, (now - row.at).total_seconds()) for row in connection.execute(_oldest)},
        {
            platform: refilled(rate, *tokens[platform], now) if platform in tokens else rate.burst
            for platform, rate in BUDGETS.items()
        },
        connection.execute(select(func.count()).select_from(set_aside)).scalar_one(),
    )


def database_clock(connection: Connection) -> datetime:
    """What PostgreSQL's clock shows."""
    at: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return at.astimezone(UTC)


def first_learner_at(connection: Connection) -> datetime | None:
    """When the first of the learners joined; None while there is none."""
    at: datetime | None = connection.execute(
        select(learners.c.created_at).order_by(learners.c.id).limit(1)
    ).scalar_one_or_none()
    return at
