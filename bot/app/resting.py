"""Being away: rest in one tap, ranges, a gap that counts as rest (R15); prompts that any act brings back (R16)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from bot.app.commands import EndRest, Rest, RestGap, RestNow
from bot.app.said import Refusal, Rested, RestEnded, RestShown, Said, SeasonOff
from bot.app.schedule import reschedule
from bot.app.turn import Turn
from bot.core.days import A_DAY, monday_of
from bot.core.facts import LogId
from bot.core.prompts import Rhythm, rhythm_after
from bot.core.rests import BadRest, RestId, end_by_log, rest_range
from bot.core.rests import Rest as Off

SHOWN = 5  # rests that are listed
ONE_TAP: Mapping[str, Literal["week", "open"]] = {  # what the buttons say, typed
    "week": "week",
    "this week": "week",
    "the rest of this week": "week",
    "further": "open",  # what is left of the next one, word by word
    "further notice": "open",
    "until further notice": "open",
}


def rest(ask: Rest, turn: Turn) -> Said:
    """Declare a range; without a word of it show what is off and what one tap would take."""
    me, today = turn.me, turn.today
    tap = ONE_TAP.get(" ".join(f"{ask.start} {ask.end}".casefold().split()))
    if tap is not None:
        return rest_now(RestNow(tap), turn)
    if not ask.start.strip() and not ask.end.strip():
        coming = tuple(it for it in turn.tx.rests.of(me.id).rests if it.last is None or it.last >= today)
        return RestShown(coming[:SHOWN], today, turn.standing().run, groups_off(turn))
    try:
        first, last = rest_range(ask.start, ask.end, today)
    except BadRest as bad:
        kinds = {
            "unreadable": "bad_rest",
            "too_far": "rest_too_far",
            "too_far_ahead": "rest_too_far_ahead",
            "backwards": "rest_backwards",
        }
        days = (bad.day,) if bad.day else ()
        raise Refusal(kinds[bad.reason], given=bad.text, days=days) from None  # type: ignore[arg-type]  # one of the four
    return _declared(turn, first, last)


def groups_off(turn: Turn) -> tuple[SeasonOff, ...]:
    """The seasons of the learner's groups that stand now or lie ahead (R15)."""
    found = turn.tx.seasons.of_member(turn.me.id, turn.today)[:SHOWN]
    return tuple(SeasonOff(season.name, group, season.first, season.last) for season, group in found)


def rest_now(ask: RestNow, turn: Turn) -> Said:
    """One tap: today, the rest of this week, or until further notice."""
    today = turn.today
    match ask.what:
        case "today":
            return _declared(turn, today, today)
        case "week":
            return _declared(turn, today, monday_of(today) + timedelta(days=6))
        case "open":
            return _declared(turn, today, None)


def rest_gap(ask: RestGap, turn: Turn) -> Said:
    """Count a whole absence as rest, however long (R15): days before today on which nothing was logged. What was
    remembered since leaves it as it is."""
    try:
        first, last = date.fromisoformat(ask.first), date.fromisoformat(ask.last)
    except ValueError:
        raise Refusal("outdated") from None
    record = turn.record()
    begins = min([record.joined, *record.days])
    if not begins <= first <= last < turn.today or turn.tx.logs.logged_within(turn.me.id, first, last):
        raise Refusal("outdated")
    return _declared(turn, first, last)


def end_rest(ask: EndRest, turn: Turn) -> Said:
    """Be back: of all that is off today nothing is any more, a rest that lies ahead is dropped; days off that have
    passed stay so."""
    found = turn.tx.rests.get(RestId(ask.rest))
    if found is None or found[0] != turn.me.id:
        raise Refusal("not_yours")
    _, off, stands = found
    if not stands or (off.last is not None and off.last < turn.today):
        raise Refusal("not_resting")
    mine = turn.tx.rests.of(turn.me.id).rests
    lasts: list[date | None] = []
    for each in [it for it in mine if it.covers(turn.today)] if off.covers(turn.today) else [off]:
        if each.first >= turn.today:
            turn.tx.rests.undo(each.id, turn.now)
        else:
            turn.tx.rests.end(each.id, turn.today - A_DAY)
        lasts.append(each.last)
    _prompts_follow(turn)
    last = None if None in lasts else max(it for it in lasts if it)
    return RestEnded(turn.stand(), (max(off.first, turn.today), last))


def logged_for(turn: Turn, day: date, log: LogId) -> bool:
    """A rest without an end is over at the next log (R15). False if there was none."""
    ended = [off for off in turn.tx.rests.of(turn.me.id).rests if off.last is None and off.first <= day]
    for off in ended:
        turn.tx.rests.end(off.id, end_by_log(off, turn.today), by=log)
    if ended:
        _prompts_follow(turn)
    return bool(ended)


def log_changed(turn: Turn, log: LogId) -> None:
    """A log was taken back, or counts for another day now: a rest without an end is over at the first log that stands
    (R15, R19)."""
    changed = False
    for off in turn.tx.rests.hanging_on(turn.me.id, log):
        since = [it for it in turn.tx.logs.recent(turn.me.id, off.at) if it.day >= off.first]  # newest first
        last = end_by_log(off, since[-1].logged_on) if since else None
        turn.tx.rests.end(off.id, last, by=since[-1].id if since else None)
        changed = changed or last != off.last
    if changed:
        _prompts_follow(turn)


def heard(turn: Turn) -> None:
    """Any act restores the plan of prompts (R16)."""
    me = turn.learner
    if me is None or (me.prompted_at is None and not me.ignored):
        return
    turn.tx.people.change(me.id, ignored=0, prompted_at=None)
    turn.learner = replace(me, ignored=0, prompted_at=None)
    if rhythm_after(me.ignored) is not Rhythm.PLAN:
        _prompts_follow(turn)


def _declared(turn: Turn, first: date, last: date | None) -> Rested:
    """Keep a rest; one that is off already is shown as it is."""
    known = next((it for it in turn.tx.rests.of(turn.me.id).rests if _spans(it, first, last)), None)
    if known is None:
        turn.tx.rests.declare(turn.me.id, first, last, turn.now, turn.today)
        _prompts_follow(turn)
    found = known or next(it for it in turn.tx.rests.of(turn.me.id).rests if (it.first, it.last) == (first, last))
    standing = turn.standing()
    return Rested(found, turn.today, standing.this_week, standing.run, known is not None)


def _spans(off: Off, first: date, last: date | None) -> bool:
    if last is None:
        return off.last is None and off.first <= first
    return off.first <= first and (off.last is None or last <= off.last)


def _prompts_follow(turn: Turn) -> None:
    """Days that are off, or are no longer, move the next prompt and check-in."""
    reschedule(turn.tx, turn.me, turn.plans(), turn.now)
