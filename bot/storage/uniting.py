"""Two learners become one, row by row, and are parted again; nothing that was earned is lost."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, select, true, update

from bot.core.people import LearnerId, Platform
from bot.core.rests import Rest, end_by_log
from bot.storage.engine import insert_or_ignore
from bot.storage.imports import is_import
from bot.storage.linking import Union, written
from bot.storage.presences import Presences
from bot.storage.settling import (
    KEYED,
    ONES_OWN,
    SETTLED,
    Chosen,
    Row,
    Rows,
    as_before,
    key_of,
    read_row,
    self_together,
    write_row,
)
from bot.storage.tables import (
    accounts,
    asks,
    board_lines,
    holders,
    learners,
    letters,
    link_codes,
    logs,
    quizzes,
    recalls,
    rests,
    reviews,
    rhythms,
    shares,
    shipped,
    steps,
    timers,
    unions,
    visits,
)

# What changes hands as it is.
MOVED = (logs, steps, reviews, rests, shipped, timers, visits, asks, shares, recalls, unions)
DERIVED = (board_lines, holders)  # follow the facts by themselves
DERIVED_COLUMNS = {"members": ("gone_on",)}  # follow from the presences of accounts, which stay theirs
# Every table with a learner in it; a test finds one that is missing.
HANDLED = {*MOVED, *KEYED, *DERIVED, accounts, link_codes}
RECALL_KEY = ("curriculum", "kind", "ref")
PRIVATE_RHYTHMS = ("prompt", "checkin", "zone")
PRIVATE_LETTERS = ("prompt", "checkin", "hello", "visit")  # whose subject is a learner
DAILY_LETTERS = ("prompt", "checkin", "visit")
GONE_OUT = ("sending", "sent", "unknown")


_BY_NAME = {table.name: table for table in MOVED}


class Uniting:
    """Moves what hangs on learners. `there` is the learner who is kept, `here` the one who comes in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unite(self, there: LearnerId, here: LearnerId, chosen: Chosen, now: datetime) -> int:
        """Make `here` a part of `there`; returns the union. The caller sets places and rhythms."""
        brought: Row = {"learner": self._learner(here), "number": here, "kept": {}, "theirs": {}, "united": {}}
        brought["accounts"] = self._ids(accounts, here)
        self._cut_rests(there, here, brought)
        self._settle_recalls(there, here, brought)
        for table in KEYED:
            kept, theirs = self._rows(table, there), self._rows(table, here)
            united = SETTLED[table.name](kept, theirs, chosen)
            self._replace(table, there, united)
            brought["kept"][table.name], brought["theirs"][table.name] = kept, theirs
            brought["united"][table.name] = list(united)
        brought["moved"] = {table.name: self._ids(table, here) for table in MOVED}
        for table in (*MOVED, accounts):
            self._hand_over(table, self._ids(table, here), there)
        self._roles_follow(there)
        kept_self = self._learner(there)
        united_self = self_together(kept_self, brought["learner"], chosen)
        brought["kept"]["learners"], brought["united"]["learners"] = [kept_self], [united_self]
        self._set_learner(there, united_self, ignored=0, prompted_at=None)
        self._connection.execute(delete(rhythms).where(rhythms.c.owner == here, rhythms.c.kind.in_(PRIVATE_RHYTHMS)))
        self._letters_follow(there, here, now)
        self._connection.execute(delete(link_codes).where(link_codes.c.learner_id.in_((there, here))))
        self._connection.execute(delete(learners).where(learners.c.id == here))
        Presences(self._connection).settle(there, now)
        return self._note(there, brought, now)

    def take_in(self, there: LearnerId, account: int, now: datetime) -> int:
        """Note that an account without a learner of its own came to one; returns the union."""
        self._connection.execute(delete(link_codes).where(link_codes.c.learner_id == there))
        Presences(self._connection).settle(there, now)
        return self._note(there, {"learner": None, "accounts": [account], "moved": {}}, now)

    def part(self, union: Union, now: datetime) -> LearnerId | None:
        """Give what the other side brought to who they were before; what was recorded since stays where it is.

        Returns that learner, or None if the other side was an account alone: it is a stranger's again.
        """
        there, brought = union.learner, union.brought
        ours = and_(accounts.c.id.in_(brought["accounts"]), accounts.c.learner_id == there)
        if brought["learner"] is None:
            self._connection.execute(delete(accounts).where(ours))
            Presences(self._connection).settle(there, now)
            self._parted(union, now)
            return None
        own = {**read_row(learners, brought["learner"]), "id": brought["number"]}  # nobody else's since
        here = LearnerId(self._connection.execute(insert(learners).returning(learners.c.id), own).scalar_one())
        for name, ids in brought["moved"].items():
            self._hand_over(_BY_NAME[name], ids, here, of=there)
        self._connection.execute(update(accounts).where(ours).values(learner_id=here))
        self._roles_follow(here)
        for table, key in KEYED.items():
            kept, united = brought["kept"][table.name], brought["united"][table.name]
            self._replace(table, there, as_before(self._rows(table, there), kept, united, key))
            self._replace(table, here, brought["theirs"][table.name])
        self._restore_recalls(there, here, brought)
        self._told_today(there, here, now)
        self._mend_rests(brought)
        for step in brought.get("added", []):
            self._connection.execute(delete(steps).where(steps.c.id == step))
        before, then = brought["kept"]["learners"][0], brought["united"]["learners"][0]
        present = self._learner(there)
        known = [name for name in ONES_OWN if name in before]  # a column may be newer than the union
        back = {name: before[name] if present[name] == then[name] else present[name] for name in known}
        self._set_learner(there, back)
        for learner in (there, here):
            Presences(self._connection).settle(learner, now)
        self._parted(union, now)
        self._note(here, {}, now, parted_at=now)
        return here

    # --- rows

    def _rows(self, table: Table, learner: LearnerId) -> list[Row]:
        without = ("learner_id", *DERIVED_COLUMNS.get(table.name, ()))
        query = select(*(column for column in table.c if column.name not in without))
        found = self._connection.execute(query.where(table.c.learner_id == learner)).mappings()
        return sorted((write_row(row) for row in found), key=str)

    def _ids(self, table: Table, learner: LearnerId) -> list[int]:
        query = select(table.c.id).where(table.c.learner_id == learner).order_by(table.c.id)
        return list(self._connection.execute(query).scalars())

    def _replace(self, table: Table, learner: LearnerId, rows: Rows) -> None:
        self._connection.execute(delete(table).where(table.c.learner_id == learner))
        for row in rows:  # one by one: a column may be newer than the union, and then only some have it
            self._connection.execute(insert(table), {**read_row(table, row), "learner_id": learner})

    def _hand_over(self, table: Table, ids: Sequence[int], to: LearnerId, *, of: LearnerId | None = None) -> None:
        for at in range(0, len(ids), 500):  # a statement takes so many values and no more
            where = and_(table.c.id.in_(ids[at : at + 500]), true() if of is None else table.c.learner_id == of)
            self._connection.execute(update(table).where(where).values(learner_id=to))

    def _roles_follow(self, learner: LearnerId) -> None:
        """A role is an account's, whoever's that is now; what it should be is derived anew."""
        own = select(accounts.c.external_id).where(
            accounts.c.learner_id == learner, accounts.c.platform == Platform.DISCORD
        )
        self._connection.execute(update(holders).where(holders.c.person.in_(own)).values(learner_id=learner))

    def _learner(self, learner: LearnerId) -> Row:
        query = select(*(learners.c[name] for name in (*ONES_OWN, "created_at"))).where(learners.c.id == learner)
        return write_row(self._connection.execute(query).mappings().one())

    def _set_learner(self, learner: LearnerId, row: Row, **more: Any) -> None:
        values = {name: value for name, value in read_row(learners, row).items() if name in ONES_OWN}
        self._connection.execute(update(learners).where(learners.c.id == learner).values(**values, **more))

    def _note(self, learner: LearnerId, brought: Row, now: datetime, parted_at: datetime | None = None) -> int:
        values = {"learner_id": learner, "brought": written(brought), "at": now, "parted_at": parted_at}
        return int(self._connection.execute(insert(unions).returning(unions.c.id), values).scalar_one())

    def _parted(self, union: Union, now: datetime) -> None:
        values = {"parted_at": now, "brought": written({})}
        self._connection.execute(update(unions).where(unions.c.id == union.id).values(**values))

    # --- what cannot simply change hands

    def _cut_rests(self, there: LearnerId, here: LearnerId, brought: Row) -> None:
        """A rest without an end is over at the other side's next flow, as at one's own (R15)."""
        brought["cut"] = []
        for owner, other in ((there, here), (here, there)):
            standing = and_(rests.c.learner_id == owner, rests.c.last.is_(None), rests.c.undone_at.is_(None))
            for row in self._connection.execute(select(rests).where(standing)).all():
                if ended := self._over(row, other):
                    brought["cut"].append([row.id, ended.isoformat()])

    def _mend_rests(self, brought: Row) -> None:
        """What only the other side's flow had ended is open again, or over at one's own flow since."""
        for rest, last in brought["cut"]:
            still = and_(rests.c.id == rest, rests.c.last == date.fromisoformat(last))
            if self._connection.execute(update(rests).where(still).values(last=None, ended_by=None)).rowcount:
                row = self._connection.execute(select(rests).where(rests.c.id == rest)).one()
                self._over(row, row.learner_id)

    def _over(self, rest: Any, learner: LearnerId) -> date | None:
        """End a rest by a learner's first flow that was logged after it was declared; its last day, if there is one."""
        since = and_(logs.c.learner_id == learner, logs.c.at >= rest.at, logs.c.day >= rest.first)
        stands = and_(since, logs.c.undone_at.is_(None), ~is_import)
        log = self._connection.execute(select(logs).where(stands).order_by(logs.c.at, logs.c.id).limit(1)).one_or_none()
        if log is None:
            return None
        last = end_by_log(Rest(rest.id, rest.first, None, rest.at, rest.declared_on), log.logged_on)
        self._connection.execute(update(rests).where(rests.c.id == rest.id).values(last=last, ended_by=log.id))
        return last

    def _settle_recalls(self, there: LearnerId, here: LearnerId, brought: Row) -> None:
        """Of two cards of one question the one that was answered later goes on; polls on either lead to it."""
        ours = {key_of(row, RECALL_KEY): row for row in self._rows(recalls, there)}
        brought["recalls"] = []
        for theirs in self._rows(recalls, here):
            kept = ours.get(key_of(theirs, RECALL_KEY))
            if kept is None:
                continue
            fresher = max((kept, theirs), key=lambda row: (row["answered_on"] or "", row is kept))
            united = {**kept, **{name: fresher[name] for name in ("card", "due", "answered_on")}}
            self._put_recall(united)
            points = quizzes.c.recall_id == theirs["id"]
            self._connection.execute(update(quizzes).where(points).values(recall_id=kept["id"]))
            self._connection.execute(delete(recalls).where(recalls.c.id == theirs["id"]))
            brought["recalls"].append([kept, theirs, united])

    def _restore_recalls(self, there: LearnerId, here: LearnerId, brought: Row) -> None:
        present = self._rows(recalls, there)
        for kept, theirs, united in brought["recalls"]:
            if united in present:
                self._put_recall(kept)
            self._connection.execute(insert(recalls), {**read_row(recalls, theirs), "learner_id": here})

    def _put_recall(self, row: Row) -> None:
        self._connection.execute(update(recalls).where(recalls.c.id == row["id"]).values(**read_row(recalls, row)))

    def _letters_follow(self, there: LearnerId, here: LearnerId, now: datetime) -> None:
        """One prompt a day in all (R16): letters go on as the kept learner's, and of two of one day the one that
        went out, or was there first, is the only one."""
        private = letters.c.kind.in_(PRIVATE_LETTERS)
        of = {who: select(letters).where(letters.c.subject == who, private) for who in (there, here)}
        ours = {row.key: row for row in self._connection.execute(of[there])}
        for row in self._connection.execute(of[here]).all():
            kind, owner, rest = (*row.key.split(":", 2), "", "")[:3]
            key = f"{kind}:{there}:{rest}" if owner == str(here) else row.key
            known = ours.get(key) if key != row.key else None
            if known is None:
                self._connection.execute(update(letters).where(letters.c.id == row.id).values(key=key, subject=there))
                continue
            doubled = known if row.state in GONE_OUT else row
            where = and_(letters.c.id == doubled.id, letters.c.state == "ready")
            ended = {"state": "expired", "ended_at": now, "trouble": "another one speaks of this day"}
            self._connection.execute(update(letters).where(where).values(**ended))

    def _told_today(self, there: LearnerId, here: LearnerId, now: datetime) -> None:
        """Who was prompted as one is not prompted again as two (R16): for both, that day's letter was decided."""
        since = now.date() - timedelta(days=2)  # whatever the zone: a letter speaks of today or yesterday
        told = and_(letters.c.subject == there, letters.c.kind.in_(DAILY_LETTERS), letters.c.day >= since)
        for row in self._connection.execute(select(letters).where(told)).mappings().all():
            own = {name: value for name, value in row.items() if name != "id"}
            own |= {"key": f"{row['kind']}:{here}:{row['day']}", "subject": here, "state": "expired", "ended_at": now}
            own["trouble"] = "another one speaks of this day"
            self._connection.execute(insert_or_ignore(self._connection, letters), own)
