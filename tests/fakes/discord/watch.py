"""What tests look at and wait for: requests, messages, answers, violations."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.bell import Bell
from tests.fakes.discord.contents import words_of
from tests.fakes.discord.interactions import Answer, Interactions
from tests.fakes.discord.messages import Messages
from tests.fakes.discord.shapes import AskKind, Json


@dataclass(slots=True)
class Record:
    """One request and its answer; a status of 0 means that it got none."""

    method: str
    route: str
    path: str
    body: Any
    at: float
    status: int = 0
    answer: Any = None

    @property
    def line(self) -> str:
        """Method and template, as "POST /channels/{channel_id}/messages"."""
        return f"{self.method} {self.route}"


@dataclass(frozen=True, slots=True)
class Violation:
    """A request whose body Discord's document does not allow, or whose route this server does not know."""

    request: str
    problem: str


class Watch:
    """Sees everything. Waiting ends with TimeoutError, which tells what was missing."""

    def __init__(self, messages: Messages, interactions: Interactions, bell: Bell) -> None:
        self._messages = messages
        self._interactions = interactions
        self._bell = bell
        self._records: list[Record] = []
        self.violations: list[Violation] = []

    def note(self, record: Record) -> None:
        """A request was answered (or left without an answer)."""
        self._records.append(record)
        self._bell.ring("requests")

    def forget(self) -> None:
        """Drop the requests and violations so far."""
        self._records.clear()
        self.violations.clear()

    def requests(self, route: str | None = None) -> list[Record]:
        """The requests so far, of one route ("POST /channels/{channel_id}/messages") or all."""
        return [each for each in self._records if route is None or each.line == route]

    def broken_rules(self) -> list[Violation]:
        """The violations so far (the list itself is .violations)."""
        return list(self.violations)

    def messages(self, channel_id: int) -> list[Json]:
        """The messages that stand in a channel, oldest first, ephemeral ones included."""
        return [message.body for message in self._messages.within(channel_id)]

    def standing(self, channel_ids: list[int]) -> int:
        """How many messages stand in these channels together."""
        return sum(1 for each in channel_ids for _ in self._messages.within(each))

    def counts(self) -> Json:
        """How many messages, interactions, requests, and messages that a nonce kept from doubling."""
        return {
            "messages": len(self._messages),
            "interactions": len(self._interactions),
            "requests": len(self._records),
            "repeats": self._messages.repeats,
        }

    async def message_count(self, count: int, *, within: float = 60.0) -> int:
        """Wait until so many messages were posted in all."""
        return await self._bell.wait(
            "messages",
            lambda: len(self._messages) if len(self._messages) >= count else None,
            within,
            lambda: f"{len(self._messages)} of {count} messages",
        )

    async def request(
        self,
        route: str,
        *,
        count: int = 1,
        within: float = 5.0,
        where: Callable[[Record], bool] | None = None,
    ) -> Record:
        """Wait for the count-th request of a route (for which where holds)."""

        def find() -> Record | None:
            found = [each for each in self.requests(route) if where is None or where(each)]
            return found[count - 1] if len(found) >= count else None

        return await self._bell.wait("requests", find, within, lambda: f"no request {count} of {route}")

    async def message(
        self,
        channel_id: int,
        pattern: str = "",
        *,
        after: int = 0,
        within: float = 5.0,
        where: Callable[[Json], bool] | None = None,
    ) -> Json:
        """Wait for a message in a channel whose words match a regular expression (and for which where holds).

        Takes the first with an id above after, so a test can wait for the next one.
        """
        wanted = re.compile(pattern, re.DOTALL)

        def find() -> Json | None:
            for message in self._messages.within(channel_id):
                fits = message.id > after and wanted.search(words_of(message.body))
                if fits and (where is None or where(message.body)):
                    return message.body
            return None

        def missing() -> str:
            there = [words_of(message.body) for message in self._messages.within(channel_id)]
            return f"no message matches {pattern!r}; there are {there}"

        return await self._bell.wait(("channel", channel_id), find, within, missing)

    async def answer(self, interaction_id: int, *, within: float = 5.0) -> Answer:
        """Wait for the first answer to an interaction."""
        asked = self._interactions.get(interaction_id)
        return await self._bell.wait(
            ("interaction", interaction_id),
            lambda: asked.answer,
            within,
            lambda: f"no answer to {AskKind(asked.kind).name} {asked.body['data']}",
        )

    async def shown(self, interaction_id: int, *, within: float = 5.0) -> Json:
        """Wait for the message that the person sees as the answer, after a deferred one too."""
        asked = self._interactions.get(interaction_id)
        return await self._bell.wait(
            ("interaction", interaction_id),
            asked.shown,
            within,
            lambda: f"no message answers {AskKind(asked.kind).name} {asked.body['data']}; first: {asked.answer}",
        )
