"""Jobs: on PostgreSQL each open letter has one, so that any number of processes share the work.

A job holds the ids of a few letters and nothing else; their rows say what is to be done. It is made in the transaction
that decides the letters, and its follower before it ends itself, so that no letter is left without one, except where a
process was killed: those are found by `adopt`. A job too many is harmless, since only a claim sends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from procrastinate.manager import JobManager

DELIVER = "deliver"
TOGETHER = 16  # letters of one job: handing a job out and ending it costs as much as a letter does
FIRST = 10
"""Cards: each chat takes but one message a second, and a late start is never caught up. And what may have been sent
before: Discord notices a repeat for two minutes only, which must not be spent behind a long queue."""
_SWEEP = 7_301_115  # the number of the lock that a sweep takes

# Open letters to which no job leads: they wait or were being sent, and should have gone on before an instant.
_WITHOUT_JOB = text(f"""
SELECT id, platform, kind, unsure_since, CASE state WHEN 'sending' THEN lease_until ELSE due_at END AS at
FROM letters
WHERE (state = 'ready' AND due_at < :waiting OR state = 'sending' AND lease_until < :held)
  AND NOT EXISTS (
    SELECT FROM (
      SELECT jsonb_array_elements(job.args -> 'letters')::bigint AS letter FROM procrastinate_jobs AS job
      WHERE job.status = 'todo' AND job.task_name = '{DELIVER}'
    ) AS waiting
    WHERE waiting.letter = letters.id
  )
ORDER BY at
LIMIT :most
""")  # noqa: S608 - the name is our own
_FAR = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Due:
    """That a letter is to be looked at, `first` of all or in its turn, not before `at` (None: at once)."""

    letter: int
    platform: str
    first: bool
    at: datetime | None


def has_jobs(connection: Connection) -> bool:
    """Whether letters have jobs in this database. The embedded one's are looked for by its only process."""
    return connection.dialect.name == "postgresql"


def defer(connection: Connection, wanted: Iterable[Due]) -> None:
    """Make jobs in this very transaction: letters of one platform, kind and time have some together."""
    from procrastinate.jobs import Job

    alike: dict[tuple[str, bool, datetime | None], list[int]] = {}
    for each in wanted:
        alike.setdefault((each.platform, each.first, each.at), []).append(each.letter)
    jobs = [
        Job(
            queue=platform,
            lock=None,
            queueing_lock=None,
            task_name=DELIVER,
            task_kwargs={"letters": [*some[n : n + TOGETHER]]},
            priority=FIRST if first else 0,
            scheduled_at=at,
        )
        for (platform, first, at), some in alike.items()
        for n in range(0, len(some), TOGETHER)
    ]
    if jobs:
        _manager().batch_defer_jobs(jobs, connection=connection.connection.driver_connection)


def adopt(connection: Connection, now: datetime, patience: timedelta | None, most: int) -> int:
    """Give jobs to letters that lost theirs with a process; returns how many, fewer than `most` if that was all.

    A letter that waits is taken for lost once it is due for longer than `patience`; None means each without a job,
    whenever it is due: at the start, for what was decided before there were jobs.
    """
    if not connection.execute(text("SELECT pg_try_advisory_xact_lock(:of)"), {"of": _SWEEP}).scalar_one():
        return 0  # another process sweeps
    every = patience is None
    before = {"waiting": now + _FAR if patience is None else now - patience, "held": now + _FAR if every else now}
    rows: Sequence[Any] = connection.execute(_WITHOUT_JOB, {**before, "most": most}).all()
    found = ((row, row.kind == "card" or row.unsure_since is not None) for row in rows)
    defer(connection, (Due(row.id, row.platform, first, row.at if row.at > now else None) for row, first in found))
    return len(rows)


@cache
def _manager() -> "JobManager":
    """Without connections of its own: each call brings one."""
    from procrastinate import SyncPsycopgConnector
    from procrastinate.manager import JobManager

    return JobManager(SyncPsycopgConnector())
