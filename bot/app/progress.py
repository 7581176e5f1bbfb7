"""Progress: where one stands, and how each number explains itself (R21)."""

from datetime import date

from bot.app.commands import Progress
from bot.app.kudos import cheers_heard
from bot.app.said import LedgerShown, NumbersShown, ProgressShown, Said
from bot.app.stand import closed_weeks, taken_together
from bot.app.turn import Turn
from bot.core.finish import finish_range
from bot.core.record import Record
from bot.core.standing import ledger, standing_on

LEDGER_PAGE = 2  # weeks on one page: each lists its seven days


def progress(ask: Progress, turn: Turn) -> Said:
    """Show position and kept weeks; one press away are the numbers and the ledger."""
    match ask.part:
        case "numbers":
            return _numbers(turn)
        case "ledger":
            return _ledger(ask.page, turn)
        case _:
            return progress_shown(turn)


def progress_shown(turn: Turn) -> ProgressShown:
    """Position, kept weeks, and this week with its reserve."""
    curriculum, place = turn.curriculum, turn.place()
    done = turn.tx.way.done_days(turn.me.id, curriculum.id)
    closed = closed_weeks(turn.tx, curriculum, turn.me.id)
    days = {day.id for week in curriculum.weeks for day in week.days}
    counted = {day.id for week in curriculum.weeks for day in curriculum.stretch(week.id).days}
    return ProgressShown(
        turn.stand_at(place),
        turn.standing(),
        turn.today,
        len(days & done.keys()),
        len(counted | (days & done.keys())),  # a day that is optional on this path counts once it is done
        len(closed),
        len(closed.union(week.id for week in curriculum.weeks)),  # so does a closed week that a newer edition lacks
        cheers_heard(turn),
    )


def _numbers(turn: Turn) -> NumbersShown:
    flows, focus = turn.tx.logs.count(turn.me.id)
    explained = closed_weeks(turn.tx, turn.curriculum, turn.me.id)
    record = turn.record()
    since = min([record.joined, *record.days])
    return NumbersShown(
        standing_on(record, turn.today), flows, focus, len(explained), since, _finish(explained, record, turn)
    )


def _finish(explained: frozenset[str], record: Record, turn: Turn) -> tuple[date, date] | None:
    """When the weeks ahead may all be explained, at the learner's own pace."""
    curriculum, place = turn.curriculum, turn.place()
    if place.is_finished:
        return None
    first: dict[str, date] = {}
    for review in turn.tx.way.reviews(turn.me.id, curriculum.id):
        if review.whole and review.closed_on is not None:
            first[review.week] = min(review.closed_on, first.get(review.week, review.closed_on))
    for week, closed_with in taken_together(turn.tx, curriculum, turn.me.id).items():
        first.setdefault(week, first[closed_with])
    here = curriculum.stretch(place.week_id).weeks[0]
    left = sum(week.number >= here.number and week.id not in explained for week in curriculum.weeks)
    logged = [day for day, facts in record.days.items() if facts.logs]
    return finish_range(first.values(), logged, left, turn.today)


def _ledger(page: int, turn: Turn) -> LedgerShown:
    record = turn.record()
    page = max(0, page)
    weeks = ledger(record, turn.today, (page + 1) * LEDGER_PAGE + 1)[::-1]  # one more tells if there is a next page
    start = page * LEDGER_PAGE
    shown = tuple(weeks[start : start + LEDGER_PAGE])
    more = len(weeks) > start + LEDGER_PAGE
    since = min([record.joined, *record.days])
    return LedgerShown(shown, page, page + 2 if more else page + 1, since, turn.today)
