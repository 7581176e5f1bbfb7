"""The sentences that only the terminal says."""

from difflib import get_close_matches
from pathlib import Path

from bot.app.fields import Words
from bot.ui.field_words import FieldWords
from bot.ui.forms import Field
from bot.ui.menu import named_commands
from bot.ui.phrase import plain
from bot.ui.text import Text
from bot.ui.view import Block, Facts, Small, View

SHORT = 120


def welcome(say: Text, channel: str, group: str) -> View:
    """What this is, said once at the start."""
    what = say(
        "All of the bot, on a file and a clock of its own. Type `/join` to begin, a number to press a button, "
        "`+1d` or `+1w` to move the clock, `/help` for everything else."
    )
    where = say(
        "{group} meet in #{channel}: `#/join` speaks there, and `@ana /today` speaks as Ana.",
        group=group,
        channel=channel,
    )
    return View(say("Pacekeeper in your terminal"), (Small(what), Small(where)))


def preparing(say: Text) -> str:
    """At the first start, while the group's weeks are lived through."""
    return say.words("One moment, the study group's past weeks are being written …")


def here(say: Text, channel: str) -> View:
    """What can be typed in the terminal beside the commands."""
    rows = (
        ("7", say("presses button [7]")),
        ("+1d  +1w  +3h  +30m", say("moves the clock; + alone shows it")),
        ("#/join", say("says it in #{channel}, for all to see", channel=channel)),
        ("#maths /setup Berlin", say("says it in a channel of that name")),
        ("@ana /log 50", say("says it as Ana; @ana#/join as Ana in the channel")),
        ("@ana", say("lets you be Ana from now on, @you yourself again")),
        ("/cancel  /exit", say("closes a question; leaves")),
    )
    return View(say("In this terminal"), (Facts(rows),))


def question(field: Field, words: FieldWords, say: Text, *, present: str, step: int, steps: int) -> View:
    """One question of a form: how far along, what belongs in it, and what Enter does."""
    blocks: list[Block] = []
    if present:
        line = " ".join(present.split())
        short = line if len(line) <= SHORT else line[: SHORT - 1] + "…"
        blocks.append(Small(say("You wrote: {it}", it=short) if field.required else say("Now: {it}", it=short)))
    return View(plain(words.question), (*blocks, Small(plain(_aside(field, words, say, present, step, steps)))))


def _aside(field: Field, words: FieldWords, say: Text, present: str, step: int, steps: int) -> str:
    parts = [say.words("{step} of {steps}.", step=step, steps=steps)] if steps > 1 else []
    parts.append(f"{words.hint}.")
    match field.kind:
        case Words(least, most, long=True) if least > 1:
            parts.append(say.words("{least} to {most} characters.", least=f"{least:,}", most=f"{most:,}"))
    if present:
        parts.append(say.words("Enter keeps it."))
    elif not field.required and steps > 1:
        parts.append(say.words("Enter skips it."))
    return " ".join(parts)


def stopped(say: Text) -> str:
    """A question was closed."""
    return say.words("Stopped. Nothing was changed.")


def nothing_open(say: Text) -> str:
    """Plain text, or /cancel, where nothing is being asked."""
    return say.words("Nothing is being asked right now. /today shows your next flow, /help everything else.")


def left_open(say: Text) -> str:
    """A command was typed while a question was open."""
    return say.words("The question before is closed; nothing was kept of it.")


def still_open(say: Text) -> str:
    """After a restart: a question is waiting."""
    return say.words("This question is still open from last time:")


def unknown_command(name: str, say: Text) -> str:
    """There is no such command."""
    near = get_close_matches(name, [cls.name for cls in named_commands()], n=1)
    if near:
        return say.words("There is no /{name}. Did you mean /{near}?", name=name, near=near[0])
    return say.words("There is no /{name}. /help shows what there is.", name=name)


def no_button(number: int, newest: int, say: Text) -> str:
    """There is no such number."""
    if not newest:
        return say.words("There is no button yet. /today shows your next flow, /help everything else.")
    return say.words("There is no button {number}; the newest is {newest}.", number=number, newest=newest)


def clock(words: str, say: Text) -> str:
    """What the clock shows."""
    return say.words("It is {when}.", when=words)


def too_far(say: Text) -> str:
    """A move of the clock that is too long."""
    return say.words("The clock moves at most a year at once: +1w, +1d, +3h or +30m.")


def now_speaking(name: str, say: Text) -> str:
    """Lines without a name are this person's from now on."""
    return say.words("You speak as {name} now. @you brings you back.", name=name)


def private(person: str, mine: bool, say: Text) -> str:
    """The heading of a private chat."""
    return say.words("private") if mine else say.words("private, @{person}", person=person)


def only_for(channel: str, person: str, mine: bool, say: Text) -> str:
    """The heading of an answer in a channel that only its asker sees."""
    if mine:
        return say.words("#{channel}, only you see this", channel=channel)
    return say.words("#{channel}, only @{person} sees this", channel=channel, person=person)


def updated(say: Text) -> str:
    """Behind the heading of a message that was changed in place."""
    return say.words("card updated")


def written(path: Path, say: Text) -> str:
    """A file was handed over."""
    return say.words("Written to {path}", path=str(path))


def farewell(say: Text) -> str:
    """The last line."""
    return say.words("Until next time. The clock and all you did are kept.")
