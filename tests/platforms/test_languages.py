"""What a learner and a group meet, in every language, within the limits of both platforms."""

import pytest

from bot.app import commands as c
from bot.app.app import App
from bot.app.commands import COMMANDS, Command
from bot.app.said import Refused, Said
from bot.core.languages import LANGUAGES
from bot.platforms.discord.modal import modal_for
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import ALERT, alert, draw
from bot.platforms.telegram.spans import weight
from bot.ui.forms import form_of
from bot.ui.present import present
from bot.ui.text import Text, text_in
from bot.ui.view import Fill, Press, View
from tests.app.scenes import TEXT
from tests.databases import SQLITE
from tests.platforms.test_reading_screens import on_discord, on_telegram
from tests.world import PLACE, Person

LABEL = 64  # characters of a button on Telegram; Discord has 80
ACTS: tuple[Command, ...] = (
    *(c.Today(), c.LogFlow(30, "a note"), c.LogFlow(2000), c.LogFlow(50, when="yesterday"), c.LogFlow(5, when="soon")),
    *(c.History(), c.UndoLast(), c.Progress(), c.StartFocus(25), c.Settings(), c.Stuck(), c.Help()),
    *(c.Settings(hour=None, prompts=True, language="Deutsch"), c.Settings(week=99), c.Settings(quiet="never")),
    *(c.WriteCheckin("well", "rain", "tea", "sit down", 4), c.WriteReview(TEXT), c.Recall(), c.Milestones()),
    *(c.Rest("today"), c.Rest("today", "Sunday"), c.Privacy(), c.Leave(), c.Portfolio(), c.Link()),
    *(c.Faq(), c.ShowWeek(), c.ShowCurriculum(), c.Export(), c.Forget(), c.LookBack(), c.Leaderboard()),
)

pytestmark = [
    pytest.mark.parametrize("engine", [SQLITE], indirect=True),  # the screens are the same on both
    pytest.mark.parametrize("tag", LANGUAGES),
]


async def everything(app: App, host: Person, anna: Person) -> list[Said]:
    """What is said to a stranger, to a facilitator, and to a learner in a group."""
    found = [await anna.says(c.Today()), await anna.says(c.Join()), await host.says(c.Setup(), PLACE)]
    found += [await host.says(c.Setup("UTC", board=True), PLACE), await host.says(c.Setup(hour=None), PLACE)]
    found += [await host.says(c.ManageGroup(), PLACE), await anna.says(c.Join(zone="UTC"), PLACE)]
    for ask in ACTS:
        found += [await anna.says(ask), await anna.says(ask, PLACE)]
    return [said for answer in found for said in (answer.said, *answer.asides)]


def labels(view: View) -> list[str]:
    """What stands on buttons."""
    return [each.label for each in view.actions if isinstance(each, Press | Fill)]


async def test_screens_fit_both_platforms(app: App, host: Person, anna: Person, tag: str) -> None:
    """Section 3: a longer language gives way nowhere: a message stays one, and no button is cut."""
    say, english = text_in(tag), Text()
    for said in await everything(app, host, anna):
        view = present(said, say)
        on_discord(view, thorough=False)
        if (
            len(draw(present(said, english), Spot("pacekeeper_bot", group=False)).pages) == 1
            and draw(view, Spot("pacekeeper_bot", group=False)).poll is None
        ):
            on_telegram(view)
        assert [label for label in labels(view) if len(label) > LABEL] == []


async def test_a_no_fits_into_an_alert_of_telegram(app: App, host: Person, anna: Person, tag: str) -> None:
    """What fits in English fits in every language: 200 characters."""
    for said in await everything(app, host, anna):
        if isinstance(said, Refused) and alert(present(said, Text())) is not None:
            told = alert(present(said, text_in(tag)))
            assert told is not None, said
            assert weight(told.text) <= ALERT


@pytest.mark.parametrize("cls", [cls for cls in COMMANDS if form_of(cls).asks], ids=lambda cls: cls.__name__)
async def test_a_form_is_not_cut(engine: str, tag: str, cls: type[Command]) -> None:
    """A modal's title and labels have 45 characters on Discord."""
    del engine
    asks = [field.name for field in form_of(cls).asks][:5]
    say = text_in(tag)
    shown = str(modal_for(cls, asks, {}, custom_id="x", say=say).to_dict())
    for whole in ("… I will …", "Next week: after …"):
        shown = shown.replace(f"{say.known(whole)}'", "'")
    assert "…'" not in shown
