"""Draws a view: as a container of components V2 where it was asked for, as plain text where a push announces it.

Whoever pressed a button looks at the answer, so that is drawn as richly as Discord can. A letter to a learner
arrives as a push notification, and Discord leaves the text of components V2 out of those: a prompt must be
readable there. Nothing listens to what is drawn: presses are read from their ids, after any restart.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from bot.platforms.discord.ids import Ids
from bot.platforms.discord.marks import ELLIPSIS, is_address, shortened
from bot.platforms.discord.prose import Written, write
from bot.ui.codec import encode, encode_fill
from bot.ui.phrase import Link
from bot.ui.view import Action, Fill, Open, Option, Pick, Press, Quiz, Small, Style, View

log = logging.getLogger("pacekeeper.discord")

COMPONENTS = 40
TEXT = 4000  # characters of a message with components V2, all its texts together
CONTENT = 2000  # characters of a plain message
PLAIN_ROWS = 5
BUTTONS = 5  # in a row
OPTIONS = 25
LABEL = 80
LINE = 100  # an option's label or its second line
PLACEHOLDER = 150
BUTTON_URL = 512

ACCENTS = {"plain": 0x5865F2, "good": 0x3BA55D, "warm": 0xF0A32F, "no": 0x8A93A6}
STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "main": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
}

Control = ui.Button[Any] | ui.Select[Any]
Row = list[Control]


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain message: text that a push notification shows, and its buttons."""

    content: str
    view: ui.View


@dataclass(frozen=True, slots=True)
class Panel:
    """One view as it will stand in a container."""

    written: Written
    rows: list[Row]
    accent: int
    whole: bool

    @property
    def size(self) -> int:
        """How many components it takes, the container and its rows included."""
        return 1 + len(self.written.texts) + _count(self.rows)


def layouts(views: Sequence[View]) -> list[ui.LayoutView]:
    """Draw views as few messages: each is a container, and those that fit together share a message."""
    messages: list[list[Panel]] = []
    ids = Ids()
    for view in views:
        if messages and _join(messages[-1], _panel(view, ids)):
            continue
        ids = Ids()
        messages.append([_panel(view, ids)])
    return [_layout(panels) for panels in messages]


def letter(view: View) -> Letter:
    """Draw a view as a plain message."""
    view = _linked(view)
    rows = _rows(view.actions, Ids())
    if len(rows) > PLAIN_ROWS:
        log.error("a letter has %d rows of buttons, %d are shown", len(rows), PLAIN_ROWS)
    drawn = ui.View(timeout=None)
    for at, row in enumerate(rows[:PLAIN_ROWS]):
        for control in row:
            control.row = at
            drawn.add_item(control)
    drawn.stop()
    texts = write(view, CONTENT, "**{}**").texts
    return Letter("\n\n".join(texts) or ELLIPSIS, drawn)


def _join(panels: list[Panel], panel: Panel) -> bool:
    """Put a panel below others if nothing of any of them is lost by it."""
    together = [*panels, panel]
    fits = (
        all(each.whole for each in together)
        and sum(each.size for each in together) <= COMPONENTS
        and sum(each.written.weight for each in together) <= TEXT
    )
    if fits:
        panels.append(panel)
    return fits


def _panel(view: View, ids: Ids) -> Panel:
    view = _linked(view)
    rows = _rows(view.actions, ids)
    kept = _kept(rows, COMPONENTS - 2)
    if len(kept) < len(rows):
        log.error("a view has %d rows of buttons, %d are shown", len(rows), len(kept))
    written = write(view, TEXT, "### {}")
    texts = _merged(written.texts, COMPONENTS - 1 - _count(kept))
    whole = not written.cut and len(kept) == len(rows)
    return Panel(replace(written, texts=texts), kept, ACCENTS[view.accent], whole)


def _layout(panels: Sequence[Panel]) -> ui.LayoutView:
    drawn = ui.LayoutView(timeout=None)
    for panel in panels:
        box: ui.Container[Any] = ui.Container(accent_colour=panel.accent)
        for text in panel.written.texts or (() if panel.rows else (ELLIPSIS,)):
            box.add_item(ui.TextDisplay(text))
        for row in panel.rows:
            box.add_item(ui.ActionRow(*row))
        drawn.add_item(box)
    drawn.stop()
    return drawn


def _count(rows: Sequence[Row]) -> int:
    return sum(1 + len(row) for row in rows)


def _kept(rows: Sequence[Row], room: int) -> list[Row]:
    """The first rows, as many as there is room for."""
    return [row for at, row in enumerate(rows) if _count(rows[: at + 1]) <= room]


def _merged(texts: tuple[str, ...], most: int) -> tuple[str, ...]:
    """As many texts as there is room for; the last takes in those that are left."""
    if len(texts) <= most:
        return texts
    return (*texts[: most - 1], "\n".join(texts[most - 1 :]))


def _linked(view: View) -> View:
    """Addresses that are too long for a button become links in the text."""
    links = [each for each in view.actions if isinstance(each, Open) and len(each.url) > BUTTON_URL]
    if not links:
        return view
    lines = tuple(Small((Link(each.label, each.url),)) for each in links)
    actions = tuple(each for each in view.actions if each not in links)
    return replace(view, blocks=view.blocks + lines, actions=actions)


def _rows(actions: Sequence[Action], ids: Ids) -> list[Row]:
    """Buttons five to a row in their order, each select on its own."""
    rows: list[Row] = []
    joinable = False
    for action in actions:
        control = _control(action, ids)
        if control is None:
            continue
        if joinable and len(rows[-1]) < BUTTONS and not isinstance(action, Pick | Quiz):
            rows[-1].append(control)
        else:
            rows.append([control])
        joinable = not isinstance(action, Pick | Quiz)
    return rows


def _control(action: Action, ids: Ids) -> Control | None:
    match action:
        case Press():
            return _button(action.label, action.style, ids.button(encode(action.command)))
        case Fill():
            return _button(action.label, action.style, ids.button(encode_fill(action.form, action.given, action.asks)))
        case Open(label, url):
            return ui.Button(label=shortened(label, LABEL) or ELLIPSIS, url=url) if is_address(url) else None
        case Pick(placeholder, options) | Quiz(placeholder, options):
            lines = [_line(option, ids) for option in options[:OPTIONS]]
            text = shortened(placeholder, PLACEHOLDER) or None
            return ui.Select(custom_id=ids.select(), placeholder=text, options=lines) if lines else None


def _button(label: str, style: Style, custom_id: str) -> ui.Button[Any]:
    return ui.Button(label=shortened(label, LABEL) or ELLIPSIS, style=STYLES[style], custom_id=custom_id)


def _line(option: Option, ids: Ids) -> discord.SelectOption:
    return discord.SelectOption(
        label=shortened(option.label, LINE) or ELLIPSIS,
        value=ids.option(encode(option.command)),
        description=shortened(option.about, LINE) or None,
    )
