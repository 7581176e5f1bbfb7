"""Every number that an answer shows, worked out once more from what its reader did (R5-R10, R12, R13)."""

from datetime import date, datetime
from fractions import Fraction

from bot.app.said import (
    BoardShown,
    DoneMarked,
    LedgerShown,
    LogEdited,
    Logged,
    NumbersShown,
    ProgressShown,
    ReviewClosed,
    ReviewOpen,
    Said,
    Stand,
    TodayShown,
    Undone,
)
from bot.core.standing import AnyFlowKeepsRun, InReserve, Kept, OpenWeek, RunSafe
from bot.simulation import naive
from bot.simulation.journal import Journal
from bot.simulation.naive import A_WEEK, Facts, Numbers, monday
from bot.simulation.violation import Violation
from bot.simulation.way import shown_at

MOST_CREDITED = 240  # R3
BOARD_WEEKS = {"week": 0, "4 weeks": 4, "12 weeks": 12}


class Receipts:
    """Checks what one learner is told, on their local day at an instant. Every method raises Violation."""

    def __init__(self, journal: Journal, at: datetime) -> None:
        self._journal = journal
        self._day = journal.today(at)

    def check(self, said: Said) -> None:
        """Whatever is said of the learner's own numbers and place."""
        match said:
            case Logged():
                self._logged(said)
            case LogEdited() | Undone():
                expected = self._numbers()
                self._week(said.week, expected)
                self._same("R6", "run", said.run, expected.run)
            case TodayShown():
                expected = self._numbers()
                self._week(said.week, expected)
                self._same("R6", "run", said.run, expected.run)
                self._stands(said.stand)
            case ProgressShown():
                self._progress(said)
            case NumbersShown():
                self._shown_numbers(said)
            case LedgerShown():
                self._ledger(said)
            case DoneMarked() | ReviewClosed() | ReviewOpen():
                self._stands(said.next)

    def _logged(self, said: Logged) -> None:
        flow = self._journal.logs[said.log.id]
        expected = self._numbers()
        self._same("R2", "the day of a log", said.log.day, flow.day)
        self._same("R1", "the day of logging", said.log.logged_on, self._day)
        self._same("R3", "minutes that day", said.minutes_that_day, self._journal.minutes_on(flow.day))
        self._same("R2", "late for the board", said.late_for_board, naive.is_too_late(flow))
        self._same("R6", "run", said.run, expected.run)
        self._same("R8", "kept weeks", said.kept, expected.kept)
        self._same("R22", "welcome back", said.welcome_back, self._is_return(flow))
        self._week(said.week, expected)
        if said.done is not None:
            self._stands(said.done.next)

    def _is_return(self, flow: naive.Flow) -> bool:
        """Whether this only log of its day came after a quiet week that followed the last one."""
        facts = self._journal.facts()
        others = [it for it in facts.flows if it is not flow]
        if any(it.day == flow.day for it in others):
            return False
        before = Facts(facts.joined, others, facts.plans, facts.rest)
        last = max([it.day for it in others], default=facts.joined - naive.A_DAY)
        return any(week > last and one == "quiet" for week, one in naive.verdicts(before, self._day))

    def _progress(self, said: ProgressShown) -> None:
        expected = self._numbers()
        self._stands(said.stand)
        self._week(said.standing.this_week, expected)
        self._same("R8", "kept weeks", said.standing.kept, expected.kept)
        self._same("R13", "weeks closed", said.weeks_closed, len(self._journal.explained))

    def _shown_numbers(self, said: NumbersShown) -> None:
        expected, flows = self._numbers(), list(self._journal.logs.values())
        standing = said.standing
        self._same("R8", "kept weeks", standing.kept, expected.kept)
        self._same("R6", "run", standing.run, expected.run)
        self._same("R6", "best run", standing.best_run, expected.best_run)
        self._same("R9", "last eight", standing.last_eight, expected.last_eight)
        self._same("R5", "verdicts", tuple(str(week.verdict) for week in standing.past), expected.verdicts)
        self._same("R19", "the sum of the logs", standing.minutes, sum(flow.minutes for flow in flows))
        self._same("R19", "flows", (standing.logs, said.flows), (len(flows), len(flows)))
        by_day = naive.minutes_by_day(flows)
        self._same("R5", "study days", standing.study_days, len([m for m in by_day.values() if m >= 10]))
        self._same("R13", "weeks explained", said.reviews, len(self._journal.explained))

    def _ledger(self, said: LedgerShown) -> None:
        verdicts = dict(naive.verdicts(self._journal.facts(), self._day))
        for week in said.weeks:
            told = None if week.verdict is None else str(week.verdict)
            self._same("R21", f"the verdict of {week.monday}", told, verdicts.get(week.monday))
            for it in week.days:
                self._same("R21", f"the minutes of {it.day}", it.minutes, self._journal.minutes_on(it.day))

    def _numbers(self) -> Numbers:
        return naive.numbers(self._journal.facts(), self._day)

    def _week(self, week: OpenWeek, expected: Numbers) -> None:
        self._same("R5", "study days this week", week.studied, expected.studied)
        self._same("R7", "days left", week.days_left, expected.days_left)
        self._same("R7", "reserve", week.reserve, expected.reserve)
        more = week.words.more if isinstance(week.words, RunSafe) else None
        self._same("R7", "the words of the week", (_words(week), more), (expected.words, expected.more))

    def _stands(self, stand: Stand) -> None:
        self._same("R12", "the place", shown_at(stand), self._journal.way.here)

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


