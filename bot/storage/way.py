"""A learner's way through a curriculum: steps that moved the position, reviews, check-ins."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select, update

from bot.core.facts import UNDOABLE, Checkin, LogId, Review, ReviewId, StepId
from bot.core.people import LearnerId
from bot.core.position import Place, Step, StepKind
from bot.storage.ahead import PEOPLE, Ahead
from bot.storage.engine import upsert
from bot.storage.tables import checkins, reviews, steps

Said = dict[str, Any]  # what a check-in says, by column
_SAID = ("went_well", "in_the_way", "after", "i_will", "confidence", "at")
MOST_EARLIER = 20  # check-ins of a week that are kept for undo
_stands = steps.c.undone_at.is_(None)
_others = checkins.alias()
_newest = select(func.max(_others.c.monday)).where(_others.c.learner_id == checkins.c.learner_id)
_last_checkin = select(checkins).where(
    checkins.c.learner_id.in_(PEOPLE), checkins.c.monday == _newest.correlate(checkins).scalar_subquery()
)
_last = (
    select(steps)
    .where(steps.c.learner_id == bindparam("learner"), steps.c.curriculum == bindparam("curriculum"), _stands)
    .order_by(steps.c.id.desc())
    .limit(1)
)
_newest_steps = select(func.max(steps.c.id)).where(steps.c.learner_id.in_(PEOPLE), _stands)
_last_of_many = select(steps).where(steps.c.id.in_(_newest_steps.group_by(steps.c.learner_id, steps.c.curriculum)))


@dataclass(frozen=True, slots=True)
class Move:
    """A step by its number, its instant, and the log or review that brought it."""

    at: datetime
    step: StepId
    log: LogId | None
    review: ReviewId | None


def _step_of(row: Row[Any]) -> Step:
    return Step(cast("StepKind", row.kind), Place(row.from_week, row.from_spot), Place(row.to_week, row.to_spot))


def _review_of(row: Row[Any]) -> Review:
    return Review(
        ReviewId(row.id),
        LearnerId(row.learner_id),
        row.curriculum,
        row.week,
        row.text,
        row.at,
        row.whole,
        row.closed_on,
        row.undone_at,
    )


def _checkin_of(row: Row[Any]) -> Checkin:
    return Checkin(
        LearnerId(row.learner_id),
        row.monday,
        row.went_well,
        row.in_the_way,
        row.after,
        row.i_will,
        row.confidence,
        row.at,
    )


def _said(it: Row[Any] | Checkin) -> Said:
    return {name: getattr(it, name) for name in _SAID}


def _earlier(row: Row[Any]) -> list[Said]:
    kept = json.loads(row.earlier) if row.earlier else []
    return [{**it, "at": datetime.fromisoformat(it["at"])} for it in kept]


class Way:
    """Where learners stand and what brought them there, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ahead = Ahead(connection, _last_checkin)
        self.steps_ahead = Ahead(connection, _last_of_many)

    # --- steps

    def last_step(self, learner: LearnerId, curriculum: str) -> tuple[StepId, Step] | None:
        """The newest step that stands: where it led is where the learner is (R12, R19)."""
        read = self.steps_ahead.given(learner)
        if read is None:
            read = self._connection.execute(_last, {"learner": learner, "curriculum": curriculum}).all()
        return next(((StepId(row.id), _step_of(row)) for row in read if row.curriculum == curriculum), None)

    def last_move(self, learner: LearnerId, curriculum: str) -> Move | None:
        """When the newest standing step was made, and by what."""
        row = self._connection.execute(_last, {"learner": learner, "curriculum": curriculum}).one_or_none()
        return Move(row.at, row.id, row.log_id, row.review_id) if row else None

    def add_step(
        self,
        learner: LearnerId,
        curriculum: str,
        step: Step,
        now: datetime,
        day: date,
        *,
        log: LogId | None = None,
        review: ReviewId | None = None,
    ) -> StepId:
        """Record what moved a learner, with the log or review that brought it."""
        values = {
            "learner_id": learner,
            "curriculum": curriculum,
            "kind": step.kind,
            "from_week": step.place_before.week_id,
            "from_spot": step.place_before.spot,
            "to_week": step.place_after.week_id,
            "to_spot": step.place_after.spot,
            "at": now,
            "day": day,
            "log_id": log,
            "review_id": review,
        }
        return StepId(self._connection.execute(insert(steps).returning(steps.c.id), values).scalar_one())

    def step(self, step: StepId) -> tuple[LearnerId, str, Step, date, datetime, bool] | None:
        """Find a step: (learner, curriculum, step, day, instant, whether it stands)."""
        row = self._connection.execute(select(steps).where(steps.c.id == step)).one_or_none()
        if row is None:
            return None
        return (
            LearnerId(row.learner_id),
            row.curriculum,
            _step_of(row),
            row.day,
            row.at,
            row.undone_at is None,
        )

    def standing_steps(self, learner: LearnerId, curriculum: str) -> list[tuple[StepId, Step, date, datetime]]:
        """All steps that stand, oldest first."""
        query = (
            select(steps)
            .where(steps.c.learner_id == learner, steps.c.curriculum == curriculum, _stands)
            .order_by(steps.c.id)
        )
        return [(StepId(row.id), _step_of(row), row.day, row.at) for row in self._connection.execute(query)]

    def done_days(self, learner: LearnerId, curriculum: str) -> dict[str, StepId]:
        """Curriculum days marked done, by the spot that was done."""
        query = (
            select(steps.c.from_spot, func.min(steps.c.id).label("id"))
            .where(
                steps.c.learner_id == learner,
                steps.c.curriculum == curriculum,
                steps.c.kind == "done",
                _stands,
            )
            .group_by(steps.c.from_spot)
        )
        return {row.from_spot: StepId(row.id) for row in self._connection.execute(query)}

    def undo_steps(
        self,
        now: datetime,
        *,
        step: StepId | None = None,
        log: LogId | None = None,
        review: ReviewId | None = None,
    ) -> int:
        """Let the steps of a log, of a review, or one step no longer stand; returns how many fell."""
        chosen = [
            column == wanted
            for column, wanted in ((steps.c.id, step), (steps.c.log_id, log), (steps.c.review_id, review))
            if wanted is not None
        ]
        return self._connection.execute(update(steps).where(*chosen, _stands).values(undone_at=now)).rowcount

    def brought(self, of: Sequence[ReviewId]) -> bool:
        """Whether any of these reviews brought a step that stands."""
        query = select(steps.c.id).where(steps.c.review_id.in_(of), _stands).limit(1)
        return self._connection.execute(query).one_or_none() is not None

    def hand_over(self, review: ReviewId, to: ReviewId) -> None:
        """What a review brought, another one holds from now on."""
        self._connection.execute(update(steps).where(steps.c.review_id == review, _stands).values(review_id=to))

    # --- reviews

    def add_review(self, learner: LearnerId, curriculum: str, week: str, text: str, now: datetime) -> ReviewId:
        """Keep a review's text; its verdict comes later (R13)."""
        values = {"learner_id": learner, "curriculum": curriculum, "week": week, "text": text, "at": now}
        return ReviewId(self._connection.execute(insert(reviews).returning(reviews.c.id), values).scalar_one())

    def review(self, review: ReviewId) -> Review | None:
        """Find a review, undone ones too."""
        row = self._connection.execute(select(reviews).where(reviews.c.id == review)).one_or_none()
        return _review_of(row) if row else None

    def reviews(self, learner: LearnerId, curriculum: str) -> list[Review]:
        """The reviews that stand, oldest first."""
        query = (
            select(reviews)
            .where(
                reviews.c.learner_id == learner,
                reviews.c.curriculum == curriculum,
                reviews.c.undone_at.is_(None),
            )
            .order_by(reviews.c.id)
        )
        return [_review_of(row) for row in self._connection.execute(query)]

    def merged(self, learner: LearnerId, curriculum: str) -> set[str]:
        """The weeks whose yes also closed the weeks taken together with them, on the accelerated path (R14)."""
        query = (
            select(reviews.c.week)
            .join(steps, steps.c.review_id == reviews.c.id)
            .where(
                steps.c.learner_id == learner,
                steps.c.curriculum == curriculum,
                steps.c.kind == "merged",
                _stands,
                reviews.c.whole.is_(True),
                reviews.c.undone_at.is_(None),
            )
        )
        return {row.week for row in self._connection.execute(query)}

    def answer_review(self, review: ReviewId, whole: bool | None, closed_on: date | None) -> None:
        """Keep the learner's verdict on their review; None lets the text wait for one again."""
        self._connection.execute(update(reviews).where(reviews.c.id == review).values(whole=whole, closed_on=closed_on))

    def undo_review(self, review: ReviewId, now: datetime) -> None:
        """Let a review no longer stand; its text stays in the row."""
        self._connection.execute(update(reviews).where(reviews.c.id == review).values(undone_at=now))

    def closed(self, learner: LearnerId, curriculum: str) -> list[tuple[str, date]]:
        """(week, local day) of each review that stands and ended in yes."""
        query = select(reviews.c.week, reviews.c.closed_on).where(
            reviews.c.learner_id == learner,
            reviews.c.curriculum == curriculum,
            reviews.c.whole.is_(True),
            reviews.c.closed_on.isnot(None),
            reviews.c.undone_at.is_(None),
        )
        return [(row.week, row.closed_on) for row in self._connection.execute(query)]

    # --- check-ins

    def keep_checkin(self, checkin: Checkin) -> None:
        """Keep a week's check-in. A second one for the same week replaces the first, which is back once the second is
        taken back (R19); what is older than that can be is kept no longer."""
        since = checkin.at - UNDOABLE
        mine = and_(checkins.c.learner_id == checkin.learner, checkins.c.earlier != "", checkins.c.at < since)
        self._connection.execute(update(checkins).where(mine).values(earlier=""))
        row = self._row(checkin.learner, checkin.monday)
        earlier = [] if row is None else [*_earlier(row), _said(row)]
        self._write(checkin.learner, checkin.monday, _said(checkin), [it for it in earlier if it["at"] >= since])

    def _write(self, learner: LearnerId, monday: date, said: Said, earlier: Sequence[Said]) -> None:
        statement = upsert(self._connection, checkins, [checkins.c.learner_id, checkins.c.monday], [*_SAID, "earlier"])
        written = json.dumps([{**it, "at": it["at"].isoformat()} for it in earlier[-MOST_EARLIER:]]) if earlier else ""
        self._connection.execute(statement, {"learner_id": learner, "monday": monday, **said, "earlier": written})

    def _row(self, learner: LearnerId, monday: date) -> Row[Any] | None:
        query = select(checkins).where(checkins.c.learner_id == learner, checkins.c.monday == monday)
        return self._connection.execute(query).one_or_none()

    def checkin(self, learner: LearnerId, monday: date) -> Checkin | None:
        """A learner's check-in of a week."""
        row = self._row(learner, monday)
        return _checkin_of(row) if row else None

    def checkins(self, learner: LearnerId, since: datetime) -> list[Checkin]:
        """A learner's check-ins written since an instant."""
        query = select(checkins).where(checkins.c.learner_id == learner, checkins.c.at >= since)
        return [_checkin_of(row) for row in self._connection.execute(query.order_by(checkins.c.monday))]

    def take_back_checkin(self, learner: LearnerId, at: datetime) -> tuple[date, bool] | None:
        """A learner's check-in that was written at an instant is kept no longer. The one that it replaced holds again;
        one that was itself replaced will not. Its Monday, and whether it held; None if there is none any more."""
        query = select(checkins).where(checkins.c.learner_id == learner, checkins.c.at >= at)
        for row in self._connection.execute(query.order_by(checkins.c.monday)).all():
            said = [*_earlier(row), _said(row)]
            left = [it for it in said if it["at"] != at]
            if len(left) < len(said):
                if left:
                    self._write(learner, row.monday, left[-1], left[:-1])
                else:
                    of = and_(checkins.c.learner_id == learner, checkins.c.monday == row.monday)
                    self._connection.execute(delete(checkins).where(of))
                return row.monday, row.at == at
        return None

    def last_checkin(self, learner: LearnerId) -> Checkin | None:
        """A learner's newest check-in."""
        return next(map(_checkin_of, self.ahead.of(learner)), None)

    def counts(self, learner: LearnerId) -> tuple[int, int]:
        """How many reviews and check-ins a learner has written."""
        written = select(func.count()).select_from(reviews).where(reviews.c.learner_id == learner)
        looked = select(func.count()).select_from(checkins).where(checkins.c.learner_id == learner)
        return int(self._connection.execute(written).scalar_one()), int(self._connection.execute(looked).scalar_one())
