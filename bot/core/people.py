"""Who studies, with whom, and where they can be reached."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal, NewType

from bot.core.prompts import QUIET, QuietHours

LearnerId = NewType("LearnerId", int)
GroupId = NewType("GroupId", int)
ChatId = NewType("ChatId", int)


class Platform(StrEnum):
    """The front doors."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes on a platform.

    `chat` is a Discord channel id, a Telegram chat id or a terminal name; `thread` is a Telegram topic or empty.
    A learner's private address carries the account in `person`; `chat` may then be empty until the door was first
    opened (on Discord a direct-message channel is opened by user id).
    """

    platform: Platform
    chat: str
    thread: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A learner's self on one platform.

    `direct` is the private chat's id once known. `closed_at` is when it was found to refuse messages; it opens again
    when the person next writes or presses. `linked`: the learner has become one with another once, or was parted.
    `language` is the tag that their app there named last.
    """

    id: int
    platform: Platform
    external_id: str
    learner: LearnerId
    name: str
    direct: str = ""
    closed_at: datetime | None = None
    closed_because: str = ""
    linked: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Learner:
    """A person, on one or both platforms. `zone` is the IANA zone that holds now, `hour` is on its wall clock.

    `edition` is the one of the active curriculum that they know; None before they were told of any. `ignored` are the
    delivered prompts in a row that saw no act (R16), `prompted_at` since when another one waits for it. `path` is how
    they walk the curriculum: "accelerated", or empty for week by week (R14). `voice`: whether time in a study room is
    offered to them for logging. `greeted_on`: the local day on which they were last welcomed back beside an answer.
    `language`: the tag of the one that they chose, empty for their app's.
    """

    id: LearnerId
    name: str
    zone: str
    hour: time
    prompts: bool
    joined: date
    curriculum: str
    edition: int | None = None
    quiet: QuietHours = QUIET
    ignored: int = 0
    prompted_at: datetime | None = None
    path: str = ""
    voice: bool = True
    greeted_on: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A voice channel, as a facilitator picks it. `visible`: whether the bot may look into it."""

    channel: str
    name: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A study group: one curriculum, one or more chats. `days` are its card's weekdays, 0 is Monday.

    `room` is the id of its study room, a voice channel, and `room_name` its name; a name without an id is a room that
    was deleted. `digest`: whether Monday's card tells what the group did last week. `language`: the tag of the one
    that a facilitator chose, empty for `platform_language`, which its platform named.
    """

    id: GroupId
    name: str
    curriculum: str
    zone: str
    hour: time
    days: frozenset[int]
    board: bool
    key: str  # signs the links that let people join; a new key revokes the old links
    room: str = ""
    room_name: str = ""
    digest: bool = True
    language: str = ""
    platform_language: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A place where a group meets. `closed_at` is when it was found gone; letters to it stop. `server` is the Discord
    server that it is in, as far as that is known."""

    id: ChatId
    group: GroupId
    address: Address
    closed_at: datetime | None = None
    closed_because: str = ""
    server: str = ""


Agreement = Literal["helps", "partner", "hello"]
"""What a member may agree to: to be asked about weeks that they explained; to have somebody to study side by side with;
that a facilitator sees that a hello would be welcome."""
AGREEMENTS: tuple[Agreement, ...] = ("helps", "partner", "hello")


@dataclass(frozen=True, slots=True)
class Member:
    """A learner in a group. `listed` is their answer to being named in it (R22); None until they answered.

    `name` is how the group knows them; `called` is that name if they chose one for this group, else empty. `leads`:
    another facilitator has named them one. `agreed` is what they said yes to in this group. `gone`: they left all of
    its chats, so that nobody there sees them; when they are back, all is as it was.
    """

    group: GroupId
    learner: LearnerId
    name: str
    joined: date
    listed: bool | None
    leads: bool = False
    called: str = ""
    agreed: frozenset[Agreement] = frozenset()
    gone: bool = False
