"""Asking Discord who is still in a server: without the privileged intent, and nothing but 10007 takes anybody out."""

import pytest

from bot.app.courier import Later, Undeliverable
from bot.core.people import Address, Platform
from bot.platforms.discord.door import Door
from tests.fakes.discord import Permission
from tests.platforms.discord.test_door import House, house, until
from tests.platforms.discord.test_rights import seen

__all__ = ["house"]

MEMBER = "GET /guilds/{guild_id}/members/{user_id}"


def at(number: int) -> Address:
    return Address(Platform.DISCORD, str(number))


async def ready(house: House, door: Door) -> None:
    await until(lambda: seen(door, house.channel) is not None)
    client = door.courier.client
    assert client is not None
    await client.wait_until_ready()


async def test_a_member_is_there_in_every_channel_of_the_server(house: House) -> None:
    """Who is in the server is in its chats; channel rights are not judged."""
    other = house.server.world.add_channel(house.guild, "maths")
    thread = house.server.world.add_thread(house.channel, "week 3")
    async with house.door() as door:
        await ready(house, door)
        places = await door.lookout.places(at(house.channel))
        assert {str(house.channel), str(other.id), str(thread.id)} <= set(places)
        assert set(places) == set(await door.lookout.places(at(thread.id)))
        assert await door.lookout.is_there(at(house.channel), str(house.ana)) is True


@pytest.mark.parametrize("way", ["leaves", "banned", "deleted"])
async def test_who_left_was_banned_or_no_longer_exists_is_not_there(house: House, way: str) -> None:
    """10007, and 10013 for an account that was deleted."""
    world = house.server.world
    async with house.door() as door:
        await ready(house, door)
        if way == "banned":
            world.ban_member(house.guild, house.ana)
        else:
            world.remove_member(house.guild, house.ana)
        if way == "deleted":
            del world.users[house.ana]
        assert await door.lookout.is_there(at(house.channel), str(house.ana)) is False
        if way != "deleted":
            world.add_member(house.guild, house.ana)
            assert await door.lookout.is_there(at(house.channel), str(house.ana)) is True


async def test_an_outage_of_the_server_says_nothing(house: House) -> None:
    """Neither while the client knows of it, nor when the answer is a 503."""
    world = house.server.world
    world.remove_member(house.guild, house.ana)
    async with house.door() as door:
        await ready(house, door)
        world.guilds[house.guild].available = False
        with pytest.raises(Later):
            await door.lookout.is_there(at(house.channel), str(house.ana))
        world.guilds[house.guild].available = True
        world.remove_guild(house.guild, unavailable=True)
        await until(lambda: bool(door.courier.client and any(it.unavailable for it in door.courier.client.guilds)))
        assert await door.lookout.places(at(house.channel)) == ()
        assert await door.lookout.is_there(at(house.channel), str(house.ana)) is None


async def test_the_bots_own_removal_says_nothing(house: House) -> None:
    """Nor a channel that was deleted."""
    world = house.server.world
    async with house.door() as door:
        await ready(house, door)
        world.remove_guild(house.guild)
        await until(lambda: seen(door, house.channel) is None)
        assert await door.lookout.places(at(house.channel)) == ()
        assert await door.lookout.is_there(at(house.channel), str(house.ana)) is None


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_other_refusals_say_nothing(house: House, status: int) -> None:
    """No access, a revoked token, a proxy's own page: they are not about the person."""
    async with house.door() as door:
        await ready(house, door)
        house.server.faults.status(MEMBER, status)
        assert await answered(door, house) is None
        house.server.world.guilds[house.guild].present = False  # 10004, before the gateway tells
        assert await answered(door, house) is None


async def answered(door: Door, house: House) -> bool | None:
    """What is known of Ana after a question."""
    try:
        return await door.lookout.is_there(at(house.channel), str(house.ana))
    except Undeliverable:
        return None


async def test_a_429_ends_the_asking(house: House) -> None:
    """It is not slept through: the shared budget hears of it."""
    async with house.door() as door:
        await ready(house, door)
        house.server.faults.status(MEMBER, 429, retry_after=3.0)
        with pytest.raises(Later) as told:
            await door.lookout.is_there(at(house.channel), str(house.ana))
        assert told.value.throttled


async def test_a_channel_that_the_bot_may_not_see_still_has_its_server(house: House) -> None:
    """Its card will not arrive, which is another matter; nobody is gone for it."""
    async with house.door() as door:
        await ready(house, door)
        house.server.world.set_rights(house.channel, deny=Permission.VIEW_CHANNEL)
        assert await door.lookout.is_there(at(house.channel), str(house.ana)) is True
