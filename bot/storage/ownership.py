"""Everything that is stored of one learner: read whole for its owner, and erased for good."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, delete, func, or_, select, update

from bot.core.people import LearnerId
from bot.storage import tables as t
from bot.storage.deriving import derive_touched
from bot.storage.holders import Holders

Value = str | int | float | bool | None
HELD = (":note:", ":ask:")  # in the keys of what was typed and waits for a press
CHUNK = 1000  # rows that are read, and keys that a statement takes, at once
UNSAID = "[]"  # an answer that says nothing
OWNED_BY_OTHERS = ("card", "focus", "ask")  # a chat, a timer, a question: their numbers are no learners'


@dataclass(frozen=True, slots=True)
class Section:
    """A table as the export tells it: its name there, and its fields by theirs. Both stay as they are for ever."""

    name: str
    table: Table
    fields: tuple[tuple[str, Column[Any]], ...]


def _section(name: str, table: Table, fields: str) -> Section:
    """`fields` are the columns to tell, each with its name in the export behind a colon if that is another."""
    pairs = (field.partition(":") for field in fields.split())
    return Section(name, table, tuple((called or column, table.c[column]) for column, _, called in pairs))


# Each hangs on its learner by `learner_id`.
OWN = (
    _section("accounts", t.accounts, "id platform external_id name direct used_at closed_at closed_because language"),
    _section("zones", t.zones, "since zone"),
    _section("plans", t.plans, "from_monday weekdays"),
    _section("memberships", t.members, "group_id joined listed leads name helps partner hello gone_on"),
    _section("enrolments", t.enrolments, "curriculum edition path"),
    _section(
        "logs",
        t.logs,
        "id curriculum at:logged_at zone day logged_on minutes note focus at_day:spent_on edited_at undone_at",
    ),
    _section(
        "steps",
        t.steps,
        "id curriculum kind from_week from_spot to_week to_spot at day log_id review_id undone_at",
    ),
    _section("reviews", t.reviews, "id curriculum week text at whole closed_on undone_at"),
    _section("checkins", t.checkins, "monday went_well in_the_way after i_will confidence at earlier"),
    _section("rests", t.rests, "id first last at declared_on ended_by undone_at"),
    _section("milestones", t.shipped, "id curriculum milestone link note at day undone_at"),
    _section("signals", t.signals, "curriculum phase text evidence at day"),
    _section("timers", t.timers, "id minutes started_at stopped_at settled group_id log_id"),
    _section("asks", t.asks, "id group_id week text at day"),
    _section("shares", t.shares, "id group_id kind ref monday text at"),
    _section("pairs", t.paired, "pair_id left_on promise promised_for"),
    _section("helped", t.helpers, "ask_id"),
    _section("kudos", t.kudos, "group_id monday at"),
    _section("visits", t.visits, "id channel room started_at seen_at state breaks log_id"),
    _section("recalls", t.recalls, "id curriculum kind ref card due answered_on"),
    _section("roles", t.holders, "server role person wanted given absent since next_at held_until tries"),
    _section("board", t.board_lines, "group_id weeks monday rank minutes listed"),
    _section("link_codes", t.link_codes, "digest at"),
    _section("unions", t.unions, "id brought at parted_at"),
)
LEARNER = _section(
    "learner",
    t.learners,
    "id name hour prompts joined curriculum created_at quiet ignored prompted_at greeted_on voice language",
)
PRESENCES = _section("presences", t.presences, "chat_id account_id known_at gone_at")
QUIZZES = _section("quizzes", t.quizzes, "poll recall_id right at")
ASK_POSTS = _section("ask_posts", t.ask_posts, "id ask_id chat_id message edit_at")
RHYTHMS = _section("rhythms", t.rhythms, "kind day next_at")
LETTERS = _section(
    "letters",
    t.letters,
    "key kind day platform chat thread person state due_at expires_at lease_until unsure_since attempts ended_at "
    "message trouble cause first_due_at",
)
QUESTIONS = _section("questions", t.questions, "platform chat question at")
# What was answered repeats what stands above, in the bot's own words.
REQUESTS = _section("requests", t.requests, "key at press")
SET_ASIDE = _section("set_aside", t.set_aside, "platform request payload error at")
PACES = _section("paces", t.paces, "chat free_at recent")
LINK_TRIES = _section("link_tries", t.link_tries, "account tries since")
SECTIONS = (
    *(LEARNER, *OWN, PRESENCES, QUIZZES, ASK_POSTS, RHYTHMS, LETTERS, QUESTIONS, REQUESTS, SET_ASIDE, PACES),
    LINK_TRIES,
)


@dataclass(frozen=True, slots=True)
class _Self:
    """A learner's account, as what is stored beside the learner's own tables names it."""

    platform: str
    person: str
    direct: str


class Ownership:
    """One learner's rows, in all tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everything(self, learner: LearnerId) -> dict[str, list[dict[str, Value]]]:
        """All rows of a learner by section, oldest first where they have a number; the learner's own is the first."""
        found = {section.name: self._rows(section, section.table.c.learner_id == learner) for section in OWN}
        selves = self._selves(learner)
        mine = select(t.recalls.c.id).where(t.recalls.c.learner_id == learner)
        accounts = select(t.accounts.c.id).where(t.accounts.c.learner_id == learner)
        asked = select(t.asks.c.id).where(t.asks.c.learner_id == learner)
        found |= {
            "presences": self._rows(PRESENCES, t.presences.c.account_id.in_(accounts)),
            "quizzes": self._rows(QUIZZES, t.quizzes.c.recall_id.in_(mine)),
            "ask_posts": self._rows(ASK_POSTS, t.ask_posts.c.ask_id.in_(asked)),
            "rhythms": self._rows(RHYTHMS, _rhythms_of(learner)),
            "letters": self._rows(LETTERS, _letters_of(learner, selves)),
            "questions": self._rows(QUESTIONS, _questions_of(selves)),
            "requests": self._rows(REQUESTS, _requests_of(selves)),
            "set_aside": self._rows(SET_ASIDE, t.set_aside.c.id.in_(self._aside(selves))),
            "paces": self._rows(PACES, _paces_of(selves)),
            "link_tries": self._rows(LINK_TRIES, _tries_of(selves)),
        }
        return {"learner": self._rows(LEARNER, t.learners.c.id == learner), **found}

    def since(self, learner: LearnerId) -> datetime:
        """The instant at which a learner first joined."""
        query = select(t.learners.c.created_at).where(t.learners.c.id == learner)
        at: datetime = self._connection.execute(query).scalar_one()
        return at

    def erase(self, learner: LearnerId, now: datetime) -> bool:
        """Delete every row of a learner. What hangs on the learner goes with them by the database's own rules.

        Roles that their accounts have on Discord are still to be taken back: of those the account alone stays. Returns
        whether there are any.
        """
        roles = Holders(self._connection).orphan(learner, now)
        selves = self._selves(learner)
        named = self._naming(learner)
        for start in range(0, len(named), CHUNK):
            self._blank(t.requests.c.key.in_(named[start : start + CHUNK]))
        for table, where in (
            (t.set_aside, t.set_aside.c.id.in_(self._aside(selves))),
            (t.rhythms, _rhythms_of(learner)),
            (t.letters, _letters_of(learner, selves)),
            (t.questions, _questions_of(selves)),
            (t.requests, _requests_of(selves)),
            (t.paces, _paces_of(selves)),
            (t.link_tries, _tries_of(selves)),
            (t.learners, t.learners.c.id == learner),
        ):
            self._connection.execute(delete(table).where(where))
        derive_touched(self._connection)  # their lines go, and out of the tallies
        Holders(self._connection).unmark(learner)
        return roles

    def unsay(self, learner: LearnerId, since: datetime) -> None:
        """What a learner's accounts were answered since an instant is kept no longer."""
        self._blank(and_(_requests_of(self._selves(learner)), t.requests.c.at >= since))

    def _blank(self, where: Any) -> None:
        """Empty answers that are kept. Their rows stay: what was asked before takes no second effect (R20)."""
        answers = and_(where, *(~t.requests.c.key.contains(held, autoescape=True) for held in HELD))
        self._connection.execute(update(t.requests).where(answers).values(answer=UNSAID))

    def _naming(self, learner: LearnerId) -> list[str]:
        """The requests, whoever's, in whose answer a learner is named: who focuses with them, whose code was entered.

        Read here and not by a statement, which cannot read what is sealed."""
        query = select(t.learners.c.name).where(t.learners.c.id == learner)
        own = select(t.accounts.c.name).where(t.accounts.c.learner_id == learner)
        called = select(t.members.c.name).where(t.members.c.learner_id == learner, t.members.c.name != "")
        names = [json.dumps(name) for each in (query, own, called) for name in self._connection.execute(each).scalars()]
        kept = select(t.requests.c.key, t.requests.c.answer).where(t.requests.c.answer != "")
        answers = self._connection.execute(kept, execution_options={"yield_per": CHUNK})
        return [row.key for row in answers if any(name in row.answer for name in names)]

    # --- leaving

    def leave(self, learner: LearnerId, group: int) -> bool:
        """End a membership; False if there was none."""
        where = and_(t.members.c.learner_id == learner, t.members.c.group_id == group)
        return bool(self._connection.execute(delete(t.members).where(where)).rowcount)

    def unenrol(self, learner: LearnerId, curriculum: str) -> None:
        """A learner is no longer in a curriculum; their place and facts in it stay."""
        where = and_(t.enrolments.c.learner_id == learner, t.enrolments.c.curriculum == curriculum)
        self._connection.execute(delete(t.enrolments).where(where))

    def _rows(self, section: Section, where: Any) -> list[dict[str, Value]]:
        key = list(section.table.primary_key.columns) or list(section.table.c)
        query = select(*(column.label(name) for name, column in section.fields)).where(where).order_by(*key)
        rows = self._connection.execute(query).mappings()
        return [{name: _plain(value) for name, value in row.items()} for row in rows]

    def _selves(self, learner: LearnerId) -> list[_Self]:
        a = t.accounts
        query = select(a.c.platform, a.c.external_id, a.c.direct).where(a.c.learner_id == learner)
        return [_Self(*row) for row in self._connection.execute(query)]

    def _aside(self, selves: Sequence[_Self]) -> list[int]:
        """The set-aside updates that somebody sent, or that name them: JSON of the platform's own making."""
        found = []
        for row in self._connection.execute(select(t.set_aside)):
            ids = [re.escape(it.person) for it in selves if it.platform == row.platform]
            if ids and re.search(rf'"id": ?"?(?:{"|".join(ids)})"?[,}}]', row.payload):
                found.append(row.id)
        return found


