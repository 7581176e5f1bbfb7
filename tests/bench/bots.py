"""Bots as processes of their own, for measuring: ours, and a bare one that only answers."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Process:
    """A running bot: seconds from its start until it said it was ready."""

    child: asyncio.subprocess.Process
    ready_after: float

    def peak_mib(self) -> float:
        """The most memory it has held so far (VmHWM), in MiB; Linux only."""
        status = Path(f"/proc/{self.child.pid}/status").read_text("utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def processor_s(self) -> float:
        """Seconds of a processor that it has used so far; Linux only."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def bot(folder: Path, settings: Mapping[str, str], *, bare: bool = False) -> AsyncIterator[Process]:
    """Run a bot until the block ends. `bare` runs `tests.bench.bare` instead of ours."""
    kept = {name: os.getenv(name, "") for name in ("PATH", "HOME", "LANG")}
    environment = {**kept, "PYTHONPATH": str(ROOT), **settings}
    command = ["-m", "tests.bench.bare"] if bare else ["-m", "bot", "run"]
    begun = time.perf_counter()
    child = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    reading: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(60):
            await _until_ready(child)
        reading = asyncio.get_running_loop().create_task(_drain(child))
        yield Process(child, time.perf_counter() - begun)
    finally:
        if child.returncode is None:
            child.terminate()
        async with asyncio.timeout(10):
            await child.wait()
        if reading is not None:
            await reading


async def _until_ready(child: asyncio.subprocess.Process) -> None:
    if child.stderr is None:
        raise RuntimeError("no pipe")
    said = []
    async for line in child.stderr:
        said.append(line.decode())
        if line.rstrip().endswith(b"ready"):
            return
    raise RuntimeError("the bot ended: " + "".join(said))


async def _drain(child: asyncio.subprocess.Process) -> None:
    """Read on, so that a full pipe never stops the bot."""
    if child.stderr is not None:
        async for _ in child.stderr:
            pass
