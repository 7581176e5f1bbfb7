"""The bot's gateway sessions: what they hear, and what waits for one that lost its connection."""

import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.settings import Settings
from tests.fakes.discord.shapes import Intent, Json

KEPT_EVENTS = 10_000


class Line(Protocol):
    """An open connection to the bot."""

    def put(self, text: str) -> None:
        """Queue one gateway message."""


@dataclass(slots=True)
class Session:
    """What one IDENTIFY began; it outlives its connection for a while, so that RESUME can replay."""

    id: str
    intents: int
    shard: tuple[int, int]
    line: Line | None
    sequence: int = 0
    lost_at: float | None = None
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))

    def hears(self, guild_id: int | None, intent: Intent) -> bool:
        """Whether an event of this server (None: private, which is shard 0's) is for this session."""
        number, count = self.shard
        here = number == (0 if guild_id is None else (guild_id >> 22) % count)
        return here and (not intent or bool(self.intents & intent))

    def send(self, event: str, body: str) -> None:
        """Number an event, keep it for a replay and send it if somebody listens."""
        self.sequence += 1
        text = f'{{"op":0,"t":"{event}","s":{self.sequence},"d":{body}}}'
        self.kept.append((self.sequence, text))
        if self.line is not None:
            self.line.put(text)

    def missed(self, sequence: int) -> list[str] | None:
        """The events after that number, or None if some of them are no longer kept."""
        if sequence > self.sequence or (self.kept and sequence < self.kept[0][0] - 1):
            return None
        return [text for number, text in self.kept if number > sequence]


class Sessions:
    """All sessions that are alive or may be resumed."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._all: dict[str, Session] = {}

    def connected(self) -> list[Session]:
        """The sessions with an open connection."""
        return [each for each in self._all.values() if each.line is not None]

    def open(self, intents: int, shard: tuple[int, int], line: Line) -> Session:
        """A new session, after IDENTIFY."""
        session = Session(secrets.token_hex(16), intents, shard, line)
        self._all[session.id] = session
        return session

    def resumable(self, session_id: str) -> Session | None:
        """A session that RESUME may take up again: neither ended nor lost for too long."""
        self._forget_old()
        return self._all.get(session_id)

    def end(self, session: Session) -> None:
        """The session is over; RESUME will be refused."""
        self._all.pop(session.id, None)

    def end_all(self) -> None:
        """No session can be resumed any more."""
        self._all.clear()

    def emit(self, event: str, body: Json, guild_id: int | None, intent: Intent) -> None:
        """Send an event to every session that hears it; without any session it is gone, as on Discord."""
        self._forget_old()
        hearing = [each for each in self._all.values() if each.hears(guild_id, intent)]
        if hearing:
            text = json.dumps(body, separators=(",", ":"))
            for session in hearing:
                session.send(event, text)

    def _forget_old(self) -> None:
        limit = self._clock.now() - self._settings.resume_seconds
        for session in tuple(self._all.values()):
            if session.line is None and session.lost_at is not None and session.lost_at < limit:
                del self._all[session.id]
