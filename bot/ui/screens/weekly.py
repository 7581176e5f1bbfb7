"""The week: check-in and review."""

from bot.app import commands as c
from bot.app.said import (
    CheckedIn,
    CheckinCall,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    WeekIsLong,
)
from bot.ui.dates import date_words
from bot.ui.phrase import Plain
from bot.ui.screens.asking import ask_groups
from bot.ui.screens.gates import phase_behind
from bot.ui.screens.parts import (
    next_words,
    stem_blocks,
    week_blocks,
    week_label,
    week_words,
    weeks_named,
    where,
    write_review,
)
from bot.ui.screens.recall import one_question
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Fill, Option, Pick, Press, Quote, Say, Small, View


def checkin_call(it: CheckinCall, say: Text) -> View:
    """The weekly question; if a review is due, one message asks both."""
    blocks: list[Block] = [
        Say(
            say(
                "How did the week from {day} go, {name}? Five short questions, only for you.",
                day=date_words(say, it.monday),
                name=it.name,
            )
        ),
        # Of a week without anything no row of empty squares is shown (R22).
        *(week_blocks(say, it.week) if it.week.logs or it.week.rested else (Say(week_words(say, it.week)),)),
    ]
    actions: list[Action] = [Fill(say.words("Check in"), c.WriteCheckin, style="main")]
    if it.review_due:
        weeks = weeks_named(say, it.stand.together)
        blocks.append(Say(say("Your review of {weeks} is due too, whenever you like.", weeks=weeks)))
        actions.append(write_review(say, it.stand.week.id))
    actions.append(Press(say.words("Stop prompts"), c.Settings(prompts=False)))
    blocks.append(Small(say("It can wait: answers count for this week until the next one.")))
    return View(say("Your weekly check-in"), tuple(blocks), tuple(actions))


def checked_in(it: CheckedIn, say: Text) -> View:
    """A check-in was kept."""
    plan = say("**{after}**, **{will}**.", after=_after(it.after, say), will=_will(it.i_will, say))
    rows = (
        (say.words("Next week"), plan),
        (say.words("Confidence"), say("{n} of 5", n=it.confidence)),
    )
    blocks: list[Block] = [Facts(rows)]
    actions: list[Action] = []
    if it.review_due:
        blocks.append(Say(next_words(say, it.stand)))
        actions.append(write_review(say, it.stand.week.id))
    else:
        actions.append(Press(say.words("Show the next flow"), c.Today()))
    if it.recall is not None:
        actions.append(one_question(it.recall, say))
    actions += ask_groups(it.groups, say, checkin=it.monday.isoformat())
    actions.append(Press(say.words("Undo"), c.Undo("checkin", it.number)))
    blocks.append(Small(say("Only you can read it. Your prompts will remind you of your plan.")))
    if it.shareable:
        actions.append(share_answer(it.monday.isoformat(), say))
    day = date_words(say, it.monday)
    title = (
        say("Check-in changed for the week from {day}", day=day)
        if it.replaced
        else say("Check-in kept for the week from {day}", day=day)
    )
    return View(title, tuple(blocks), tuple(actions), accent="good")


def share_answer(monday: str, say: Text) -> Pick:
    """The answers of a check-in, to share one of them (R23)."""
    options = (
        Option(say.words("What went well"), c.SeeShare("well", monday)),
        Option(say.words("What got in the way"), c.SeeShare("way", monday)),
        Option(say.words("My plan"), c.SeeShare("plan", monday)),
    )
    return Pick(say.words("Share one answer with your group"), options)


def intention(after: str, i_will: str, say: Text) -> str:
    """The if-then sentence as one line: "After lunch, I will open the notebook"."""
    return say.words("{after}, {will}", after=_after(after, say), will=_will(i_will, say))


def _after(said: str, say: Text) -> str:
    return _sentence(say.words("After"), said)


def _will(said: str, say: Text) -> str:
    return _sentence(say.words("I will"), said)


def _sentence(start: str, said: str) -> str:
    """What a learner wrote behind our words, without saying them twice."""
    text = " ".join(said.split()).rstrip(".")
    return text if text.lower().startswith(start.lower()) else f"{start} {text}"


