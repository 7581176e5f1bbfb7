"""What each past week was, and by which rule (R5)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.days import A_WEEK, monday_number, week_number
from bot.core.plans import Plan
from bot.core.record import STUDY_DAY_MINUTES, Record


class Verdict(StrEnum):
    """What a past week was (R5)."""

    FULL = "full"
    SOLID = "solid"
    LIGHT = "light"
    REST = "rest"
    QUIET = "quiet"

    @property
    def is_kept(self) -> bool:
        """Whether a week with this verdict counts as kept and adds one to the run (R6, R8)."""
        return self in (Verdict.FULL, Verdict.SOLID)


class Rule(StrEnum):
    """Which part of R5 gave a week its verdict (R21)."""

    PLAN_REACHED = "plan_reached"
    FLOOR_REACHED = "floor_reached"
    SOME_LOG = "some_log"
    REST_DECLARED = "rest_declared"
    FIRST_WEEK = "first_week"
    NO_LOG_NO_REST = "no_log_no_rest"


_VERDICTS = {
    Rule.PLAN_REACHED: Verdict.FULL,
    Rule.FLOOR_REACHED: Verdict.SOLID,
    Rule.SOME_LOG: Verdict.LIGHT,
    Rule.REST_DECLARED: Verdict.REST,
    Rule.FIRST_WEEK: Verdict.REST,
    Rule.NO_LOG_NO_REST: Verdict.QUIET,
}


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What stands in one week, summed; `is_first` marks the week from which weeks count (R5).

    `rest_days` are all declared rest days in it, `rest_on_plan_days` those that were planned for study.
    """

    monday: date
    plan: Plan
    study_days: int
    logs: int
    minutes: int
    rest_days: int
    rest_on_plan_days: int
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class PastWeek:
    """A week that is over: its verdict, the rule that gave it, and the facts behind it."""

    verdict: Verdict
    rule: Rule
    facts: WeekFacts

    @property
    def monday(self) -> date:
        """The week's first day."""
        return self.facts.monday

    @property
    def counts_in_last_eight(self) -> bool:
        """Whether R9 looks at this week: it was not rest, nor light with rest on a plan day."""
        light_with_rest = self.verdict is Verdict.LIGHT and self.facts.rest_on_plan_days > 0
        return self.verdict is not Verdict.REST and not light_with_rest


def rule_of(facts: WeekFacts) -> Rule:
    """Which part of R5 decides a past week."""
    if facts.study_days >= facts.plan.size:
        return Rule.PLAN_REACHED
    if facts.study_days >= facts.plan.floor:
        return Rule.FLOOR_REACHED
    if facts.is_first:
        return Rule.FIRST_WEEK
    if facts.logs:
        return Rule.SOME_LOG
    return Rule.REST_DECLARED if facts.rest_days else Rule.NO_LOG_NO_REST


def verdict_of(facts: WeekFacts) -> Verdict:
    """What a past week was (R5)."""
    return _VERDICTS[rule_of(facts)]


def facts_of(record: Record, monday: date) -> WeekFacts:
    """What stands in the week of `monday`, past or open."""
    return next(_facts(record, monday, monday))


def weeks_of(record: Record, today: date) -> tuple[PastWeek, ...]:
    """Every week before that of `today` from the first counted one on, the oldest first (R5)."""
    return tuple(map(_past, _facts(record, None, today - A_WEEK)))


def weeks_and_open(record: Record, today: date) -> tuple[tuple[PastWeek, ...], WeekFacts]:
    """The same, and what stands in the week of `today`."""
    weeks = list(_facts(record, None, today))
    if not weeks:  # it begins only after today
        return (), facts_of(record, today)
    return tuple(map(_past, weeks[:-1])), weeks[-1]


def _past(facts: WeekFacts) -> PastWeek:
    rule = rule_of(facts)
    return PastWeek(_VERDICTS[rule], rule, facts)


def _facts(record: Record, first: date | None, last: date) -> Iterator[WeekFacts]:
    """The facts of the weeks from that of `first`, or the first counted one, to that of `last`."""
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0] * 5)
    for day, facts in record.days.items():
        week = sums[week_number(day)]
        week[0] += facts.minutes >= STUDY_DAY_MINUTES
        week[1] += facts.logs
        week[2] += facts.minutes
    for day in record.rest:
        week = sums[week_number(day)]
        week[3] += 1
        week[4] += record.plans.is_plan_day(day)
    counted_from = min([week_number(record.joined), *(number for number, week in sums.items() if week[1])])
    for number in range(counted_from if first is None else week_number(first), week_number(last) + 1):
        study_days, logs, minutes, rest, rest_on_plan = sums.get(number) or [0] * 5
        monday = monday_number(number)
        plan = record.plans.on(monday)
        yield WeekFacts(monday, plan, study_days, logs, minutes, rest, rest_on_plan, number == counted_from)
