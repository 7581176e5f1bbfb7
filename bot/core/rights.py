"""What the bot needs in a chat, and whether the platform grants it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.core.roles import ServerRole

State = Literal["ok", "missing", "unknown"]
Right = Literal[
    "view", "send", "threads", "thread_open", "embed", "attach", "timeout", "room", "roles", "role",  # Discord
    "member", "write", "topic", "admin", "privacy", "supergroup",  # Telegram
    "direct",
]  # fmt: skip
"""`view`, `send`, `embed` and `attach` are Discord's permissions; `threads` is to send in threads, `thread_open` that
the thread takes messages, `timeout` that the bot is not timed out, `room` to view the study room, `roles` to manage
roles and `role` to give one of them, both only where a group gives roles for phases. `member`, `write` and
`topic`: the bot is in the group, may write in it, and in this very topic. `admin`, `privacy` (it sees all messages) and
`supergroup` are no needs: missing, they only mean something. `direct`: the asker's private chat takes messages."""

NEEDS_NOTHING: frozenset[Right] = frozenset({"admin", "privacy", "supergroup"})
WRITING: frozenset[Right] = frozenset(
    {"view", "send", "threads", "thread_open", "timeout", "member", "write", "topic"}
)  # without any of these no message gets through


@dataclass(frozen=True, slots=True)
class RightFact:
    """One right as the platform answered; unknown where it could not be asked. `role` is the one that it is about."""

    right: Right
    state: State
    role: ServerRole | None = None

    @property
    def lacks(self) -> bool:
        """Whether something has to be mended."""
        return self.state == "missing" and self.right not in NEEDS_NOTHING


def may_write(found: Iterable[RightFact]) -> bool:
    """Whether messages get through, as far as all that was asked says so."""
    asked = [fact for fact in found if fact.right in WRITING]
    return bool(asked) and all(fact.state == "ok" for fact in asked)
