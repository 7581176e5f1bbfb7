"""The gateway: HELLO, IDENTIFY, RESUME, heartbeats, and the ways in which a connection ends."""

import asyncio
import json
from contextlib import suppress

from aiohttp import WSMsgType, web

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.connections import Connection
from tests.fakes.discord.sessions import Session, Sessions
from tests.fakes.discord.settings import Settings
from tests.fakes.discord.shapes import NO_INTENT, PRIVILEGED, Intent, Json
from tests.fakes.discord.streams import packing
from tests.fakes.discord.world import World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT = 1, 2, 3, 4, 6, 7
MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11

UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, WRONG_TOKEN, ALREADY_AUTHENTICATED = (
    4001,
    4002,
    4003,
    4004,
    4005,
)
INVALID_SEQUENCE, RATE_LIMITED, INVALID_SHARD, DISALLOWED_INTENTS = 4007, 4008, 4010, 4014

PAYLOAD_BYTES = 4096
SENDS, SENDS_SECONDS = 120, 60.0
_OUR_ENDINGS = {INVALID_SEQUENCE, WRONG_TOKEN, INVALID_SHARD, DISALLOWED_INTENTS}
_THE_BOTS_ENDINGS = {1000, 1001}


class Gateway:
    """Serves the bot's connections; tests cut, silence and invalidate them."""

    def __init__(self, world: World, sessions: Sessions, settings: Settings, clock: Clock) -> None:
        self._world = world
        self._sessions = sessions
        self._settings = settings
        self._clock = clock
        self._connections: set[Connection] = set()
        self._identified: list[float] = []
        self._resumed = 0
        self._acknowledging = True
        self._refusing = False
        self._token_valid = True

    @property
    def token_valid(self) -> bool:
        """Whether the bot's token is still good, for the REST API too."""
        return self._token_valid

    def revoke_token(self) -> None:
        """The bot's token is reset: 401 everywhere, connections close with 4004, nothing can be resumed."""
        self._token_valid = False
        self._sessions.end_all()
        self.cut(WRONG_TOKEN)

    def restore_token(self) -> None:
        """The token is good again."""
        self._token_valid = True

    def counts(self) -> Json:
        """How often the bot began and resumed sessions, and how many are connected now."""
        connected = len(self._sessions.connected())
        return {"identified": len(self._identified), "resumed": self._resumed, "connected": connected}

    def sessions(self) -> list[Json]:
        """The connected sessions: intents, shard, number of the last event."""
        return [
            {"id": each.id, "intents": each.intents, "shard": each.shard, "sequence": each.sequence}
            for each in self._sessions.connected()
        ]

    def cut(self, code: int | None = None) -> int:
        """End all connections, with a close code or (None) without a word; returns how many."""
        connections = tuple(self._connections)
        for connection in connections:
            if code is None:
                connection.abort()
            else:
                connection.close(code)
        return len(connections)

    def reconnect(self) -> None:
        """Ask the bot to reconnect and resume (op 7)."""
        for connection in tuple(self._connections):
            connection.op(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell the bot that its session is invalid (op 9); unless resumable it has to IDENTIFY again."""
        if not resumable:
            self._sessions.end_all()
        for connection in tuple(self._connections):
            connection.op(INVALID_SESSION, resumable)

    def refuse(self, *, on: bool) -> None:
        """While on, new connections are refused with 503: the gateway is down."""
        self._refusing = on

    def acknowledge(self, *, on: bool) -> None:
        """While off, heartbeats get no answer."""
        self._acknowledging = on

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """One connection from its handshake to its end."""
        if self._refusing:
            return web.Response(status=503, text="upstream connect error")
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, timeout=0.5)
        await socket.prepare(request)
        connection = Connection(socket, request, packing(request.query.get("compress")))
        self._connections.add(connection)
        writer = asyncio.ensure_future(connection.write())
        try:
            connection.op(HELLO, {"heartbeat_interval": round(self._settings.heartbeat_seconds * 1000)})
            while (message := await socket.receive()).type is WSMsgType.TEXT:
                self._take(connection, message.data)
            if message.type is WSMsgType.CLOSE:
                connection.left_with = message.data
        finally:
            self._connections.discard(connection)
            self._leave(connection)
            writer.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await writer
        return socket

    def _leave(self, connection: Connection) -> None:
        session = connection.session
        if session is None or session.line is not connection:
            return
        session.line = None
        session.lost_at = self._clock.now()
        if connection.closed_with in _OUR_ENDINGS or connection.left_with in _THE_BOTS_ENDINGS:
            self._sessions.end(session)

    def _take(self, connection: Connection, text: str) -> None:
        if connection.closed_with is not None:
            return
        try:
            message = json.loads(text)
            op, body = message["op"], message.get("d")
        except (ValueError, KeyError, TypeError):
            connection.close(DECODE_ERROR)
            return
        if len(text) > PAYLOAD_BYTES:
            connection.close(DECODE_ERROR)
        elif self._sends_too_much(connection):
            connection.close(RATE_LIMITED)
        elif op == HEARTBEAT:
            if self._acknowledging:
                connection.op(HEARTBEAT_ACK)
        elif op == IDENTIFY:
            self._identify(connection, body)
        elif op == RESUME:
            self._resume(connection, body)
        elif op not in (PRESENCE, VOICE, MEMBERS):
            connection.close(UNKNOWN_OPCODE)
        elif connection.session is None:
            connection.close(NOT_AUTHENTICATED)

    def _sends_too_much(self, connection: Connection) -> bool:
        now = self._clock.now()
        connection.received.append(now)
        while connection.received[0] <= now - SENDS_SECONDS:
            connection.received.popleft()
        return len(connection.received) > SENDS

    def _identify(self, connection: Connection, body: Json) -> None:
        if connection.session is not None:
            connection.close(ALREADY_AUTHENTICATED)
            return
        if not self._knows(body):
            connection.close(WRONG_TOKEN)
            return
        number, count = body.get("shard") or (0, 1)
        if not 0 <= number < count:
            connection.close(INVALID_SHARD)
            return
        if body["intents"] & PRIVILEGED & ~self._settings.privileged_intents:
            connection.close(DISALLOWED_INTENTS)
            return
        now = self._clock.now()
        last = self._identified[-1] if self._identified else float("-inf")
        self._identified.append(now)
        if now - last < self._settings.identify_gap_seconds:
            connection.op(INVALID_SESSION, False)
            return
        connection.session = self._sessions.open(body["intents"], (number, count), connection)
        self._greet(connection, connection.session)

    def _greet(self, connection: Connection, session: Session) -> None:
        mine = [guild for guild in self._world.joined() if session.hears(guild.id, NO_INTENT)]
        ready = {
            "v": 10,
            "user": self._world.bot.shown() | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": f"ws://{connection.request.host}/gateway/resume",
            "shard": list(session.shard),
            "application": {"id": str(self._world.bot.id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
        }
        session.send("READY", json.dumps(ready))
        for guild in mine:
            if guild.available and session.hears(guild.id, Intent.GUILDS):
                created = self._world.guild_created(guild) | {"unavailable": False}
                if not session.hears(guild.id, Intent.GUILD_VOICE_STATES):
                    created["voice_states"] = []
                session.send("GUILD_CREATE", json.dumps(created))

    def _resume(self, connection: Connection, body: Json) -> None:
        if not self._knows(body):
            connection.close(WRONG_TOKEN)
            return
        session = self._sessions.resumable(body.get("session_id") or "")
        if session is None:
            connection.op(INVALID_SESSION, False)
            return
        missed = session.missed(body.get("seq") or 0)
        if missed is None:
            connection.close(INVALID_SEQUENCE)
            return
        connection.session = session
        session.line, session.lost_at = connection, None
        self._resumed += 1
        for text in missed:
            connection.put(text)
        session.send("RESUMED", json.dumps({"_trace": []}))

    def _knows(self, body: Json) -> bool:
        return self._token_valid and body.get("token") == self._settings.token
