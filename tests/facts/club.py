"""A Telegram group, or a topic of one, with a study group in it, set up by a real command."""

import asyncio
from dataclasses import dataclass

from bot.app.commands import AskGroup, JoinNow, ListMe, PostAsk
from bot.app.links import link_of
from bot.app.said import AskShown, Joined
from bot.core.people import Platform
from tests.app.scenes import TEXT
from tests.facts.town import Town
from tests.fakes.telegram import Group, words
from tests.fakes.telegram import Person as OnTelegram
from tests.fakes.telegram.shapes import Json
from tests.world import Person


@dataclass(slots=True)
class Club:
    """The group; `topic` is 0 for General and for groups without topics."""

    town: Town
    group: Group
    topic: int
    hana: OnTelegram
    ana: OnTelegram

    async def said(self, who: OnTelegram, text: str, *, topic: int | None = None) -> Json:
        """Say something in the group; the bot's answer to it."""
        thread = self.topic if topic is None else topic
        message = who.say(self.group.id, text, thread=thread or None)

        def answers(it: Json) -> bool:
            return bool(it.get("reply_to_message", {}).get("message_id") == message["message_id"])

        return await self.town.telegram.message(self.group.id, answers)

    async def told(self, who: OnTelegram, pattern: str = "") -> str:
        """What the bot says in somebody's private chat."""
        return words(await self.town.telegram.message(who.id, pattern))

    async def settled(self) -> None:
        """Every update so far is confirmed."""
        inbox = self.town.telegram.platform.inbox
        for _ in range(1000):
            if not inbox.waiting:
                return
            await asyncio.sleep(0.005)

    def unasked(self) -> list[Json]:
        """The bot's messages in the group that answer nobody, as they stand now."""
        chat = self.group.chat
        mine = (it for it in chat.messages.values() if it["from"]["id"] == self.town.telegram.platform.bot.id)
        return [it for it in mine if "reply_to_message" not in it or it["reply_to_message"].get("forum_topic_created")]

    async def closed(self, topic: int | None = None) -> str:
        """Why the chat is given up."""
        return await self.town.closed(Platform.TELEGRAM, self.group.id, self.topic if topic is None else topic)

    async def asks(self) -> None:
        """Ana asks her group."""
        (chat,) = [
            it
            for it in await self.town.store.read(lambda tx: tx.groups.chats_at(Platform.TELEGRAM, str(self.group.id)))
            if it.address.thread == (str(self.topic) if self.topic else "")
        ]
        ana = Person(self.town.app, str(self.ana.id), "Ana")
        shown = await ana.hears(AskShown, AskGroup(chat.group, TEXT))
        await ana.says(PostAsk(chat.group, shown.asked))


async def club_in(town: Town, *, topic: bool = False, forum: bool = False, kind: str = "supergroup") -> Club:
    """A group; Ana has joined and is listed, and the first card comes today at noon."""
    server = town.telegram
    hana, ana = server.person("Hana", started=True), server.person("Ana", started=True)
    group = server.group("Owls", hana, ana, kind=kind, forum=forum or topic, bot="member")  # type: ignore[arg-type]  # a kind
    thread = group.topic("Week 3") if topic else 0
    club = Club(town, group, thread, hana, ana)
    ready = await club.said(hana, "/setup@pacekeeper_bot zone:UTC hour:12:00 board:yes")
    assert "is a study group now" in words(ready)
    (chat,) = await town.store.read(lambda tx: tx.groups.chats_at(Platform.TELEGRAM, str(group.id)))
    made = await town.store.read(lambda tx: tx.groups.get(chat.group))
    assert made is not None
    person = Person(town.app, str(ana.id), "Ana")
    await person.hears(Joined, JoinNow(prompts=False, link=link_of(made)))
    await person.says(ListMe(made.id, True))
    return club
