"""A person on Discord: slash commands, buttons and modals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes import discord as fake_discord
from tests.fakes.discord.components import every_component
from tests.fakes.discord.contents import words_of
from tests.fakes.discord.shapes import AnswerKind, Part
from tests.process.people import WITHIN, Json, Seen


@dataclass(slots=True)
class OnDiscord:
    """A member of a server."""

    platform: fake_discord.Remote
    id: int
    channel: int
    last: int = 0

    async def say(self, command: str, options: Mapping[str, Any] | None = None) -> Seen:
        """Use a slash command in the channel."""
        await self.ask(command, options)
        return await self.shown()

    async def press(self, on: Seen, label: str) -> Seen:
        """Press a button, and see its answer."""
        await self.pressed(on, label)
        return await self.shown()

    async def choose(self, on: Seen, label: str) -> Seen:
        """Choose in the one select of a message, and see the answer."""
        parts = every_component(on.message["components"])
        (select,) = [part for part in parts if part["type"] == Part.STRING_SELECT]
        (value,) = [each["value"] for each in select["options"] if each["label"] == label]
        self.last = await self.platform(
            "people.choose", user_id=self.id, message_id=on.id, custom_id=select["custom_id"], values=[value]
        )
        return await self.shown()

    async def fill(self, on: Seen, label: str, answers: Mapping[str, str]) -> Seen:
        """Press a button that opens a modal, and submit it."""
        await self.submit(await self.modal(on, label), answers)
        return await self.shown()

    async def form(self, command: str, answers: Mapping[str, str]) -> Seen:
        """Use a slash command that opens a modal, and submit it."""
        await self.ask(command)
        await self.submit(await self._opened(), answers)
        return await self.shown()

    async def more(self, words: str) -> Seen:
        """On Discord it stands in the same message."""
        seen = await self.shown()
        assert words in seen.words, seen.words
        return seen

    async def letter(self, pattern: str) -> Seen:
        """A direct message."""
        direct = await self.platform("world.conversation", user_id=self.id)
        found = await self.platform("watch.message", channel_id=direct, pattern=pattern, within=WITHIN)
        return seen_on_discord(found, private=True)

    async def ask(self, command: str, options: Mapping[str, Any] | None = None) -> None:
        """Use a slash command without waiting."""
        typed = dict(options or {})
        self.last = await self.platform(
            "people.slash", user_id=self.id, command=command, options=typed, channel_id=self.channel
        )

    async def pressed(self, on: Seen, label: str) -> int:
        """Press a button without waiting; the interaction."""
        custom_id = on.buttons[label]["custom_id"]
        self.last = await self.platform("people.press", user_id=self.id, message_id=on.id, custom_id=custom_id)
        return self.last

    async def press_forged(self, on: Seen, custom_id: str) -> Seen:
        """Press what does not stand there, as a forged client can."""
        await self._forge(on, custom_id)
        return await self.shown()

    async def modal_forged(self, on: Seen, custom_id: str) -> list[str]:
        """The same where a modal opens; what already stands in its fields."""
        await self._forge(on, custom_id)
        return await self.filled(await self._opened())

    async def filled(self, opened: int) -> list[str]:
        """What already stands in the fields of a modal that an interaction opened."""
        answer = await self.platform("watch.answer", interaction_id=opened)
        return [part["value"] for part in every_component(answer["body"]["components"]) if part.get("value")]

    async def _forge(self, on: Seen, custom_id: str) -> None:
        self.last = await self.platform("people.press_outdated", user_id=self.id, message_id=on.id, custom_id=custom_id)

    async def modal(self, on: Seen, label: str) -> int:
        """Press a button that opens a modal; the interaction that did."""
        await self.pressed(on, label)
        return await self._opened()

    async def _opened(self) -> int:
        answer = await self.platform("watch.answer", interaction_id=self.last, within=WITHIN)
        assert answer["kind"] == AnswerKind.MODAL, answer
        return self.last

    async def submit(self, opened: int, answers: Mapping[str, str]) -> int:
        """Send the modal that an interaction opened; the interaction."""
        answer = await self.platform("watch.answer", interaction_id=opened)
        parts = list(every_component(answer["body"]["components"]))
        selects = {part["custom_id"] for part in parts if part["type"] == Part.STRING_SELECT}
        values = {name: [text] if name in selects else text for name, text in answers.items() if text}
        self.last = await self.platform("people.submit", user_id=self.id, opened_by=opened, values=values)
        return self.last

    async def shown(self) -> Seen:
        """The answer to the last act."""
        found = await self.platform("watch.shown", interaction_id=self.last, within=WITHIN)
        return seen_on_discord(found, private=bool(found["flags"] & fake_discord.Flag.EPHEMERAL))


def seen_on_discord(message: Json, *, private: bool) -> Seen:
    """Read a message of Discord."""
    parts = every_component(message["components"])
    buttons = {part["label"]: part for part in parts if part["type"] == Part.BUTTON}
    return Seen(words_of(message), private, buttons, message)
