"""Focus timers: what runs, what waits for its log, and who focuses together."""

from bot.app import commands as c
from bot.app.said import (
    FocusEnded,
    Focusing,
    FocusRound,
    FocusSettled,
    FocusShown,
    FocusStopped,
    RoundOver,
    Stand,
    TimerShown,
)
from bot.core.facts import Log
from bot.ui.dates import clock_moment, countdown, day_words, length, near_day
from bot.ui.phrase import Phrase
from bot.ui.screens.parts import named
from bot.ui.text import Text
from bot.ui.view import Action, Block, Fill, Press, Say, Small, View


def flow_name(say: Text, stand: Stand) -> str:
    """What somebody studies: the day's title, or what stands in its place."""
    match stand.spot:
        case "day" if stand.day is not None:
            return stand.day.title
        case "checkpoint":
            return say.words("the checkpoint of week {week}", week=stand.week.number)
        case "review":
            return say.words("the review of week {week}", week=stand.week.number)
        case "project":
            return say.words("the project of phase {n}", n=stand.phase_number)
        case _:
            return say.words("a flow of your own")


# --- what runs


def shown(it: FocusShown, say: Text) -> View:
    """A timer runs: until when, on what, with whom."""
    timer = it.timer
    flow = flow_name(say, timer.stand)
    title = say("Focus: {flow}", flow=flow) if it.fresh else say("You are focusing: {flow}", flow=flow)
    until, left = clock_moment(timer.ends_at, timer.zone), countdown(say, timer.ends_at, it.now)
    blocks: list[Block] = [
        Say(say("**{time}**, until {clock} ({left}).", time=length(say, timer.minutes), clock=until, left=left))
    ]
    if it.logged is not None:
        day = near_day(say, it.logged.day, timer.today)
        blocks.append(Say(say("Logged {time} for {day}.", time=length(say, it.logged.minutes), day=day)))
    if it.others is not None:
        blocks.append(Say(say("With you: {who}.", who=named(it.others.names, it.others.learners, say))))
    if it.fresh:
        blocks.append(Small(say("I write to you when it is over. Stopping early keeps your minutes.")))
    actions: list[Action] = [Press(say.words("Stop"), c.StopFocus(timer.timer))]
    if it.logged is not None:
        actions += _corrections(it.logged, say)
    if it.waiting is not None:
        blocks.append(Say(_waiting(it.waiting, say)))
        actions.append(_log_waiting(it.waiting, say))
    return View(title, tuple(blocks), tuple(actions), in_place=not it.fresh, accent="good")


def together(it: FocusRound, say: Text) -> View:
    """Told in a group: a round that others may join. It says nothing of what anybody studies (R23)."""
    until, left = clock_moment(it.ends_at, it.zone), countdown(say, it.ends_at, it.now)
    blocks: list[Block] = [Say(say("Until {clock} ({left}).", clock=until, left=left))]
    if it.learners > 1:
        blocks.append(Say(say.many("{n} of you are focusing.", "{n} of you are focusing.", it.learners)))
    join = Press(say.words("Focus with us"), c.JoinFocus(it.group_id, it.timer), "main")
    return View(say("A round of focus"), tuple(blocks), (join,), private=False, accent="good")


def round_over(it: RoundOver, say: Text) -> View:
    """Too late for that one."""
    title = say("That round is over.")
    return View(title, (), (Press(say.words("Start a round"), c.JoinFocus(it.group_id), "main"),))


def focusing_words(it: Focusing, say: Text) -> Phrase:
    """A card's line on who focuses now, until when one may join them."""
    who, until = named(it.names, it.learners, say), clock_moment(it.until, it.zone)
    return say("Focusing now, until {clock}: {who}.", clock=until, who=who)


# --- what is over


def ended(it: FocusEnded, say: Text) -> View:
    """The nudge at the end: log it in one press, mark the day done too, or go on."""
    timer = it.timer
    title = say("{time} of focus, well spent", time=length(say, timer.minutes))
    text = say("That was **{flow}**. Shall I log it?", flow=flow_name(say, timer.stand))
    number = timer.timer
    actions: list[Action] = [_log(number, timer.minutes, say)]
    if timer.stand.spot in ("day", "checkpoint"):
        actions.append(Press(say.words("Log it, day done"), c.SettleFocus(number, then="done")))
    actions += [
        Press(say.words("Log it, another round"), c.SettleFocus(number, then="again")),
        Press(say.words("I went on"), c.StopFocus(number)),
    ]
    return View(title, (Say(text),), tuple(actions), accent="good")


