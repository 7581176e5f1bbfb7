"""Focus timers: start one, stop it, log it, go on, join others. Nothing of it lives in memory."""

from datetime import datetime, timedelta

from bot.app.commands import JoinFocus, LogFlow, SettleFocus, StartFocus, StopFocus
from bot.app.flows import is_day, log_flow
from bot.app.said import FocusRound, FocusSettled, FocusShown, FocusStopped, Logged, Refusal, RoundOver, Said
from bot.app.timer import ending, focusing_in, place_then, redraw, seen_in, timer_shown
from bot.app.turn import Turn
from bot.core.facts import Log
from bot.core.focus import USUAL, Timer, TimerId, minutes_kept, round_to_join, same_end
from bot.core.minutes import LEAST
from bot.core.people import Group, GroupId, Member
from bot.core.whichday import FURTHEST_BACK_DAYS


def start(ask: StartFocus, turn: Turn) -> Said:
    """Start a timer, or show the one that runs. In a group's chat a listed member's round is told there.

    Whoever is not listed is answered alone: that they focus is nobody's business but theirs (R22).
    """
    found = _group_here(turn)
    timer = _running(turn)
    fresh = timer is None
    if timer is None:
        timer = _begin(turn, ask.minutes, turn.now, found[0] if found else None)
    if found and found[1].listed and not turn.asker.private and timer.group == found[0].id:
        group = found[0]
        focusing = focusing_in(turn.tx, group, turn.now)
        learners = focusing.learners if focusing else 0
        return FocusRound(group.id, timer.id, fresh, turn.now, timer.ends_at, group.zone, learners)
    return _shown(timer, turn, fresh=fresh)


def own_timer(told: FocusRound, turn: Turn) -> tuple[Said, ...]:
    """The asker's timer, for them alone, beside what their group is told of it."""
    timer = _running(turn)
    return (_shown(timer, turn, fresh=told.fresh),) if timer else ()


def join(ask: JoinFocus, turn: Turn) -> Said:
    """Start a timer of one's own with the same end as a round of the group; without a round the usual one."""
    tx, me, now = turn.tx, turn.me, turn.now
    group = tx.groups.get(GroupId(ask.group))
    if group is None or tx.groups.member(group.id, me.id) is None:
        raise Refusal("not_member")
    mine = _running(turn)
    if mine is not None:
        return _shown(mine, turn, fresh=False)
    shared = group if group.curriculum == me.curriculum else None
    rounds = [timer for timer, _ in seen_in(tx, group, now)]
    found = round_to_join([it for it in rounds if ask.timer in (0, it.id)], now)
    if found is not None:
        began, minutes = same_end(found.ends_at, now)
        return _shown(_begin(turn, minutes, began, shared), turn, fresh=True)
    if ask.timer:
        return RoundOver(group.id)
    return _shown(_begin(turn, USUAL, now, shared), turn, fresh=True)


def stop(ask: StopFocus, turn: Turn) -> Said:
    """Stop a timer, early or late; its minutes wait to be logged, and one that ran for less than one is let go."""
    timer = _mine(ask.timer, turn)
    if not timer.runs(turn.now) and not timer.waits(turn.now):  # settled, or about to be: its 7 days are over
        return _settled(timer, turn)
    if timer.stopped_at is None:
        turn.tx.timers.stop(timer.id, turn.now)
        timer = _mine(ask.timer, turn)
        _no_longer_running(timer, turn)
    shown = timer_shown(turn.tx, timer, turn.me, turn.curriculum, turn.now)
    if not shown.choices:
        turn.tx.timers.settle(timer.id)
    return FocusStopped(shown)


def settle(ask: SettleFocus, turn: Turn) -> Said:
    """Log what a timer is worth, once (R20), or let it go. Its log is like any other: sealed, undone, edited.

    One that was let go can still be logged, as any flow of the last 28 days can (R2).
    """
    timer = _mine(ask.timer, turn)
    if timer.log is not None:
        running = _running(turn) if ask.then == "again" else None
        return _shown(running, turn, fresh=False) if running else _settled(timer, turn)
    if ask.keep == "nothing":
        _stopped(timer, turn, min(turn.now, timer.ends_at))
        turn.tx.timers.settle(timer.id)
        return _settled(timer, turn)
    minutes = minutes_kept(timer, ask.keep, turn.now)
    if minutes < LEAST:
        raise Refusal("outdated")
    _stopped(timer, turn, turn.now if ask.keep == "ran" else min(turn.now, timer.ends_at))
    logged = _log(timer, minutes, turn, done=ask.then == "done")
    if ask.then != "again":
        return logged
    group = turn.tx.groups.get(timer.group) if timer.group is not None else None
    running = _running(turn)
    following = running or _begin(turn, timer.minutes, turn.now, group)
    return _shown(following, turn, fresh=running is None, logged=logged.log)


