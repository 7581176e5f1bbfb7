"""Every number that an answer shows, worked out once more from what its reader did (R1-R9, R15, R21, R22)."""

from datetime import date, datetime
from functools import cached_property

from bot.app.said import (
    LedgerShown,
    LogEdited,
    Logged,
    LookBackShown,
    NumbersShown,
    ProgressShown,
    Rested,
    RestShown,
    Said,
    TodayShown,
    Undone,
)
from bot.core.standing import AnyFlowKeepsRun, InReserve, Kept, OpenWeek, RunSafe
from bot.simulation import naive
from bot.simulation.journal import Journal
from bot.simulation.naive import A_DAY, A_WEEK, Facts, Numbers, monday
from bot.simulation.places_shown import Places
from bot.simulation.violation import Violation

Gap = tuple[date, date]


class Receipts:
    """Checks what one learner is told, on their local day at an instant. Every method raises Violation."""

    def __init__(self, journal: Journal, at: datetime) -> None:
        self._journal = journal
        self._at = at
        self._day = journal.today(at)

    def check(self, said: Said) -> None:
        """Whatever is said of the learner's own numbers, rest and place."""
        match said:
            case Logged():
                self._logged(said)
            case LogEdited() | Undone():
                self._open(said.week, said.run)
            case TodayShown():
                self._open(said.week, said.run)
                self._same("R15", "resting", said.resting, self._journal.is_off(self._day))
                gap = self._gap(self._facts, self._day)
                self._same("R15", "the absence", (said.welcome, said.gap), (gap is not None, gap))
                self._same("R3", "minutes today", said.minutes_today, self._journal.minutes_on(self._day))
            case Rested():
                self._open(said.week, said.run)
                spans = self._journal.off.spans(self._journal.logs.values())
                self._same("R15", "a rest", (said.rest.first, said.rest.last), spans.get(said.rest.id))
            case RestShown():
                self._rests(said)
            case ProgressShown():
                self._open(said.standing.this_week, None)
                self._same("R8", "kept weeks", said.standing.kept, self._numbers.kept)
                self._same("R13", "weeks closed", said.weeks_closed, len(self._journal.way.explained))
            case NumbersShown():
                self._shown_numbers(said)
            case LedgerShown():
                self._ledger(said)
            case LookBackShown():
                self._looked_back(said)
        Places(self._journal, self._at).check(said)

    def _logged(self, said: Logged) -> None:
        flow, expected = self._journal.logs[said.log.id].flow, self._numbers
        self._same("R2", "the day of a log", said.log.day, flow.day)
        self._same("R1", "the day of logging", said.log.logged_on, self._day)
        self._same("R3", "minutes of a log", said.log.minutes, flow.minutes)
        self._same("R3", "minutes that day", said.minutes_that_day, self._journal.minutes_on(flow.day))
        self._same("R2", "late for the board", said.late_for_board, naive.is_too_late(flow))
        self._same("R8", "kept weeks", said.kept, expected.kept)
        back = self._is_return(flow)
        self._same("R22", "welcome back", said.welcome_back, back)
        before = Facts(self._facts.joined, [it for it in self._facts.flows if it.day < flow.day],
                       self._facts.plans, self._facts.rest)  # fmt: skip
        self._same("R15", "the absence", said.gap, self._gap(before, flow.day) if back else None)
        self._open(said.week, said.run)

    def _is_return(self, flow: naive.Flow) -> bool:
        """Whether this only log of its day came after a quiet week that followed the last one."""
        facts = self._facts
        others = [it for it in facts.flows if it is not flow]
        if any(it.day == flow.day for it in others):
            return False
        return self._gap(Facts(facts.joined, others, facts.plans, facts.rest), self._day) is not None

    @staticmethod
    def _gap(facts: Facts, today: date) -> Gap | None:
        """R15: from the day after the last log, or from joining, until yesterday, if a quiet week lies in it."""
        last = max([it.day for it in facts.flows], default=facts.joined - A_DAY)
        if last >= monday(today) - A_WEEK:
            return None  # no whole week lies between
        quiet = any(week > last and one == "quiet" for week, one in naive.verdicts(facts, today))
        return (last + A_DAY, today - A_DAY) if quiet else None

    def _rests(self, said: RestShown) -> None:
        spans = self._journal.off.spans(self._journal.logs.values()).values()
        ahead = [span for span in spans if span[1] is None or span[1] >= self._day]
        told = [(rest.first, rest.last) for rest in said.rests]
        self._same("R15", "how many days off lie ahead", len(told), min(len(ahead), 5))
        self._same("R15", "days off that nobody declared", [it for it in told if it not in ahead], [])
        club = self._journal.club
        seasons = sorted((first, last) for first, last in (club.seasons if club else ()) if last >= self._day)
        self._same("R15", "seasons", [(it.first, it.last) for it in said.seasons], seasons)
        self._same("R6", "run", said.run, self._numbers.run)

    def _shown_numbers(self, said: NumbersShown) -> None:
        expected, flows = self._numbers, self._journal.flows
        standing = said.standing
        self._open(standing.this_week, standing.run)
        self._same("R8", "kept weeks", standing.kept, expected.kept)
        self._same("R6", "best run", standing.best_run, expected.best_run)
        self._same("R9", "last eight", standing.last_eight, expected.last_eight)
        self._same("R5", "verdicts", tuple(str(week.verdict) for week in standing.past), expected.verdicts)
        self._same("R19", "the sum of the logs", standing.minutes, sum(flow.minutes for flow in flows))
        self._same("R19", "flows", (standing.logs, said.flows), (len(flows), len(flows)))
        self._same("R5", "study days", standing.study_days, self._study_days)
        self._same("R13", "weeks explained", said.reviews, len(self._journal.way.explained))

    def _looked_back(self, said: LookBackShown) -> None:
        flows = self._journal.flows
        self._same("R8", "kept weeks", said.kept, self._numbers.kept)
        self._same("R6", "best run", said.best_run, self._numbers.best_run)
        self._same("R19", "flows", (said.flows, said.minutes), (len(flows), sum(flow.minutes for flow in flows)))
        self._same("R5", "study days", said.study_days, self._study_days)
        self._same("R13", "weeks explained", said.weeks_explained, len(self._journal.way.explained))
        made = sum(len(project.shipped) for project in said.made)
        self._same("R14", "milestones", made, len(set(self._journal.way.shipped.values())))

    def _ledger(self, said: LedgerShown) -> None:
        verdicts = dict(naive.verdicts(self._facts, self._day))
        for week in said.weeks:
            told = None if week.verdict is None else str(week.verdict)
            self._same("R21", f"the verdict of {week.monday}", told, verdicts.get(week.monday))
            for it in week.days:
                self._same("R21", f"the minutes of {it.day}", it.minutes, self._journal.minutes_on(it.day))
                self._same("R21", f"rest on {it.day}", it.is_rest, it.day in self._facts.rest)

    @cached_property
    def _facts(self) -> Facts:
        return self._journal.facts(self._day)

    @cached_property
    def _numbers(self) -> Numbers:
        return naive.numbers(self._facts, self._day)

    @property
    def _study_days(self) -> int:
        return len([spent for spent in naive.minutes_by_day(self._journal.flows).values() if spent >= 10])

    def _open(self, week: OpenWeek, run: int | None) -> None:
        expected = self._numbers
        self._same("R5", "study days this week", week.studied, expected.studied)
        self._same("R7", "days left", week.days_left, expected.days_left)
        self._same("R7", "reserve", week.reserve, expected.reserve)
        more = week.words.more if isinstance(week.words, RunSafe) else None
        self._same("R7", "the words of the week", (_words(week), more), (expected.words, expected.more))
        if run is not None:
            self._same("R6", "run", run, expected.run)

    def _same(self, rule: str, what: str, found: object, expected: object) -> None:
        if found != expected:
            raise Violation(self._journal.name, self._day, rule, f"{what}: shown {found}, but it is {expected}")


def _words(week: OpenWeek) -> str:
    match week.words:
        case Kept():
            return "kept"
        case InReserve():
            return "reserve"
        case RunSafe():
            return "safe"
        case AnyFlowKeepsRun():
            return "any flow"
        case _:
            return ""
