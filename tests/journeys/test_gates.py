"""A phase finished: its project shipped step by step, how it went, and on into the next (R12-R14)."""

from tests.journeys.walk import Press, Typed, Walk

REVIEW = (
    "A vector is a list of numbers with a direction, and a matrix is what moves it somewhere else. "
    "I can do it by hand for two dimensions and check it with code."
)
SIGNAL = (
    "It went better than I feared: I wrote the loop from memory twice, stalled once at the sign of the step, and can "
    "now say why each line of it is there."
)
ALONE: tuple[Typed, ...] = ("/join", Press("Europe/Berlin"))
WEEK: tuple[Typed, ...] = (f"/review {REVIEW}", Press("Nothing, go on"), "+1w")
LINK = "https://github.com/newcomer/linreg"


def ship(step: int, link: str = LINK, note: str = "") -> tuple[Typed, ...]:
    """Press "Ship step n" and answer both questions."""
    return (Press(f"Ship step {step}"), link, note)


async def test_a_phase_is_left_when_nothing_is_missing(walk: Walk) -> None:
    """R14: the last review leads to the project, asking to leave lists what is missing, the signal leads on."""
    heard = await walk(
        *ALONE,
        *WEEK * 6,
        *("/today", "/log 40", "/milestone", Press("On to phase 2")),
        *(line for step in range(1, 7) for line in ship(step)),
        *("/milestone", Press("Readiness signal"), "too short", SIGNAL, "/today", "/progress"),
    )

    assert "The last week of phase 1 is closed" in heard.after(Press("Nothing, go on"))
    assert "step 1 of 6 of Linear regression" in heard[20]
    assert "40 min for today" in heard.after("/log 40")
    assert "• ship: The repository" in heard.after(Press("On to phase 2"))
    assert "• the readiness signal" in heard.after(Press("On to phase 2"))
    assert "✓ 6. Explained and shipped" in heard.after("/milestone")
    assert "it takes at least 80" in heard.after("too short")
    assert "is behind you, with its project" in heard.after(SIGNAL)
    assert "Week 7, day 1 of 5" in heard.after("/today")
    assert "6 of 46 weeks closed" in heard.after("/progress")


async def test_a_link_that_is_none_is_asked_for_again(walk: Walk) -> None:
    """R14, section 4: https alone; with neither link nor note the note is asked for once more, and nothing is lost."""
    heard = await walk(
        *ALONE, "/milestone", Press("Ship step 1"), "http://example.org", "", "", "by hand", Press("The project")
    )

    assert "is no link that can be shipped" in heard.after("http://example.org")
    assert "please add one" in heard[6]
    assert "Shipped: The repository" in heard.after("by hand")
    assert "✓ 1. The repository" in heard[-1]


async def test_what_was_shipped_can_be_seen_again_and_taken_back(walk: Walk) -> None:
    """R14, R19: from the receipt, from the step, from the history."""
    heard = await walk(
        *ALONE,
        *("/milestone", *ship(1, note="with a test"), Press("The project"), Press("Step 1"), "/history"),
        *(Press("Undo 1"), "/milestone"),
    )

    assert "with a test" in heard.after(Press("Step 1"))
    assert "github.com" in heard.after(Press("Step 1"))
    assert "shipped The repository" in heard.after("/history")
    assert "Taken back: the shipping of The repository" in heard.after(Press("Undo 1"))
    assert "▸ 1. The repository" in heard[-1]


async def test_a_later_phase_is_started_by_showing_the_earlier_ones(walk: Walk) -> None:
    """R14: the refusal says exactly what is missing and why; shown, the phase is open."""
    heard = await walk(
        *ALONE,
        *("/settings week:16", Press("Show phase 1"), SIGNAL, LINK, "", Press("Show phase 2")),
        *(SIGNAL, "", "a year of models at work", Press("Start with week 15"), "/today", "/settings week:1"),
    )

    refused = heard.after("/settings week:16")
    assert "Week 16 lies in a later phase" in refused
    assert "• phase 1, Mathematics and Python: its readiness signal" in refused
    assert "• phase 2, Classical machine learning: its readiness signal" in refused
    assert "mathematics that runs" in refused.replace("\n│ ", " ")
    assert "Without phase 2 this breaks" in refused.replace("\n│ ", " ")
    assert "Phase 2 is open to you now" in heard.all
    assert "Week 15, day 1 of 5" in heard.after("/today")
    assert "Week 1, day 1 of 5" in heard[-1]


async def test_the_shorter_path_of_phase_1(walk: Walk) -> None:
    """R14: offered on the first day, its weeks have five days of their own and one review, and it can be left."""
    heard = await walk(
        *ALONE,
        *(Press("The shorter path"), Press("Take the shorter path"), *("/log 60 done",) * 5, "/week 1", "/week 2"),
        *(f"/review {REVIEW}", Press("Nothing, go on"), "/progress", "/milestone", Press("The shorter path")),
        *(Press("Week by week instead"), "/today"),
    )

    assert "shorter path" in heard[1]
    assert "Weeks 1 and 2, day 1 of 5" in heard.after(Press("Take the shorter path"))
    assert "weeks 1 and 2 were about" in heard.after("/log 60 done")
    assert "(optional)" in heard.after("/week 1")
    assert "one review closes weeks 1 and 2" in heard.after("/week 2")
    assert "Weeks 1 and 2 are closed" in heard.after(Press("Nothing, go on"))
    assert "5 of 220 days, 2 of 46 weeks closed" in heard.after("/progress")
    assert "Week 3, day 1 of 5" in heard[-1]
