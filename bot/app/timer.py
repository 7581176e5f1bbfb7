"""What stands of focus timers: as their learners see them, as their groups do, and what comes of their ends."""

import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app.said import FocusEnded, Focusing, TimerShown
from bot.app.shelf import Shelf
from bot.app.stand import place_of, stand_at
from bot.core.curriculum import Curriculum
from bot.core.days import local_day
from bot.core.focus import Timer, TimerId, choices, focus_day, round_to_join
from bot.core.people import Account, Group, Learner, LearnerId, Member
from bot.core.position import Place, position, resolve
from bot.core.prompts import expiry, is_too_late
from bot.storage.letters import Letter
from bot.storage.people import private_address
from bot.storage.rhythms import Rhythm
from bot.storage.store import StorageTrouble
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.due")
TOTALS_FROM = 3  # learners, below which a total would give one of them away (R23)


def place_then(tx: Tx, curriculum: Curriculum, learner: LearnerId, then: datetime) -> Place:
    """Where a learner stood when a timer or a visit began: what they studied, also if they have moved on since."""
    steps = tx.way.standing_steps(learner, curriculum.id)
    before = [step for _, step, _, at in steps if at <= then]
    if len(before) == len(steps):
        return place_of(tx, curriculum, learner)
    return resolve(curriculum, position(curriculum, before))


def timer_shown(tx: Tx, timer: Timer, learner: Learner, curriculum: Curriculum, now: datetime) -> TimerShown:
    """A timer as facts to show. Its day is that of its start, in the zone that held then."""
    then = tx.people.get(learner.id, timer.started_at) or learner
    today = local_day(now, ZoneInfo(learner.zone))
    return TimerShown(
        timer.id,
        "runs" if timer.runs(now) else "over" if timer.stopped_at is None else "stopped",
        timer.minutes,
        choices(timer),
        timer.ends_at,
        learner.zone,
        stand_at(curriculum, place_then(tx, curriculum, timer.learner, timer.started_at)),
        focus_day(timer.started_at, ZoneInfo(then.zone or learner.zone), today),
        today,
    )


def open_timer(tx: Tx, learner: Learner, curriculum: Curriculum, now: datetime) -> TimerShown | None:
    """The timer that runs, else the newest that waits for its log."""
    own = tx.timers.unsettled(learner.id)
    found = [it for it in own if it.runs(now)] or [it for it in own if it.waits(now)]
    return timer_shown(tx, found[0], learner, curriculum, now) if found else None


# --- a group's


def seen_in(tx: Tx, group: Group, now: datetime) -> list[tuple[Timer, Member]]:
    """The running timers of a group that the others may know of: all from three on, below that those of the listed."""
    timers = tx.timers.running_in(group.id, now)
    if not timers:
        return []
    members = {member.learner: member for member in tx.groups.members(group.id)}
    present = [(it, members[it.learner]) for it in timers if it.learner in members]
    return present if len(present) >= TOTALS_FROM else [pair for pair in present if pair[1].listed]


def focusing_in(tx: Tx, group: Group, now: datetime, *, without: LearnerId | None = None) -> Focusing | None:
    """Who focuses in a group, but for one who knows; None if nobody does, or nobody who may be told of (R22, R23)."""
    seen = [(timer, member) for timer, member in seen_in(tx, group, now) if member.learner != without]
    if not seen:
        return None
    timers = [timer for timer, _ in seen]
    names = tuple(member.name for _, member in seen if member.listed)
    return Focusing(names, len(seen), (round_to_join(timers, now) or timers[-1]).ends_at, group.zone)


def redraw(tx: Tx, timer: Timer, now: datetime) -> bool:
    """Let the group's open card be drawn again, if there is one and what it may tell has changed; whether it will.

    That is when a listed member began or ended, or anybody where the number is told. One edit a minute at most.
    """
    group = tx.groups.get(timer.group) if timer.group is not None else None
    member = tx.groups.member(group.id, timer.learner) if group else None
    if group is None or member is None:
        return False
    if not member.listed and len(tx.timers.running_in(group.id, now)) < TOTALS_FROM - 1:
        return False
    day = local_day(now, ZoneInfo(group.zone))
    return bool(tx.cards.touch(timer.learner, group.curriculum, [day], now, now))


# --- the end


def ending(timer: Timer) -> Rhythm:
    """What brings the nudge at a timer's end. R16: no quiet hours move it."""
    return Rhythm("focus", timer.id, None, timer.ends_at)


def ended(tx: Tx, due: Sequence[Rhythm], now: datetime) -> list[Letter]:
    """Timers whose end has come: a nudge for each that nobody stopped, unless it is 3 hours late (R18)."""
    if not due:
        return []
    timers = tx.timers.of([TimerId(it.owner) for it in due])
    doors = tx.people.doors([timer.learner for timer in timers.values()])
    letters: list[Letter] = []
    for rhythm in due:
        tx.rhythms.stop("focus", rhythm.owner)
        timer = timers.get(TimerId(rhythm.owner))
        if timer is None or timer.settled or timer.stopped_at is not None:
            continue
        try:
            redraw(tx, timer, now)
        except StorageTrouble:
            raise
        except Exception:  # a group's zone that is gone, say: it must not hold up anybody's nudge
            log.exception("the card of timer %d cannot be drawn again", timer.id)
        account = doors.get(timer.learner)
        if account is not None and not is_too_late("timer", timer.ends_at, now, timer.ends_at):
            letters.append(_nudge(timer, account, now))
    return letters


def _nudge(timer: Timer, account: Account, now: datetime) -> Letter:
    return Letter(
        0,
        f"focus:{timer.id}",
        "focus",
        timer.id,
        timer.ends_at.date(),  # nothing is said of a day: it is worked out when the letter is drawn up
        private_address(account),
        "ready",
        max(timer.ends_at, now),
        expiry("timer", timer.ends_at),
    )


def compose_end(tx: Tx, letter: Letter, shelf: Shelf, now: datetime) -> FocusEnded | None:
    """Draw a nudge up; None if the timer was stopped, logged or let go meanwhile."""
    timer = tx.timers.get(TimerId(letter.subject))
    learner = tx.people.get(timer.learner, now) if timer else None
    if timer is None or learner is None or timer.settled or timer.stopped_at is not None:
        return None
    return FocusEnded(timer_shown(tx, timer, learner, shelf.walk_of(learner), now))
