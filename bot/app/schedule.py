"""When things come round for a learner or a group, in their own time (R16, R17, R24)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.cadence import next_occurrence
from bot.core.people import ChatId, Group, Learner, LearnerId
from bot.core.plans import PlanHistory
from bot.core.prompts import prompt_days, rhythm_after
from bot.core.rests import RestDays
from bot.storage.rests import rests_of
from bot.storage.rhythms import Rhythm
from bot.storage.store import Tx

SUNDAY = 6
CARDS_EDITED_FOR = timedelta(days=7)  # undo, late logs and answers to being named still edit a card this long


def next_prompt(learner: Learner, plans: PlanHistory, rest: RestDays, after: datetime) -> Rhythm:
    """The prompt after an instant: the learner's hour on the next plan day that is not off (R16).

    Where prompts were ignored, fewer plan days bring one.
    """
    on = prompt_days(plans, rest, rhythm_after(learner.ignored))
    found = next_occurrence(after, learner.hour, ZoneInfo(learner.zone), on)
    return Rhythm("prompt", learner.id, *(found or (None, None)))


def next_checkin(learner: Learner, rest: RestDays, after: datetime) -> Rhythm:
    """The check-in after an instant: at the learner's hour on a Sunday that is not off (R15)."""

    def on(day: date) -> bool:
        return _is_sunday(day) and day not in rest

    found = next_occurrence(after, learner.hour, ZoneInfo(learner.zone), on)
    return Rhythm("checkin", learner.id, *(found or (None, None)))


def next_card(group: Group, chat: ChatId, after: datetime) -> Rhythm:
    """The card after an instant: the group's hour on its days, and on Sunday for the check-in."""

    def on(day: date) -> bool:
        return day.weekday() in group.days or _is_sunday(day)

    found = next_occurrence(after, group.hour, ZoneInfo(group.zone), on)
    return Rhythm("card", chat, *(found or (None, None)))


def _is_sunday(day: date) -> bool:
    return day.weekday() == SUNDAY


def reschedule(tx: Tx, learner: Learner, plans: PlanHistory, now: datetime) -> Rhythm | None:
    """Set a learner's rhythms from the settings that hold now; returns the next prompt, if any comes.

    One that is due already is left to the next beat, which decides it and goes on from the new settings.
    """
    if not learner.prompts:
        tx.rhythms.stop("prompt", learner.id)
        tx.rhythms.stop("checkin", learner.id)
        return None
    rest = tx.rests.off(learner.id)
    prompt = next_prompt(learner, plans, rest, now)
    tx.rhythms.put(not_overdue(tx, [prompt, next_checkin(learner, rest, now)], now))
    return prompt


def reschedule_all(tx: Tx, ids: Sequence[LearnerId], now: datetime) -> None:
    """The same for many learners whose days off have changed, without a statement for each."""
    learners, plans, off = tx.people.of(ids, now), tx.people.plans_of(ids), tx.rests.off_of_many(ids)
    prompted = [learner for learner in learners.values() if learner.prompts]
    waiting = tx.rhythms.waiting([learner.id for learner in prompted], now)
    moved: list[Rhythm] = []
    for learner in prompted:
        rest = rests_of(off, learner.id)
        moved += [next_prompt(learner, plans[learner.id], rest, now), next_checkin(learner, rest, now)]
    tx.rhythms.move([rhythm for rhythm in moved if (rhythm.kind, rhythm.owner) in waiting])


def not_overdue(tx: Tx, rhythms: Iterable[Rhythm], now: datetime) -> list[Rhythm]:
    """Those of the rhythms that do not stand in the store with a time that has come and was not decided yet."""
    kept = []
    for rhythm in rhythms:
        stored = tx.rhythms.get(rhythm.kind, rhythm.owner)
        if stored is None or stored.at is None or stored.at > now:
            kept.append(rhythm)
    return kept