def stopped(it: FocusStopped, say: Text) -> View:
    """Stopped early, or late: what is to be logged. If more ran than was planned, which of the two."""
    timer = it.timer
    flow, number = flow_name(say, timer.stand), timer.timer
    if not timer.choices:
        text = say("That was less than a minute, so there is nothing to log. Begin again whenever you like.")
        again = Press(say.words("Start focus"), c.StartFocus())
        return View(say("Stopped"), (Say(text),), (again,), in_place=True)
    least, most = timer.choices[0], timer.choices[-1]
    drop = Press(say.words("Let it go"), c.SettleFocus(number, "nothing"))
    if least == most:
        title = say("{time} on {flow}", time=length(say, least), flow=flow)
        actions: tuple[Action, ...] = (_log(number, least, say), drop)
        return View(title, (Say(say("They are kept until you log them, for 7 days.")),), actions, in_place=True)
    title = say("You planned {least}, and {most} have passed", least=length(say, least), most=length(say, most))
    all_of_it = Press(say.words("All {time}", time=length(say, most)), c.SettleFocus(number, "ran"))
    planned = Press(say.words("The planned {time}", time=length(say, least)), c.SettleFocus(number), "main")
    text = say("How much of it was **{flow}**?", flow=flow)
    return View(title, (Say(text),), (planned, all_of_it, drop), in_place=True)


def settled(it: FocusSettled, say: Text) -> View:
    """A timer that was logged before, or let go."""
    if it.log is None:
        actions: tuple[Action, ...] = (Press(say.words("Start focus"), c.StartFocus()),)
        if it.minutes:
            actions = (_log(it.timer, it.minutes, say), *actions)
        return View(say("That timer was let go."), (), actions, in_place=True)
    what = say.words(
        "{minutes} for {day}", minutes=length(say, it.log.minutes), day=day_words(say, it.log.day, it.today)
    )
    if it.log.undone_at is not None:
        return View(
            say("Logged, and taken back since: {what}", what=what), (), (Press(say.words("History"), c.History()),)
        )
    return View(say("Logged already: {what}", what=what), (), tuple(_corrections(it.log, say)))


# --- beside the next flow


def timer_blocks(timer: TimerShown | None, say: Text) -> list[Block]:
    """What the next flow says of a timer that runs or waits."""
    if timer is None:
        return []
    if timer.state == "runs":
        return [Say(say("You are focusing until {clock}.", clock=clock_moment(timer.ends_at, timer.zone)))]
    return [Say(_waiting(timer, say))]


def timer_actions(timer: TimerShown | None, say: Text) -> tuple[Action, ...]:
    """Its buttons: start one, look at the one that runs, log the one that waits."""
    if timer is not None and timer.state == "runs":
        return (Press(say.words("My timer"), c.StartFocus()), Press(say.words("Stop"), c.StopFocus(timer.timer)))
    start = Press(say.words("Start focus"), c.StartFocus())
    return (start,) if timer is None else (_log_waiting(timer, say), start)


def _waiting(timer: TimerShown, say: Text) -> Phrase:
    day = near_day(say, timer.day, timer.today)
    return say("You were focusing on **{flow}** ({day}).", flow=flow_name(say, timer.stand), day=day)


def _log_waiting(timer: TimerShown, say: Text) -> Press:
    """One button; where two lengths are possible it asks which."""
    if len(timer.choices) > 1:
        return Press(say.words("Log it"), c.StopFocus(timer.timer))
    return _log(timer.timer, timer.choices[0], say)


def _log(timer: int, minutes: int, say: Text) -> Press:
    return Press(say.words("Log {time}", time=length(say, minutes)), c.SettleFocus(timer), "main")


def _corrections(log: Log, say: Text) -> list[Action]:
    edit = Fill(say.words("Edit the log"), c.EditLog, {"log": log.id}, asks=("minutes", "note", "when", "focus"))
    return [edit, Press(say.words("Undo the log"), c.Undo("log", log.id))]
