"""Which commands can be typed, and in which order menus show them."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.app import commands as c
from bot.app.commands import COMMANDS, Command

MENU: tuple[type[Command], ...] = (
    c.Today, c.LogFlow, c.WriteCheckin, c.Progress, c.Rest, c.Recall, c.Settings, c.Help, c.StartFocus, c.WriteReview,
    c.Milestones, c.Stuck, c.ShowWeek, c.ShowCurriculum, c.History, c.Leaderboard, c.Join, c.Link, c.Privacy, c.Setup,
    c.ManageGroup, c.Season,
)  # fmt: skip

ALIASES: Mapping[str, type[Command]] = MappingProxyType({"start": c.Join})


def named_commands() -> tuple[type[Command], ...]:
    """Every command that can be typed: the menu's first, then those that are only understood."""
    rest = tuple(cls for cls in COMMANDS if cls.name and cls not in MENU)
    return MENU + rest


def by_name(name: str) -> type[Command] | None:
    """Find a command by what was typed, without its slash and in any case; None if there is none."""
    wanted = name.casefold()
    return ALIASES.get(wanted) or next((cls for cls in named_commands() if cls.name == wanted), None)
