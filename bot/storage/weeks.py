"""What a group did on a day and in a week, summed where the rows are: a group of thousands costs a few lines."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, literal, select

from bot.core.days import A_WEEK
from bot.core.minutes import MOST_CREDITED
from bot.core.people import GroupId
from bot.core.plans import Plan
from bot.core.record import STUDY_DAY_MINUTES
from bot.storage.names import shown_name
from bot.storage.people import days_set
from bot.storage.tables import checkins, learners, logs, members, plans, reviews
from bot.storage.there import is_named, was_there

LOOKED_BACK = 8 * A_WEEK  # a gap that is longer than that is a new beginning

_group = members.c.group_id == bindparam("group")
_counts = and_(
    logs.c.curriculum == bindparam("curriculum"),
    logs.c.day >= members.c.joined,
    was_there(logs.c.day),
    logs.c.undone_at.is_(None),
)
_listed = case((is_named, 1), else_=0)
_minutes = func.sum(logs.c.minutes)
_credited = case((_minutes > MOST_CREDITED, literal(MOST_CREDITED)), else_=_minutes)
_day = (
    select(
        logs.c.learner_id,
        _listed.label("listed"),
        _credited.label("minutes"),
        func.min(logs.c.at).label("at"),
    )
    .join(members, members.c.learner_id == logs.c.learner_id)
    .where(_group, _counts, logs.c.day == bindparam("day"))
    .group_by(logs.c.learner_id, members.c.listed, members.c.gone_on)
    .subquery()
)
_in_on = (
    select(
        shown_name,
        _day.c.listed,
        func.count().over().label("learners"),
        func.sum(_day.c.listed).over().label("all_listed"),
        func.sum(_day.c.minutes).over().label("minutes"),
    )
    .join(learners, learners.c.id == _day.c.learner_id)
    .join(members, and_(_group, members.c.learner_id == learners.c.id))
    .order_by(_day.c.listed.desc(), _day.c.at, _day.c.learner_id)
    .limit(bindparam("most"))
)
_days = (
    select(logs.c.learner_id, _credited.label("minutes"), _minutes.label("whole"), func.count().label("flows"))
    .join(members, members.c.learner_id == logs.c.learner_id)
    .where(_group, _counts, logs.c.day.between(bindparam("first"), bindparam("last")))
    .group_by(logs.c.learner_id, logs.c.day)
    .subquery()
)
_plan_from = select(plans.c.weekdays).where(plans.c.learner_id == _days.c.learner_id).limit(1)
_in_force = _plan_from.where(plans.c.from_monday <= bindparam("first")).order_by(plans.c.from_monday.desc())
_first_plan = _plan_from.order_by(plans.c.from_monday)  # measures the weeks before it, too
_own_weeks = (
    select(
        func.sum(case((_days.c.whole >= STUDY_DAY_MINUTES, 1), else_=0)).label("study_days"),
        func.sum(_days.c.minutes).label("minutes"),
        func.sum(_days.c.flows).label("flows"),
        func.coalesce(_in_force.scalar_subquery(), _first_plan.scalar_subquery()).label("weekdays"),
    )
    .group_by(_days.c.learner_id)
    .subquery()
)
_week = select(
    _own_weeks.c.study_days,
    _own_weeks.c.weekdays,
    func.count().label("learners"),
    func.sum(_own_weeks.c.minutes).label("minutes"),
    func.sum(_own_weeks.c.flows).label("flows"),
).group_by(_own_weeks.c.study_days, _own_weeks.c.weekdays)


def _logged(first: str, last: str) -> Any:
    """Whether a learner has a flow between two days."""
    return func.max(case((logs.c.day.between(bindparam(first), bindparam(last)), 1), else_=0)) == 1


_returned = (  # a flow in the week, none in the one before, and some before that
    select(logs.c.learner_id)
    .join(members, members.c.learner_id == logs.c.learner_id)
    .where(_group, _counts, is_named, logs.c.day.between(bindparam("since"), bindparam("last")))
    .group_by(logs.c.learner_id)
    .having(
        _logged("first", "last"), ~_logged("week_before", "day_before"), func.min(logs.c.day) < bindparam("week_before")
    )
    .subquery()
)
_back = (
    select(shown_name, func.count().over().label("all"))
    .select_from(learners)
    .join(_returned, _returned.c.learner_id == learners.c.id)
    .join(members, and_(_group, members.c.learner_id == learners.c.id))
    .order_by(learners.c.id)
    .limit(bindparam("most"))
)
_first_yes = (
    select(reviews.c.learner_id, reviews.c.week, _listed.label("listed"), func.min(reviews.c.closed_on).label("day"))
    .join(members, members.c.learner_id == reviews.c.learner_id)
    .where(
        _group,
        reviews.c.curriculum == bindparam("curriculum"),
        reviews.c.whole.is_(True),
        reviews.c.closed_on >= members.c.joined,
        was_there(reviews.c.closed_on),
        reviews.c.undone_at.is_(None),
    )
    .group_by(reviews.c.learner_id, reviews.c.week, members.c.listed, members.c.gone_on)
    .having(func.min(reviews.c.closed_on).between(bindparam("first"), bindparam("last")))
    .subquery()
)
_closed = (
    select(
        shown_name,
        _first_yes.c.week,
        _first_yes.c.listed,
        func.count().over().label("all"),
        func.sum(_first_yes.c.listed).over().label("all_listed"),
    )
    .join(learners, learners.c.id == _first_yes.c.learner_id)
    .join(members, and_(_group, members.c.learner_id == learners.c.id))
    .order_by(_first_yes.c.listed.desc(), _first_yes.c.day, _first_yes.c.learner_id, _first_yes.c.week)
    .limit(bindparam("most"))
)
_checked_in = (
    select(func.count())
    .select_from(checkins)
    .join(members, members.c.learner_id == checkins.c.learner_id)
    .where(_group, checkins.c.monday == bindparam("monday"), was_there(checkins.c.monday))
)


@dataclass(frozen=True, slots=True)
class InToday:
    """Who is in on a day: so many of the listed by name, in the order of their first flow, and everybody in sums."""

    names: tuple[str, ...] = ()
    listed: int = 0
    learners: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class WeekSums:
    """What the members of a group did in a week (R3): learners with a flow, minutes, flows, and weeks kept so far."""

    learners: int = 0
    minutes: int = 0
    flows: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Closed:
    """Curriculum weeks explained for the first time: so many of the listed by (name, week), and how many in all."""

    named: tuple[tuple[str, str], ...] = ()
    listed: int = 0
    weeks: int = 0


class Weeks:
    """A group's days and weeks, from the rows of its members since they joined it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_on(self, group: GroupId, curriculum: str, day: date, most: int) -> InToday:
        """Who is in on a day; at most so many names, in the order of their first flow."""
        values = {"group": group, "curriculum": curriculum, "day": day, "most": most}
        rows = self._connection.execute(_in_on, values).all()
        if not rows:
            return InToday()
        names = tuple(row.shown for row in rows if row.listed)
        return InToday(names, int(rows[0].all_listed), int(rows[0].learners), int(rows[0].minutes))

    def sums(self, group: GroupId, curriculum: str, monday: date) -> WeekSums:
        """The sums of a week. A learner keeps it with the floor of the plan that holds in it (R5), by what the group
        counts of theirs."""
        values = {"group": group, "curriculum": curriculum, "first": monday, "last": monday + timedelta(days=6)}
        found = WeekSums()
        for row in self._connection.execute(_week, values):
            kept = row.learners if row.study_days >= Plan(days_set(row.weekdays)).floor else 0
            found = WeekSums(
                found.learners + row.learners,
                found.minutes + int(row.minutes),
                found.flows + int(row.flows),
                found.kept + kept,
            )
        return found

    def came_back(self, group: GroupId, curriculum: str, monday: date, most: int) -> tuple[tuple[str, ...], int]:
        """Listed members with a flow in a week, none in the week before, and some in the weeks before that: at most
        so many names, and how many they are."""
        values = {
            "group": group,
            "curriculum": curriculum,
            "since": monday - LOOKED_BACK,
            "week_before": monday - A_WEEK,
            "day_before": monday - timedelta(days=1),
            "first": monday,
            "last": monday + timedelta(days=6),
            "most": most,
        }
        rows = self._connection.execute(_back, values).all()
        return tuple(row.shown for row in rows), int(rows[0].all) if rows else 0

    def closed(self, group: GroupId, curriculum: str, first: date, last: date, most: int) -> Closed:
        """The weeks whose review first ended in yes between two days, the listed members' first."""
        values = {"group": group, "curriculum": curriculum, "first": first, "last": last, "most": most}
        rows = self._connection.execute(_closed, values).all()
        if not rows:
            return Closed()
        named = tuple((row.shown, row.week) for row in rows if row.listed)
        return Closed(named, int(rows[0].all_listed), int(rows[0].all))

    def checked_in(self, group: GroupId, monday: date) -> int:
        """How many members checked in for a week."""
        return int(self._connection.execute(_checked_in, {"group": group, "monday": monday}).scalar_one())
