"""A Telegram Bot API server for tests and benchmarks, driven by the real client library."""

from tests.fakes.telegram.faults import ALWAYS, Cut, Flood, Garbled, Odd, Page, Refusal, Silence
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.journal import words
from tests.fakes.telegram.keyboard import labels
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.refusals import ActError
from tests.fakes.telegram.remote import Remote, separate_server
from tests.fakes.telegram.server import TelegramServer

__all__ = [
    "ALWAYS",
    "ActError",
    "Cut",
    "Flood",
    "Garbled",
    "Group",
    "Odd",
    "Page",
    "Person",
    "Refusal",
    "Remote",
    "Silence",
    "TelegramServer",
    "labels",
    "separate_server",
    "words",
]
