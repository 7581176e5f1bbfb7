"""One's own data: taken away, brought along, erased; and leaving."""

import io
import zipfile
from datetime import date

from bot.app import commands as c
from bot.app.said import (
    DaysImported,
    Exported,
    ForgetAsked,
    Forgotten,
    ImportUndone,
    LeaveAsked,
    LeaveChoice,
    Left,
    Refused,
)
from bot.core.calendar_file import AllDay, calendar
from bot.core.study_file import MOST_NOTE, MOST_ROWS
from bot.ui.dates import date_words, dated, length
from bot.ui.phrase import Phrase, words
from bot.ui.screens.parts import week_blocks
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, File, Press, Say, Small, View

MOST_SENT = 8 * 1024 * 1024  # bytes: what Discord takes of one file, with room to spare
LISTED = 12  # lines of a bad file that are told in the message itself


# --- export


def exported(it: Exported, say: Text) -> View:
    """Three files; together they are packed where they would be too large."""
    events = (AllDay(day.uid, day.day, _studied(day.minutes, day.flows, say)) for day in it.days)
    day = it.made_on.isoformat()
    files: tuple[File, ...] = (
        File(f"pacekeeper-{day}.json", "application/json", it.data.encode()),
        File(f"pacekeeper-flows-{day}.csv", "text/csv", it.logs.encode()),
        File(
            f"pacekeeper-study-days-{day}.ics",
            "text/calendar",
            calendar(say.words("Study days"), events, it.made_at).encode(),
        ),
    )
    blocks: list[Block] = [
        Facts(
            (
                (say.words("JSON"), say("everything that is stored of you")),
                (
                    say.words("CSV"),
                    say.many("{n} flow, for any spreadsheet", "{n} flows, for any spreadsheet", it.flows),
                ),
                (
                    say.words("Calendar"),
                    say.many("{n} study day as a calendar entry", "{n} study days as calendar entries", len(it.days)),
                ),
            )
        ),
        Small(say("Only you get these files. What stands in them is described in EXPORT.md, beside my source code.")),
    ]
    if sum(len(file.content) for file in files) > MOST_SENT:
        files = (_packed(f"pacekeeper-{day}.zip", files, it),)
    if len(files[0].content) > MOST_SENT:
        text = say("Your data is larger than a chat can carry. Whoever hosts me can hand it to you.")
        return View(say("Your data"), (Say(text),), accent="no")
    return View(say("Your data"), tuple(blocks), accent="good", files=files)


def _studied(minutes: int, flows: int, say: Text) -> str:
    time = length(say, minutes)
    return say.many_words("Studied {time}", "Studied {time}, {n} flows", flows, time=time)


def _packed(name: str, files: tuple[File, ...], it: Exported) -> File:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            made = it.made_at
            about = zipfile.ZipInfo(file.name, (made.year, made.month, made.day, made.hour, made.minute, made.second))
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, file.content)
    return File(name, "application/zip", packed.getvalue())


# --- import


def imported(it: DaysImported, say: Text) -> View:
    """What came in, and what was here before."""
    blocks: list[Block] = []
    actions: tuple[Action, ...] = (Press(say.words("Progress"), c.Progress()),)
    if it.since is not None and it.until is not None:
        title = say.many(
            "{n} flow brought in: {time}", "{n} flows brought in: {time}", it.flows, time=length(say, it.minutes)
        )
        blocks.append(Say(_span(it.since, it.until, say)))
        actions = (*actions, Press(say.words("Undo all of it"), c.UndoImport(it.first)))
    else:
        title = say("All of this is here already, so nothing was added.")
    if it.known and it.flows:
        blocks.append(Say(say.many("{n} row was here already.", "{n} rows were here already.", it.known)))
    if it.kept:
        blocks.append(Say(say.many("**{n} week kept** in all.", "**{n} weeks kept** in all.", it.kept)))
    if it.passed_over:
        blocks.append(Small(say("Columns that I passed over: {names}.", names=", ".join(it.passed_over))))
    if it.late:
        blocks.append(Small(say("What is more than 7 days old counts everywhere but on a group's board.")))
    if it.flows:
        blocks.append(Small(say("It can be undone until {day}.", day=date_words(say, it.undoable_until))))
    return View(title, tuple(blocks), actions, accent="good")


def _span(since: date, until: date, say: Text) -> Phrase:
    if since == until:
        return say("For {day}.", day=dated(say, since))
    return say("From {first} to {last}.", first=dated(say, since), last=dated(say, until))


def import_undone(it: ImportUndone, say: Text) -> View:
    """A file's study days were taken back."""
    time = length(say, it.minutes)
    title = say.many("Taken back: {n} flow, {time}", "Taken back: {n} flows, {time}", it.flows, time=time)
    if it.already:
        title = say.many(
            "Taken back before: {n} flow, {time}", "Taken back before: {n} flows, {time}", it.flows, time=time
        )
    blocks: list[Block] = [*week_blocks(say, it.week)]
    if it.kept:
        blocks.append(Say(say.many("**{n} week kept** in all.", "**{n} weeks kept** in all.", it.kept)))
    return View(title, tuple(blocks), (Press(say.words("History"), c.History()),))


