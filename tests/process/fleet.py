"""Several processes of one bot on PostgreSQL, each with roles of its own."""

import asyncio
import signal
from dataclasses import dataclass

from sqlalchemy import text

from bot.storage.tx import Tx
from tests.process.bulk import Bulk
from tests.process.harness import Bot, until
from tests.process.scene import Scene

LEASE = 55.0  # seconds that a letter is held


async def start(scene: Scene, *roles: str, **changed: str) -> list[Bot]:
    """Start a process for each of these and wait until all are ready."""
    bots = [await scene.run("run", "--roles", each, **changed) for each in roles]
    await asyncio.gather(*(bot.ready() for bot in bots))
    return bots


async def end(*bots: Bot) -> None:
    """End them all in order."""
    assert [ended.code for ended in await asyncio.gather(*(bot.end() for bot in bots))] == [0] * len(bots)


def freeze(bot: Bot) -> None:
    """The process stands still, as on a host that is short of everything."""
    bot.child.send_signal(signal.SIGSTOP)


def thaw(bot: Bot) -> None:
    """It goes on."""
    bot.child.send_signal(signal.SIGCONT)


@dataclass(slots=True)
class Letters:
    """What the database says of the letters while the processes run."""

    scene: Scene

    def held(self) -> set[tuple[str, int]]:
        """Platform and chat of those that are being sent."""

        def read(tx: Tx) -> set[tuple[str, int]]:
            rows = tx.connection.execute(text("SELECT platform, chat FROM letters WHERE state = 'sending'"))
            return {(row.platform, int(row.chat)) for row in rows}

        return self.scene.stored(read)

    def states(self) -> dict[str, int]:
        """How many are in each state."""
        return self.scene.stored(lambda tx: tx.letters.states())

    def jobs(self) -> dict[str, int]:
        """How many jobs are in each state."""

        def read(tx: Tx) -> dict[str, int]:
            rows = tx.connection.execute(text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"))
            return {row[0]: row[1] for row in rows}

        return self.scene.stored(read)

    def to_do(self) -> int:
        """How many jobs wait or are being done."""
        return sum(count for state, count in self.jobs().items() if state in ("todo", "doing"))


async def settled(bulk: Bulk, within: float) -> None:
    """Wait until no letter waits any more, and no job is left to do (one that was cut off is kept a day as such)."""
    letters = Letters(bulk.scene)

    async def nothing_waits() -> bool:
        return not bulk.waiting() and not letters.to_do()

    try:
        await until(nothing_waits, within=within)
    except TimeoutError:
        raise AssertionError(f"after {within} s: letters {letters.states()}, jobs {letters.jobs()}") from None


async def sent(bulk: Bulk, within: float) -> None:
    """Wait until no letter waits any more; jobs of a frozen process may."""

    async def none_waits() -> bool:
        return not bulk.waiting()

    await until(none_waits, within=within)
