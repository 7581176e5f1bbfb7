"""What nobody asked for, on a day on which everything comes round at once: prompts, check-in calls and the card."""

import asyncio
import signal
from dataclasses import dataclass

import pytest

from bot.core.people import ChatId, Platform
from bot.storage.tx import Tx
from tests.process.on_discord import OnDiscord, seen_on_discord
from tests.process.on_telegram import OnTelegram
from tests.process.people import Seen
from tests.process.scene import Scene
from tests.process.stock import Stock

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass(slots=True)
class Hall:
    """A group on each platform with two learners, as rows."""

    scene: Scene
    channel: int
    group: int
    ana: OnDiscord
    mia: OnDiscord
    ben: OnTelegram
    kim: OnTelegram
    cards: tuple[ChatId, ...] = ()

    def stock(self, tx: Tx) -> None:
        """The rows, and what is due: a prompt for one learner of each group, a check-in for the other, the cards."""
        stock, cards = Stock(tx, self.scene.zone), []
        for platform, chat, first, second in (
            (Platform.DISCORD, self.channel, self.ana, self.mia),
            (Platform.TELEGRAM, self.group, self.ben, self.kim),
        ):
            group, card = stock.group(platform, chat)
            prompted = stock.learner(platform, first.id, name="Ana")
            called = stock.learner(platform, second.id, name="Mia")
            for learner in (prompted, called):
                stock.member(group, learner)
                tx.groups.set_listed(group, learner, listed=True)
            stock.due("prompt", [prompted])
            stock.due("checkin", [called])
            stock.due("card", [card])
            cards.append(card)
        self.cards = tuple(cards)

    def let_edit(self, tx: Tx) -> None:
        """The minute's pause since the cards were posted is over."""
        stock = Stock(tx, self.scene.zone)
        for chat in self.cards:
            card = tx.cards.get(chat, stock.today)
            assert card is not None
            tx.cards.settle(card.id, shown=card.wanted, closed=False, free_at=stock.now)

    async def discord_card(self, pattern: str) -> Seen:
        """The channel's card, once its words match."""
        found = await self.scene.discord("watch.message", channel_id=self.channel, pattern=pattern, within=20)
        return seen_on_discord(found, private=False)

    async def telegram_card(self, pattern: str, change: str) -> dict[str, int]:
        """The group's card, once it was sent or edited so."""
        found: dict[str, int] = await self.scene.telegram.do(
            "message", chat_id=self.group, matching=pattern, change=change, within=20
        )
        return found


async def hall_of(scene: Scene) -> Hall:
    """People and places on both platforms."""
    discord, telegram = scene.discord, scene.telegram
    guild = await discord("world.add_guild", name="Hall")
    channel = await discord("world.add_channel", guild_id=guild, name="study")
    ana, mia = (OnDiscord(discord, each, channel) for each in await discord("world.add_users", count=2, guild_id=guild))
    ben, kim = (OnTelegram(telegram, each) for each in await telegram.do("people", count=2))
    group = await telegram.do("group", title="Owls", owner=ben.id, members=[kim.id], bot="member")
    hall = Hall(scene, channel, group, ana, mia, ben, kim)
    scene.stored(hall.stock)
    return hall


@pytest.mark.slow
async def test_a_days_letters_come_once_and_the_card_is_edited_in_place(scene: Scene) -> None:
    """R16, R23, R24, refinement 9: a prompt and a check-in call by private message, one card a chat, edited as people
    log; R6 of hosting: a restart in between changes nothing, and buttons sent before it still work."""
    hall = await hall_of(scene)
    first = await scene.start()
    prompt, call, discord_card = await asyncio.gather(
        hall.ana.letter("Done when"), hall.mia.letter("Your weekly check-in"), hall.discord_card("")
    )
    told, asked, telegram_card = await asyncio.gather(
        hall.ben.letter("Done when"), hall.kim.letter("Your weekly check-in"), hall.telegram_card("", "sent")
    )
    assert "Stop prompts" in prompt.labels
    assert "Stop prompts" in told.labels
    ended = await first.end(signal.SIGINT)
    assert (ended.code, ended.seconds < first.ends_within) == (0, True)

    scene.stored(hall.let_edit)
    await scene.start()
    receipt = await hall.ana.fill(prompt, "Log a flow", {"minutes": "50", "note": "", "when": "", "focus": ""})
    assert "Logged 50 min for today" in receipt.words
    receipt = await hall.ben.fill(told, "Log a flow", {"minutes": "40", "note": "", "when": "", "focus": ""})
    assert "Logged 40 min for today" in receipt.words
    look_back = {"went_well": "a", "in_the_way": "b", "after": "c", "i_will": "d", "confidence": "3"}
    assert "Check-in kept" in (await hall.mia.fill(call, "Check in", look_back)).words
    assert "Check-in kept" in (await hall.kim.fill(asked, "Check in", look_back)).words

    edited = await hall.discord_card("In today: Ana")
    assert edited.id == discord_card.id
    assert (await hall.telegram_card("In today: Ana", "edited"))["message_id"] == telegram_card["message_id"]
    assert len(await scene.discord("watch.messages", channel_id=hall.channel)) == 1
    sent = await scene.telegram.do("deliveries", chat_id=hall.group)
    assert [each["change"] for each in sent].count("sent") == 1