def bad_file(it: Refused, say: Text) -> View:
    """Every line that is wrong, by its number; beyond a few as a file."""
    lines = [(line, words(_wrong(reason, say))) for line, reason in zip(it.numbers, it.names, strict=True)]
    if lines and lines[0][0] == 0 and len(lines) == 1:
        return View(_wrong(it.names[0], say), accent="no")
    count = int(it.given)
    title = say.many(
        "Nothing was brought in: {n} line needs another look.",
        "Nothing was brought in: {n} lines need another look.",
        count,
    )
    label = [(say.words("Line {n}", n=line) if line else say.words("The file"), text) for line, text in lines]
    rows = tuple((name, say("{what}", what=text)) for name, text in label[:LISTED])
    blocks: list[Block] = [Facts(rows)]
    files: tuple[File, ...] = ()
    if count > LISTED:
        blocks.append(Small(say("The others are in the file.")))
        told = "".join(f"{name}: {text}\n" for name, text in label)
        if count > len(lines):
            told += say.words("… and {n} more", n=count - len(lines)) + "\n"
        files = (File("lines.txt", "text/plain", told.encode()),)
    return View(title, tuple(blocks), accent="no", files=files)


def _wrong(reason: str, say: Text) -> Phrase:
    match reason:
        case "not_text":
            return say("I cannot read this file as text; please save it as CSV in UTF-8.")
        case "no_header":
            return say("The first line has to name the columns: date,minutes or date,minutes,note.")
        case "no_rows":
            return say("There is no row below the first line.")
        case "too_many_rows":
            return say("A file holds up to {most} rows; please send it in parts.", most=f"{MOST_ROWS:,}")
        case "columns":
            return say("has more or fewer columns than the first line; a note with a comma needs quotes around it")
        case "date":
            return say("the date has to read like 2026-03-02")
        case "ahead":
            return say("that day has not come yet")
        case "too_far":
            return say("that day is more than ten years back")
        case "minutes":
            return say("takes 1 to 600 minutes, such as 90 or 1h30")
        case "note":
            return say("a note has up to {most} characters", most=MOST_NOTE)
        case _:
            return say("cannot be read; a quote may be left open")


# --- forget


def forget_asked(it: ForgetAsked, say: Text) -> View:
    """The second yes."""
    blocks: list[Block] = [
        Say(
            say.many(
                "Your {n} flow goes, and with it your place, reviews, check-ins, settings and accounts. Nobody can bring them back, nor can I.",
                "Your {n} flows go, and with them your place, reviews, check-ins, settings and accounts. Nobody can bring them back, nor can I.",
                it.flows,
            )
        )
    ]
    if it.groups:
        groups = ", ".join(it.groups)
        blocks.append(
            Say(
                say(
                    "What {groups} did together stays as a number for each week, without a person. Questions that you asked there lose their words.",
                    groups=groups,
                )
            )
        )
    blocks.append(Small(say("A copy first? The files are one press away. The red button works for ten minutes.")))
    actions = (
        Press(say.words("Export my data"), c.Export(), "main"),
        Press(say.words("Erase me for good"), c.ForgetNow(it.asked), "danger"),
    )
    return View(say("Erase everything of yours, {name}?", name=it.name), tuple(blocks), actions, accent="warm")


def forgotten(it: Forgotten, say: Text) -> View:
    """Nothing is stored of this person."""
    join = (Press(say.words("Join"), c.Join()),)
    if not it.now:
        return View(say("Nothing of yours is stored here."), (), join)
    text = say(
        "Everything of yours is gone from my database; what stands in our chat is yours to delete. What you learned stays with you. If you ever want to begin again, one tap is enough."
    )
    blocks: list[Block] = [Say(text)]
    if it.roles:
        blocks.append(
            Small(
                say(
                    "Your role on Discord is taken back as soon as that server lets me; until then, 30 days at most, I keep your account's id for it."
                )
            )
        )
    return View(say("You are erased. Go well."), tuple(blocks), join)


# --- leaving


def leave_choice(it: LeaveChoice, say: Text) -> View:
    """What there is to leave."""
    text = say("Your name vanishes there at once. Your flows, reviews and numbers stay yours, and `/join` goes on.")
    actions = [
        *(Press(say.words("Leave {name}", name=_short(group.name)), c.Leave(group.id)) for group in it.groups[:20]),
        Press(say.words("Leave {name}", name=_short(it.curriculum)), c.Leave(of=it.ref)),
    ]
    return View(say("Leave a group or a curriculum"), (Say(text),), (*actions, _back(say)), in_place=True)


def leave_asked(it: LeaveAsked, say: Text) -> View:
    """What leaving means."""
    if it.group:
        texts = [
            say("Your name vanishes there at once, and the group counts your flows no longer."),
            say("Your flows stay yours. If you come back, the group counts from that day on."),
            say("What you asked there is taken back: its words go out of the message."),
        ]
    else:
        texts = [say("Your place in it waits for you, and everything you did stays yours.")]
        if it.groups:
            texts.append(say("You also leave {groups}, where it is studied.", groups=", ".join(it.groups)))
        texts.append(
            say("You go on with {title}.", title=it.then)
            if it.then
            else say("Prompts and check-ins stop, until you ask for them again.")
        )
    leave = c.Leave(it.group, it.ref, sure=True)
    actions = (Press(say.words("Leave"), leave, "danger"), _back(say))
    return View(say("Leave {name}?", name=it.name), tuple(map(Say, texts)), actions, in_place=True, accent="warm")


def left(it: Left, say: Text) -> View:
    """It is done, and how to come back."""
    if not it.curriculum:
        text = say("All you did stays yours. `/join` in the group's chat brings you back.")
    elif it.then:
        text = say("You go on with {title}. `/settings` brings the other back, with your place in it.", title=it.then)
    else:
        text = say("All you did stays yours, and your place waits. `/today` goes on whenever you like.")
    return View(say("You have left {name}.", name=it.name), (Say(text),), (_back(say),), in_place=True, accent="good")


def _back(say: Text) -> Press:
    return Press(say.words("Settings"), c.Settings())


def _short(name: str, most: int = 60) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
