"""Study pairs, as rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, or_, select, update

from bot.core.pairs import Pair, PairId
from bot.core.people import GroupId, LearnerId
from bot.storage.engine import upsert
from bot.storage.hellos import newest_log
from bot.storage.names import shown_name
from bot.storage.tables import groups, learners, logs, members, paired, pairs, steps
from bot.storage.there import is_there

_any = steps.alias("any_step")
_step = (  # the newest step that stands, for how far somebody is
    select(func.max(_any.c.id))
    .where(
        _any.c.learner_id == members.c.learner_id,
        _any.c.curriculum == bindparam("curriculum"),
        _any.c.undone_at.is_(None),
    )
    .scalar_subquery()
)
_agreed = (
    select(members.c.learner_id, members.c.joined, newest_log.label("last"), steps.c.to_week)
    .select_from(members)
    .outerjoin(steps, steps.c.id == _step)
    .where(members.c.group_id == bindparam("group"), members.c.partner.is_(True), is_there)
)
_side_by_side = and_(paired.c.left_on.is_(None), pairs.c.ended_on.is_(None), pairs.c.group_id == bindparam("group"))
_present = select(pairs.c.id, paired.c.learner_id).join(pairs, pairs.c.id == paired.c.pair_id).where(_side_by_side)
_mine = paired.alias("mine")
_in = exists().where(
    logs.c.learner_id == paired.c.learner_id,
    logs.c.undone_at.is_(None),
    logs.c.day >= bindparam("monday"),
)
_with = (
    select(paired.c.learner_id, shown_name, paired.c.promise, paired.c.promised_for, _in.label("studied"))
    .select_from(paired)
    .join(pairs, pairs.c.id == paired.c.pair_id)
    .join(_mine, _mine.c.pair_id == paired.c.pair_id)
    .join(members, and_(members.c.learner_id == paired.c.learner_id, members.c.group_id == pairs.c.group_id))
    .join(learners, learners.c.id == paired.c.learner_id)
    .where(_side_by_side, members.c.partner.is_(True), is_there)
    .where(_mine.c.learner_id == bindparam("learner"), _mine.c.left_on.is_(None))
    .order_by(paired.c.learner_id)
)


@dataclass(frozen=True, slots=True)
class Wishing:
    """A member who agreed to have a partner: the day they were heard of last, and the week where they stand."""

    learner: LearnerId
    last: date
    week: str  # its id; empty before the first step


@dataclass(frozen=True, slots=True)
class Beside:
    """One of a pair: what the group calls them, the promise for a week, and whether they logged in this one."""

    learner: LearnerId
    name: str
    promise: str
    promised_for: date | None
    studied: bool


class Pairs:
    """Who studies side by side."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def wishing(self, group: GroupId, curriculum: str) -> list[Wishing]:
        """All members who agreed. The group is held by this transaction: pairs are made by one at a time."""
        self._connection.execute(select(groups.c.id).where(groups.c.id == group).with_for_update())
        rows = self._connection.execute(_agreed, {"group": group, "curriculum": curriculum})
        return [
            Wishing(LearnerId(row.learner_id), max(row.joined, row.last or row.joined), row.to_week or "")
            for row in rows
        ]

    def begin_week(self, group: GroupId, monday: date) -> bool:
        """Whether a group's pairs of a week have yet to be made; whoever hears yes makes them."""
        late = or_(groups.c.paired_for.is_(None), groups.c.paired_for < monday)
        done = self._connection.execute(update(groups).where(groups.c.id == group, late).values(paired_for=monday))
        return bool(done.rowcount)

    def standing(self, group: GroupId) -> list[Pair]:
        """The pairs of a group."""
        found: dict[int, set[LearnerId]] = defaultdict(set)
        for row in self._connection.execute(_present.order_by(pairs.c.id), {"group": group}):
            found[row.id].add(LearnerId(row.learner_id))
        return [Pair(PairId(number), frozenset(who)) for number, who in found.items()]

    def parted(self, group: GroupId, since: date) -> dict[LearnerId, frozenset[LearnerId]]:
        """With whom each was side by side until a day since then."""
        ended = select(paired.c.pair_id, paired.c.learner_id).join(pairs, pairs.c.id == paired.c.pair_id)
        rows = self._connection.execute(ended.where(pairs.c.group_id == group, pairs.c.ended_on >= since)).all()
        together: dict[int, set[LearnerId]] = defaultdict(set)
        for row in rows:
            together[row.pair_id].add(LearnerId(row.learner_id))
        found: dict[LearnerId, frozenset[LearnerId]] = defaultdict(frozenset)
        for who in together.values():
            for learner in who:
                found[learner] |= who - {learner}
        return found

    def settle(self, group: GroupId, before: Iterable[Pair], now: Iterable[Pair], today: date) -> None:
        """Let the pairs be these from a day on."""
        then, left = {pair.id: pair for pair in before}, {pair.id for pair in before}
        for pair in now:
            left.discard(pair.id)
            was = then.get(pair.id)
            number = pair.id if was else self._add(group, today)
            self._take_out(number, (was.members if was else frozenset()) - pair.members, today)
            self._let_in(number, pair.members - (was.members if was else frozenset()))
        for number in left:
            self._take_out(number, then[number].members, today)
            self._connection.execute(update(pairs).where(pairs.c.id == number).values(ended_on=today))

    def beside(self, learner: LearnerId, group: GroupId, monday: date) -> list[Beside]:
        """A learner's pair, themselves included; nobody if they have none."""
        values = {"learner": learner, "group": group, "monday": monday}
        rows = self._connection.execute(_with, values).all()
        return [
            Beside(LearnerId(row.learner_id), row.shown, row.promise, row.promised_for, row.studied) for row in rows
        ]

    def promise(self, learner: LearnerId, group: GroupId, text: str, monday: date) -> None:
        """Keep what a learner promises for a week."""
        mine = select(pairs.c.id).where(pairs.c.group_id == group, pairs.c.ended_on.is_(None))
        where = and_(paired.c.learner_id == learner, paired.c.left_on.is_(None), paired.c.pair_id.in_(mine))
        self._connection.execute(update(paired).where(where).values(promise=text, promised_for=monday))

    def forget(self, before: date) -> None:
        """Pairs that ended before a day are kept no longer."""
        self._connection.execute(pairs.delete().where(pairs.c.ended_on < before))

    def _add(self, group: GroupId, today: date) -> PairId:
        added = insert(pairs).returning(pairs.c.id)
        return PairId(self._connection.execute(added, {"group_id": group, "since": today}).scalar_one())

    def _let_in(self, pair: PairId, who: Iterable[LearnerId]) -> None:
        keys = [paired.c.pair_id, paired.c.learner_id]
        rows = [{"pair_id": pair, "learner_id": each, "left_on": None, "promise": ""} for each in sorted(who)]
        if rows:
            self._connection.execute(upsert(self._connection, paired, keys, ["left_on", "promise"]), rows)

    def _take_out(self, pair: PairId, who: Iterable[LearnerId], today: date) -> None:
        """What they promised goes with them."""
        where = and_(paired.c.pair_id == pair, paired.c.learner_id.in_(sorted(who)))
        self._connection.execute(update(paired).where(where).values(left_on=today, promise="", promised_for=None))
