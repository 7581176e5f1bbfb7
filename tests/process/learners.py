"""Learners of a scene as rows: they joined before the bot starts."""

from bot.core.people import Platform
from bot.storage.tx import Tx
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.scene import Scene
from tests.process.stock import Stock


async def on_discord(scene: Scene, count: int = 1) -> list[OnDiscord]:
    """Learners in one channel."""
    guild = await scene.discord("world.add_guild", name="Hall")
    channel = await scene.discord("world.add_channel", guild_id=guild, name="study")
    people = await scene.discord("world.add_users", count=count, guild_id=guild)
    _join(scene, Platform.DISCORD, people)
    return [OnDiscord(scene.discord, each, channel) for each in people]


async def on_telegram(scene: Scene, count: int = 1) -> list[OnTelegram]:
    """Learners who started the bot."""
    people = await scene.telegram.do("people", count=count)
    _join(scene, Platform.TELEGRAM, people)
    return [OnTelegram(scene.telegram, each) for each in people]


def _join(scene: Scene, platform: Platform, people: list[int]) -> None:
    def fill(tx: Tx) -> None:
        stock = Stock(tx, scene.zone)
        for each in people:
            stock.learner(platform, each)

    scene.stored(fill)


def logged(scene: Scene) -> list[int]:
    """The minutes of the logs that stand, in their order; no bot may run."""

    def read(tx: Tx) -> list[int]:
        rows = tx.connection.exec_driver_sql("SELECT minutes FROM logs WHERE undone_at IS NULL ORDER BY id")
        return [row.minutes for row in rows]

    return scene.stored(read)
