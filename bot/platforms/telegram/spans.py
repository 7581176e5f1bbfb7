"""Spans as Telegram's HTML: escaped, weighed against Telegram's limits, and cut without breaking a tag."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bot.ui.menu import by_name
from bot.ui.phrase import Code, Link, Mention, Moment, Person, Phrase, Plain, Shape, Span, Strong
from bot.ui.towers import levelled

TEXT = 4096
"""UTF-16 units of a message after its entities are parsed. Telegram's clients count so."""
ENTITIES = 100

_APART = "\u2060"  # a word joiner: nobody sees it, and it keeps Telegram from finding a mention or a command
_MENTION = re.compile(r"(?<![A-Za-z0-9.+-])@(?=\w)|(?<=[+.-])@(?=\w)")
_TAPPED = re.compile(r"(?<![\w/:])[/#$](?=\w)")
_OWN = ("/cancel", "/skip")  # commands that our sentences offer beside those in code; a tap on them harms nobody
_LINKED = re.compile(r":(?=//)|(?<=\w)\.(?=[^\W\d])")
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+\S*")
LAST_SECOND = 2**31
# Weekday, date and time, the time alone, or how far away; each in the reader's own language and zone.
_WHEN: Mapping[Shape, str] = {"whole": "wDt", "clock": "t", "distance": "r"}


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of text and the tags around it, the outermost first, without their angle brackets."""

    text: str
    tags: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        """The stretch as Telegram reads it."""
        opened = "".join(f"<{tag}>" for tag in self.tags)
        closed = "".join(f"</{tag.split()[0]}>" for tag in reversed(self.tags))
        return f"{opened}{escape(self.text, quote=False)}{closed}"


GAP = Bit("\n\n")


@dataclass(frozen=True, slots=True)
class Size:
    """What a text takes of a message: UTF-16 units and entities."""

    units: int
    entities: int

    def __add__(self, other: "Size") -> "Size":
        return Size(self.units + other.units, self.entities + other.entities)

    def without(self, other: "Size") -> "Size":
        """What is left of this room beside that."""
        return Size(self.units - other.units, self.entities - other.entities)

    def holds(self, other: "Size") -> bool:
        """Whether this room is enough for that."""
        return other.units <= self.units and other.entities <= self.entities


WHOLE = Size(TEXT, ENTITIES)
WORTH = Size(1000, 10)
"""How much room the end of a message must have for a part of a paragraph to begin there."""


def weight(text: str) -> int:
    """The UTF-16 units of a text."""
    return len(text.encode("utf-16-le", "replace")) // 2


def size(bits: Sequence[Bit]) -> Size:
    """What these bits take."""
    return Size(sum(weight(bit.text) for bit in bits), sum(len(bit.tags) for bit in bits))


def clean(text: str) -> str:
    """Text without controls, halves of characters, towers of accents, and marks that turn a line round."""
    kept = (each for each in text if each == "\n" or unicodedata.category(each) not in {"Cc", "Cs"})
    return levelled(_TURNS.sub("", "".join(kept)))


def harmless(text: str) -> str:
    """Text that mentions nobody, whoever wrote it."""
    return _MENTION.sub(f"@{_APART}", clean(text))


def inert(text: str) -> str:
    """What a person wrote, where a tap must do nothing: neither mention nor command nor hashtag."""
    return _TAPPED.sub(lambda found: found[0] + _APART, harmless(text))


def still(text: str) -> str:
    """Our own words, in which a name of a group, a season or the like may stand: a tap does nothing that we did not
    offer."""
    safe = harmless(text)

    def kept(found: re.Match[str]) -> str:
        own = safe.startswith(_OWN, found.start())
        return found[0] if own else found[0] + _APART

    return _TAPPED.sub(kept, safe)


def named(name: str) -> str:
    """A name, which is nobody's advertisement either: Telegram finds no address in it."""
    return _LINKED.sub(lambda found: found[0] + _APART, inert(name))


def is_address(url: str) -> bool:
    """Whether Telegram takes this as a link: http or https, a host with a dot, no blanks."""
    return _ADDRESS.fullmatch(url) is not None


def bits_of(phrase: Phrase, *around: str) -> list[Bit]:
    """A phrase as bits, within the given tags."""
    return [bit for bit in (_bit(span, around) for span in phrase) if bit.text]


def _bit(span: Span, around: tuple[str, ...]) -> Bit:
    match span:
        case Plain(text):
            return Bit(still(text), around)
        case Strong(text):
            return Bit(still(text), around if "b" in around else (*around, "b"))
        case Code(text) if text.startswith("/") and by_name(text[1:]):
            return Bit(text, around)  # a bare command can be tapped, code only copied
        case Code(text):
            return Bit(clean(text), ("code",))  # nothing may stand around code
        case Moment(at, fallback, shape) if 0 < at.timestamp() < LAST_SECOND:
            return Bit(clean(fallback), (*around, f'tg-time unix="{int(at.timestamp())}" format="{_WHEN[shape]}"'))
        case Moment(fallback=fallback):
            return Bit(harmless(fallback), around)
        case Person(name):
            return Bit(named(name), around)
        case Mention(name, person) if person.isascii() and person.isdecimal():
            return Bit(named(name), (*around, f'a href="tg://user?id={person}"'))
        case Mention(name):
            return Bit(named(name), around)
        case Link(text, url) if is_address(url):
            return Bit(harmless(text), (*around, f'a href="{escape(url)}"'))
        case Link(text, _):
            return Bit(harmless(text), around)


def pages(paragraphs: Sequence[Sequence[Bit]]) -> list[str]:
    """Paragraphs as messages in HTML, as few as hold them; one is parted only if it is too long for a message."""
    made: list[list[Bit]] = []
    for paragraph in paragraphs:
        rest = list(paragraph)
        while _seen(rest):
            room = WHOLE.without(size(made[-1])).without(size([GAP])) if made else Size(0, 0)
            whole = size(rest)
            if room.holds(whole) or (room.holds(WORTH) and not WHOLE.holds(whole)):
                head, rest = _cut(rest, room)
                made[-1] += [GAP, *head] if _seen(head) else []
            else:
                head, rest = _cut(rest, WHOLE)
                made += [head] if _seen(head) else []
    return ["".join(bit.html for bit in page) for page in made] or ["…"]


def _seen(bits: Sequence[Bit]) -> bool:
    return any(bit.text.strip() for bit in bits)


def _cut(bits: list[Bit], room: Size) -> tuple[list[Bit], list[Bit]]:
    """The most that there is room for, and the rest."""
    count, taken = 0, Size(0, 0)
    for bit in bits:
        grown = taken + size([bit])
        if not room.holds(grown):
            break
        count, taken = count + 1, grown
    head, rest = bits[:count], bits[count:]
    if not rest or taken.entities + len(rest[0].tags) > room.entities:
        return head, rest
    here, there = _broken(rest[0].text, room.units - taken.units, must=not head)
    tail = [Bit(there, rest[0].tags), *rest[1:]]
    return ([*head, Bit(here, rest[0].tags)] if here else head), tail


def _broken(text: str, room: int, *, must: bool) -> tuple[str, str]:
    """Part a text that is longer than `room`: after a line, a word, or anywhere if it `must` be."""
    end = used = 0
    for char in text:
        used += weight(char)
        if used > room:
            break
        end += 1
    for mark in ("\n", " "):
        if (found := text.rfind(mark, 0, end + 1)) > 0:
            return text[:found], text[found + 1 :]
    return (text[:end], text[end:]) if must else ("", text)
