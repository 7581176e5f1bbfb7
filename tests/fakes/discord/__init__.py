"""Our own Discord for process-level tests and benchmarks: REST API v10 and gateway v10 over real sockets."""

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
