"""Learners in mid-run on a newer version of their curriculum: by ids, nothing is lost (issue 3, point 4)."""

from pathlib import Path

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import (
    History,
    Join,
    LeavePhase,
    LogFlow,
    MarkDone,
    Milestones,
    Progress,
    Settings,
    Ship,
    Today,
    Undo,
    WriteReady,
)
from bot.app.said import (
    CurriculumChanged,
    DoneMarked,
    HistoryShown,
    Logged,
    MilestonesShown,
    PhaseLeft,
    ProgressShown,
    ReadyKept,
    SettingsShown,
    Shipped,
    TodayShown,
    Undone,
)
from bot.core.editions import Counts
from bot.library import Library
from bot.storage.store import Store
from tests.app.scenes import SIGNAL, Edit, closes, ships
from tests.curriculum_file.changed import GOOD as EXAMPLE
from tests.world import Person, StoppedClock

SHORTER_PATH = EXAMPLE[EXAMPLE.index("    accelerated:") : EXAMPLE.index("\nfaq:")]
GOOD = EXAMPLE.replace(SHORTER_PATH, "")  # it names days that these tests take out


def day(text: str, id_: str) -> str:
    """A day of the file, with all of its lines."""
    start = text.index(f"          - id: {id_}\n")
    return text[start : text.index("minutes:", start)] + text[text.index("minutes:", start) :].split("\n", 1)[0] + "\n"


def without(text: str, id_: str) -> str:
    """The file without a day; a new one at the end of the week keeps the number of days."""
    gone, last = day(text, id_), day(text, f"{id_[:3]}3" if not id_.endswith("3") else f"{id_[:3]}2")
    new = last.replace(last.split("id: ")[1].split("\n")[0], f"{id_[:3]}9").replace("title: ", "title: New, ")
    return text.replace(last, last + new).replace(gone, "")


def version(text: str, number: int) -> str:
    """The file as another version."""
    return text.replace("version: 1", f"version: {number}")


@pytest.fixture
def text() -> str:
    """The file that the library begins with."""
    return GOOD


@pytest.fixture
async def ana(library: Library, edit: Edit, store: Store, clock: StoppedClock) -> Person:
    """A learner on the first version."""
    del edit
    ana = Person(App(store, library.shelf, clock, remember=remember, recall=recall), "101", "Ana")
    await ana.says(Join(zone="UTC"))
    return ana


async def told(person: Person) -> list[CurriculumChanged]:
    """What they hear of their curriculum beside the next flow."""
    answer = await person.says(Today())
    return [it for it in answer.asides if isinstance(it, CurriculumChanged)]


async def test_a_learner_is_told_once_in_one_line(ana: Person, edit: Edit) -> None:
    """At their next act, whatever it is; never again."""
    assert await told(ana) == []
    await edit(version(without(GOOD, "w1d2"), 2))
    (news,) = await told(ana)
    assert (news.title, news.counts, news.stand.number) == ("Bread by hand", Counts(0, 0, 1, 1, 0, 0), 1)
    assert await told(ana) == []


async def test_who_joins_later_hears_nothing_of_it(ana: Person, edit: Edit) -> None:
    """It is no news to them."""
    await edit(version(without(GOOD, "w1d2"), 2))
    ben = Person(ana.app, "102", "Ben")
    joined = await ben.says(Join(zone="UTC"))
    assert not [it for it in joined.asides if isinstance(it, CurriculumChanged)]
    assert await told(ben) == []


async def test_what_nobody_would_notice_is_not_told(ana: Person, edit: Edit) -> None:
    """A recall question in other words, a resource more."""
    await edit(GOOD.replace("How much water does a dough of 500 g", "How much water takes a dough of 500 g"))
    assert await told(ana) == []


async def test_several_versions_are_told_as_one(ana: Person, edit: Edit) -> None:
    """Who was away hears what is different from what they knew, not the history of it."""
    await edit(version(GOOD.replace("title: The poke", "title: Poke"), 2))
    await edit(version(without(GOOD, "w2d1").replace("title: The window", "title: Windows"), 3))
    (news,) = await told(ana)
    assert news.counts == Counts(0, 0, 1, 1, 1, 0)


async def test_new_words_move_nobody(ana: Person, edit: Edit) -> None:
    """curriculum.md, section 2: texts may change under an id and nobody's progress moves."""
    await ana.hears(Logged, LogFlow(30, done=True))
    await edit(GOOD.replace("title: The window", "title: A pane of dough"))
    today = await ana.hears(TodayShown, Today())
    assert today.stand.day is not None
    assert (today.stand.day.id, today.stand.day.title) == ("w1d2", "A pane of dough")


async def test_who_stands_at_a_day_that_is_gone_goes_on_with_the_next(ana: Person, edit: Edit) -> None:
    """R12: nobody is sent back over days that they did."""
    await ana.says(LogFlow(30, done=True))
    await edit(version(without(GOOD, "w1d2"), 2))
    today = await ana.hears(TodayShown, Today())
    assert today.stand.day is not None
    assert today.stand.day.id == "w1d3"