def _rhythms_of(learner: LearnerId) -> Any:
    """Those that a learner owns, and the ends of their timers and visits, which belong to these."""
    r, own = t.rhythms, (("focus", t.timers), ("visit", t.visits))
    ends = (
        and_(r.c.kind == kind, r.c.owner.in_(select(table.c.id).where(table.c.learner_id == learner)))
        for kind, table in own
    )
    return or_(and_(r.c.owner == learner, r.c.kind.notin_(("card", *(kind for kind, _ in own)))), *ends)


def _letters_of(learner: LearnerId, selves: Sequence[_Self]) -> Any:
    own = and_(t.letters.c.subject == learner, t.letters.c.kind.notin_(OWNED_BY_OTHERS))
    asked = select(t.asks.c.id).where(t.asks.c.learner_id == learner)
    questions = and_(t.letters.c.kind == "ask", t.letters.c.subject.in_(asked))
    to_them = (and_(t.letters.c.platform == it.platform, t.letters.c.person == it.person) for it in selves)
    return or_(own, questions, *to_them)


def _questions_of(selves: Sequence[_Self]) -> Any:
    q = t.questions
    return or_(False, *(and_(q.c.platform == it.platform, q.c.person == it.person) for it in selves))


def _requests_of(selves: Sequence[_Self]) -> Any:
    """By the beginning of their keys, compared exactly: LIKE would not tell cases apart everywhere."""
    beginnings = [f"{it.platform}:{it.person}:" for it in selves]
    return or_(False, *(func.substr(t.requests.c.key, 1, len(each)) == each for each in beginnings))


def _paces_of(selves: Sequence[_Self]) -> Any:
    return t.paces.c.chat.in_({f"{it.platform}:{chat}" for it in selves for chat in (it.person, it.direct)})


def _tries_of(selves: Sequence[_Self]) -> Any:
    return t.link_tries.c.account.in_([f"{it.platform}:{it.person}" for it in selves])


def _plain(value: Any) -> Value:
    """A value as JSON has it: days and instants (UTC) in ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value
