"""One request of the bot from its arrival to its answer: checked, noted, met by faults, acted on."""

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.fakes.telegram.faults import Cut, Fault, Faults, Flood, Garbled, Odd, Page, Refusal, Silence
from tests.fakes.telegram.journal import Call
from tests.fakes.telegram.methods import METHODS
from tests.fakes.telegram.methods.receiving import RECEIVING, receive
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask, read
from tests.fakes.telegram.refusals import RefusedError, bad, not_served, too_many, unauthorized
from tests.fakes.telegram.spec import Spec, Violation
from tests.fakes.telegram.webhook import Pusher

GATEWAY_PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"

_NAMES = {name.lower(): name for name in [*METHODS, *RECEIVING]}


def json_answer(code: int, body: Any) -> web.Response:
    """A JSON answer."""
    return web.Response(status=code, body=json.dumps(body).encode(), content_type="application/json")


class Front:
    """The Bot API over HTTP; violations are the requests that break its description."""

    def __init__(self, platform: Platform, pusher: Pusher, spec: Spec | None) -> None:
        self.faults = Faults()
        self.violations: list[Violation] = []
        self.closing = asyncio.Event()
        self._platform = platform
        self._pusher = pusher
        self._spec = spec

    async def handle(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        """Answer /bot<token>/<method>; the method's name in lower case."""
        try:
            ask = await read(request)
        except ValueError:
            return json_answer(400, bad("can't parse the request").body())
        name = self._checked(method, ask)
        fault = self.faults.take(method, ask.params)
        code, result = 0, None
        if fault is None or (not isinstance(fault, Flood | Refusal) and fault.acted):
            code, result = await self._act(token, name, ask)
        self._note(name, ask, code if fault is None else _visible(fault), result)
        if fault is not None:
            return await self._suffer(request, fault)
        return json_answer(code, result if code != 200 else {"ok": True, "result": result})

    def _checked(self, method: str, ask: Ask) -> str:
        """The method's proper name; what breaks the description is noted, a method this server lacks too."""
        name = _NAMES.get(method)
        if name is None:
            known = self._spec is not None and self._spec.knows(method)
            why = "in the Bot API, but not served here" if known else "unknown to the Bot API"
            self.violations.append(Violation(method, f"the method is {why}"))
            return method
        if self._spec is not None:
            self.violations += [Violation(name, complaint) for complaint in self._spec.complaints(name, ask)]
        return name

    async def _act(self, token: str, name: str, ask: Ask) -> tuple[int, Any]:
        """Do what is asked: 200 and the result, or a refusal's code and body."""
        platform = self._platform
        try:
            if token != platform.token or not platform.token_valid:
                raise unauthorized()
            if platform.profile.logged_out:
                raise bad("logged out")
            if name in METHODS:
                return 200, METHODS[name](platform, ask)
            if name in RECEIVING:
                return 200, await receive(platform, self._pusher, name, ask)
            raise not_served(name)
        except RefusedError as refusal:
            if refusal.code == 429:
                platform.limits.refused += 1
            return refusal.code, refusal.body()

    def _note(self, name: str, ask: Ask, code: int, result: Any) -> None:
        now = self._platform.clock.steady()
        self._platform.journal.calls.add(Call(name, ask.params, now, code, result))

    async def _suffer(self, request: web.BaseRequest, fault: Fault) -> web.StreamResponse:
        match fault:
            case Flood(seconds):
                self._platform.limits.refused += 1
                return json_answer(429, too_many(seconds).body())
            case Refusal(code, description):
                return json_answer(code, RefusedError(code, description).body())
            case Page(status):
                return web.Response(status=status, body=GATEWAY_PAGE, content_type="text/html")
            case Garbled():
                return web.Response(body=b'{"ok":true,"result":{"mess', content_type="application/json")
            case Odd(body, status):
                return web.Response(status=status, body=body.encode(), content_type="application/json")
            case Silence():
                await self.closing.wait()
            case Cut():
                pass
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _visible(fault: Fault) -> int:
    """The status that the bot sees, 0 for none."""
    match fault:
        case Flood():
            return 429
        case Refusal(code):
            return code
        case Page(status) | Odd(status=status):
            return status
        case Garbled():
            return 200
        case Silence() | Cut():
            return 0
