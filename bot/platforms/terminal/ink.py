"""Lines as characters: with colours where the screen has them, bare otherwise."""

from collections.abc import Sequence
from itertools import groupby

from bot.platforms.terminal.paper import Ink, Run, visible

_MARKS: dict[Ink, str] = {
    "plain": "",
    "strong": "1",
    "code": "36",
    "quiet": "2",
    "person": "1",
    "good": "1;32",
    "warm": "1;33",
    "no": "33",
}
"""Select Graphic Rendition codes of the 16 colours that every theme sets for itself."""


def inked(line: Sequence[Run], *, colour: bool) -> str:
    """A line ready to be written: its own colours are the only escapes in it."""
    groups = ((ink, "".join(run.text for run in runs)) for ink, runs in groupby(line, key=lambda run: run.ink))
    return "".join(_run(Run(text, ink), colour=colour) for ink, text in groups)


def _run(run: Run, *, colour: bool) -> str:
    mark, text = _MARKS[run.ink], visible(run.text)
    if not colour or not mark or not text.strip():
        return text
    return f"\x1b[{mark}m{text}\x1b[0m"
