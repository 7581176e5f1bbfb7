"""kill -9 between `/forget` and the edit of what was asked: the words go all the same, on both platforms."""

import asyncio

import pytest

from tests.fakes.discord.contents import words_of
from tests.process.harness import until
from tests.process.people import Person
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import joined_on_discord, joined_on_telegram

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

TEXT = "I always get shapes (3,) and (3, 1), and do not see why."
LINE = "This question was taken back"


async def test_an_erased_persons_question_loses_its_words_though_the_bot_is_killed(scene: Scene) -> None:
    """Section 1, `/forget`: erased for good. The edits are held up until the kill, and made by the next run."""
    bot = await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, ben = await asyncio.gather(joined_on_discord(discord, "ana"), joined_on_telegram(telegram, "Ben"))
    await asyncio.gather(asks(ana), asks(ben))
    posted = await telegram.platform.do("message", chat_id=telegram.group, matching="shapes", within=20)

    async def on_discord() -> str:
        return " ".join([words_of(each) for each in await discord.messages()])

    async def stands() -> bool:
        return TEXT in await on_discord()

    await until(stands)
    await telegram.platform.do("fault", fault="silence", method="editMessageText", chat_id=telegram.group)
    await asyncio.gather(is_erased(ana), is_erased(ben))
    await bot.kill()
    await telegram.platform.do("clear_faults")

    await scene.start()

    async def gone() -> bool:
        words = await on_discord()
        latest = [each for each in await telegram.messages() if each.id == posted["message_id"]][-1]
        return LINE in latest.words and LINE in words and TEXT not in latest.words + words

    await until(gone, within=60)


async def asks(person: Person) -> None:
    stuck = await person.say("stuck")
    shown = await person.fill(stuck, "Ask my group", {"text": TEXT})
    assert "is on its way" in (await person.press(shown, "Post it")).words


async def is_erased(person: Person) -> None:
    asked = await person.say("forget")
    assert "lose their words" in asked.words
    await person.press(asked, "Erase me for good")
