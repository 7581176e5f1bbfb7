"""Writes into a journal what somebody did, if the answer is of the kind that says so."""

from dataclasses import replace
from datetime import date, datetime

from bot.app.commands import (
    AnswerReview,
    ChooseRecall,
    Command,
    EditLog,
    EndRest,
    ImportDays,
    JoinFocus,
    Kudos,
    LeavePhase,
    ListMe,
    LogFlow,
    MarkDone,
    RateRecall,
    Rest,
    RestGap,
    RestNow,
    Settings,
    SettleFocus,
    ShareNow,
    Ship,
    ShorterPath,
    ShowGround,
    StartFocus,
    StopFocus,
    Undo,
    Unshare,
    WriteCheckin,
    WriteReady,
    WriteReview,
)
from bot.app.said import (
    Belonging,
    CheckedIn,
    Cheered,
    DaysImported,
    DoneMarked,
    FocusSettled,
    FocusShown,
    FocusStopped,
    GroundShown,
    Joined,
    LogEdited,
    Logged,
    PathShown,
    PhaseLeft,
    ReadyKept,
    RecallAnswered,
    Rested,
    RestEnded,
    ReviewClosed,
    ReviewOpen,
    ReviewWritten,
    Said,
    SettingsShown,
    Shared,
    Shipped,
    Snoozed,
    Undone,
    Unshared,
)
from bot.simulation.club import Club
from bot.simulation.days_off import Off
from bot.simulation.journal import FIVE, Entry, Journal, Review, meant_day, morning_after
from bot.simulation.naive import A_DAY, A_WEEK, Flow, changed, monday
from bot.simulation.naive_silence import BEGIN_TO_FADE, last_sunday, quiet_of
from bot.simulation.sittings import A_MINUTE, Sitting


