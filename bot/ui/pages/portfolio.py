"""The portfolio as one HTML page that needs nothing else: no script, no font, no picture from anywhere.

Everything that a person or a curriculum wrote goes through `html.escape`, and only https links become links.
"""

from collections.abc import Iterable
from html import escape

from bot.app.said import PortfolioMade, ProjectLine, ReviewText, ShippedLine
from bot.core.verdicts import PastWeek, Verdict
from bot.ui.dates import date_words, length
from bot.ui.pages.style import STYLE
from bot.ui.text import Text

MOST_WEEKS = 104  # of the chain: two years

# Rest is part of the chain, and an empty week is drawn like one (R22).
_SHADES = {Verdict.FULL: "full", Verdict.SOLID: "solid", Verdict.LIGHT: "light"}


def page(it: PortfolioMade, say: Text) -> str:
    """The whole page."""
    title = say.words("{name}: {curriculum}", name=it.name, curriculum=it.curriculum)
    parts = [_head(it, say), _numbers(it, say), _chain(it.standing.past, say), _projects(it.projects, say)]
    if it.reviews:
        parts.append(_reviews(it.reviews, say))
    made = say.words("Made with Pacekeeper on {day} {year}.", day=date_words(say, it.today), year=it.today.year)
    return (
        f'<!doctype html>\n<html lang="{say.tag}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + f"\n<footer>{escape(made)}</footer>\n</main>\n</body>\n</html>\n"
    )


def _head(it: PortfolioMade, say: Text) -> str:
    since, until = (say.words("{day} {year}", day=date_words(say, day), year=day.year) for day in (it.since, it.today))
    walked = (
        say.words("the whole way, {weeks} weeks", weeks=it.weeks)
        if it.finished
        else say.words("{n} of {weeks} weeks explained", n=it.weeks_explained, weeks=it.weeks)
    )
    when = say.words("{since} to {until} · {walked}", since=since, until=until, walked=walked)
    return (
        f'<header><p class="over">{escape(it.curriculum)}</p><h1>{escape(it.name)}</h1>'
        f'<p class="lead">{_lines(it.summary)}</p><p class="when">{escape(when)}</p></header>'
    )


def _numbers(it: PortfolioMade, say: Text) -> str:
    standing = it.standing
    figures = [
        (str(standing.kept), say.many_words("week kept", "weeks kept", standing.kept)),
        (length(say, standing.minutes), say.words("of study")),
        (str(standing.study_days), say.many_words("study day", "study days", standing.study_days)),
        (str(standing.logs), say.many_words("flow", "flows", standing.logs)),
        (str(it.weeks_explained), say.many_words("week explained", "weeks explained", it.weeks_explained)),
        (str(standing.best_run), say.many_words("week in the best run", "weeks in the best run", standing.best_run)),
    ]
    boxes = "".join(f"<div><dd>{escape(number)}</dd><dt>{escape(name)}</dt></div>" for number, name in figures)
    return f'<dl class="numbers">{boxes}</dl>'


def _chain(past: Iterable[PastWeek], say: Text) -> str:
    """The past weeks as squares, and what their shades mean."""
    weeks = list(past)[-MOST_WEEKS:]
    if not weeks:
        return ""
    squares = "".join(f'<i class="{_SHADES.get(week.verdict, "rest")}"></i>' for week in weeks)
    shades = {
        "full": say.words("full"),
        "solid": say.words("solid"),
        "light": say.words("light"),
        "rest": say.words("at rest"),
    }
    legend = "".join(f'<span><i class="{shade}"></i>{escape(name)}</span>' for shade, name in shades.items())
    label = escape(say.many_words("{n} week, a square each", "{n} weeks, a square each", len(weeks)))
    drawn = f'<div role="img" aria-label="{label}">{squares}</div>'
    return f'<section class="chain">{drawn}<p>{label} {legend}</p></section>'


def _projects(projects: Iterable[ProjectLine], say: Text) -> str:
    cards = "".join(_project(project, say) for project in projects)
    if not cards:
        cards = f'<p class="quiet">{escape(say.words("The first project is on its way."))}</p>'
    return f"<section><h2>{escape(say.words('Projects'))}</h2>{cards}</section>"


def _project(it: ProjectLine, say: Text) -> str:
    phase = say.words("Phase {n} · {phase}", n=it.number, phase=it.phase)
    state = (
        say.words("shipped whole")
        if len(it.shipped) == it.milestones
        else say.words("{n} of {of} milestones shipped", n=len(it.shipped), of=it.milestones)
    )
    lines = "".join(_milestone(line, say) for line in it.shipped)
    return (
        f'<article><p class="over">{escape(phase)}</p><h3>{escape(it.title)}</h3>'
        f'<p class="state">{escape(state)}</p><ul>{lines}</ul></article>'
    )


def _milestone(it: ShippedLine, say: Text) -> str:
    day = say.words("{day} {year}", day=date_words(say, it.day), year=it.day.year)
    link = f"<p>{_link(it.link)}</p>" if it.link else ""
    note = f"<p>{_lines(it.note)}</p>" if it.note else ""
    return f"<li><p><b>{escape(it.title)}</b> <time>{escape(day)}</time></p>{link}{note}</li>"


def _link(address: str) -> str:
    if not address.startswith("https://"):
        return escape(address)
    shown = address.removeprefix("https://")
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(shown)}</a>'


def _reviews(reviews: Iterable[ReviewText], say: Text) -> str:
    told = "".join(_review(review, say) for review in reviews)
    return f"<section><h2>{escape(say.words('In my own words'))}</h2>{told}</section>"


def _review(it: ReviewText, say: Text) -> str:
    week = say.words("Week {n} · {week}", n=it.number, week=it.week)
    day = ""
    if it.day is not None:
        told = say.words("{day} {year}", day=date_words(say, it.day), year=it.day.year)
        day = f" <time>{escape(told)}</time>"
    return f"<article><h3>{escape(week)}{day}</h3><blockquote>{_lines(it.text)}</blockquote></article>"


def _lines(text: str) -> str:
    """A text with its line breaks."""
    return escape(text).replace("\n", "<br>")
