"""Draws a view as lines: its title, its blocks, and its buttons with the numbers to type."""

from collections.abc import Callable, Sequence

from bot.platforms.terminal.paper import WIDTH, Ink, Line, Run, columns, visible, wide, wrap
from bot.ui.phrase import Code, Link, Mention, Moment, Person, Phrase, Plain, Span, Strong
from bot.ui.view import (
    Action,
    Block,
    Checklist,
    Facts,
    Fill,
    Meter,
    Open,
    Option,
    Pick,
    Press,
    Quiz,
    Quote,
    Say,
    Small,
    View,
)

MARKS = {"done": "✓ ", "next": "▸ ", "open": "· "}
LABELS = 24
"""The most columns that the labels of facts may take beside their values."""
_TITLES: dict[str, Ink] = {"plain": "strong", "good": "good", "warm": "warm", "no": "no"}

Numbered = Callable[[Press | Fill | Option], int]
"""Gives a button the number that presses it."""


def draw(view: View, numbered: Numbered, width: int = WIDTH) -> list[Line]:
    """Draw a view. Everything in it becomes visible text: nothing a person wrote can reach the screen itself."""
    lines: list[Line] = wrap([Run(run.text, _TITLES[view.accent]) for run in runs(view.title)], width)
    above: Block | None = None
    for block in view.blocks:
        if above is None or not _belong_together(above, block):
            lines.append(())
        lines += _block(block, width)
        above = block
    if view.actions:
        lines += [(), *_actions(view.actions, numbered, width)]
    return lines if view.title else lines[2:]


def _belong_together(above: Block, block: Block) -> bool:
    """Whether no blank line stands between two blocks: the words of a meter, asides in a row, an aside to facts."""
    match above, block:
        case (Meter(), Say() | Small()) | (Small(), Small()):
            return True
    return False


def runs(phrase: Phrase) -> list[Run]:
    """A phrase as runs."""
    return [_run(span) for span in phrase]


def _run(span: Span) -> Run:
    match span:
        case Plain(text):
            return Run(text)
        case Strong(text):
            return Run(text, "strong")
        case Code(text):
            return Run(text, "code")
        case Moment(fallback=fallback):
            return Run(fallback)
        case Person(name) | Mention(name):
            return Run(name, "person")
        case Link(text, url):
            return Run(f"{text} ({url})")


def _block(block: Block, width: int) -> list[Line]:
    match block:
        case Say(text):
            return wrap(runs(text), width)
        case Facts(rows):
            return _facts(rows, width)
        case Meter(squares=squares):
            return [(Run(squares),)]
        case Checklist(rows):
            return [line for mark, text in rows for line in wrap(_row(mark, text), width, MARKS[mark])]
        case Quote(text):
            return wrap([Run(text)], width, "│ ", "│ ")
        case Small(text):
            return wrap([Run(run.text, "quiet" if run.ink == "plain" else run.ink) for run in runs(text)], width)


def _row(mark: str, text: Phrase) -> list[Run]:
    ink: Ink = {"done": "quiet", "next": "strong"}.get(mark, "plain")  # type: ignore[assignment]  # both are inks
    return [Run(run.text, ink if run.ink == "plain" else run.ink) for run in runs(text)]


def _facts(rows: Sequence[tuple[str, Phrase]], width: int) -> list[Line]:
    """Labels in a column of their own; one that is too long for it has its value on the next line."""
    edge = max((columns(label) for label, _ in rows if columns(label) <= LABELS), default=0) + 2
    lines: list[Line] = []
    for label, value in rows:
        name = _one_line(label, "quiet")
        gap = edge - columns(name.text)
        if gap < 2:
            lines += wrap([name], width)
            lines += wrap(runs(value), width, " " * edge)
            continue
        first, *others = wrap(runs(value), width, " " * edge)
        lines += [(name, Run(" " * gap), *first[1:]), *others]
    return lines


def _actions(actions: Sequence[Action], numbered: Numbered, width: int) -> list[Line]:
    """Buttons side by side as far as they fit; a choice of several below its own heading, in columns."""
    lines: list[Line] = []
    row: list[list[Run]] = []
    for action in actions:
        match action:
            case Press() | Fill():
                row.append(_button(numbered(action), action.label, main=action.style == "main"))
            case Open(label, url):
                row.append([Run("↗ ", "quiet"), _one_line(f"{label}: {url}")])
            case Pick(placeholder, options) | Quiz(placeholder, options):
                lines += _flowing(row, width)
                row = []
                lines += wrap([Run(placeholder, "quiet")], width)
                lines += _columns([_choice(numbered(option), option) for option in options], width)
    return lines + _flowing(row, width)


def _button(number: int, label: str, *, main: bool) -> list[Run]:
    return [Run(f"[{number}] ", "code"), _one_line(label, "strong" if main else "plain")]


def _choice(number: int, option: Option) -> list[Run]:
    about = [_one_line(f", {option.about}", "quiet")] if option.about and not option.short else []
    return [Run(f"[{number}] ".rjust(5), "code"), _one_line(option.short or option.label), *about]


def _one_line(text: str, ink: Ink = "plain") -> Run:
    return Run(" ".join(visible(text).split("\n")), ink)


def _flowing(buttons: Sequence[Sequence[Run]], width: int) -> list[Line]:
    lines: list[Line] = []
    for button in buttons:
        if lines and wide(lines[-1]) + 3 + wide(button) <= width:
            lines[-1] = (*lines[-1], Run("   "), *button)
        else:
            head, *more = wrap(button, width, "", "    ")
            lines += [head, *more]
    return lines


def _columns(cells: Sequence[Sequence[Run]], width: int) -> list[Line]:
    """Cells in as many columns as fit, read downwards."""
    widest = max((wide(cell) for cell in cells), default=0) + 2
    across = max(1, (width + 2) // widest)
    if across == 1:
        return [line for cell in cells for line in wrap(cell, width, "", " " * 5)]
    down = -(-len(cells) // across)
    lines: list[Line] = []
    for at in range(down):
        line: list[Run] = []
        for cell in cells[at::down]:
            if line:
                line.append(Run(" " * (-wide(line) % widest or widest)))
            line += cell
        lines.append(tuple(line))
    return lines
