"""Who may like a hello, and a few kind words to one of them: for a facilitator alone (R22)."""

from bot.app import commands as c
from bot.app.said import HelloDraft, HellosShown
from bot.ui.phrase import Person, Phrase, Plain
from bot.ui.text import Text
from bot.ui.view import Option, Pick, Quote, Say, Small, View


def shown(it: HellosShown, say: Text) -> View:
    """Names alone: no number, no day, no order but that of the alphabet."""
    if not it.members:
        text = say("Nobody in {group} needs one just now. It is good of you to look.", group=it.group)
        return View(say("Who may like a hello"), (Say(text),))
    names: Phrase = ()
    for _, name in it.members:
        names = (*names, *((Plain(", "),) if names else ()), Person(name))
    note = say("They agreed to a hello. A few words of yours are enough, and an answer is not needed.")
    options = tuple(Option(name, c.DraftHello(it.group_id, number)) for number, name in it.members)
    return View(say("Who may like a hello"), (Say(names), Small(note)), (Pick(say.words("Words for"), options),))


def draft(it: HelloDraft, say: Text) -> View:
    """Words to copy: they speak of the person, and of nothing that they did or did not do."""
    text = say.words(
        "Hello {name}, I just thought of you. It is good to have you in {group}. "
        "Whenever you feel like it, a small flow with us would be lovely. "
        "If I can make anything easier, tell me. And there is no need to answer.",
        name=it.name,
        group=it.group,
    )
    note = say("Copy it, change it as you like, and send it yourself: I send nothing.")
    return View(say("A hello for {name}", name=Person(it.name)), (Quote(text), Small(note)), accent="good")
