"""A prompt put off: an hour, this evening, tomorrow (R16)."""

from datetime import date, datetime, time, timedelta

from bot.app.commands import Snooze
from bot.app.said import Refusal, Said, Snoozed
from bot.app.schedule import letter_key, reschedule
from bot.app.turn import Turn
from bot.core.cadence import occurrence
from bot.core.days import A_DAY, local_day
from bot.core.people import Account
from bot.core.prompts import expiry, narrowed, next_open
from bot.storage.letters import Letter
from bot.storage.people import private_address
from bot.storage.rhythms import Rhythm

EVENING = time(20)
EVENING_OFFERED_UNTIL = time(19)


def snooze(ask: Snooze, turn: Turn) -> Said:
    """Let the prompt come again later, in place of any that was put off before and of today's own if that is still to
    come: one prompt a day (R17). A later day's own, if there is one, is enough, also where quiet hours move it there.
    Nothing is promised for a day on which none would come.
    """
    me = turn.me
    if turn.account is None or turn.place().is_finished:
        raise Refusal("outdated")
    quiet = narrowed(me.quiet, me.hour)
    at = next_open(_wanted(ask, turn), quiet, turn.zone)
    day = local_day(at, turn.zone)
    _must_be_wanted(day, turn)
    letters, own = turn.tx.letters, _own(turn, day)
    for begins in (_key(turn), _own_key(turn)):
        letters.withdraw(begins)
    if day > turn.today:
        letters.pass_over(_letter(_own(turn, turn.today), turn.today, at, turn, turn.account), turn.now, "put off")
    if day > turn.today and turn.plans().is_plan_day(day) and not letters.decided([own]):
        at = next_open(occurrence(day, me.hour, turn.zone), quiet, turn.zone)
    else:
        key = f"{_key(turn)}{at:%Y%m%dT%H%M}" if letters.decided([own]) else own
        letters.queue([_letter(key, day, at, turn, turn.account)])
    reschedule(turn.tx, me, turn.plans(), turn.now)
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


def _letter(key: str, day: date, at: datetime, turn: Turn, account: Account) -> Letter:
    return Letter(0, key, "prompt", turn.me.id, day, private_address(account), "ready", at, expiry("prompt", at))


def _key(turn: Turn) -> str:
    return f"snooze:{turn.me.id}:"


def _own(turn: Turn, day: date) -> str:
    """Under which a day's own prompt is decided: one that is put off in its place takes it, so that none comes besides
    (R17)."""
    return letter_key(Rhythm("prompt", turn.me.id, day, None))


def _own_key(turn: Turn) -> str:
    return f"prompt:{turn.me.id}:"


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
