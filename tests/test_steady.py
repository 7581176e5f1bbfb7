"""A process that stands still loses nothing of what arrives meanwhile."""

import asyncio
import socket
import threading
import time

import pytest

from bot.steady import SteadyLoop

LOOK, STILL = 0.05, 0.15


async def answered(within: float, *, after: float, stands_still: float) -> bytes:
    """Wait for an answer over a socket, while the loop stands still as it does in a process that is frozen."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours)
        loop = asyncio.get_running_loop()
        loop.call_soon(time.sleep, stands_still)
        answers = threading.Timer(after, theirs.sendall, (b"taken",))
        answers.start()
        try:
            async with asyncio.timeout(within):
                return await reader.readexactly(5)
        finally:
            answers.cancel()
            writer.close()


def test_an_answer_that_came_while_the_process_stood_still_is_heard() -> None:
    """Issue 6, 2: SIGSTOP for longer than a send may take; the letter has arrived, and is known to have."""
    with asyncio.Runner(loop_factory=lambda: SteadyLoop(look=LOOK, still=STILL)) as runner:
        assert runner.run(answered(0.5, after=0.2, stands_still=1.0)) == b"taken"


def test_without_it_the_answer_would_be_lost() -> None:
    """What the loop is for; if asyncio itself reads first one day, it may go."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner, pytest.raises(TimeoutError):
        runner.run(answered(0.5, after=0.2, stands_still=1.0))


def test_a_time_out_runs_while_the_process_is_awake() -> None:
    """A platform that does not answer is given up in time, also where nothing else happens in the process."""
    began = time.monotonic()
    with asyncio.Runner(loop_factory=lambda: SteadyLoop(look=LOOK, still=STILL)) as runner, pytest.raises(TimeoutError):
        runner.run(answered(0.5, after=10.0, stands_still=0.0))
    assert 0.5 <= time.monotonic() - began < 5.0


def test_time_never_goes_back() -> None:
    """A timer that was made before the pause and one after it come in their order."""
    came: list[str] = []

    async def both() -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(0.3, came.append, "before")
        await asyncio.sleep(0)
        time.sleep(0.6)  # noqa: ASYNC251 - it stands still
        loop.call_later(0.3, came.append, "after")
        await asyncio.sleep(0.5)

    with asyncio.Runner(loop_factory=lambda: SteadyLoop(look=LOOK, still=STILL)) as runner:
        runner.run(both())
    assert came == ["before", "after"]
