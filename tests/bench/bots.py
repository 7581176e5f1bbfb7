"""Processes of their own, for measuring: our bot, bare ones that do the least, and parts that print what they took."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


LINE = 2**24  # bytes that a part may find
OURS, BARE = ("bot", "run"), ("tests.bench.bare",)


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.getenv(name, "") for name in ("PATH", "HOME", "LANG")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


@asynccontextmanager
async def bot(
    folder: Path,
    settings: Mapping[str, str],
    *,
    bare: bool = False,
    program: Sequence[str] = OURS,
    within: float = 60,
    ready: str = "ready",
) -> AsyncIterator[Process]:
    """Run a bot until the block ends: a module and its words. `bare` runs `tests.bench.bare` instead of ours. It is
    ready once it wrote a line that ends in `ready`."""
    module, *words = BARE if bare else program
    begun = time.perf_counter()
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", module, *words),
        cwd=folder,
        env=_environment(settings),
        stderr=asyncio.subprocess.PIPE,
    )
    reading: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(within):
            await _until_ready(child, ready)
        reading = asyncio.get_running_loop().create_task(_drain(child))
        yield Process(child, time.perf_counter() - begun)
    finally:
        if child.returncode is None:
            child.terminate()
        async with asyncio.timeout(10):
            await child.wait()
        if reading is not None:
            await reading


async def _until_ready(child: asyncio.subprocess.Process, ready: str) -> None:
    if child.stderr is None:
        raise RuntimeError("no pipe")
    said = []
    async for line in child.stderr:
        said.append(line.decode())
        if line.rstrip().endswith(ready.encode()):
            return
    raise RuntimeError("the bot ended: " + "".join(said))


async def _drain(child: asyncio.subprocess.Process) -> None:
    """Read on, so that a full pipe never stops the bot."""
    if child.stderr is not None:
        async for _ in child.stderr:
            pass


@dataclass(slots=True)
class Part:
    """A part of a benchmark in a process of its own: it says that it is ready, waits for "go", and ends with what it
    found as a line of JSON."""

    child: asyncio.subprocess.Process

    async def ready(self, within: float = 300) -> None:
        """Wait until everything is in place."""
        async with asyncio.timeout(within):
            if await self._line() != "ready":
                raise RuntimeError("a part of the benchmark did not get ready")

    def go(self) -> None:
        """Let it begin."""
        self._say(b"go\n")

    async def found(self, within: float = 900) -> dict[str, Any]:
        """Wait for the end; what it found."""
        async with asyncio.timeout(within):
            found: dict[str, Any] = json.loads(await self._line())
            await self.child.wait()
        return found

    def stop(self) -> None:
        """Let one that goes on for ever come to its end."""
        self._say(b"stop\n")

    def _say(self, word: bytes) -> None:
        if self.child.stdin is not None:
            self.child.stdin.write(word)

    async def _line(self) -> str:
        line = await self.child.stdout.readline() if self.child.stdout is not None else b""
        return line.decode().strip()


@asynccontextmanager
async def part(module: str, *words: str, settings: Mapping[str, str] | None = None) -> AsyncIterator[Part]:
    """Run `python -m MODULE WORDS` until the block ends."""
    pipe = asyncio.subprocess.PIPE
    command = ("-m", module, *words)
    child = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=_environment(settings or {}), stdin=pipe, stdout=pipe, limit=LINE
    )
    try:
        yield Part(child)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def told_to_go() -> None:
    """In a part: say that everything is in place, and wait for the word."""
    print("ready", flush=True)
    if sys.stdin.readline().strip() != "go":
        sys.exit(1)


def held_mib() -> float:
    """In a part: what this process holds now (VmRSS), in MiB; Linux only."""
    return _of_status("VmRSS")


def peak_mib() -> float:
    """In a part: the most that it has held since its start or since `forget_peak` (VmHWM), in MiB; Linux only."""
    return _of_status("VmHWM")


def forget_peak() -> float:
    """In a part: let its peak begin anew; what it holds now, in MiB."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return held_mib()


def _of_status(name: str) -> float:
    return int(Path("/proc/self/status").read_text("utf-8").split(f"{name}:")[1].split()[0]) / 1024
