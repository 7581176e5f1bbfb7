"""What is left to do once an update's effect is committed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Step = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class After:
    """`press` answers a press at once, `reply` writes in the chat's order. Neither can undo the effect."""

    press: Step | None = None
    reply: Step | None = None


NOTHING = After()
