"""What has come due becomes letters, in the transaction that gives it its next time."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.app.leading import is_over
from bot.app.schedule import letter_key, next_card, next_checkin, next_prompt, quiet_hours, reschedule
from bot.app.timer import ended
from bot.app.visits import offers
from bot.core.days import day_span, monday_of
from bot.core.people import Account, Chat, ChatId, Group, Learner, LearnerId
from bot.core.plans import PlanHistory
from bot.core.prompts import (
    CardRhythm,
    card_rhythm_after,
    expiry,
    is_too_late,
    next_open,
    prompt_days,
    rhythm_after,
)
from bot.core.prompts import Rhythm as Fading
from bot.core.record import STUDY_DAY_MINUTES
from bot.core.rests import RestDays
from bot.storage.letters import Letter
from bot.storage.people import private_address
from bot.storage.rests import rests_of
from bot.storage.rhythms import Rhythm
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.due")
BATCH = 500
LOOK_BACK = timedelta(days=2)  # nothing older than this can still be sent (R18)


def decide(tx: Tx, now: datetime, most: int = BATCH) -> int:
    """Decide one batch of what is due. Returns how many rhythms were due; less than `most` means that was all."""
    due = tx.rhythms.due(now, most)
    if not due:
        return 0
    _zones_return(tx, [LearnerId(it.owner) for it in due if it.kind == "zone"], now)
    letters, moved = _private(tx, [it for it in due if it.kind in ("prompt", "checkin")], now)
    cards, cards_moved = _cards(tx, [it for it in due if it.kind == "card"], now)
    ends = ended(tx, [it for it in due if it.kind == "focus"], now)
    visits = offers(tx, [it for it in due if it.kind == "visit"], now)
    tx.letters.queue([*letters, *cards, *ends, *visits])
    tx.rhythms.move([*moved, *cards_moved])
    return len(due)


def _private(tx: Tx, due: Sequence[Rhythm], now: datetime) -> tuple[list[Letter], list[Rhythm]]:
    ids = [LearnerId(it.owner) for it in due]
    learners, plans, doors = tx.people.of(ids, now), tx.people.plans_of(ids), tx.people.doors(ids)
    off = tx.rests.off_of_many(ids)
    learners |= _unheard(
        tx, [learners[owner] for it in due if it.kind == "prompt" and (owner := LearnerId(it.owner)) in learners]
    )
    latest: list[tuple[Learner, Rhythm]] = []
    moved: list[Rhythm] = []
    for rhythm in due:
        learner = learners.get(LearnerId(rhythm.owner))
        if learner is None or not learner.prompts:
            moved.append(Rhythm(rhythm.kind, rhythm.owner, None, None))
            continue
        rest = rests_of(off, learner.id)
        try:
            last, following = _catch_up(rhythm, now, _next_of(rhythm, learner, plans[learner.id], rest))
        except Exception:  # a zone that is gone, say: one learner must not hold up the others
            log.exception("the %s of learner %d cannot be worked out", rhythm.kind, rhythm.owner)
            moved.append(_tomorrow(rhythm, now))
            continue
        moved.append(following)
        if _is_wanted(last, learner, plans[learner.id], rest):
            latest.append((learner, last))
    days = [(learner.id, it.day) for learner, it in latest if it.kind == "prompt" and it.day]
    studied = tx.logs.studied_on(days, STUDY_DAY_MINUTES)
    letters = []
    for learner, it in latest:
        account = doors.get(learner.id)
        if account is None or ((learner.id, it.day) in studied and it.kind == "prompt"):
            continue
        letter = _letter_to(learner, account, it, now)
        if letter is not None:
            letters.append(letter)
    return letters, moved


def _unheard(tx: Tx, prompted: Sequence[Learner]) -> dict[LearnerId, Learner]:
    """When a prompt comes due, the one before it that saw no act was ignored; the rhythm follows from that (R16)."""
    ignoring = [it for it in prompted if it.prompted_at is not None]
    tx.people.count_ignored([it.id for it in ignoring])
    return {it.id: replace(it, ignored=it.ignored + 1, prompted_at=None) for it in ignoring}


def _is_wanted(it: Rhythm, learner: Learner, plans: PlanHistory, rest: RestDays) -> bool:
    """Whether its day still is one: rest declared since, or prompts that were ignored since, take it out."""
    if it.day is None:
        return True
    if it.kind == "checkin":  # after the kind note all is quiet, as it says
        return it.day not in rest and rhythm_after(learner.ignored) not in (Fading.NOTE, Fading.SILENT)
    return prompt_days(plans, rest, rhythm_after(learner.ignored))(it.day)


def _tomorrow(rhythm: Rhythm, now: datetime) -> Rhythm:
    """Look at a rhythm again tomorrow: its next time could not be worked out."""
    return Rhythm(rhythm.kind, rhythm.owner, rhythm.day, now + timedelta(days=1))


def _next_of(rhythm: Rhythm, learner: Learner, plans: PlanHistory, rest: RestDays) -> Callable[[datetime], Rhythm]:
    if rhythm.kind == "prompt":
        return lambda after: next_prompt(learner, plans, rest, after)
    return lambda after: next_checkin(learner, rest, after)


def _catch_up(rhythm: Rhythm, now: datetime, following: Callable[[datetime], Rhythm]) -> tuple[Rhythm, Rhythm]:
    """The latest occurrence that is not ahead, and the one after it: what was missed before does not pile up."""
    last = rhythm
    if rhythm.at is not None and rhythm.at < now - LOOK_BACK:
        last = following(now - LOOK_BACK)
        if last.at is None or last.at > now:
            return Rhythm(rhythm.kind, rhythm.owner, None, None), last
    coming = following(last.at or now)
    while coming.at is not None and coming.at <= now:
        last, coming = coming, following(coming.at)
    return last, coming


def _letter_to(learner: Learner, account: Account, it: Rhythm, now: datetime) -> Letter | None:
    if it.at is None or it.day is None:
        return None
    kind: Literal["prompt", "checkin"] = "prompt" if it.kind == "prompt" else "checkin"
    zone = ZoneInfo(learner.zone)
    quiet = quiet_hours(learner, it.day)
    due_at = next_open(max(it.at, now), quiet, zone)
    day_end = day_span(it.day, zone)[1]
    moved = next_open(it.at, quiet, zone)
    if is_too_late(kind, moved, due_at, day_end):
        return None
    expires_at = expiry(kind, moved)
    return Letter(
        0,
        letter_key(it),
        kind,
        learner.id,
        it.day,
        private_address(account),
        "ready",
        due_at,
        expires_at,
    )


def _zones_return(tx: Tx, ids: Iterable[LearnerId], now: datetime) -> None:
    """An earlier zone is back (R11): the learner's rhythms get their times from it."""
    for learner_id in ids:
        learner = tx.people.get(learner_id, now)
        tx.rhythms.stop("zone", learner_id)
        if learner is not None:
            reschedule(tx, learner, tx.people.plans(learner_id), now)


