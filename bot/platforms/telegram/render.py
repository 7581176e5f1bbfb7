"""Draws a view: as messages with a keyboard under the last, as a quiz, or as the few words of an alert."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from telegram import ForceReply, InlineKeyboardMarkup

from bot.platforms.telegram.keyboard import Spot, keyboard
from bot.platforms.telegram.polls import Poll, poll_of
from bot.platforms.telegram.spans import Bit, bits_of, clean, inert, pages, still, weight
from bot.ui.menu import by_name
from bot.ui.phrase import Plain, words
from bot.ui.view import Block, Checklist, Facts, Fill, Meter, Pick, Quiz, Quote, Say, Small, View

ALERT = 200
MARKS = {"done": "✅", "next": "▶️", "open": "▫️"}

Markup = InlineKeyboardMarkup | ForceReply


@dataclass(frozen=True, slots=True)
class Drawn:
    """One or more messages in HTML; the keyboard belongs to the last. With a poll there is nothing else."""

    pages: tuple[str, ...]
    markup: Markup | None = None
    poll: Poll | None = None


def draw(view: View, spot: Spot) -> Drawn:
    """Draw a view for a place. Raises ValueError for a button that cannot carry its command."""
    if poll := poll_of(view):
        return Drawn((), poll=poll)
    return Drawn(tuple(pages(_paragraphs(view))), keyboard(view.actions, spot))


@dataclass(frozen=True, slots=True)
class Alert:
    """What fits into the alert over a group's message, and whether the view says or offers more than that."""

    text: str
    more: bool


def alert(view: View) -> Alert | None:
    """A view as an alert of up to 200 characters, its title and first block.

    None if those are too long, or if the view asks for a form.
    """
    if any(isinstance(action, Fill) and action.style == "main" for action in view.actions):
        return None
    lines = [clean(words(view.title)), *(_bare(block) for block in view.blocks[:1])]
    text = "\n".join(line for line in lines if line.strip())
    if not text or weight(text) > ALERT:
        return None
    return Alert(text, more=len(view.blocks) > 1 or bool(view.actions) or bool(view.files))


def _bare(block: Block) -> str:
    return "".join(bit.text for bit in _bits(block))


def _paragraphs(view: View) -> list[list[Bit]]:
    asked = [Small((Plain(action.placeholder),)) for action in view.actions if isinstance(action, Pick | Quiz)]
    blocks: Sequence[Block] = [*view.blocks, *asked[:1]]
    return [bits_of(view.title, "b"), *(_bits(block) for block in blocks)]


def _bits(block: Block) -> list[Bit]:
    match block:
        case Say(text):
            return bits_of(text)
        case Facts(rows):
            return _lines([[Bit(f"{_label(name)}: "), *bits_of(value, "b")] for name, value in rows])
        case Meter(squares=squares):
            return [Bit(squares)]
        case Checklist(rows):
            return _lines([[Bit(f"{MARKS[mark]} "), *bits_of(text)] for mark, text in rows])
        case Quote(text):
            return [Bit(inert(text), ("blockquote",))]
        case Small(text):
            return bits_of(text, "i")


def _label(name: str) -> str:
    """What a fact is called: a command of ours, which can be tapped, or words, maybe somebody's."""
    return name if name.startswith("/") and by_name(name[1:]) else still(name)


def _lines(rows: Sequence[Sequence[Bit]]) -> list[Bit]:
    """Rows of bits, a line each."""
    return list(chain.from_iterable(([Bit("\n")] if at else []) + list(row) for at, row in enumerate(rows)))
