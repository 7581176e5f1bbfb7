"""When nobody may be written to unasked, read once more from the specification's words (R16, R24)."""

from datetime import date, time

from bot.simulation.naive import Weekdays

Quiet = tuple[int, int]  # minutes of the day: from one until just before the other; never if they are the same
A_DAYS_MINUTES, AN_HOUR = 24 * 60, 60
NIGHT: Quiet = (22 * 60, 8 * 60)
BEGIN_TO_FADE, IGNORED_BEFORE_NOTE = 5, 13  # prompts that nobody answered
MONDAY, SUNDAY = 1, 7


def is_quiet(minute: int, hour: int, quiet: Quiet = NIGHT) -> bool:
    """R16: whether a minute of the day lies in the quiet hours.

    An hour that was chosen in there leaves the longer rest of it: up to the hour, or from an hour after it on.
    """
    start, end = quiet
    if (hour - start) % A_DAYS_MINUTES < (end - start) % A_DAYS_MINUTES:
        up_to, after = (hour - start) % A_DAYS_MINUTES, max(0, (end - hour) % A_DAYS_MINUTES - AN_HOUR)
        start, end = (start, hour) if up_to >= after else ((hour + AN_HOUR) % A_DAYS_MINUTES, end)
    return (minute - start) % A_DAYS_MINUTES < (end - start) % A_DAYS_MINUTES


def prompt_days(plan: Weekdays, unheard: int) -> Weekdays:
    """R16: the weekdays that may bring a prompt after so many that nobody answered: all of the plan; from the fifth on
    its first, middle and last; from the tenth on the first; with the thirteenth one kind note; then none."""
    days = sorted(plan)
    if unheard < BEGIN_TO_FADE:
        return plan
    if unheard < 10:
        return frozenset((days[0], days[len(days) // 2], days[-1]))
    return frozenset((days[0],)) if unheard <= IGNORED_BEFORE_NOTE else frozenset()


def card_days(empty: int) -> frozenset[int]:
    """R24: the days, 1 is Monday, that may bring a card after so many that saw no flow."""
    if empty < 5:
        return frozenset((1, 2, 3, 4, 5, SUNDAY))
    return frozenset((MONDAY,)) if empty < 8 else frozenset()


def quiet_of(text: str) -> Quiet:
    """Quiet hours as a learner of the simulation writes them: "23-7"."""
    start, end = text.split("-")
    return int(start) * AN_HOUR, int(end) * AN_HOUR


def minute_of(at: time) -> int:
    """A time as a minute of its day."""
    return at.hour * AN_HOUR + at.minute


def last_sunday(day: date) -> date:
    """The Monday of the week that a check-in of a day looks back at: this week's on Sunday, else the last one's."""
    back = 6 if day.isoweekday() == SUNDAY else day.isoweekday() + 6
    return date.fromordinal(day.toordinal() - back)
