"""Recall: a question without its answer, the answer, what came of it."""

from dataclasses import replace
from datetime import date

from bot.app import commands as c
from bot.app.said import RecallAnswered, RecallAsked, RecallResting, RecallSettled, RecallShown
from bot.core.curriculum import Question, Week
from bot.core.days import A_DAY
from bot.ui.dates import day_words
from bot.ui.phrase import Phrase, Plain
from bot.ui.screens.parts import next_words
from bot.ui.text import Text
from bot.ui.view import Action, Block, Option, Pick, Press, Quiz, Quote, Say, Small, View


def asked(it: RecallAsked, say: Text) -> View:
    """A question, to be answered before anything is shown."""
    if it.question and it.question.choices and it.question.right is not None:
        return View(_from(it.week, say), (_question(it.week, it.question, say),), (_choices(it, it.question, say),))
    look = c.ShowRecall(it.recall, it.state, answer=True, extra=it.extra)
    label = say.words("Show the answer") if it.question else say.words("Show what I wrote")
    blocks = (_question(it.week, it.question, say), Small(say("Say it to yourself, then look.")))
    return View(_from(it.week, say), blocks, (Press(label, look, "main"),))


def _choices(it: RecallAsked, question: Question, say: Text) -> Quiz | Pick:
    """A check-in's question is no quiz of the platform's own: by a poll's id alone nobody can tell that it is extra."""
    options = tuple(
        Option(choice, c.ChooseRecall(it.recall, it.state, at, extra=it.extra))
        for at, choice in enumerate(question.choices)
    )
    which = say.words("Which one is it?")
    if it.extra:
        return Pick(which, options)
    return Quiz(which, options, question.ask, question.right or 0, question.why, it.recall, it.state)


def shown(it: RecallShown, say: Text) -> View:
    """The answer, and how well it was there."""
    words: tuple[tuple[str, c.RateRecall], ...] = (
        (say.words("Forgot"), c.RateRecall(it.recall, it.state, "again", extra=it.extra)),
        (say.words("Hard"), c.RateRecall(it.recall, it.state, "hard", extra=it.extra)),
        (say.words("Got it"), c.RateRecall(it.recall, it.state, "good", extra=it.extra)),
    )
    blocks = (
        _question(it.week, it.question, say),
        *_answer(it.question, it.text),
        Say(say("How well was it there?")),
    )
    actions = tuple(Press(label, command) for label, command in words)
    return View(_from(it.week, say), blocks, actions, in_place=True)


def answered(it: RecallAnswered, say: Text) -> View:
    """The answer with why, and the next one by one press."""
    blocks: list[Block] = [_question(it.week, it.question, say), *_answer(it.question, it.text), Small(_again(it, say))]
    action: Action
    if it.more:
        action = Press(say.words("Next question"), c.Recall(), "main")
    else:
        if not it.extra:
            blocks.append(Small(say("That is all for today.")))
        action = Press(say.words("Show the next flow"), c.Today())
    told = View(_verdict(it, say), tuple(blocks), (action,), in_place=True)
    return told if it.rating == "again" else replace(told, accent="good")


def _verdict(it: RecallAnswered, say: Text) -> Phrase:
    match it.rating:
        case "again" if it.quiz:
            return say("Another one was right")
        case "again":
            return say("Looked up, so it comes back soon")
        case "hard":
            return say("It took some digging, and there it was")
        case _ if it.quiz:
            return say("That is right")
        case _:
            return say("Well recalled")


def resting(it: RecallResting, say: Text) -> View:
    """Nothing to ask now, and what comes next."""
    match it.why:
        case "enough":
            title = say("Five for today, well done")
        case "nothing_due":
            title = say("Nothing to recall right now: it is all still fresh")
        case _:
            title = say("Recall begins once you have explained a week")
    blocks: list[Block] = []
    if it.next_on is None:
        blocks.append(Say(say("Two days after a review its questions come here, and your own words with them.")))
    else:
        blocks.append(Say(_next_on(it.next_on, it.today, say)))
    blocks.append(Say(next_words(say, it.stand)))
    return View(title, tuple(blocks), (Press(say.words("Show the next flow"), c.Today()),))


def settled(_: RecallSettled, say: Text) -> View:
    """A press on a question that is no longer open."""
    text = say("It was answered before, or its words have changed since. Nothing was counted twice.")
    actions = (Press(say.words("Next question"), c.Recall(), "main"),)
    return View(say("That question is no longer open"), (Say(text),), actions)


def one_question(it: RecallAsked, say: Text) -> Press:
    """The button of a check-in's one question."""
    label = say.words("One question from week {week}", week=it.week.number)
    return Press(label, c.ShowRecall(it.recall, it.state, extra=True))


def _again(it: RecallAnswered, say: Text) -> Phrase:
    if it.comes_again == it.today + A_DAY:
        return say("It comes again tomorrow.")
    return say("It comes again on {day}.", day=day_words(say, it.comes_again, it.today))


def _next_on(day: date, today: date, say: Text) -> Phrase:
    if day == today + A_DAY:
        return say("The next question comes tomorrow.")
    return say("The next question comes on {day}.", day=day_words(say, day, today))


def _from(week: Week, say: Text) -> Phrase:
    return say("From week {week}: {title}", week=week.number, title=week.title)


def _question(week: Week, question: Question | None, say: Text) -> Say:
    if question is None:
        return Say(say("What did you write about **{title}**?", title=week.title))
    return Say(say("**{ask}**", ask=question.ask))


def _answer(question: Question | None, text: str) -> list[Block]:
    if question is None:
        return [Quote(text)]
    blocks: list[Block] = [Say((Plain(question.answer),))]
    if question.why:
        blocks.append(Small((Plain(question.why),)))
    return blocks
