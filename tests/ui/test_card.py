"""The card as it reads and how it always fits into one message, on both platforms."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app.commands import JoinFocus, Kudos, LogFlow, RestNow, Today
from bot.app.said import Card, Digest, Focusing, SharedItem
from bot.platforms.discord.render import COMPONENTS, TEXT, layouts
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.screens.openers import OPENERS, opener
from bot.ui.text import Text
from bot.ui.view import Fill, Press, Say, Small, View

MONDAY = date(2026, 3, 2)
HOSTILE = ["A" * 80, "*" * 80, "🦉" * 80, "@everyone <@1> " * 5, "[x](https://e.org)" * 4, "\u202e" * 80]


def shown(card: Card) -> View:
    return present(card, Text())


def text_of(view: View) -> str:
    return "\n".join(words(block.text) for block in view.blocks if isinstance(block, Say | Small))


def a_card(name: str, kind: str = "fresh", **more: object) -> Card:
    """As full as a card can be."""
    shares = tuple(SharedItem(at, name, "review", 46, (name * 5)[:160]) for at in range(6))
    lines = tuple((name, 46) for _ in range(30))
    projects = tuple((name, "T" * 100) for _ in range(30))
    names = (name,) * 30
    digest = Digest(MONDAY, 10**6, 10**5, 3000, lines, 900, names, projects, 2000, 900, 500, shares, 90, 10**5)
    values = {"week_minutes": 10**6, "week_kept": 2000, "season": name[:60], "season_until": MONDAY} | more
    values["focusing"] = Focusing(names, 900, datetime(2026, 3, 2, 10, tzinfo=UTC), "UTC")
    return Card("Owls", 1, MONDAY, kind, False, names, 3000, 10**6, 900, digest, "1-abcdefghijkl", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("closed", [False, True])
def test_the_fullest_card_is_one_whole_message_on_both_platforms(name: str, closed: bool) -> None:
    """R24: it is edited in place, so it can be neither two messages nor cut."""
    card = a_card(name)
    view = shown(Card(**{**{f: getattr(card, f) for f in Card.__slots__}, "closed": closed}))
    pages = draw(view, Spot("bot", group=True)).pages
    assert len(pages) == 1
    (layout,) = layouts([view])
    texts = [item.content for item in layout.walk_children() if hasattr(item, "content")]
    assert sum(map(len, texts)) <= TEXT
    assert layout.total_children_count <= COMPONENTS
    assert not any(text.endswith("…\n") for text in texts)


def test_an_open_card_has_its_buttons_and_a_closed_one_none() -> None:
    """Issue 5, 2: log it as done, log, see the next flow, focus, rest, join; a closed card says so."""
    card = Card("Owls", 1, MONDAY + timedelta(days=1), "day", False, (), 0, None, 0, None, "1-abcdefghijkl")
    actions = shown(card).actions
    assert [it.label for it in actions if isinstance(it, Press | Fill)] == [
        "Flow done",
        "Log a flow",
        "My next flow",
        "Focus with others",
        "Rest today",
        "Join",
    ]
    done = actions[0]
    assert isinstance(done, Fill)
    assert (done.form, done.given, "minutes" in done.asks) == (LogFlow, {"done": True}, True)
    assert [it.command for it in actions if isinstance(it, Press)][:3] == [Today(), JoinFocus(1), RestNow("today")]
    closed = shown(Card("Owls", 1, MONDAY, "day", True, (), 0, None, 0, None, "1-abcdefghijkl"))
    assert closed.actions == ()
    assert "This day is closed" in text_of(closed)


def test_the_card_tells_the_week_only_where_it_may() -> None:
    """R22, R23: sums from three up; weeks kept, never how many were not."""
    card = Card("Owls", 1, MONDAY, "day", False, (), 0, None, 0, None, "1-abcdefghijkl", studied=False)
    assert "This week" not in text_of(shown(card))
    told = Card("Owls", 1, MONDAY, "day", False, (), 5, 60, 0, None, "1-x", week_minutes=120, week_kept=2)
    assert "This week together: 2 h, 2 weeks kept." in text_of(shown(told))


def test_a_groups_question_is_another_one_each_week_until_all_were_asked() -> None:
    """Issue 5, 3: deterministic by group and week."""
    asked = [words(opener(7, MONDAY + timedelta(weeks=at), Text())) for at in range(len(OPENERS))]
    assert len(set(asked)) == len(OPENERS)
    assert words(opener(7, MONDAY, Text())) == asked[0]


WON = Digest(MONDAY, 600, 9, 4, (("Ana", 3),), 0, ())


@pytest.mark.parametrize(
    ("digest", "offered"),
    [
        (WON, True),
        (replace(WON, finished=()), False),
        (replace(WON, finished=(), finished_unlisted=1), True),
        (replace(WON, finished=(), back=("Bo",)), True),
        (replace(WON, finished=(), projects=(("Bo", "A loaf"),)), True),
        (replace(WON, finished=(), shipped=2), True),
        (replace(WON, finished=(), shares=(SharedItem(1, "", "well", 0, "All"),)), True),
        (None, False),
    ],
)
def test_wins_of_a_digest_can_be_cheered_by_one_press(digest: Digest | None, offered: bool) -> None:
    """Issue 5: a button of its own, for shared wins alone; it says which group and week it is for."""
    card = Card("Owls", 7, MONDAY + timedelta(days=7), "fresh", False, (), 0, None, 0, digest, "1-abcdefghijkl")
    found = [it.command for it in shown(card).actions if isinstance(it, Press) and isinstance(it.command, Kudos)]
    assert found == ([Kudos(7, "2026-03-02")] if offered else [])


@pytest.mark.parametrize(("kudos", "line"), [(0, None), (1, "👏 1"), (7, "👏 7"), (None, "👏")])
@pytest.mark.parametrize("closed", [False, True])
def test_the_card_tells_how_many_cheered_and_never_who(kudos: int | None, line: str | None, closed: bool) -> None:
    """R22, R23: also when it is closed; of two members no number."""
    digest = replace(WON, kudos=kudos)
    card = Card("Owls", 7, MONDAY + timedelta(days=7), "fresh", closed, (), 0, None, 0, digest, "1-abcdefghijkl")
    lines = text_of(shown(card)).splitlines()
    assert [it for it in lines if "👏" in it] == ([line] if line else [])
