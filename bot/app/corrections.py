"""Edit and undo: any fact of the last 28 days (R19)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.app.commands import EditLog, History, Undo, UndoLast
from bot.app.flows import facts_changed, read_day
from bot.app.gates import milestone_title, steps_out_of, take_back
from bot.app.resting import groups_off, log_changed
from bot.app.said import Fact, HistoryShown, LogEdited, NothingToUndo, Refusal, Said, Undone, WhichDay
from bot.app.schedule import reschedule
from bot.app.stand import place_of, title_at
from bot.app.turn import Turn
from bot.app.weekly import checkin_week
from bot.core.curriculum import Day
from bot.core.days import day_span, local_day
from bot.core.facts import UNDOABLE, Log, LogId, Review, ReviewId, StepId, checkin_instant
from bot.core.gates import ShippedId
from bot.core.position import CHECKPOINT, REVIEW, Place, Step
from bot.core.rests import Rest, RestId
from bot.core.standing import standing_on
from bot.core.whichday import AskWhichDay

PAGE = 5
NO_NOTE = "-"  # takes a note away: an input that was left empty keeps it


def undo(ask: Undo, turn: Turn) -> Said:
    """Take a fact back."""
    match ask.what:
        case "log":
            return _undo_log(_my_log(turn, ask.which), turn)
        case "done" | "phase":
            return _undo_done(StepId(ask.which), turn)
        case "milestone":
            return _undo_milestone(ShippedId(ask.which), turn)
        case "review":
            return _undo_review(_my_review(ReviewId(ask.which), turn), turn)
        case "missing":
            return _undo_missing(_my_review(ReviewId(ask.which), turn), turn)
        case "rest":
            return _undo_rest(RestId(ask.which), turn)
        case "checkin":
            return _undo_checkin(ask.which, turn)


def undo_last(ask: UndoLast, turn: Turn) -> Said:
    """Take the newest log back."""
    del ask
    recent = turn.tx.logs.recent(turn.me.id, turn.now - UNDOABLE)
    return _undo_log(recent[0], turn) if recent else NothingToUndo()


def edit_log(ask: EditLog, turn: Turn) -> Said:
    """Change a log; what is left out stays, and so does the zone it was sealed with."""
    before = _my_log(turn, ask.log)
    if before.undone_at is not None:
        raise Refusal("gone")
    changed: dict[str, Any] = {}
    if ask.minutes is not None:
        changed["minutes"] = ask.minutes
    if ask.note is not None:
        changed["note"] = "" if ask.note.strip() == NO_NOTE else ask.note
    if ask.focus is not None:
        changed["focus"] = ask.focus
    asked: WhichDay | None = None
    if ask.when and ask.when != before.day.isoformat():
        try:
            changed["day"] = read_day(ask.when, turn)
        except AskWhichDay as either:  # the rest of the edit holds all the same
            asked = WhichDay(either.candidates, before.minutes, None, done=False, asked="", log=before.id)
    if changed:
        turn.tx.logs.change(before.id, turn.now, **changed)
    log = _my_log(turn, ask.log)
    if log.day != before.day:
        log_changed(turn, log.id)
    facts_changed(turn, sorted({before.day, log.day}))
    if asked is not None:
        return asked
    record = turn.record()
    standing = standing_on(record, turn.today)
    return LogEdited(before, log, turn.today, record.days[log.day].minutes, standing.this_week, standing.run)


def history(ask: History, turn: Turn) -> Said:
    """Recent facts that can still be changed, newest first."""
    since = turn.now - UNDOABLE
    curriculum = turn.curriculum
    facts: list[tuple[datetime, Fact]] = [
        (log.at, Fact("log", log.id, log.day, log, "")) for log in turn.tx.logs.recent(turn.me.id, since)
    ]
    for step_id, step, day, at in turn.tx.way.standing_steps(turn.me.id, curriculum.id):
        if at >= since and step.kind == "done":
            facts.append((at, Fact("done", step_id, day, None, title_at(turn.shelf, curriculum, step.place_before))))
        if at >= since and step.kind == "left" and curriculum.week(step.place_before.week_id):
            title = curriculum.phase_of(step.place_before.week_id).title
            facts.append((at, Fact("phase", step_id, day, None, title)))
    for shipment in turn.tx.projects.shipped(turn.me.id, curriculum.id):
        if shipment.at >= since:
            title = milestone_title(turn, curriculum.id, shipment.milestone)
            facts.append((shipment.at, Fact("milestone", shipment.id, shipment.day, None, title)))
    for review in turn.tx.way.reviews(turn.me.id, curriculum.id):
        if review.closed_on is not None and review.whole and (at := _said_yes(review, turn)) >= since:
            title = title_at(turn.shelf, curriculum, Place(review.week, REVIEW))
            facts.append((at, Fact("review", review.id, review.closed_on, None, title)))
    rests = turn.tx.rests.of(turn.me.id).rests
    facts += [(off.at, Fact("rest", off.id, off.declared_on, None, "", off)) for off in rests if off.at >= since]
    facts += [
        (it.at, Fact("checkin", it.number, local_day(it.at, turn.zone), None, ""))
        for it in turn.tx.way.checkins(turn.me.id, since)
    ]
    facts += [
        (it.at, Fact("import", it.first, it.logged_on, None, "", flows=it.flows, minutes=it.minutes))
        for it in turn.tx.imports.recent(turn.me.id, since)
    ]
    facts.sort(key=lambda pair: pair[0], reverse=True)
    pages = max(1, -(-len(facts) // PAGE))
    page = min(max(0, ask.page), pages - 1)
    shown = tuple(fact for _, fact in facts[page * PAGE : page * PAGE + PAGE])
    return HistoryShown(shown, page, pages, turn.today, () if page else groups_off(turn))


def prefill_log(given: Mapping[str, object], turn: Turn) -> Mapping[str, str]:
    """A log's present values, for a form that starts filled."""
    number = given.get("log")
    log = _my_log(turn, number if isinstance(number, int) else 0)
    return {
        "minutes": str(log.minutes),
        "note": log.note,
        "when": log.day.isoformat(),
        "focus": str(log.focus or ""),
    }


