"""A phase finished: explained week by week, shipped step by step, and on into the next one."""

import asyncio
import re

import pytest

from tests.process.scene import Scene
from tests.process.stories.hero import Hero
from tests.process.stories.small import SECOND_PHASE, two_phases
from tests.process.stories.town import PLATFORMS, Town, plain, town_on

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

VAGUE = "Kneading makes a dough stronger. I am not sure why it does, but it feels different after some ten minutes."
EXPLAINED = (
    "Wet flour holds proteins that join into long strands of gluten. Kneading lays them side by side, so that the "
    "dough stretches to a window instead of tearing."
)
SIGNAL = "I baked at an empty table, and my sister asked why at every step. I stalled once, at the salt."
LINK = "https://example.org/loaves/notebook"


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_phase_is_finished(platform: str, scene: Scene) -> None:
    """R12, R13, R14, R19, R22-R24: two weeks explained, four steps shipped, and the first day of the next phase."""
    file = scene.folder / "bread.yaml"
    await asyncio.to_thread(file.write_text, two_phases(), "utf-8")
    town = await town_on(platform, scene, CURRICULUM=str(file))
    ana = await town.joined("Ana", prompts=False, listed=True)

    await a_week_with_a_checkpoint(town, ana)
    await asks_to_leave_too_early(ana)
    await explains_early_and_ships(town, ana)
    await leaves_and_comes_back_and_leaves(ana)
    assert "Week 3, day 2 of 3" in (await ana.say("log", minutes="60", done=True)).words

    before = len(await town.unasked())
    await town.time.until("2026-03-16 18:00")
    cards = await town.unasked()
    assert len(cards) == before + 5  # a day each: Wednesday to Friday, Sunday, Monday
    assert "Ana finished the project A bread of your own" in plain(cards[-1])
    await a_first_day_holds_the_place(ana)
    await town.time.passes(minutes=5)
    (card,) = (await town.unasked())[len(cards) - 1 :]
    assert "finished the project" not in card.words
    assert await town.reads("zirbelstube", "gluten", "sister", LINK) == []


async def a_week_with_a_checkpoint(town: Town, ana: Hero) -> None:
    """Three days, a review with something missing, the checkpoint, and the review that closes the week."""
    for day in ("02", "04", "06"):
        await town.time.until(f"2026-03-{day} 18:00")
        receipt = await ana.say("log", minutes="60", done=True)
    assert "Next: tell in your own words what week 1 was about." in plain(receipt)
    due = await ana.press(receipt, "To the review")
    assert "What kneading does to a dough" in due.words
    assert "Is anything missing?" not in due.words  # written from memory, compared afterwards
    written = await ana.fill(due, "Write the review", {"text": VAGUE})
    assert "Compare it with these answers" in written.words
    stays = await ana.press(written, "Something is missing")
    assert "the next day's work is the week's checkpoint" in stays.words

    await town.time.until("2026-03-07 18:00")
    checkpoint = await ana.say("today")
    assert "without a scale, by feel alone" in checkpoint.words
    done = await ana.press(checkpoint, "Checkpoint done")
    due = await ana.press(done, "To the review")
    written = await ana.fill(due, "Write the review", {"text": EXPLAINED})
    closed = await ana.press(written, "Nothing, go on")
    assert "Week 1 is closed" in closed.words
    assert "Week 2, day 1 of 3" in closed.words


async def asks_to_leave_too_early(ana: Hero) -> None:
    """The answer lists exactly what is missing, and the first step can be shipped from it."""
    project = await ana.say("milestone")
    asked = await ana.press(project, "On to phase 2")
    listed = [line for line in asked.words.splitlines() if line.startswith("• ")]
    assert listed == [
        "• the review of week 2",
        *(f"• ship: {title}" for title in ("The notebook", "The plan", "Two bakes", "The recipe")),
        "• the readiness signal, a few sentences on how it went",
    ]
    assert "There is no hurry." in asked.words
    shipped = await ana.fill(asked, "Ship step 1", {"link": LINK, "note": ""})
    assert "Shipped: The notebook" in shipped.words
    assert "1 of 4 steps" in shipped.words


async def explains_early_and_ships(town: Town, ana: Hero) -> None:
    """A week may be explained early; then the project is what comes next, step by step, with notes."""
    await town.time.until("2026-03-10 18:00")
    await ana.say("log", minutes="60", done=True)
    due = await ana.say("review")
    assert "who can explain it owns it" in due.words
    closed = await ana.press(await ana.fill(due, "Write the review", {"text": EXPLAINED}), "Nothing, go on")
    assert "2 open days count as passed over" in closed.words
    assert "The last week of phase 1 is closed" in closed.words
    seen = await ana.say("today")
    for step in (2, 3, 4):
        seen = await ana.fill(seen, f"Ship step {step}", {"link": "", "note": f"zirbelstube {step}"})
        assert f"zirbelstube {step}" in seen.words
    assert "To leave phase 1: the readiness signal." in plain(seen)


async def leaves_and_comes_back_and_leaves(ana: Hero) -> None:
    """The last missing thing leads out of the phase; undone, it can be left again by a press (R19)."""
    project = await ana.say("milestone")
    left = await ana.fill(project, "Readiness signal", {"text": SIGNAL})
    assert "Phase 1 is finished" in left.words
    assert f"Well done: First loaves is behind you, with its project. Now comes {SECOND_PHASE}." in plain(left)
    undone = await ana.press(left, "Undo")
    assert "Taken back: leaving First loaves" in undone.words
    assert "Nothing is missing: phase 1 can be left." in undone.words
    again = await ana.press(await ana.press(undone, "Show the next flow"), "Leave phase 1")
    assert "Phase 1 is finished" in again.words
    first = await ana.press(again, "Show the next flow")
    assert "Week 3, day 1 of 3" in first.words


async def a_first_day_holds_the_place(ana: Hero) -> None:
    """Once a flow of the next phase stands, undoing the leaving no longer moves the learner (R19)."""
    history = await ana.say("history")
    found = re.search(r"(\d+)\. .*10 March.*finished the phase First loaves", plain(history))
    assert found
    undone = await ana.press(history, f"Undo {found[1]}")
    assert "Taken back: leaving First loaves" in undone.words
    assert "Your place stays" in undone.words
    assert "Week 3, day 2 of 3" in (await ana.say("today")).words
