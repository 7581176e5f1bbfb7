"""A view's title and blocks as Discord's markdown, within a limit.

What is too long is shortened where it hurts least: people's own words (a Quote) give way first, since they
know them, then whatever stands last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.platforms.discord.marks import ELLIPSIS, escape, longest, markdown, weight
from bot.ui.phrase import Phrase, Plain, Strong
from bot.ui.view import Block, Checklist, Facts, Meter, Quote, Say, Small, View

TITLE = 250
BETWEEN = 2  # two line feeds between texts, where they share one
MARKS = {"done": "✅", "next": "▶️", "open": "▫️"}

Line = tuple[str, Phrase]


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of a view in order, none empty; `cut` tells that some were shortened."""

    texts: tuple[str, ...]
    cut: bool

    @property
    def weight(self) -> int:
        """What the texts take of a message's limit, with the blank lines between them."""
        return sum(weight(text) + BETWEEN for text in self.texts)


def write(view: View, room: int, head: str) -> Written:
    """Write a view within `room` by weight; `head` holds the title in place of its `{}`."""
    title = " ".join(markdown(_level(view.title), TITLE).split())
    texts = [head.format(title)] if title else []
    whole = [_block(block, None) for block in view.blocks]
    left = room - sum(weight(text) + BETWEEN for text in texts)
    cut = sum(weight(text) + BETWEEN for text in whole if text) > left
    if cut:
        shares = _shares(view.blocks, [weight(text) for text in whole], left)
        whole = [_block(block, share) for block, share in zip(view.blocks, shares, strict=True)]
    return Written((*texts, *(text for text in whole if text)), cut)


def _level(title: Phrase) -> Phrase:
    """A title is strong as a whole; strong words within would end that."""
    return tuple(Plain(span.text) if isinstance(span, Strong) else span for span in title)


def _shares(blocks: Sequence[Block], wanted: Sequence[int], left: int) -> list[int]:
    """The room of each block: others before quotes, in their order; quotes share evenly what is left."""
    shares = [0] * len(blocks)
    left -= BETWEEN * len(blocks)
    quotes = [at for at, block in enumerate(blocks) if isinstance(block, Quote)]
    for at in range(len(blocks)):
        if at not in quotes:
            shares[at] = max(0, min(wanted[at], left))
            left -= shares[at]
    for n, at in enumerate(quotes):
        shares[at] = max(0, min(wanted[at], left // (len(quotes) - n)))
        left -= shares[at]
    return shares


def _block(block: Block, room: int | None) -> str:
    return _drawn(block, room).strip()


def _drawn(block: Block, room: int | None) -> str:
    match block:
        case Say(text):
            return markdown(text, room)
        case Facts(rows):
            return _lines([(_label(label), value) for label, value in rows], room)
        case Checklist(rows):
            return _lines([(f"{MARKS[mark]} ", text) for mark, text in rows], room)
        case Meter(squares=squares):
            return squares if room is None or weight(squares) <= room else ""
        case Quote(text):
            return _quoted(text, room)
        case Small(text):
            small = _prefixed("-# ", markdown(text))
            if room is None or weight(small) <= room:
                return small
            return _prefixed("-# ", markdown(text, max(0, room - 3 * (small.count("\n") + 1))))


def _label(label: str) -> str:
    text = escape(" ".join(label.split()))
    return f"**{text}** · " if text else ""


def _prefixed(prefix: str, text: str) -> str:
    return "\n".join(prefix + line for line in text.split("\n") if line.strip())


def _quoted(text: str, room: int | None) -> str:
    def drawn(part: str) -> str:
        return "\n".join(f"> {line}" for line in escape(part).split("\n"))

    text = text.strip()
    if not text or room is None or weight(drawn(text)) <= room:
        return drawn(text) if text else ""
    kept = longest(text, lambda part: weight(drawn(part + ELLIPSIS)) <= room)
    return drawn(kept + ELLIPSIS) if kept else ""


def _lines(lines: Sequence[Line], room: int | None) -> str:
    """A line each. Where there is no room for all, the last that is shown ends in "…"."""
    out: list[str] = []
    for prefix, phrase in lines:
        line = prefix + markdown(phrase).replace("\n", " ")
        if room is not None and weight(line) + 1 > room:
            rest = markdown(phrase, max(0, room - 1 - weight(prefix))).replace("\n", " ")
            out += [prefix + rest] if rest else [ELLIPSIS] if room > weight(ELLIPSIS) else []
            break
        out.append(line)
        if room is not None:
            room -= weight(line) + 1
    return "\n".join(out)
