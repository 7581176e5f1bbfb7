"""Where a learner stands, what a phase still takes, timers and recall: whatever an answer shows of them (R12-R16)."""

from datetime import datetime, timedelta

from bot.app.said import (
    CheckedIn,
    DoneMarked,
    FocusEnded,
    FocusShown,
    FocusStopped,
    GroundShown,
    Logged,
    MilestonesShown,
    PathShown,
    PhaseLeft,
    ProgressShown,
    ReadyKept,
    RecallAnswered,
    RecallAsked,
    RestEnded,
    ReviewClosed,
    ReviewOpen,
    Said,
    SettingsShown,
    Shipped,
    Stand,
    TimerShown,
    TodayShown,
    Undone,
)
from bot.core.curriculum import Phase
from bot.core.gates import Gate
from bot.simulation.journal import Journal
from bot.simulation.sittings import Sitting
from bot.simulation.violation import Violation
from bot.simulation.way import PROJECT, shown_at

MOST_ASKED = 5  # questions a day
NOT_AGAIN_WITHIN = timedelta(days=1)  # of writing a text; about two days, by local days


class Places:
    """Checks what one learner is told at an instant. Every method raises Violation."""

    def __init__(self, journal: Journal, at: datetime) -> None:
        self._own = journal
        self._at = at
        self._day = journal.today(at)

    def check(self, said: Said) -> None:
        """Every place, gate, timer and question in an answer."""
        match said:
            case Logged(done=DoneMarked(next=stand)) | DoneMarked(next=stand) | RestEnded(stand=stand):
                self._stands(stand)
            case ReviewClosed(next=stand) | ReviewOpen(next=stand) | PhaseLeft(next=stand) | PathShown(next=stand):
                self._stands(stand)
            case ProgressShown(stand=stand) | Undone(stand=stand) | SettingsShown(stand=stand):
                self._stands(stand)
            case TodayShown(stand=stand, timer=timer):
                self._stands(stand)
                self._open_timer(timer)
            case Shipped(gate=gate, phase=phase, next=stand) | ReadyKept(gate=gate, phase=phase, next=stand):
                self._gate(phase, gate)
                self._stands(stand)
            case MilestonesShown(gate=gate, phase=phase):
                self._gate(phase, gate)
                self._same("R14", "whether they stand in the phase", said.here,
                           phase.id == self._own.way.part.id and self._own.way.spot != "finished")  # fmt: skip
            case GroundShown(opens=opens):
                self._same("R14", "the week that is open now", opens.number if opens else 0,
                           self._own.way.part_of(self._own.way.week).last + 1)  # fmt: skip
            case FocusShown(timer=timer, waiting=waiting):
                for shown in (timer, waiting):
                    if shown is not None:
                        self._timer(shown)
            case FocusStopped(timer=timer) | FocusEnded(timer=timer):
                self._timer(timer)
            case CheckedIn(stand=stand, recall=asked):
                self._stands(stand)
                if asked is not None:
                    self._asked(asked)
            case RecallAsked():
                self._asked(said)
            case RecallAnswered():
                if said.comes_again <= said.today:
                    raise self._wrong("recall", f"asked again on {said.comes_again}, the day of the answer")

    def _stands(self, stand: Stand) -> None:
        self._same("R12", "the place", shown_at(stand), self._own.way.here)
        if stand.spot == PROJECT and stand.gate is not None:
            self._gate(stand.phase, stand.gate)

    def _gate(self, phase: Phase, gate: Gate) -> None:
        part = next(it for it in self._own.way.parts if it.id == phase.id)
        told = gate.week is not None, tuple(step.id for step in gate.milestones), gate.signal
        self._same("R14", f"what is missing in {phase.id}", told, self._own.way.missing(part))

    def _open_timer(self, shown: TimerShown | None) -> None:
        expected = self._own.sitting(self._at)
        self._same("section 3", "the open timer", shown.timer if shown else 0, expected.number if expected else 0)
        if shown is not None:
            self._timer(shown)

    def _timer(self, shown: TimerShown) -> None:
        sitting = self._own.sittings[shown.timer]
        told = (shown.ends_at, shown.minutes, shown.choices, shown.day, shown.state)
        self._same("section 3", "a timer", told, (sitting.ends, sitting.minutes, sitting.choices(),
                                                  sitting.day(self._day), self._state(sitting)))  # fmt: skip

    def _state(self, sitting: Sitting) -> str:
        if sitting.stopped is not None:
            return "stopped"
        return "runs" if sitting.runs(self._at) else "over"

    def _asked(self, asked: RecallAsked) -> None:
        own = self._own
        if asked.week.number not in own.way.explained:
            raise self._wrong("recall", f"asks about week {asked.week.number}, which is not explained")
        written = own.written[asked.week.number]
        if self._at - written < NOT_AGAIN_WITHIN and not asked.extra:
            raise self._wrong("recall", f"asks about week {asked.week.number}, written at {written}")
        if not asked.extra and own.recalled[self._day] >= MOST_ASKED:
            raise self._wrong("recall", "a sixth question in one day")

    def _same(self, rule: str, what: str, found: object, expected: object) -> None:
        if found != expected:
            raise self._wrong(rule, f"{what}: shown {found}, but it is {expected}")

    def _wrong(self, rule: str, what: str) -> Violation:
        return Violation(self._own.name, self._day, rule, what)
