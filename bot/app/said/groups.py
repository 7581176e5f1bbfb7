"""What is said to those who set groups up."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.app.shelf import Choice
from bot.core.people import Group, Platform
from bot.core.rights import RightFact


@dataclass(frozen=True, slots=True)
class GroupReady:
    """This chat is a group now (`created`), its settings changed (`changed`), or they are only shown."""

    group: Group
    created: bool
    first_card: datetime
    curriculum: str
    others: tuple[Choice, ...]  # what the group may study instead, while it has no members
    unseen: bool = False  # a study room was named into which the bot may not look
    changed: bool = True
    roles: bool = False  # whether roles for phases can be given here


@dataclass(frozen=True, slots=True)
class SetupOffer:
    """What one tap would make of a chat that is no group yet. Without a known `zone` some are offered."""

    zone: str
    now: datetime | None
    hour: time
    days: frozenset[int]
    board: bool
    digest: bool
    curriculum: str
    chosen: str  # the curriculum's ref for the buttons, empty for the first
    zones: tuple[str, ...]
    others: tuple[Choice, ...]
    lost: tuple[tuple[int, str], ...] = ()  # groups (number, name) that met in this place and have lost their chats


@dataclass(frozen=True, slots=True)
class GroupTaken:
    """A group that had lost its chats meets in this one from now on, with all it had."""

    group: Group
    first_card: datetime
    members: int


@dataclass(frozen=True, slots=True)
class GroupsLed:
    """Groups (number, name) that named the asker a facilitator, in private: another chat may join each."""

    groups: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ChatAttached:
    """This chat belongs to a group now that meets elsewhere, too."""

    group: Group
    first_card: datetime
    curriculum: str
    chats: int


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One of a group's chats. `closed` is why it cannot be written to, empty if it can."""

    id: int
    platform: Platform
    topic: bool
    here: bool
    closed: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group for its facilitators. `named` and `nameable` are members (number, name); `named` without a name are
    those who are not listed (R22). `wanted` is the name that was looked for, `more` that it fits others, too."""

    group: Group
    curriculum: str
    first_card: datetime
    members: int
    chats: tuple[ChatLine, ...]
    named: tuple[tuple[int, str], ...]
    nameable: tuple[tuple[int, str], ...]
    more: bool
    wanted: str
    changed: str = ""  # what happened just now: "named", "unnamed" or "detached"
    roles: bool = False  # whether the asker may give roles for phases here


@dataclass(frozen=True, slots=True)
class ChatCode:
    """A one-time code with which another chat becomes one of the group's."""

    code: str
    until: datetime
    group: str
    zone: str


@dataclass(frozen=True, slots=True)
class DetachAsked:
    """Before a group leaves one of its chats: which one, whether it is the last, and whether roles for phases were
    chosen there, which go with it."""

    group: Group
    chat: ChatLine
    last: bool
    roles: bool = False


@dataclass(frozen=True, slots=True)
class ChatDetached:
    """The group meets here no longer."""

    group: str


@dataclass(frozen=True, slots=True)
class HellosShown:
    """Some members who agreed to a hello and have gone quiet, by number and name, for a facilitator alone. Neither
    their order nor anything else tells since when (R22)."""

    group: str
    group_id: int
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class HelloDraft:
    """A few kind words to one of them, to be copied by a facilitator."""

    group: str
    name: str


@dataclass(frozen=True, slots=True)
class RightsShown:
    """Every right that is needed in a chat. `closed_because` is why the last message could not be written here;
    `mended` if it could be now, and the cards go on."""

    platform: Platform
    place: str
    rights: tuple[RightFact, ...]
    closed_because: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A private message that proves, by its coming, that private messages come."""

    platform: Platform


@dataclass(frozen=True, slots=True)
class Introduced:
    """The bot has come to a server or a group, and says so once."""

    platform: Platform
