"""The port that is for whoever runs the bot, not for the world: `/healthz`, `/readyz` and `/metrics`."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.backup import newest_in
from bot.seeing.metrics import CONTENT_TYPE, Metrics, Now
from bot.seeing.vitals import Vitals
from bot.storage.figures import Figures, read_figures
from bot.storage.store import Store
from bot.tasks import Crew
from bot.web import listening

log = logging.getLogger("pacekeeper.web")
READ_EVERY = 5.0  # seconds for which what stands in the database is not read again
ANSWERS_WITHIN = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Seen:
    """What is looked at. `backups` is the folder of the daily back-ups, None where none are taken; `latency` is the
    gateway's in seconds, None where there is none."""

    store: Store
    clock: Callable[[], datetime]
    connected: Mapping[str, asyncio.Event]
    latency: Callable[[], float | None]
    backups: Path | None


class Readings:
    """What is looked up when somebody reads, not more often than every few seconds."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._figures: Figures | None = None
        self._backup: float | None = None
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    async def now(self) -> Now:
        """All of it; whatever the database does, an answer comes."""
        seen = self._seen
        async with self._reading:
            if self._read_at is None or time.monotonic() - self._read_at >= READ_EVERY:
                await self._read()
                self._read_at = time.monotonic()
        connected = {platform: event.is_set() for platform, event in seen.connected.items()}
        return Now(self._figures, seen.store.writing, connected, seen.latency(), self._backup)

    async def _read(self) -> None:
        seen = self._seen
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                self._figures = await seen.store.read(lambda tx: read_figures(tx.connection, seen.clock()))
        except Exception as problem:  # noqa: BLE001 - that it does not answer is a figure too
            log.warning("the database did not answer for /metrics: %s", type(problem).__name__)
            self._figures = None
        if seen.backups is not None:
            self._backup = await asyncio.to_thread(newest_in, seen.backups)


@asynccontextmanager
async def open_port(host: str, port: int, seen: Seen, metrics: Metrics) -> AsyncIterator[int]:
    """Answer on a port until the block ends; yields the port, which 0 leaves to the system. Raises Cannot."""
    vitals = Vitals(seen.store, seen.connected, metrics.lagged)
    readings = Readings(seen)

    async def healthz(_: web.Request) -> web.Response:
        return _told(await vitals.unwell())

    async def readyz(_: web.Request) -> web.Response:
        return _told(vitals.cut_off())

    async def figures(_: web.Request) -> web.Response:
        return web.Response(body=metrics.text(await readings.now()), headers={"Content-Type": CONTENT_TYPE})

    application = web.Application()
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    application.router.add_get("/metrics", figures)
    async with listening(application, host, port, "METRICS_HOST and METRICS_PORT") as taken, Crew(patience=0) as crew:
        log.info("health and metrics on port %d", taken)
        crew.start(vitals.run())
        yield taken


def _told(wrong: list[str]) -> web.Response:
    if wrong:
        return web.json_response({"ok": False, "wrong": wrong}, status=503)
    return web.json_response({"ok": True})
