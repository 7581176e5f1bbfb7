"""Learners as the tests lead them, the same on both platforms: they type, press, fill in forms and read."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.fakes import discord as fake_discord
from tests.fakes import telegram as fake_telegram
from tests.fakes.discord.components import every_component
from tests.fakes.discord.contents import words_of
from tests.fakes.discord.shapes import AnswerKind, Part

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
        await self._opened()
        answer = await self.platform("watch.answer", interaction_id=self.last)
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


@dataclass(slots=True)
class OnTelegram:
    """Somebody with Telegram."""

    platform: fake_telegram.Remote
    id: int
    group: int = 0
    read: int = 0
    """The number of the last message that was read."""
    updates: list[int] = field(default_factory=list)

    async def say(self, command: str, options: Mapping[str, Any] | None = None) -> Seen:
        """Write a command to the bot, with its options behind their names."""
        words = [f'{name}:"{_typed(value)}"' for name, value in (options or {}).items()]
        return await self.tell(" ".join([f"/{command}", *words]))

    async def tell(self, text: str) -> Seen:
        """Write to the bot in private, and see its answer."""
        await self.catch_up()
        await self.platform.act(self.id, "tell", text=text)
        return await self.next()

    async def press(self, on: Seen, label: str) -> Seen:
        """Press a button, and see what came of it, in place of the message or below it."""
        await self.catch_up()
        await self.platform.act(self.id, "press", message=on.message, button=label)
        return await self.next()

    async def press_forged(self, on: Seen, data: str) -> Json:
        """Press what does not stand there, as a forged client can; how the press was answered."""
        query = await self.platform.act(self.id, "press", message=on.message, button=data, forged=True)
        answer: Json = await self.platform.do("answer", query_id=query, within=WITHIN)
        return answer

    async def follow(self, on: Seen, label: str) -> Seen:
        """Press a button that leads into the private chat, and Start there."""
        await self.catch_up()
        await self.platform.act(self.id, "follow", message=on.message, button=label)
        return await self.next()

    async def fill(self, on: Seen, label: str, answers: Mapping[str, str]) -> Seen:
        """Press a button that asks, and answer question by question."""
        return await self._answered(await self.press(on, label), answers)

    async def form(self, command: str, answers: Mapping[str, str]) -> Seen:
        """Use a command that asks, and answer question by question."""
        return await self._answered(await self.say(command), answers)

    async def _answered(self, seen: Seen, answers: Mapping[str, str]) -> Seen:
        for text in answers.values():
            if text in seen.buttons:
                seen = await self.press(seen, text)
            elif text:
                seen = await self.tell(text)
            else:
                seen = await self.press(seen, "Leave it" if "Leave it" in seen.buttons else "Skip")
        return seen

    async def more(self, words: str) -> Seen:
        """On Telegram it is the next message."""
        seen = await self.next()
        assert words in seen.words, seen.words
        return seen

    async def letter(self, pattern: str) -> Seen:
        """A private message that came after what was read."""
        found = await self.platform.do("message", chat_id=self.id, matching=pattern, since=self.read, within=WITHIN)
        return seen_on_telegram({"number": 0, "message": found})

    async def next(self, *, chat: int = 0) -> Seen:
        """The next message in the private chat, or in another one, new or edited."""
        ends_at = time.monotonic() + WITHIN
        while time.monotonic() < ends_at:
            found = await self.platform.do("deliveries", chat_id=chat or self.id, since=self.read)
            if found:
                self.read = found[0]["number"]
                return seen_on_telegram(found[0])
            await asyncio.sleep(0.02)
        raise TimeoutError("Telegram shows no further message")

    async def catch_up(self) -> None:
        """Read everything that is there."""
        self.read = (await self.platform.do("counts"))["deliveries"]


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def seen_on_discord(message: Json, *, private: bool) -> Seen:
    """Read a message of Discord."""
    parts = every_component(message["components"])
    buttons = {part["label"]: part for part in parts if part["type"] == Part.BUTTON}
    return Seen(words_of(message), private, buttons, message)


def seen_on_telegram(delivery: Json) -> Seen:
    """Read a message of Telegram."""
    message = delivery["message"]
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = {button["text"]: button for row in rows for button in row}
    return Seen(fake_telegram.words(message), message["chat"]["id"] > 0, buttons, message, delivery["number"])
