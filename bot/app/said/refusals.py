"""What is said where something is wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.app.said.gates import SkipRefused
from bot.app.said.rewards import RoleTrouble

RefusalKind = Literal[
    "bad_minutes", "bad_day", "day_ahead", "day_too_far", "which_day", "unknown_zone", "bad_plan", "bad_clock",
    "too_short", "too_long", "bad_number", "bad_option", "bad_switch", "missing", "unknown_week", "week_not_open",
    "not_joined", "not_facilitator", "not_yours", "outdated", "no_group", "board_off", "gone", "too_old", "not_here",
    "no_week_to_review", "bad_until", "dm_first", "not_member", "unknown_curriculum", "group_studies",
    "bad_quiet", "bad_rest", "rest_too_far", "rest_too_far_ahead", "rest_backwards", "not_resting",
    "link_wrong", "link_shut", "link_self", "link_same_platform", "link_waits", "link_final", "link_elsewhere",
    "bad_file", "file_please", "file_too_big", "file_lost", "no_file",
    "bad_link", "link_or_note", "project_next", "no_path", "asked_today", "asks_enough", "nobody_to_ask", "no_partner",
    "prompts_off", "rest_day", "season_day", "studied_already", "season_too_long", "season_over",
    "no_group_here", "code_wrong", "chat_taken", "chat_same", "nobody_of_name", "card_over", "hello_over",
    "only_discord", "no_role_right", "no_such_phase", "role_everyone", "role_managed", "role_powers", "role_right",
    "role_order", "role_gone", "role_unknown", "slow_down",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """One polite sentence: what is wrong and what would work. Nothing was changed."""

    kind: RefusalKind
    field: str = ""
    given: str = ""
    numbers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class WentWrong:
    """An internal error: an apology with a reference that the log carries too."""

    reference: str


@dataclass(frozen=True, slots=True)
class ChatTrouble:
    """Told to a facilitator: why a chat got no cards, and days whose card may or may not have been posted.

    `lost_room` is the name of a study room that was deleted, `roles` are those that could not be given: told once.
    """

    group: str
    closed_because: str
    unknown_days: tuple[date, ...]
    lost_room: str = ""
    roles: tuple[RoleTrouble, ...] = ()


@dataclass(frozen=True, slots=True)
class DoorClosed:
    """Told to a learner alone: the private chat refused a message, and how to open it."""

    platform: str
    since: datetime


@dataclass(frozen=True, slots=True)
class DoorOpened:
    """Told to a learner alone, once: the private chat that refused messages takes them again."""

    platform: str


class Refusal(Exception):
    """Raised inside a turn: the transaction is rolled back and the asker sees `refused`, and `hint` beside it."""

    def __init__(
        self,
        kind: RefusalKind,
        *,
        field: str = "",
        given: str = "",
        numbers: tuple[int, ...] = (),
        names: tuple[str, ...] = (),
        days: tuple[date, ...] = (),
        hint: SkipRefused | None = None,
    ) -> None:
        super().__init__(kind)
        self.hint = hint
        self.refused = Refused(kind, field, given, numbers, names, days)
