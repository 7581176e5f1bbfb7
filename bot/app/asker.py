"""Who asks, from where: all that a platform knows about a request."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.core.people import Address, Platform
from bot.core.rights import RightFact


@dataclass(frozen=True, slots=True)
class Asker:
    """One request's sender.

    `person` is the platform's id of the account and `name` its display name; `chat` is where it was asked, `private`
    whether only they read there. `facilitator` is the platform's own right (Manage Server, group admin) at this moment.
    `request` is the platform's id of the request, unique on it: a replay carries the same one (R20). `press` names what
    may take effect only once: the button's message and payload, or for a form the press that opened it; empty for what
    was typed. `place` is the chat's name as people see it (a server, a group), used when it becomes a group.
    `server` is the Discord server it was asked in, and `hands_out_roles` whether its own rights let them do that;
    `came` is when they last joined that server.
    `rights` are what the platform was asked for, where somebody wanted to know. `sent` is when it was written, where
    the platform tells that: it may have waited for us. `beside` are the ids of all chats in which that shows
    them to be: on Discord the channels of the server. `language` is the tag that their app names, `place_language`
    that of the server; empty where the platform tells none.
    """

    platform: Platform
    person: str
    name: str
    chat: Address
    private: bool
    request: str
    press: str = ""
    facilitator: bool = False
    place: str = ""
    rights: tuple[RightFact, ...] | None = None
    sent: datetime | None = None
    beside: tuple[str, ...] = field(default=(), compare=False, repr=False)
    server: str = ""
    hands_out_roles: bool = False
    came: datetime | None = None
    language: str = ""
    place_language: str = ""
