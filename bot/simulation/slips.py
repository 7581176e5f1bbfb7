"""What people are told no to. What they get wrong: each is refused in one sentence and changes nothing (section 4)."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.app.commands import Command, LeavePhase, LogFlow, Rest, Settings, Ship, Snooze, WriteReview
from bot.app.said import RefusalKind, Refused
from bot.simulation.journal import Journal
from bot.simulation.liveness import STUDIED
from bot.simulation.naive import A_DAY
from bot.simulation.person import Act, Person

Slip = tuple[RefusalKind, Callable[[Person, date], Command]]

SLIPS: tuple[Slip, ...] = (
    ("day_ahead", lambda me, day: LogFlow(30, when=(day + timedelta(days=3)).isoformat())),
    ("day_too_far", lambda me, day: LogFlow(30, when=(day - timedelta(days=40)).isoformat())),
    ("bad_day", lambda me, day: LogFlow(30, when="when it rained")),
    ("unknown_zone", lambda me, day: Settings(zone="Europe/Nowhere")),
    ("bad_until", lambda me, day: Settings(zone="Asia/Tokyo", until="soon")),
    ("rest_backwards", lambda me, day: Rest(day.isoformat(), (day - timedelta(days=5)).isoformat())),
    ("rest_too_far", lambda me, day: Rest((day - timedelta(days=60)).isoformat())),
    ("bad_link", lambda me, day: Ship(me.journal.way.part.milestones[0], "http://example.org/run")),
    ("link_or_note", lambda me, day: Ship(me.journal.way.part.milestones[0])),
    ("unknown_week", lambda me, day: Settings(week=99)),
    ("outdated", lambda me, day: WriteReview("x" * 100, week="nowhere")),
    ("outdated", lambda me, day: LeavePhase("nowhere")),
)


def is_due(me: Journal, today: date, did: Command, no: Refused) -> bool:
    """Whether somebody was rightly told no where nobody slipped: to a prompt put off to when none would come (R16)."""
    match did, no:
        case Snooze(), Refused(kind="prompts_off"):
            return not me.prompts
        case Snooze(), Refused(kind="outdated"):
            return me.way.spot == "finished"
        case Snooze(), Refused(kind="rest_day", days=(day,)) if day in (today, today + A_DAY):
            return me.is_off(day)
        case Snooze(), Refused(kind="season_day", days=(day,)) if day in (today, today + A_DAY):
            return day in me.season(day)
        case Snooze(), Refused(kind="studied_already", days=(day,)) if day in (today, today + A_DAY):
            return me.minutes_on(day) >= STUDIED
    return False


def slip(me: Person, day: date) -> Act:
    """Some mistake, at noon of a day."""
    refused, command = SLIPS[me.lot.randrange(len(SLIPS))]
    return Act(me.at(day, me.evening(11, 13)), command(me, day), refused)