def check_board(said: BoardShown, asker: Journal, members: list[Journal], at: datetime) -> None:
    """R10, R22, R23: each line's points, the places, who is named, and the total from three learners up."""
    today = asker.today(at)

    def wrong(rule: str, what: str) -> Violation:
        return Violation(asker.name, today, rule, f"{what} on the board of {said.period}")

    scores = {it.name: points_of(it, said.period, at) for it in members}
    listed = {it.name: scores[it.name] for it in members if it.listed and scores[it.name]}
    values = [value for value in listed.values() if value is not None]
    places = dict(zip(listed, naive.places(values), strict=True))
    for line in (*said.top, *said.near):
        if line.name not in listed:
            raise wrong("R22", f"{line.name} is named and did not say yes")
        if (Fraction(line.points), line.place) != (listed[line.name], places[line.name]):
            raise wrong("R10", f"{line.name} has {line.points} points, place {line.place}, "
                               f"but it is {listed[line.name]}, place {places[line.name]}")  # fmt: skip
    own = None if said.own is None else Fraction(said.own.points)
    if own != scores[asker.name]:
        raise wrong("R10", f"own points are {own}, but they are {scores[asker.name]}")
    first = monday(today) - BOARD_WEEKS[said.period] * A_WEEK
    last = monday(today) + A_WEEK if said.period == "week" else monday(today)
    minutes = {it.name: credited(it, first, last) for it in members}
    if said.total_minutes is not None:
        if len([spent for spent in minutes.values() if spent]) < 3:
            raise wrong("R23", "a total is told of fewer than three")
        if said.total_minutes != sum(minutes.values()):
            raise wrong("R3", f"{said.total_minutes} minutes together, but it is {sum(minutes.values())}")


def points_of(member: Journal, period: str, at: datetime) -> Fraction | None:
    """A member's score from joining the group on, which is their joining the bot (R10)."""
    facts = member.facts()
    since = [flow for flow in facts.flows if flow.day >= facts.joined]
    reviews: dict[date, int] = {}
    for closed_on in member.explained.values():
        reviews[monday(closed_on)] = reviews.get(monday(closed_on), 0) + 1
    return naive.score(Facts(facts.joined, since, facts.plans), reviews, period, member.today(at))


def credited(member: Journal, first: date, before: date) -> int:
    """What a group credits of a member's minutes from a day on, before another (R3)."""
    facts = member.facts()
    days = naive.minutes_by_day(flow for flow in facts.flows if flow.day >= facts.joined)
    return sum(min(spent, MOST_CREDITED) for day, spent in days.items() if first <= day < before)
