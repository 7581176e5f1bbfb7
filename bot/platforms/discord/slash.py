"""Slash commands, made from forms: typed options, their limits, and suggestions while typing."""

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

import discord
from discord import app_commands

from bot.app.asker import Asker
from bot.app.commands import Command, ManageGroup, Setup
from bot.app.fields import (
    ClockTime,
    CurriculumName,
    Number,
    OneOf,
    RoleOfServer,
    Switch,
    Upload,
    VoiceRoom,
    Weekdays,
    When,
    Words,
    ZoneName,
)
from bot.app.shelf import Choice
from bot.core.curriculum import Curriculum, Week
from bot.core.people import Room
from bot.core.roles import ServerRole
from bot.core.zones import search_zones
from bot.platforms.discord.asking import Interaction, asker_of
from bot.platforms.discord.marks import shortened
from bot.platforms.discord.roles import PickRole
from bot.platforms.discord.voice import PickRoom
from bot.ui.command_words import words_of
from bot.ui.forms import Field, Form, form_of
from bot.ui.menu import named_commands
from bot.ui.text import Text, text_in

CHOICES = 25
CHOICE = 100  # characters
SHORT = 100  # characters of a value that is not free text
LISTED = 25  # a number with more values than this is a week's

HOURS = tuple(f"{hour:02}:00" for hour in (*range(6, 24), *range(6)))
DAYS = ("today", "yesterday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PLANS = ("Mon-Fri", "Mon-Sun", "Mon-Sat", "Mon Wed Fri", "Tue Thu Sat", "Mon Tue Thu Fri", "Sat Sun")

Slash = app_commands.Command[Any, ..., None]
Run = Callable[[Interaction, Form, Mapping[str, object]], Awaitable[None]]
Suggest = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[Any]]]]


class Shelves(Protocol):
    """What can be studied, for suggestions."""

    async def curriculum(self, asker: Asker) -> Curriculum:
        """What somebody studies."""

    def choices(self) -> tuple[Choice, ...]:
        """What may be chosen."""


def slash_commands(run: Run, shelves: Shelves) -> list[Slash]:
    """Every command that can be typed, in the menu's order; weeks and curricula are suggested from the shelves."""
    return [_command(cls, run, shelves) for cls in named_commands()]


def _command(cls: type[Command], run: Run, shelves: Shelves) -> Slash:
    form, words = form_of(cls), words_of(cls, Text())
    anywhere = not cls.facilitator or cls is ManageGroup  # whoever was named one may have lost every chat of the group
    offered = (*form.options, *form.picks)

    async def callback(interaction: Interaction, **values: Any) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        await run(interaction, form, given)

    options = [_option(field) for field in sorted(offered, key=lambda each: not each.required)]
    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_ONLY, annotation=discord.Interaction)
    callback.__signature__ = inspect.Signature([first, *options])  # type: ignore[attr-defined]  # discord.py reads it
    hints = {field.name: shortened(words.fields[field.name].hint, CHOICE) for field in offered}
    command: Slash = app_commands.Command(
        name=cls.name,
        description=shortened(words.description, CHOICE),
        callback=app_commands.describe(**hints)(callback),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=anywhere),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    if cls is Setup:  # Discord shows `/group` to everybody: it cannot know whom a facilitator named one
        command.default_permissions = discord.Permissions(manage_guild=True)
    for field in form.options:
        suggest = _suggest(field, shelves)
        if suggest is not None:
            command.autocomplete(field.name)(suggest)
    return command


def _option(field: Field) -> inspect.Parameter:
    return inspect.Parameter(
        field.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if field.required else None,
        annotation=_type(field),
    )


def _type(field: Field) -> Any:
    match field.kind:
        case Switch():
            return bool
        case Upload():
            return discord.Attachment
        case VoiceRoom():
            return app_commands.Transform[Room, PickRoom]
        case RoleOfServer():
            return app_commands.Transform[ServerRole, PickRole]
        case Number(least, most):
            return app_commands.Range[int, least, most]
        case OneOf(options):
            return Literal[options]
        case Words(least, most):
            return app_commands.Range[str, max(least, 1), most]
        case _:
            return app_commands.Range[str, 1, SHORT]


def _suggest(field: Field, shelves: Shelves) -> Suggest | None:
    """What is offered while somebody types into an option; anything else may still be typed."""
    match field.kind:
        case ZoneName():
            return _suggest_zones
        case When():
            return _suggest_from(DAYS)
        case ClockTime():
            return _suggest_from(HOURS)
        case Weekdays():
            return _suggest_from(PLANS)
        case Number(least, most) if most - least >= LISTED:
            return _suggest_weeks(shelves)
        case CurriculumName():
            return _suggest_curricula(shelves)
        case _:
            return None


async def _suggest_zones(_: Interaction, typed: str) -> list[app_commands.Choice[Any]]:
    return _choices((zone, zone) for zone in search_zones(typed, CHOICES))


def _suggest_from(options: Sequence[str]) -> Suggest:
    async def suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[Any]]:
        wanted, say = typed.strip().casefold(), text_in(interaction.locale.value)
        named = [(say.known(each), each) for each in options]
        return _choices(pair for pair in named if any(each.casefold().startswith(wanted) for each in pair))

    return suggest


def _suggest_weeks(shelves: Shelves) -> Suggest:
    async def suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[Any]]:
        wanted = typed.strip().casefold()
        weeks = (await shelves.curriculum(asker_of(interaction))).weeks
        return _choices((f"{week.number} · {week.title}", week.number) for week in weeks if _is_like(week, wanted))

    return suggest


def _suggest_curricula(shelves: Shelves) -> Suggest:
    async def suggest(_: Interaction, typed: str) -> list[app_commands.Choice[Any]]:
        wanted = typed.strip().casefold()
        return _choices((each.title, each.ref) for each in shelves.choices() if wanted in each.title.casefold())

    return suggest


def _is_like(week: Week, wanted: str) -> bool:
    return str(week.number).startswith(wanted) or wanted in week.title.casefold()


def _choices(pairs: Iterable[tuple[str, str | int]]) -> list[app_commands.Choice[Any]]:
    listed = [app_commands.Choice(name=shortened(name, CHOICE), value=value) for name, value in pairs]
    return listed[:CHOICES]
