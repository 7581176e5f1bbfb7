"""Hands letters over where many processes deliver them: procrastinate's workers, and the sweep for what they lost.

Procrastinate says whose turn a letter is; whether it is sent is decided by its claim alone (`app/claims.py`). A worker
whose connection is cut gives its jobs up; what they began is seen through all the same.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.app.post import ENDS_WITHIN, PostOffice
from bot.core.people import Platform
from bot.storage.jobs import DELIVER
from bot.storage.store import Store
from bot.storage.troubles import insist, note, reason
from bot.tasks import Crew

if TYPE_CHECKING:
    from procrastinate import App

log = logging.getLogger("pacekeeper.feeding")
Clock = Callable[[], datetime]

LOOKS_EVERY = 1.0  # seconds between two looks for jobs that became due or that nobody was told of
CONNECTIONS = 4
JOBS_AT_ONCE = 8  # each of a few letters; of all of them `AT_ONCE` are being sent
AGAIN = timedelta(seconds=1)  # when a letter that somebody else looks at in this moment is looked at again
AFTER_TROUBLE = timedelta(seconds=10)
RESTARTS = (1.0, 2.0, 5.0, 15.0)  # seconds before a worker that ended is started again; the last one repeats
LEFT_TO_END = 0.3  # seconds of those for the end that writing it down may take

PATIENCE = timedelta(minutes=15)  # above the longest backlog; earlier would only cost repeated jobs
BATCH = 1000
FAILED_KEPT_H = 24


class JobFeeder:
    """Works off the jobs of each platform that this process delivers to."""

    def __init__(self, store: Store, post: PostOffice, clock: Clock) -> None:
        self._store = store
        self._post = post
        self._clock = clock
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Take no more jobs."""
        self._stopping.set()

    async def feed(self, platform: Platform) -> None:
        """Work until `stop`; a worker that ends for another reason is started again."""
        tries = 0
        async with Crew(patience=LEFT_TO_END) as crew:
            while not self._stopping.is_set():
                began = self._clock()
                try:
                    async with _opened(self._store) as app:
                        app.task(name=DELIVER)(self._deliver_to(platform, crew))
                        await self._work(app, platform)
                except Exception as problem:  # noqa: BLE001  # the database is away, most likely
                    log.warning("the queue of %s cannot be worked off now: %s", platform, type(problem).__name__)
                tries = 0 if self._clock() - began > timedelta(minutes=1) else tries + 1
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), RESTARTS[min(tries, len(RESTARTS) - 1)])

    async def _work(self, app: "App", platform: Platform) -> None:
        told = await _is_told(app)
        working = asyncio.ensure_future(
            app.run_worker_async(
                queues=[platform],
                name=f"{platform}",
                concurrency=JOBS_AT_ONCE,
                fetch_job_polling_interval=LOOKS_EVERY,
                listen_notify=told,
                shutdown_graceful_timeout=ENDS_WITHIN - LEFT_TO_END,
                delete_jobs="successful",
                install_signal_handlers=False,
            )
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            working.cancel()  # it waits for the jobs that are under way
            await asyncio.wait({working})
        if not working.cancelled():
            working.result()

    def _deliver_to(self, platform: Platform, crew: Crew) -> Callable[..., Any]:
        async def deliver(letters: list[int]) -> None:
            await asyncio.shield(crew.start(self._see_to(platform, letters)))

        return deliver

    async def _see_to(self, platform: Platform, letters: list[int]) -> None:
        pause, left = AGAIN, letters
        try:
            left = await self._post.deliver_some(platform, letters)
        except Exception as problem:  # noqa: BLE001  # whatever it was, the letters are looked at again
            note(log, problem, "letters %s could not be delivered; they are tried again", letters)
            pause = AFTER_TROUBLE
        if left:
            again = self._clock() + pause
            await insist(self._store, lambda tx: tx.letters.go_on(left, again), log, self._stopping.is_set)


class Sweep:
    """Finds the letters and jobs that a killed process left behind. Any number of processes may sweep."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._patience: timedelta | None = None  # at first nobody knows how long this database was without a sweep

    async def look(self) -> None:
        """Look once; whatever fails stays inside."""
        try:
            await self._letters()
            await self._jobs()
        except Exception as problem:  # noqa: BLE001  # the next look finds the same
            log.warning("looking for lost letters failed: %s", reason(problem))

    async def _letters(self) -> None:
        found, patience = BATCH, self._patience
        while found == BATCH:
            found = await self._store.write(lambda tx: tx.letters.adopt(self._clock(), patience, BATCH))
            if found:
                log.info("%d letters had no job any more; they have one again", found)
        self._patience = PATIENCE

    async def _jobs(self) -> None:
        from procrastinate.exceptions import ConnectorException

        async with _opened(self._store) as app:
            for job in await app.job_manager.get_stalled_jobs():
                with suppress(ConnectorException):  # another process gave it back first
                    await app.job_manager.retry_job(job, retry_at=self._clock())
            await app.job_manager.delete_old_jobs(FAILED_KEPT_H, include_failed=True, include_aborted=True)


async def _is_told(app: "App") -> bool:
    """Whether PostgreSQL can tell this process of new jobs: not behind a pooler such as pgbouncer.

    There LISTEN stays on a connection that somebody else has next, whose driver would keep what it hears for ever. A
    pooler makes up the number that a connection gets at its start, and PostgreSQL tells another one.
    """
    async with app.connector.pool.connection() as connection:  # type: ignore[attr-defined]  # psycopg's alone has one
        found = await (await connection.execute("SELECT pg_backend_pid()")).fetchone()
        return bool(found[0] == connection.info.backend_pid)


async def _each_by_itself(connection: Any) -> None:
    """Each of procrastinate's statements is whole: a transaction around it would only be two more to wait for."""
    await connection.set_autocommit(True)


@asynccontextmanager
async def _opened(store: Store) -> AsyncIterator["App"]:
    """Procrastinate with connections of its own."""
    from procrastinate import App, PsycopgConnector
    from procrastinate.exceptions import ConnectorException
    from procrastinate.jobs import Job, Status
    from procrastinate.manager import JobManager

    class Jobs(JobManager):
        async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
            """A process that stood still finds its job given to another one, which ends it. One whose connection was
            cut has another connection in a moment."""
            with suppress(ConnectorException):
                return await super().finish_job(job, status, delete_job)
            await asyncio.sleep(AGAIN.total_seconds())
            try:
                await super().finish_job(job, status, delete_job)
            except ConnectorException:
                log.info("a job could not be ended; if it is still there it is found by the sweep")

    # What they say of a lost connection, with its stack trace, is told above in a line.
    for library in ("procrastinate", "psycopg.pool"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    app = App(
        connector=PsycopgConnector(
            conninfo=store.url.set(drivername="postgresql").render_as_string(hide_password=False),
            min_size=1,
            max_size=CONNECTIONS,
            kwargs={"prepare_threshold": None},  # as in storage/engine.py
            configure=_each_by_itself,
        )
    )
    app.job_manager = Jobs(app.connector)
    async with app.open_async():
        yield app
