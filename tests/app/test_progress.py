"""Progress: position and kept weeks, the numbers, and the ledger that explains each of them."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app.app import App
from bot.app.commands import AnswerReview, LogFlow, MarkDone, Progress, Settings, WriteReview
from bot.app.said import LedgerShown, NumbersShown, ProgressShown, ReviewWritten
from bot.core.standing import LedgerWeek
from bot.core.verdicts import Verdict
from tests.app.scenes import TEXT
from tests.world import Person, StoppedClock

MON = date(2026, 3, 2)


async def whole_ledger(person: Person) -> list[LedgerWeek]:
    """All its pages, the newest week first."""
    weeks: list[LedgerWeek] = []
    page, pages = 0, 1
    while page < pages:
        shown = await person.hears(LedgerShown, Progress("ledger", page))
        weeks += shown.weeks
        page, pages = page + 1, shown.pages
    return weeks


async def test_a_newcomer_stands_at_the_beginning(anna: Person) -> None:
    """Nothing done, nothing lost."""
    await anna.joins()
    shown = await anna.hears(ProgressShown, Progress())
    assert (shown.stand.number, shown.days_done, shown.days_total, shown.weeks_closed) == (1, 0, 6, 0)
    assert (shown.standing.kept, shown.standing.run, shown.today) == (0, 0, MON)


async def test_progress_counts_days_done_and_weeks_closed(anna: Person) -> None:
    """R12, R13: days that were passed over are not done; a closed week is closed once."""
    await anna.joins()
    await anna.says(MarkDone("w1d1"))
    for week in ("", "week-1"):
        written = await anna.hears(ReviewWritten, WriteReview(TEXT, week))
        await anna.says(AnswerReview(written.review, missing=False, sure=True))
    shown = await anna.hears(ProgressShown, Progress())
    assert (shown.days_done, shown.weeks_closed, shown.stand.week.id) == (1, 1, "week-2")
    assert (await anna.hears(NumbersShown, Progress("numbers"))).reviews == 1


async def test_the_numbers_are_the_sums_of_what_stands(anna: Person, clock: StoppedClock) -> None:
    """R21: flows, minutes, the mean focus, since when."""
    await anna.joins()
    for minutes, focus in ((600, 5), (30, 4), (9, None)):
        await anna.says(LogFlow(minutes, focus=focus))
        clock.pass_(days=1)
    numbers = await anna.hears(NumbersShown, Progress("numbers"))
    assert (numbers.flows, numbers.focus, numbers.since) == (3, 4.5, MON)
    assert (numbers.standing.minutes, numbers.standing.study_days) == (639, 2)


async def test_the_numbers_begin_where_their_ledger_does(anna: Person) -> None:
    """R5, R21: on the earlier of joining and the first log's day, as on the portfolio and the look back."""
    await anna.joins()
    await anna.says(LogFlow(45, when="2026-02-20"))
    since = (await anna.hears(NumbersShown, Progress("numbers"))).since
    assert since == (await anna.hears(LedgerShown, Progress("ledger"))).since == date(2026, 2, 20)


async def test_the_ledger_explains_each_day_and_week(anna: Person, clock: StoppedClock) -> None:
    """R21: what was logged on each day, what it counted as, and the verdict with its rule."""
    await anna.joins()
    for days, minutes in ((0, 30), (1, 30), (3, 5)):
        clock.now = clock.now.replace(day=2 + days)
        await anna.says(LogFlow(minutes))
    clock.show("2026-03-10 10:00")
    open_week, first = (await anna.hears(LedgerShown, Progress("ledger"))).weeks
    assert [(it.minutes, it.is_study_day) for it in first.days[:4]] == [(30, True), (30, True), (0, False), (5, False)]
    assert [it.is_plan_day for it in first.days] == [True] * 3 + [False] * 4
    assert (first.monday, first.verdict, first.kept, first.run) == (MON, Verdict.SOLID, 1, 1)
    assert (open_week.verdict, open_week.rule, open_week.run) == (None, None, 1)