class Pen:
    """Writes for one learner, at one instant."""

    def __init__(self, journal: Journal, at: datetime) -> None:
        self._own = journal
        self._at = at
        self._today = journal.today(at)

    def acted(self) -> None:
        """Whatever was done, well or not: it ends the ignoring of prompts (R16)."""
        if self._own.unheard >= BEGIN_TO_FADE:
            self._restless()
        self._own.unheard = 0

    def note(self, did: Command, said: Said) -> None:
        """Write down what was done."""
        own = self._own
        self.acted()
        own.order += 1
        match did, said:
            case _, Joined():
                own.joined, own.prompts = self._today, said.prompts
                own.plans = [(monday(own.joined), FIVE)]
                self._restless()
            case ListMe(yes=yes), Belonging():
                own.listed = yes
            case WriteCheckin(), CheckedIn():
                week = max(last_sunday(self._today), monday(own.joined or self._today))
                own.checkins[week] = did.after, did.i_will
            case RateRecall(extra=False) | ChooseRecall(extra=False), RecallAnswered():
                own.recalled[self._today] += 1
            case _, Snoozed(at=until):
                own.snoozed = {at for at in own.snoozed if at <= self._at} | {until}  # the last word counts
            case Settings(), SettingsShown():
                self._set(did)
            case ((Kudos() | ShareNow() | Unshare()), _) if own.club:
                self._together(did, said, own.club)
            case _:
                if not self._flows(did, said) and not self._steps(did, said):
                    self._rests(did, said)

    def _together(self, did: Command, said: Said, club: Club) -> None:
        match did, said:
            case Kudos(monday=week), Cheered(again=False):
                club.kudos.setdefault(date.fromisoformat(week), set()).add(self._own.name)
            case ShareNow(ref=ref), Shared(item=item):
                club.share(item.share, self._own.name, date.fromisoformat(ref), self._today)
            case Unshare(share=number), Unshared():
                club.shares.pop(number, None)

    # --- flows

    def _flows(self, did: Command, said: Said) -> bool:
        own = self._own
        match did, said:
            case LogFlow(), Logged(log=log):
                self._log(log.id, meant_day(did.when, self._today), did.minutes, did.note or said.log.note, did.focus)
                self._done(said.done, log.id, wanted=did.done)
            case EditLog(log=number), LogEdited():
                before = own.logs[number]
                day = meant_day(did.when, self._today) if did.when else before.flow.day
                minutes = before.flow.minutes if did.minutes is None else did.minutes
                own.logs[number] = replace(before, flow=Flow(day, minutes, before.flow.logged_on))
                self._restless()
            case Undo(what="log", which=number), Undone():
                own.logs.pop(number, None)
                own.way.acts.pop(("log", number), None)
                own.way.undo(self._at, self._today, ("log", number))
                self._restless()
            case ImportDays(), DaysImported():
                for n, line in enumerate(did.file.decode().splitlines()[1:], 1) if said.flows else ():
                    brought = line.split(",")
                    flow = Flow(date.fromisoformat(brought[0]), int(brought[1]), self._today)
                    own.logs[-n] = Entry(flow, "", None, self._at, own.order)
            case StartFocus(), FocusShown(fresh=True, timer=timer):
                self._sit(timer.timer, self._at, did.minutes)
            case JoinFocus(), FocusShown(fresh=True, timer=timer):
                self._sit(timer.timer, timer.ends_at - timer.minutes * A_MINUTE, timer.minutes)
            case StopFocus(timer=number), FocusStopped():
                sitting = own.sittings[number]
                sitting.stopped = sitting.stopped or self._at
                sitting.gone = not sitting.choices()
            case SettleFocus(), _:
                self._settle(did, said)
            case _:
                return False
        return True

    def _log(self, number: int, day: date, minutes: int, note: str, focus: int | None) -> None:
        own = self._own
        if any(first <= day and last is None for first, last in own.off.spans(own.logs.values()).values()):
            self._restless()  # it ends a rest, from which on prompts come again
        own.logs[number] = Entry(Flow(day, minutes, self._today), note, focus, self._at, own.order)
        own.way.acts["log", number] = self._at

    def _done(self, said: DoneMarked | None, log: int, *, wanted: bool) -> None:
        way = self._own.way
        if wanted and way.is_work:
            way.done(self._at, self._today, ("log", log), ("step", said.step if said else 0))

    def _sit(self, number: int, started: datetime, minutes: int) -> None:
        own = self._own
        own.sittings[number] = Sitting(number, started, minutes, own.zone_at(started))

    def _settle(self, did: SettleFocus, said: Said) -> None:
        own = self._own
        sitting = own.sittings[did.timer]
        if sitting.logged:
            return
        if did.keep == "nothing":
            sitting.stopped = sitting.stopped or min(self._at, sitting.ends)
        elif isinstance(said, FocusSettled):
            return
        else:
            log = said.log if isinstance(said, Logged) else said.logged if isinstance(said, FocusShown) else None
            minutes, place = sitting.worth(did.keep, self._at), own.way.at(sitting.started)
            if log is not None:
                self._log(log.id, sitting.day(self._today), minutes, "", None)
                sitting.logged = True
            stays = place == own.way.here
            self._done(said.done if isinstance(said, Logged) else None, log.id if log else 0,
                       wanted=did.then == "done" and stays)  # fmt: skip
            sitting.stopped = sitting.stopped or (self._at if did.keep == "ran" else min(self._at, sitting.ends))
        sitting.gone = True
        if isinstance(said, FocusShown) and said.fresh:
            self._sit(said.timer.timer, self._at, sitting.minutes)

    # --- steps

    def _steps(self, did: Command, said: Said) -> bool:
        own, way, now = self._own, self._own.way, (self._at, self._today)
        match did, said:
            case MarkDone(), DoneMarked(already=False, step=step):
                way.done(*now, ("step", step))
            case WriteReview(), ReviewWritten(review=number, week=week):
                own.reviews[number] = Review(week.number, self._at)
                way.acts["review", number] = self._at
            case AnswerReview(review=number, missing=False), ReviewClosed(already=False):
                review = own.reviews[number]
                review.yes = self._today
                way.said_yes(number, review.week, *now)
                for each in way.explained:
                    own.written.setdefault(each, review.at)
            case AnswerReview(review=number, missing=True), ReviewOpen():
                way.said_no(number, own.reviews[number].week, *now)
            case Ship(milestone=milestone), Shipped(shipment=shipment, left=left):
                way.shipped[shipment.id] = milestone
                way.lead_on(*now, ("step", left))
            case WriteReady(phase=phase), ReadyKept(left=left):
                way.signals.add(phase)
                way.lead_on(*now, ("step", left))
            case ShowGround(phase=phase), GroundShown():
                way.signals.add(phase)
            case LeavePhase(), PhaseLeft(step=step) if step:
                way.leave(*now, ("step", step))
            case ShorterPath(choice="take" | "leave"), PathShown():
                way.shortened = did.choice == "take"
            case Undo(what="done" | "phase", which=number), Undone():
                way.undo(*now, ("step", number))
            case Undo(what="milestone", which=number), Undone():
                milestone = way.shipped.pop(number, "")
                part = next((it for it in way.parts if milestone in it.milestones), None)
                way.undo(*now, left=part)
            case Undo(what="review", which=number), Undone():
                review = own.reviews.pop(number)
                way.closed.pop(number, None)
                way.acts.pop(("review", number), None)
                way.hand_over(number, review.week)
                way.undo(*now, ("review", number), left=way.part_of(review.week))
            case _:
                return False
        return True

    # --- rest and settings

    def _rests(self, did: Command, said: Said) -> None:
        own, today = self._own, self._today
        match did, said:
            case ((Rest() | RestNow() | RestGap()), Rested(already=already, rest=rest)):
                first, last = meant_rest(did, today)
                if not already:
                    own.off.offs[rest.id] = Off(first, last, today, self._at, own.order)
            case EndRest(rest=number), RestEnded():
                spans = own.off.spans(own.logs.values())
                now = [each for each, (first, last) in spans.items() if first <= today and (not last or today <= last)]
                for each in now if number in now else [number]:
                    if own.off.offs[each].first >= today:
                        del own.off.offs[each]
                    else:
                        own.off.offs[each].over = today - A_DAY
            case Undo(what="checkin"), Undone(monday=date() as week, already=False):
                own.checkins.pop(week, None)
            case Undo(what="rest", which=number), Undone():
                own.off.offs.pop(number, None)
            case _:
                return
        self._restless()

    def _set(self, did: Settings) -> None:
        own, today = self._own, self._today
        if did.plan is not None:
            own.plans = changed(own.plans, today, did.plan.weekdays)
        if did.zone:
            home = own.zone_at(self._at)
            own.zones.append((self._at, did.zone))
            if did.until:
                last = date.fromisoformat(did.until)
                own.zones.append((morning_after(last, did.zone), home))
                own.restless |= {monday(last), monday(last) + A_WEEK}
        own.hour = own.hour if did.hour is None else did.hour
        own.prompts = own.prompts if did.prompts is None else did.prompts
        own.quiet = quiet_of(did.quiet) if did.quiet else own.quiet
        if did.week is not None:
            own.way.placed(did.week, self._at, today)
        self._restless()

    def _restless(self) -> None:
        """What prompts hang on changed: of this week and the next nobody says which prompts must have come."""
        this = monday(self._today)
        self._own.restless |= {this - A_WEEK, this, this + A_WEEK}


def meant_rest(did: Command, today: date) -> tuple[date, date | None]:
    """R15: the first and the last day that somebody means, as learners of the simulation say it."""
    match did:
        case RestNow(what="today"):
            return today, today
        case RestNow(what="week"):
            return today, monday(today) + A_WEEK - A_DAY
        case RestGap(first=first, last=last):
            return date.fromisoformat(first), date.fromisoformat(last)
        case Rest(start=start, end=end):
            begins = date.fromisoformat(start) if start else today
            return begins, date.fromisoformat(end) if end else begins
        case _:
            return today, None
