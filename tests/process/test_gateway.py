"""Discord's gateway at its worst: cut, not resumed, out of starts, and served by another process than before."""

import asyncio

import pytest

from bot.core.people import Platform
from bot.storage.tx import Tx
from tests.process.fleet import end, start
from tests.process.harness import Bot, until
from tests.process.learners import logged, on_discord
from tests.process.scene import Scene
from tests.process.stock import Stock
from tests.process.test_shards import ONE, OTHER, REGISTERS, one_of_each

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def counted(scene: Scene) -> tuple[int, int]:
    """How many sessions began, and how many were taken up again."""
    counts = await scene.discord("gateway.counts")
    return counts["identified"], counts["resumed"]


async def became(scene: Scene, identified: int, resumed: int) -> None:
    """Wait until so many sessions began and were taken up again."""

    async def so() -> bool:
        return await counted(scene) == (identified, resumed)

    await until(so, within=30)


def prompt_due(scene: Scene) -> None:
    """The first learner's prompt is due."""

    def fill(tx: Tx) -> None:
        Stock(tx, scene.zone).due("prompt", [1])

    scene.stored(fill)


@pytest.mark.slow
async def test_a_session_that_cannot_be_resumed_begins_anew(scene: Scene) -> None:
    """Issue 6, 2; R20: after a cut, after "reconnect", and after "invalid session", which the cut session's RESUME is
    answered with too. Each time presses are heard again, each once; an interaction that comes twice is one."""
    (ana,) = await on_discord(scene)
    bot = await scene.start(TELEGRAM_TOKEN="")
    began, resumed = await counted(scene)
    await scene.discord("gateway.reconnect")
    await became(scene, began, resumed + 1)
    assert "Logged 10 min" in (await ana.say("log", {"minutes": "10"})).words
    await scene.discord("gateway.invalidate")
    await became(scene, began + 1, resumed + 1)
    await _heard(scene, bot)
    assert "Logged 11 min" in (await ana.say("log", {"minutes": "11"})).words
    await scene.discord("people.deliver_again", interaction_id=ana.last)
    await scene.discord("gateway.invalidate", resumable=True)
    await became(scene, began + 1, resumed + 2)
    assert "Logged 12 min" in (await ana.say("log", {"minutes": "12"})).words
    assert (await bot.end()).code == 0
    assert logged(scene) == [10, 11, 12]


async def _heard(scene: Scene, bot: Bot) -> None:
    """A new session is connected and served."""

    async def connected() -> bool:
        return bool((await scene.discord("gateway.counts"))["connected"])

    await until(connected)
    assert bot.child.returncode is None


@pytest.mark.slow
async def test_no_session_is_begun_while_none_is_left(scene: Scene) -> None:
    """Issue 6, 2: a bot that something starts again and again would have its token reset. It waits, says so once, and
    letters go on by REST; when starts are left again it serves."""
    (ana,) = await on_discord(scene)
    direct = await scene.discord("world.conversation", user_id=ana.id)
    prompt_due(scene)
    await scene.discord("settings.change", starts_left=0, starts_reset_seconds=2.0)
    began, _ = await counted(scene)
    bot = await scene.run("run", TELEGRAM_TOKEN="")
    await bot.says("allows this bot no more starts today")
    await scene.discord("watch.message", channel_id=direct, pattern="Week 1", within=30)
    await asyncio.sleep(3)
    assert (await counted(scene))[0] == began
    assert bot.output.count("no more starts today") == 1
    await scene.discord("settings.change", starts_left=None, starts_reset_seconds=86_400.0)
    await bot.ready()
    assert "Logged 30 min" in (await ana.say("log", {"minutes": "30"})).words
    assert (await bot.end()).code == 0


@pytest.mark.slow
async def test_a_shard_moves_to_another_process(scene: Scene, postgres: str) -> None:
    """Issue 6, 2; R20, R24: the process of shard 1 ends in order, and another one takes both shards; then it is killed,
    and its shards are split again. Each server is answered, commands are registered once, and nobody hears a thing."""
    scene.database = postgres
    assert (await (await scene.run("migrate")).ended()).code == 0
    one, other = [*(await start(scene, "discord,tick,deliver", **ONE)), *(await start(scene, "discord", **OTHER))]
    places = await one_of_each(scene)
    people = [await place.person(f"ana{number}") for number, place in enumerate(places)]
    for person in people:
        await person.say("join", {"zone": scene.zone})
    heard = [await place.unasked() for place in places]  # the bot introduced itself as it was added
    await end(one, other)

    (both,) = await start(scene, "discord,tick,deliver", TELEGRAM_TOKEN="", DISCORD_SHARDS="0-1/2")
    for person in people:
        assert "Logged 10 min" in (await person.say("log", {"minutes": "10"})).words
    await both.kill()
    one, other = [*(await start(scene, "discord,tick,deliver", **ONE)), *(await start(scene, "discord", **OTHER))]
    for person in people:
        assert "Logged 20 min" in (await person.say("log", {"minutes": "20"})).words
    assert [await place.unasked() for place in places] == heard
    await end(one, other)
    assert sorted(logged(scene)) == [10, 10, 20, 20]
    assert len(await scene.discord("watch.requests", route=REGISTERS)) == 1
    closed = scene.stored(lambda tx: tx.groups.lost(Platform.DISCORD))
    assert closed == ()
