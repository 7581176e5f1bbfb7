"""The day: what comes next, receipts, corrections."""

from bot.app import commands as c
from bot.app.said import (
    BackAgain,
    DoneMarked,
    Fact,
    HistoryShown,
    LogEdited,
    Logged,
    StuckShown,
    TodayShown,
    Undone,
    WhichDay,
)
from bot.core.facts import Log
from bot.ui.dates import date_words, day_words, length, near_day
from bot.ui.phrase import Phrase, Plain
from bot.ui.screens.asking import ask_groups
from bot.ui.screens.belonging import pair_blocks
from bot.ui.screens.focus import timer_actions, timer_blocks
from bot.ui.screens.parts import lined, next_words, run_words, spent, week_blocks, where, work_actions, work_blocks
from bot.ui.screens.resting import count_as_rest, groups_off, span
from bot.ui.screens.visits import visit_actions, visit_blocks
from bot.ui.text import Text
from bot.ui.view import Action, Block, Checklist, Facts, Fill, Press, Quote, Say, Small, View


def today(it: TodayShown, say: Text, *, asked: bool = True) -> View:
    """The next flow; unasked, it is a prompt's."""
    stand = it.stand
    title = say("{where}", where=where(say, stand))
    if stand.spot == "day" and stand.day is not None:
        title = say("{where}: {title}", where=where(say, stand), title=stand.day.title)
    blocks: list[Block] = []
    actions = work_actions(say, stand)
    if it.shorter:
        short = say(
            "Is most of this phase known to you already? It has a shorter path, to be taken or left at any time."
        )
        blocks.append(Small(short))
        actions = (*actions, Press(say.words("The shorter path"), c.ShorterPath()))
    if it.welcome:
        if asked:
            welcome = say("Good to see you. Here is the next small step, right where you stopped.")
        else:
            welcome = say("Whenever it suits you: here is the next small step, right where you stopped.")
        blocks.append(Say(welcome))
    if it.resting:
        blocks.append(Small(say("Today is a rest day. Whatever you do counts all the same.")))
    blocks += work_blocks(say, stand)
    if it.minutes_spent:
        blocks.append(Small(spent(say, it.minutes_spent)))
    if not it.welcome:
        blocks += week_blocks(say, it.week)
    for pair in it.pairs:
        blocks += pair_blocks(pair, say)
    blocks += [*timer_blocks(it.timer, say), *visit_blocks(it.visit, say)]
    timer = (*visit_actions(it.visit, say), *timer_actions(it.timer, say))
    # At the project's spot the next milestone is the thing to press; on a day, the flow itself is.
    actions = (*actions, *timer) if stand.spot == "project" else (*timer, *actions)
    actions = (*actions, *count_as_rest(it.gap, say))
    if not it.resting and not it.minutes_today:
        actions = (*actions, Press(say.words("Rest today"), c.RestNow("today")))
    return View(title, tuple(blocks), actions, in_place=True)


def back_again(it: BackAgain, say: Text) -> View:
    """A welcome beside whatever was asked, the next small step, and the one button."""
    actions = (Press(say.words("Show the next flow"), c.Today(), "main"), *count_as_rest(it.gap, say))
    return View(say("Good to see you"), (Say(next_words(say, it.stand)),), actions, accent="warm")


def stuck(it: StuckShown, say: Text) -> View:
    """The usual cause first, then a smaller step and what to ask; the checkpoint is a way through, too."""
    stand = it.stand
    blocks: list[Block] = [
        Say(say("Being stuck is part of it, and often a sign that something is about to be understood."))
    ]
    if it.minutes_spent:
        blocks.append(Small(spent(say, it.minutes_spent)))
    if stand.week.if_stuck and stand.spot != "finished":
        blocks.append(Say(lined([(Plain(f"• {line}"),) for line in stand.week.if_stuck])))
    else:
        blocks.append(
            Say(say("Take the smallest example that still fails, and write down what you expected and what came."))
        )
    if stand.week.checkpoint is not None and stand.spot in ("day", "checkpoint", "review"):
        blocks.append(Say(say("**Another way in**, about an hour: {do}", do=stand.week.checkpoint.do)))
    actions: tuple[Action, ...] = (
        Press(say.words("Show the next flow"), c.Today(), "main"),
        Press(say.words("Help with this week"), c.ShowWeek(stand.week.number, "help")),
        *ask_groups(it.groups, say),
        Press(say.words("Rest today"), c.RestNow("today")),
    )
    title = say("Stuck in week {n}", n=stand.week.number)
    if stand.spot == "project":
        title = say("Stuck at the project of phase {n}", n=stand.phase_number)
    elif stand.spot == "finished":
        title = say("Stuck on something of your own")
    return View(title, tuple(blocks), actions)


