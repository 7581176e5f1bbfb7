"""The portfolio: projects, numbers, and the reviews that its learner chose to show (R14, R21, R23)."""

from collections.abc import Mapping

from bot.app.commands import Portfolio
from bot.app.said import (
    PortfolioChoice,
    PortfolioMade,
    ProjectLine,
    Refusal,
    ReviewLine,
    ReviewText,
    Said,
    ShippedLine,
)
from bot.app.stand import closed_weeks
from bot.app.turn import Turn
from bot.core.curriculum import Curriculum, Phase
from bot.core.facts import Review

PAGE = 8  # reviews that are offered at once
MOST_BITS = 176  # weeks that a button has room for


def portfolio(ask: Portfolio, turn: Turn) -> Said:
    """Show which reviews are chosen, or make the page with them."""
    written = _written(turn)
    chosen = _read(ask.chosen) & _marks(written)
    return _made(written, chosen, turn) if ask.make else _choice(written, chosen, ask.page, turn.curriculum)


def _written(turn: Turn) -> dict[int, Review]:
    """By its week's number the newest review that ended in yes."""
    newest = {it.week: it for it in turn.tx.way.reviews(turn.me.id, turn.curriculum.id) if it.whole}
    return {week.number: newest[week.id] for week in turn.curriculum.weeks if week.id in newest}


def _marks(numbers: Mapping[int, object]) -> int:
    return sum(1 << number for number in numbers if number < MOST_BITS)


def _read(text: str) -> int:
    """What a button carries. Raises Refusal("outdated") for what none does."""
    try:
        return int(text or "0", 16)
    except ValueError:
        raise Refusal("outdated") from None


def _choice(written: Mapping[int, Review], chosen: int, page: int, curriculum: Curriculum) -> PortfolioChoice:
    titles = {week.number: week.title for week in curriculum.weeks}
    numbers = [number for number in written if number < MOST_BITS]
    pages = max(1, -(-len(numbers) // PAGE))
    page = min(page, pages - 1)
    shown = numbers[page * PAGE : page * PAGE + PAGE]
    return PortfolioChoice(
        tuple(ReviewLine(n, titles[n], bool(chosen >> n & 1), _hex(chosen ^ 1 << n)) for n in shown),
        len(numbers),
        chosen.bit_count(),
        _hex(chosen),
        _hex(_marks(written)),
        page,
        pages,
    )


def _hex(marks: int) -> str:
    return f"{marks:x}" if marks else ""


def _made(written: Mapping[int, Review], chosen: int, turn: Turn) -> PortfolioMade:
    curriculum, me = turn.curriculum, turn.me
    weeks = {week.number: week.title for week in curriculum.weeks}
    closed = closed_weeks(turn.tx, curriculum, me.id)
    return PortfolioMade(
        me.name,
        curriculum.title,
        curriculum.summary,
        turn.today,
        min([me.joined, *turn.record().days]),
        turn.standing(),
        sum(week.id in closed for week in curriculum.weeks),
        len(weeks),
        turn.place().is_finished,
        _projects(curriculum, turn),
        tuple(ReviewText(n, weeks[n], it.text, it.closed_on) for n, it in written.items() if chosen >> n & 1),
    )


def _projects(curriculum: Curriculum, turn: Turn) -> tuple[ProjectLine, ...]:
    """The projects of which something was shipped, in the curriculum's order; of a milestone its newest shipping."""
    shipped = {it.milestone: it for it in turn.tx.projects.shipped(turn.me.id, curriculum.id)}

    def line(number: int, phase: Phase) -> ProjectLine:
        milestones = phase.project.milestones
        found = [(it.title, shipped[it.id]) for it in milestones if it.id in shipped]
        lines = tuple(ShippedLine(title, it.link, it.note, it.day) for title, it in found)
        return ProjectLine(number, phase.title, phase.project.title, lines, len(milestones))

    lines = (line(number, phase) for number, phase in enumerate(curriculum.phases, start=1))
    return tuple(it for it in lines if it.shipped)
