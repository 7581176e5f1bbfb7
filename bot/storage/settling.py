"""What two learners' rows make together where both have one, and what they are without each other again."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table

from bot.core.linking import Side, listed_together, texts_together
from bot.storage.tables import checkins, enrolments, helpers, kudos, members, paired, plans, signals, zones
from bot.storage.tables.columns import Instant

Row = dict[str, Any]
Rows = Sequence[Row]

KEYED = {  # at most one row a learner and key: two of one key are settled
    zones: ("since",),
    plans: ("from_monday",),
    members: ("group_id",),
    checkins: ("monday",),
    enrolments: ("curriculum",),
    signals: ("curriculum", "phase"),
    paired: ("pair_id",),
    helpers: ("ask_id",),
    kudos: ("group_id", "monday"),
}
ONES_OWN = ("name", "hour", "prompts", "joined", "curriculum", "quiet", "voice", "language")  # of the learner's row
AGREEMENTS = ("helps", "partner", "hello")
FROM_SETTINGS = ("hour", "prompts", "curriculum", "quiet", "voice", "language")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was picked; `paths` are the curricula in which the place of "here" holds."""

    settings: Side
    name: Side
    paths: Collection[str] = ()


def _one_side(kept: Rows, theirs: Rows, chosen: Chosen) -> Rows:
    """Zones and plans are the history of the side whose settings were picked (R11)."""
    return theirs if chosen.settings == "here" else kept


def _settled(key: Sequence[str], settle: Callable[[Row, Row, Chosen], Row]) -> Callable[[Rows, Rows, Chosen], Rows]:
    def together(kept: Rows, theirs: Rows, chosen: Chosen) -> Rows:
        found = {key_of(row, key): row for row in kept}
        for row in theirs:
            at = key_of(row, key)
            found[at] = settle(found[at], row, chosen) if at in found else row
        return list(found.values())

    return together


def _membership(kept: Row, theirs: Row, chosen: Chosen) -> Row:
    """The earlier joining; a "no" to being named, or to anything else, wins (R22); the name there of the side whose
    name was picked; who was named a facilitator on either side stays one."""
    named = theirs if chosen.name == "here" else kept
    return {
        **kept,
        **{name: listed_together(theirs[name], kept[name]) for name in ("listed", *AGREEMENTS)},
        "joined": min(kept["joined"], theirs["joined"]),
        "leads": kept["leads"] or theirs["leads"],
        "name": named.get("name", ""),
    }


def _checkin(kept: Row, theirs: Row, _: Chosen) -> Row:
    """The later one, as for one's own second one; what both looked back on stays readable."""
    older, newer = sorted((kept, theirs), key=lambda row: str(row["at"]))
    both = {name: texts_together(older[name], newer[name]) for name in ("went_well", "in_the_way")}
    return {**newer, **both}


def _enrolment(kept: Row, theirs: Row, chosen: Chosen) -> Row:
    """The earlier edition, so that what is new in the later one is told; the path of the place that was picked."""
    path = theirs["path"] if kept["curriculum"] in chosen.paths else kept["path"]
    return {**kept, "edition": min(kept["edition"], theirs["edition"]), "path": path}


def _signal(kept: Row, theirs: Row, _: Chosen) -> Row:
    """Ready is ready: the earlier one, with what both wrote and what either showed."""
    older, newer = sorted((kept, theirs), key=lambda row: str(row["at"]))
    text = texts_together(older["text"], newer["text"])
    return {**older, "text": text, "evidence": older["evidence"] or newer["evidence"]}


def _once(kept: Row, theirs: Row, _: Chosen) -> Row:
    """Once is enough."""
    del theirs
    return kept


SETTLED: Mapping[str, Callable[[Rows, Rows, Chosen], Rows]] = {
    "zones": _one_side,
    "plans": _one_side,
    "members": _settled(KEYED[members], _membership),
    "checkins": _settled(KEYED[checkins], _checkin),
    "enrolments": _settled(KEYED[enrolments], _enrolment),
    "signals": _settled(KEYED[signals], _signal),
    "paired": _settled(KEYED[paired], _once),
    "helpers": _settled(KEYED[helpers], _once),
    "kudos": _settled(KEYED[kudos], _once),
}


def self_together(kept: Row, theirs: Row, chosen: Chosen) -> Row:
    from_settings = theirs if chosen.settings == "here" else kept
    named = theirs if chosen.name == "here" else kept
    united = {**kept, **{name: from_settings[name] for name in FROM_SETTINGS}}
    return {**united, "name": named["name"], "joined": min(kept["joined"], theirs["joined"])}


def as_before(present: Rows, kept: Rows, united: Rows, key: Sequence[str]) -> Rows:
    """The rows without a union: as they were, but for what was changed, added or taken out since."""
    now, before, then = ({key_of(row, key): row for row in rows} for rows in (present, kept, united))
    chosen = {at: before.get(at) if _same(now.get(at), then.get(at)) else now.get(at) for at in {*now, *before, *then}}
    return [row for row in chosen.values() if row is not None]


def _same(now: Row | None, then: Row | None) -> bool:
    """Whether nothing was changed since; a column may be newer than the union."""
    return now == then or (now is not None and then is not None and then.items() <= now.items())


def key_of(row: Row, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def write_row(row: Mapping[Any, Any]) -> Row:
    """A row as JSON can hold it."""
    return {str(name): value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def read_row(table: Table, row: Row) -> Row:
    """A row from JSON, its days and instants as they were."""
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(kind: Any, value: Any) -> Any:
    if isinstance(value, str) and isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
