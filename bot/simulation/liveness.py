"""What must have come of itself in a week: prompts on plan days, cards on group days (R16, R24).

Only where nothing could excuse its absence: who changed what prompts hang on is left out for that week.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.platforms.terminal.places import channel_chat
from bot.simulation import naive
from bot.simulation.cards import Channel, must_have_come, share_stands
from bot.simulation.journal import Journal
from bot.simulation.naive import A_WEEK, the_days
from bot.simulation.naive_silence import BEGIN_TO_FADE
from bot.simulation.violation import Violation

STUDIED = 10  # minutes


def prompts_that_came(own: Journal, week: date) -> None:
    """R16: at the learner's hour on each plan day that is not rest and not a study day yet. Raises Violation.

    Call it once after each week: it remembers how many prompts were unanswered at the end of the last one.
    """
    begun_with, own.unheard_before = own.unheard_before, own.unheard
    plan = naive.plan_of(own.plans, week)
    fading = begun_with + len(plan) > BEGIN_TO_FADE
    if not own.prompts or week in own.restless or own.way.spot == "finished" or fading:
        return
    for day in the_days(week):
        if day.weekday() in plan and day not in own.prompted and not own.is_off(day) and not _studied_by_then(own, day):
            raise Violation(own.name, day, "R16", f"no prompt came at {own.hour:%H:%M}")


def _studied_by_then(own: Journal, day: date) -> bool:
    comes = datetime.combine(day, own.hour, ZoneInfo(own.zone_at(_noon(day))))
    if own.hour.hour < naive.DAY_BEGINS:
        comes += naive.A_DAY
    return sum(it.flow.minutes for it in own.logs.values() if it.flow.day == day and it.at <= comes) >= STUDIED


def _noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), ZoneInfo("UTC")).replace(hour=12)


def cards_that_came(channel: Channel, week: date) -> None:
    """R24: the day's card on group days, the call on Sunday, in each chat; R23: what was taken back is gone from the
    newest. Raises Violation."""
    for day in the_days(week):
        if must_have_come(channel, day):
            for chat in channel.chats:
                if day not in channel.posted.get(channel_chat(chat).chat, ()):
                    raise Violation(chat, day, "R24", "no card came, though somebody has just studied")
    if not share_stands(channel):
        raise Violation(channel.name, week + A_WEEK, "R23", "the card still tells what was taken back")
