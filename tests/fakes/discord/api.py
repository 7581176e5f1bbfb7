"""One REST request from its bytes to its answer: faults, token, limits, body, route, record."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.discord import routes_commands, routes_places, routes_roles, spec
from tests.fakes.discord.faults import Fault, FaultKind
from tests.fakes.discord.messages import Upload
from tests.fakes.discord.parts import Parts
from tests.fakes.discord.refusals import RefusedError, no_such_route, unauthorized
from tests.fakes.discord.routing import NO_CONTENT, Call, Match
from tests.fakes.discord.watch import Record, Violation

PREFIX = "/api/v10"
_ROUTES = (routes_places.ROUTES, routes_commands.ROUTES, routes_roles.ROUTES)
_TOKEN_IN_PATH = ("/interactions/", "/webhooks/")
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><center>cloudflare</center></body></html>"


class Api:
    """Answers requests below /api/v10."""

    def __init__(self, parts: Parts, *, check_spec: bool) -> None:
        self._parts = parts
        self._check_spec = check_spec and spec.available()

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request; it is recorded whatever becomes of it."""
        parts = self._parts
        method, path = request.method, request.path.removeprefix(PREFIX)
        match = _find(method, path)
        template = match.template
        record = Record(method, template, path, None, parts.clock.now())
        fault = parts.faults.take(f"{method} {path}", record.line)
        try:
            if fault is not None and not fault.taken:
                with suppress(RefusedError):
                    record.body, _ = await _body(request)
                return await self._break(fault, request, record)
            response = await self._answer(request, record, match)
            if fault is None:
                return response
            if fault.kind is FaultKind.SLOW:
                await asyncio.sleep(fault.seconds)
                return response
            return await self._break(fault, request, record)
        finally:
            parts.watch.note(record)

    async def _answer(self, request: web.BaseRequest, record: Record, match: Match) -> web.StreamResponse:
        parts = self._parts
        headers: Mapping[str, str] = {}
        try:
            self._authorize(request, record.path)
            wait = parts.limits.admit(record.line, record.path)
            headers = parts.limits.headers(record.line, record.path)
            if wait is not None:
                return _reply(record, 429, wait.body(), {**headers, **wait.headers()})
            record.body, uploads = await _body(request)
            received = time.perf_counter()
            if match.route is None:
                parts.watch.violations.append(Violation(record.line, "this server has no such route"))
                raise no_such_route()
            self._compare(record)
            call = Call(match.ids, request.query, record.body, uploads, request.host, received)
            result = match.route(parts, call)
        except RefusedError as refusal:
            return _reply(record, refusal.status, refusal.body(), {**headers, **refusal.headers()})
        if result is NO_CONTENT:
            return _reply(record, 204, None, headers)
        return _reply(record, 200, result, headers)

    def _authorize(self, request: web.BaseRequest, path: str) -> None:
        if path.startswith(_TOKEN_IN_PATH):
            return
        expected = f"Bot {self._parts.settings.token}"
        if not self._parts.gateway.token_valid or request.headers.get("Authorization") != expected:
            raise unauthorized()

    def _compare(self, record: Record) -> None:
        if not self._check_spec:
            return
        for problem in spec.problems(record.method, record.route, record.body):
            self._parts.watch.violations.append(Violation(record.line, problem))

    async def _break(self, fault: Fault, request: web.BaseRequest, record: Record) -> web.StreamResponse:
        match fault.kind:
            case FaultKind.STATUS:
                return _failure(record, fault)
            case FaultKind.PAGE:
                record.status, record.answer = fault.status, _PAGE
                return web.Response(status=fault.status, text=_PAGE, content_type="text/html")
            case FaultKind.ODD:
                record.status, record.answer = fault.status, fault.body
                return web.Response(status=fault.status, body=fault.body.encode(), content_type="application/json")
            case FaultKind.HANG:
                record.status, record.answer = 0, None
                await self._parts.faults.released()
        record.status, record.answer = 0, None
        _hang_up(request, reset=fault.kind is FaultKind.RESET)
        return web.Response(status=500)


def _find(method: str, path: str) -> Match:
    for routes in _ROUTES:
        if (match := routes.find(method, path)) is not None:
            return match
    return Match(path, {}, None)


def _reply(record: Record, status: int, answer: Any, headers: Mapping[str, str]) -> web.Response:
    record.status, record.answer = status, answer
    if answer is None:
        return web.Response(status=status, headers=headers)
    body = json.dumps(answer, separators=(",", ":")).encode()
    return web.Response(status=status, body=body, headers=headers, content_type="application/json")


def _failure(record: Record, fault: Fault) -> web.Response:
    if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer = {"message": "You are being rate limited.", "retry_after": fault.seconds, "global": fault.globally}
        headers = {"Retry-After": str(max(1, round(fault.seconds))), "Via": "1.1 google"}
        headers |= {"X-RateLimit-Global": "true"} if fault.globally else {}
        scope = "global" if fault.globally else "shared"
        return _reply(record, fault.status, answer, headers | {"X-RateLimit-Scope": scope})
    return _reply(record, fault.status, {"message": f"{fault.status}: on demand", "code": 0}, {})


def _hang_up(request: web.BaseRequest, *, reset: bool) -> None:
    if request.transport is None:
        return
    if reset:
        raw = request.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()


async def _body(request: web.BaseRequest) -> tuple[Any, dict[str, Upload]]:
    """The JSON of a request, and the files that came with it by their number."""
    if not request.body_exists:
        return None, {}
    try:
        if not request.content_type.startswith("multipart/"):
            return json.loads(await request.read() or b"null"), {}
        return await _parts_of(request)
    except ValueError:
        raise RefusedError(400, 50109, "The request body contains invalid JSON.") from None


async def _parts_of(request: web.BaseRequest) -> tuple[Any, dict[str, Upload]]:
    body, uploads = None, {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read())
        name = part.name or ""
        if name == "payload_json":
            body = json.loads(content)
        elif name.startswith("files["):
            kind = part.headers.get("Content-Type", "application/octet-stream")
            uploads[name[6:-1]] = Upload(part.filename or "file", kind, content)
    return body, uploads
