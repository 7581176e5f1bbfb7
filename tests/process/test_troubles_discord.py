"""What goes wrong while letters go out on Discord: each address has a trouble of its own, the others flow."""

import pytest

from bot.core.people import Platform
from tests.fakes.discord import Permission
from tests.process.on_discord import OnDiscord
from tests.process.scene import Scene
from tests.process.street import Street

pytestmark = pytest.mark.asyncio(loop_scope="session")

PASSING = ("lost", "reset", "slowed", "failed", "failed after", "paged")


async def street_on(scene: Scene, names: tuple[str, ...]) -> tuple[Street, int]:
    """Learners with these names in one server, and that server."""
    discord = scene.discord
    street = Street(scene, Platform.DISCORD)
    guild = await discord("world.add_guild", name="Street")
    for name in names:
        person = await discord("world.add_user", name=name)
        await discord("world.add_member", guild_id=guild, user_id=person)
        street.learners[name] = (person, await discord("world.conversation", user_id=person))
    return street, guild


@pytest.mark.slow
async def test_passing_troubles_delay_a_letter_and_double_none(scene: Scene) -> None:
    """stack.md 5f: an answer that is lost after the message was taken, a reset, 429, 500 and a proxy's page: each
    letter arrives, once."""
    discord = scene.discord
    street, _ = await street_on(scene, (*PASSING, "fine", "unknown door"))
    street.learners["unknown door"] = (street.learners["unknown door"][0], 0)
    posts = {name: f"POST /channels/{chat}/messages" for name, (_, chat) in street.learners.items()}
    await discord("faults.lose", route=posts["lost"])
    await discord("faults.lose", route=posts["reset"], reset=True)
    await discord("faults.status", route=posts["slowed"], status=429, retry_after=0.5)
    await discord("faults.status", route=posts["failed"], status=500)
    await discord("faults.status", route=posts["failed after"], status=500, taken=True)
    await discord("faults.garble", route=posts["paged"])
    street.prepare()

    bot = await scene.start(TELEGRAM_TOKEN="")
    await street.settled()
    assert (await bot.end()).code == 0

    assert street.states() == {name: ["sent"] for name in street.learners}
    for person, _ in street.learners.values():
        assert len(await discord("watch.messages", channel_id=await discord("world.conversation", user_id=person))) == 1
    assert await discord("faults.waiting") == []
    assert street.closed() == {}


@pytest.mark.slow
async def test_addresses_that_are_gone_stop_their_own_letters_alone(scene: Scene) -> None:
    """Section 4 of product.md; R23: closed messages (50007), a deleted channel (10003), a lost right (50013) and a
    server that the bot was put out of: each is kept as a fact, told to whom it concerns, and the others flow."""
    discord = scene.discord
    street, guild = await street_on(scene, ("shut", "fine"))
    street.twice = frozenset({"shut"})
    street.groups = {
        name: await discord("world.add_channel", guild_id=guild, name=name) for name in ("deleted", "silenced", "open")
    }
    left = await discord("world.add_guild", name="Left")
    street.groups["left"] = await discord("world.add_channel", guild_id=left, name="left")
    host = OnDiscord(discord, await discord("world.add_user", name="hana"), street.groups["silenced"])
    await discord("world.add_member", guild_id=guild, user_id=host.id, permissions=Permission.MANAGE_GUILD)
    await discord("world.set_dms", user_id=street.learners["shut"][0], dms="closed")
    await discord("world.delete_channel", channel_id=street.groups["deleted"])
    await discord("world.set_rights", channel_id=street.groups["silenced"], deny=Permission.SEND_MESSAGES)
    await discord("world.remove_guild", guild_id=left)
    street.prepare()

    bot = await scene.start(TELEGRAM_TOKEN="")
    await street.settled()
    shut = OnDiscord(discord, street.learners["shut"][0], street.groups["open"])
    told = await shut.say("today")
    again = await shut.say("today")
    trouble = await host.say("help")
    assert (await bot.end()).code == 0

    assert "allow direct messages from members" in told.words
    assert told.private
    assert "allow direct messages from members" not in again.words
    assert "I could not write here: the bot may not write in the channel" in trouble.words
    assert trouble.private
    assert street.states() == {
        "shut": ["failed", "failed"],
        "fine": ["sent"],
        "deleted": ["failed"],
        "silenced": ["failed"],
        "open": ["sent"],
        "left": ["failed"],
    }
    assert set(street.closed()) == {"deleted", "silenced", "left"}
    door = street.learners["shut"][1]
    posts = await discord("watch.requests", route="POST /channels/{channel_id}/messages")
    assert sum(each["path"] == f"/channels/{door}/messages" for each in posts) == 1
