"""A Discord in process: one server with a channel, two people, and our client in it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import discord
import simcord

from bot.app.said import Answer, Said
from bot.platforms.discord.arrivals import Arrivals
from bot.platforms.discord.attempt import tracing
from bot.platforms.discord.client import Front, Memory
from bot.platforms.discord.courier import DiscordCourier
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.voice import Watch
from bot.ui.phrase import plain
from bot.ui.view import Action, View
from tests.platforms.discord.parts import Board, RecordingApp, RecordingRooms

MANAGE = discord.Permissions(manage_guild=True)


@dataclass(slots=True)
class Marks:
    """Remembers the mark of the slash commands, as the database does."""

    kept: list[str] = field(default_factory=list)

    async def recall(self) -> str:
        """The last one."""
        return self.kept[-1] if self.kept else ""

    async def keep(self, mark: str) -> None:
        """Keep one."""
        self.kept.append(mark)


def front_of(app: RecordingApp, board: Board, marks: Marks) -> Front:
    """A client that is wired as the door does it."""
    desk = Desk(app, board.draw)
    memory, connected = Memory(marks.recall, marks.keep), asyncio.Event()
    watch = Watch(RecordingRooms())
    arrivals = Arrivals(app, board.draw)
    return Front(app, desk, memory=memory, watch=watch, arrivals=arrivals, ready=connected, trace=tracing())


@dataclass(slots=True)
class Stage:
    """Everything that a journey needs to hand."""

    env: simcord.Env
    app: RecordingApp
    board: Board
    marks: Marks
    front: Front
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ana: simcord.MemberActor
    ben: simcord.MemberActor

    @property
    def courier(self) -> DiscordCourier:
        """The courier of this client."""
        courier = DiscordCourier(self.board.draw)
        courier.client = self.front
        return courier

    def answer(self, view: View, *asides: View) -> Said:
        """From now on every request is answered with this view, and these beside it."""
        said = self.board.saying(view)
        self.app.answer = Answer(said, tuple(map(self.board.saying, asides)))
        return said

    async def shown(self, *actions: Action, private: bool = True, in_place: bool = False) -> Any:
        """A message with these actions, which Ana asked for by a command; later answers are "Done"."""
        self.answer(View(plain("Shown"), actions=actions, private=private))
        result = await self.ana.slash(self.channel, "today")
        self.app.asked.clear()
        self.answer(View(plain("Done"), in_place=in_place))
        return result.response

    async def restart(self) -> None:
        """A new process: a new client that knows nothing of what was sent before."""
        self.front = front_of(self.app, self.board, self.marks)
        await self.env.restart_bot(self.front)

    def sent(self, method: str, part: str) -> list[Any]:
        """The bodies of the requests that the client made to paths with this part."""
        requests = self.env.http_requests
        return [each.json for each in requests if each.method == method and part in each.path]


def stage_in(env: simcord.Env, app: RecordingApp, board: Board, marks: Marks, front: Front) -> Stage:
    """The server "Maths club" with #study; Ana may manage it, Ben may not."""
    guild = env.create_guild("Maths club")
    managers = guild.create_role("Managers", permissions=MANAGE)
    ana = guild.add_member(env.create_user("ana", global_name="Ana"), roles=[managers])
    ben = guild.add_member(env.create_user("ben", global_name="Ben"))
    channel = guild.create_text_channel("study")
    return Stage(env, app, board, marks, front, guild, channel, ana, ben)


def text_of(message: Any) -> str:
    """All that can be read in a message."""
    texts = [message.content] if message.content else []
    return "\n".join(texts + [each["content"] for each in parts_of(message) if each["type"] == 10])


def parts_of(message: Any) -> list[dict[str, Any]]:
    """All components of a message, nested ones too."""
    found: list[dict[str, Any]] = []

    def walk(components: list[dict[str, Any]]) -> None:
        for each in components:
            found.append(each)
            walk(each.get("components") or [])

    walk(message.components)
    return found
