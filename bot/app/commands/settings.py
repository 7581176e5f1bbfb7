"""A learner's settings."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import ClockTime, CurriculumName, Number, OneOf, Switch, Weekdays, Words, ZoneName
from bot.core.languages import CHOICES
from bot.core.plans import Plan


@dataclass(frozen=True, slots=True)
class Settings(Command):
    """Zone, hour, plan, prompts, name, place, active curriculum and language; without a value it shows them."""

    name: ClassVar[str] = "settings"
    code: ClassVar[str] = "st"

    zone: Annotated[str, ZoneName()] = ""
    until: Annotated[str, Words(most=40)] = ""
    hour: Annotated[time | None, ClockTime()] = None
    plan: Annotated[Plan | None, Weekdays()] = None
    prompts: Annotated[bool | None, Switch()] = None
    called: Annotated[str, Words(most=40)] = ""
    week: Annotated[int | None, Number(1, 999)] = None
    curriculum: Annotated[str, CurriculumName()] = ""
    quiet: Annotated[str, Words(most=20)] = ""
    voice: Annotated[bool | None, Switch()] = None
    language: Annotated[str, OneOf(CHOICES)] = ""
