"""One process of several that share a bot's servers: each holds the connections of its shards alone."""

from typing import Any

import discord

from bot.platforms.discord.client import Front
from bot.shards import Shards


class ShardedFront(Front, discord.AutoShardedClient):
    """The same front on several connections. What a lost one would have told is not judged by what is remembered."""

    def __init__(self, *parts: Any, shards: Shards, **more: Any) -> None:
        super().__init__(*parts, shard_ids=list(shards.ids), shard_count=shards.total, **more)
        self._registers = shards.has_first
        self._shards = shards
        self._lost = set(shards.ids)

    def has(self, server: int) -> bool:
        """Whether one of the connections is the one that is told of a server."""
        return self._shards.has(server)

    def sees(self, guild: discord.Guild) -> bool:
        """Whether the connection that tells of a server is there."""
        return guild.shard_id not in self._lost

    async def on_connect(self) -> None:
        """One of the connections is there; `on_shard_connect` tells which."""

    async def on_disconnect(self) -> None:
        """One of the connections is gone; `on_shard_disconnect` tells which."""

    async def on_resumed(self) -> None:
        """One of the connections is back; `on_shard_resumed` tells which."""

    async def on_shard_connect(self, shard: int) -> None:
        """A connection is there; its servers may still be on their way."""
        self._found(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """A connection is back, and nothing was missed."""
        self._found(shard)
        self._watch.look_soon()

    async def on_shard_ready(self, shard: int) -> None:
        """A connection's servers have arrived, with who is in their voice channels."""
        self._found(shard)
        self._watch.look_soon()

    async def on_shard_disconnect(self, shard: int) -> None:
        """A connection is gone; the others go on."""
        self._lost.add(shard)
        self._connected.clear()

    def _found(self, shard: int) -> None:
        self._lost.discard(shard)
        if not self._lost:
            self._connected.set()