def _cards(tx: Tx, due: Sequence[Rhythm], now: datetime) -> tuple[list[Letter], list[Rhythm]]:
    chats = tx.groups.chats_of([ChatId(it.owner) for it in due])
    groups = tx.groups.of([chat.group for chat in chats.values()])
    letters: list[Letter] = []
    moved: list[Rhythm] = []
    for rhythm in due:
        chat = chats.get(ChatId(rhythm.owner))
        group = groups.get(chat.group) if chat else None
        if chat is None or group is None or is_over(chat, now):
            moved.append(Rhythm(rhythm.kind, rhythm.owner, None, None))
            continue
        try:
            last, following = _catch_up(rhythm, now, _cards_of(group, chat))
        except Exception:  # nor one group
            log.exception("the card of chat %d cannot be worked out", rhythm.owner)
            moved.append(_tomorrow(rhythm, now))
            continue
        moved.append(following)
        letter = _card_letter(tx, group, chat, last, now)
        if letter is not None:
            letters.append(letter)
    return letters, moved


def _cards_of(group: Group, chat: Chat) -> Callable[[datetime], Rhythm]:
    return lambda after: next_card(group, chat.id, after)


def _card_letter(tx: Tx, group: Group, chat: Chat, it: Rhythm, now: datetime) -> Letter | None:
    if it.at is None or it.day is None or _is_silent(tx, group, it.day):
        return None
    closes_at = day_span(it.day, ZoneInfo(group.zone))[1]
    if is_too_late("card", it.at, now, closes_at):
        return None
    tx.cards.add(chat.id, it.day, closes_at)
    return Letter(
        0,
        letter_key(it),
        "card",
        chat.id,
        it.day,
        chat.address,
        "ready",
        max(it.at, now),
        closes_at,
    )


def _is_silent(tx: Tx, group: Group, day: date) -> bool:
    """After 5 cards with no flow only Mondays have one, after 3 more none, until somebody logs (R24)."""
    empty = tx.cards.days_since(group.id, tx.logs.last_logged_on(group.id, group.curriculum))
    match card_rhythm_after(empty):
        case CardRhythm.GROUP_DAYS:
            return False
        case CardRhythm.MONDAYS:
            return day != monday_of(day)
        case CardRhythm.STOPPED:
            return True
