"""discord.py's real client in our server's voice channels: who is there, who comes and goes, what an outage hides."""

import asyncio
from collections.abc import AsyncIterator, Callable

import discord
import pytest

from tests.fakes.discord import ActError
from tests.fakes.discord.pointing import pointed_at
from tests.fakes.discord.stages import BareClient, Stage, online, staged
from tests.fakes.discord.things import VOICE, Channel

Change = tuple[discord.Member, discord.VoiceState, discord.VoiceState]


class Listening(BareClient):
    """Keeps what it hears of voice channels."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, voice_states=True), member_cache_flags=discord.MemberCacheFlags.none()
        )
        self.heard: asyncio.Queue[Change] = asyncio.Queue()

    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Keep it."""
        self.heard.put_nowait((member, before, after))

    async def next_change(self) -> tuple[int, str, str]:
        """Who went from where to where."""
        async with asyncio.timeout(5):
            member, before, after = await self.heard.get()
        names = [state.channel.name if state.channel else "" for state in (before, after)]
        return member.id, names[0], names[1]

    def inside(self, channel: Channel) -> set[int]:
        """Who is in a channel, as the client knows it."""
        found = self.get_channel(channel.id)
        return set(found.voice_states) if isinstance(found, discord.VoiceChannel) else set()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        yield it


async def until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never became true")


async def test_people_enter_move_mute_and_leave(stage: Stage) -> None:
    """Each is one VOICE_STATE_UPDATE with the member in it, so that no member cache is needed."""
    world, voices, ana = stage.server.world, stage.server.voices, stage.ana.id
    study, lounge = (world.add_channel(stage.guild.id, name, kind=VOICE) for name in ("Study", "Lounge"))
    client = Listening()
    with pointed_at(stage.server):
        async with online(client, stage.server.token):
            voices.enter(ana, study.id)
            assert await client.next_change() == (ana, "", "Study")
            voices.mute(ana)
            assert await client.next_change() == (ana, "Study", "Study")
            voices.enter(ana, lounge.id)
            assert await client.next_change() == (ana, "Study", "Lounge")
            assert (client.inside(study), client.inside(lounge)) == (set(), {ana})
            voices.leave(ana)
            assert await client.next_change() == (ana, "Lounge", "")
    assert stage.client.acts.empty()


async def test_who_is_there_already_comes_with_the_server(stage: Stage) -> None:
    """GUILD_CREATE holds the voice states, for who asked for that intent; without it nothing is told."""
    study = stage.server.world.add_channel(stage.guild.id, "Study", kind=VOICE)
    stage.server.voices.enter(stage.ana.id, study.id)
    for client, inside in ((Listening(), {stage.ana.id}), (BareClient(), set())):
        with pointed_at(stage.server):
            async with online(client, stage.server.token):
                channel = client.get_channel(study.id)
                assert isinstance(channel, discord.VoiceChannel)
                assert set(channel.voice_states) == inside


async def test_what_happens_in_an_outage_is_not_told(stage: Stage) -> None:
    """The server's next state has only those who are there; discord.py keeps the others, too."""
    study = stage.server.world.add_channel(stage.guild.id, "Study", kind=VOICE)
    client = Listening()
    with pointed_at(stage.server):
        async with online(client, stage.server.token):
            stage.server.voices.enter(stage.ana.id, study.id)
            await until(lambda: client.inside(study) == {stage.ana.id})
            guild = client.get_guild(stage.guild.id)
            assert guild is not None
            stage.server.world.remove_guild(stage.guild.id, unavailable=True)
            await until(lambda: guild.unavailable)
            stage.server.voices.leave(stage.ana.id)
            stage.server.world.return_guild(stage.guild.id)
            await until(lambda: not guild.unavailable)
            assert client.inside(study) == {stage.ana.id}


async def test_nobody_talks_in_a_text_channel(stage: Stage) -> None:
    """As Discord's own client: no such act."""
    with pytest.raises(ActError, match="nobody talks"):
        stage.server.voices.enter(stage.ana.id, stage.channel.id)
    with pytest.raises(ActError, match="no voice channel"):
        stage.server.voices.leave(stage.ana.id)
