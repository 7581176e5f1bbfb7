"""One websocket of the bot, with a writer of its own."""

import asyncio
import json
from collections import deque

from aiohttp import web

from tests.fakes.discord.sessions import Session
from tests.fakes.discord.streams import Packing


class Connection:
    """What is put is sent in order, until the connection ends."""

    def __init__(self, socket: web.WebSocketResponse, request: web.BaseRequest, packing: Packing) -> None:
        self.socket = socket
        self.request = request
        self.session: Session | None = None
        self.received: deque[float] = deque()
        """When the bot's last messages came, for the gateway's own limit."""
        self.closed_with: int | None = None
        """The code with which we closed it."""
        self.left_with: int | None = None
        """The code with which the bot closed it, if it spoke first."""
        self._packing = packing
        self._queue: asyncio.Queue[str | int] = asyncio.Queue()

    def put(self, text: str) -> None:
        """Queue one gateway message."""
        self._queue.put_nowait(text)

    def op(self, op: int, body: object = None) -> None:
        """Queue a message that is no event."""
        self.put(json.dumps({"op": op, "d": body, "s": None, "t": None}))

    def close(self, code: int) -> None:
        """Close the connection after what is queued already."""
        self.closed_with = code
        self._queue.put_nowait(code)

    def abort(self) -> None:
        """Break the connection off without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()

    async def write(self) -> None:
        """Send what is queued until the connection ends."""
        while True:
            match await self._queue.get():
                case int(code):
                    await self.socket.close(code=code, drain=False)
                    return
                case str(text):
                    packed = self._packing.pack(text)
                    if packed is None:
                        await self.socket.send_str(text)
                    else:
                        await self.socket.send_bytes(packed)
