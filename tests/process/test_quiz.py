"""Recall on both platforms through the real clients: a select on Discord, a quiz on Telegram that outlives a kill."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.people import Platform
from bot.storage.tx import Tx
from tests.process.learners import on_discord, on_telegram
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.people import Json
from tests.process.scene import Scene
from tests.process.stock import CURRICULUM, Stock
from tests.process.test_replays import EXPLAINED, confirmed

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

RIGHT = "They are at right angles"


def explained(scene: Scene, platform: Platform, person: int) -> None:
    """The first week was explained five days ago."""

    def fill(tx: Tx) -> None:
        stock = Stock(tx, scene.zone)
        found = tx.people.by_account(platform, str(person), stock.now)
        assert found is not None
        at = stock.now - timedelta(days=5)
        review = tx.way.add_review(found[0].id, CURRICULUM, "w01", EXPLAINED, at)
        tx.way.answer_review(review, whole=True, closed_on=stock.today - timedelta(days=5))

    scene.stored(fill)


def answered(scene: Scene) -> list[tuple[str, str]]:
    """What was answered today, and its memory."""

    def read(tx: Tx) -> list[tuple[str, str]]:
        rows = tx.connection.exec_driver_sql("SELECT ref, card FROM recalls WHERE answered_on IS NOT NULL ORDER BY id")
        return [(row.ref, row.card) for row in rows]

    return scene.stored(read)


async def test_a_quiz_that_was_answered_but_not_confirmed_comes_again_after_a_kill_and_changes_nothing(
    scene: Scene,
) -> None:
    """R20, refinement 11: the poll is known by the id that was kept; killed after the commit, the bot meets the same
    vote at its next start. On Discord the same question is a select."""
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    explained(scene, Platform.DISCORD, ana.id)
    explained(scene, Platform.TELEGRAM, ben.id)
    bot = await scene.start()
    _, quiz = await asyncio.gather(_on_discord(ana), _up_to_the_quiz(ben))
    await confirmed(scene)  # the poll that is held now may still bring something, the next ones meet silence
    await scene.telegram.do("fault", fault="silence", method="getUpdates", times=1000)
    await scene.telegram.act(ben.id, "vote", message=quiz, option=1)
    first = await ben.next()
    await bot.kill()
    before = answered(scene)
    assert (await scene.telegram.do("counts"))["waiting_updates"] == 1
    await scene.telegram.do("clear_faults")

    again = await scene.start()
    second = await ben.next()
    await confirmed(scene)
    following = await ben.press(second, "Next question")
    assert (await again.end()).code == 0

    assert "That is right" in first.words
    assert (first.words, first.labels) == (second.words, second.labels)
    assert answered(scene) == before
    assert len(before) == 4
    assert "Why must the number of columns" in following.words


async def _on_discord(ana: OnDiscord) -> None:
    own = await ana.say("recall")
    assert own.private
    shown = await ana.press(own, "Show what I wrote")
    assert EXPLAINED.strip() in shown.words
    question = await ana.press(await ana.press(shown, "Got it"), "Next question")
    assert "That is right" in (await ana.choose(question, RIGHT)).words


async def _up_to_the_quiz(ben: OnTelegram) -> Json:
    shown = await ben.press(await ben.tell("/recall"), "Show what I wrote")
    quiz = await ben.press(await ben.press(shown, "Got it"), "Next question")
    assert quiz.message["poll"]["type"] == "quiz"
    return quiz.message
