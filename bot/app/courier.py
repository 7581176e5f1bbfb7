"""How a message that nobody asked for reaches its platform."""

from dataclasses import dataclass
from typing import Protocol

from bot.app.said import Said
from bot.core.people import Address


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter, ready to be drawn and sent. `key` is its occurrence key: the platform's nonce is made from it.
    `language` is the tag of the one that is read there."""

    key: str
    address: Address
    said: Said
    language: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform took it. `chat` is where it went, when that was only found out now (a private channel's id)."""

    message: str
    chat: str = ""


class Undeliverable(Exception):
    """A message did not go out. Subclasses say what follows from that."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gone(Undeliverable):
    """The address refuses for good: blocked, deleted, no right. Letters to it stop until it is opened again."""


class Moved(Undeliverable):
    """The chat has a new id (a Telegram group that became a supergroup)."""

    def __init__(self, reason: str, chat: str) -> None:
        super().__init__(reason)
        self.chat = chat


class Later(Undeliverable):
    """Not now: the platform asked to wait, or was not reached at all. Nothing was posted."""

    def __init__(self, reason: str, seconds: float, *, throttled: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.throttled = throttled  # a 429: the shared budget empties too


class Unsure(Undeliverable):
    """Nobody knows whether it was posted: a time-out or a cut after the request went out."""


class Unacceptable(Undeliverable):
    """The platform refuses this message itself (a form error): trying again cannot help, the address is fine."""


class Vanished(Undeliverable):
    """The message to edit is no longer there."""


class Courier(Protocol):
    """Sends and edits on one platform. Every failure is one of the classes above."""

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Post a new message. A repeat of the same key must not post twice where the platform can prevent it."""
        ...

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Replace a message's content; the same content again is a success."""
        ...


def trouble_of(outcome: Undeliverable) -> str:
    """A message that did not go out in one word, for who counts them: throttled, later, unsure, gone and so on."""
    if isinstance(outcome, Later) and outcome.throttled:
        return "throttled"
    return "failed" if type(outcome) is Undeliverable else type(outcome).__name__.lower()
