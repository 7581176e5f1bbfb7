"""Spans as Discord's markdown: escaped, weighed against its limits, and shortened between words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from discord.utils import TimestampStyle, format_dt

from bot.platforms.discord.mentions import is_account
from bot.ui.phrase import Code, Link, Mention, Moment, Person, Phrase, Plain, Shape, Span, Strong
from bot.ui.towers import levelled

ELLIPSIS = "…"
_SHAPES: Mapping[Shape, TimestampStyle] = {"whole": "f", "clock": "t", "distance": "R"}

_ANYWHERE = re.compile(r"[\\*_~`|<>\[\]#@]")
_LIST = re.compile(r"^([^\S\n]*)([-+]|\d+(?=[.)]))", re.MULTILINE)
_ADDRESS = re.compile(
    r":(?=//)|(?<=discord)\.(?=gg\b)|(?<=discord)\.(?=com/invite)|(?<=discordapp)\.(?=com/invite)", re.IGNORECASE
)
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """Text as text: no markup, mention, list, heading, address or invitation comes of it (these need no `https://`)."""
    text = _ADDRESS.sub(r"\\\g<0>", _ANYWHERE.sub(r"\\\g<0>", levelled(clean(text))))
    return _LIST.sub(_listless, text)


def clean(text: str) -> str:
    """Text without control characters, halves of characters, and marks that turn a line round."""
    return _UNSEEN.sub("", text.replace("\t", " "))


def _listless(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}\\{mark}" if mark in "-+" else f"{space}{mark}\\"


def weight(text: str) -> int:
    """What a text takes of a limit: Discord counts characters, and fails above 2.5 UTF-8 bytes for each."""
    return max(len(text.encode("utf-16-le", "replace")) // 2, -(-len(text.encode("utf-8", "replace")) * 2 // 5))


def is_address(url: str) -> bool:
    """Whether Discord takes this as a link: https, without blanks."""
    return url.startswith("https://") and not re.search(r"\s", url)


def marked(span: Span) -> str:
    """One span in Discord's markdown."""
    match span:
        case Plain(text) | Person(text):
            return escape(text)
        case Mention(name, person):
            return f"<@{person}>" if is_account(person) else escape(name)
        case Strong(text):
            return f"**{escape(text)}**" if text.strip() else escape(text)
        case Code(text):
            return _code(text)
        case Moment(at, _, shape):
            return format_dt(at, _SHAPES[shape])
        case Link(text, url):
            if not is_address(url):
                return escape(text)
            return f"[{escape(' '.join(text.split()))}](<{url.replace('<', '%3C').replace('>', '%3E')}>)"


def _code(text: str) -> str:
    text = " ".join(clean(text).split())
    if not text:
        return ""
    if "`" not in text:
        return f"`{text}`"
    return f"`` {text.replace('``', '` `')} ``"


def markdown(phrase: Phrase, room: int | None = None) -> str:
    """A phrase in Discord's markdown, of at most `room` by weight: the rest gives way to "…"."""
    spans = _joined(phrase)
    whole = "".join(map(marked, spans))
    if room is None or weight(whole) <= room:
        return whole
    left = room - weight(ELLIPSIS)
    out: list[str] = []
    for span in spans:
        piece = marked(span)
        if weight(piece) > left:
            out.append(_part(span, left))
            break
        out.append(piece)
        left -= weight(piece)
    return "".join(out).rstrip() + ELLIPSIS if left >= 0 else ""


def _joined(phrase: Phrase) -> list[Span]:
    """Neighbours of one mark become one: `**a****b**` would not read as two strong words."""
    spans: list[Span] = []
    for span in phrase:
        match spans[-1:], span:
            case [Strong(before)], Strong(text):
                spans[-1] = Strong(before + text)
            case [Plain(before)], Plain(text):
                spans[-1] = Plain(before + text)
            case _:
                spans.append(span)
    return spans


def _part(span: Span, room: int) -> str:
    """As much of a span as fits, whole words only; nothing of what has no words of its own to lose."""
    match span:
        case Plain(text) | Strong(text) | Person(text):
            kept = longest(text, lambda part: weight(marked(_shorter(span, part))) <= room)
            return marked(_shorter(span, kept)) if kept else ""
        case Code() | Moment() | Mention() | Link():
            return ""


def _shorter(span: Span, text: str) -> Span:
    match span:
        case Person():
            return replace(span, name=text)
        case Moment() | Mention():
            return span
        case Plain() | Strong() | Code() | Link():
            return replace(span, text=text)


def longest(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text that fits: whole words, unless the first is too long already."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle - 1)
    cut = text[:low].rstrip()
    if low < len(text) and cut == text[:low] and not text[low].isspace():
        words = cut.rsplit(maxsplit=1)
        cut = cut[: -len(words[-1])].rstrip() if len(words) > 1 else cut
    return cut


def shortened(text: str, most: int) -> str:
    """Bare text for a label or a title, of at most `most` characters."""
    text = " ".join(levelled(clean(text)).split())
    if len(text) <= most:
        return text
    return longest(text, lambda part: len(part) < most) + ELLIPSIS
