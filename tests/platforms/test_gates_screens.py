"""Every screen of a project and of a phase's end, on both platforms, within their specifications and limits."""

from collections.abc import Sequence

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import (
    Command,
    History,
    Join,
    LeavePhase,
    LookBack,
    Milestones,
    SeeMilestone,
    Settings,
    Ship,
    ShorterPath,
    ShowGround,
    Today,
    WriteReady,
    WriteReview,
)
from bot.app.said import Refused, WentWrong
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.curriculum_file import built_in, load
from bot.platforms.discord.render import layouts
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.storage.store import Store
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import View
from tests.app.scenes import SIGNAL, TEXT, closes
from tests.databases import SQLITE
from tests.fakes.discord import spec
from tests.fakes.discord.contents import composed
from tests.fakes.discord.shapes import Flag
from tests.fakes.telegram.markup import parse_html
from tests.platforms.reading import CHINESE, LATIN, longest
from tests.platforms.test_reading_screens import on_discord, on_telegram
from tests.world import Person, StoppedClock

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)  # the screens are the same on both
HERE = Spot("pacekeeper_bot", group=False)
LINK = "https://example.org/" + "a" * 280
NOTE = "What I learned is " + "x" * 480


async def screens(person: Person, asked: Sequence[Command]) -> list[View]:
    """What somebody sees, the main answer and what stands beside it."""
    views = []
    for ask in asked:
        answer = await person.says(ask)
        assert not isinstance(answer.said, WentWrong)
        views += [present(said, Text()) for said in (answer.said, *answer.asides)]
    return views


def drawn(view: View) -> None:
    """One that takes another's place is one message on both; any other may take several."""
    if view.in_place:
        on_discord(view)
        on_telegram(view)
        return
    for layout in layouts([view]):
        components = layout.to_components()  # type: ignore[no-untyped-call]  # the library's
        body = {"components": components, "flags": int(Flag.COMPONENTS_V2)}
        composed(body)
        if spec.available():
            assert spec.problems("POST", "/channels/{channel_id}/messages", body) == []
    for page in draw(view, HERE).pages:
        text, _ = parse_html(page)
        assert len(text.encode("utf-16-le")) // 2 <= 4096


async def walked(app: App, curriculum: Curriculum) -> list[View]:
    """Every screen of the first phase's project, of its end, of showing a later one, of the look back."""
    ana = Person(app, "101", "Ana")
    await ana.says(Join(zone="UTC"))
    first, second, *_ = curriculum.phases
    last = curriculum.phases[-1].weeks[-1].number
    views = await screens(ana, [Milestones(), LeavePhase(first.id), Settings(week=last), WriteReview(), Today()])
    if first.accelerated:
        views += await screens(ana, [ShorterPath(), ShorterPath("take"), Today(), WriteReview(), ShorterPath("leave")])
    await ana.says(Settings(week=first.weeks[-1].number))
    await closes(ana)
    views += await screens(ana, [Today(), Milestones(), SeeMilestone(first.project.milestones[0].id)])
    for step in first.project.milestones:
        views += await screens(ana, [Ship(step.id, LINK, NOTE)])
    views += await screens(ana, [Today(), SeeMilestone(first.project.milestones[0].id), History(), LookBack()])
    views += await screens(ana, [WriteReady(first.id, (SIGNAL * 20)[:1500]), Milestones(1), LeavePhase(first.id)])
    views += await screens(ana, [ShowGround(second.id, TEXT, LINK, NOTE), Settings(week=last)])
    return views


async def test_every_screen_of_the_built_in_curriculum_fits(store: Store, clock: StoppedClock) -> None:
    """R14: the project with its steps, the gate, the refusal to skip, the shorter path, the receipts, the look back."""
    whole = load(built_in())
    views = await walked(App(store, Shelf(whole), clock, remember=remember, recall=recall), whole)
    assert len(views) > 20
    for view in views:
        drawn(view)


@pytest.mark.parametrize("sign", [LATIN, CHINESE], ids=["latin", "chinese"])
async def test_the_longest_texts_fit(store: Store, clock: StoppedClock, sign: str) -> None:
    """Every text as long as the check lets through, in letters of one and of three bytes."""
    long = longest(sign)
    for view in await walked(App(store, Shelf(long), clock, remember=remember, recall=recall), long):
        drawn(view)


async def test_the_refusals_are_one_sentence(store: Store, clock: StoppedClock) -> None:
    """Section 4: what is wrong and what would work, and nothing else."""
    whole = load(built_in())
    ana = Person(App(store, Shelf(whole), clock, remember=remember, recall=recall), "101", "Ana")
    await ana.says(Join(zone="UTC"))
    step = whole.phases[0].project.milestones[0].id
    for ask in (Ship(step), Ship(step, "http://example.org"), Ship("p6m1", LINK)):
        said = (await ana.says(ask)).said
        assert isinstance(said, Refused)
        view = present(said, Text())
        assert not view.blocks
        drawn(view)
