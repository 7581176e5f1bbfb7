"""The day: what comes next, the record of a flow, and marking a day done."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.app.asking import groups_to_ask
from bot.app.commands import LogFlow, MarkDone, Stuck, Today
from bot.app.pairing import side_by_side
from bot.app.resting import logged_for
from bot.app.said import DoneMarked, Logged, Refusal, Said, StuckShown, TodayShown, WhichDay
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.stand import spot_key
from bot.app.timer import open_timer
from bot.app.turn import Turn
from bot.app.visits import open_visit
from bot.core.days import monday_of
from bot.core.facts import UNDOABLE, Log, LogId
from bot.core.position import CHECKPOINT, NO_WORK, Place, Step, after_day_done, start_of
from bot.core.record import Record
from bot.core.returns import gap_before, quiet_gap, welcome_back
from bot.core.standing import standing_on
from bot.core.whichday import AskWhichDay, BadDay, is_late, which_day


def today(ask: Today, turn: Turn) -> Said:
    """Show the next flow."""
    del ask
    return today_shown(turn)


def today_shown(turn: Turn) -> TodayShown:
    """The next flow, wherever the learner stopped (R12)."""
    return next_flow(turn, turn.place(), turn.record())


def next_flow(turn: Turn, place: Place, record: Record) -> TodayShown:
    """The same, for whoever has read place and record already."""
    day, standing, gap = turn.today, standing_on(record, turn.today), quiet_gap(record, turn.today)
    stand = turn.stand_at(place)
    first = place == start_of(turn.curriculum, stand.phase.weeks[0])
    return TodayShown(
        stand,
        day,
        turn.tx.logs.spent(turn.me.id, turn.curriculum.id, spot_key(place)),
        record.on(day).minutes,
        standing.this_week,
        standing.run,
        welcome=gap is not None,
        gap=gap,
        resting=day in record.rest,
        timer=open_timer(turn.tx, turn.me, turn.curriculum, turn.now),
        visit=open_visit(turn.tx, turn.me, turn.now),
        shorter=first and bool(stand.phase.accelerated) and not turn.curriculum.shortened,
        pairs=side_by_side(turn),
    )


def stuck(ask: Stuck, turn: Turn) -> Said:
    """What helps where the learner stands."""
    del ask
    stand = turn.stand()
    spent = turn.tx.logs.spent(turn.me.id, turn.curriculum.id, spot_key(turn.place()))
    return StuckShown(stand, spent, groups_to_ask(turn))


def log_flow(ask: LogFlow, turn: Turn, *, spent_on: Place | None = None) -> Said:
    """Record a flow: its instant, zone and local day are sealed (R1). `spent_on` is where it was begun, if not here."""
    me, now, tx = turn.me, turn.now, turn.tx
    try:
        day = read_day(ask.when, turn)
    except AskWhichDay as either:
        return _which(either, ask, turn)
    place = turn.place()
    note = ask.note or (tx.requests.held(_note_key(ask.asked, turn)) if ask.asked else "")
    log = Log(LogId(0), me.id, me.curriculum, now, me.zone, day, turn.today, ask.minutes, note, ask.focus)
    added = tx.logs.add(log, spot_key(spent_on or place))
    tx.boards_later = True
    log = replace(log, id=added)
    meant = ask.done and is_day(place) and _is_still_meant(ask.asked, place, turn)
    done = mark(turn, place, place.spot, log=added) if meant else None
    facts_changed(turn, [day])
    record = turn.record()
    if day in record.rest and logged_for(turn, day, added):
        record = turn.record()
    standing = standing_on(record, turn.today)
    next_day = turn.stand_at(place).day if done is None else None
    welcome = welcome_back(record, turn.today, day) is not None
    return Logged(
        log,
        turn.today,
        record.days[day].minutes,
        standing.this_week,
        standing.run,
        standing.kept,
        welcome,
        is_late(day, turn.today),
        turn.today + UNDOABLE,
        next_day,
        done,
        _ended(record, day, turn.today) if welcome else None,
        turn.stand_at(place) if welcome and done is None else None,
    )


def _ended(record: Record, day: date, today: date) -> tuple[date, date] | None:
    """The absence that the first log after it ended: all of it, also if that log is for a day in its midst (R15)."""
    spans = [span for span in (gap_before(record, day), quiet_gap(record, today)) if span]
    return (spans[0][0], spans[-1][1]) if spans else None


def _which(either: AskWhichDay, ask: LogFlow, turn: Turn) -> WhichDay:
    """Ask the day back. A note is too long for a button, so it waits here for as long as requests are remembered; so
    does what is done."""
    asked = turn.asker.request if ask.note or ask.done else ""
    if ask.note:
        turn.tx.requests.hold(_note_key(asked, turn), ask.note, turn.now)
    if ask.done:
        turn.tx.requests.hold(_place_key(asked, turn), spot_key(turn.place()), turn.now)
    return WhichDay(either.candidates, ask.minutes, ask.focus, ask.done, asked)


def _note_key(request: str, turn: Turn) -> str:
    return f"{turn.asker.platform}:{turn.asker.person}:note:{request}"


def _place_key(request: str, turn: Turn) -> str:
    return f"{turn.asker.platform}:{turn.asker.person}:place:{request}"


def _is_still_meant(asked: str, place: Place, turn: Turn) -> bool:
    """Whether what was said to be done, before its day was asked back, is what the learner stands at."""
    held = turn.tx.requests.held(_place_key(asked, turn)) if asked else ""
    return held in ("", spot_key(place))


def mark_done(ask: MarkDone, turn: Turn) -> Said:
    """Mark a day of the curriculum done; it names its day, so twice changes nothing (R12)."""
    place = turn.place()
    if ask.day == CHECKPOINT and ask.week not in ("", place.week_id):  # another week's, which lies behind
        return DoneMarked(None, True, 0, turn.stand_at(place))
    return mark(turn, place, ask.day)


def mark(turn: Turn, place: Place, spot: str, *, log: LogId | None = None) -> DoneMarked:
    """Move one day on if `spot` is where the learner stands. Raises Refusal("outdated") for a day that is not near."""
    curriculum, me = turn.curriculum, turn.me
    week = curriculum.week(place.week_id)
    if week is None:
        raise Refusal("outdated")
    if spot in NO_WORK:  # no work to be done: nothing but a forged button says so
        raise Refusal("outdated")
    if spot == CHECKPOINT != place.spot:
        return DoneMarked(None, True, 0, turn.stand_at(place))
    if spot != place.spot:
        days = {day.id: day for it in curriculum.weeks for day in it.days}
        if spot not in days or _is_open_ahead(turn, place, spot, list(days)):
            raise Refusal("outdated")
        return DoneMarked(days[spot], True, 0, turn.stand_at(place))
    after = after_day_done(curriculum, place)
    step = Step("done", place, after)
    marked = turn.tx.way.add_step(me.id, curriculum.id, step, turn.now, turn.today, log=log)
    return DoneMarked(week.day(spot), False, marked, turn.stand_at(after))


def _is_open_ahead(turn: Turn, place: Place, spot: str, order: list[str]) -> bool:
    """Whether a day is still to come and was not done either: the button of somebody who has gone back since."""
    week = turn.curriculum.week(place.week_id)
    here = place.spot if place.spot in order else week.days[-1].id if week else spot
    done = turn.tx.way.done_days(turn.me.id, turn.curriculum.id)
    return order.index(spot) > order.index(here) and spot not in done


def is_day(place: Place) -> bool:
    """Whether work is to be done at a place: a day or the checkpoint, not a review, a project or the end."""
    return place.spot not in NO_WORK


def read_day(text: str, turn: Turn) -> date:
    """The day that a learner's words mean (R2). Raises Refusal, or AskWhichDay in the small hours."""
    try:
        return which_day(text, turn.now, turn.zone)
    except BadDay as bad:
        kind = {"unreadable": "bad_day", "ahead": "day_ahead", "too_far": "day_too_far"}[bad.reason]
        days = (bad.day,) if bad.day else ()
        raise Refusal(kind, given=bad.text, days=days) from None  # type: ignore[arg-type]  # one of the three kinds


def facts_changed(turn: Turn, days: list[date]) -> None:
    """Let the cards that speak of these days be drawn again: theirs, and the digest of the Monday after."""
    touched = {*days, *(monday_of(day) + timedelta(days=7) for day in days)}
    oldest: datetime = turn.now - CARDS_EDITED_FOR
    if turn.tx.cards.touch(turn.me.id, turn.me.curriculum, sorted(touched), turn.now, oldest):
        turn.wakes = True
