"""A prompt put off: an hour, this evening, tomorrow (R16)."""

from datetime import date, datetime, time, timedelta

from bot.app.commands import Snooze
from bot.app.said import Refusal, Said, Snoozed
from bot.app.turn import Turn
from bot.core.cadence import occurrence
from bot.core.days import A_DAY, local_day
from bot.core.prompts import expiry, narrowed, next_open
from bot.storage.letters import Letter
from bot.storage.people import private_address

EVENING = time(20)
EVENING_OFFERED_UNTIL = time(19)


def snooze(ask: Snooze, turn: Turn) -> Said:
    """Let the prompt come again later, in place of any that was put off before; a later day's own prompt, if there is
    one, is enough, also where quiet hours move it there (R17). Nothing is promised for a day on which none would come.
    """
    me = turn.me
    if turn.account is None or turn.place().is_finished:
        raise Refusal("outdated")
    quiet = narrowed(me.quiet, me.hour)
    at = next_open(_wanted(ask, turn), quiet, turn.zone)
    day = local_day(at, turn.zone)
    _must_be_wanted(day, turn)
    turn.tx.letters.withdraw(_key(turn))
    if day > turn.today and turn.plans().is_plan_day(day):
        return Snoozed(next_open(occurrence(day, me.hour, turn.zone), quiet, turn.zone), me.zone)
    letter = Letter(
        0,
        f"{_key(turn)}{at:%Y%m%dT%H%M}",
        "prompt",
        me.id,
        day,
        private_address(turn.account),
        "ready",
        at,
        expiry("prompt", at),
    )
    turn.tx.letters.queue([letter])
    return Snoozed(at, me.zone)


def offers_evening(now: datetime, turn: Turn) -> bool:
    """Whether "this evening" still lies ahead."""
    return now < occurrence(turn.today, EVENING_OFFERED_UNTIL, turn.zone)


def _must_be_wanted(day: date, turn: Turn) -> None:
    """A prompt comes neither to who wants none, nor on a rest day, nor on a study day (R16)."""
    if not turn.me.prompts:
        raise Refusal("prompts_off")
    if day in turn.tx.rests.of(turn.me.id):
        raise Refusal("rest_day", days=(day,))
    if day in turn.tx.rests.off(turn.me.id):
        raise Refusal("season_day", days=(day,))
    if turn.record().is_study_day(day):
        raise Refusal("studied_already", days=(day,))


def _key(turn: Turn) -> str:
    return f"snooze:{turn.me.id}:"


def _wanted(ask: Snooze, turn: Turn) -> datetime:
    match ask.until:
        case "hour":
            return turn.now + timedelta(hours=1)
        case "evening":
            at = occurrence(turn.today, EVENING, turn.zone)
            if at <= turn.now:
                raise Refusal("outdated")
            return at
        case "tomorrow":
            return occurrence(turn.today + A_DAY, turn.me.hour, turn.zone)
