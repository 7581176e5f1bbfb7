"""Study rooms through the real client: what is seen of them, and what is not said of anything else."""

import asyncio

import discord
import pytest

from bot.app.commands import Setup
from bot.app.rooms import RoomSeen
from bot.core.people import Room
from bot.platforms.discord import voice
from bot.platforms.discord.door import Door
from tests.fakes.discord import ActError, Permission
from tests.fakes.discord.shapes import Intent
from tests.fakes.discord.things import STAGE, VOICE, Channel
from tests.platforms.discord.test_door import House, house, until

__all__ = ["house"]


@pytest.fixture
def study(house: House) -> Channel:
    """A voice channel that is the study room of the group in #study."""
    room = house.server.world.add_channel(house.guild, "Study", kind=VOICE)
    house.rooms.rooms = {str(room.id): (str(house.channel),)}
    return room


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks come quickly."""
    monkeypatch.setattr(voice, "EVERY", 0.02)


def last(house: House) -> frozenset[str]:
    """Who was in the one room at the last look."""
    (room,) = house.rooms.looks[-1]
    return room.people


async def test_only_what_concerns_a_study_room_is_told(house: House, study: Channel) -> None:
    """R23: coming, going elsewhere, leaving; not muting, not other channels among themselves, not bots."""
    world, voices = house.server.world, house.server.voices
    lounge, kitchen = (world.add_channel(house.guild, name, kind=VOICE) for name in ("Lounge", "Kitchen"))
    robot = world.add_user("robot")
    robot.bot = True
    world.add_member(house.guild, robot.id)
    async with house.door() as door:
        await until(lambda: bool(house.rooms.looks))
        voices.enter(robot.id, study.id)
        for channel in (lounge, kitchen, study, None, lounge, kitchen, study):
            if channel is None:
                voices.mute(house.ana)
                await asyncio.sleep(0.05)
            else:
                voices.enter(house.ana, channel.id)
                await known_to_be_in(door, house.ana, channel)
        voices.leave(house.ana)
        ana = str(house.ana)
        expected = [(ana, "Study", True), (ana, "Lounge", True), (ana, "Study", True), (ana, "", True)]
        await until(lambda: len(house.rooms.moves) >= len(expected))
        await asyncio.sleep(0.05)
        assert house.rooms.moves == expected


async def known_to_be_in(door: Door, person: int, channel: Channel) -> None:
    """The client has heard of it; of what comes in one breath it knows the last alone."""

    def heard() -> bool:
        found = door.courier.client.get_channel(channel.id) if door.courier.client else None
        return isinstance(found, discord.VoiceChannel) and person in found.voice_states

    await until(heard)


async def test_the_client_asks_for_no_privileged_intent(house: House) -> None:
    """README: all privileged intents stay off."""
    async with house.door():
        (session,) = house.server.gateway.sessions()
        assert session["intents"] == Intent.GUILDS | Intent.GUILD_VOICE_STATES


async def test_who_is_in_the_room_at_the_start_is_seen(house: House, study: Channel) -> None:
    """Reconciled with what Discord says, not with what was true before."""
    house.server.voices.enter(house.ana, study.id)
    async with house.door():
        await until(lambda: bool(house.rooms.looks))
        assert house.rooms.looks[0] == (RoomSeen(str(study.id), "Study", frozenset({str(house.ana)})),)


@pytest.mark.usefixtures("impatient")
async def test_rooms_are_looked_into_again_and_again(house: House, study: Channel) -> None:
    """Also one that was named while people were in it already."""
    house.server.voices.enter(house.ana, study.id)
    rooms, house.rooms.rooms = house.rooms.rooms, {}
    async with house.door():
        await asyncio.sleep(0.1)
        assert house.rooms.looks == []
        house.rooms.rooms = rooms
        await until(lambda: len(house.rooms.looks) > 2)
        assert last(house) == {str(house.ana)}


async def test_what_happened_during_a_cut_was_not_watched(house: House, study: Channel) -> None:
    """RESUME tells it afterwards, without its time."""
    async with house.door() as door:
        house.server.voices.enter(house.ana, study.id)
        await until(lambda: bool(house.rooms.moves))
        house.server.gateway.refuse(on=True)
        house.server.gateway.cut()
        await until(lambda: not door.ready.is_set())
        house.server.voices.leave(house.ana)
        looks = len(house.rooms.looks)
        house.server.gateway.refuse(on=False)
        await until(lambda: len(house.rooms.moves) == 2)
        assert house.rooms.moves[1] == (str(house.ana), "", False)
        await until(lambda: len(house.rooms.looks) > looks)
        assert last(house) == frozenset()
    assert house.server.gateway.counts()["resumed"] == 1


@pytest.mark.usefixtures("impatient")
async def test_who_left_during_an_outage_is_not_seen_afterwards(house: House, study: Channel) -> None:
    """The library keeps those who were there before."""
    world = house.server.world
    async with house.door():
        house.server.voices.enter(house.ana, study.id)
        await until(lambda: bool(house.rooms.looks) and last(house) == {str(house.ana)})
        world.remove_guild(house.guild, unavailable=True)
        await quiet(house)
        house.server.voices.leave(house.ana)
        world.return_guild(house.guild)
        await until(lambda: last(house) == frozenset())
    assert house.rooms.losses == []


async def quiet(house: House) -> None:
    """Nothing is seen of a server that is out of reach."""
    before = -1
    while before != len(house.rooms.looks):
        before = len(house.rooms.looks)
        await asyncio.sleep(0.1)


async def test_a_deleted_room_is_told_once_it_is_deleted(house: House, study: Channel) -> None:
    """Section 4: recognised, and nothing else happens."""
    other = house.server.world.add_channel(house.guild, "text")
    async with house.door():
        await until(lambda: bool(house.rooms.looks))
        house.server.world.delete_channel(other.id)
        house.server.world.delete_channel(study.id)
        await until(lambda: bool(house.rooms.losses))
        assert house.rooms.losses == [str(study.id)]


async def test_a_room_that_was_deleted_meanwhile_is_found_missing(house: House, study: Channel) -> None:
    """Where the group's own channel is there and the room is not; a server that is out of reach says nothing."""
    house.server.world.delete_channel(study.id)
    async with house.door():
        await until(lambda: bool(house.rooms.losses))
    house.rooms.losses.clear()
    house.rooms.rooms = {str(study.id): (str(house.channel), "4711"), "5": ()}
    async with house.door():
        await asyncio.sleep(0.3)
    assert house.rooms.losses == []


