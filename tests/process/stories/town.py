"""Where a story takes place: a group's chat on one platform, and what everybody reads in it."""

import re
from dataclasses import dataclass, field

from tests.process.on_discord import seen_on_discord
from tests.process.on_telegram import seen_on_telegram
from tests.process.people import Seen
from tests.process.places import DiscordPlace, TelegramPlace, discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.stories.hero import Hero
from tests.process.stories.timeline import LISBON, Timeline

DISCORD, TELEGRAM = "discord", "telegram"
PLATFORMS = (DISCORD, TELEGRAM)


@dataclass(slots=True)
class Town:
    """A group that its facilitator set up: Lisbon, a card at noon on Monday to Friday, a board."""

    place: DiscordPlace | TelegramPlace
    time: Timeline
    people: list[Hero] = field(default_factory=list)

    @property
    def on_discord(self) -> bool:
        """Where it is."""
        return isinstance(self.place, DiscordPlace)

    async def newcomer(self, name: str) -> Hero:
        """A member of the chat whom the bot does not know."""
        hero = Hero(await self.place.person(name), name, self.time)
        self.people.append(hero)
        return hero

    async def offer(self, hero: Hero) -> Seen:
        """Say /join in the group's chat, and see the offer in private: on Telegram behind one impersonal line."""
        await hero.does("/join, in the group's chat")
        if isinstance(self.place, DiscordPlace):
            return hero.sees(await hero.who.say("join"))
        line = await self.place.said_in_group(hero.who, "/join")  # type: ignore[arg-type]  # on Telegram all are
        print(f"    | {line.words} {line.labels}")
        assert not line.private
        assert hero.name not in line.words
        assert line.labels == ["Open the private chat"]
        return hero.sees(await hero.who.follow(line, "Open the private chat"))  # type: ignore[union-attr]

    async def proved(self, hero: Hero) -> None:
        """The first private message has come: on Telegram joining was private, and there is nothing left to prove."""
        await self.time.passes(minutes=1)
        proofs = ["Prompts will reach you" in letter.words for letter in await hero.letters()]
        assert proofs == ([True] if isinstance(self.place, DiscordPlace) else [])

    async def joined(self, name: str, *, prompts: bool = True, listed: bool = False) -> Hero:
        """Somebody who has joined by one tap, and whose letters so far are read; if listed, their name is shown."""
        hero = await self.newcomer(name)
        choice = "Join, with a daily prompt" if prompts else "Join without prompts"
        welcome = await hero.press(await self.offer(hero), choice)
        await hero.more("Week 1, day 1 of")
        if prompts:
            await self.proved(hero)
        if listed:
            await hero.press(welcome, "Show my name")
        return hero

    async def public(self) -> list[Seen]:
        """Everything of the bot that all read in the chat, in its order; on Telegram each edit too."""
        if isinstance(self.place, DiscordPlace):
            return [seen_on_discord(each, private=False) for each in await self.place.messages()]
        return await self.place.messages()

    async def unasked(self) -> list[Seen]:
        """The messages to the group that answer nobody, as they stand now (R24)."""
        if isinstance(self.place, DiscordPlace):
            answers_nobody = [it for it in await self.place.messages() if not it.get("interaction_metadata")]
            return [seen_on_discord(each, private=False) for each in answers_nobody]
        sent = await self.place.platform.do("deliveries", chat_id=self.place.group)
        standing = {each["message"]["message_id"]: each for each in sent if "reply_to_message" not in each["message"]}
        return [seen_on_telegram(each) for each in standing.values()]

    async def reads(self, *words: str) -> list[str]:
        """Which of these words stand anywhere in the chat; private ones must not (R23)."""
        said = "\n".join(seen.words for seen in await self.public())
        return [each for each in words if each in said]


async def town_on(platform: str, scene: Scene, **settings: str) -> Town:
    """A town on one platform; the bot runs on that one alone."""
    off = {"TELEGRAM_TOKEN": ""} if platform == DISCORD else {"DISCORD_TOKEN": ""}
    time = await _begun(scene, off | settings)
    return Town(await (discord_place(scene) if platform == DISCORD else telegram_place(scene)), time)


async def towns_on_both(scene: Scene) -> tuple[Town, Town]:
    """A town on Discord and one on Telegram, at the same time."""
    time = await _begun(scene, {})
    return Town(await discord_place(scene), time), Town(await telegram_place(scene), time)


async def _begun(scene: Scene, settings: dict[str, str]) -> Timeline:
    scene.zone = LISBON
    time = Timeline(scene, settings)
    await time.start()
    return time


def plain(seen: Seen) -> str:
    """Words without Discord's marks, and rows as Telegram writes them."""
    return re.sub(r"\\(?=\W)|\*", "", seen.words).replace(" · ", ": ")
