"""Whom a story is about: what they do, and everything that they see, which is printed as they would read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.process.harness import until
from tests.process.on_discord import OnDiscord, seen_on_discord
from tests.process.on_telegram import OnTelegram, seen_on_telegram
from tests.process.people import WITHIN, Seen
from tests.process.stories.timeline import Timeline


@dataclass(slots=True)
class Hero:
    """Somebody on either platform. `seen` is all that only they read, in its order."""

    who: OnDiscord | OnTelegram
    name: str
    time: Timeline
    seen: list[Seen] = field(default_factory=list)
    _read: int = 0
    """The last letter that was read: its id on Discord, its number on Telegram."""

    def __post_init__(self) -> None:
        if isinstance(self.who, OnTelegram):
            self.who.pause = self._thinks

    async def say(self, command: str, **options: Any) -> Seen:
        """Use a command."""
        await self.does(" ".join([f"/{command}", *(f"{name}:{value}" for name, value in options.items())]))
        return self.sees(await self.who.say(command, options))

    async def press(self, on: Seen, label: str) -> Seen:
        """Press a button."""
        await self.does(f"[{label}]")
        return self.sees(await self.who.press(on, label))

    async def fill(self, on: Seen, label: str, answers: Mapping[str, str]) -> Seen:
        """Press a button that asks, and answer everything that it asks, in its order."""
        await self.does(f"[{label}] {' / '.join(answers.values())}")
        return self.sees(await self.who.fill(on, label, answers))

    async def form(self, command: str, answers: Mapping[str, str]) -> Seen:
        """Use a command that asks, and answer everything that it asks."""
        await self.does(f"/{command} {' / '.join(answers.values())}")
        return self.sees(await self.who.form(command, answers))

    async def more(self, words: str) -> Seen:
        """What else was said with the last answer: it holds these words."""
        seen = await self.who.more(words)
        return seen if isinstance(self.who, OnDiscord) else self.sees(seen)

    async def letters(self) -> list[Seen]:
        """The private messages that nobody asked for, since this was asked last."""
        found = await self._on_discord() if isinstance(self.who, OnDiscord) else await self._on_telegram()
        for seen in found:
            self.sees(seen, "(unasked)")
        return found

    async def letter(self) -> Seen:
        """The one private message that came since the letters were read last."""
        (found,) = await self.letters()
        return found

    async def file(self, ending: str) -> bytes:
        """Fetch the file with this ending that only they were sent, over the wire, once it has come."""

        async def has_come() -> bool:
            return any(name.endswith(ending) for name in await self._files())

        await until(has_come, within=WITHIN)
        urls = [url for name, url in (await self._files()).items() if name.endswith(ending)]
        async with aiohttp.ClientSession() as session, session.get(urls[-1]) as answer:
            assert answer.status == 200
            return await answer.read()

    async def _files(self) -> dict[str, str]:
        """The addresses of the files that they see, by name."""
        if isinstance(self.who, OnDiscord):
            sent = await self.who.platform("watch.messages", channel_id=self.who.channel)
            return {each["filename"]: each["url"] for message in sent for each in message["attachments"]}
        server = self.who.platform
        sent = await server.do("deliveries", chat_id=self.who.id)
        files = [each["message"]["document"] for each in sent if "document" in each["message"]]
        where = f"{server.url}/file/bot{server.token}/documents"
        return {each["file_name"]: f"{where}/{each['file_id']}" for each in files}

    async def refusals(self) -> int:
        """How many of the bot's private messages were refused."""
        if isinstance(self.who, OnDiscord):
            direct = await self.who.platform("world.conversation", user_id=self.who.id)
            sent = await self.who.platform("watch.requests", route="POST /channels/{channel_id}/messages")
            return sum(each["path"].split("/")[2] == str(direct) and each["status"] != 200 for each in sent)
        calls = await self.who.platform.do("calls")
        return sum(each["params"].get("chat_id") == self.who.id and each["code"] != 200 for each in calls)

    async def close_the_door(self) -> None:
        """Take no private messages from the bot any more."""
        await self.does("(closes private messages)")
        if isinstance(self.who, OnDiscord):
            await self.who.platform("world.set_dms", user_id=self.who.id, dms="closed")
        else:
            await self.who.platform.act(self.who.id, "block")

    async def open_the_door(self) -> None:
        """Take them again."""
        await self.does("(opens private messages)")
        if isinstance(self.who, OnDiscord):
            await self.who.platform("world.set_dms", user_id=self.who.id, dms="open")
        else:
            await self.who.platform.act(self.who.id, "unblock")

    def sees(self, seen: Seen, why: str = "") -> Seen:
        """Something is shown to them."""
        assert seen.private, f"{self.name} was answered in public: {seen.words}"
        self.seen.append(seen)
        rows = " ".join(f"[{label}]" for label in seen.labels)
        print(f"    {why}" if why else "", "\n".join(f"    | {line}" for line in (*seen.words.splitlines(), rows)))
        return seen

    async def _thinks(self) -> None:
        """What is asked question by question takes a few seconds each."""
        await self.time.passes(seconds=5)

    async def does(self, what: str) -> None:
        """Whatever people do takes them a minute."""
        await self.time.passes(minutes=1)
        print(f"{self.time} {self.name}: {what}")

    async def _on_discord(self) -> list[Seen]:
        assert isinstance(self.who, OnDiscord)
        direct = await self.who.platform("world.conversation", user_id=self.who.id)
        sent = await self.who.platform("watch.messages", channel_id=direct)
        found = [seen_on_discord(each, private=True) for each in sent]
        new = [seen for seen in found if seen.id > self._read]
        self._read = max([self._read, *(seen.id for seen in new)])
        return new

    async def _on_telegram(self) -> list[Seen]:
        assert isinstance(self.who, OnTelegram)
        since = max(self._read, self.who.read)
        sent = await self.who.platform.do("deliveries", chat_id=self.who.id, since=since)
        self._read = max([since, *(each["number"] for each in sent)])
        return [seen_on_telegram(each) for each in sent if each["change"] == "sent"]


def kind_of(letter: Seen) -> str:
    """What a letter is, by its words and buttons."""
    if "No hurry" in letter.words:
        return "note"
    if "Your weekly check-in" in letter.words:
        return "check-in"
    assert {"Log a flow", "Stop prompts"} <= set(letter.labels)
    return "prompt"
