"""Time in a study room: offered, never counted by itself."""

from bot.app import commands as c
from bot.app.said import VisitOffered, VisitSettled, VisitShown
from bot.ui.dates import day_words, length, near_day
from bot.ui.phrase import Phrase
from bot.ui.text import Text
from bot.ui.view import Action, Block, Fill, Press, Say, View

ROOM = 18  # characters of its name on a button


def offered(it: VisitOffered, say: Text) -> View:
    """The one message: log it, let it go, or never hear of it again."""
    visit = it.visit
    day = near_day(say, visit.day, visit.today)
    title = say("You were in {room} for {time}", room=visit.room, time=_time(visit, say))
    text = say("Shall I log it for {day}? Nothing counts unless you say so.", day=day)
    actions: tuple[Action, ...] = (
        _log(visit, say),
        Press(say.words("Not this time"), c.SettleVisit(visit.visit, "nothing")),
        Press(say.words("Never offer this"), c.Settings(voice=False)),
    )
    return View(title, (Say(text),), actions, accent="good")


def settled(it: VisitSettled, say: Text) -> View:
    """One that was logged before, was let go, or belongs to a timer."""
    if it.log is None:
        if it.visit is None:
            return View(say("Your focus timers have those minutes already."), (), (_history(say),), in_place=True)
        return View(say("All right, nothing was logged."), (), (_log(it.visit, say),), in_place=True)
    what = say.words(
        "{minutes} for {day}", minutes=length(say, it.log.minutes), day=day_words(say, it.log.day, it.today)
    )
    if it.log.undone_at is not None:
        return View(say("Logged, and taken back since: {what}", what=what), (), (_history(say),))
    edit = Fill(say.words("Edit the log"), c.EditLog, {"log": it.log.id}, asks=("minutes", "note", "when", "focus"))
    undo = Press(say.words("Undo the log"), c.Undo("log", it.log.id))
    return View(say("Logged already: {what}", what=what), (), (edit, undo))


# --- beside the next flow


def visit_blocks(visit: VisitShown | None, say: Text) -> list[Block]:
    """What the next flow says of a visit that waits."""
    return [] if visit is None else [Say(_was_in(visit, say))]


def visit_actions(visit: VisitShown | None, say: Text) -> tuple[Action, ...]:
    """Its one button. Beside a timer that waits too it has to name the room."""
    if visit is None:
        return ()
    time, room = length(say, visit.minutes), visit.room
    room = room if len(room) <= ROOM else room[: ROOM - 1] + "…"
    return (Press(say.words("Log {time} in {room}", time=time, room=room), c.SettleVisit(visit.visit)),)


def _was_in(visit: VisitShown, say: Text) -> Phrase:
    day = near_day(say, visit.day, visit.today)
    return say("You were in {room} for {time} ({day}).", room=visit.room, time=_time(visit, say), day=day)


def _time(visit: VisitShown, say: Text) -> str:
    time = length(say, visit.minutes)
    return say.words("another {time}", time=time) if visit.besides else time


def _log(visit: VisitShown, say: Text) -> Press:
    return Press(say.words("Log {time}", time=length(say, visit.minutes)), c.SettleVisit(visit.visit), "main")


def _history(say: Text) -> Press:
    return Press(say.words("History"), c.History())
