"""Who talks where: people enter, leave and mute themselves, and the bot hears of it (VOICE_STATE_UPDATE)."""

import secrets

from tests.fakes.discord.refusals import ActError
from tests.fakes.discord.shapes import Emit, Intent
from tests.fakes.discord.things import STAGE, VOICE, Guild, Voice
from tests.fakes.discord.world import World


class Voices:
    """A person is in one voice channel of a server at most; entering another one leaves the first."""

    def __init__(self, world: World, emit: Emit) -> None:
        self._world = world
        self._emit = emit

    def enter(self, user_id: int, channel_id: int) -> None:
        """Come into a voice channel, from another one or from none."""
        channel = self._world.channels[channel_id]
        if channel.guild_id is None or channel.kind not in (VOICE, STAGE):
            raise ActError("nobody talks in that channel")
        guild = self._world.guilds[channel.guild_id]
        if user_id not in guild.members:
            raise ActError("the person is not in this server")
        before = guild.voices.get(user_id)
        session = before.session if before else secrets.token_hex(16)
        guild.voices[user_id] = Voice(user_id, channel_id, session)
        self._tell(guild, guild.voices[user_id])

    def mute(self, user_id: int, *, on: bool = True) -> None:
        """Switch one's own microphone off, or on again."""
        guild, voice = self._talking(user_id)
        voice.muted = on
        self._tell(guild, voice)

    def leave(self, user_id: int) -> None:
        """Disconnect."""
        guild, voice = self._talking(user_id)
        del guild.voices[user_id]
        self._tell(guild, voice, gone=True)

    def _talking(self, user_id: int) -> tuple[Guild, Voice]:
        for guild in self._world.guilds.values():
            if user_id in guild.voices:
                return guild, guild.voices[user_id]
        raise ActError("the person is in no voice channel")

    def _tell(self, guild: Guild, voice: Voice, *, gone: bool = False) -> None:
        """The bot hears of it while its server is within reach."""
        if not guild.present or not guild.available:
            return
        body = voice.shown() | {"guild_id": str(guild.id), "member": guild.members[voice.user_id].shown()}
        if gone:
            body["channel_id"] = None
        self._emit("VOICE_STATE_UPDATE", body, guild.id, Intent.GUILD_VOICE_STATES)
