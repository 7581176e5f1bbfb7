"""When unasked messages may come: quiet hours, rhythms that fade when ignored, what is too late (R16-R18)."""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.days import A_DAY, first_showing, monday_of
from bot.core.plans import Plan, PlanHistory

_DAY_MINUTES = 24 * 60
_AN_HOUR = 60
_SPAN = re.compile(r"(?:from)?([0-9]{1,2})(?::([0-5][0-9]))?(am|pm)?(?:-|–|to)([0-9]{1,2})(?::([0-5][0-9]))?(am|pm)?")  # noqa: RUF001 - people paste typographic dashes


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until just before `end` on the wall clock, over midnight if need be; never if equal."""

    start: time
    end: time

    def covers(self, at: time) -> bool:
        """Whether a wall-clock time is quiet."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


QUIET = QuietHours(time(22), time(8))
NEVER = QuietHours(time(), time())


def parse_quiet(text: str) -> QuietHours:
    """Read quiet hours: "22-8", "22:00-07:30", "10pm - 7am", "off". Raises ValueError for anything else."""
    said = "".join(text.lower().split())
    if said in ("off", "none", "never"):
        return NEVER
    found = _SPAN.fullmatch(said)
    if not found:
        raise ValueError(text)
    start, end = (_clock(*found.group(n, n + 1, n + 2)) for n in (1, 4))
    return QuietHours(start, end)


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            raise ValueError(hour)
        number = number % 12 + (12 if half == "pm" else 0)
    return time(number % 24 if number == 24 else number, int(minute or 0))


def narrowed(quiet: QuietHours, chosen_hour: time) -> QuietHours:
    """The quiet hours of someone who chose an hour inside them (R16).

    Towards the morning they end at that hour; towards the evening they start an hour after it. Whichever
    leaves more of them, and the morning if it is the same.
    """
    if not quiet.covers(chosen_hour):
        return quiet
    chosen, start, end = _minute(chosen_hour), _minute(quiet.start), _minute(quiet.end)
    since_start, until_end = (chosen - start) % _DAY_MINUTES, (end - chosen) % _DAY_MINUTES
    if until_end <= since_start + _AN_HOUR:
        return QuietHours(quiet.start, chosen_hour)
    return QuietHours(_time(chosen + _AN_HOUR), quiet.end)


def next_open(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """The aware instant `at` itself if it is not quiet then, else the next one that is not (R16)."""
    wall = at.astimezone(zone)
    if not quiet.covers(wall.time()):
        return at
    ends_on = wall.date() if wall.time() < quiet.end else wall.date() + A_DAY
    opens = first_showing(ends_on, quiet.end, zone)
    if opens >= at:
        # Where the clock jumps over the whole of the open time, the next day's is waited for.
        return next_open(opens, quiet, zone) if quiet.covers(opens.astimezone(zone).time()) else opens
    # The clock shows this hour a second time, and it is the second one that is waited for.
    return datetime.combine(ends_on, quiet.end, tzinfo=zone).replace(fold=1).astimezone(at.tzinfo)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


class Rhythm(StrEnum):
    """How often prompts come (R16)."""

    PLAN = "plan"
    THREE_DAYS = "three_days"
    FIRST_DAY = "first_day"
    NOTE = "note"
    SILENT = "silent"


def rhythm_after(ignored: int) -> Rhythm:
    """The rhythm once so many delivered prompts in a row were ignored (R16).

    After 5 the first, middle and last plan day; after 5 more the first; after 3 more one kind note, then
    silence.
    """
    if ignored < 5:
        return Rhythm.PLAN
    if ignored < 10:
        return Rhythm.THREE_DAYS
    if ignored < 13:
        return Rhythm.FIRST_DAY
    return Rhythm.NOTE if ignored == 13 else Rhythm.SILENT


def prompt_weekdays(plan: Plan, rhythm: Rhythm) -> frozenset[int]:
    """The weekdays of a plan on which a rhythm prompts; 0 is Monday. The kind note comes on the first one."""
    days = sorted(plan.weekdays)
    match rhythm:
        case Rhythm.PLAN:
            return plan.weekdays
        case Rhythm.THREE_DAYS:
            return frozenset({days[0], days[len(days) // 2], days[-1]})
        case Rhythm.FIRST_DAY | Rhythm.NOTE:
            return frozenset({days[0]})
        case Rhythm.SILENT:
            return frozenset()


def prompt_days(plans: PlanHistory, rest: Container[date], rhythm: Rhythm) -> Callable[[date], bool]:
    """Which local days may bring a prompt: days of the rhythm that are not rest (R16). For `next_occurrence`.

    Whether the day is a study day already can only be known when the prompt comes due.
    """

    def is_prompt_day(day: date) -> bool:
        return day not in rest and day.weekday() in prompt_weekdays(plans.on(monday_of(day)), rhythm)

    return is_prompt_day


MONDAY, SUNDAY = 0, 6
GROUP_DAYS = frozenset(range(5))  # Monday to Friday, unless the group has chosen others (R24)


def card_days(group_days: Iterable[int]) -> frozenset[int]:
    """The weekdays with a card: the group's own, Monday for the digest and Sunday for the check-in (R24)."""
    return frozenset(group_days) | {MONDAY, SUNDAY}


class CardRhythm(StrEnum):
    """How often a group's card comes (R24)."""

    GROUP_DAYS = "group_days"
    MONDAYS = "mondays"
    STOPPED = "stopped"


def card_rhythm_after(cards_without_flow: int) -> CardRhythm:
    """The rhythm once so many cards in a row saw no flow: after 5 on Mondays, after 3 more none (R24)."""
    if cards_without_flow < 5:
        return CardRhythm.GROUP_DAYS
    return CardRhythm.MONDAYS if cards_without_flow < 8 else CardRhythm.STOPPED


LateKind = Literal["prompt", "timer", "visit", "checkin", "card"]
GRACE: dict[LateKind, timedelta] = {
    "prompt": timedelta(hours=3),
    "timer": timedelta(hours=3),
    "visit": timedelta(hours=3),
    "checkin": timedelta(hours=24),
}


def expiry(kind: Literal["prompt", "timer", "visit", "checkin"], moved: datetime) -> datetime:
    """The first instant at which something is too late to be sent (R18): older than its hours, not as old."""
    return moved + GRACE[kind] + timedelta(microseconds=1)


def is_too_late(kind: LateKind, moved: datetime, now: datetime, day_end: datetime) -> bool:
    """Whether something is to be skipped after downtime (R18).

    Counted from `moved`, when it was due once quiet hours had moved it: a prompt, a timer's end or the offer of a
    visit holds for 3 h, a check-in for 24 h, a card until `day_end`.
    """
    if kind == "card":
        return now >= day_end
    return now - moved > GRACE[kind]
