"""When things come round for a learner or a group, in their own time (R16, R17, R24)."""

from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.cadence import next_occurrence, occurrence
from bot.core.days import local_day
from bot.core.people import ChatId, Group, Learner, LearnerId
from bot.core.plans import PlanHistory
from bot.core.prompts import SUNDAY, QuietHours, card_days, narrowed, prompt_days, rhythm_after
from bot.core.rests import RestDays
from bot.storage.rests import rests_of
from bot.storage.rhythms import Rhythm
from bot.storage.tx import Tx

TOGETHER = 5000  # learners whose rhythms are set by the same statements
CARDS_EDITED_FOR = timedelta(days=7)  # undo, late logs and answers to being named still edit a card this long


def letter_key(rhythm: Rhythm) -> str:
    """What a letter that comes round is decided under: one of a kind for an owner and local day (R17)."""
    return f"{rhythm.kind}:{rhythm.owner}:{rhythm.day}"


def next_prompt(
    learner: Learner, plans: PlanHistory, rest: RestDays, after: datetime, decided: Container[date] = ()
) -> Rhythm:
    """The prompt after an instant: the learner's hour on the next plan day that is not off (R16).

    Where prompts were ignored, fewer plan days bring one; days that are `decided` have had theirs.
    """
    is_prompt_day = prompt_days(plans, rest, rhythm_after(learner.ignored))

    def on(day: date) -> bool:
        return is_prompt_day(day) and day not in decided

    found = next_occurrence(after, learner.hour, ZoneInfo(learner.zone), on)
    return Rhythm("prompt", learner.id, *(found or (None, None)))


def next_checkin(learner: Learner, rest: RestDays, after: datetime) -> Rhythm:
    """The check-in after an instant: at the learner's hour on a Sunday that is not off (R15)."""

    def on(day: date) -> bool:
        return _is_sunday(day) and day not in rest

    found = next_occurrence(after, learner.hour, ZoneInfo(learner.zone), on)
    return Rhythm("checkin", learner.id, *(found or (None, None)))


def next_card(group: Group, chat: ChatId, after: datetime) -> Rhythm:
    """The card after an instant: the group's hour on its days, on Sunday for the check-in and on Monday for the digest
    (R24)."""

    days = card_days(group.days)

    def on(day: date) -> bool:
        return day.weekday() in days

    found = next_occurrence(after, group.hour, ZoneInfo(group.zone), on)
    return Rhythm("card", chat, *(found or (None, None)))


def _is_sunday(day: date) -> bool:
    return day.weekday() == SUNDAY


def quiet_hours(learner: Learner, day: date) -> QuietHours:
    """A learner's quiet hours on a local day, narrowed by the hour they chose as the clock shows it that day: where it
    skips the hour, the one that comes instead counts as chosen (R16, R17)."""
    zone = ZoneInfo(learner.zone)
    return narrowed(learner.quiet, occurrence(day, learner.hour, zone).astimezone(zone).time())


def coming_prompt(tx: Tx, learner: Learner, plans: PlanHistory, now: datetime) -> Rhythm:
    """The prompt that comes next: a later hour or a clock further west brings none a second time on a day (R17)."""
    return next_prompt(learner, plans, tx.rests.off(learner.id), now, _decided(tx, [learner], now)[learner.id])


def _decided(tx: Tx, learners: Sequence[Learner], now: datetime) -> dict[LearnerId, set[date]]:
    """The days near to now for which learners have had a prompt, or were to have none."""
    keys: dict[str, tuple[LearnerId, date]] = {}
    for learner in learners:
        today = local_day(now, ZoneInfo(learner.zone))
        near = [today + timedelta(days=ahead) for ahead in (-1, 0, 1, 2)]  # clocks lie up to 26 hours apart
        keys |= {letter_key(Rhythm("prompt", learner.id, day, None)): (learner.id, day) for day in near}
    found: dict[LearnerId, set[date]] = {learner.id: set() for learner in learners}
    for key in tx.letters.decided(keys.keys()):
        learner_id, day = keys[key]
        found[learner_id].add(day)
    return found


def reschedule(tx: Tx, learner: Learner, plans: PlanHistory, now: datetime) -> Rhythm | None:
    """Set a learner's rhythms from the settings that hold now; returns the next prompt, if any comes.

    One that is due already is left to the next beat, which decides it and goes on from the new settings.
    """
    if not learner.prompts:
        tx.rhythms.stop("prompt", learner.id)
        tx.rhythms.stop("checkin", learner.id)
        return None
    rest = tx.rests.off(learner.id)
    prompt = coming_prompt(tx, learner, plans, now)
    tx.rhythms.put(not_overdue(tx, [prompt, next_checkin(learner, rest, now)], now))
    return prompt


def reschedule_all(tx: Tx, ids: Sequence[LearnerId], now: datetime) -> None:
    """The same for many learners whose days off have changed, without a statement for each."""
    for start in range(0, len(ids), TOGETHER):  # a statement takes only so many values
        _reschedule_some(tx, ids[start : start + TOGETHER], now)


def _reschedule_some(tx: Tx, ids: Sequence[LearnerId], now: datetime) -> None:
    learners, plans, off = tx.people.of(ids, now), tx.people.plans_of(ids), tx.rests.off_of_many(ids)
    prompted = [learner for learner in learners.values() if learner.prompts]
    waiting = tx.rhythms.waiting([learner.id for learner in prompted], now)
    decided = _decided(tx, prompted, now)
    moved: list[Rhythm] = []
    for learner in prompted:
        rest = rests_of(off, learner.id)
        prompt = next_prompt(learner, plans[learner.id], rest, now, decided[learner.id])
        moved += [prompt, next_checkin(learner, rest, now)]
    tx.rhythms.move([rhythm for rhythm in moved if (rhythm.kind, rhythm.owner) in waiting])


def not_overdue(tx: Tx, rhythms: Iterable[Rhythm], now: datetime) -> list[Rhythm]:
    """Those of the rhythms that do not stand in the store with a time that has come and was not decided yet."""
    kept = []
    for rhythm in rhythms:
        stored = tx.rhythms.get(rhythm.kind, rhythm.owner)
        if stored is None or stored.at is None or stored.at > now:
            kept.append(rhythm)
    return kept
