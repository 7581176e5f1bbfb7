"""Faults that a test orders: wrong statuses, silence, answers lost after the deed, broken pages."""

import asyncio
from dataclasses import asdict, dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from tests.fakes.discord.shapes import Json


class FaultKind(StrEnum):
    """What goes wrong."""

    STATUS = "status"
    HANG = "hang"
    CUT = "cut"
    RESET = "reset"
    PAGE = "page"
    ODD = "odd"
    SLOW = "slow"


@dataclass(slots=True)
class Fault:
    """What happens to the next requests of a route; taken tells whether they do their work all the same."""

    route: str
    kind: FaultKind
    times: int = 1
    taken: bool = False
    status: int = 500
    seconds: float = 0.0
    body: str = ""
    globally: bool = False

    def meets(self, line: str, template: str) -> bool:
        """Whether it is for this request, as "POST /channels/123/messages" or by its template."""
        return self.times > 0 and (self.route == template or fnmatchcase(line, self.route))


class Faults:
    """The faults in waiting; the oldest that fits a request strikes.

    A route is "POST /channels/{channel_id}/messages", or a pattern of real paths: "POST /channels/123/*".
    """

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._released = asyncio.Event()

    def status(
        self,
        route: str,
        status: int,
        *,
        times: int = 1,
        taken: bool = False,
        retry_after: float = 0.1,
        globally: bool = False,
    ) -> None:
        """Answer with a status; 429 carries retry_after (seconds), Discord's headers, and whether it is the bot's limit
        for everything."""
        found = Fault(route, FaultKind.STATUS, times, taken, status, retry_after, globally=globally)
        self._waiting.append(found)

    def hang(self, route: str, *, times: int = 1, taken: bool = False) -> None:
        """Don't answer until the faults are cleared."""
        self._waiting.append(Fault(route, FaultKind.HANG, times, taken))

    def lose(self, route: str, *, times: int = 1, taken: bool = True, reset: bool = False) -> None:
        """Do the work and end the connection without an answer (reset: with a TCP reset)."""
        self._waiting.append(Fault(route, FaultKind.RESET if reset else FaultKind.CUT, times, taken))

    def garble(self, route: str, *, times: int = 1, taken: bool = False, status: int = 502) -> None:
        """Answer with a page of HTML instead of JSON."""
        self._waiting.append(Fault(route, FaultKind.PAGE, times, taken, status))

    def odd(self, route: str, body: str, *, times: int = 1, taken: bool = False, status: int = 200) -> None:
        """Answer with this text and call it JSON: half of one, or one of another shape."""
        self._waiting.append(Fault(route, FaultKind.ODD, times, taken, status, body=body))

    def slow(self, route: str, seconds: float, *, times: int = 1) -> None:
        """Do the work at once, but answer late."""
        self._waiting.append(Fault(route, FaultKind.SLOW, times, taken=True, seconds=seconds))

    def waiting(self) -> list[Json]:
        """The faults that did not strike yet."""
        return [asdict(fault) for fault in self._waiting if fault.times > 0]

    def clear(self) -> None:
        """Forget all faults and let go of every request that hangs."""
        self._waiting.clear()
        self._released.set()
        self._released = asyncio.Event()

    def take(self, line: str, template: str) -> Fault | None:
        """The fault that strikes this request, if one does."""
        for fault in self._waiting:
            if fault.meets(line, template):
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None

    async def released(self) -> None:
        """Return when the faults are cleared."""
        await self._released.wait()
