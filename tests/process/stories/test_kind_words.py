"""Kind words: kudos on Monday's card, and a facilitator who finds out who may like a hello (issue 5)."""

import pytest

from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.people import Seen
from tests.process.scene import BOT_NAME
from tests.process.stories.hero import Hero
from tests.process.stories.town import Town, plain

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]
EXPLAINED = (
    "A vector is an arrow and a list of numbers at once. The dot product tells how far one goes along another, and "
    "that is all that a similarity of two texts is made of."
)


async def test_kudos_and_a_hello(town: Town) -> None:
    """R20, R22, R24: three members cheer a week by one press each; weeks later one who agreed is written to."""
    ana, ben, cleo = [await town.joined(name, prompts=False, listed=True) for name in ("Ana", "Ben", "Cleo")]
    await ana.say("log", minutes="60")
    written = await ana.fill(await ana.say("review"), "Write the review", {"text": EXPLAINED})
    await ana.press(written, "Nothing, go on")
    await town.time.until("2026-03-09 18:00")
    before = await town.unasked()
    assert "Ana explained week 1" in plain(before[-1])
    assert "👏 Kudos" in before[-1].labels

    for hero in (ben, cleo):
        assert "Your kudos count" in await cheered(hero, before[-1])
    assert "count already" in await cheered(ben, before[-1])
    await town.time.passes(minutes=3)
    after = await town.unasked()
    assert len(after) == len(before)
    assert "👏 2" in after[-1].words

    await agrees(ben)
    await town.time.until("2026-03-26 18:00")
    await ana.say("log", minutes="30")
    listed, host = await who_may_like_one(town)
    assert "Ben" in listed.words
    assert all(name not in listed.words for name in ("Ana", "Cleo"))
    draft = await host.choose(listed, "Ben") if isinstance(host, OnDiscord) else await host.press(listed, "Ben")
    assert "Hello Ben, I just thought of you." in plain(draft)
    assert listed.private
    assert draft.private
    assert await town.reads("Who may like a hello\n", "Hello Ben") == []


async def cheered(hero: Hero, card: Seen) -> str:
    """What a press on the group's card is answered with: for who pressed alone."""
    await hero.does("[👏 Kudos]")
    if isinstance(hero.who, OnDiscord):
        return hero.sees(await hero.who.press(card, "👏 Kudos")).words
    answer = await hero.who.press_forged(card, card.buttons["👏 Kudos"]["callback_data"])
    assert answer["show_alert"]
    return str(answer["text"])


async def agrees(hero: Hero) -> None:
    """A hello is welcome."""
    settings = await hero.say("settings")
    shown = await hero.press(settings, next(label for label in settings.labels if label.startswith("You in ")))
    assert "welcome, if you go quiet" in (await hero.press(shown, "A hello is welcome")).words


async def who_may_like_one(town: Town) -> tuple[Seen, OnDiscord | OnTelegram]:
    """The facilitator looks: in the channel seen by them alone, on Telegram in private."""
    if isinstance(town.place.host, OnDiscord):
        host = town.place.host
        return await host.press(await host.say("group"), "Who may like a hello"), host
    telegram = town.place.host
    await telegram.catch_up()
    shown = await town.place.said_in_group(telegram, f"/group@{BOT_NAME}")
    await telegram.press_forged(shown, shown.buttons["Who may like a hello"]["callback_data"])
    return await telegram.letter("Ben"), telegram