async def test_minutes_and_reviews_stay_where_their_day_or_week_is_gone(ana: Person, edit: Edit) -> None:
    """A learner who studied never loses credit for it: logs, kept numbers and closed weeks stand."""
    await ana.says(LogFlow(90, done=True))
    await closes(ana)
    second = GOOD[GOOD.index("      - id: week-2") : GOOD.index("    project:\n      id: own-bread")]
    for old, new in (("week-2", "week-3"), ("w2d", "w3d"), ("w2q", "w3q")):
        second = second.replace(old, new)
    first = GOOD[GOOD.index("      - id: week-1") : GOOD.index("      - id: week-2")]
    moved = GOOD.replace(first, "").replace("        number: 2", "        number: 1")
    moved = moved.replace("totals:\n  weeks: 2\n  days: 6\n", "")
    await edit(version(moved, 2))
    progress = await ana.hears(ProgressShown, Progress())
    assert progress.stand.week.id == "week-2"
    assert (progress.weeks_closed, progress.weeks_total) == (1, 2)
    assert progress.standing.this_week.logs == 1


async def test_what_was_removed_stays_in_the_history_by_its_name(ana: Person, edit: Edit) -> None:
    """Issue 3, point 4: the history names what is no longer there, and it can still be taken back (R19)."""
    marked = await ana.hears(DoneMarked, MarkDone("w1d1"))
    await edit(version(without(GOOD, "w1d1"), 2))
    history = await ana.hears(HistoryShown, History())
    assert [it.title for it in history.facts if it.what == "done"] == ["One flour, three waters"]
    undone = await ana.hears(Undone, Undo("done", marked.step))
    assert (undone.week_title, undone.already) == ("One flour, three waters", False)


STEPS = GOOD[GOOD.index("        - id: own-notebook") : GOOD.index("      stretch:")]
ONE_MORE = """        - id: own-film
          title: The film
          accept: A film of two minutes that shows the dough from bowl to oven.
"""


async def test_a_milestone_that_is_gone_no_longer_blocks(ana: Person, edit: Edit) -> None:
    """R14: what leaving a phase takes is what the newer version says; what was shipped stays in the history."""
    await edit(version(GOOD.replace(STEPS, STEPS + ONE_MORE), 2))
    for _ in range(2):
        await closes(ana)
    for step in ("own-notebook", "own-plan", "own-two-bakes", "own-recipe"):
        assert not (await ana.hears(Shipped, Ship(step, note="there"))).left
    assert not (await ana.hears(ReadyKept, WriteReady("first-loaves", SIGNAL))).left
    assert (await ana.hears(MilestonesShown, LeavePhase("first-loaves"))).asked
    await edit(version(GOOD, 3))
    today = await ana.hears(TodayShown, Today())
    assert today.stand.gate is not None
    assert (today.stand.spot, today.stand.gate.is_open) == ("project", True)
    assert (await ana.hears(PhaseLeft, LeavePhase("first-loaves"))).next.spot == "finished"


async def test_a_milestone_that_is_new_takes_nobody_back(ana: Person, edit: Edit) -> None:
    """R14: who has left a phase has left it."""
    for _ in range(2):
        await closes(ana)
    last = await ships(ana)
    assert isinstance(last, ReadyKept)
    assert last.next.spot == "finished"
    await edit(version(GOOD.replace(STEPS, STEPS + ONE_MORE), 2))
    assert (await ana.hears(TodayShown, Today())).stand.spot == "finished"
    shown = await ana.hears(MilestonesShown, Milestones())
    assert ([it.id for it in shown.gate.milestones], shown.behind) == (["own-film"], True)


async def test_what_was_shipped_stays_in_the_history_by_its_name(ana: Person, edit: Edit) -> None:
    """curriculum.md, section 2: a milestone that is gone stays in the history, and can be taken back (R19)."""
    await edit(version(GOOD.replace(STEPS, STEPS + ONE_MORE), 2))
    shipped = await ana.hears(Shipped, Ship("own-film", "https://example.org/film"))
    await edit(version(GOOD, 3))
    assert (await ana.refused(Ship("own-film", note="again"))).kind == "outdated"
    (fact,) = (await ana.hears(HistoryShown, History())).facts
    assert (fact.what, fact.title) == ("milestone", "The film")
    undone = await ana.hears(Undone, Undo("milestone", shipped.shipment.id))
    assert (undone.week_title, undone.already) == ("The film", False)
    assert (await ana.hears(HistoryShown, History())).facts == ()


async def test_news_wait_for_who_comes_back_to_a_curriculum(
    ana: Person, edit: Edit, library: Library, tmp_path: Path
) -> None:
    """Who studied something else meanwhile hears what changed when it is their active one again."""
    others = tmp_path / "none"
    others.mkdir()
    (others / "soup.yaml").write_text(
        GOOD.replace("bread-by-hand", "soup").replace("title: Bread by hand", "title: Soup")
    )
    await edit(GOOD)
    await ana.hears(SettingsShown, Settings(curriculum="Soup"))
    await edit(version(without(GOOD, "w1d2"), 2))
    assert await told(ana) == []
    await ana.says(Settings(curriculum="bread-by-hand"))
    assert len(await told(ana)) == 1
    assert library.shelf.first.version == 2
