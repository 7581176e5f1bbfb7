"""The board: off until it is turned on, ties share a place, the unlisted see their own (R10)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.app.app import App
from bot.app.commands import AnswerReview, Leaderboard, ListMe, LogFlow, Settings, Setup, Undo, WriteReview
from bot.app.said import BoardLine, BoardShown, FormulaShown, Logged, ReviewWritten, WhichGroup
from bot.core.days import week_number
from bot.core.people import Address, Group
from bot.core.plans import Plan, default_plan
from tests.app.scenes import OTHER_PLACE, TEXT, member
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture
async def group(host: Person) -> Group:
    """A group with a board."""
    return await founded(host, board=True)


async def board(person: Person, period: str = "week", place: Address | None = PLACE) -> BoardShown:
    return await person.hears(BoardShown, Leaderboard(period), place)  # type: ignore[arg-type]  # one of the periods


def lines(shown: tuple[BoardLine, ...]) -> list[tuple[int, str, str]]:
    return [(it.place, it.name, it.points) for it in shown]


# --- whose board


async def test_a_board_is_off_until_the_facilitator_turns_it_on(anna: Person, host: Person) -> None:
    """R10: and off again when they turn it off."""
    await founded(host)
    await anna.joins(place=PLACE)
    assert (await anna.refused(Leaderboard(), PLACE)).kind == "board_off"
    await host.says(Setup("UTC", board=True), PLACE)
    await board(anna)
    await host.says(Setup("UTC", board=False), PLACE)
    assert (await anna.refused(Leaderboard(), PLACE)).kind == "board_off"


async def test_a_learner_without_a_group_has_no_board(anna: Person) -> None:
    """Section 4: in private, alone."""
    await anna.joins()
    assert (await anna.refused(Leaderboard())).kind == "no_group"


async def test_a_board_is_its_members_alone(anna: Person, group: Group) -> None:
    """R23: not a passer-by's, by a command in the chat as by a button that was copied."""
    await anna.joins()
    assert (await anna.refused(Leaderboard(), PLACE)).kind == "not_member"
    assert (await anna.refused(Leaderboard(group=group.id))).kind == "outdated"
    assert (await anna.refused(Leaderboard(group=999))).kind == "outdated"


async def test_in_private_the_only_group_is_meant_and_several_are_asked_about(
    app: App, host: Person, group: Group
) -> None:
    """Section 1: a group command asks which group if there are several; those without a board are not offered."""
    ann = await member(app, 1, group)
    assert (await board(ann, place=None)).group_id == group.id
    other = await founded(host, OTHER_PLACE)
    await ann.joins(place=OTHER_PLACE)
    assert (await board(ann, place=None)).group_id == group.id
    await host.says(Setup("UTC", board=True), OTHER_PLACE)
    asked = await ann.hears(WhichGroup, Leaderboard("4 weeks"))
    assert asked == WhichGroup(((group.id, "Study club"), (other.id, "Study club")), "4 weeks")
    assert (await ann.hears(BoardShown, Leaderboard("4 weeks", other.id))).group_id == other.id
    assert (await board(ann, place=OTHER_PLACE)).group_id == other.id


# --- places


async def test_days_of_the_week_make_the_places(app: App, group: Group, clock: StoppedClock) -> None:
    """R10: round(100 · days / q); equal points share a place and the next one is left out."""
    people = [await member(app, number, group) for number in range(4)]
    for studying in ((0, 1, 2, 3), (0, 1, 2), (0,)):
        for number in studying:
            await people[number].says(LogFlow(600 if number == 3 else 10))
        clock.pass_(days=1)
    shown = await board(people[1])
    assert lines(shown.top) == [
        (1, "Member 0", "60"),
        (2, "Member 1", "40"),
        (2, "Member 2", "40"),
        (4, "Member 3", "20"),
    ]
    assert lines(shown.near) == [(1, "Member 0", "60"), (2, "Member 1", "40"), (2, "Member 2", "40")]
    assert [it.you for it in shown.near] == [False, True, False]
    assert shown.own is not None
    assert (shown.own.place, shown.own.points, shown.own_listed) == (2, "40", True)


@pytest.mark.parametrize("listed", [False, None])
async def test_the_unlisted_take_no_place_and_see_their_own(app: App, group: Group, listed: bool | None) -> None:
    """R10, R22: nobody else sees them, and no total from which theirs could be worked out (R23)."""
    shy = await member(app, 1, group, listed=listed)
    others = [await member(app, number, group) for number in (2, 3)]
    for person, minutes in ((shy, 300), (others[0], 30), (others[1], 30)):
        await person.says(LogFlow(minutes))
    theirs, own = await board(others[0]), await board(shy)
    assert [it.name for it in (*theirs.top, *theirs.near)] == ["Member 2", "Member 3"] * 2
    assert (theirs.total_minutes, theirs.total_learners) == (None, 3)
    assert own.own == BoardLine(0, "Member 1", "20", 240, True)
    assert (own.own_listed, own.near) == (False, ())
    assert own.top == tuple(BoardLine(it.place, it.name, it.points, it.minutes, False) for it in theirs.top)


