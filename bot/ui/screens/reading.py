"""What is only read: the curriculum, help, what is kept."""

from bot.app import commands as c
from bot.app.said import FaqShown, HelpShown, PhasesShown, PrivacyShown, WeekShown
from bot.core.curriculum import Resource, Week
from bot.ui.menu import MENU, words_of
from bot.ui.phrase import Link, Phrase, Plain
from bot.ui.text import Text
from bot.ui.view import Action, Block, Checklist, Facts, Fill, Option, Pick, Press, Say, Small, View

MOST_OPTIONS = 25  # of one Pick


def week(it: WeekShown, say: Text) -> View:
    """A week of the curriculum, or one part of it."""
    match it.part:
        case "days":
            blocks = _days(it, say)
        case "resources":
            blocks = _resources(it.week, say)
        case "project":
            blocks = _project(it, say)
        case _:
            blocks = _overview(it, say)
    title = say("Week {n}: {title}", n=it.week.number, title=it.week.title)
    return View(title, tuple(blocks), _around(it, say), in_place=True)


def _overview(it: WeekShown, say: Text) -> list[Block]:
    week = it.week
    blocks: list[Block] = [
        Small(say("{phase}, week {n} of {weeks}", phase=it.phase.title, n=week.number, weeks=it.weeks))
    ]
    if week.draft:
        blocks.append(Small(say("A draft: this week's full text is still being written.")))
    if week.why_now:
        blocks.append(Say((Plain(week.why_now),)))
    rows = []
    for day in week.days:
        mark = "done" if day.id in it.done_days else "next" if day.id == it.here_day else "open"
        rows.append((mark, (Plain(day.title),)))
    blocks.append(Checklist(tuple(rows)))  # type: ignore[arg-type]  # the marks are the three words above
    if week.objectives:
        lines = "\n".join(f"• {line}" for line in week.objectives)
        blocks.append(Say(say("**You will be able to**\n{lines}", lines=lines)))
    if week.explain:
        blocks.append(Say(say("**At the end:** {what}", what=week.explain)))
    return blocks


def _days(it: WeekShown, say: Text) -> list[Block]:
    blocks: list[Block] = []
    for n, day in enumerate(it.week.days, 1):
        blocks.append(Say(say("**{n}. {title}**\n{do}", n=n, title=day.title, do=day.do)))
        if day.done_when:
            blocks.append(Small(say("Done when: {test}", test=day.done_when)))
    return blocks


def _resources(week: Week, say: Text) -> list[Block]:
    blocks: list[Block] = [Say(_resource(it, say)) for it in week.resources]
    if week.if_stuck:
        lines = "\n".join(f"• {line}" for line in week.if_stuck)
        blocks.append(Say(say("**If you are stuck**\n{lines}", lines=lines)))
    return blocks or [Say(say("Nothing is listed for this week yet."))]


def _resource(it: Resource, say: Text) -> Phrase:
    name: Phrase = (Link(it.title, it.url),) if it.url else (Plain(it.title),)
    return say("{title}, {by}", title=name, by=it.by) if it.by else name


def _project(it: WeekShown, say: Text) -> list[Block]:
    project = it.phase.project
    blocks: list[Block] = [Say(say("**{title}**\n{brief}", title=project.title, brief=project.brief))]
    if it.week.project_slice:
        blocks.append(Say(say("**This week's slice:** {what}", what=it.week.project_slice)))
    blocks += [Say(say("**{title}**\n{accept}", title=step.title, accept=step.accept)) for step in project.milestones]
    blocks.append(Small(say("You are ready to move on when: {signal}", signal=it.phase.ready.signal)))
    return blocks


def _around(it: WeekShown, say: Text) -> tuple[Action, ...]:
    n = it.week.number
    actions: list[Action] = []
    if n > 1:
        actions.append(Press(say.words("Week {n}", n=n - 1), c.ShowWeek(n - 1)))
    if n < it.weeks:
        actions.append(Press(say.words("Week {n}", n=n + 1), c.ShowWeek(n + 1)))
    parts = (
        ("", say.words("Overview")),
        ("days", say.words("Days in full")),
        ("resources", say.words("Resources")),
        ("project", say.words("Project")),
    )
    actions += [Press(label, c.ShowWeek(n, part)) for part, label in parts if part != it.part]  # type: ignore[arg-type]  # the parts are the four words above
    actions.append(Press(say.words("All phases"), c.ShowWeek(None, "phases")))
    return tuple(actions)


