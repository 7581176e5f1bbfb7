"""Reading which day a log counts for (R2)."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.days import A_DAY, DAY_STARTS, local_day

FURTHEST_BACK_DAYS = 28
LATE_FOR_BOARD_DAYS = 7

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})(?:\.(?:\s?([0-9]{4}|[0-9]{2}))?)?")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?(?: of)? ?([a-z]+)\.?,?(?: ([0-9]{4}))?")
_MONTH_DAY = re.compile(r"([a-z]+)\.? ?([0-9]{1,2})(?:st|nd|rd|th)?,?(?: ([0-9]{4}))?")
_AGO = re.compile(r"([0-9]{1,4}) (day|week)s? ago")
_YEARS_TO_A_LEAP_DAY = 8


class BadDay(ValueError):
    """A text that names no day of the last 28 (R2). `day` is the date it says, where it can be read."""

    def __init__(self, text: str, reason: Literal["unreadable", "ahead", "too_far"], day: date | None = None) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.text = text
        self.reason = reason
        self.day = day


class AskWhichDay(Exception):
    """Between midnight and 04:00 "yesterday" can mean two dates; both are given, the earlier first (R2)."""

    def __init__(self, candidates: tuple[date, date]) -> None:
        super().__init__(f"{candidates[0]} or {candidates[1]}")
        self.candidates = candidates


def which_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The local day that a log said `text` about counts for, at most 28 days back and never ahead (R2).

    Nothing, today, yesterday, a weekday (its latest one, today included), a date with or without its year
    (then the latest one not ahead), or so many days ago. Raises BadDay, or AskWhichDay for "yesterday" before
    04:00.
    """
    today = local_day(now, zone)
    said = " ".join(text.lower().split()).removeprefix("on ")
    if said in ("yesterday", "1 day ago") and now.astimezone(zone).time() < DAY_STARTS:
        raise AskWhichDay((today - A_DAY, today))
    day = _read(said, today)
    if day is None:
        raise BadDay(text, "unreadable")
    if day > today:
        raise BadDay(text, "ahead", day)
    if today - day > timedelta(days=FURTHEST_BACK_DAYS):
        raise BadDay(text, "too_far", day)
    return day


def coming_day(text: str, today: date) -> date:
    """The day that somebody means who looks ahead: a weekday is its next one, today included; else as in R2.

    A date without its year is the nearest to come, or one of the last 28 days. Raises BadDay("unreadable").
    """
    said = " ".join(text.lower().split()).removeprefix("on ").removeprefix("next ")
    number = _numbered(said, _WEEKDAYS)
    if number is not None:
        return today + timedelta(days=(number - today.weekday()) % 7)
    day = _read(said, today)
    if day is None:
        raise BadDay(text, "unreadable")
    named_year = bool(_ISO.fullmatch(said)) or bool(re.search(r"[0-9]{4}$|\.[0-9]{2}$", said))
    if not named_year and _dated(said, today) is not None and today - day > timedelta(days=FURTHEST_BACK_DAYS):
        following = (_made(day.year + years, day.month, day.day) for years in range(1, _YEARS_TO_A_LEAP_DAY + 1))
        return next(made for made in following if made is not None and made >= today)
    return day


def is_late(day: date, logged_on: date) -> bool:
    """Whether a log for `day`, made on the local day `logged_on`, is too late for the board (R2, R10)."""
    return logged_on - day > timedelta(days=LATE_FOR_BOARD_DAYS)


def _read(said: str, today: date) -> date | None:
    match said:
        case "" | "today" | "now" | "tonight":
            return today
        case "yesterday":
            return today - A_DAY
        case "tomorrow":
            return today + A_DAY
    readers: tuple[Callable[[str, date], date | None], ...] = (_weekday, _ago, _dated)
    return next((day for reader in readers if (day := reader(said, today)) is not None), None)


def _weekday(said: str, today: date) -> date | None:
    last = said.startswith("last ")
    number = _numbered(said.removeprefix("last "), _WEEKDAYS)
    if number is None:
        return None
    back = (today.weekday() - number) % 7
    return today - timedelta(days=7 if last and back == 0 else back)


def _ago(said: str, today: date) -> date | None:
    found = _AGO.fullmatch(said)
    return today - int(found[1]) * timedelta(**{found[2] + "s": 1}) if found else None


def _dated(said: str, today: date) -> date | None:
    if found := _ISO.fullmatch(said):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(said):
        year = f"20{found[3]}" if found[3] and len(found[3]) == 2 else found[3]
        return _in_year(year, int(found[2]), int(found[1]), today)
    if found := _DAY_MONTH.fullmatch(said):
        return _in_year(found[3], _month(found[2]), int(found[1]), today)
    if found := _MONTH_DAY.fullmatch(said):
        return _in_year(found[3], _month(found[1]), int(found[2]), today)
    return None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _made(int(year), month, day)
    years = range(today.year, today.year - _YEARS_TO_A_LEAP_DAY - 1, -1)
    dates = (_made(number, month, day) for number in years)
    return next((made for made in dates if made and made <= today), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(said: str) -> int:
    number = _numbered(said, _MONTHS)
    return 0 if number is None else number + 1  # there is no month 0, so no date is made of it


def _numbered(said: str, names: tuple[str, ...]) -> int | None:
    """Which of some names is meant by its beginning; three letters or more."""
    said = said.removesuffix(".")
    said = {"weds": "wed"}.get(said, said)
    return next((n for n, name in enumerate(names) if len(said) >= 3 and name.startswith(said)), None)
