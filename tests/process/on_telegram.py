"""A person on Telegram: typed words, inline buttons, and questions one by one."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes import telegram as fake_telegram
from tests.process.people import WITHIN, Json, Seen


@dataclass(slots=True)
class OnTelegram:
    """Somebody with Telegram."""

    platform: fake_telegram.Remote
    id: int
    group: int = 0
    read: int = 0
    """The number of the last message that was read."""
    pause: Callable[[], Awaitable[None]] | None = None
    """Waited for before each answer to a question."""

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
            if self.pause is not None:
                await self.pause()
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


def seen_on_telegram(delivery: Json) -> Seen:
    """Read a message of Telegram."""
    message = delivery["message"]
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = {button["text"]: button for row in rows for button in row}
    return Seen(fake_telegram.words(message), message["chat"]["id"] > 0, buttons, message, delivery["number"])
