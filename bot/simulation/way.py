"""Where a learner must stand by R12-R14 and R19, moved by nothing but what they themselves did.

Places are (number of the week, spot); a spot is a day's id, or one of the words below.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.app.said import Stand
from bot.core.curriculum import Curriculum, Phase

CHECKPOINT, REVIEW, PROJECT, FINISHED = "checkpoint", "review", "project", "finished"
NO_WORK = (REVIEW, PROJECT, FINISHED)
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Leg:
    """What one review closes: weeks, and those of their days that count; on the usual way one week with all of them."""

    weeks: tuple[int, ...]
    days: tuple[Place, ...]
    checkpoint: bool

    @property
    def spots(self) -> tuple[Place, ...]:
        """What comes in turn."""
        return (*self.days, (self.weeks[-1], REVIEW))


@dataclass(frozen=True, slots=True)
class Part:
    """A phase: its legs week by week, those of the accelerated path, and what leaving it takes."""

    id: str
    project: str
    milestones: tuple[str, ...]
    legs: tuple[Leg, ...]
    short: tuple[Leg, ...]

    @property
    def last(self) -> int:
        """Its last week."""
        return self.legs[-1].weeks[-1]


@dataclass(frozen=True, slots=True)
class Move:
    """A step from one place to another. `by` are the facts with which it falls, such as ("log", 7)."""

    kind: str
    before: Place
    after: Place
    at: datetime
    day: date
    by: frozenset[tuple[str, int]]


@dataclass(slots=True)
class Way:
    """One learner's way. `acts` are the instants of the flows and review texts that stand, `closed` the reviews that
    ended in yes with their weeks, `shipped` the milestones that stand; each by the number that the bot gave it."""

    parts: tuple[Part, ...]
    shortened: bool = False
    moves: list[Move] = field(default_factory=list)
    acts: dict[tuple[str, int], datetime] = field(default_factory=dict)
    closed: dict[int, int] = field(default_factory=dict)
    shipped: dict[int, str] = field(default_factory=dict)
    signals: set[str] = field(default_factory=set)

    @property
    def here(self) -> Place:
        """Where the last step that stands led (R12, R19)."""
        return self._on_this_walk(self.moves[-1].after if self.moves else self.parts[0].legs[0].spots[0])

    @property
    def week(self) -> int:
        """The week of the place."""
        return self.here[0]

    @property
    def spot(self) -> str:
        """The spot in it."""
        return self.here[1]

    @property
    def is_work(self) -> bool:
        """Whether a flow is to be marked done here."""
        return self.spot not in NO_WORK

    @property
    def part(self) -> Part:
        """The phase of the place."""
        return self.part_of(self.week)

    @property
    def explained(self) -> frozenset[int]:
        """R13, R14: the weeks that were explained, also those taken together with another one."""
        found = set(self.closed.values())
        for move in self.moves:
            if move.kind == "merged":
                for kind, number in move.by:
                    if kind == "review" and number in self.closed:
                        found |= set(self._leg(self.closed[number], shortened=True).weeks)
        return frozenset(found)

    def part_of(self, week: int) -> Part:
        """The phase of a week."""
        return next(part for part in self.parts if week <= part.last)

    def at(self, instant: datetime) -> Place:
        """Where they stood then, by the steps that stand now."""
        before = [move.after for move in self.moves if move.at <= instant]
        return self._on_this_walk(before[-1] if before else self.parts[0].legs[0].spots[0])

    def missing(self, part: Part) -> tuple[bool, tuple[str, ...], bool]:
        """R14: what leaving a phase still takes: its last review, milestones, the readiness signal."""
        shipped = set(self.shipped.values())
        return (
            part.last not in self.explained,
            tuple(step for step in part.milestones if step not in shipped),
            part.id not in self.signals,
        )

    def may_leave(self, part: Part) -> bool:
        """Whether nothing is missing."""
        return self.missing(part) == (False, (), False)

    # --- what moves on

    def done(self, at: datetime, day: date, *by: tuple[str, int]) -> None:
        """R12: one day on; after the last and after the checkpoint the review is due."""
        week, spot = self.here
        spots = self._leg(week).spots
        after = (week, REVIEW) if spot == CHECKPOINT else spots[spots.index((week, spot)) + 1]
        self._move("done", after, at, day, *by)

    def said_yes(self, review: int, week: int, at: datetime, day: date) -> None:
        """R13: nothing is missing, on to the next week; open days count as passed over. After a phase's last week its
        project waits, and where that is done already the next phase."""
        self.closed[review] = week
        leg = self._leg(self.week)
        if week in leg.weeks and self.spot not in (PROJECT, FINISHED):
            last = leg.weeks[-1]
            after = (last, PROJECT) if last == self.part.last else self._first_of(last + 1)
            self._move("merged" if len(leg.weeks) > 1 else "review", after, at, day, ("review", review))
        self.lead_on(at, day, ("review", review))

    def said_no(self, review: int, week: int, at: datetime, day: date) -> None:
        """R13: something is missing, and the next day's work is the week's checkpoint."""
        leg = self._leg(self.week)
        if week in leg.weeks and self.spot not in (PROJECT, FINISHED):
            after = (leg.weeks[-1], CHECKPOINT if leg.checkpoint else REVIEW)
            if after != self.here:
                self._move("again", after, at, day, ("review", review))

    def lead_on(self, at: datetime, day: date, *by: tuple[str, int]) -> None:
        """R14: from the project into the next phase, or to the end, if nothing is missing."""
        if self.spot == PROJECT and self.may_leave(self.part):
            self.leave(at, day, *by)

    def leave(self, at: datetime, day: date, *by: tuple[str, int]) -> None:
        """R14: out of the phase, from wherever one stands in it. Raises ValueError while something is missing."""
        if not self.may_leave(self.part):
            raise ValueError(f"{self.part.id} is left, and {self.missing(self.part)} is missing")
        last = self.part.last
        self._move("left", (last, FINISHED) if self.part is self.parts[-1] else self._first_of(last + 1), at, day, *by)

    def placed(self, week: int, at: datetime, day: date) -> None:
        """R12: a place that was chosen; who is on one of its days already stays there."""
        target = self._first_of(week)
        if self.week != target[0] or self.spot in (*NO_WORK, CHECKPOINT):
            self._move("placed", target, at, day)

    # --- what takes back

    def hand_over(self, review: int, week: int) -> None:
        """R19: what a yes that is taken back had brought, the first other yes for its week holds; but where another one
        brought a step of its own, before one's way back to the week, each takes back what it gave."""
        others = sorted(number for number, of in self.closed.items() if of == week and number != review)
        brought = {fact for move in self.moves for fact in move.by}
        if others and not any(("review", number) in brought for number in others):
            now, then = frozenset({("review", others[0])}), frozenset({("review", review)})
            self.moves = [replace(move, by=move.by - then | now) if move.by & then else move for move in self.moves]

    def undo(self, at: datetime, day: date, *by: tuple[str, int], left: Part | None = None) -> bool:
        """R19: the steps of a fact fall, and the way out of a phase whose gate is shut again; whether the place moved.

        It moves back only if no flow or review that came later stands.
        """
        place, last = self.here, self.moves[-1] if self.moves else None
        shut = left is not None and not self.may_leave(left)
        weeks = {week for leg in left.legs for week in leg.weeks} if left and shut else set()
        self.moves = [
            move for move in self.moves
            if not move.by & set(by) and not (move.kind == "left" and move.before[0] in weeks)
        ]  # fmt: skip
        if self.here == place or last is None:
            return False
        if any(later > last.at for later in self.acts.values()):
            self._move("stays", place, at, day)
            return False
        return True

    def _move(self, kind: str, after: Place, at: datetime, day: date, *by: tuple[str, int]) -> None:
        self.moves.append(Move(kind, self.here, after, at, day, frozenset(by)))

    def _leg(self, week: int, *, shortened: bool | None = None) -> Leg:
        part = self.part_of(week)
        legs = part.short if (self.shortened if shortened is None else shortened) else part.legs
        return next(leg for leg in legs if week in leg.weeks)

    def _first_of(self, week: int) -> Place:
        return next(spot for spot in self._leg(week).spots if spot[0] >= week)

    def _on_this_walk(self, place: Place) -> Place:
        """R14: the accelerated path moves nobody but from a day that it does not count, to the next one it does."""
        week, spot = place
        leg = self._leg(week)
        if spot in (PROJECT, FINISHED) or place in leg.spots or (spot == CHECKPOINT and week == leg.weeks[-1]):
            return place
        usual = self._leg(week, shortened=False).days
        later = usual[usual.index(place) :] if place in usual else ()
        found = [it for it in later if it in leg.days] + [it for it in leg.spots if it[0] > week]
        return found[0] if found else leg.spots[-1]


def beginning(curriculum: Curriculum) -> Way:
    """The first day of the first week."""
    return Way(tuple(_part(phase) for phase in curriculum.phases))


def _part(phase: Phase) -> Part:
    legs = {
        week.number: Leg((week.number,), tuple((week.number, day.id) for day in week.days), week.checkpoint is not None)
        for week in phase.weeks
    }
    numbers = {week.id: week.number for week in phase.weeks}
    short = dict(legs)
    for together in phase.accelerated:
        weeks = tuple(sorted(numbers[it] for it in together.weeks))
        days = tuple(day for week in weeks for day in legs[week].days if day[1] in together.days)
        short |= dict.fromkeys(weeks, Leg(weeks, days, legs[weeks[-1]].checkpoint))
    return Part(
        phase.id,
        phase.project.title,
        tuple(step.id for step in phase.project.milestones),
        tuple(legs.values()),
        tuple(_each_once(iter(short.values()))),
    )


def _each_once(legs: Iterator[Leg]) -> list[Leg]:
    return list(dict.fromkeys(legs))


def shown_at(stand: Stand) -> Place:
    """The place that an answer names."""
    return stand.week.number, stand.day.id if stand.spot == "day" and stand.day else stand.spot
