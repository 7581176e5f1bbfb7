"""Our own Discord for process-level tests and benchmarks: REST API v10 and gateway v10 over real sockets.

In the test's loop:

    async with DiscordServer() as server:
        guild = server.world.add_guild("Study hall")
        ...point the bot at server.api_url and server.gateway_url, with server.token...
        asked = server.people.slash(ana.id, "log", {"minutes": 50}, channel_id=channel.id)
        assert (await server.watch.shown(asked))["content"] == "50 minutes logged"

As its own process, `python -m tests.fakes.discord --port 0` prints its addresses as one JSON line; `spawned()` starts
it and gives a Remote, through which the same verbs work: `await remote("people.slash", user_id=ana, ...)`.
`stages.staged()` is a ready scene with a real discord.py client, `pointing.pointed_at(server)` points discord.py here.
"""

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.interactions import Answer
from tests.fakes.discord.refusals import ActError
from tests.fakes.discord.remote import Remote, spawned
from tests.fakes.discord.server import DiscordServer
from tests.fakes.discord.settings import Settings
from tests.fakes.discord.shapes import AnswerKind, Flag, Permission
from tests.fakes.discord.watch import Record, Violation

__all__ = [
    "ActError",
    "Answer",
    "AnswerKind",
    "Clock",
    "DiscordServer",
    "Flag",
    "Permission",
    "Record",
    "Remote",
    "Settings",
    "Violation",
    "spawned",
]
