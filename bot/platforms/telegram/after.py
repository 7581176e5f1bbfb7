"""What is left to do once an update's effect is committed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Step = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class After:
    """`at_once` waits for nothing, `reply` writes in the chat's order, `private` in that of the asker's own chat.

    None of them can undo the effect, and what is private does not wait for a busy group.
    """

    at_once: Step | None = None
    reply: Step | None = None
    private: Step | None = None


NOTHING = After()
