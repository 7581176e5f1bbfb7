"""The bot as a process of its own: started, listened to, ended or killed, and what it wrote read afterwards."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 60.0  # seconds; about 2 on an idle machine
USUALLY_READY = 4.0  # seconds; where even this takes longer, the machine is busy with other things
ENDS_WITHIN = 5.0  # seconds from SIGTERM or SIGINT (issue 2, point 5)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (negative for a signal), and after how many seconds."""

    code: int
    seconds: float


@dataclass(slots=True)
class Bot:
    """One run of `python -m bot`. `lines` is what it wrote so far, both streams together."""

    child: asyncio.subprocess.Process
    began: float = field(default_factory=time.monotonic)
    ready_after: float = 0.0
    lines: list[str] = field(default_factory=list)
    _reading: list[asyncio.Task[None]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def output(self) -> str:
        """All that it wrote."""
        return "\n".join(self.lines)

    async def says(self, pattern: str, *, within: float = READY_WITHIN, after: int = 0) -> str:
        """Wait for a line that matches, from line number `after` on. AssertionError if the bot ends without it."""
        ends_at = time.monotonic() + within
        while True:
            self._news.clear()
            for line in self.lines[after:]:
                if re.search(pattern, line):
                    return line
            alive = any(not task.done() for task in self._reading)
            left = ends_at - time.monotonic()
            missing = f"the bot did not say {pattern!r}:\n{self.output}"
            assert alive, missing
            assert left > 0, missing
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)

    async def ready(self) -> None:
        """Wait until all platforms are connected."""
        await self.says(r"INFO pacekeeper: ready$")
        self.ready_after = time.monotonic() - self.began

    @property
    def ends_within(self) -> float:
        """How many seconds it may take to end; more in proportion on a machine that was slow to start it."""
        return ENDS_WITHIN * max(1.0, self.ready_after / USUALLY_READY)

    async def end(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """Ask it to end."""
        began = time.monotonic()
        self.child.send_signal(number)
        return await self.ended(began=began)

    async def ended(self, *, within: float = 60.0, began: float | None = None) -> Ended:
        """Wait for its end."""
        began = time.monotonic() if began is None else began
        async with asyncio.timeout(within):
            code = await self.child.wait()
            seconds = time.monotonic() - began
            await asyncio.gather(*self._reading)
        return Ended(code, seconds)

    def tell(self, line: str) -> None:
        """Write a line to its standard input."""
        assert self.child.stdin is not None
        self.child.stdin.write(f"{line}\n".encode())

    async def kill(self) -> None:
        """End it as a power cut does."""
        if self.child.returncode is None:
            self.child.kill()
        await self.ended()

    def listen(self) -> None:
        """Read what it writes, so that a full pipe never stops it."""
        loop = asyncio.get_running_loop()
        streams = (self.child.stdout, self.child.stderr)
        self._reading += [loop.create_task(self._read(stream)) for stream in streams if stream is not None]

    async def _read(self, stream: asyncio.StreamReader) -> None:
        async for line in stream:
            self.lines.append(line.decode().rstrip("\n"))
            self._news.set()
        self._news.set()


async def started(
    folder: Path,
    settings: Mapping[str, str],
    *words: str,
    program: str = "bot",
    stdin: int = asyncio.subprocess.DEVNULL,
) -> Bot:
    """Start `python -m bot WORDS` in a folder, with these settings alone: no `.env`, nobody's environment."""
    environment = {"PATH": os.getenv("PATH", os.defpath), "HOME": str(folder), "PYTHONPATH": str(ROOT), **settings}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", program, *words),
        cwd=folder,
        env=environment,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    bot = Bot(child)
    bot.listen()
    return bot


async def until(holds: Callable[[], Awaitable[bool]], *, within: float = 10.0) -> None:
    """Ask again and again until something holds that nobody tells of; TimeoutError after so many seconds."""
    async with asyncio.timeout(within):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.05)


def assert_silent_about(secrets: Mapping[str, str], bots: list[Bot], folder: Path) -> None:
    """No secret stands in what any run wrote, on its streams or into a file."""
    for name, secret in secrets.items():
        for bot in bots:
            assert secret not in bot.output, f"{name} was written: {bot.output}"
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix != ".given":  # a file that the test itself wrote
                assert secret.encode() not in path.read_bytes(), f"{name} was written into {path.name}"


def assert_no_trouble(bots: list[Bot], expected: str | None, *, traces: bool = False) -> None:
    """No stack trace in any run unless the test provokes some, and no line of level ERROR that it does not expect."""
    for bot in bots:
        assert traces or "Traceback" not in bot.output, bot.output
        errors = [line for line in bot.lines if re.search(r"^\S+ \S+ (ERROR|CRITICAL) ", line)]
        assert [line for line in errors if expected is None or not re.search(expected, line)] == [], bot.output
