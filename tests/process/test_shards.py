"""Discord's shards over two processes: each is told of its own servers, and says nothing of the others'."""

import asyncio

import pytest
from sqlalchemy import text

from bot.shards import shard_of
from tests.fakes.discord.things import VOICE
from tests.process.fleet import end, start
from tests.process.harness import until
from tests.process.places import DiscordPlace, discord_place
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

ONE = {"TELEGRAM_TOKEN": "", "DISCORD_SHARDS": "0/2"}
OTHER = {"TELEGRAM_TOKEN": "", "DISCORD_SHARDS": "1/2"}
REGISTERS = "PUT /applications/{application_id}/commands"


async def one_of_each(scene: Scene) -> list[DiscordPlace]:
    """A study group in a server of shard 0, and one in a server of shard 1."""
    found: dict[int, DiscordPlace] = {}
    while len(found) < 2:
        place = await discord_place(scene)
        found.setdefault(shard_of(place.guild, 2), place)
    return [found[0], found[1]]


def visits(scene: Scene) -> list[str]:
    """What is kept of each visit."""
    return scene.stored(lambda tx: list(tx.connection.execute(text("SELECT state FROM visits ORDER BY id")).scalars()))


def rooms(scene: Scene) -> set[str]:
    """The study rooms that groups have."""
    return scene.stored(lambda tx: set(tx.groups.rooms()))


@pytest.mark.slow
async def test_each_process_serves_its_own_servers(scene: Scene, postgres: str) -> None:
    """Issue 6, point 1: commands are answered in both, slash commands registered once, study rooms seen by the process
    that is told of them and lost by none; a process that starts anew judges none but its own."""
    scene.database = postgres
    assert (await (await scene.run("migrate")).ended()).code == 0
    (one,) = await start(scene, "discord,tick,deliver", **ONE)
    (other,) = await start(scene, "discord", **OTHER)
    places = await one_of_each(scene)
    named = set()
    for place in places:
        room = await scene.discord("world.add_channel", guild_id=place.guild, name="Study", kind=VOICE)
        said = await place.host.say("setup", {"zone": scene.zone, "room": room})
        assert "their time in Study" in said.words
        named.add(str(room))
    people = [await place.person(f"ana{number}") for number, place in enumerate(places)]
    for person, room in zip(people, sorted(named, key=int), strict=True):
        await person.say("join", {"zone": scene.zone})
        await person.say("settings", {"prompts": True})
        await scene.discord("voices.enter", user_id=person.id, channel_id=int(room))

    async def both_here() -> bool:
        return visits(scene) == ["here", "here"]

    await until(both_here)
    await other.kill()
    (other,) = await start(scene, "discord", **OTHER)
    await asyncio.sleep(1)  # it looks as soon as its servers are there
    assert visits(scene) == ["here", "here"]
    await scene.discord("voices.leave", user_id=people[1].id)

    async def one_away() -> bool:
        return sorted(visits(scene)) == ["away", "here"]

    await until(one_away)
    await end(one, other)
    assert rooms(scene) == named
    assert len(await scene.discord("watch.requests", route=REGISTERS)) == 1
