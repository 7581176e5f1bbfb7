"""Faults on demand: what the network and a tired server do to the next requests."""

from dataclasses import dataclass, field

from tests.fakes.telegram.shapes import Json

ALWAYS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Flood:
    """429 with retry_after; nothing is done."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """Any other refusal in the Bot API's own form; nothing is done."""

    code: int
    description: str


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page with this status instead of JSON, as a gateway in front of Telegram sends."""

    status: int = 502
    acted: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer until the bot gives up."""

    acted: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is cut without an answer; if acted, the thing was done and only the answer is lost."""

    acted: bool = True


@dataclass(frozen=True, slots=True)
class Garbled:
    """Status 200 and half a JSON object."""

    acted: bool = True


@dataclass(frozen=True, slots=True)
class Odd:
    """This text, called JSON: one of another shape, or a 200 that says that all is not ok."""

    body: str = '{"ok":false,"error_code":200,"description":"odd"}'
    status: int = 200
    acted: bool = False


Fault = Flood | Refusal | Page | Silence | Cut | Garbled | Odd


@dataclass(slots=True)
class _Plan:
    fault: Fault
    method: str
    chat_id: int | None
    left: int
    pass_first: int


@dataclass(slots=True)
class Faults:
    """The faults still to come, oldest first."""

    plans: list[_Plan] = field(default_factory=list)

    def add(
        self,
        fault: Fault,
        method: str = "*",
        *,
        times: int = 1,
        chat_id: int | None = None,
        pass_first: int = 0,
    ) -> None:
        """The next `times` requests of the method ("*": any), after `pass_first` good ones, meet it."""
        self.plans.append(_Plan(fault, method.lower(), chat_id, times, pass_first))

    def clear(self) -> None:
        """No more faults."""
        self.plans.clear()

    def take(self, method: str, params: Json) -> Fault | None:
        """The fault that this request meets, if any."""
        for plan in self.plans:
            if plan.method not in ("*", method):
                continue
            if plan.chat_id is not None and params.get("chat_id") != plan.chat_id:
                continue
            if plan.pass_first:
                plan.pass_first -= 1
                continue
            plan.left -= 1
            if plan.left <= 0:
                self.plans.remove(plan)
            return plan.fault
        return None
