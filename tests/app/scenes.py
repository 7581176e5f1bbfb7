"""What people do in several tests, in one line each."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, time

from bot.app.app import App
from bot.app.chats import close
from bot.app.commands import (
    AnswerReview,
    Forget,
    ForgetNow,
    JoinNow,
    ListMe,
    LogFlow,
    Milestones,
    Settings,
    Ship,
    StartFocus,
    Today,
    Undo,
    WriteCheckin,
    WriteReady,
    WriteReview,
)
from bot.app.questions import OpenQuestion
from bot.app.said import (
    Card,
    FocusShown,
    ForgetAsked,
    Forgotten,
    Logged,
    MilestonesShown,
    ReadyKept,
    ReviewClosed,
    ReviewWritten,
    Shipped,
    TodayShown,
    WhichDay,
)
from bot.core.people import Address, Group, Platform
from bot.core.plans import Plan
from tests.app.life import Life
from tests.world import PLACE, Person, StoppedClock, founded

TEXT = "Kneading joins the proteins of wet flour into long strands, which hold the gas of the yeast like a net."
SIGNAL = "It took three loaves until I could do it with an empty table, and now I can say why each step is there."
CHANNEL = Address(Platform.DISCORD, "333")
OTHER_PLACE = Address(Platform.TELEGRAM, "-100600")
TOPIC, LOST_TOPIC = replace(PLACE, thread="7"), replace(PLACE, thread="8")
NOON = time(12)
Edit = Callable[[str], Awaitable[None]]
"""Puts another text into the library's file."""


async def closes(person: Person, *, sure: bool = True) -> ReviewClosed:
    """Explain the week and find nothing missing; sure of it also in a week that has seen another closed."""
    written = await person.hears(ReviewWritten, WriteReview(TEXT))
    return await person.hears(ReviewClosed, AnswerReview(written.review, missing=False, sure=sure))


async def ships(person: Person, phase: int = 0, *, signal: bool = True) -> Shipped | ReadyKept | None:
    """Ship all that is open of a phase's project (the present one's), then say how it went. The last receipt."""
    shown = await person.hears(MilestonesShown, Milestones(phase))
    last: Shipped | ReadyKept | None = None
    for step in shown.gate.milestones:
        last = await person.hears(Shipped, Ship(step.id, f"https://example.org/{step.id}"))
    if signal and shown.gate.signal:
        last = await person.hears(ReadyKept, WriteReady(shown.phase.id, SIGNAL))
    return last


async def member(app: App, number: int, group: Group, *, listed: bool | None = True) -> Person:
    """A learner in the group that meets at the usual place, who answered about their name or did not."""
    person = Person(app, f"m{number}", f"Member {number}")
    await person.joins(place=PLACE)
    if listed is not None:
        await person.says(ListMe(group.id, listed))
    return person


async def orphaned(host: Person, place: Address, clock: StoppedClock) -> Group:
    """A group whose only chat, in a place, has just been deleted."""
    group = await founded(host, place)
    await host.app._store.write(lambda tx: close(tx, place, clock.now, "deleted"))
    return group


async def prompted(
    person: Person, zone: str = "Europe/Berlin", *, hour: time = time(18), plan: Plan | None = None
) -> None:
    """A learner who said yes to prompts; a plan of their own holds from next Monday on."""
    await person.says(JoinNow(prompts=True, zone=zone))
    await person.says(Settings(hour=hour, plan=plan))


async def prompted_at_noon(app: App, number: int, platform: Platform = Platform.DISCORD) -> Person:
    """A learner who is prompted at noon, UTC."""
    person = Person(app, f"p{number}", f"Person {number}", platform)
    await prompted(person, "UTC", hour=NOON)
    return person


async def card(life: Life, day: str) -> Card:
    """The card of nine o'clock as it is first shown on a day."""
    await life.until(f"{day} 09:00")
    shown = life.heard(Card)[-1]
    assert shown.day == date.fromisoformat(day)
    return shown


async def fresh(life: Life, wall: str) -> Card:
    """The latest card on Telegram as it looks at some time, after its edits."""
    await life.until(wall)
    latest = life.telegram.sent[-1]
    edits = [it.said for it in life.telegram.edits if it.message == latest.message]
    shown = edits[-1] if edits else latest.said
    assert isinstance(shown, Card)
    return shown


async def begins(person: Person, minutes: int = 25) -> int:
    """Start a timer; its number."""
    shown = await person.hears(FocusShown, StartFocus(minutes))
    assert shown.fresh
    return shown.timer.timer


async def waiting(person: Person) -> int | None:
    """The number of the timer that the next flow speaks of."""
    timer = (await person.hears(TodayShown, Today())).timer
    return timer.timer if timer else None


async def forgets(person: Person) -> Forgotten:
    """Ask, and say the second yes."""
    asked = await person.hears(ForgetAsked, Forget())
    return await person.hears(Forgotten, ForgetNow(asked.asked))


async def lives(person: Person, clock: StoppedClock) -> None:
    """A learner in the group with some of everything that they can write."""
    await person.joins(place=PLACE)
    await person.says(LogFlow(300, "=a note, with \u201cquotes\u201d", focus=4, done=True), press="m1:lo")
    taken = await person.hears(Logged, LogFlow(7, "taken back"))
    await person.says(Undo("log", taken.log.id))
    await person.says(WriteCheckin("well", "rain", "tea", "sit down", 4))
    await person.says(WriteReview(TEXT))
    await person.app.put_question(
        person.asker(), OpenQuestion("lo", "1:lo", ("minutes",), {"note": "half typed"}, "", "r")
    )
    clock.show("2026-03-03 01:00")
    await person.hears(WhichDay, LogFlow(5, "held", when="yesterday"))
    clock.show("2026-03-03 10:00")