@pytest.mark.usefixtures("impatient")
async def test_a_look_that_fails_is_followed_by_another(
    house: House, study: Channel, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away for a moment ends nothing."""
    failures = [OSError("away"), OSError("away")]
    named = house.rooms.named

    async def failing() -> dict[str, tuple[str, ...]]:
        if failures:
            raise failures.pop()
        return await named()

    monkeypatch.setattr(house.rooms, "named", failing)
    async with house.door():
        await until(lambda: len(house.rooms.looks) > 1)
    assert "looking into study rooms failed: OSError" in caplog.text


# --- /setup


def setup(house: House, room: int, *, by: int) -> int:
    given = {"zone": "UTC", "room": room}
    return house.server.people.slash(by, "setup", given, channel_id=house.channel)


@pytest.mark.parametrize("kind", [VOICE, STAGE])
async def test_setup_takes_a_voice_channel(house: House, kind: int) -> None:
    """Typed: Discord itself offers voice and stage channels, and no others."""
    world = house.server.world
    room = world.add_channel(house.guild, "Study", kind=kind)
    facilitator = world.add_user("facilitator").id
    world.add_member(house.guild, facilitator, permissions=Permission.MANAGE_GUILD)
    async with house.door():
        await until(lambda: bool(house.marks.kept))
        await house.server.watch.shown(setup(house, room.id, by=facilitator))
        assert house.app.commands == [Setup("UTC", room=Room(str(room.id), "Study"))]
        with pytest.raises(ActError, match="does not offer this channel"):
            setup(house, house.channel, by=facilitator)


async def test_a_room_that_the_bot_cannot_see_is_said_to_be_so(house: House, study: Channel) -> None:
    """Section 4, rights: View Channel is all that it takes."""
    world = house.server.world
    facilitator = world.add_user("facilitator").id
    world.add_member(house.guild, facilitator, permissions=Permission.MANAGE_GUILD)
    world.set_rights(study.id, deny=Permission.VIEW_CHANNEL)
    async with house.door():
        await until(lambda: bool(house.marks.kept))
        await house.server.watch.shown(setup(house, study.id, by=facilitator))
        assert house.app.commands == [Setup("UTC", room=Room(str(study.id), "Study", visible=False))]


def test_the_option_is_one_of_channels_in_which_people_talk() -> None:
    """Typed options: neither text channels nor categories."""
    option = voice.PickRoom()
    assert option.type is discord.AppCommandOptionType.channel
    assert option.channel_types == [discord.ChannelType.voice, discord.ChannelType.stage_voice]