def _my_log(turn: Turn, number: int) -> Log:
    log = turn.tx.logs.get(LogId(number))
    if log is None or log.learner != turn.me.id:
        raise Refusal("not_yours")
    if log.at < turn.now - UNDOABLE:
        raise Refusal("too_old")
    return log


def _undo_log(log: Log, turn: Turn) -> Undone:
    already = log.undone_at is not None
    moved = False
    if not already:
        turn.tx.logs.undo(log.id, turn.now)
        log_changed(turn, log.id)
        moved = _take_steps_back(turn, log.curriculum, log=log.id)
        facts_changed(turn, [log.day])
    return _undone(turn, "log", already=already, log=log, moved=moved)


def _undo_done(step_id: StepId, turn: Turn) -> Undone:
    found = turn.tx.way.step(step_id)
    if found is None or found[0] != turn.me.id:
        raise Refusal("not_yours")
    _, of, step, marked_on, at, stands = found
    if at < turn.now - UNDOABLE:
        raise Refusal("too_old")
    moved = stands and _take_steps_back(turn, of, step=step_id)
    curriculum = turn.shelf.get(of)
    week = curriculum.week(step.place_before.week_id)
    day = week.day(step.place_before.spot) if week else None
    if step.kind == "left":
        title = curriculum.phase_of(week.id).title if week else ""
        facts_changed(turn, [marked_on])
        return _undone(turn, "phase", already=not stands, title=title, moved=moved)
    title = title_at(turn.shelf, curriculum, step.place_before)
    return _undone(turn, "done", already=not stands, day=day, title=title, moved=moved)


def _undo_milestone(number: ShippedId, turn: Turn) -> Undone:
    shipment, curriculum = take_back(number, UNDOABLE, turn)
    already = shipment.undone_at is not None
    # A phase whose gate is no longer open has not been left (R14), unless a later flow or review stands (R19).
    steps = steps_out_of(turn, milestone=shipment.milestone) if curriculum == turn.curriculum.id else ()
    moved = not already and _take_steps_back(turn, curriculum, steps=steps)
    title = milestone_title(turn, curriculum, shipment.milestone)
    return _undone(turn, "milestone", already=already, title=title, moved=moved)


def _my_review(review_id: ReviewId, turn: Turn) -> Review:
    review = turn.tx.way.review(review_id)
    if review is None or review.learner != turn.me.id:
        raise Refusal("not_yours")
    return review


def _undo_missing(review: Review, turn: Turn) -> Undone:
    """Take back that something is missing: the text waits for its answer again."""
    if review.at < turn.now - UNDOABLE:
        raise Refusal("too_old")
    already = review.undone_at is not None or review.whole is not False
    moved = False
    if not already:
        turn.tx.way.answer_review(review.id, whole=None, closed_on=None)
        moved = _take_steps_back(turn, review.curriculum, review=review.id)
    title = title_at(turn.shelf, turn.shelf.get(review.curriculum), Place(review.week, REVIEW))
    return _undone(turn, "missing", already=already, title=title, moved=moved)