def review_due(it: ReviewDue, say: Text) -> View:
    """What the review must explain."""
    blocks: list[Block] = [Say((Plain(it.explain),))]
    if it.closed:
        blocks.append(Small(say("You have closed this week before. Writing again only sharpens it.")))
    elif not it.due:
        blocks.append(Small(say("It may come early: who can explain it owns it, and open days count as passed over.")))
    blocks += stem_blocks(say, it.stems)
    blocks.append(Small(say("In your own words, from memory, 80 to 4,000 characters. Only you will read it.")))
    if len(it.together) > 1:
        title = say("Explain {weeks} in one", weeks=weeks_named(say, it.together))
    else:
        title = say("Explain week {week}: {title}", week=it.week.number, title=it.week.title)
    return View(title, tuple(blocks), (write_review(say, it.week.id),))


def review_written(it: ReviewWritten, say: Text) -> View:
    """The text is kept; compare, then say whether anything is missing."""
    blocks: list[Block] = [Quote(it.text)]
    if it.compare:
        blocks.append(Say(say("Compare it with these answers:")))
        for question in it.compare:
            blocks += [Say(say("**{ask}**", ask=question.ask)), Say((Plain(question.answer),))]
    else:
        blocks.append(Say(say("Read it once more as if a friend had written it.")))
    blocks.append(Say(say("**Is anything missing?**")))
    actions: list[Action] = [
        Press(say.words("Nothing, go on"), c.AnswerReview(it.review, missing=False), "main"),
        Press(say.words("Something is missing"), c.AnswerReview(it.review, missing=True)),
    ]
    if it.can_log:
        actions.append(Press(say.words("Log 30 min for it"), c.LogFlow(30, when=it.today.isoformat())))
    title = say("Your review of {weeks} is kept", weeks=weeks_named(say, it.together or (it.week.number,)))
    return View(title, tuple(blocks), tuple(actions), accent="good")


def week_is_long(it: WeekIsLong, say: Text) -> View:
    """One sentence on why weeks are long, then "go on" or "stay"."""
    text = say(
        "This is the second week you close within one: what is recalled after some days stays far longer than what is read in one go."
    )
    actions = (
        Press(say.words("Go on"), c.AnswerReview(it.review, missing=False, sure=True), "main"),
        Press(say.words("Stay a while"), c.Today()),
    )
    return View(say("Two weeks in one"), (Say(text),), actions)


def review_closed(it: ReviewClosed, say: Text) -> View:
    """A week was explained whole."""
    blocks: list[Block] = []
    if it.passed_over:
        blocks.append(
            Small(
                say.many(
                    "{n} open day counts as passed over.",
                    "{n} open days count as passed over.",
                    it.passed_over,
                )
            )
        )
    if it.left:
        blocks += phase_behind(it.left, it.next, say)
    else:
        if it.next.spot == "project" and not it.already:
            closed = say("The last week of phase {n} is closed. Its project leads out of it.", n=it.next.phase_number)
            blocks.append(Say(closed))
        blocks.append(Say(next_words(say, it.next)))
    main = (
        Press(say.words("Look back"), c.LookBack(), "main")
        if it.next.spot == "finished"
        else Press(say.words("Show the next flow"), c.Today(), "main")
    )
    actions: tuple[Action, ...] = (main, Press(say.words("Undo"), c.Undo("review", it.review)))
    if it.shareable:
        actions += (Press(say.words("Share this review"), c.SeeShare("review", str(it.review))),)
    if len(it.together) > 1:
        title = say("{weeks} are closed", weeks=week_label(say, it.together))
    else:
        title = say("Week {week} is closed: {title}", week=it.week.number, title=it.week.title)
    return View(title, tuple(blocks), actions, accent="good")


def review_open(it: ReviewOpen, say: Text) -> View:
    """Something is missing: the checkpoint is next, without penalty."""
    if it.next.spot == "checkpoint":
        text = say(
            "Your text is kept. Knowing what is missing is half the way: the next day's work is the week's checkpoint."
        )
        label = say.words("Show the checkpoint")
    else:
        text = say(
            "Your text is kept. Knowing what is missing is half the way: take one more day on it, then write again."
        )
        label = say.words("Show the next flow")
    actions: tuple[Action, ...] = (Press(label, c.Today(), "main"),)
    if it.review:
        actions = (*actions, Press(say.words("Undo"), c.Undo("missing", it.review)))
    return View(say("{where}", where=where(say, it.next)), (Say(text),), actions)
