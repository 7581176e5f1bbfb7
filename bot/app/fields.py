"""The closed vocabulary of what a command can ask for.

A field's annotation says what people may type; `ui/forms.py` reads it into a slash option, a modal input or a question.
"""

from dataclasses import dataclass

from bot.core.minutes import MOST


@dataclass(frozen=True, slots=True)
class Duration:
    """Minutes of study, 1 to `most`, in any of R3's spellings. The value is an `int` of minutes."""

    most: int = MOST


@dataclass(frozen=True, slots=True)
class Words:
    """Free text of `least` to `most` characters; `long` asks for a tall input, `link` for an https address."""

    least: int = 0
    most: int = 500
    long: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """A day in R2's words. It stays text: only the turn knows the learner's today."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from `least` to `most`."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no. As a bare word on Telegram, naming the field means yes."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZoneName:
    """An IANA zone, found by its name or a city's; offered by autocomplete. `leads`: words that begin a line and are
    no other field's value are one, well or badly written."""

    leads: bool = False


@dataclass(frozen=True, slots=True)
class CurriculumName:
    """One of the installed curricula, by its title or id. It stays text: only the turn knows which there are."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of the wall clock, `HH:MM`."""


@dataclass(frozen=True, slots=True)
class Weekdays:
    """The days of a plan, 2 to 7 of them."""


@dataclass(frozen=True, slots=True)
class Passcode:
    """A one-time code, however it was typed. It stays text: only the turn knows which there are."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An id, a date or a token that only buttons and links carry; nobody types it."""


@dataclass(frozen=True, slots=True)
class VoiceRoom:
    """A voice channel, as a `Room`; only a platform that has such channels lets people pick one. No text is one."""


@dataclass(frozen=True, slots=True)
class RoleOfServer:
    """A role of a server, as a `ServerRole`; only Discord has roles and lets people pick one. No text is one."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of up to `most` bytes that somebody hands over; the value is its content, as `bytes`. No text is one."""

    most: int


Kind = (
    Duration
    | Words
    | When
    | Number
    | Switch
    | OneOf
    | ZoneName
    | CurriculumName
    | ClockTime
    | Weekdays
    | Passcode
    | Ref
    | VoiceRoom
    | RoleOfServer
    | Upload
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Marks a field that is asked for (modal or question) rather than offered as a slash option."""
