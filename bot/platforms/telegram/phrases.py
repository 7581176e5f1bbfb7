"""The sentences that only this door says."""

from bot.app.fields import Words
from bot.ui.field_words import FieldWords
from bot.ui.forms import Field
from bot.ui.phrase import Phrase, plain
from bot.ui.text import Text
from bot.ui.view import Block, Say, Small, View


def only_in_private(say: Text) -> View:
    """The one impersonal line of a group under a personal command."""
    return View(title=(), blocks=(Say(say("That is between you and me. Let's go on in our private chat.")),))


def noted(say: Text) -> View:
    """The line under a command that was carried out: who cannot see the receipt must know that it counts."""
    return View(title=(), blocks=(Say(say("Noted. The receipt is in our private chat.")),))


def sent_in_private(say: Text) -> str:
    """Told to whoever pressed for something that is theirs alone."""
    return say.words("The answer comes in our private chat.")


def unwritable(place: str, say: Text) -> View:
    """Told in private to a facilitator whose answer could not be written in the group."""
    return View(
        say(
            "I could not write in {place}, so the answer is here. `/setup check`, typed there, finds what is to mend.",
            place=place,
        )
    )


def private_button(say: Text) -> str:
    """The label of the button under that line."""
    return say.words("Open the private chat")


def question(
    field: Field,
    words: FieldWords,
    say: Text,
    *,
    present: str,
    step: int,
    steps: int,
    refused: View | None,
    private: bool,
) -> View:
    """One question of a form; after a refusal its sentence comes first and the question once more."""
    asked = plain(words.question)
    head, blocks = (asked, ()) if refused is None else (refused.title, (*refused.blocks, Say(asked)))
    asides: list[Block] = []
    if present:
        asides.append(Small(say("You wrote: {it}", it=present) if field.required else say("Now: {it}", it=present)))
    asides.append(Small(_aside(field, say, step=step, steps=steps, private=private)))
    return View(title=head, blocks=(*blocks, *asides), accent="plain" if refused is None else "no")


def _aside(field: Field, say: Text, *, step: int, steps: int, private: bool) -> Phrase:
    """How far along, how long an answer may be, where to write it, and the way out."""
    parts: list[str] = []
    if steps > 1:
        parts.append(say.words("Step {step} of {steps}.", step=step, steps=steps))
    match field.kind:
        case Words(least, most, long=True) if least > 1:
            parts.append(
                say.words("{least} to {most} characters, in one message.", least=f"{least:,}", most=f"{most:,}")
            )
        case Words(most=most, long=True):
            parts.append(say.words("Up to {most} characters, in one message.", most=f"{most:,}"))
    if not private:
        parts.append(say.words("Answer by replying to this message."))
    parts.append(say.words("/cancel stops this."))
    return plain(" ".join(parts))


def yes(say: Text) -> str:
    """A switch's yes."""
    return say.words("Yes")


def no(say: Text) -> str:
    """A switch's no."""
    return say.words("No")


def skip(say: Text, *, present: bool) -> str:
    """Leaves an optional field as it is."""
    return say.words("Leave it") if present else say.words("Skip")


def as_it_is(say: Text) -> str:
    """Takes what a field begins with as the answer."""
    return say.words("Use these words")


def enough(say: Text) -> str:
    """Leaves everything that is still to ask as it is."""
    return say.words("That is all")


def cancel(say: Text) -> str:
    """Closes a question."""
    return say.words("Cancel")


def stopped(say: Text) -> View:
    """A question was closed."""
    return View(title=say("Stopped. Nothing was changed."))


def nothing_open(say: Text) -> View:
    """`/cancel` without a question."""
    return View(title=say("There is nothing to stop. `/help` shows what you can do."))


def closed_question(say: Text) -> str:
    """A press on a question that was answered, or is somebody else's."""
    return say.words("This question is closed.")


def words_please(say: Text) -> View:
    """A picture or a voice message as an answer."""
    return View(title=say("I can only read words. Please type your answer."))


def not_understood(say: Text) -> View:
    """A private message that is neither a command nor an answer."""
    return View(
        title=say("I did not understand that."),
        blocks=(Say(say("`/today` shows your next flow, `/log 90` records one, and `/help` shows the rest.")),),
    )


def unknown_command(name: str, say: Text) -> View:
    """A private command that does not exist."""
    return View(title=say("There is no {name}. `/help` shows what you can do.", name=f"/{name}"))
