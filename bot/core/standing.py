"""Where a learner stands: kept weeks, run, the open week with its reserve, and why (R6-R9, R21)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.days import monday_of, week_days
from bot.core.plans import Plan
from bot.core.record import Record
from bot.core.verdicts import PastWeek, Rule, Verdict, WeekFacts, facts_of, weeks_and_open, weeks_of

LAST_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """From f study days on: "this week is kept"."""

    kind: Literal["kept"] = "kept"  # tells it from the others that have no field, where an answer is written down


@dataclass(frozen=True, slots=True)
class InReserve:
    """There is room: so many plan days may still be missed and the week is solid all the same."""

    days: int


@dataclass(frozen=True, slots=True)
class RunSafe:
    """No reserve, but a log or a rest day: "your run is safe, n more make it solid".

    `more` is None when fewer days than that are left of the week, rest not counted: nothing impossible is asked, and
    nobody is asked to cut their rest short.
    """

    more: int | None


@dataclass(frozen=True, slots=True)
class AnyFlowKeepsRun:
    """No reserve and nothing yet: "any flow keeps your run"."""

    kind: Literal["any flow keeps run"] = "any flow keeps run"


@dataclass(frozen=True, slots=True)
class Nothing:
    """No reserve and no run: nothing is said about either."""

    kind: Literal["nothing"] = "nothing"


WeekWords = Kept | InReserve | RunSafe | AnyFlowKeepsRun | Nothing


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """The week that is not over (R7).

    `studied` are its study days so far, `days_left` the plan days still to come that are neither rest nor study days
    already, `reserve` how many of them may be missed, `rested` the plan days that were off without a study day.
    """

    monday: date
    plan: Plan
    studied: int
    logs: int
    minutes: int
    rest_days: int
    days_left: int
    reserve: int
    words: WeekWords
    rested: int = 0

    @property
    def solid(self) -> bool:
        """Whether it has reached the floor: it then counts as kept and adds its one to the run (R6)."""
        return self.studied >= self.plan.floor

    @property
    def full(self) -> bool:
        """Whether as many days were studied as planned."""
        return self.studied >= self.plan.size


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's numbers on a day, all derived from the facts that stand (R19).

    `last_eight` is (solid or full, of how many): the last 8 past weeks that R9 looks at. The totals are those
    of the whole record.
    """

    kept: int
    run: int
    best_run: int
    last_eight: tuple[int, int]
    this_week: OpenWeek
    past: tuple[PastWeek, ...]
    minutes: int
    study_days: int
    logs: int

    @property
    def chain(self) -> tuple[Verdict, ...]:
        """The weeks of the present run, the oldest first: those that were kept, and what holds it between (R6)."""
        found: list[Verdict] = []
        for week in self.past:
            if week.verdict is Verdict.QUIET:
                found.clear()
            elif found or week.verdict.is_kept:
                found.append(week.verdict)
        if self.this_week.solid:
            found.append(Verdict.FULL if self.this_week.full else Verdict.SOLID)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """A day of the ledger: what was logged, and how it was counted (R21)."""

    day: date
    minutes: int
    logs: int
    is_study_day: bool
    is_plan_day: bool
    is_rest: bool


@dataclass(frozen=True, slots=True)
class LedgerWeek:
    """A week of the ledger (R21).

    `verdict` and `rule` are None for the open week; `kept` and `run` are what they were once it had counted.
    """

    monday: date
    plan: Plan
    days: tuple[LedgerDay, ...]
    study_days: int
    verdict: Verdict | None
    rule: Rule | None
    in_last_eight: bool
    kept: int
    run: int


def standing_on(record: Record, today: date) -> Standing:
    """All numbers of a learner on their local day `today` (R6-R9)."""
    past, now = weeks_and_open(record, today)
    runs = _runs(past)
    held = runs[-1] if runs else 0
    week = _open_week(record, today, now, has_run=held > 0)
    run = held + week.solid
    looked_at = _last_eight(past)
    return Standing(
        kept=sum(week.verdict.is_kept for week in past) + week.solid,
        run=run,
        best_run=max([run, *runs]),
        last_eight=(sum(week.verdict.is_kept for week in looked_at), len(looked_at)),
        this_week=week,
        past=past,
        minutes=sum(facts.minutes for facts in record.days.values()),
        study_days=sum(facts.is_study_day for facts in record.days.values()),
        logs=sum(facts.logs for facts in record.days.values()),
    )


