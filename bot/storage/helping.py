"""Who agreed to be asked about a week, and who was, as rows."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, or_, select

from bot.core.asks import AskId
from bot.core.helping import Willing
from bot.core.people import GroupId, LearnerId
from bot.storage.tables import asks, helpers, members, reviews, steps
from bot.storage.there import is_named

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
_willing = (
    select(members.c.learner_id, func.max(reviews.c.closed_on).label("closed_on"), _named_at.label("asked_at"))
    .select_from(members)
    .join(reviews, _explained)
    .where(
        members.c.group_id == bindparam("group"),
        members.c.learner_id != bindparam("asker"),
        members.c.helps.is_(True),
        is_named,  # a name that the group does not see is not called (R22)
    )
    .group_by(members.c.learner_id)
    .having(func.max(reviews.c.closed_on).isnot(None))
)


class Helping:
    """Members who are named under questions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def willing(
        self, group: GroupId, asker: LearnerId, curriculum: str, week: str, *, closed_by: str = ""
    ) -> list[Willing]:
        """The listed members who agreed to be asked and explained a week; `closed_by` is the week whose review closes
        it as well where they are taken together."""
        values = {"group": group, "asker": asker, "curriculum": curriculum, "week": week, "closed_by": closed_by}
        rows = self._connection.execute(_willing, values)
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
