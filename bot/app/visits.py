"""Time in a study room once it is over: whether it is offered, by one message, and as what it waits (never counted)."""

import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app.said import VisitOffered, VisitShown
from bot.core.days import day_span, local_day
from bot.core.focus import focus_day
from bot.core.people import Account, Learner
from bot.core.prompts import GRACE, Rhythm, expiry, is_too_late, narrowed, next_open, rhythm_after
from bot.core.rests import RestDays
from bot.core.visits import Visit, VisitId, claimed, minutes_offered
from bot.storage.letters import Letter
from bot.storage.people import private_address
from bot.storage.rests import rests_of
from bot.storage.rhythms import Rhythm as Due
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.due")


def ending(visit: Visit, now: datetime) -> Due:
    """What looks whether a visit is over: at once if its learner went elsewhere, else when nobody saw them since."""
    return Due("visit", visit.id, None, now if visit.state == "left" else visit.ends_at)


def worth(tx: Tx, visit: Visit) -> int:
    """The minutes of a visit that can be logged; a timer that ran meanwhile has its own."""
    return minutes_offered(visit, [claimed(timer, logged) for timer, logged in tx.visits.near_timers(visit)])


def visit_shown(tx: Tx, visit: Visit, learner: Learner, now: datetime) -> VisitShown | None:
    """A visit as facts to show, its day that of its beginning in the zone that held then; None without minutes."""
    minutes = worth(tx, visit)
    if not minutes:
        return None
    then = tx.people.get(learner.id, visit.started_at) or learner
    today = local_day(now, ZoneInfo(learner.zone))
    day = focus_day(visit.started_at, ZoneInfo(then.zone or learner.zone), today)
    return VisitShown(visit.id, visit.room, minutes, day, today, besides=minutes < minutes_offered(visit, ()))


def open_visit(tx: Tx, learner: Learner, now: datetime) -> VisitShown | None:
    """The newest visit that waits for its log."""
    return _first(tx, [it for it in tx.visits.over(learner.id) if it.waits(now)], learner, now)


def _first(tx: Tx, waiting: Sequence[Visit], learner: Learner, now: datetime) -> VisitShown | None:
    found = (visit_shown(tx, it, learner, now) for it in waiting)
    return next((shown for shown in found if shown is not None), None)


def offers(tx: Tx, due: Sequence[Due], now: datetime) -> list[Letter]:
    """Visits that may be over: what was worth it waits for an answer from now on, the rest is forgotten."""
    if not due:
        return []
    visits = tx.visits.of([VisitId(it.owner) for it in due])
    over: list[tuple[Visit, Due]] = []
    for rhythm in due:
        visit = visits.get(VisitId(rhythm.owner))
        if visit is not None and not visit.is_over(now):  # seen again since
            tx.rhythms.move([ending(visit, now)])
            continue
        tx.rhythms.stop("visit", rhythm.owner)
        if visit is None or visit.state in ("over", "settled"):
            continue
        if not worth(tx, visit):
            tx.visits.drop(visit.id)
        elif tx.visits.end(visit):
            over.append((visit, rhythm))
    return _letters(tx, over, now) if over else []


def _letters(tx: Tx, over: Sequence[tuple[Visit, Due]], now: datetime) -> list[Letter]:
    ids = [visit.learner for visit, _ in over]
    learners, doors, off = tx.people.of(ids, now), tx.people.doors(ids), tx.rests.off_of_many(ids)
    letters: list[Letter] = []
    for visit, rhythm in over:
        learner, account = learners.get(visit.learner), doors.get(visit.learner)
        if learner is None or account is None or not _hears(learner):
            continue
        try:
            letter = _letter(learner, account, rests_of(off, learner.id), rhythm.at or now, now)
        except Exception:  # a zone that is gone, say: it waits as a button all the same
            log.exception("the offer of visit %d cannot be worked out", visit.id)
            continue
        if letter is not None:
            letters.append(letter)
    return letters


def _hears(learner: Learner) -> bool:
    """R16: nothing comes unasked to who said no to prompts, or after the kind note."""
    silent = rhythm_after(learner.ignored) in (Rhythm.NOTE, Rhythm.SILENT)
    return learner.prompts and learner.voice and not silent


def _letter(learner: Learner, account: Account, off: RestDays, at: datetime, now: datetime) -> Letter | None:
    """The offer, if it may come: at most one on a local day (R17), none on a day of rest (R15), none too late (R18)."""
    zone = ZoneInfo(learner.zone)
    moved, due_at = _moved(learner, at), _moved(learner, max(at, now))
    day = local_day(due_at, zone)
    if day in off or is_too_late("visit", moved, due_at, day_span(day, zone)[1]):
        return None
    key = f"visit:{learner.id}:{day}"
    address = private_address(account)
    return Letter(0, key, "visit", learner.id, day, address, "ready", due_at, expiry("visit", moved))


def _moved(learner: Learner, at: datetime) -> datetime:
    """The next minute outside of the quiet hours (R16)."""
    return next_open(at, narrowed(learner.quiet, learner.hour), ZoneInfo(learner.zone))


def compose_offer(tx: Tx, learner: Learner, now: datetime) -> VisitOffered | None:
    """Draw an offer up, of the newest visit; None if all that is not yet too old for it was logged or let go."""
    if not learner.voice:
        return None
    fresh = [it for it in tx.visits.over(learner.id) if _moved(learner, it.ends_at) + GRACE["visit"] >= now]
    shown = _first(tx, fresh, learner, now)
    return VisitOffered(shown) if shown else None
