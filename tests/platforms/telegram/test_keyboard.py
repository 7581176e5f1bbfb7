"""Buttons: what each carries, how they stand in rows, and where they lead from a group."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.app import commands as c
from bot.platforms.telegram.keyboard import Spot, keyboard
from bot.ui.codec import decode, decode_fill
from bot.ui.view import Action, Fill, Open, Option, Pick, Press

PRIVATE = Spot("pacekeeper_bot", group=False)
GROUP = Spot("pacekeeper_bot", group=True)


def rows(*actions: Action, spot: Spot = PRIVATE) -> list[list[InlineKeyboardButton]]:
    """The keyboard's rows."""
    drawn = keyboard(actions, spot)
    assert isinstance(drawn, InlineKeyboardMarkup)
    return [list(row) for row in drawn.inline_keyboard]


def labels(*actions: Action, spot: Spot = PRIVATE) -> list[list[str]]:
    """The keyboard's labels."""
    return [[button.text for button in row] for row in rows(*actions, spot=spot)]


def only(action: Action, spot: Spot) -> InlineKeyboardButton:
    """The one button."""
    ((button,),) = rows(action, spot=spot)
    return button


def test_a_press_carries_its_command() -> None:
    """D4: a payload, decoded in any later process."""
    assert decode(str(only(Press("Log", c.LogFlow(30)), PRIVATE).callback_data)) == c.LogFlow(30)


def test_a_fill_carries_what_it_asks() -> None:
    """In private it starts the questions with what is given."""
    button = only(Fill("Edit", c.EditLog, {"log": 5}, ("minutes",)), PRIVATE)
    filling = decode_fill(str(button.callback_data))
    assert (filling.form, filling.given, filling.asks) == (c.EditLog, {"log": 5}, ("minutes",))


def test_in_a_group_a_fill_leads_to_the_private_chat() -> None:
    """Nothing private is asked for in a group."""
    button = only(Fill("Check in", c.WriteCheckin), GROUP)
    assert (button.url, button.callback_data) == ("https://t.me/pacekeeper_bot?start=c_checkin", None)


def test_in_a_group_joining_goes_through_its_link() -> None:
    """Joining finishes in private; without a link the app has to be asked for one first."""
    linked = only(Press("Join", c.Join(link="1-ab_cd")), GROUP)
    assert linked.url == "https://t.me/pacekeeper_bot?start=g1-ab_cd"
    assert decode(str(only(Press("Join", c.Join()), GROUP).callback_data)) == c.Join()


def test_a_facilitators_form_stays_in_the_group() -> None:
    """The group's own settings belong where the group is."""
    assert only(Fill("Change", c.Setup, {}, ("zone",)), GROUP).url is None


def test_an_unusable_link_loses_its_button_not_the_message() -> None:
    """Telegram refuses the whole message for one bad address."""
    assert keyboard((Open("x", "tg://user?id=1"), Open("y", "https://no host")), PRIVATE) is None
    assert only(Open("Book", "https://example.org/book"), PRIVATE).url == "https://example.org/book"


def test_styles_are_telegrams() -> None:
    """The main button is coloured, a dangerous one red."""
    buttons = [only(Press("x", c.Today(), style), PRIVATE).style for style in ("plain", "main", "danger")]
    assert buttons == [None, "primary", "danger"]


def test_short_labels_share_a_row() -> None:
    """A phone shows three short labels beside each other, two middling ones, one long."""
    short, middling, long = "Undo", "The whole week", "Join without any daily prompt"
    assert labels(*(Press(name, c.Today()) for name in (short, short, short, short))) == [[short] * 3, [short]]
    assert labels(*(Press(name, c.Today()) for name in (short, middling, middling))) == [[short, middling], [middling]]
    assert labels(*(Press(name, c.Today()) for name in (short, long, short))) == [[short], [long], [short]]


def test_a_pick_stands_in_even_columns() -> None:
    """1 to 3 columns by the longest label."""
    zones = [Option(name, c.JoinNow(prompts=False, zone=name)) for name in ("UTC", "Asia/Tokyo", "Europe/Oslo", "GMT")]
    assert [len(row) for row in rows(Pick("Zone", tuple(zones)))] == [3, 1]
    wide = Option("America/Argentina", c.JoinNow(prompts=False, zone="UTC"))
    assert [len(row) for row in rows(Pick("Zone", (*zones, wide)))] == [2, 2, 1]
    widest = Option("America/Argentina/Buenos Aires", c.JoinNow(prompts=False, zone="UTC"))
    assert [len(row) for row in rows(Pick("Zone", (*zones, widest)))] == [1] * 5


def test_a_pick_stands_where_it_was_put() -> None:
    """Other buttons keep their places before and after it."""
    pick = Pick("Zone", (Option("UTC", c.JoinNow(prompts=False, zone="UTC")),))
    assert labels(Press("A", c.Today()), pick, Press("B", c.Today())) == [["A"], ["UTC"], ["B"]]


def test_there_are_at_most_a_hundred_buttons() -> None:
    """Telegram's limit of a keyboard: the last ones are left out."""
    pick = Pick("Page", tuple(Option(str(n), c.History(n)) for n in range(25)))
    assert sum(map(len, rows(*[pick] * 5))) == 100


def test_labels_are_one_short_line() -> None:
    """A blank label is refused by Telegram, a long one cut by phones."""
    assert labels(Press(" \n ", c.Today()), Press("a\nb", c.Today()), Press("x" * 99, c.Today())) == [
        ["…", "a b"],
        ["x" * 63 + "…"],
    ]
