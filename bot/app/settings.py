"""A learner's settings: zone, hour, plan, prompts, name, place, curriculum, language (R11, R12, R16)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app.commands import Settings
from bot.app.curricula import chosen, take_up
from bot.app.ground import open_phases, why_not
from bot.app.joining import queue_hello
from bot.app.said import Membership, Refusal, Said, SettingsShown
from bot.app.schedule import coming_prompt, reschedule
from bot.app.turn import Turn
from bot.app.zones import known_zone
from bot.core.cadence import occurrence
from bot.core.days import DAY_STARTS, local_day, monday_of
from bot.core.facts import Log
from bot.core.languages import tag_of
from bot.core.position import Step, may_place, start_of
from bot.core.prompts import QuietHours, parse_quiet
from bot.storage.rhythms import Rhythm

MOST_DAYS_AWAY = 366  # how far ahead a zone's end may be


def settings(ask: Settings, turn: Turn) -> Said:
    """Change what was said, then show everything."""
    me, tx, now = turn.me, turn.tx, turn.now
    changed: list[str] = []
    before = turn.today
    if ask.until and not ask.zone:
        raise Refusal("missing", field="zone")
    if ask.zone:
        _set_zone(ask, turn)
        changed.append("zone")
    if ask.hour is not None:
        tx.people.change(me.id, hour=ask.hour)
        changed.append("hour")
    if ask.plan is not None:
        history = turn.plans().changed(turn.today, ask.plan)
        monday, plan = history.plans[-1]
        tx.people.set_plan(me.id, monday, plan)
        changed.append("plan")
    if ask.quiet.strip():
        tx.people.change(me.id, quiet=_quiet(ask.quiet))
        changed.append("quiet")
    if ask.prompts is not None:
        tx.people.change(me.id, prompts=ask.prompts)
        changed.append("prompts")
    if ask.voice is not None:
        tx.people.change(me.id, voice=ask.voice)
        if not ask.voice:
            tx.visits.refuse(me.id)
        changed.append("voice")
    if ask.language:
        tx.people.change(me.id, language=tag_of(ask.language))
        changed.append("language")
    if ask.called.strip():
        tx.people.change(me.id, name=ask.called.strip())
        changed.append("name")
    left: tuple[str, ...] = ()
    if ask.curriculum and (wanted := chosen(ask.curriculum, turn.shelf)).id != me.curriculum:
        take_up(turn, me.id, wanted.id)
        changed.append("curriculum")
        left = tuple(group.name for group, _ in tx.groups.of_learner(me.id) if group.curriculum != wanted.id)
    if ask.week is not None:
        _place(ask.week, turn)
        changed.append("place")
    if changed:
        turn.learner = tx.people.get(me.id, now)
    if {"zone", "hour", "plan", "prompts"} & set(changed):
        reschedule(tx, turn.me, turn.plans(), now)
        if ask.prompts:
            queue_hello(turn)
    return _shown(turn, tuple(changed), left, _recent(turn, before) if ask.zone else ())


def _quiet(text: str) -> QuietHours:
    try:
        return parse_quiet(text)
    except ValueError:
        raise Refusal("bad_quiet", given=text) from None


def _set_zone(ask: Settings, turn: Turn) -> None:
    """A new zone holds at once; with an end the old one comes back then, after a second trip the one of before both."""
    coming = turn.tx.people.next_zone(turn.me.id, turn.now)
    old, new = coming[1] if coming else turn.me.zone, known_zone(ask.zone)
    until = _until(ask.until, turn, new) if ask.until else None
    turn.tx.people.set_zone(turn.me.id, turn.now, new)
    turn.tx.rhythms.stop("zone", turn.me.id)
    if until is not None:
        turn.tx.people.add_return(turn.me.id, until, old)
        turn.tx.rhythms.put([Rhythm("zone", turn.me.id, None, until)])


def _until(text: str, turn: Turn, zone: str) -> datetime:
    """The start of the day on which the old zone is back: the day after the last one away."""
    try:
        last = date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal("bad_until", given=text) from None
    today = min(turn.today, local_day(turn.now, ZoneInfo(zone)))  # a day over here may lie ahead over there
    if not today < last <= today + timedelta(days=MOST_DAYS_AWAY):
        raise Refusal("bad_until", given=text)
    return occurrence(last + timedelta(days=1), DAY_STARTS, ZoneInfo(zone))


def _place(number: int, turn: Turn) -> None:
    """Place oneself at a week of a phase one may enter; nothing earned is lost (R12)."""
    curriculum, me = turn.curriculum, turn.me
    week = curriculum.week_number(number)
    if week is None:
        raise Refusal("unknown_week", given=str(number), numbers=(sum(1 for _ in curriculum.weeks),))
    entered = open_phases(turn)
    if not may_place(curriculum, entered, week.id):
        last = max(it.number for it in curriculum.weeks if curriculum.phase_of(it.id).id in entered)
        raise Refusal("week_not_open", given=str(number), numbers=(last,), hint=why_not(turn, week.id))
    place, target = turn.place(), start_of(curriculum, week)
    if place.week_id != target.week_id or week.day(place.spot) is None:
        step = Step("placed", place, target)
        turn.tx.way.add_step(me.id, curriculum.id, step, turn.now, turn.today)


def _recent(turn: Turn, before: date) -> tuple[Log, ...]:
    """After a change of zone: the logs since the last plan day, each with its day (R11)."""
    plans = turn.plans()
    since = before - timedelta(days=1)
    while not plans.is_plan_day(since) and since > before - timedelta(days=7):
        since -= timedelta(days=1)
    instant = datetime.combine(since, time(), UTC) - timedelta(days=1)
    return tuple(log for log in turn.tx.logs.recent(turn.me.id, instant) if log.day >= since)


def _shown(turn: Turn, changed: tuple[str, ...], left: tuple[str, ...], recent: tuple[Log, ...]) -> SettingsShown:
    me, tx = turn.me, turn.tx
    plans = turn.plans()
    monday = monday_of(turn.today)
    coming = plans.on(monday + timedelta(days=7))
    plan = plans.on(monday)
    back = tx.people.next_zone(me.id, turn.now)
    prompt = coming_prompt(tx, me, plans, turn.now) if me.prompts else None
    memberships = tx.groups.of_learner(me.id)
    groups = tuple(Membership(group.id, group.name, member.listed, member.name) for group, member in memberships)
    return SettingsShown(
        me.name,
        me.zone,
        turn.now,
        local_day(back[0], turn.zone) if back else None,
        me.hour,
        me.quiet,
        plan,
        coming if coming != plan else None,
        monday + timedelta(days=7) if coming != plan else None,
        me.prompts,
        prompt.at if prompt else None,
        groups,
        turn.stand(),
        turn.curriculum.title,
        turn.shelf.choices(turn.curriculum.id),
        left,
        changed,
        recent,
        tuple(group.room_name for group, _ in memberships if group.room),
        me.voice,
        me.language,
    )
