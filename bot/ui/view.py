"""What a message is made of, on any platform: a closed vocabulary of blocks and actions.

Every renderer matches over these unions, so a platform that misses one does not type-check.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.app.commands import Command
from bot.ui.phrase import Phrase

Mark = Literal["done", "next", "open"]
MOST_OPTIONS = 25  # of one Pick
SQUARES = 31  # more would wrap on a phone


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph."""

    text: Phrase


@dataclass(frozen=True, slots=True)
class Facts:
    """Short label and value pairs, a line each."""

    rows: tuple[tuple[str, Phrase], ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """A row of squares of `total` in all: `filled` studied, then `rest` and `reserve` drawn as part of the chain."""

    filled: int
    total: int
    reserve: int = 0
    rest: int = 0

    @property
    def squares(self) -> str:
        """The row as every platform shows it; what would wrap on a phone is left out."""
        total = max(0, min(self.total, SQUARES))
        filled = max(0, min(self.filled, total))
        rest = max(0, min(self.rest, total - filled))
        reserve = max(0, min(self.reserve, total - filled - rest))
        return "🟩" * filled + "🟪" * rest + "🟦" * reserve + "⬜" * (total - filled - rest - reserve)


@dataclass(frozen=True, slots=True)
class Checklist:
    """Lines with a mark: done, next (where the reader stands) or open."""

    rows: tuple[tuple[Mark, Phrase], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, set apart. Never parsed."""

    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """An aside in smaller type."""

    text: Phrase


Block = Say | Facts | Meter | Checklist | Quote | Small
Style = Literal["plain", "main", "danger"]


@dataclass(frozen=True, slots=True)
class Press:
    """A button that runs a command as whoever presses it."""

    label: str
    command: Command
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Fill:
    """A button that asks for the named fields, then runs the command with them and with what is given.

    `asks` empty means: every field that is marked Asked or has no default. `prefill` are the present values as text.
    """

    label: str
    form: type[Command]
    given: Mapping[str, object] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a Pick; `about` is a second, quieter line where the platform has one.

    `short` stands for it where every option has a button of its own and the text above lists them already.
    """

    label: str
    command: Command
    about: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several, 1 to 25."""

    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with one right answer: a platform's own quiz where it has one, elsewhere a Pick of the same options.

    An own quiz shows `question`, the options' labels and, once answered, `why`. Whoever shows one tells the app its id,
    with `recall` and `state`: that is how its answer is understood. `right` is an option's position, from 0.
    """

    placeholder: str
    options: tuple[Option, ...]
    question: str
    right: int
    why: str
    recall: int
    state: str


@dataclass(frozen=True, slots=True)
class Open:
    """A button that opens an https link."""

    label: str
    url: str


Action = Press | Fill | Pick | Quiz | Open


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with an answer, to its asker alone. `name` is ours, never what somebody typed."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class View:
    """A message. `private` is a wish: only the asker sees it. `in_place`: it may replace the message that led here.

    `accent` is a colour keyed by meaning. `files` go with a private answer only; letters have none.
    """

    title: Phrase
    blocks: tuple[Block, ...] = ()
    actions: tuple[Action, ...] = ()
    private: bool = True
    in_place: bool = False
    accent: Literal["plain", "good", "warm", "no"] = "plain"
    files: tuple[File, ...] = ()


def phrases_of(view: View) -> Iterator[Phrase]:
    """All that is our own words in a view; nobody's quoted words are a phrase."""
    yield view.title
    for block in view.blocks:
        match block:
            case Say(text) | Small(text):
                yield text
            case Facts(rows):
                yield from (value for _, value in rows)
            case Checklist(rows):
                yield from (text for _, text in rows)
            case Meter() | Quote():
                pass