async def test_the_ledger_has_pages_of_two_weeks(anna: Person, clock: StoppedClock) -> None:
    """Each week lists its seven days; a page tells whether there is a next one."""
    await anna.joins()
    clock.pass_(weeks=4)
    pages = [await anna.hears(LedgerShown, Progress("ledger", page)) for page in range(3)]
    assert [[week.monday for week in it.weeks] for it in pages] == [
        [MON + timedelta(weeks=4), MON + timedelta(weeks=3)],
        [MON + timedelta(weeks=2), MON + timedelta(weeks=1)],
        [MON],
    ]
    assert [it.pages for it in pages] == [2, 3, 3]


async def test_the_ledger_holds_what_a_journey_left_ahead(anna: Person, clock: StoppedClock) -> None:
    """R11, R21: a log of Monday that stands while it is Sunday again is in the numbers, so it is in the ledger, too."""
    await anna.joins("Pacific/Kiritimati")
    clock.show("2026-03-09 05:00", "Pacific/Kiritimati")
    await anna.says(LogFlow(60))
    await anna.says(Settings(zone="Pacific/Pago_Pago"))
    numbers = await anna.hears(NumbersShown, Progress("numbers"))
    weeks = await whole_ledger(anna)
    assert sum(day.minutes for week in weeks for day in week.days) == numbers.standing.minutes == 60
    assert [(week.monday, week.rule, week.kept) for week in weeks] == [
        (MON + timedelta(weeks=1), None, 0),
        (MON, None, 0),
    ]


async def test_the_ledger_goes_back_to_the_first_week(anna: Person, clock: StoppedClock) -> None:
    """R12, R21: who takes three weeks for one still finds each day that their numbers count."""
    await anna.joins()
    await anna.says(LogFlow(45))
    clock.pass_(weeks=138)
    weeks = await whole_ledger(anna)
    numbers = await anna.hears(NumbersShown, Progress("numbers"))
    assert (len(weeks), weeks[-1].monday) == (139, MON)
    assert sum(day.minutes for week in weeks for day in week.days) == numbers.standing.minutes == 45


async def test_a_page_that_does_not_exist_is_empty_or_the_first(anna: Person) -> None:
    """Section 4: an outdated button fails nobody."""
    await anna.joins()
    assert (await anna.hears(LedgerShown, Progress("ledger", -3))).page == 0
    assert (await anna.hears(LedgerShown, Progress("ledger", 10**6))).weeks == ()


flows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 27), st.integers(1, 600)), max_size=12)
_people = iter(range(10_000, 99_999))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flows=flows)
async def test_the_ledgers_sums_are_the_numbers(
    app: App, clock: StoppedClock, flows: list[tuple[int, int, int]]
) -> None:
    """R21: every number shown can be added up from the ledger, whatever was logged and however late."""
    clock.show("2026-03-02 10:00")
    person = Person(app, str(next(_people)), "Anna")
    await person.joins("Europe/Berlin")
    for wait, back, minutes in flows:
        clock.pass_(days=wait)
        day = clock.now.date() - timedelta(days=back)
        await person.says(LogFlow(minutes, when=day.isoformat()))
    numbers = await person.hears(NumbersShown, Progress("numbers"))
    weeks = await whole_ledger(person)
    days = [day for week in weeks for day in week.days]
    assert sum(day.minutes for day in days) == numbers.standing.minutes
    assert sum(day.logs for day in days) == numbers.flows == numbers.standing.logs == len(flows)
    assert sum(day.is_study_day for day in days) == numbers.standing.study_days
    kept = sum(week.verdict in (Verdict.FULL, Verdict.SOLID) for week in weeks[1:])
    assert kept + numbers.standing.this_week.solid == numbers.standing.kept == weeks[0].kept
    assert weeks[0].run == numbers.standing.run
    assert sum(week.in_last_eight for week in weeks) == numbers.standing.last_eight[1]
