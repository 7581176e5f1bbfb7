"""The server itself: its socket, its addresses, its start and end."""

import asyncio
from typing import Self

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage

from tests.fakes.discord.api import PREFIX, Api
from tests.fakes.discord.clock import Clock
from tests.fakes.discord.control import Control
from tests.fakes.discord.parts import Parts
from tests.fakes.discord.settings import Settings
from tests.fakes.discord.watch import Violation

REQUEST_BYTES = 26 * 1024 * 1024
HOST = "127.0.0.1"


class DiscordServer(Parts):
    """Discord for tests and benchmarks, in the caller's event loop.

    Steer it through world, people, faults, gateway, limits, clock and settings; look through watch.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: Clock | None = None,
        limits: bool = False,
        check_spec: bool = True,
    ) -> None:
        super().__init__(settings or Settings(), clock or Clock(), limits=limits)
        self._api = Api(self, check_spec=check_spec)
        self._control = Control(self)
        self._runner: web.ServerRunner | None = None
        self._port = 0

    @property
    def token(self) -> str:
        """The token that the bot must use."""
        return self.settings.token

    @property
    def violations(self) -> list[Violation]:
        """What the bot sent against Discord's document, and routes that the server does not know."""
        return self.watch.violations

    @property
    def url(self) -> str:
        """The address of the whole server."""
        return f"http://{HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        """What discord.http.Route.BASE has to be."""
        return self.url + PREFIX

    @property
    def gateway_url(self) -> str:
        """What discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY has to be."""
        return f"ws://{HOST}:{self._port}/gateway"

    @property
    def control_url(self) -> str:
        """Where another process steers the server."""
        return self.url + "/control"

    async def start(self, port: int = 0) -> Self:
        """Listen on 127.0.0.1, on a free port unless one is named."""
        server = web.Server(self._serve, request_factory=self._request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port, backlog=4096)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Let go of what hangs, end all connections and close the port; the state stays."""
        self.faults.clear()
        self.gateway.cut(1001)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    def _request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        """A request that may be as large as Discord allows, not aiohttp's 1 MiB."""
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=REQUEST_BYTES)

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(PREFIX + "/"):
            return await self._api.serve(request)
        if path in ("/gateway", "/gateway/", "/gateway/resume"):
            return await self.gateway.serve(request)
        if path.startswith("/control/"):
            return await self._control.serve(request)
        if path.startswith("/attachments/"):
            return self._attachment(path)
        return web.Response(status=404)

    def _attachment(self, path: str) -> web.Response:
        _, _, _, number, name = path.split("/", 4)
        upload = self.messages.files.get((int(number), name))
        if upload is None:
            return web.Response(status=404)
        return web.Response(body=upload.content, content_type=upload.kind)