async def test_a_total_is_told_from_three_learners_up(app: App, group: Group) -> None:
    """R23: below, it would give one of them away."""
    people = [await member(app, number, group) for number in range(3)]
    for count, person in enumerate(people, start=1):
        await person.says(LogFlow(50))
        shown = await board(people[0])
        assert (shown.total_learners, shown.total_minutes) == (count, 150 if count == 3 else None)


async def test_only_the_top_and_the_neighbours_are_shown(app: App, group: Group, clock: StoppedClock) -> None:
    """Boards can demotivate: ten lines from the top, and one above and below one's own."""
    people = [await member(app, number, group) for number in range(13)]
    for person in people[:11]:
        await person.says(LogFlow(30))
    clock.pass_(days=1)
    for person in people[:12]:
        await person.says(LogFlow(30))
    assert people[12].name not in {it.name for it in (await board(people[11])).near}, "no list of the absent"
    shown = await board(people[11])
    assert (len(shown.top), [it.place for it in shown.near]) == (10, [1, 12])


# --- points


async def test_a_review_adds_forty_once_a_week(app: App, group: Group, clock: StoppedClock) -> None:
    """R10: for each curriculum week whose review first ended in yes, at most one a week."""
    ann = await member(app, 1, group)
    points = []
    for _ in range(2):
        written = await ann.hears(ReviewWritten, WriteReview(TEXT))
        await ann.says(AnswerReview(written.review, missing=False, sure=True))
        shown = await board(ann)
        points.append(shown.own.points if shown.own else "")
    assert points == ["40", "40"]
    clock.pass_(days=7)
    written = await ann.hears(ReviewWritten, WriteReview(TEXT, "week-1"))
    await ann.says(AnswerReview(written.review, missing=False, sure=True))
    shown = await board(ann)
    assert shown.own is not None
    assert shown.own.points == "0"


async def test_coming_back_after_a_quiet_week_adds_twenty(app: App, group: Group, clock: StoppedClock) -> None:
    """R10: rewarding the return."""
    ann = await member(app, 1, group)
    await ann.says(LogFlow(30))
    clock.pass_(days=14)
    await ann.says(LogFlow(30))
    shown = await board(ann)
    assert shown.own is not None
    assert shown.own.points == "40"


async def test_what_is_logged_more_than_seven_days_late_is_not_on_the_board(
    app: App, group: Group, clock: StoppedClock
) -> None:
    """R2, R10: a week at most; it counts everywhere else."""
    ann = await member(app, 1, group)
    for _ in range(3):
        await ann.says(LogFlow(30))
        clock.pass_(days=1)
    clock.show("2026-03-18 10:00")
    for day in (9, 10, 11, 12):
        await ann.says(LogFlow(30, when=f"2026-03-{day:02}"))
    shown = await board(ann, "4 weeks")
    assert shown.own is not None
    assert (shown.own.points, shown.own.minutes) == ("50", 210)  # 60, and 40 for the 11th and 12th


async def test_what_was_before_joining_the_group_is_not_on_its_board(
    app: App, anna: Person, group: Group, clock: StoppedClock
) -> None:
    """Section 1: a group counts its members' logs from their joining it on."""
    await anna.joins()
    await anna.says(LogFlow(30))
    clock.pass_(days=1)
    await anna.joins(place=PLACE)
    assert (await board(anna)).own == BoardLine(0, "Anna", "0", 0, True)
    await anna.says(LogFlow(30))
    assert (await board(anna)).own == BoardLine(0, "Anna", "33", 30, True)


@pytest.mark.parametrize(("period", "weeks", "needed"), [("4 weeks", 2, 2), ("12 weeks", 4, 4)])
async def test_a_longer_period_is_the_mean_of_past_weeks(
    app: App, group: Group, clock: StoppedClock, period: str, weeks: int, needed: int
) -> None:
    """R10: a place takes 2 and 4 weeks that were not rest; the open week is not among them."""
    ann = await member(app, 1, group)
    for week in range(weeks):
        shown = await board(ann, period)
        assert (shown.own, shown.weeks_needed) == (None, needed)
        for _ in range(3 if week == 0 else 5):
            await ann.says(LogFlow(30))
            clock.pass_(days=1)
        clock.pass_(days=4 if week == 0 else 2)
    shown = await board(ann, period)
    assert shown.own is not None
    assert shown.own.points == {2: "80", 4: "90"}[weeks]
    assert (shown.weeks_needed, [it.minutes for it in shown.top]) == (0, [30 * (3 + 5 * (weeks - 1))])


