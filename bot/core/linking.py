"""Two accounts of one person: the code that joins them, what unites how, and flows that look alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.core.curriculum import Curriculum
from bot.core.facts import Log
from bot.core.plans import PlanHistory
from bot.core.position import CHECKPOINT, FINISHED, REVIEW, Place
from bot.core.record import NOTHING, DayFacts, Record

CODE_LIVES = timedelta(minutes=10)
PARTABLE_FOR = timedelta(days=7)
MOST_TRIES = 5  # wrong codes of an account within TRIES_WITHIN
TRIES_WITHIN = timedelta(hours=1)
ALIKE_WITHIN = timedelta(minutes=30)
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0 and 1, which look like each other
HALF = 4  # characters; a code is two halves, 31^8 of them

Side = Literal["here", "there"]
"""One of the two: the account that entered the code, and the learner who gave it. The latter is the one who is kept."""


def new_code(pick: Callable[[str], str]) -> str:
    """A one-time code, such as `K7QM-2XPD`; `pick` chooses a character, by chance that nobody can foresee."""
    halves = ("".join(pick(ALPHABET) for _ in range(HALF)) for _ in range(2))
    return "-".join(halves)


def read_code(text: str) -> str:
    """A code however it was typed: in any case, with or without its dash. Empty for what can be none."""
    plain = "".join(text.upper().split()).replace("-", "").replace("–", "")  # noqa: RUF001 - phones type dashes
    if len(plain) != 2 * HALF or not set(plain) <= set(ALPHABET):
        return ""
    return f"{plain[:HALF]}-{plain[HALF:]}"


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong codes of an account within an hour that began at `since`."""

    count: int
    since: datetime

    def shut_until(self, now: datetime) -> datetime | None:
        """Until when no code is looked at; None if one may be tried."""
        ends = self.since + TRIES_WITHIN
        return ends if self.count >= MOST_TRIES and now < ends else None


def one_more(tries: Tries | None, now: datetime) -> Tries:
    """The tries after another wrong one; an hour that is over begins anew."""
    if tries is None or now >= tries.since + TRIES_WITHIN:
        return Tries(1, now)
    return Tries(tries.count + 1, tries.since)


@dataclass(frozen=True, slots=True)
class Picks:
    """Whose settings and name hold from now on, and whose place in each curriculum that both are in."""

    settings: Side
    name: Side
    places: tuple[Side, ...] = ()

    @property
    def written(self) -> str:
        """As a button carries it: a letter each."""
        return "".join(side[0] for side in (self.settings, self.name, *self.places))

    def flipped(self, at: int) -> str:
        """The same with one choice turned round: 0 the settings, 1 the name, then the places."""
        text = self.written
        return f"{text[:at]}{'t' if text[at] == 'h' else 'h'}{text[at + 1 :]}"


def read_picks(text: str, places: int) -> Picks:
    """Read what `written` wrote. Raises ValueError for anything else, or for another number of curricula."""
    if len(text) != places + 2 or not set(text) <= {"h", "t"}:
        raise ValueError(text)
    settings, name, *rest = (_side(letter) for letter in text)
    return Picks(settings, name, tuple(rest))


def _side(letter: str) -> Side:
    return "here" if letter == "h" else "there"


def is_further(curriculum: Curriculum, place: Place, other: Place) -> bool:
    """Whether a place lies further along than another."""
    return _rank(curriculum, place) > _rank(curriculum, other)


def _rank(curriculum: Curriculum, place: Place) -> tuple[int, int]:
    order = [week.id for week in curriculum.weeks]
    week = curriculum.week(place.week_id)
    if week is None:
        return -1, 0
    spots = [*(day.id for day in week.days), CHECKPOINT, REVIEW, FINISHED]
    return order.index(week.id), spots.index(place.spot) if place.spot in spots else 0


def listed_together(here: bool | None, there: bool | None) -> bool | None:
    """The answer to being named of who gave two: a "no" wins over all, a "yes" over none (R22)."""
    if here is False or there is False:
        return False
    return True if here or there else None


def texts_together(older: str, newer: str) -> str:
    """Two texts on the same thing as one: nothing that was written is lost."""
    if older.strip() == newer.strip() or not newer.strip():
        return older
    return f"{older}\n\n{newer}" if older.strip() else newer


def together(one: Record, other: Record, plans: PlanHistory) -> Record:
    """What stands of two who are one: the sums of their days, the earlier joining, all days off, one side's plans."""
    days = {day: _sum(one.on(day), other.on(day)) for day in {*one.days, *other.days}}
    return replace(one, joined=min(one.joined, other.joined), days=days, plans=plans, rest=one.rest | other.rest)


def _sum(one: DayFacts, other: DayFacts) -> DayFacts:
    if other == NOTHING:
        return one
    return DayFacts(one.minutes + other.minutes, one.logs + other.logs, one.on_time_minutes + other.on_time_minutes)


def alike(one: Log, other: Log) -> bool:
    """Whether two logs may be one flow told twice: same local day and minutes, and within half an hour or with one
    and the same note."""
    if one.day != other.day or one.minutes != other.minutes:
        return False
    note = one.note.strip().casefold()
    return abs(one.at - other.at) <= ALIKE_WITHIN or (note != "" and note == other.note.strip().casefold())


def look_alikes(there: Sequence[Log], here: Sequence[Log]) -> tuple[tuple[Log, Log], ...]:
    """Pairs of logs that look alike, one of each side, each log in one pair at most: the nearest find each other."""
    pairs = [(abs(a.at - b.at), a, b) for a in there for b in here if alike(a, b)]
    pairs.sort(key=lambda pair: (pair[0], pair[1].id, pair[2].id))
    taken: set[int] = set()
    found: list[tuple[Log, Log]] = []
    for _, a, b in pairs:
        if a.id not in taken and b.id not in taken:
            taken |= {a.id, b.id}
            found.append((a, b))
    return tuple(sorted(found, key=lambda pair: (pair[0].day, pair[0].at, pair[0].id), reverse=True))
