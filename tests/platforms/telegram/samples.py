"""Things that an app says, each with a kind of view that the tests need."""

from datetime import UTC, date, datetime, time, timedelta

from bot.app.said import (
    Answer,
    Card,
    FaqShown,
    FocusRound,
    GroupReady,
    Hello,
    JoinOffer,
    Logged,
    PrivacyShown,
    ReviewDue,
    Stand,
    TodayShown,
)
from bot.core.curriculum import Day, Faq, Phase, Project, Ready, Week
from bot.core.facts import Log, LogId
from bot.core.people import Group, GroupId, LearnerId
from bot.core.plans import Plan
from bot.core.standing import InReserve, OpenWeek

NOW = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)
PLAN = Plan(frozenset(range(5)))

DAY = Day("d1", "Vectors", "Draw ten of them.", "You can add any two.")
WEEK = Week("w1", 1, "Linear algebra", (DAY,), explain="What a matrix does to a plane.")
PHASE = Phase("p1", "Foundations", "", (WEEK,), Project("pr", "A tiny renderer", "Draw a cube.", ()), Ready("", ""))
STAND = Stand(WEEK, PHASE, "day", DAY, 1, 46)
OPEN_WEEK = OpenWeek(date(2026, 3, 2), PLAN, 1, 1, 90, 0, 3, 2, InReserve(2))
LOG = Log(LogId(5), LearnerId(1), "cs", NOW, "Europe/Berlin", TODAY, TODAY, 90, "svd notes")
GROUP = Group(GroupId(1), "Night owls", "cs", "Europe/Berlin", time(9), frozenset(range(5)), board=False, key="k")

HELLO = Answer(Hello("Ana", time(18)))
"""A short view that stands for itself, with two buttons."""
PRIVACY = Answer(PrivacyShown(joined=False, logs=0, reviews=0, checkins=0))
LOGGED = Answer(Logged(LOG, TODAY, 90, OPEN_WEEK, 1, 3, False, False, date(2026, 3, 31), DAY))
"""A receipt: a note, edit and undo."""
SHOWN = Answer(TodayShown(STAND, TODAY, 0, 90, OPEN_WEEK, 1, False))
"""A view that replaces the message whose button led to it, and whose main button asks."""
FAQ = Answer(FaqShown((Faq("q1", "Why so slow?", "Weeks are long so that things stay."),), 1, ""))
LONG = Answer(FaqShown((Faq("q1", "Why?", "Because. " * 700),), 1, ""))
"""A view that takes two messages."""
READY = Answer(GroupReady(GROUP, True, NOW, "Computer science", ()))
"""A view for everybody in the group."""
ROUND = FocusRound(1, 7, True, NOW, NOW + timedelta(minutes=50), "Europe/Berlin", 1)
"""A view for everybody in the group, with a button for others."""
REVIEW = Answer(ReviewDue(WEEK, "What a matrix does to a plane.", due=True, closed=False))
"""A view that asks for private text."""


def offer(link: str) -> Answer:
    """What joining would take, through a group's link or alone."""
    zones = () if link else ("Europe/Berlin", "Asia/Tokyo")
    zone = "Europe/Berlin" if link else ""
    clock = NOW if link else None
    return Answer(JoinOffer("CS", "A long walk.", 46, "Night owls", zone, clock, time(18), PLAN, link, zones, "", ()))


def card(learners: int = 3, minutes: int | None = 240, names: tuple[str, ...] = ("Ana", "Ben")) -> Card:
    """A group's card of the day."""
    return Card("Night owls", 1, TODAY, "day", False, names, learners, minutes, 0, None, "1-abcdefghijkl")