def _undo_review(review: Review, turn: Turn) -> Undone:
    if _said_yes(review, turn) < turn.now - UNDOABLE:
        raise Refusal("too_old")
    already = review.undone_at is not None or not review.whole
    moved = False
    if not already:
        turn.tx.way.undo_review(review.id, turn.now)
        others = [
            it.id for it in turn.tx.way.reviews(turn.me.id, review.curriculum) if it.week == review.week and it.whole
        ]
        # Another yes holds the place from now on, unless it brought a step of its own before one's way back (R19).
        if others and not turn.tx.way.brought(others):
            turn.tx.way.hand_over(review.id, others[0])
        here = review.curriculum == turn.curriculum.id
        steps = steps_out_of(turn, week=review.week) if here else ()
        moved = _take_steps_back(turn, review.curriculum, review=review.id, steps=steps)
        if review.closed_on:
            facts_changed(turn, [review.closed_on])
    title = title_at(turn.shelf, turn.shelf.get(review.curriculum), Place(review.week, REVIEW))
    return _undone(turn, "review", already=already, title=title, moved=moved)


def _said_yes(review: Review, turn: Turn) -> datetime:
    """When a review ended in yes: with its text, or by the end of a later day that is kept without its hour."""
    if review.closed_on is None or review.closed_on <= local_day(review.at, turn.zone):
        return review.at
    return day_span(review.closed_on, turn.zone)[1]


def _undo_rest(rest_id: RestId, turn: Turn) -> Undone:
    found = turn.tx.rests.get(rest_id)
    if found is None or found[0] != turn.me.id:
        raise Refusal("not_yours")
    _, off, stands = found
    if off.at < turn.now - UNDOABLE:
        raise Refusal("too_old")
    if stands:
        turn.tx.rests.undo(off.id, turn.now)
        reschedule(turn.tx, turn.me, turn.plans(), turn.now)
    return _undone(turn, "rest", already=not stands, rest=off, moved=False)


def _undo_checkin(number: int, turn: Turn) -> Undone:
    """What was written is gone then: it was the learner's alone, and no number hangs on it (R23). A receipt takes back
    its own alone, not what was written for that week since (R20); what it replaced holds again (R19)."""
    try:
        at = checkin_instant(number)
    except OverflowError:
        raise Refusal("not_yours") from None
    if at > turn.now:
        raise Refusal("not_yours")
    if at < turn.now - UNDOABLE:
        raise Refusal("too_old")
    guessed = checkin_week(local_day(at, turn.zone), turn.me.joined)
    monday, held = turn.tx.way.take_back_checkin(turn.me.id, at) or (guessed, False)
    if held:
        facts_changed(turn, [monday + timedelta(days=6)])
    return _undone(turn, "checkin", already=not held, monday=monday, moved=False)


def _take_steps_back(
    turn: Turn,
    of: str,
    *,
    log: LogId | None = None,
    step: StepId | None = None,
    review: ReviewId | None = None,
    steps: Sequence[StepId] = (),
) -> bool:
    """Move the position back, but only if no later flow or review stands (R19). The fact itself no longer stands.

    Later than the move: between a review's text and its yes there may be the flow of writing it. `of` names the fact's
    curriculum, in which all this is: the learner may be in another one by now. Returns whether they moved where they
    are.
    """
    tx, me, here = turn.tx, turn.me.id, of == turn.curriculum.id
    curriculum = turn.curriculum if here else turn.shelf.get(of)
    place, last = place_of(tx, curriculum, me), tx.way.last_move(me, of)
    for each in steps:
        tx.way.undo_steps(turn.now, step=each)
    if step or log or review:
        tx.way.undo_steps(turn.now, step=step, log=log, review=review)
    back = place_of(tx, curriculum, me)
    if back == place or last is None:
        return False
    flows = [it.at for it in tx.logs.recent(me, last.at) if it.curriculum == of]
    if any(
        at > last.at for at in [*flows, *(it.at for it in tx.way.reviews(me, of))]
    ):  # what came later holds the place
        tx.way.add_step(me, of, Step("placed", back, place), turn.now, turn.today)
        return False
    return here


def _undone(
    turn: Turn,
    what: str,
    *,
    already: bool,
    moved: bool,
    log: Log | None = None,
    day: Day | None = None,
    title: str = "",
    rest: Rest | None = None,
    monday: date | None = None,
) -> Undone:
    standing = turn.standing()
    stand = turn.stand()
    if what == "done" and day is None and not title:
        title = CHECKPOINT
    return Undone(what, already, log, day, title, standing.this_week, standing.run, moved, stand, rest, monday)  # type: ignore[arg-type]  # one of the words
