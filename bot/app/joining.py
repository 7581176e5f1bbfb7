"""Joining: the offer, the one tap, and the answer to "may this group see your name?"."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app.commands import Join, JoinNow
from bot.app.curricula import chosen, enrol, take_up
from bot.app.links import group_of_link, link_of
from bot.app.presence import back_in
from bot.app.progress import progress_shown
from bot.app.said import Joined, JoinOffer, Refusal, Said
from bot.app.schedule import next_card, not_overdue, quiet_hours, reschedule
from bot.app.turn import Turn
from bot.app.zones import known_zone
from bot.core.curriculum import Curriculum
from bot.core.days import local_day, monday_of
from bot.core.people import Group, Learner, LearnerId
from bot.core.plans import Plan, default_plan
from bot.core.prompts import next_open
from bot.core.zones import search_zones
from bot.storage.letters import Letter
from bot.storage.people import private_address
from bot.storage.tx import Tx

HOUR = time(18)  # the default hour of somebody alone
HELLO_WAITS = timedelta(hours=3)
OFFERED_ZONES = 24


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody who joins chose; what they left open comes from the group, or is the usual."""

    zone: str
    hour: time | None = None
    plan: Plan | None = None
    called: str = ""
    curriculum: str = ""


def join(ask: Join, turn: Turn) -> Said:
    """Offer what one tap would take; join at once if one chose for oneself; show where one stands if joined before."""
    group = _group(ask.link, turn)
    if turn.learner is not None:
        return _join_group(turn, turn.learner, group, ask.called) if _is_new_here(turn, group) else progress_shown(turn)
    typed = ask.zone or ask.hour or ask.plan or ask.called
    if typed and (named := ask.zone or (group.zone if group else "")):
        how = Joining(known_zone(named), ask.hour, ask.plan, ask.called, ask.curriculum)
        return _enrol(turn, group, how, prompts=False)
    curriculum = _curriculum(turn, group, ask.curriculum)
    zone = group.zone if group else ""
    alone = group is None
    return JoinOffer(
        curriculum.title,
        curriculum.summary,
        sum(len(phase.weeks) for phase in curriculum.phases),
        group.name if group else "",
        zone,
        turn.now if zone else None,
        ask.hour or (group.hour if group else HOUR),
        ask.plan or _offered_plan(curriculum, group),
        link_of(group) if group else "",
        () if zone else tuple(search_zones("", OFFERED_ZONES)),
        turn.shelf.volume(curriculum.id).ref if alone and curriculum is not turn.shelf.first else "",
        turn.shelf.choices(curriculum.id) if alone else (),
    )


def join_now(ask: JoinNow, turn: Turn) -> Said:
    """Accept the offer: one tap takes the group's zone, hour and plan."""
    group = _group(ask.link, turn)
    if turn.learner is not None:
        return _join_group(turn, turn.learner, group) if _is_new_here(turn, group) else progress_shown(turn)
    zone = ask.zone or (group.zone if group else "")
    if not zone:
        raise Refusal("outdated")
    return _enrol(turn, group, Joining(known_zone(zone), curriculum=ask.of), prompts=ask.prompts)


def _group(link: str, turn: Turn) -> Group | None:
    if link:
        group = group_of_link(turn.tx, link)
        if group is None:
            raise Refusal("outdated")
        return group
    if turn.asker.private:
        return None
    chat = turn.tx.groups.chat_at(turn.asker.chat)
    return turn.tx.groups.get(chat.group) if chat else None


def _is_new_here(turn: Turn, group: Group | None) -> bool:
    """Whether this would be a joining. Who left the group's chats and follows its link again is back as they were."""
    if group is None or back_in(turn, group):
        return False
    return turn.tx.groups.member(group.id, turn.me.id) is None


def _offered_plan(curriculum: Curriculum, group: Group | None) -> Plan:
    if group is not None and len(group.days) > 1:
        return Plan(group.days)
    return default_plan(curriculum.days_per_week)


def _curriculum(turn: Turn, group: Group | None, named: str) -> Curriculum:
    """What is joined: the group's, else the one that was named, else the first."""
    if group is not None:
        return turn.shelf.get(group.curriculum)
    return chosen(named, turn.shelf) if named else turn.shelf.first


def _enrol(turn: Turn, group: Group | None, how: Joining, *, prompts: bool) -> Joined:
    curriculum = _curriculum(turn, group, how.curriculum)
    today = local_day(turn.now, ZoneInfo(how.zone))
    name = (how.called or turn.asker.name).strip()[:40] or "Learner"
    hour = how.hour or (group.hour if group else HOUR)
    learner = Learner(LearnerId(0), name, how.zone, hour, prompts, today, curriculum.id)
    plan = how.plan or _offered_plan(curriculum, group)
    tx, asker = turn.tx, turn.asker
    added = tx.people.add(learner, plan, monday_of(today), turn.now)
    tx.people.add_account(added, asker.platform, asker.person, asker.name[:80], turn.now, asker.language)
    enrol(turn, added, curriculum.id)
    if asker.private:
        tx.people.set_direct(asker.platform, asker.person, asker.chat.chat)
    found = tx.people.by_account(asker.platform, asker.person, turn.now)
    if found is None:
        raise LookupError("the learner that was just added")
    turn.learner, turn.account = found
    return _join_group(turn, turn.learner, group)


def _join_group(turn: Turn, learner: Learner, group: Group | None, called: str = "") -> Joined:
    tx = turn.tx
    ask_listing = 0
    name = called.strip() or learner.name
    if group is not None:
        tx.groups.join(group.id, learner.id, local_day(turn.now, ZoneInfo(learner.zone)))
        ask_listing = group.id
        if name != learner.name:
            tx.groups.set_name(group.id, learner.id, name)
        if learner.curriculum != group.curriculum:
            take_up(turn, learner.id, group.curriculum)
            learner = turn.me
    plans = tx.people.plans(learner.id)
    prompt = reschedule(tx, learner, plans, turn.now)
    test_sent = learner.prompts and queue_hello(turn)
    curriculum = turn.shelf.get(group.curriculum if group else learner.curriculum)
    return Joined(
        name,
        curriculum.title,
        group.name if group else "",
        ask_listing,
        learner.zone,
        turn.now,
        learner.hour,
        plans.on(monday_of(turn.today)),
        learner.prompts,
        prompt.at if prompt else None,
        test_sent,
    )


def queue_hello(turn: Turn) -> bool:
    """Queue the first private message, which proves that prompts arrive, for the next open minute (R16); False if one
    is on its way today."""
    if turn.account is None or turn.asker.private:  # in private there is nothing left to prove
        return False
    address = private_address(turn.account)
    opens = next_open(turn.now, quiet_hours(turn.me, turn.today), turn.zone)
    letter = Letter(
        0,
        f"hello:{turn.account.id}:{turn.today}",
        "hello",
        turn.me.id,
        turn.today,
        address,
        "ready",
        opens,
        opens + HELLO_WAITS,
    )
    turn.wakes = True
    return bool(turn.tx.letters.queue([letter]))


def start_cards(tx: Tx, group: Group, now: datetime) -> datetime:
    """Start the card's rhythm in each chat of a group; returns when the first one comes."""
    started = [next_card(group, chat.id, now) for chat in tx.groups.chats(group.id) if chat.closed_at is None]
    tx.rhythms.put(not_overdue(tx, started, now))
    return min((rhythm.at for rhythm in started if rhythm.at), default=now)