def logged(it: Logged, say: Text) -> View:
    """A flow's receipt: weekday and date, the week with its reserve, the run; with undo and edit."""
    day = near_day(say, it.log.day, it.today)
    title = say("Logged {minutes} for {day}", minutes=length(say, it.log.minutes), day=day)
    blocks: list[Block] = []
    if it.welcome_back:
        blocks.append(Say(say("**Welcome back.** It counts, and you go on right where you stopped.")))
    if it.log.note:
        blocks.append(Quote(it.log.note))
    if it.minutes_that_day != it.log.minutes:
        blocks.append(Small(say("{minutes} that day in all.", minutes=length(say, it.minutes_that_day))))
    blocks += week_blocks(say, it.week)
    if it.kept:
        rows = [(say.words("Weeks kept"), say("{kept}", kept=it.kept))]
        if it.run:
            rows.append((say.words("Run"), run_words(say, it.run)))
        blocks.append(Facts(tuple(rows)))
    if it.late_for_board:
        blocks.append(Small(say("It counts everywhere but on the board, which closes after 7 days.")))
    if following := it.done.next if it.done else it.next:
        blocks.append(Say(next_words(say, following)))
    actions: list[Action] = []
    if it.next_day is not None:
        actions.append(Press(say.words("Flow done"), c.MarkDone(it.next_day.id), "main"))
    elif it.done is not None and it.done.next.spot == "review":
        actions.append(Press(say.words("To the review"), c.WriteReview(), "main"))
    else:
        actions.append(Press(say.words("Show the next flow"), c.Today()))
    actions += count_as_rest(it.gap, say)
    actions += [_edit(it.log, say.words("Edit")), Press(say.words("Undo"), c.Undo("log", it.log.id))]
    return View(title, tuple(blocks), tuple(actions), accent="warm" if it.welcome_back else "good")


def which_day(it: WhichDay, say: Text) -> View:
    """ "Yesterday", asked back in the small hours with both dates."""
    actions: list[Action] = []
    for day in it.days:
        label, when = day_words(say, day), day.isoformat()
        if it.log:
            actions.append(Press(label, c.EditLog(it.log, when=when)))
        else:
            actions.append(Press(label, c.LogFlow(it.minutes, "", when, it.focus, it.done, it.asked)))
    text = say("It is after midnight, so yesterday could be either day. Which one do you mean?")
    return View(say("Which day?"), (Say(text),), tuple(actions))


def done(it: DoneMarked, say: Text) -> View:
    """A day of the curriculum is done."""
    name = it.day.title if it.day else say.words("the checkpoint")
    title = say("Already done: {day}", day=name) if it.already else say("Done: {day}", day=name)
    actions: list[Action] = [Press(say.words("Show the next flow"), c.Today(), "main")]
    if it.next.spot == "review":
        actions = [Press(say.words("To the review"), c.WriteReview(), "main")]
    if it.step:
        actions.append(Press(say.words("Undo"), c.Undo("done", it.step)))
    return View(title, (Say(next_words(say, it.next)),), tuple(actions), accent="good")


def edited(it: LogEdited, say: Text) -> View:
    """A log after its edit."""
    day = near_day(say, it.log.day, it.today)
    title = say("Changed: {minutes} for {day}", minutes=length(say, it.log.minutes), day=day)
    blocks: list[Block] = []
    if it.log.note:
        blocks.append(Quote(it.log.note))
    blocks += week_blocks(say, it.week)
    again, undo = _edit(it.log, say.words("Edit again")), Press(say.words("Undo"), c.Undo("log", it.log.id))
    return View(title, tuple(blocks), (again, *_changed_back(it, say), undo), accent="good")


def _changed_back(it: LogEdited, say: Text) -> tuple[Action, ...]:
    """What takes the change back and leaves the flow. No button carries a note, or takes a focus away."""
    was, now = it.before, it.log
    if was.note != now.note or (was.focus is None and now.focus is not None):
        return ()
    minutes = was.minutes if was.minutes != now.minutes else None
    when = was.day.isoformat() if was.day != now.day else ""
    back = c.EditLog(now.id, minutes, when=when, focus=was.focus if was.focus != now.focus else None)
    return (Press(say.words("Undo the change"), back),) if back != c.EditLog(now.id) else ()


