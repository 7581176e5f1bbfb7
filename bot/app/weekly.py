"""The week: the check-in, and the review that closes a curriculum week."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import dropwhile

from bot.app.asking import groups_to_ask
from bot.app.commands import AnswerReview, WriteCheckin, WriteReview
from bot.app.flows import facts_changed
from bot.app.gates import lead_on
from bot.app.recall import for_checkin
from bot.app.said import (
    CheckedIn,
    Refusal,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    Said,
    WeekIsLong,
)
from bot.app.sharing import may_share
from bot.app.stand import closed_weeks
from bot.app.turn import Turn
from bot.core.curriculum import Question, Stretch, Week
from bot.core.days import monday_of
from bot.core.facts import Checkin, Review, ReviewId
from bot.core.helping import is_blocker
from bot.core.position import FINISHED, PROJECT, REVIEW, Place, Step, after_review
from bot.core.prompts import SUNDAY
from bot.core.stems import stems

COMPARED = 2  # recall answers shown beside a review (R13)


def checkin(ask: WriteCheckin, turn: Turn) -> Said:
    """Keep the look back; it belongs to the week of the last Sunday until the next one."""
    monday = checkin_week(turn.today, turn.me.joined)
    before = turn.tx.way.checkin(turn.me.id, monday)
    kept = Checkin(turn.me.id, monday, ask.went_well, ask.in_the_way, ask.after, ask.i_will, ask.confidence, turn.now)
    turn.tx.way.keep_checkin(kept)
    facts_changed(turn, [monday + timedelta(days=6)])
    stand = turn.stand()
    replaced = before is not None
    due, recall = stand.spot == REVIEW, for_checkin(turn)
    said = (monday, ask.after, ask.i_will, ask.confidence, replaced, due, stand, kept.number)
    groups = groups_to_ask(turn) if is_blocker(ask.in_the_way) else ()
    return CheckedIn(*said, recall, may_share(turn), groups)


def checkin_week(today: date, joined: date) -> date:
    """The Monday of the week that a check-in given today belongs to: this week's on Sunday, else the last one's."""
    monday = monday_of(today)
    if today.weekday() != SUNDAY:
        monday -= timedelta(days=7)
    return max(monday, monday_of(joined))


def review(ask: WriteReview, turn: Turn) -> Said:
    """Show what to explain, or keep the text and show what to compare it with."""
    stretch = turn.curriculum.stretch(_week(ask.week, turn).id)
    week = stretch.last  # on the accelerated path one review closes all of them (R14)
    written = [it for it in turn.tx.way.reviews(turn.me.id, turn.curriculum.id) if it.week == week.id]
    if not ask.text:
        waiting = [it for it in written if it.whole is None]
        if waiting and not ask.week:
            return _written(waiting[-1], stretch, turn)
        due = turn.place() == Place(week.id, REVIEW)
        closed = any(it.whole for it in written)
        return ReviewDue(week, stretch.explain, due, closed, stems(stretch.recall), _numbers(stretch))
    kept = turn.tx.way.add_review(turn.me.id, turn.curriculum.id, week.id, ask.text, turn.now)
    found = turn.tx.way.review(kept)
    if found is None:
        raise LookupError("the review that was just kept")
    return _written(found, stretch, turn)


def answer_review(ask: AnswerReview, turn: Turn) -> Said:
    """Nothing missing: on to the next week. Something: the next day's work is the checkpoint (R13)."""
    review = turn.tx.way.review(ReviewId(ask.review))
    if review is None or review.learner != turn.me.id:
        raise Refusal("not_yours")
    week = turn.curriculum.week(review.week)
    if week is None or review.undone_at is not None or review.curriculum != turn.curriculum.id:
        raise Refusal("gone")
    place = turn.place()
    if review.whole:
        return ReviewClosed(review.id, week, 0, left="", next=turn.stand_at(place), already=True)
    if ask.missing:
        return _stay(review, week, place, turn)
    if not ask.sure and _closed_one_this_week(week, turn):
        return WeekIsLong(review.id, week)
    return _close(review, week, place, turn)


def _week(week_id: str, turn: Turn) -> Week:
    place = turn.place()
    if not week_id and place.spot == FINISHED:
        raise Refusal("no_week_to_review")
    if not week_id and place.spot == PROJECT and place.week_id in closed_weeks(turn.tx, turn.curriculum, turn.me.id):
        raise Refusal("project_next")
    week = turn.curriculum.week(week_id or place.week_id)
    if week is None or week.number > turn.curriculum.stretch(place.week_id).last.number:
        raise Refusal("outdated")
    return week


def _numbers(stretch: Stretch) -> tuple[int, ...]:
    return tuple(week.number for week in stretch.weeks)


def _written(review: Review, stretch: Stretch, turn: Turn) -> ReviewWritten:
    answers = compared(stretch.recall, review.id)
    return ReviewWritten(review.id, stretch.last, review.text, answers, True, turn.today, _numbers(stretch))


def compared(recall: Sequence[Question], turn_on: int) -> tuple[Question, ...]:
    """Two of a week's recall answers, other ones for each review; none in a draft week."""
    count = len(recall)
    return tuple(recall[(turn_on * COMPARED + at) % count] for at in range(min(COMPARED, count)))


def _stay(review: Review, week: Week, place: Place, turn: Turn) -> ReviewOpen:
    turn.tx.way.answer_review(review.id, whole=False, closed_on=None)
    after = after_review(turn.curriculum, week.id, missing=True, place=place)
    if after != place:
        step = Step("again", place, after)
        turn.tx.way.add_step(turn.me.id, turn.curriculum.id, step, turn.now, turn.today, review=review.id)
    return ReviewOpen(week, turn.stand_at(after), review.id if after != place else 0)


def _closed_one_this_week(week: Week, turn: Turn) -> bool:
    """Whether this would be the second week closed within one: each is closed once, and explained as often as one
    likes."""
    if week.id in closed_weeks(turn.tx, turn.curriculum, turn.me.id):
        return False
    first: dict[str, date] = {}
    for it in turn.tx.way.reviews(turn.me.id, turn.curriculum.id):
        if it.whole and it.closed_on is not None:
            first[it.week] = min(it.closed_on, first.get(it.week, it.closed_on))
    this_week = monday_of(turn.today)
    return any(monday_of(day) == this_week for day in first.values())


def _close(review: Review, week: Week, place: Place, turn: Turn) -> ReviewClosed:
    turn.tx.way.answer_review(review.id, whole=True, closed_on=turn.today)
    stretch = turn.curriculum.stretch(week.id)
    after = after_review(turn.curriculum, week.id, missing=False, place=place)
    passed_over = 0
    if after != place:
        step = Step("merged" if len(stretch.weeks) > 1 else "review", place, after)
        turn.tx.way.add_step(turn.me.id, turn.curriculum.id, step, turn.now, turn.today, review=review.id)
        passed_over = sum(1 for _ in dropwhile(lambda day: day.id != place.spot, stretch.days))
    facts_changed(turn, [turn.today])
    left = turn.curriculum.phase_of(week.id).title if lead_on(turn, review=review.id) else ""
    together = _numbers(stretch) if week is stretch.last else ()
    shareable = may_share(turn, turn.curriculum.id)
    return ReviewClosed(
        review.id, week, passed_over, left, turn.stand(), already=False, together=together, shareable=shareable
    )