def _runs(past: Sequence[PastWeek]) -> list[int]:
    """The run after each past week: kept weeks add one, light and rest hold, quiet ends it (R6)."""
    runs: list[int] = []
    run = 0
    for week in past:
        run = 0 if week.verdict is Verdict.QUIET else run + week.verdict.is_kept
        runs.append(run)
    return runs


def _last_eight(past: Sequence[PastWeek]) -> list[PastWeek]:
    return [week for week in past if week.counts_in_last_eight][-LAST_WEEKS:]


def _open_week(record: Record, today: date, facts: WeekFacts, *, has_run: bool) -> OpenWeek:
    size, floor = facts.plan.size, facts.plan.floor
    days = week_days(facts.monday)
    open_days = [d for d in days if d >= today and d not in record.rest and not record.is_study_day(d)]
    left = sum(map(record.plans.is_plan_day, open_days))
    reserve = max(0, min(size - floor, facts.study_days + left - floor))
    return OpenWeek(
        monday=facts.monday,
        plan=facts.plan,
        studied=facts.study_days,
        logs=facts.logs,
        minutes=facts.minutes,
        rest_days=facts.rest_days,
        days_left=left,
        reserve=reserve,
        words=_words(facts, reserve, len(open_days), has_run=has_run),
        rested=sum(record.is_rest_on_plan_day(d) and not record.is_study_day(d) for d in days),
    )


def _words(facts: WeekFacts, reserve: int, open_days: int, *, has_run: bool) -> WeekWords:
    """Which of R7's wordings fits. A declared rest day makes the run as safe as a log does (R5, R6)."""
    more = facts.plan.floor - facts.study_days
    if more <= 0:
        return Kept()
    if reserve:
        return InReserve(reserve)
    if not has_run:
        return Nothing()
    if facts.logs or facts.rest_days:
        return RunSafe(more if more <= open_days else None)
    return AnyFlowKeepsRun()


def ledger(record: Record, today: date, weeks: int = LAST_WEEKS) -> tuple[LedgerWeek, ...]:
    """The latest `weeks` weeks day by day, the oldest first and the open one last (R21).

    After it comes only a week that holds a log which a journey westwards left ahead of today (R11).
    """
    return tuple(_ledger_weeks(record, today))[-weeks:] if weeks > 0 else ()


def _ledger_weeks(record: Record, today: date) -> Iterator[LedgerWeek]:
    past = weeks_of(record, today)
    looked_at = {week.monday for week in _last_eight(past)}
    kept = run = 0
    for week, run in zip(past, _runs(past), strict=True):
        kept += week.verdict.is_kept
        yield LedgerWeek(
            monday=week.monday,
            plan=week.facts.plan,
            days=_ledger_days(record, week.monday),
            study_days=week.facts.study_days,
            verdict=week.verdict,
            rule=week.rule,
            in_last_eight=week.monday in looked_at,
            kept=kept,
            run=run,
        )
    now = facts_of(record, monday_of(today))
    solid = now.study_days >= now.plan.floor
    ahead = {monday_of(day) for day, facts in record.days.items() if facts.logs and monday_of(day) > now.monday}
    for monday in (now.monday, *sorted(ahead)):
        facts = facts_of(record, monday)
        yield LedgerWeek(
            monday=monday,
            plan=facts.plan,
            days=_ledger_days(record, monday),
            study_days=facts.study_days,
            verdict=None,
            rule=None,
            in_last_eight=False,
            kept=kept + solid,
            run=run + solid,
        )


def _ledger_days(record: Record, monday: date) -> tuple[LedgerDay, ...]:
    return tuple(
        LedgerDay(
            day=day,
            minutes=record.on(day).minutes,
            logs=record.on(day).logs,
            is_study_day=record.is_study_day(day),
            is_plan_day=record.plans.is_plan_day(day),
            is_rest=day in record.rest,
        )
        for day in week_days(monday)
    )
