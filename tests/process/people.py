"""What a person sees and does in these tests, the same on both platforms: they type, press, fill in and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Json = dict[str, Any]
WITHIN = 10.0  # seconds for an answer; far more than it takes


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as one person sees it: its words, whether only they read it, its buttons by label."""

    words: str
    private: bool
    buttons: Mapping[str, Json]
    message: Json
    number: int = 0

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons."""
        return list(self.buttons)

    @property
    def id(self) -> int:
        """The message's id."""
        return int(self.message.get("id") or self.message["message_id"])


class Person(Protocol):
    """Somebody on either platform. What they do returns the answer that they see."""

    id: int

    async def say(self, command: str, options: Mapping[str, Any] | None = None) -> Seen:
        """Use a command: a slash command in the channel on Discord, words in private on Telegram."""
        ...

    async def press(self, on: Seen, label: str) -> Seen:
        """Press a button."""
        ...

    async def fill(self, on: Seen, label: str, answers: Mapping[str, str]) -> Seen:
        """Press a button that asks, and answer everything that it asks, in its order; "" leaves a field as it is."""
        ...

    async def form(self, command: str, answers: Mapping[str, str]) -> Seen:
        """Use a command that asks, and answer everything that it asks."""
        ...

    async def more(self, words: str) -> Seen:
        """What else was said with the last answer: it holds these words."""
        ...

    async def letter(self, pattern: str) -> Seen:
        """A message in the private chat that nobody asked for; a pattern that it matches."""
        ...
