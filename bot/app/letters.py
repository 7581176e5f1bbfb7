"""What a letter says, from the facts at the moment it is delivered. None: it is no longer wanted."""

from datetime import date, datetime, timedelta

from bot.app.asker import Asker
from bot.app.asking import compose_ask
from bot.app.flows import next_flow
from bot.app.links import link_of
from bot.app.said import Card, CheckinCall, DailyPrompt, Digest, Hello, KindNote, Said
from bot.app.schedule import SUNDAY
from bot.app.shelf import Shelf
from bot.app.snoozing import offers_evening
from bot.app.timer import TOTALS_FROM, compose_end, focusing_in
from bot.app.turn import Turn
from bot.app.visits import compose_offer
from bot.app.weekly import checkin_week
from bot.core.days import monday_of
from bot.core.people import ChatId, Group, LearnerId
from bot.core.prompts import Rhythm, rhythm_after
from bot.storage.letters import Letter
from bot.storage.store import Tx

A_WEEK = timedelta(days=7)


def compose(tx: Tx, letter: Letter, shelf: Shelf, now: datetime) -> Said | None:
    """Draw a letter up. Prompts are not sent to who studied meanwhile, nor check-ins to who answered."""
    if letter.kind == "card":
        return compose_card(tx, ChatId(letter.subject), letter.day, shelf, now)
    if letter.kind == "focus":
        return compose_end(tx, letter, shelf, now)
    if letter.kind == "ask":
        return compose_ask(tx, letter, shelf)
    learner = tx.people.get(LearnerId(letter.subject), now)
    if learner is None or not learner.prompts:
        return None
    if letter.kind == "hello":
        return Hello(learner.name, learner.hour)
    asker = Asker(letter.address.platform, letter.address.person, learner.name, letter.address, True, letter.key)
    turn = Turn(tx, now, asker, shelf, learner, None)
    if letter.day in tx.rests.of(learner.id) and letter.kind in ("prompt", "checkin", "visit"):
        return None
    place = turn.place()
    if place.is_finished:  # after the last phase prompts and check-ins stop (R14)
        return None
    if letter.kind == "visit":
        return compose_offer(tx, learner, now)
    if letter.kind == "checkin":
        monday = checkin_week(letter.day, learner.joined)
        if tx.way.checkin(learner.id, monday):
            return None
        stand = turn.stand_at(place)
        return CheckinCall(learner.name, monday, turn.standing().this_week, stand.spot == "review", stand)
    record = turn.record()
    if record.is_study_day(letter.day):
        return None
    if rhythm_after(learner.ignored) is Rhythm.NOTE:
        return KindNote(learner.name, turn.stand_at(place))
    last = tx.way.last_checkin(learner.id)
    recent = last is not None and last.monday >= monday_of(letter.day) - A_WEEK
    return DailyPrompt(
        learner.name,
        letter.day,
        next_flow(turn, place, record),
        (last.after, last.i_will) if last and recent else None,
        offers_evening(now, turn),
    )


def compose_card(tx: Tx, chat_id: ChatId, day: date, shelf: Shelf, now: datetime) -> Card | None:
    """A group's card of a day as it should look now."""
    chat = tx.groups.chat(chat_id)
    group = tx.groups.get(chat.group) if chat else None
    if chat is None or group is None:
        return None
    row = tx.cards.get(chat_id, day)
    present = tx.logs.in_on(group.id, group.curriculum, day)
    monday = day.weekday() == 0
    minutes = sum(credited for _, _, _, credited in present)
    names = tuple(name for _, name, listed, _ in present if listed)
    enough = len(present) >= TOTALS_FROM
    closed = row is not None and now >= row.closes_at
    checked_in = 0
    if day.weekday() == SUNDAY:
        ids = [member.learner for member in tx.groups.members(group.id)]
        checked_in = tx.way.count_checkins(ids, monday_of(day))
    return Card(
        group.name,
        group.id,
        day,
        "checkin" if day.weekday() == SUNDAY else "fresh" if monday else "day",
        closed=closed,
        names=names,
        learners=len(present) if enough else len(names),
        studied=bool(present),
        minutes=minutes if enough else None,
        checked_in=checked_in if checked_in >= TOTALS_FROM else 0,
        digest=_digest(tx, group, monday_of(day) - A_WEEK, shelf) if monday and group.digest else None,
        link=link_of(group),
        focusing=None if closed else focusing_in(tx, group, now),
    )


def _digest(tx: Tx, group: Group, monday: date, shelf: Shelf) -> Digest | None:
    """What the group did together in a week; None if nothing was logged (R24)."""
    last = monday + timedelta(days=6)
    rows = tx.logs.of_group(group.id, group.curriculum, monday, last)
    if not rows:
        return None
    learners = {learner for learner, *_ in rows}
    curriculum = shelf.get(group.curriculum)
    finished: list[tuple[str, int]] = []
    unlisted = 0
    for _, name, listed, week_id, closed_on in tx.way.closed_in_group(group.id, group.curriculum):
        week = curriculum.week(week_id)
        if week is None or not monday <= closed_on <= last:
            continue
        if listed:
            finished.append((name, week.number))
        else:
            unlisted += 1
    enough = len(learners) >= TOTALS_FROM
    erased = tx.remnants.between(group.id, monday, monday)  # counts in the sums, and is no learner
    return Digest(
        monday,
        sum(minutes for _, _, minutes, _ in rows) + erased.minutes if enough else None,
        sum(flows for *_, flows in rows) + erased.flows if enough else None,
        len(learners),
        tuple(finished),
        unlisted if enough else 0,
        _came_back(tx, group, monday, learners),
        tuple(
            (name, curriculum.phase_of(week_id).project.title)
            for name, week_id in tx.projects.left_in_group(group.id, group.curriculum, monday, last)
            if curriculum.week(week_id)
        ),
    )


def _came_back(tx: Tx, group: Group, monday: date, learners: set[LearnerId]) -> tuple[str, ...]:
    """Listed members whose last week before this one was empty though they had studied earlier."""
    members = [it for it in tx.groups.members(group.id) if it.listed and it.learner in learners]
    before = tx.logs.days_of([it.learner for it in members], group.curriculum, monday - 8 * A_WEEK)
    names = []
    for member in members:
        days = [day for day in before.get(member.learner, {}) if member.joined <= day < monday]
        if days and max(days) < monday - A_WEEK:
            names.append(member.name)
    return tuple(names)
