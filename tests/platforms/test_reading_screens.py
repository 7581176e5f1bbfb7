"""Every screen of every week, on both platforms, against both specifications and the card of limits."""

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from telegram import InlineKeyboardMarkup

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.curriculum_file import built_in, load
from bot.platforms.discord.render import layouts
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.storage.store import Store
from bot.ui.codec import decode, encode
from bot.ui.view import Pick, Press, View
from tests.databases import SQLITE
from tests.fakes.discord import spec
from tests.fakes.discord.contents import composed
from tests.fakes.discord.shapes import Flag
from tests.fakes.telegram.keyboard import inline_markup
from tests.fakes.telegram.markup import parse_html
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.spec import Spec
from tests.platforms.reading import CHINESE, EMOJI, LATIN, MARKUP, every_screen, longest, requests_in
from tests.world import StoppedClock

CREATE = "/channels/{channel_id}/messages"
EDIT = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
HERE = Spot("pacekeeper_bot", group=False)
CUT = "…"

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)  # the screens are the same on both


@pytest.fixture(scope="session")
def whole_way() -> Curriculum:
    """The 46 weeks."""
    return load(built_in())


@pytest.fixture
def read(store: Store, clock: StoppedClock) -> Callable[[Shelf], Any]:
    """Read everything that stands on a shelf."""

    async def all_of(shelf: Shelf) -> list[View]:
        app = App(store, shelf, clock, remember=remember, recall=recall)
        return [view for _, view in await every_screen(app, shelf)]

    return all_of


def on_discord(view: View, *, thorough: bool = True) -> str:
    """Draw a screen as one message and check it; returns what can be read in it."""
    (layout,) = layouts([view])
    components = layout.to_components()  # type: ignore[no-untyped-call]  # the library's
    body = {"components": components, "flags": int(Flag.COMPONENTS_V2)}
    composed(body)  # the limits that the specification does not hold: 40 components, 4,000 characters, unique ids
    if thorough and spec.available():
        assert spec.problems("POST", CREATE, body) == []
        assert spec.problems("PATCH", EDIT, {"components": body["components"]}) == []
    texts = [each["content"] for each in every(body["components"]) if each["type"] == 10]
    assert sum(map(len, texts)) <= 4000
    assert len("".join(texts).encode()) <= 10_170
    return "\n".join(texts)


def every(components: list[Any]) -> list[Any]:
    """All components, nested ones too."""
    return list(chain.from_iterable([each, *every(each.get("components", []))] for each in components))


def on_telegram(view: View) -> str:
    """Draw a screen as one message with its keyboard and check it; returns what can be read in it."""
    (page,) = draw(view, HERE).pages  # one message: it takes the place of the one that was pressed
    text, entities = parse_html(page)
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    assert len(entities) <= 100
    markup = draw(view, HERE).markup
    params: dict[str, Any] = {"chat_id": 1, "text": page, "parse_mode": "HTML"}
    if markup is not None:
        assert isinstance(markup, InlineKeyboardMarkup)
        params["reply_markup"] = markup.to_dict()
        assert inline_markup(params["reply_markup"], private=True)
        assert all(len(row) <= 8 for row in markup.inline_keyboard)
        assert sum(map(len, markup.inline_keyboard)) <= 100
    if described := Spec.load():
        assert described.complaints("sendMessage", Ask(params)) == []
        assert described.complaints("editMessageText", Ask({**params, "message_id": 2})) == []
    return text


def commands_of(view: View) -> list[str]:
    """What the buttons and options of a screen ask for."""
    pressed = [each.command for each in view.actions if isinstance(each, Press)]
    picked = [option.command for each in view.actions if isinstance(each, Pick) for option in each.options]
    return [encode(each) for each in (*pressed, *picked)]


async def test_every_screen_of_the_built_in_curriculum_is_whole_on_both(
    read: Callable[[Shelf], Any], whole_way: Curriculum
) -> None:
    """Issue 3, point 5: all 46 weeks, each day, help, phases, projects, questions; nothing is cut off."""
    views = await read(Shelf(whole_way))
    assert len(views) > 46 * 7
    for view in views:
        for text in (on_discord(view), on_telegram(view)):
            assert CUT not in text
        assert view.in_place


async def test_every_button_leads_to_a_screen_that_was_drawn(
    read: Callable[[Shelf], Any], whole_way: Curriculum
) -> None:
    """No press leads nowhere, and every screen can be reached by presses from the first."""
    shelf = Shelf(whole_way)
    views = await read(shelf)
    for view in views:
        assert all(decode(payload) for payload in commands_of(view))
        assert any(isinstance(each, Press) for each in view.actions)


@pytest.mark.parametrize("sign", [pytest.param(LATIN, marks=pytest.mark.slow), CHINESE], ids=["latin", "chinese"])
async def test_the_longest_texts_that_the_check_lets_through_are_whole(read: Callable[[Shelf], Any], sign: str) -> None:
    """Issue 3, point 5: within all limits, and nothing of it is lost, in letters of one and of three bytes."""
    for at, view in enumerate(await read(Shelf(longest(sign)))):
        for text in (on_discord(view, thorough=at % 5 == 0), on_telegram(view)):
            assert CUT not in text


@pytest.mark.parametrize("sign", [MARKUP, pytest.param(EMOJI, marks=pytest.mark.slow)], ids=["markup", "emoji"])
async def test_texts_of_markup_and_emoji_alone_stay_within_the_limits(read: Callable[[Shelf], Any], sign: str) -> None:
    """Each sign of markup is escaped and so counts twice; then something may give way, never the message."""
    for at, view in enumerate(await read(Shelf(longest(sign, phases=3)))):
        on_discord(view, thorough=at % 9 == 0)
        for page in draw(view, HERE).pages:
            text, _ = parse_html(page)
            assert len(text.encode("utf-16-le")) // 2 <= 4096


async def test_another_curriculum_is_read_beside_ones_own(
    read: Callable[[Shelf], Any], curriculum: Curriculum, whole_way: Curriculum
) -> None:
    """Every button of its screens stays in it, but for those that lead to another or to one's own work."""
    shelf = Shelf(curriculum, whole_way)
    own, other = shelf.volumes
    views = (await read(shelf))[len(list(requests_in(own, shelf))) :]
    assert len(views) > 46 * 7
    for view in views:
        on_telegram(view)
        on_discord(view, thorough=False)
        reading = [each for each in commands_of(view) if each.split(":")[1] in ("wk", "cu", "fq")]
        assert [each for each in reading if other.ref not in each and own.ref not in each] == []
