"""The doctor of a Discord channel and the introduction, through the real client: one right taken away at a time."""

import discord
import pytest

from bot.app.asker import Asker
from bot.app.rights import Needs
from bot.core.people import Address, Platform
from bot.core.rights import Right, State
from bot.platforms.discord.door import Door
from tests.fakes.discord import Permission
from tests.fakes.discord.things import VOICE
from tests.platforms.discord.test_door import House, house, until

__all__ = ["house"]

WELL: dict[Right, State] = {
    "view": "ok",
    "send": "ok",
    "embed": "ok",
    "attach": "ok",
    "direct": "ok",
}
RIGHTS: dict[Permission, Right] = {
    Permission.EMBED_LINKS: "embed",
    Permission.ATTACH_FILES: "attach",
}


async def found(house: House, door: Door, channel: int, room: str = "", request: str = "1") -> dict[Right, State]:
    place = Address(Platform.DISCORD, str(channel))
    asker = Asker(Platform.DISCORD, str(house.ana), "Ana", place, private=False, request=request)
    return {fact.right: fact.state for fact in await door.inspector.look(asker, Needs(room))}


async def heard(door: Door, channel: int, taken: Permission) -> None:
    """The client knows that a right was taken away."""

    def known() -> bool:
        place = seen(door, channel)
        return place is not None and any(each.pair()[1].value & taken for each in place.overwrites.values())

    await until(known)


def seen(door: Door, channel: int) -> discord.abc.GuildChannel | None:
    """A channel as the client knows it."""
    place = door.courier.client.get_channel(channel) if door.courier.client else None
    return place if isinstance(place, discord.abc.GuildChannel) else None


async def test_all_is_well_with_the_lean_invitation(house: House) -> None:
    """The README's link grants all of it, and Administrator is none of it."""
    async with house.door() as door:
        await until(lambda: seen(door, house.channel) is not None)
        assert await found(house, door, house.channel) == WELL


@pytest.mark.parametrize("taken", [*RIGHTS, Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL])
async def test_a_right_that_is_taken_away_is_named(house: House, taken: Permission) -> None:
    """Alone: what hangs on it cannot be known before it is back."""
    async with house.door() as door:
        house.server.world.set_rights(house.channel, deny=taken)
        await heard(door, house.channel, taken)
        expected = dict(WELL)
        match taken:
            case Permission.VIEW_CHANNEL:
                expected = {"view": "missing", "direct": "ok"}
            case Permission.SEND_MESSAGES:
                expected = {"view": "ok", "send": "missing", "direct": "ok"}
            case _:
                expected[RIGHTS[taken]] = "missing"
        assert await found(house, door, house.channel) == expected


@pytest.mark.parametrize("dms", ["closed", "strangers"])
async def test_private_messages_that_are_refused(house: House, dms: str) -> None:
    """Found by sending one; the asker reads it where it arrives."""
    async with house.door() as door:
        await until(lambda: seen(door, house.channel) is not None)
        house.server.world.set_dms(house.ana, dms)  # type: ignore[arg-type]  # of the two
        assert (await found(house, door, house.channel))["direct"] == "missing"
        house.server.world.set_dms(house.ana, "open")
        assert (await found(house, door, house.channel, request="2"))["direct"] == "ok"


async def test_a_study_room_that_cannot_be_seen(house: House) -> None:
    """View Channel is all that it takes."""
    room = house.server.world.add_channel(house.guild, "Study", kind=VOICE)
    async with house.door() as door:
        await until(lambda: seen(door, room.id) is not None)
        assert (await found(house, door, house.channel, str(room.id)))["room"] == "ok"
        house.server.world.set_rights(room.id, deny=Permission.VIEW_CHANNEL)
        await heard(door, room.id, Permission.VIEW_CHANNEL)
        assert (await found(house, door, house.channel, str(room.id), "2"))["room"] == "missing"


async def test_before_it_is_logged_in_nothing_is_known(house: House) -> None:
    """Said as what it is."""
    async with house.door() as door:
        door.courier.client = None
        states = await found(house, door, house.channel)
        assert set(states.values()) == {"unknown"}


async def test_a_thread_has_rights_of_its_own(house: House) -> None:
    """Sending in threads is another right than sending; a locked thread takes nothing."""
    world = house.server.world
    thread = world.add_thread(house.channel, "week 3")
    well: dict[Right, State] = {"view": "ok", "threads": "ok", "thread_open": "ok", "embed": "ok", "attach": "ok"}
    async with house.door() as door:
        await until(lambda: seen(door, house.channel) is not None)
        assert await found(house, door, thread.id) == {**well, "direct": "ok"}
        world.set_rights(house.channel, deny=Permission.SEND_MESSAGES)
        await heard(door, house.channel, Permission.SEND_MESSAGES)
        assert await found(house, door, thread.id, request="2") == {**well, "direct": "ok"}
        world.set_rights(house.channel, deny=Permission.SEND_MESSAGES_IN_THREADS)
        await heard(door, house.channel, Permission.SEND_MESSAGES_IN_THREADS)
        without = {"view": "ok", "threads": "missing", "thread_open": "ok", "direct": "ok"}
        assert await found(house, door, thread.id, request="3") == without
        world.set_rights(house.channel)
        world.lock_thread(thread.id)
        await until(lambda: is_locked(door, thread.id))
        assert (await found(house, door, thread.id, request="4"))["thread_open"] == "missing"


def is_locked(door: Door, number: int) -> bool:
    thread = door.courier.client.get_channel(number) if door.courier.client else None
    return isinstance(thread, discord.Thread) and thread.locked


# --- the introduction


def said(house: House, channel: int) -> list[str]:
    """The texts of the bot's messages in a channel."""
    return [str(each.body) for each in house.server.messages.within(channel)]


async def test_a_new_server_is_greeted_once_where_the_bot_may_write(house: House) -> None:
    """Issue 5: in the first channel that takes it, with a button to set up; nobody is pinged."""
    house.app.news.new = True
    shut = house.server.world.add_channel(house.guild, "shut")
    house.server.world.set_rights(house.channel, deny=Permission.SEND_MESSAGES)
    async with house.door():
        await until(lambda: bool(said(house, shut.id)))
        assert said(house, house.channel) == []
        (greeting,) = said(house, shut.id)
        assert "Hello, I am Pacekeeper" in greeting
        assert "1b|1:su" in greeting


async def test_a_server_that_is_known_is_not_greeted(house: House) -> None:
    """Its groups go on as they were."""
    async with house.door() as door:
        await until(lambda: bool(house.app.news.arrivals))
        assert str(house.channel) in house.app.news.arrivals[0]
        await until(lambda: seen(door, house.channel) is not None)
        house.server.world.remove_guild(house.guild)
        await until(lambda: house.app.news.departures == [str(house.guild)])
        assert said(house, house.channel) == []


async def test_an_outage_is_no_removal(house: House) -> None:
    """Nobody hears of it."""
    async with house.door() as door:
        await until(lambda: seen(door, house.channel) is not None)
        before = len(house.app.news.arrivals)
        house.server.world.remove_guild(house.guild, unavailable=True)
        house.server.world.return_guild(house.guild)
        await until(lambda: seen(door, house.channel) is not None)
        assert (len(house.app.news.arrivals), house.app.news.departures, house.app.news.closed) == (before, [], [])
