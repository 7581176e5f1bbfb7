"""The gateway's protocol on a bare websocket: what discord.py never sends, and how it is answered."""

import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from tests.fakes.discord import DiscordServer, Settings


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as it:
        yield it


async def opened(session: ClientSession, server: DiscordServer, query: str = "") -> ClientWebSocketResponse:
    return await session.ws_connect(f"{server.gateway_url}?v=10&encoding=json{query}")


IDENTIFY = {"op": 2, "d": {"token": Settings().token, "intents": 1, "properties": {}}}


async def test_the_stream_is_compressed_exactly_if_the_client_asks(server: DiscordServer) -> None:
    """Platform: zlib-stream is one deflate stream over all messages, flushed after each."""
    async with ClientSession() as session:
        plain = await opened(session, server)
        assert json.loads((await plain.receive()).data)["op"] == 10
        packed = await opened(session, server, "&compress=zlib-stream")
        unpack = zlib.decompressobj()
        hello = await packed.receive()
        assert hello.type is WSMsgType.BINARY
        assert hello.data.endswith(b"\x00\x00\xff\xff")
        assert json.loads(unpack.decompress(hello.data))["op"] == 10
        await packed.send_json(IDENTIFY)
        assert json.loads(unpack.decompress((await packed.receive()).data))["t"] == "READY"


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([{"op": 2, "d": {"token": "wrong", "intents": 1}}], 4004),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 99}], 4001),
        (["no json"], 4002),
        ([{"op": 1, "d": "x" * 5000}], 4002),
        ([IDENTIFY, IDENTIFY], 4005),
        ([{"op": 2, "d": {"token": Settings().token, "intents": 1, "shard": [2, 2]}}], 4010),
        ([{"op": 1, "d": None}] * 121, 4008),
    ],
)
async def test_the_gateway_closes_with_discords_codes(server: DiscordServer, messages: list[Any], code: int) -> None:
    """Platform: the close codes of gateway v10; payloads up to 4,096 bytes, 120 sends in 60 s."""
    async with ClientSession() as session:
        socket = await opened(session, server)
        for message in messages:
            await socket.send_str(json.dumps(message))
        while (got := await socket.receive(5)).type is WSMsgType.TEXT:
            pass
        assert (got.type, got.data) == (WSMsgType.CLOSE, code)


async def test_a_silent_gateway_leaves_heartbeats_without_an_answer(server: DiscordServer) -> None:
    """The harness: a connection that looks alive but is not."""
    server.gateway.acknowledge(on=False)
    async with ClientSession() as session:
        socket = await opened(session, server)
        await socket.receive()
        await socket.send_json({"op": 1, "d": None})
        with pytest.raises(TimeoutError):
            await socket.receive(0.05)
        server.gateway.acknowledge(on=True)
        socket = await opened(session, server)
        await socket.receive()
        await socket.send_json({"op": 1, "d": None})
        assert json.loads((await socket.receive()).data)["op"] == 11


async def test_two_identifies_within_the_gap_get_an_invalid_session(server: DiscordServer) -> None:
    """Platform: one IDENTIFY per 5 s (max_concurrency 1); our server enforces it when asked to."""
    server.settings.change(identify_gap_seconds=5.0)

    async def event_after_identify(session: ClientSession) -> Any:
        socket = await opened(session, server)
        await socket.receive()
        await socket.send_json(IDENTIFY)
        return json.loads((await socket.receive()).data)

    async with ClientSession() as session:
        assert (await event_after_identify(session))["t"] == "READY"
        assert (await event_after_identify(session))["op"] == 9
        server.clock.advance(5)
        assert (await event_after_identify(session))["t"] == "READY"


async def test_a_resume_with_an_unknown_session_or_number_is_refused(server: DiscordServer) -> None:
    """Platform: op 9 for a session that isn't there, 4007 for a number that was never sent."""
    async with ClientSession() as session:
        socket = await opened(session, server)
        await socket.receive()
        await socket.send_json(IDENTIFY)
        session_id = json.loads((await socket.receive()).data)["d"]["session_id"]
        for known, sequence, answer in ((session_id, 99, 4007), ("nobody's", 1, 9)):
            again = await opened(session, server)
            await again.receive()
            body = {"token": server.token, "session_id": known, "seq": sequence}
            await again.send_json({"op": 6, "d": body})
            got = await again.receive()
            assert (got.data if got.type is WSMsgType.CLOSE else json.loads(got.data)["op"]) == answer


async def test_a_gateway_that_is_down_refuses_the_handshake(server: DiscordServer) -> None:
    """Platform: during an outage the gateway answers 503 instead of a websocket."""
    server.gateway.refuse(on=True)
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as caught:
            await opened(session, server)
        assert caught.value.status == 503
        server.gateway.refuse(on=False)
        assert not (await opened(session, server)).closed
