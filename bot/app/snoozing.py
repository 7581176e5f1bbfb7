"""A prompt put off: an hour, this evening, tomorrow (R16)."""

from datetime import datetime, time, timedelta

from bot.app.commands import Snooze
from bot.app.said import Refusal, Said, Snoozed
from bot.app.turn import Turn
from bot.core.cadence import occurrence
from bot.core.days import A_DAY, local_day
from bot.core.prompts import GRACE, narrowed, next_open
from bot.storage.letters import Letter
from bot.storage.people import private_address

EVENING = time(20)
EVENING_OFFERED_UNTIL = time(19)


def snooze(ask: Snooze, turn: Turn) -> Said:
    """Let the prompt come again later; tomorrow's own prompt, if there is one, is enough."""
    me, today = turn.me, turn.today
    if turn.account is None:
        raise Refusal("outdated")
    if ask.until == "tomorrow" and turn.plans().is_plan_day(today + A_DAY) and me.prompts:
        return Snoozed(occurrence(today + A_DAY, me.hour, turn.zone), me.zone)
    wanted = _wanted(ask, turn)
    at = next_open(wanted, narrowed(me.quiet, me.hour), turn.zone)
    letter = Letter(
        0,
        f"snooze:{me.id}:{at:%Y%m%dT%H%M}",
        "prompt",
        me.id,
        local_day(at, turn.zone),
        private_address(turn.account),
        "ready",
        at,
        at + GRACE["prompt"],
    )
    turn.tx.letters.queue([letter])
    return Snoozed(at, me.zone)


def offers_evening(now: datetime, turn: Turn) -> bool:
    """Whether "this evening" still lies ahead."""
    return now < occurrence(turn.today, EVENING_OFFERED_UNTIL, turn.zone)


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
