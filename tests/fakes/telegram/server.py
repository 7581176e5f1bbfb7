"""The server: the Bot API and the control API over HTTP, inside the loop of whoever starts it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram.control import VERBS
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.front import Front, json_answer
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.journal import Change
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.refusals import ActError
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.spec import Spec, Violation
from tests.fakes.telegram.webhook import Pusher
from tests.fakes.telegram.world import Kind

TOKEN = "7000000000:AAF-a-token-for-tests_0123456789abcd"
USERNAME = "pacekeeper_bot"
REQUEST_BYTES = 64 * 1024 * 1024


class TelegramServer:
    """One bot's Telegram on 127.0.0.1: `async with TelegramServer() as server`.

    The parts are open to tests: platform.world, .inbox, .journal, .limits, .profile, .files, .clock.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        limits: bool = False,
        privacy: bool = True,
        check: bool = True,
    ) -> None:
        self.platform = Platform(token, username, limits=limits, privacy=privacy)
        self.pusher = Pusher(self.platform.inbox, self.platform.clock)
        self.port = 0
        self._front = Front(self.platform, self.pusher, Spec.load() if check else None)
        self._runner: web.ServerRunner | None = None

    @property
    def faults(self) -> Faults:
        """The faults still to come."""
        return self._front.faults

    @property
    def violations(self) -> list[Violation]:
        """The requests that broke the Bot API's description; always empty where the description is absent."""
        return self._front.violations

    @property
    def url(self) -> str:
        """The server's address, without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.platform.token

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as base_url."""
        return f"{self.url}/bot"

    async def start(self, port: int = 0) -> Self:
        """Listen on the port, 0 for a free one; after stop(), start(server.port) ends an outage."""
        self._front.closing.clear()
        server = web.Server(self._answer, request_factory=_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Let everybody go and stop listening."""
        self._front.closing.set()
        await self.pusher.stop()
        self.platform.inbox.end_poll()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def person(self, first_name: str, *, user_id: int | None = None, **more: str | bool) -> Person:
        """A new person; more: last_name, username, language_code, started=True for one who pressed Start."""
        return Person(self.platform, self.platform.world.add_user(first_name, user_id=user_id, **more))

    def group(
        self,
        title: str,
        owner: Person,
        *members: Person,
        kind: Kind = "supergroup",
        forum: bool = False,
        username: str = "",
        bot: str | None = None,
    ) -> Group:
        """A new group; bot: its status there from before ("member", "administrator"), without any update."""
        chat = self.platform.world.add_group(title, kind, forum=forum, username=username)
        chat.members = {owner.id: "creator"} | {member.id: "member" for member in members}
        if bot is not None:
            chat.members[self.platform.bot.id] = bot
        return Group(self.platform, chat)

    async def message(
        self,
        chat_id: int,
        matching: str | Callable[[Json], bool] = "",
        *,
        change: Change = "sent",
        since: int = 0,
        within: float = 5.0,
    ) -> Json:
        """Wait for a message of the bot; see Journal.message."""
        return await self.platform.journal.message(chat_id, matching, change=change, since=since, within=within)

    async def answer(self, query_id: str, *, within: float = 5.0) -> Json:
        """Wait until the bot answers a press; the parameters of its answer."""
        call = await self.platform.journal.call(
            "answerCallbackQuery",
            lambda call: call.code == 200 and str(call.params.get("callback_query_id")) == query_id,
            within=within,
        )
        return call.params

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            token, _, method = path[4:].partition("/")
            return await self._front.handle(request, token, method.lower())
        if path.startswith(f"/file/bot{self.platform.token}/documents/"):
            upload = self.platform.files.get(path.rpartition("/")[2])
            return web.Response(status=404) if upload is None else web.Response(body=upload.content)
        if path.startswith("/control/"):
            return await self._control(request, path.removeprefix("/control/"))
        return json_answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})

    async def _control(self, request: web.BaseRequest, verb: str) -> web.Response:
        if verb not in VERBS:
            return json_answer(404, {"error": f"there is no verb {verb}"})
        try:
            arguments = json.loads(await request.read() or b"{}")
            result = VERBS[verb](self, arguments)
            return json_answer(200, {"result": await result if asyncio.iscoroutine(result) else result})
        except (ActError, TimeoutError, TypeError, KeyError, ValueError) as error:
            return json_answer(400, {"error": f"{type(error).__name__}: {error}"})


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """aiohttp's own request, with room for the files that Telegram takes."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=REQUEST_BYTES)
