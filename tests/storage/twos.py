"""Two learners with a row of everything that can hang on one, for the tests of uniting and parting."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, select

from bot.core.people import GroupId, LearnerId, Platform
from bot.core.plans import Plan
from bot.storage.deriving import derive_touched
from bot.storage.settling import Chosen
from bot.storage.tables import (
    accounts,
    asks,
    checkins,
    enrolments,
    helpers,
    holders,
    kudos,
    learners,
    metadata,
    paired,
    pairs,
    recalls,
    shares,
    shipped,
    signals,
    steps,
    timers,
    visits,
)
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, flow, somebody

LATER = NOW + timedelta(hours=2)
A_DAY = timedelta(days=1)
THERE = Chosen("there", "there")
HERE = Chosen("here", "here", ("small",))


def two(tx: Tx) -> tuple[LearnerId, LearnerId]:
    """Somebody on Telegram, who gives the code, and their self on Discord."""
    plan = Plan(frozenset({5, 6}))
    there = somebody(tx, person="101", name="Anna")
    here = somebody(
        tx, LATER - 30 * A_DAY, person="d1", platform=Platform.DISCORD, name="Bea", zone="Asia/Tokyo", plan=plan
    )
    return there, here


def add(tx: Tx, table: Table, learner: LearnerId, **values: Any) -> None:
    """A row as another part of the program would write it."""
    tx.connection.execute(insert(table), {"learner_id": learner, **values})


def rows(tx: Tx, table: Table, learner: LearnerId) -> list[dict[str, Any]]:
    """A learner's rows of a table."""
    found = tx.connection.execute(select(table).where(table.c.learner_id == learner)).mappings()
    return sorted((dict(row) for row in found), key=repr)


def checkin(tx: Tx, learner: LearnerId, at: datetime, word: str) -> None:
    """A look back at the week of today."""
    texts = {"went_well": f"{word} well", "in_the_way": "rain", "after": word, "i_will": word}
    add(tx, checkins, learner, monday=TODAY, confidence=4, at=at, **texts)


def everything_of(tx: Tx, learner: LearnerId) -> dict[str, list[dict[str, Any]]]:
    """All that hangs on a learner, without whose it is, and without the numbers of rows that may be new."""
    derive_touched(tx.connection)
    found: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        if "learner_id" in table.c and table.name != "unions":
            own = [{k: v for k, v in row.items() if k != "learner_id"} for row in rows(tx, table, learner)]
            if table is recalls:
                own = [{k: v for k, v in row.items() if k != "id"} for row in own]
            found[table.name] = sorted(own, key=repr)
    row = dict(tx.connection.execute(select(learners).where(learners.c.id == learner)).mappings().one())
    found["learners"] = [{k: v for k, v in row.items() if k not in ("id", "ignored", "prompted_at", "greeted_on")}]
    return found


def furnish(tx: Tx, learner: LearnerId, word: str, at: datetime, group: GroupId) -> None:
    """A row of everything that can hang on a learner."""
    one = flow(tx, learner, at=at)
    review = tx.way.add_review(learner, "small", "w1", word, at)
    values = {"from_week": "w1", "from_spot": "a", "to_week": "w1", "to_spot": word, "at": at, "day": TODAY}
    add(tx, steps, learner, curriculum="small", kind="done", log_id=one, review_id=review, **values)
    checkin(tx, learner, at, word)
    tx.rests.declare(learner, TODAY - 5 * A_DAY, TODAY - 4 * A_DAY, at, TODAY)
    add(tx, shipped, learner, curriculum="small", milestone="m1", link=word, at=at, day=TODAY)
    add(tx, signals, learner, curriculum="small", phase="p1", text=word, at=at, day=TODAY)
    add(tx, asks, learner, group_id=group, week="w1", text=word, at=at, day=TODAY)
    add(tx, shares, learner, group_id=group, kind="plan", ref=word, monday=TODAY, text=word, at=at)
    pair = tx.connection.execute(insert(pairs).returning(pairs.c.id), {"group_id": group, "since": TODAY}).scalar_one()
    add(tx, paired, learner, pair_id=pair, promise=word, promised_for=TODAY)
    asked = tx.connection.execute(select(asks.c.id).where(asks.c.learner_id == learner)).scalars().first()
    add(tx, helpers, learner, ask_id=asked)
    add(tx, kudos, learner, group_id=group, monday=TODAY, at=at)
    add(tx, timers, learner, minutes=25, started_at=at, log_id=one)
    add(tx, visits, learner, channel="77", room=word, started_at=at, seen_at=at, state="over", log_id=one)
    add(tx, recalls, learner, curriculum="small", kind="question", ref="q1", card=word, due=at, answered_on=at.date())
    add(tx, recalls, learner, curriculum="small", kind="review", ref=str(review), card=word, due=at)
    add(tx, enrolments, learner, curriculum="small", edition=at.hour, path=word[:12])
    person = tx.connection.execute(select(accounts.c.external_id).where(accounts.c.learner_id == learner)).scalars()
    add(tx, holders, learner, server="1", role=word, person=person.first(), wanted=True, given=True, since=at)
    tx.groups.join(group, learner, at.date())
