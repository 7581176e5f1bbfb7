"""A learner reads in `/rest` and `/history` what their groups have off: it silences prompts and holds the run (R15)."""

from datetime import date

import pytest

from bot.app.app import App
from bot.app.commands import History, Rest, Season
from bot.app.said import HistoryShown, RestShown, SeasonOff
from bot.core.people import Group
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Say
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import OTHER_PLACE, member
from tests.world import PLACE, Person, founded

pytestmark = mostly_embedded


@pytest.fixture
async def group(host: Person) -> Group:
    """Its chat is called Study club."""
    return await founded(host)


def lines(said: RestShown | HistoryShown) -> str:
    """The paragraphs of an answer."""
    return "\n".join(words(it.text) for it in present(said, Text()).blocks if isinstance(it, Say))


def buttons(said: RestShown | HistoryShown) -> list[str]:
    """What can be pressed under an answer."""
    return [repr(it) for it in present(said, Text()).actions]


async def test_a_season_that_stands_and_one_ahead_are_told_without_a_button(
    app: App, host: Person, group: Group
) -> None:
    """R15, R21: what holds the run explains itself; only facilitators take it back, in the group."""
    anna = await member(app, 1, group)
    before = [buttons(await anna.hears(RestShown, Rest())), buttons(await anna.hears(HistoryShown, History()))]
    await host.says(Season("2026-03-01", "2026-03-08", "Exams"), PLACE)
    await host.says(Season("2026-04-03", "2026-04-06", "Easter"), PLACE)
    rest, history = await anna.hears(RestShown, Rest()), await anna.hears(HistoryShown, History())
    assert rest.seasons == history.seasons
    for said in (rest, history):
        assert "Exams, your group's season, until Sunday 8 March" in lines(said)
        assert "Easter, your group's season, Friday 3 April to Monday 6 April" in lines(said)
    assert [buttons(rest), buttons(history)] == before


async def test_it_is_gone_once_it_is_over_or_where_the_learner_is_no_member(
    app: App, host: Person, group: Group, anna: Person, life: Life
) -> None:
    """Only what stands now or ahead, of one's own groups."""
    await member(app, 1, group)
    await anna.joins()
    await host.says(Season("2026-03-02", "2026-03-03", "Exams"), PLACE)
    assert (await anna.hears(RestShown, Rest())).seasons == ()
    ben = await member(app, 2, group)
    assert len((await ben.hears(RestShown, Rest())).seasons) == 1
    await life.until("2026-03-04 12:00")
    assert (await ben.hears(RestShown, Rest())).seasons == ()


async def test_seasons_of_two_groups_name_theirs(app: App, host: Person, group: Group) -> None:
    """Section 1: a learner may be in several groups."""
    await founded(host, OTHER_PLACE)
    anna = await member(app, 1, group)
    await anna.joins(place=OTHER_PLACE)
    await host.says(Season("2026-03-02", "2026-03-03", "Exams"), PLACE)
    await host.says(Season("2026-03-05", "2026-03-05", "A trip"), OTHER_PLACE)
    shown = await anna.hears(RestShown, Rest())
    assert SeasonOff("A trip", "Study club", date(2026, 3, 5), date(2026, 3, 5)) in shown.seasons
