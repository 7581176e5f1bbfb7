"""Actions as an inline keyboard, in rows that a phone can show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.app.commands import Join
from bot.platforms.telegram.links import command_payload, deep_link, join_payload
from bot.platforms.telegram.spans import clean, is_address
from bot.ui.codec import encode, encode_fill
from bot.ui.view import Action, Fill, Open, Option, Pick, Press, Quiz, Style

BUTTONS = 100
LABEL = 64
ROOM = {1: LABEL, 2: 18, 3: 11, 4: 7, 5: 5, 6: 4, 7: 3, 8: 3}
"""The longest label where so many buttons share a row; 8 is Telegram's limit of a row."""
COLUMNS = 3

_STYLES: dict[Style, str | None] = {"plain": None, "main": "primary", "danger": "danger"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message is shown: by which bot, and whether a group reads it."""

    bot: str
    group: bool


def keyboard(actions: Sequence[Action], spot: Spot) -> InlineKeyboardMarkup | None:
    """Draw the buttons; None if there are none. What goes beyond Telegram's 100 is left out."""
    rows: list[list[InlineKeyboardButton]] = []
    loose: list[InlineKeyboardButton] = []
    asked = False
    for action in actions:
        if isinstance(action, Pick | Quiz):
            # The question of the first stands above the buttons; whose options come later say what they are for.
            options = _told(action) if asked else action.options
            rows += [*in_rows(loose), *_picked(options, spot)]
            loose, asked = [], True
        elif button := _button(action, spot):
            loose.append(button)
    return markup([*rows, *in_rows(loose)])


def markup(rows: Sequence[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """Rows as a keyboard, up to 100 buttons; None for no button."""
    left, kept = BUTTONS, []
    for row in rows:
        if fitting := row[:left]:
            kept.append(fitting)
            left -= len(fitting)
    return InlineKeyboardMarkup(kept) if kept else None


def in_rows(buttons: Sequence[InlineKeyboardButton], most: int = COLUMNS) -> Iterator[list[InlineKeyboardButton]]:
    """Lay buttons out in their order, as many in a row as their labels allow."""
    row: list[InlineKeyboardButton] = []
    for button in buttons:
        wider = [*row, button]
        if len(wider) > most or max(len(each.text) for each in wider) > ROOM[len(wider)]:
            yield row
            wider = [button]
        row = wider
    if row:
        yield row


def label(text: str) -> str:
    """A label that Telegram takes: one line, not blank, not too long."""
    line = " ".join(clean(text).split()) or "…"
    return line if len(line) <= LABEL else f"{line[: LABEL - 1]}…"


def _picked(options: Sequence[Option], spot: Spot) -> Iterator[list[InlineKeyboardButton]]:
    """The options of a pick, in columns of one width; short ones in rows as even as can be."""
    buttons = [_option(option, spot) for option in options]
    longest = max((len(button.text) for button in buttons), default=0)
    most = max(ROOM) if all(option.short for option in options) else COLUMNS
    columns = next((count for count in range(most, 0, -1) if longest <= ROOM[count]), 1)
    if most > COLUMNS and buttons:
        columns = -(-len(buttons) // -(-len(buttons) // columns))
    for at in range(0, len(buttons), columns):
        yield buttons[at : at + columns]


def _told(pick: Pick | Quiz) -> tuple[Option, ...]:
    return tuple(Option(f"{pick.placeholder}: {option.label}", option.command) for option in pick.options)


def _option(option: Option, spot: Spot) -> InlineKeyboardButton:
    text = option.short or option.label
    return _pressed(text, Press(text, option.command), spot)


def _button(action: Press | Fill | Open, spot: Spot) -> InlineKeyboardButton | None:
    """One button; None for a link that Telegram would refuse together with the whole message."""
    match action:
        case Press(text):
            return _pressed(text, action, spot)
        case Fill(text, form, given, asks, style):
            if spot.group and form.name and not form.facilitator:  # private text is never asked for in public
                return _linked(text, deep_link(spot.bot, command_payload(form)), style)
            return InlineKeyboardButton(label(text), callback_data=encode_fill(form, given, asks), style=_STYLES[style])
        case Open(text, url):
            return _linked(text, url, "plain") if is_address(url) else None


def _pressed(text: str, press: Press, spot: Spot) -> InlineKeyboardButton:
    if spot.group and isinstance(press.command, Join) and press.command.link:  # joining finishes in private
        return _linked(text, deep_link(spot.bot, join_payload(press.command.link)), press.style)
    return InlineKeyboardButton(label(text), callback_data=encode(press.command), style=_STYLES[press.style])


def _linked(text: str, url: str, style: Style) -> InlineKeyboardButton:
    return InlineKeyboardButton(label(text), url=url, style=_STYLES[style])
