"""A wire to the database that breaks when a test wants it to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import make_url

COMMIT = b"COMMIT"
TAKEN_WITHIN = 0.3  # seconds for the database to take what came before the wire breaks
PIECE = 65536


@dataclass(slots=True)
class Wire:
    """Stands before a PostgreSQL server. `breaks_on` are words in a transaction whose commit the database takes while
    the answer to it is lost; each strikes once, and then stands in `broken`."""

    socket: str
    breaks_on: set[bytes] = field(default_factory=set)
    broken: list[bytes] = field(default_factory=list)

    async def carry(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it or it breaks."""
        server, to_server = await asyncio.open_unix_connection(self.socket)
        lost = asyncio.Event()
        ways = {
            asyncio.ensure_future(self._ask(client, to_server, lost)),
            asyncio.ensure_future(_answer(server, to_client, lost)),
        }
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        to_server.close()
        to_client.close()

    async def _ask(self, client: asyncio.StreamReader, to_server: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        said = b""
        while piece := await client.read(PIECE):
            said += piece
            if COMMIT in piece:
                struck = next((words for words in self.breaks_on if words in said), None)
                said = b""
                if struck is not None:
                    self.breaks_on.discard(struck)
                    self.broken.append(struck)
                    lost.set()
                    to_server.write(piece)
                    await asyncio.sleep(TAKEN_WITHIN)
                    return
            to_server.write(piece)
            await to_server.drain()


async def _answer(server: asyncio.StreamReader, to_client: asyncio.StreamWriter, lost: asyncio.Event) -> None:
    while piece := await server.read(PIECE):
        if not lost.is_set():
            to_client.write(piece)
            await to_client.drain()


@asynccontextmanager
async def wired(database: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to a database of our own server, and the address behind which it is found through the wire."""
    url = make_url(database)
    folder = url.query["host"]
    wire = Wire(f"{folder}/.s.PGSQL.{url.port or 5432}")
    listening = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield wire, url.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
    finally:
        listening.close()