def undone(it: Undone, say: Text) -> View:
    """A fact was taken back."""
    match it.what:
        case "log" if it.log is not None:
            what = say.words("{minutes} for {day}", minutes=length(say, it.log.minutes), day=day_words(say, it.log.day))
        case "review":
            what = say.words("the review of {week}", week=it.week_title)
        case "missing":
            what = say.words("the answer about {week}", week=it.week_title)
        case "rest" if it.rest is not None:
            what = say.words("rest, {days}", days=span(it.rest, say))
        case "checkin" if it.monday is not None:
            what = say.words("the check-in for the week from {day}", day=date_words(say, it.monday))
        case "milestone":
            what = say.words("the shipping of {title}", title=it.week_title)
        case "phase":
            what = say.words("leaving {phase}", phase=it.week_title)
        case _:
            what = it.day.title if it.day else say.words("the checkpoint of {week}", week=it.week_title)
    title = say("Taken back before: {what}", what=what) if it.already else say("Taken back: {what}", what=what)
    blocks: list[Block] = [*week_blocks(say, it.week)]
    actions: tuple[Action, ...] = (Press(say.words("History"), c.History()),)
    if it.moved_back:
        blocks.append(Say(next_words(say, it.stand)))
        actions = (Press(say.words("Show the next flow"), c.Today()), *actions)
    elif it.what in ("done", "phase") and not it.already:
        blocks.append(Small(say("Your place stays where it is: something later stands on it.")))
    return View(title, tuple(blocks), actions)


def history(it: HistoryShown, say: Text) -> View:
    """Recent facts, each with edit and undo."""
    off = groups_off(it.seasons, it.today, say)
    if not it.facts:
        text = say("Nothing yet in the last 28 days. Your first flow will show here.")
        return View(say("History"), (*off, Say(text)), (Press(say.words("Today"), c.Today()),), in_place=True)
    rows = tuple(
        (
            "done" if fact.what in ("done", "review", "milestone", "phase", "checkin") else "open",
            _fact(n, fact, it, say),
        )
        for n, fact in enumerate(it.facts, 1)
    )
    actions: list[Action] = []
    for n, fact in enumerate(it.facts, 1):
        if fact.log is not None:
            actions.append(_edit(fact.log, say.words("Edit {n}", n=n)))
        undo = c.UndoImport(fact.which) if fact.what == "import" else c.Undo(fact.what, fact.which)
        actions.append(Press(say.words("Undo {n}", n=n), undo))
    if it.page:
        actions.append(Press(say.words("Newer"), c.History(it.page - 1)))
    if it.page + 1 < it.pages:
        actions.append(Press(say.words("Older"), c.History(it.page + 1)))
    small = Small(
        say(
            "Facts of the last 28 days can be changed. Page {page} of {pages}.",
            page=it.page + 1,
            pages=it.pages,
        )
    )
    return View(say("History"), (*off, Checklist(rows), small), tuple(actions), in_place=True)  # type: ignore[arg-type]  # the marks are the two words above


def _fact(n: int, fact: Fact, it: HistoryShown, say: Text) -> Phrase:
    day = day_words(say, fact.day, it.today)
    match fact.what:
        case "log" if fact.log is not None:
            note = (Plain(f" · {_short(fact.log.note)}"),) if fact.log.note else ()
            return (
                *say("**{n}.** {day}: {minutes}", n=n, day=day, minutes=length(say, fact.log.minutes)),
                *note,
            )
        case "review":
            return say("**{n}.** {day}: explained {title}", n=n, day=day, title=fact.title)
        case "rest" if fact.rest is not None:
            return say("**{n}.** Rest, {days}", n=n, days=span(fact.rest, say))
        case "import":
            time = length(say, fact.minutes)
            flows = say.many_words("{n} flow", "{n} flows", fact.flows)
            return say("**{n}.** {day}: brought in from a file, {flows}, {time}", n=n, day=day, flows=flows, time=time)
        case "checkin":
            return say("**{n}.** {day}: checked in", n=n, day=day)
        case "milestone":
            return say("**{n}.** {day}: shipped {title}", n=n, day=day, title=fact.title)
        case "phase":
            return say("**{n}.** {day}: finished the phase {title}", n=n, day=day, title=fact.title)
        case _:
            return say("**{n}.** {day}: done, {title}", n=n, day=day, title=fact.title)


def _short(note: str, most: int = 60) -> str:
    line = " ".join(note.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _edit(log: Log, label: str) -> Fill:
    return Fill(label, c.EditLog, {"log": log.id}, asks=("minutes", "note", "when", "focus"))
