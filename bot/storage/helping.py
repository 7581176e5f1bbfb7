"""Who agreed to be asked about a week, and who was, as rows."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, or_, select

from bot.core.asks import AskId
from bot.core.days import A_DAY
from bot.core.helping import PAUSE, Willing
from bot.core.people import GroupId, LearnerId
from bot.storage.tables import asks, helpers, members, rests, reviews, seasons, steps
from bot.storage.there import is_named

LOOKED_AT = 100
"""Members who may be named, the first in turn: of these somebody is there on most days."""
_named_at = (
    select(func.max(asks.c.at))
    .join(helpers, helpers.c.ask_id == asks.c.id)
    .where(helpers.c.learner_id == members.c.learner_id)
    .scalar_subquery()
)
_together = exists().where(  # the yes also closed the weeks that were taken together with it (R14)
    steps.c.review_id == reviews.c.id,
    steps.c.learner_id == reviews.c.learner_id,
    steps.c.kind == "merged",
    steps.c.undone_at.is_(None),
)
_explained = and_(
    reviews.c.learner_id == members.c.learner_id,
    reviews.c.curriculum == bindparam("curriculum"),
    reviews.c.whole.is_(True),
    reviews.c.undone_at.is_(None),
    or_(reviews.c.week == bindparam("week"), and_(reviews.c.week == bindparam("closed_by"), _together)),
)
_from, _until = bindparam("yesterday", type_=rests.c.first.type), bindparam("tomorrow", type_=rests.c.first.type)
_rests = exists().where(
    rests.c.learner_id == members.c.learner_id,
    rests.c.undone_at.is_(None),
    rests.c.first <= _from,
    or_(rests.c.last.is_(None), rests.c.last >= _until),
)
_theirs = members.alias()
_in_season = exists().where(
    _theirs.c.learner_id == members.c.learner_id,
    _theirs.c.joined <= _from,
    seasons.c.group_id == _theirs.c.group_id,
    seasons.c.undone_at.is_(None),
    seasons.c.first <= _from,
    seasons.c.last >= _until,
)
_closed_on = func.max(reviews.c.closed_on)
_since = bindparam("since", type_=asks.c.at.type)
_willing = (
    select(members.c.learner_id, _closed_on.label("closed_on"), _named_at.label("asked_at"))
    .select_from(members)
    .join(reviews, _explained)
    .where(
        members.c.group_id == bindparam("group"),
        members.c.learner_id != bindparam("asker"),
        members.c.helps.is_(True),
        is_named,  # a name that the group does not see is not called (R22)
        ~_rests,
        ~_in_season,
    )
    .group_by(members.c.learner_id)
    .having(_closed_on.isnot(None), or_(_named_at.is_(None), _named_at <= _since))
    .order_by(_named_at.isnot(None), _named_at, _closed_on.desc(), members.c.learner_id)
    .limit(bindparam("most"))
)
_willing_among = _willing.where(members.c.learner_id.in_(bindparam("among", expanding=True)))


class Helping:
    """Members who are named under questions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def willing(
        self,
        group: GroupId,
        asker: LearnerId,
        curriculum: str,
        week: str,
        now: datetime,
        *,
        closed_by: str = "",
        among: Collection[LearnerId] | None = None,
        most: int = LOOKED_AT,
    ) -> list[Willing]:
        """The first in turn of the listed members who agreed to be asked and explained a week; `closed_by` is the week
        whose review closes it as well where they are taken together, `among` are those who come into question.

        Who was named lately, or rests whatever their clock shows, stands in nobody's way: those who come after them are
        looked at instead. Who rests on their own today alone may still be among them.
        """
        today = now.astimezone(UTC).date()  # everybody's local day is this one or one beside it
        values = {
            "group": group,
            "asker": asker,
            "curriculum": curriculum,
            "week": week,
            "closed_by": closed_by,
            "since": now - PAUSE,
            "yesterday": today - A_DAY,
            "tomorrow": today + A_DAY,
            "most": most,
        }
        if among is None:
            rows = self._connection.execute(_willing, values)
        else:
            rows = self._connection.execute(_willing_among, {**values, "among": list(among)})
        return [Willing(LearnerId(row.learner_id), row.closed_on, row.asked_at) for row in rows]

    def hold(self, ids: Collection[LearnerId]) -> None:
        """Let nobody else name these until the transaction ends: two questions at once would both find them free."""
        named = select(members.c.learner_id).where(members.c.learner_id.in_(list(ids)))
        self._connection.execute(named.order_by(members.c.learner_id, members.c.group_id).with_for_update())

    def name(self, asked: AskId, ids: Iterable[LearnerId]) -> None:
        """Keep who is named under a question."""
        rows = [{"ask_id": asked, "learner_id": each} for each in ids]
        if rows:
            self._connection.execute(insert(helpers), rows)

    def named(self, asked: AskId) -> tuple[LearnerId, ...]:
        """Who is named under a question, in the order of their joining."""
        query = select(helpers.c.learner_id).where(helpers.c.ask_id == asked).order_by(helpers.c.learner_id)
        return tuple(LearnerId(each) for each in self._connection.execute(query).scalars())
