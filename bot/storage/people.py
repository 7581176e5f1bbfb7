"""Learners, their accounts, zones and plans."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, exists, func, insert, or_, select, update

from bot.core.people import Account, Address, Learner, LearnerId, Platform
from bot.core.plans import Plan, PlanHistory
from bot.core.prompts import QuietHours
from bot.storage.engine import upsert
from bot.storage.tables import accounts, enrolments, learners, plans, unions, zones

_whose = zones.c.learner_id == learners.c.id
_latest = select(func.max(zones.c.since)).where(_whose, zones.c.since <= bindparam("now")).correlate(learners)
_first = select(func.min(zones.c.since)).where(_whose).correlate(learners)
# A clock that was set back shows a time before somebody joined.
_since = func.coalesce(_latest.scalar_subquery(), _first.scalar_subquery())
_zone = select(zones.c.zone).where(_whose, zones.c.since == _since).correlate(learners).scalar_subquery()
_enrolled = and_(enrolments.c.learner_id == learners.c.id, enrolments.c.curriculum == learners.c.curriculum)
_learner = select(learners, _zone.label("zone"), enrolments.c.edition, enrolments.c.path).outerjoin(
    enrolments, _enrolled
)
_by_id = _learner.where(learners.c.id == bindparam("learner"))
_by_ids = _learner.where(learners.c.id.in_(bindparam("ids", expanding=True)))
_by_account = (
    select(
        learners,
        _zone.label("zone"),
        enrolments.c.edition,
        enrolments.c.path,
        *(column.label(f"a_{column.name}") for column in accounts.c),
        exists().where(unions.c.learner_id == learners.c.id).label("a_linked"),
    )
    .join(accounts, accounts.c.learner_id == learners.c.id)
    .outerjoin(enrolments, _enrolled)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.external_id == bindparam("person"))
)
# Turns of one learner wait for each other; on SQLite they do anyway. The lock is a statement of its own, since the one
# that waited would see the zone as it was before the waiting. It lets others' rows name the learner meanwhile (a pair,
# a helper): two turns that each name the other's learner would wait for each other for ever.
_lock = (
    select(learners.c.id)
    .join(accounts, accounts.c.learner_id == learners.c.id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.external_id == bindparam("person"))
    .with_for_update(of=learners, key_share=True)
)
_people: Any = bindparam("people", expanding=True)
_languages = (
    select(accounts.c.external_id, learners.c.language.label("chosen"), accounts.c.language.label("named"))
    .join(learners, accounts.c.learner_id == learners.c.id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.external_id.in_(_people))
)
_prompted = update(learners).where(learners.c.id == bindparam("learner")).values(prompted_at=bindparam("now"))
_owner = select(accounts.c.learner_id).where(
    accounts.c.platform == bindparam("platform"), accounts.c.external_id == bindparam("person")
)
_lock_both = (
    select(learners.c.id)
    .where(or_(learners.c.id == bindparam("other"), learners.c.id.in_(_owner)))
    .order_by(learners.c.id)
    .with_for_update()
)
_plans = select(plans).where(plans.c.learner_id == bindparam("learner")).order_by(plans.c.from_monday)
_plans_of = select(plans).where(plans.c.learner_id.in_(bindparam("ids", expanding=True))).order_by(plans.c.from_monday)
_accounts = (
    select(accounts)
    .where(accounts.c.learner_id == bindparam("learner"))
    .order_by(accounts.c.used_at.desc(), accounts.c.id.desc())
)


def clock_text(at: time) -> str:
    """A wall-clock time as it is stored, `HH:MM`."""
    return f"{at:%H:%M}"


def clock_time(stored: str) -> time:
    """A stored `HH:MM` as a time."""
    return time.fromisoformat(stored)


def days_text(weekdays: Iterable[int]) -> str:
    """Weekdays as they are stored: their digits, 0 is Monday."""
    return "".join(str(day) for day in sorted(weekdays))


def days_set(stored: str) -> frozenset[int]:
    """Stored weekday digits as a set."""
    return frozenset(int(day) for day in stored)


def _learner_of(row: Row[Any]) -> Learner:
    return Learner(
        LearnerId(row.id),
        row.name,
        row.zone,
        clock_time(row.hour),
        row.prompts,
        row.joined,
        row.curriculum,
        row.edition,
        QuietHours(*map(clock_time, row.quiet.split("-"))),
        row.ignored,
        row.prompted_at,
        row.path or "",
        row.voice,
        row.greeted_on,
        row.language,
    )


def _account_of(row: Row[Any], prefix: str = "") -> Account:
    def of(name: str) -> Any:
        return getattr(row, prefix + name)

    return Account(
        of("id"),
        Platform(of("platform")),
        of("external_id"),
        LearnerId(of("learner_id")),
        of("name"),
        of("direct"),
        of("closed_at"),
        of("closed_because"),
        bool(of("linked")) if prefix else False,
        of("language"),
    )


def _history(rows: Iterable[Row[Any]]) -> PlanHistory:
    return PlanHistory(tuple((row.from_monday, Plan(days_set(row.weekdays))) for row in rows))


class People:
    """Who studies, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock_with(self, platform: Platform, person: str, other: int) -> None:
        """Hold an account's learner and another one until the transaction ends, always in the same order: two turns
        that want each other's learner wait for each other one after the other."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_lock_both, {"platform": platform, "person": person, "other": other})

    def by_account(
        self, platform: Platform, person: str, now: datetime, *, lock: bool = False
    ) -> tuple[Learner, Account] | None:
        """Find who an account belongs to; `lock` holds the learner until the transaction ends."""
        values = {"platform": platform, "person": person}
        if lock and self._connection.dialect.name == "postgresql":
            self._connection.execute(_lock, values)
        row = self._connection.execute(_by_account, {**values, "now": now}).one_or_none()
        return (_learner_of(row), _account_of(row, "a_")) if row else None

    def knows(self, address: Address) -> bool:
        """Whether a private chat is a learner's."""
        mine = accounts.c.platform == address.platform, accounts.c.external_id == address.person
        return bool(self._connection.execute(select(exists().where(*mine))).scalar_one())

    def get(self, learner: LearnerId, now: datetime) -> Learner | None:
        """Find a learner, with the zone that holds at `now`."""
        row = self._connection.execute(_by_id, {"learner": learner, "now": now}).one_or_none()
        return _learner_of(row) if row else None

    def of(self, ids: Sequence[LearnerId], now: datetime) -> dict[LearnerId, Learner]:
        """Find several learners at once."""
        rows = self._connection.execute(_by_ids, {"ids": list(ids), "now": now})
        return {LearnerId(row.id): _learner_of(row) for row in rows}

    def add(self, learner: Learner, plan: Plan, monday: date, now: datetime) -> LearnerId:
        """Add a learner with the zone and plan that hold from now on; the given id is ignored."""
        values = {
            "name": learner.name,
            "hour": clock_text(learner.hour),
            "prompts": learner.prompts,
            "joined": learner.joined,
            "curriculum": learner.curriculum,
            "created_at": now,
        }
        key = self._connection.execute(insert(learners).returning(learners.c.id), values).scalar_one()
        added = LearnerId(key)
        self._connection.execute(insert(zones), {"learner_id": added, "since": now, "zone": learner.zone})
        weekdays = days_text(plan.weekdays)
        self._connection.execute(insert(plans), {"learner_id": added, "from_monday": monday, "weekdays": weekdays})
        return added

    def change(self, learner: LearnerId, **values: Any) -> None:
        """Set columns of a learner (name, hour, prompts, curriculum, quiet, ignored, prompted_at, voice,
        greeted_on, language)."""
        if "hour" in values:
            values["hour"] = clock_text(values["hour"])
        if "quiet" in values:
            values["quiet"] = f"{clock_text(values['quiet'].start)}-{clock_text(values['quiet'].end)}"
        self._connection.execute(update(learners).where(learners.c.id == learner).values(**values))

    def prompted(self, people: Iterable[LearnerId], now: datetime) -> None:
        """Prompts have reached some learners."""
        values = [{"learner": each, "now": now} for each in sorted(people)]
        if values:
            self._connection.execute(_prompted, values)

    def count_ignored(self, ids: Sequence[LearnerId]) -> None:
        """One more delivered prompt of each of these learners saw no act (R16)."""
        if ids:
            where = learners.c.id.in_(list(ids))
            self._connection.execute(
                update(learners).where(where).values(ignored=learners.c.ignored + 1, prompted_at=None)
            )

    # --- zones and plans

    def set_zone(self, learner: LearnerId, since: datetime, zone: str) -> None:
        """Let a zone hold from an instant on; changes decided for later are dropped (R11)."""
        self._connection.execute(delete(zones).where(zones.c.learner_id == learner, zones.c.since >= since))
        self._connection.execute(insert(zones), {"learner_id": learner, "since": since, "zone": zone})

    def add_return(self, learner: LearnerId, since: datetime, zone: str) -> None:
        """Let a zone come back at a later instant."""
        self._connection.execute(insert(zones), {"learner_id": learner, "since": since, "zone": zone})

    def zones(self) -> list[str]:
        """Every zone that a learner has, had or will be back in."""
        return list(self._connection.execute(select(zones.c.zone).distinct()).scalars())

    def next_zone(self, learner: LearnerId, now: datetime) -> tuple[datetime, str] | None:
        """The zone change that is already decided, if any."""
        query = (
            select(zones.c.since, zones.c.zone)
            .where(zones.c.learner_id == learner, zones.c.since > now)
            .order_by(zones.c.since)
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return (row.since, row.zone) if row else None

    def plans(self, learner: LearnerId) -> PlanHistory:
        """All plans of a learner, by the Monday they hold from."""
        return _history(self._connection.execute(_plans, {"learner": learner}))

    def plans_of(self, ids: Sequence[LearnerId]) -> dict[LearnerId, PlanHistory]:
        """The plans of several learners."""
        rows: dict[LearnerId, list[Row[Any]]] = {}
        for row in self._connection.execute(_plans_of, {"ids": list(ids)}):
            rows.setdefault(LearnerId(row.learner_id), []).append(row)
        return {learner: _history(own) for learner, own in rows.items()}

    def set_plan(self, learner: LearnerId, monday: date, plan: Plan) -> None:
        """Let a plan hold from a Monday on; a plan for that Monday or a later one is replaced (R11).

        A later one is there where it was chosen on a Monday of the east, before a flight back into its Sunday.
        """
        later = and_(plans.c.learner_id == learner, plans.c.from_monday > monday)
        self._connection.execute(delete(plans).where(later))
        statement = upsert(self._connection, plans, [plans.c.learner_id, plans.c.from_monday], ["weekdays"])
        values = {"learner_id": learner, "from_monday": monday, "weekdays": days_text(plan.weekdays)}
        self._connection.execute(statement, values)

    # --- accounts

    def add_account(
        self, learner: LearnerId, platform: Platform, person: str, name: str, now: datetime, language: str = ""
    ) -> None:
        """Give a learner an account; `language` is the tag that its app names."""
        values = {
            "platform": platform,
            "external_id": person,
            "learner_id": learner,
            "name": name,
            "used_at": now,
        }
        if language:
            values["language"] = language
        self._connection.execute(insert(accounts), values)

    def accounts(self, learner: LearnerId) -> tuple[Account, ...]:
        """A learner's accounts, the one used last first."""
        return tuple(_account_of(row) for row in self._connection.execute(_accounts, {"learner": learner}))

    def doors(self, ids: Sequence[LearnerId]) -> dict[LearnerId, Account]:
        """For each learner the account used last, of those that do not refuse messages."""
        query = (
            select(accounts)
            .where(accounts.c.learner_id.in_(ids), accounts.c.closed_at.is_(None))
            .order_by(accounts.c.used_at, accounts.c.id)
        )
        return {LearnerId(row.learner_id): _account_of(row) for row in self._connection.execute(query)}

    def used(self, account: Account, now: datetime, direct: str, *, told: bool = True) -> None:
        """Somebody wrote or pressed: their door is open again. Why it was closed stays until they were told."""
        values: dict[str, Any] = {"used_at": now, "closed_at": None}
        if told:
            values["closed_because"] = ""
        if direct:
            values["direct"] = direct
        self._connection.execute(update(accounts).where(accounts.c.id == account.id).values(**values))

    def used_last(self, account: Account, now: datetime) -> None:
        """Somebody with several accounts wrote or pressed here: letters come here from now on."""
        self._connection.execute(update(accounts).where(accounts.c.id == account.id).values(used_at=now))

    def set_language(self, account: Account, language: str) -> None:
        """Keep the language that somebody's app named."""
        self._connection.execute(update(accounts).where(accounts.c.id == account.id).values(language=language))

    def languages(self, platform: Platform, people: Sequence[str]) -> dict[str, str]:
        """The languages of private chats on a platform: what their learners chose, else what their apps named last."""
        rows = self._connection.execute(_languages, {"platform": platform, "people": list(people)}) if people else ()
        return {row.external_id: row.chosen or row.named for row in rows}

    def set_direct(self, platform: Platform, person: str, direct: str) -> None:
        """Keep the id of a private chat."""
        where = and_(accounts.c.platform == platform, accounts.c.external_id == person)
        self._connection.execute(update(accounts).where(where).values(direct=direct))

    def close(self, platform: Platform, person: str, now: datetime, because: str) -> None:
        """A private chat refuses messages; letters to it stop until it is used again."""
        where = and_(accounts.c.platform == platform, accounts.c.external_id == person, accounts.c.closed_at.is_(None))
        self._connection.execute(update(accounts).where(where).values(closed_at=now, closed_because=because[:200]))


def private_address(account: Account) -> Address:
    """Where a learner is reached alone. On Telegram and in the terminal the private chat has the person's own id."""
    chat = account.direct
    if not chat and account.platform is not Platform.DISCORD:
        chat = account.external_id
    return Address(account.platform, chat, person=account.external_id)
