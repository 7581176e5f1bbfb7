"""Commands and buttons, any that the code can carry, for property tests."""

from datetime import date, time
from typing import Literal, get_args, get_origin

from hypothesis import strategies as st

from bot.app.commands import COMMANDS, Command
from bot.app.fields import (
    ClockTime,
    CurriculumName,
    Duration,
    Number,
    OneOf,
    Passcode,
    Ref,
    RoleOfServer,
    Switch,
    Upload,
    VoiceRoom,
    Weekdays,
    When,
    Words,
    ZoneName,
)
from bot.core.plans import Plan
from bot.ui.codec import LIMIT
from bot.ui.forms import Field, form_of

ZONES = (
    "Europe/Berlin",
    "America/Port-au-Prince",
    "America/Argentina/ComodRivadavia",
    "Asia/Calcutta",
    "UTC",
)
TOKENS = st.text("abcXYZ019_-", min_size=1, max_size=12)
PLANS = st.frozensets(st.integers(0, 6), min_size=2).map(Plan)


def carried(field: Field) -> st.SearchStrategy[object]:
    """Values of a field that a button can carry."""
    if isinstance(field.kind, Words | Passcode | VoiceRoom | RoleOfServer):
        return st.just(field.default)
    values = _values(field)
    return values if field.required else st.one_of(st.just(field.default), values)


def _values(field: Field) -> st.SearchStrategy[object]:
    if get_origin(field.holds) is Literal:
        return st.sampled_from(get_args(field.holds))
    match field.kind:
        case Duration(most):
            return st.integers(1, most)
        case Number(least, most):
            return st.integers(least, most)
        case Switch():
            return st.booleans()
        case OneOf(options):
            return st.sampled_from(options)
        case ZoneName():
            return st.sampled_from(ZONES)
        case ClockTime():
            return st.builds(time, st.integers(0, 23), st.integers(0, 59))
        case Weekdays():
            return PLANS
        case When():
            return st.dates().map(date.isoformat)
        case Ref() if field.holds is bool:
            return st.booleans()
        case Ref() if field.holds is int:
            return st.integers(0, 10**12)
        case Ref() | CurriculumName():
            return TOKENS
        case Words() | Passcode() | VoiceRoom() | RoleOfServer() | Upload():
            raise AssertionError("buttons carry no free text, no code, no channel, no role and no file")


def commands() -> st.SearchStrategy[Command]:
    """Any command that a button can carry: all but those that need what a person writes."""
    return st.sampled_from([cls for cls in COMMANDS if not _needs_words(cls)]).flatmap(_command)


def _needs_words(cls: type[Command]) -> bool:
    return any(field.required and isinstance(field.kind, Words | Upload) for field in form_of(cls).fields)


def _command(cls: type[Command]) -> st.SearchStrategy[Command]:
    return st.builds(cls, **{field.name: carried(field) for field in form_of(cls).fields})


def payload_like() -> st.SearchStrategy[str]:
    """Texts that look like payloads, more or less."""
    codes = st.sampled_from([cls.code for cls in COMMANDS] + ["zz", "", "LO"])
    value = st.one_of(
        st.text("0123456789abcdefw:+-_/ .", max_size=8),
        st.sampled_from(["", "0", "1", "30", "01", "20260303", "1800", "2560", "024", "w01d2", "Europe/Berlin", "٣"]),
    )
    heads = st.sampled_from(["1", "1f", "2", "2f", "", "f", " 1"])
    parts = st.tuples(heads, codes, st.lists(value, max_size=8))
    return st.one_of(st.text(max_size=LIMIT + 8), parts.map(lambda part: ":".join([part[0], part[1], *part[2]])))
