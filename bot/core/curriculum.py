"""What a group studies: phases of weeks of days, and each phase's project.

Everything has an id that is for ever: texts may change under an id and nobody's progress moves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Day:
    """One flow's work: a task that can be started at once and a test of being done."""

    id: str
    title: str
    do: str
    done_when: str = ""  # empty only in a draft week
    minutes: int = 120


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The extra day's work of a week for those who cannot explain it yet."""

    do: str
    done_when: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A book, course or page; `url` is empty where nobody is sure of it."""

    title: str
    by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A recall question; with `choices` it can be a quiz, `right` is the index of the true one."""

    id: str
    ask: str
    answer: str
    choices: tuple[str, ...] = ()
    right: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the curriculum. A draft has only its number, title and days."""

    id: str
    number: int
    title: str
    days: tuple[Day, ...]
    draft: bool = False
    why_now: str = ""
    objectives: tuple[str, ...] = ()
    explain: str = ""
    checkpoint: Checkpoint | None = None
    if_stuck: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    recall: tuple[Question, ...] = ()
    project_slice: str = ""

    def day(self, day_id: str) -> Day | None:
        """Find a day of this week by its id; None if it is not one of them."""
        return next((day for day in self.days if day.id == day_id), None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one review closes: a week, or the weeks that the accelerated path takes together (R14).

    `days` are those that count, in their order; other days of its weeks are optional and count as passed.
    """

    weeks: tuple[Week, ...]
    days: tuple[Day, ...]
    explain: str

    @property
    def last(self) -> Week:
        """The week under whose id its review, its checkpoint and what follows stand."""
        return self.weeks[-1]

    @property
    def recall(self) -> tuple[Question, ...]:
        """All recall questions of its weeks."""
        return tuple(question for week in self.weeks for question in week.recall)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a project, shipped with a link or a note."""

    id: str
    title: str
    accept: str


@dataclass(frozen=True, slots=True)
class Project:
    """What a phase ends with."""

    id: str
    title: str
    brief: str
    milestones: tuple[Milestone, ...]
    stretch: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """The signal that someone may leave a phase, and how to check it."""

    signal: str
    how_to_check: str


@dataclass(frozen=True, slots=True)
class Accelerated:
    """Weeks of a phase taken together: which days they keep, and what one review must explain."""

    weeks: tuple[str, ...]
    days: tuple[str, ...]
    explain: str


@dataclass(frozen=True, slots=True)
class Phase:
    """Weeks in a fixed order that end in a project."""

    id: str
    title: str
    why: str
    weeks: tuple[Week, ...]
    project: Project
    ready: Ready
    needs_gpu: bool | str = False
    accelerated: tuple[Accelerated, ...] = ()


@dataclass(frozen=True, slots=True)
class Faq:
    """A question that learners ask about the curriculum, and its answer."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Tool:
    """Something the curriculum is done with."""

    name: str
    phases: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Curriculum:
    """The whole way, loaded once and shared; look-ups by id are constant time.

    `shortened` says that it is walked by its phases' accelerated paths (see `walked`).
    """

    id: str
    version: int
    title: str
    language: str
    licence: str
    summary: str
    for_whom: tuple[str, ...]
    days_per_week: int
    minutes_per_day: int
    phases: tuple[Phase, ...]
    faq: tuple[Faq, ...] = ()
    tools: tuple[Tool, ...] = ()
    shortened: bool = False
    _weeks: Mapping[str, tuple[int, Phase, Week]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pairs = [(phase, week) for phase in self.phases for week in phase.weeks]
        index = {week.id: (at, phase, week) for at, (phase, week) in enumerate(pairs)}
        object.__setattr__(self, "_weeks", index)

    @property
    def weeks(self) -> Iterator[Week]:
        """All weeks, in order."""
        return (week for phase in self.phases for week in phase.weeks)

    def week(self, week_id: str) -> Week | None:
        """Find a week by its id."""
        found = self._weeks.get(week_id)
        return found[2] if found else None

    def week_number(self, number: int) -> Week | None:
        """Find a week by its number, counted from 1."""
        return next((week for week in self.weeks if week.number == number), None)

    def phase_of(self, week_id: str) -> Phase:
        """The phase that a week belongs to; KeyError for an unknown id."""
        return self._weeks[week_id][1]

    def after(self, week_id: str) -> Week | None:
        """The week after this one; None after the last. KeyError for an unknown id."""
        at = self._weeks[week_id][0] + 1
        return next((week for n, _, week in self._weeks.values() if n == at), None)

    def ends_phase(self, week_id: str) -> bool:
        """Whether a week is the last of its phase; KeyError for an unknown id."""
        return self.phase_of(week_id).weeks[-1].id == week_id

    def phase(self, phase_id: str) -> Phase | None:
        """Find a phase by its id."""
        return next((phase for phase in self.phases if phase.id == phase_id), None)

    def phase_number(self, phase_id: str) -> int:
        """Which phase that is, from 1; StopIteration for an unknown id."""
        return next(at for at, phase in enumerate(self.phases, 1) if phase.id == phase_id)

    def walked(self, *, shortened: bool) -> "Curriculum":
        """The same curriculum, walked by the accelerated paths or week by week (R14)."""
        return self if shortened == self.shortened else replace(self, shortened=shortened)

    def stretch(self, week_id: str) -> Stretch:
        """What a week's review closes on this walk; KeyError for an unknown id."""
        _, phase, week = self._weeks[week_id]
        for merged in phase.accelerated if self.shortened else ():
            if week_id in merged.weeks:
                weeks = tuple(it for it in phase.weeks if it.id in merged.weeks)
                days = tuple(day for it in weeks for day in it.days if day.id in merged.days)
                return Stretch(weeks, days, merged.explain)
        return Stretch((week,), week.days, week.explain or ", ".join(day.title for day in week.days))
