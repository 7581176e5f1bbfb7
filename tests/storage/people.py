"""People and groups as rows, for the tests of the statements."""

from datetime import UTC, date, datetime, time, timedelta

from bot.core.days import monday_of
from bot.core.facts import Log, LogId
from bot.core.people import Address, ChatId, Group, GroupId, Learner, LearnerId, Platform
from bot.core.plans import Plan, default_plan
from bot.storage.tx import Tx

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 2)
CLUB = Address(Platform.TELEGRAM, "-100500")


def somebody(
    tx: Tx,
    now: datetime = NOW,
    *,
    person: str = "101",
    platform: Platform = Platform.TELEGRAM,
    name: str = "Anna",
    zone: str = "Europe/Berlin",
    plan: Plan | None = None,
) -> LearnerId:
    """A learner with an account, a zone and a plan."""
    learner = Learner(LearnerId(0), name, zone, time(18), True, now.date(), "small")
    added = tx.people.add(learner, plan or default_plan(5), monday_of(now.date()), now)
    tx.people.add_account(added, platform, person, name, now)
    return added


def club(tx: Tx, *addresses: Address, name: str = "Club") -> tuple[GroupId, tuple[ChatId, ...]]:
    """A group with its board on, and the chats it meets in."""
    group = Group(GroupId(0), name, "small", "Europe/Berlin", time(9), frozenset(range(5)), True, "key")
    added = tx.groups.add(group, NOW)
    return added, tuple(tx.groups.add_chat(added, address) for address in addresses or (CLUB,))


def flow(
    tx: Tx,
    learner: LearnerId,
    day: date = TODAY,
    minutes: int = 60,
    *,
    late: int = 0,
    curriculum: str = "small",
    focus: int | None = None,
    at: datetime | None = None,
) -> LogId:
    """A log for a day, made so many days late."""
    logged_on = day + timedelta(days=late)
    instant = at or datetime.combine(logged_on, time(12), UTC)
    log = Log(LogId(0), learner, curriculum, instant, "Europe/Berlin", day, logged_on, minutes, "", focus)
    return tx.logs.add(log, "week-1/w1d1")