def phases(it: PhasesShown, say: Text) -> View:
    """The whole way, phase by phase."""
    blocks: list[Block] = []
    actions: list[Action] = []
    for n, phase in enumerate(it.curriculum.phases, 1):
        first, last = phase.weeks[0].number, phase.weeks[-1].number
        here = any(week.id == it.here for week in phase.weeks)
        mark = say(" ← you are here") if here else ()
        line = say("**{n}. {title}**, weeks {first} to {last}", n=n, title=phase.title, first=first, last=last)
        blocks.append(Say((*line, *mark, Plain(f"\n{phase.project.title}"))))
        if len(actions) < len(it.curriculum.phases):
            options = tuple(
                Option(say.words("Week {n}: {title}", n=week.number, title=week.title), c.ShowWeek(week.number))
                for week in phase.weeks[:MOST_OPTIONS]
            )
            actions.append(Pick(phase.title, options))
    picks = tuple(actions[:4])  # a message has room for five rows
    more = tuple(Press(phase.title, c.ShowWeek(phase.weeks[0].number)) for phase in it.curriculum.phases[4:8])
    faq = Press(say.words("Questions and answers"), c.ShowWeek(None, "faq"))
    title = say("{title}", title=it.curriculum.title)
    return View(title, tuple(blocks), (*picks, *more, faq), in_place=True)


def faq(it: FaqShown, say: Text) -> View:
    """Questions that learners ask."""
    blocks = tuple(Say(say("**{question}**\n{answer}", question=one.question, answer=one.answer)) for one in it.faq)
    back = Press(say.words("All phases"), c.ShowWeek(None, "phases"))
    empty = (Say(say("No questions are listed yet.")),)
    return View(say("Questions and answers"), blocks or empty, (back,), in_place=True)


def help_(it: HelpShown, say: Text) -> View:
    """Help that fits."""
    if not it.private and not it.joined:
        where = it.group or say.words("a study group")
        blocks: list[Block] = [
            Say(
                say(
                    "This is home to **{where}**. Join, and I tell you each study day what to do next, in private.",
                    where=where,
                )
            )
        ]
        actions: list[Action] = [Press(say.words("Join"), c.Join(), "main")]
        if it.facilitator and not it.group:
            blocks = [
                Say(
                    say(
                        "Make this chat a study group with `/setup`: it takes a time zone, the card's hour, and whether there is a board."
                    )
                )
            ]
            actions = [Fill(say.words("Set this chat up"), c.Setup, asks=("zone", "hour", "board"), style="main")]
        return View(say("Pacekeeper"), tuple(blocks), tuple(actions))
    if not it.joined:
        text = say(
            "I carry you through a long curriculum, one small flow at a time. Missing days is no drama: nothing is ever owed."
        )
        return View(
            say("Pacekeeper"),
            (Say(text),),
            (
                Press(say.words("Join"), c.Join(), "main"),
                Press(say.words("See the curriculum"), c.ShowWeek(None, "phases")),
            ),
        )
    first = say("Good to see you. You go on right where you stopped.") if it.welcome else say("What you can say:")
    rows = tuple(
        (f"/{command.name}", (Plain(words_of(command).description),)) for command in MENU if not command.facilitator
    )
    actions = [
        Press(say.words("Show the next flow"), c.Today(), "main"),
        Press(say.words("Progress"), c.Progress()),
    ]
    blocks = [Say(first), Facts(rows)]
    if it.facilitator and not it.private:
        blocks.append(Small(say("You may change this group with `/setup`.")))
    return View(say("Pacekeeper"), tuple(blocks), tuple(actions))


def privacy(it: PrivacyShown, say: Text) -> View:
    """What is kept and why."""
    blocks: list[Block] = [
        Say(
            say(
                "**Kept:** your name here, your account's id and display name on this platform, zone, hour and plan, your flows with their notes, your place in the curriculum, reviews and check-ins. They are what your numbers are made of."
            )
        ),
        Say(
            say(
                "**Who sees what:** notes, reviews, check-ins and confidence are yours alone, the facilitator included. A group sees your name only if you say so; its totals count you from three learners on."
            )
        ),
        Say(
            say(
                "**Kept for a while:** which buttons were pressed, 90 days; delivered messages, 30 days; requests and what they were answered, 48 hours."
            )
        ),
        Say(say("Whoever hosts this bot can read its database. Ask them for a copy of your data, or to erase it.")),
    ]
    if it.joined:
        rows = (
            (say.words("Flows"), say("{n}", n=it.logs)),
            (say.words("Reviews"), say("{n}", n=it.reviews)),
            (say.words("Check-ins"), say("{n}", n=it.checkins)),
        )
        blocks += [Say(say("**Yours so far:**")), Facts(rows)]
    return View(say("What is kept, and why"), tuple(blocks))
