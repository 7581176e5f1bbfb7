"""One typed text as a field's value, or a refusal that says what would work."""

import re
import unicodedata
from datetime import time

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
from bot.app.said import Refusal
from bot.core.gates import is_https
from bot.core.minutes import BadMinutes, parse_minutes
from bot.core.plans import BadPlan, Plan, parse_plan
from bot.core.zones import UnknownZone, zone_named
from bot.ui.forms import Field
from bot.ui.heard import in_english

WHEN_LIMIT = 40
NAME_LIMIT = 100
ECHO_LIMIT = 60

YES = frozenset({"yes", "y", "on", "true", "1", "✓", "✔", "✅"})
NO = frozenset({"no", "n", "off", "false", "0", "✗", "✘", "❌"})

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2})(?:\s*[:.h]\s*([0-5][0-9]))?\s*(h|a\.?m\.?|p\.?m\.?|o'clock)?", re.ASCII)
_CLOCK_DIGITS = re.compile(r"([0-9]{2})([0-5][0-9])", re.ASCII)
_CHUNK = re.compile(r"[0-9]+|[^\W\d_]+")
_UNSEEN = "\u00ad\u200b\u2060\ufeff"  # soft hyphen and zero-width spaces: nothing is spelt with them
_EDGES = "\u200c\u200d"  # joiners mean something between letters only


def read_field(field: Field, text: str) -> object:
    """Read what somebody typed into a field.

    Nothing typed is the default of a field that has one; of a text it is the empty text. Raises Refusal for
    anything that is not a value of the field (R3 minutes, R11 plans and zones): its numbers are the limits, for
    a text the length and the limit it misses, for minutes how many were read, if any, and the limit.
    """
    asked = tidy(text)
    match field.kind:
        case Ref() | VoiceRoom() | RoleOfServer():
            raise Refusal("outdated")
        case Upload():  # only a platform can hand a file over
            raise Refusal("file_please", field=field.name)
        case Words() as kind:
            return _words(field.name, kind, text)
        case _ if not asked and not field.required:
            return field.default
        case Duration(most):
            return _minutes(field.name, in_english(asked), most)
        case When():
            return _when(field.name, in_english(asked))
        case Number(least, most):
            return _number(field.name, asked, least, most)
        case Switch():
            return _switch(field.name, in_english(asked))
        case OneOf(options):
            return _one_of(field.name, asked, options)
        case ZoneName():
            return _zone(field.name, asked)
        case CurriculumName() | Passcode():
            return _named(asked)
        case ClockTime():
            return _clock(field.name, asked)
        case Weekdays():
            return _plan(field.name, in_english(asked))


def tidy(text: str, *, lines: bool = False) -> str:
    """Text without what cannot be seen or stored: controls, text direction overrides, lone surrogates.

    With `lines` line breaks stay, else every run of white space becomes one space.
    """
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    seen = "".join(char for char in text if char in "\n\t" or not _unwanted(char)).replace("\t", " ")
    if not lines:
        seen = " ".join(seen.split())
    return seen.strip().strip(_EDGES).strip()


def echo(text: str) -> str:
    """What was given, short enough to say back."""
    seen = tidy(text)
    return seen if len(seen) <= ECHO_LIMIT else seen[: ECHO_LIMIT - 1] + "…"


def _unwanted(char: str) -> bool:
    category = unicodedata.category(char)
    return category in {"Cc", "Cs"} or char in _UNSEEN or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"


def _named(text: str) -> str:
    """A curriculum's name or a code; one that nobody could have is refused by the turn."""
    return text[:NAME_LIMIT]


def _words(name: str, kind: Words, text: str) -> str:
    seen = tidy(text, lines=kind.long)
    if len(seen) < kind.least:
        raise Refusal("too_short", field=name, numbers=(len(seen), kind.least))
    if len(seen) > kind.most:
        raise Refusal("too_long", field=name, numbers=(len(seen), kind.most))
    if kind.link and seen and not is_https(seen):
        raise Refusal("bad_link", field=name, given=echo(seen))
    return seen


def _when(name: str, text: str) -> str:
    if len(text) > WHEN_LIMIT:
        raise Refusal("too_long", field=name, given=echo(text), numbers=(len(text), WHEN_LIMIT))
    if not text:
        raise Refusal("bad_day", field=name)
    return text


def _minutes(name: str, text: str, most: int) -> int:
    try:
        return parse_minutes(text, most)
    except BadMinutes as bad:
        said = () if bad.minutes is None else (bad.minutes, most)
        raise Refusal("bad_minutes", field=name, given=echo(text), numbers=said) from bad


def _number(name: str, text: str, least: int, most: int) -> int:
    plain = unicodedata.normalize("NFKC", text)
    if not _NUMBER.fullmatch(plain) or not least <= int(plain) <= most:
        raise Refusal("bad_number", field=name, given=echo(text), numbers=(least, most))
    return int(plain)


def _switch(name: str, text: str) -> bool:
    word = text.casefold().rstrip("\ufe0f")
    if word in YES | NO:
        return word in YES
    raise Refusal("bad_switch", field=name, given=echo(text))


def _one_of(name: str, text: str, options: tuple[str, ...]) -> str:
    wanted = _chunks(text)
    if wanted[:1] in (["1"], ["thi"]) and len(wanted) > 1:
        wanted = wanted[1:]  # "1 week", "this week"
    exact = [option for option in options if _chunks(option) == wanted]
    begun = [option for option in options if wanted and _begins(_chunks(option), wanted)]
    found = exact or begun
    if len(found) != 1:
        raise Refusal("bad_option", field=name, given=echo(text), names=options)
    return found[0]


def _chunks(text: str) -> list[str]:
    """Numbers and words, without the s of a plural: "4weeks" and "4 week" are the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [chunk.removesuffix("s") or chunk for chunk in _CHUNK.findall(folded)]


def _begins(option: list[str], wanted: list[str]) -> bool:
    """Whether an option begins so: its numbers whole, its last word perhaps not."""
    if len(wanted) > len(option):
        return False
    *whole, last = wanted
    cut = option[len(whole)]
    return option[: len(whole)] == whole and (cut == last if cut.isdecimal() else cut.startswith(last))


def _zone(name: str, text: str) -> str:
    try:
        return zone_named(text).key
    except UnknownZone as unknown:
        raise Refusal("unknown_zone", field=name, given=echo(text), names=unknown.nearest) from unknown


def _plan(name: str, text: str) -> Plan:
    try:
        return parse_plan(text)
    except BadPlan as bad:
        raise Refusal("bad_plan", field=name, given=echo(text)) from bad


def _clock(name: str, text: str) -> time:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    refusal = Refusal("bad_clock", field=name, given=echo(text))
    if plain in {"noon", "midday", "midnight"}:
        return time(0) if plain == "midnight" else time(12)
    found = _CLOCK_DIGITS.fullmatch(plain) or _CLOCK.fullmatch(plain)
    if not found:
        raise refusal
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "")[:1] if found.re is _CLOCK else ""
    if half in {"a", "p"}:
        if not 1 <= hour <= 12:
            raise refusal
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        raise refusal
    return time(hour, minute)
