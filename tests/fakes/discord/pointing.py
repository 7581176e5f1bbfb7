"""Points discord.py at a server and back; the two addresses are class attributes there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class Addresses(Protocol):
    """What a DiscordServer and a Remote have in common."""

    @property
    def api_url(self) -> str:
        """The REST API."""

    @property
    def gateway_url(self) -> str:
        """The gateway."""


@contextmanager
def pointed_at(server: Addresses) -> Iterator[None]:
    """Inside, every discord.py client of this process talks to the server."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = server.api_url, yarl.URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
