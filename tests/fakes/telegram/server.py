"""The server: the Bot API and the control API over HTTP, inside the loop of whoever starts it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram.control import VERBS
from tests.fakes.telegram.faults import Cut, Fault, Faults, Flood, Garbled, Page, Refusal, Silence
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.journal import Call, Change
from tests.fakes.telegram.methods import METHODS
from tests.fakes.telegram.methods.receiving import RECEIVING, receive
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask, read
from tests.fakes.telegram.refusals import ActError, RefusedError, bad, not_served, too_many, unauthorized
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.spec import Spec, Violation
from tests.fakes.telegram.webhook import Pusher
from tests.fakes.telegram.world import Kind

TOKEN = "7000000000:AAF-a-token-for-tests_0123456789abcd"
USERNAME = "pacekeeper_bot"
REQUEST_BYTES = 64 * 1024 * 1024
GATEWAY_PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"

_NAMES = {name.lower(): name for name in [*METHODS, *RECEIVING]}


class TelegramServer:
    """One bot's Telegram on 127.0.0.1: `async with TelegramServer() as server`.

    The parts are open to tests: platform.world, .inbox, .journal, .limits, .profile, .files, .clock; faults;
    violations, the requests that break the Bot API's description (always [] where the description is absent).
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
        self.faults = Faults()
        self.violations: list[Violation] = []
        self.pusher = Pusher(self.platform.inbox, self.platform.clock)
        self.port = 0
        self._spec = Spec.load() if check else None
        self._closing = asyncio.Event()
        self._runner: web.ServerRunner | None = None

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
        """Listen on the port, 0 for a free one."""
        server = web.Server(
            self._answer, request_factory=_request, handler_cancellation=True, access_log=None
        )
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Let everybody go and stop listening."""
        self._closing.set()
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
        """A new person; more: last_name, username, language_code, started=True to have pressed Start before."""
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
        return await self.platform.journal.message(
            chat_id, matching, change=change, since=since, within=within
        )

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
            return await self._bot_api(request, token, method.lower())
        if path.startswith("/control/"):
            return await self._control(request, path.removeprefix("/control/"))
        return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})

    async def _control(self, request: web.BaseRequest, verb: str) -> web.Response:
        if verb not in VERBS:
            return _json(404, {"error": f"there is no verb {verb}"})
        try:
            arguments = json.loads(await request.read() or b"{}")
            result = VERBS[verb](self, arguments)
            return _json(200, {"result": await result if asyncio.iscoroutine(result) else result})
        except (ActError, TimeoutError, TypeError, KeyError, ValueError) as error:
            return _json(400, {"error": f"{type(error).__name__}: {error}"})

    async def _bot_api(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        ask = await read(request)
        self._check(method, ask)
        fault = self.faults.take(method, ask.params)
        acts = fault is None or (not isinstance(fault, Flood | Refusal) and fault.acted)
        code, result = 0, None
        if acts:
            code, result = await self._act(token, method, ask)
        if fault is not None:
            return await self._suffer(request, method, ask, fault, result)
        self._note(method, ask, code, result)
        return _json(code, result if code != 200 else {"ok": True, "result": result})

    async def _act(self, token: str, method: str, ask: Ask) -> tuple[int, Any]:
        """What is true after the request: the code, and the result or the refusal's body."""
        platform = self.platform
        try:
            if token != platform.token or not platform.token_valid:
                raise unauthorized()
            if platform.profile.logged_out:
                raise bad("logged out")
            name = _NAMES.get(method)
            if name is None:
                raise not_served(method)
            if name in METHODS:
                return 200, METHODS[name](platform, ask)
            return 200, await receive(platform, self.pusher, name, ask)
        except RefusedError as refusal:
            if refusal.code == 429:
                platform.limits.refused += 1
            return refusal.code, refusal.body()

    async def _suffer(
        self, request: web.BaseRequest, method: str, ask: Ask, fault: Fault, result: Any
    ) -> web.StreamResponse:
        self._note(method, ask, _code(fault), result)
        match fault:
            case Flood(seconds):
                self.platform.limits.refused += 1
                return _json(429, too_many(seconds).body())
            case Refusal(code, description):
                return _json(code, RefusedError(code, description).body())
            case Page(status):
                return web.Response(status=status, body=GATEWAY_PAGE, content_type="text/html")
            case Garbled():
                return web.Response(body=b'{"ok":true,"result":{"mess', content_type="application/json")
            case Silence():
                await self._closing.wait()
            case Cut():
                pass
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _note(self, method: str, ask: Ask, code: int, result: Any) -> None:
        now = self.platform.clock.steady()
        self.platform.journal.calls.add(Call(_NAMES.get(method, method), ask.params, now, code, result))

    def _check(self, method: str, ask: Ask) -> None:
        """Note what breaks the description, and methods that nobody knows or that this server does not have."""
        name = _NAMES.get(method)
        if name is None:
            known = self._spec is not None and self._spec.knows(method)
            why = (
                "not served by this server, though the Bot API has it" if known else "unknown to the Bot API"
            )
            self.violations.append(Violation(method, f"the method is {why}"))
        elif self._spec is not None:
            self.violations += [Violation(name, complaint) for complaint in self._spec.complaints(name, ask)]


def _request(*parts: Any) -> web.BaseRequest:
    return web.BaseRequest(*parts, client_max_size=REQUEST_BYTES)


def _json(code: int, body: Any) -> web.Response:
    return web.Response(status=code, body=json.dumps(body).encode(), content_type="application/json")


def _code(fault: Fault) -> int:
    """The status that the bot sees, 0 for none."""
    match fault:
        case Flood():
            return 429
        case Refusal(code):
            return code
        case Page(status):
            return status
        case Garbled():
            return 200
        case Silence() | Cut():
            return 0
