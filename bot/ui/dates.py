"""Days, clocks, lengths and points in words."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.ui.phrase import Moment
from bot.ui.text import Text, later

WEEKDAYS = (
    later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"),
    later("Friday"), later("Saturday"), later("Sunday"),
)  # fmt: skip
WEEKDAYS_SHORT = (
    later("Mon"), later("Tue"), later("Wed"), later("Thu"), later("Fri"), later("Sat"), later("Sun"),
)  # fmt: skip
MONTHS = (
    later("January"), later("February"), later("March"), later("April"),
    later("May"), later("June"), later("July"), later("August"),
    later("September"), later("October"), later("November"), later("December"),
)  # fmt: skip


def weekday(say: Text, day: date) -> str:
    """The weekday's name: "Tuesday"."""
    return say.words(WEEKDAYS[day.weekday()])


def day_words(say: Text, day: date, today: date | None = None) -> str:
    """Weekday and date, as every receipt names them (R2): "Tuesday 3 March", or "… 3 March 2025"."""
    month = say.words(MONTHS[day.month - 1])
    if today is not None and today.year != day.year:
        return say.words(
            "{weekday} {day} {month} {year}",
            weekday=weekday(say, day),
            day=day.day,
            month=month,
            year=day.year,
        )
    return say.words("{weekday} {day} {month}", weekday=weekday(say, day), day=day.day, month=month)


def dated(say: Text, day: date) -> str:
    """Weekday and date with the year, where nobody can say which is meant: "Friday 1 January 2027"."""
    return say.words("{day} {year}", day=day_words(say, day), year=day.year)


def date_words(say: Text, day: date, today: date | None = None) -> str:
    """The date alone: "3 March", with the year if it is not today's."""
    month = say.words(MONTHS[day.month - 1])
    if today is not None and today.year != day.year:
        return say.words("{day} {month} {year}", day=day.day, month=month, year=day.year)
    return say.words("{day} {month}", day=day.day, month=month)


def months(say: Text, first: date, last: date) -> str:
    """From a day's month to a later one's: "May 2027", "May to August 2027", "May 2027 to January 2028"."""
    begins, ends = say.words(MONTHS[first.month - 1]), say.words(MONTHS[last.month - 1])
    if first.year != last.year:
        return say.words("{first} {year} to {last} {later}", first=begins, year=first.year, last=ends, later=last.year)
    if first.month != last.month:
        return say.words("{first} to {last} {year}", first=begins, last=ends, year=last.year)
    return say.words("{month} {year}", month=ends, year=last.year)


def near_day(say: Text, day: date, today: date) -> str:
    """Today, yesterday and tomorrow with their date, else `day_words`: "yesterday, Monday 2 March"."""
    named = day_words(say, day, today)
    match (day - today).days:
        case 0:
            return say.words("today, {day}", day=named)
        case -1:
            return say.words("yesterday, {day}", day=named)
        case 1:
            return say.words("tomorrow, {day}", day=named)
        case _:
            return named


def distance(say: Text, day: date, today: date) -> str:
    """How far away a day is: "today", "in 2 days", "2 days ago"."""
    match (day - today).days:
        case 0:
            return say.words("today")
        case 1:
            return say.words("tomorrow")
        case -1:
            return say.words("yesterday")
        case ahead if ahead > 0:
            return say.many_words("in {n} day", "in {n} days", ahead)
        case behind:
            return say.many_words("{n} day ago", "{n} days ago", -behind)


def length(say: Text, minutes: int) -> str:
    """A length of study: "45 min", "1 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return say.words("{minutes} min", minutes=rest)
    if not rest:
        return say.words("{hours} h", hours=hours)
    return say.words("{hours} h {minutes} min", hours=hours, minutes=rest)


def clock(at: time | datetime) -> str:
    """A wall clock's time: "18:00"."""
    return f"{at.hour:02}:{at.minute:02}"


def moment(say: Text, at: datetime, zone: str) -> Moment:
    """An instant; where a platform cannot show the reader's own time, "Tuesday 3 March, 18:00" in `zone`."""
    local = at.astimezone(ZoneInfo(zone))
    return Moment(at, say.words("{day}, {clock}", day=day_words(say, local.date()), clock=clock(local)))


def clock_moment(at: datetime, zone: str) -> Moment:
    """An instant's time alone; where a platform cannot show the reader's own, "18:00" in `zone`."""
    return Moment(at, clock(at.astimezone(ZoneInfo(zone))), "clock")


def countdown(say: Text, at: datetime, now: datetime) -> Moment:
    """How far ahead an instant is; where a platform cannot count down by itself, "in 25 min" from `now`."""
    left = max(0, -((now - at) // timedelta(minutes=1)))
    return Moment(at, say.words("in {time}", time=length(say, left)), "distance")


def _start_of_range(days: Collection[int]) -> int | None:
    """The first of weekdays that follow each other, also over Sunday; None if they do not."""
    starts = [day for day in days if (day - 1) % 7 not in days]
    return starts[0] if len(starts) == 1 else None


def weekdays(say: Text, days: Collection[int]) -> str:
    """The days of a plan, 0 is Monday: "every day", "Monday to Friday", "Sunday to Thursday",
    "Mon, Wed, Fri"."""
    ordered = sorted(days)
    if len(ordered) == 7:
        return say.words("every day")
    if len(ordered) > 2 and (start := _start_of_range(days)) is not None:
        first, last = say.words(WEEKDAYS[start]), say.words(WEEKDAYS[(start + len(ordered) - 1) % 7])
        return say.words("{first} to {last}", first=first, last=last)
    if len(ordered) == 2:
        first, last = (say.words(WEEKDAYS[day]) for day in ordered)
        return say.words("{first} and {last}", first=first, last=last)
    return ", ".join(say.words(WEEKDAYS_SHORT[day]) for day in ordered)


def points(say: Text, number: str) -> str:
    """Points of the board (R10), already rounded: "1 point", "86 points", "86.4 points"."""
    return say.words("1 point") if number == "1" else say.words("{number} points", number=number)
