"""The portfolio: choosing its reviews, and the page that comes of it."""

from bot.app import commands as c
from bot.app.said import PortfolioChoice, PortfolioMade
from bot.ui.pages.portfolio import page
from bot.ui.phrase import Plain
from bot.ui.text import Text
from bot.ui.view import Action, Block, Checklist, File, Press, Say, Small, View


def choice(it: PortfolioChoice, say: Text) -> View:
    """Which reviews the page shall show."""
    blocks: list[Block] = [
        Say(say("One page with your projects, their milestones and your numbers: a file to keep, to print or to show."))
    ]
    actions: list[Action] = [
        Press(say.words("Make the page"), c.Portfolio(it.marks, make=True), "main"),
    ]
    if it.written:
        chosen = say.many("{n} of {of} is chosen.", "{n} of {of} are chosen.", it.chosen, of=it.written)
        blocks.append(Say((*say("Your reviews stay out of it unless you choose them. "), *chosen)))
        blocks.append(
            Checklist(
                tuple(
                    ("done" if line.chosen else "open", say("Week {n}, {title}", n=line.number, title=line.title))
                    for line in it.reviews
                )
            )
        )
        if it.chosen < it.written:
            actions.append(Press(say.words("All reviews"), c.Portfolio(it.everything, it.page)))
        if it.chosen:
            actions.append(Press(say.words("No reviews"), c.Portfolio("", it.page)))
        for line in it.reviews:
            label = (
                say.words("Without week {n}", n=line.number) if line.chosen else say.words("Week {n}", n=line.number)
            )
            actions.append(Press(label, c.Portfolio(line.toggled, it.page)))
        if it.page:
            actions.append(Press(say.words("Earlier weeks"), c.Portfolio(it.marks, it.page - 1)))
        if it.page + 1 < it.pages:
            actions.append(Press(say.words("Later weeks"), c.Portfolio(it.marks, it.page + 1)))
    actions.append(Press(say.words("Progress"), c.Progress()))
    return View(say("Your portfolio"), tuple(blocks), tuple(actions), in_place=True)


def made(it: PortfolioMade, say: Text) -> View:
    """The page, as a file."""
    reviews = say.many("{n} review", "{n} reviews", len(it.reviews))
    projects = say.many("{n} project", "{n} projects", len(it.projects))
    text = say("It holds {projects} and {reviews}. Nobody but you has it.", projects=projects, reviews=reviews)
    small = Small((Plain(say.words("Open it in any browser; it loads nothing from anywhere.")),))
    name = f"portfolio-{it.today.isoformat()}.html"
    file = File(name, "text/html", page(it, say).encode())
    return View(
        say("Your portfolio"),
        (Say(text), small),
        (Press(say.words("Choose again"), c.Portfolio()),),
        accent="good",
        files=(file,),
    )