async def test_a_mean_is_told_to_one_decimal(app: App, group: Group, clock: StoppedClock) -> None:
    """R10: 60, 40 and 40 make 46.7."""
    ann = await member(app, 1, group)
    for days in (3, 2, 2):
        for _ in range(days):
            await ann.says(LogFlow(30))
            clock.pass_(days=1)
        clock.pass_(days=7 - days)
    shown = await board(ann, "4 weeks")
    assert shown.own is not None
    assert shown.own.points == "46.7"


async def test_a_welcome_back_hangs_on_those_before_it_however_long_ago(
    app: App, group: Group, clock: StoppedClock
) -> None:
    """R10: who comes every third week earns it every second time, counted from the joining on."""
    ann = await member(app, 1, group)
    for _ in range(7):
        await ann.says(LogFlow(30))
        clock.pass_(days=21)
    clock.pass_(days=-7)
    shown = await board(ann, "4 weeks")  # of weeks 16 to 19 only the 18th holds a flow, and the 15th was welcomed
    assert shown.own is not None
    assert shown.own.points == "5"


# --- the formula


@pytest.mark.parametrize(("plan", "size", "held"), [(Plan(frozenset({5, 6})), 2, 3), (default_plan(7), 7, 5)])
async def test_the_formula_is_one_press_away_with_ones_own_numbers(
    app: App, group: Group, clock: StoppedClock, plan: Plan, size: int, held: int
) -> None:
    """R10: q is the plan held between 3 and 5."""
    ann = await member(app, 1, group)
    await ann.says(Settings(plan=plan))
    clock.pass_(days=7)
    shown = await ann.hears(FormulaShown, Leaderboard("12 weeks", group.id, formula=True))
    assert shown == FormulaShown(size, held, group.id, "12 weeks")


async def test_days_are_each_learners_own(app: App, group: Group, clock: StoppedClock) -> None:
    """R10: weeks are matched by the labels of sealed days: Sunday night there is Monday morning here."""
    clock.show("2026-03-08 23:00")
    ann = Person(app, "t1", "Ann")
    await ann.joins("Asia/Tokyo", place=PLACE)
    await ann.says(ListMe(group.id, True))
    await ann.says(LogFlow(30))
    bob = await member(app, 2, group)
    await bob.says(LogFlow(30))
    clock.pass_(days=1)
    for person, points in ((ann, "20"), (bob, "0")):
        shown = await board(person)
        assert shown.own is not None
        assert shown.own.points == points


# --- past weeks


async def test_past_weeks_are_read_page_by_page(app: App, group: Group, clock: StoppedClock) -> None:
    """R10: totals and places of each week in which anything stands, back to the first and forth to that of now."""
    people = [await member(app, number, group) for number in range(3)]
    for person in people:
        await person.says(LogFlow(50))
    clock.pass_(days=1)
    await people[0].says(LogFlow(30))
    clock.pass_(days=20)  # a week without anything lies between
    await people[1].says(LogFlow(10))
    now = await board(people[1])
    assert (now.monday, now.later, lines(now.top)) == (None, 0, [(1, "Member 1", "40")])
    first = await people[1].hears(BoardShown, Leaderboard("week", group.id, week=now.earlier))
    assert (first.monday, first.earlier, first.total_minutes) == (date(2026, 3, 2), 0, 180)
    assert lines(first.top) == [(1, "Member 0", "40"), (2, "Member 1", "20"), (2, "Member 2", "20")]
    assert first.own is not None
    assert (first.own.place, first.own.points) == (2, "20")
    assert await people[1].hears(BoardShown, Leaderboard("week", group.id, week=first.later)) == replace(
        now, monday=None, later=0
    )


async def test_a_past_week_is_told_as_the_facts_stand_now(app: App, group: Group, clock: StoppedClock) -> None:
    """R19: what is taken back is gone from it, and what was added later is in it."""
    ann = await member(app, 1, group)
    taken = await ann.hears(Logged, LogFlow(50))
    week = week_number(clock.now.date())
    clock.pass_(days=7)
    await ann.says(LogFlow(20, when="2026-03-03"))
    await ann.says(Undo("log", taken.log.id))
    shown = await ann.hears(BoardShown, Leaderboard("week", group.id, week=week))
    assert shown.own == BoardLine(1, "Member 1", "20", 20, True)


@pytest.mark.parametrize("week", [-1, 10**9])
async def test_a_week_that_is_none_is_refused(app: App, group: Group, week: int) -> None:
    """Section 4: a forged button changes nothing."""
    ann = await member(app, 1, group)
    assert (await ann.refused(Leaderboard("week", group.id, week=week))).kind == "outdated"
