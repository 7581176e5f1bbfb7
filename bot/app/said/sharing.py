"""What is said of sharing one item with a group (R23)."""

from dataclasses import dataclass

from bot.core.shares import What


@dataclass(frozen=True, slots=True)
class SharedItem:
    """An item as its group reads it: `name` is empty for who is not named there (R22), `week` the review's number."""

    share: int
    name: str
    what: What
    week: int
    text: str


@dataclass(frozen=True, slots=True)
class ShareShown:
    """The very words, before anybody else reads them; `seen` stands for them. `others` could read it instead."""

    group: str
    group_id: int
    item: SharedItem
    ref: str
    seen: str
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A group reads it in its next digest."""

    group: str
    item: SharedItem


@dataclass(frozen=True, slots=True)
class Unshared:
    """It is the learner's alone again."""

    group: str


@dataclass(frozen=True, slots=True)
class SharedRead:
    """What somebody shared, to whoever pressed; `mine` is one's own."""

    item: SharedItem
    mine: bool


@dataclass(frozen=True, slots=True)
class Cheered:
    """A member's kudos for what their group did last week count; `again`: they had counted before."""

    group: str
    again: bool


@dataclass(frozen=True, slots=True)
class CheersHeard:
    """So many others cheered a group's last week, in which the learner brought something; None if a number would tell
    who did (R23)."""

    group: str
    others: int | None