def _log(timer: Timer, minutes: int, turn: Turn, *, done: bool) -> Logged:
    """An ordinary log (R1-R3), for the day and the work that the timer began on."""
    curriculum = turn.curriculum
    day = timer_shown(turn.tx, timer, turn.me, curriculum, turn.now).day
    place = place_then(turn.tx, curriculum, timer.learner, timer.started_at)
    marks = done and is_day(place) and place == turn.place()  # what was marked meanwhile is not marked again (R12)
    logged = log_flow(LogFlow(minutes, when=day.isoformat(), done=marks), turn, spent_on=place)
    if not isinstance(logged, Logged):
        raise TypeError(f"a day that was asked back: {day}")
    turn.tx.timers.settle(timer.id, logged.log.id)
    return logged


# --- what runs


def _begin(turn: Turn, minutes: int, at: datetime, group: Group | None) -> Timer:
    began = Timer(TimerId(0), turn.me.id, minutes, at, group=group.id if group else None)
    timer = _mine(turn.tx.timers.add(began), turn)
    turn.tx.rhythms.put([ending(timer)])
    if redraw(turn.tx, timer, turn.now):
        turn.wakes = True
    return timer


def _running(turn: Turn) -> Timer | None:
    return next((it for it in turn.tx.timers.unsettled(turn.me.id) if it.runs(turn.now)), None)


def let_one_run(turn: Turn) -> None:
    """Of two who became one the timer that ends last goes on; the minutes of the other wait to be logged."""
    running = [it for it in turn.tx.timers.unsettled(turn.me.id) if it.runs(turn.now)]
    for timer in sorted(running, key=lambda it: it.ends_at)[:-1]:
        _stopped(timer, turn, turn.now)
        if minutes_kept(timer, "planned", turn.now) < LEAST:
            turn.tx.timers.settle(timer.id)


def _stopped(timer: Timer, turn: Turn, at: datetime) -> None:
    if timer.stopped_at is None:
        turn.tx.timers.stop(timer.id, at)
        _no_longer_running(timer, turn)


def _no_longer_running(timer: Timer, turn: Turn) -> None:
    """No nudge comes any more, and the card shows one less."""
    turn.tx.rhythms.stop("focus", timer.id)
    if redraw(turn.tx, timer, turn.now):
        turn.wakes = True


def _mine(number: int, turn: Turn) -> Timer:
    me, timer = turn.me, turn.tx.timers.get(TimerId(number))
    if timer is None or timer.learner != me.id:
        raise Refusal("not_yours")
    return timer


def _group_here(turn: Turn) -> tuple[Group, Member] | None:
    """Whose members may join: the group of this chat, in private the first one that studies the same."""
    same = [it for it in turn.tx.groups.meeting(turn.me.id) if it[0].curriculum == turn.me.curriculum]
    chat = None if turn.asker.private else turn.tx.groups.chat_at(turn.asker.chat)
    return next((it for it in same if chat is None or it[0].id == chat.group), None)


# --- what is shown


def _shown(timer: Timer, turn: Turn, *, fresh: bool, logged: Log | None = None) -> FocusShown:
    tx, me, now = turn.tx, turn.me, turn.now
    group = tx.groups.get(timer.group) if timer.group is not None else None
    waiting = next((it for it in tx.timers.unsettled(me.id) if it.waits(now)), None)
    return FocusShown(
        timer_shown(tx, timer, me, turn.curriculum, now),
        now,
        fresh,
        focusing_in(tx, group, now, without=me.id) if group else None,
        timer_shown(tx, waiting, me, turn.curriculum, now) if waiting else None,
        logged,
    )


def _settled(timer: Timer, turn: Turn) -> FocusSettled:
    """What came of a timer; of one that was let go what could still be logged."""
    log = turn.tx.logs.get(timer.log) if timer.log is not None else None
    minutes = minutes_kept(timer, "planned", turn.now) if log is None else 0
    day = timer_shown(turn.tx, timer, turn.me, turn.curriculum, turn.now).day
    old = turn.today - day > timedelta(days=FURTHEST_BACK_DAYS)
    return FocusSettled(timer.id, log, 0 if old else minutes, turn.today)
