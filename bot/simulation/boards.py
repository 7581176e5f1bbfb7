"""A group's board, worked out once more from what its members did (R10, R22, R23)."""

from datetime import date, datetime
from fractions import Fraction

from bot.app.said import BoardShown
from bot.simulation import naive
from bot.simulation.journal import Journal
from bot.simulation.naive import A_WEEK, Facts, monday
from bot.simulation.violation import Violation

MOST_CREDITED = 240  # R3
SHOWN = 10  # lines at the top of a board
FEWEST = 3  # learners that a total may be told of (R23)
BOARD_WEEKS = {"week": 0, "4 weeks": 4, "12 weeks": 12}


def check_board(said: BoardShown, asker: Journal, members: list[Journal], at: datetime) -> None:
    """R10, R22, R23: each line's points, the places, who is named, and the total from three learners up."""
    today = asker.today(at)

    def wrong(rule: str, what: str) -> Violation:
        return Violation(asker.name, today, rule, f"{what} on the board of {said.period}")

    scores = {it.name: points_of(it, said.period, today) for it in members}  # all of the asker's week (R10)
    listed = {it.name: scores[it.name] for it in members if it.listed and scores[it.name]}
    values = [value for value in listed.values() if value is not None]
    places = dict(zip(listed, naive.places(values), strict=True))
    if len(said.top) != min(len(listed), SHOWN):
        raise wrong("R10", f"{len(said.top)} lines, but {len(listed)} listed members have points")
    for line in (*said.top, *said.near):
        if line.name not in listed:
            raise wrong("R22", f"{line.name} is named and did not say yes")
        if (Fraction(line.points), line.place) != (listed[line.name], places[line.name]):
            raise wrong("R10", f"{line.name} has {line.points} points, place {line.place}, "
                               f"but it is {listed[line.name]}, place {places[line.name]}")  # fmt: skip
    own = None if said.own is None else Fraction(said.own.points)
    if own != scores[asker.name]:
        raise wrong("R10", f"own points are {own}, but they are {scores[asker.name]}")
    first = monday(today) - BOARD_WEEKS[said.period] * A_WEEK
    last = monday(today) + A_WEEK if said.period == "week" else monday(today)
    minutes = {it.name: credited(it, first, last) for it in members}
    if said.total_minutes is not None:
        active = {name for name, spent in minutes.items() if spent}
        if len(active) < FEWEST or len(active - {it.name for it in members if it.listed}) in range(1, FEWEST):
            raise wrong("R23", "a total gives somebody's minutes away")
        if said.total_minutes != sum(minutes.values()):
            raise wrong("R3", f"{said.total_minutes} minutes together, but it is {sum(minutes.values())}")


def points_of(member: Journal, period: str, today: date) -> Fraction | None:
    """A member's score as seen on a day, from joining the group on, which is their joining the bot (R10)."""
    facts = member.facts(today)
    since = [flow for flow in facts.flows if flow.day >= facts.joined]
    reviews: dict[date, int] = {}
    for closed_on in member.explained.values():
        reviews[monday(closed_on)] = reviews.get(monday(closed_on), 0) + 1
    off = member.off.in_time(member.logs.values(), today) | member.season(today)  # this group's, whenever declared
    in_time = frozenset(day for day in off if day >= facts.joined)
    seen = Facts(facts.joined, since, facts.plans, facts.rest)
    return naive.score(seen, reviews, period, today, in_time)


def credited(member: Journal, first: date, before: date) -> int:
    """What a group credits of a member's minutes from a day on, before another (R3)."""
    if member.joined is None:
        return 0
    days = naive.minutes_by_day(flow for flow in member.flows if flow.day >= member.joined)
    return sum(min(spent, MOST_CREDITED) for day, spent in days.items() if first <= day < before)
