"""A year of a small group, lived through the app: all that it writes for it, with what it forgets again."""

import sys
from datetime import date, time, timedelta
from itertools import count

from bot.answers import Answers
from bot.app.app import App
from bot.app.commands import (
    AnswerReview,
    Join,
    JoinNow,
    ListMe,
    LogFlow,
    RateRecall,
    Recall,
    Settings,
    ShowRecall,
    Today,
    WriteCheckin,
    WriteReview,
)
from bot.app.said import Logged, RecallAsked, ReviewClosed, ReviewWritten, TodayShown
from bot.app.shelf import Shelf
from bot.core.people import Address, Platform
from bot.curriculum_file import built_in, load
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.life import Life
from tests.app.scenes import ships
from tests.world import Person, StoppedClock, founded

ZONE = "Europe/Berlin"
FIRST = date(2026, 3, 2)  # a Monday
WEEKS = 52
CREW = 3  # members of the group: as many letters at once as the send budget has while the clock stands
CHAT = "-1001000000500"
PERSON = 1_000_000_100  # the first one's id, as long as they are on Telegram
NOTE = "matrices, products and why order matters"  # 40 characters
ANSWER = "Slower than I had hoped, but it is there when I ask for it."  # of a check-in; 59 characters
EXPLAINED = (
    "A matrix says where each axis goes. To multiply two of them is to do one after the other, so the order matters: "
    "turning and then stretching is not stretching and then turning. The determinant says how much area grows, and "
    "with a determinant of zero something was lost that no other matrix can bring back."
)  # 300 characters or so
_presses = count(1)


async def live(store: Store, clock: StoppedClock, weeks: int = WEEKS) -> list[Person]:
    """So many weeks of five flows, a check-in and a review each, prompts, and all the recall that is due, up to the
    daily five."""
    shelf = Shelf(load(built_in()))
    answers = Answers(shelf)
    app = App(store, shelf, clock, remember=answers.remember, recall=answers.recall)
    life, place = Life(store, clock, shelf), Address(Platform.TELEGRAM, CHAT)
    clock.show(f"{FIRST} 08:00", ZONE)
    host = Person(app, f"{PERSON + 99}", "Hana", facilitator=True)
    group = await founded(host, place, zone=ZONE, board=True)
    crew = [Person(app, f"{PERSON + n}", f"Member {n}") for n in range(CREW)]
    for person in crew:
        await person.says(Join(), place)
        await person.says(JoinNow(prompts=True, zone=ZONE), place)
        await person.says(ListMe(group.id, True))
        await person.says(Settings(hour=time(18)))  # not with the card
    for day in (FIRST + timedelta(days=n) for n in range(7 * weeks)):
        await life.until(f"{day} 19:30", ZONE)
        for person in crew:
            await _day(person, day)
        await life.until(f"{day} 23:30", ZONE)
        await store.write(lambda tx: tidy(tx, clock()))
        if day.weekday() == 6:
            print(f"\r{(day - FIRST).days // 7 + 1} of {weeks} weeks", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return crew


async def _day(person: Person, day: date) -> None:
    if day.weekday() == 6:
        await person.says(
            WriteCheckin(ANSWER, ANSWER, "after breakfast", "sit down for ten minutes", 4), press=_press()
        )
        return
    if day.weekday() == 5:
        return
    await person.hears(Logged, LogFlow(45, NOTE, done=True))
    for _ in range(5):
        asked = (await person.says(Recall())).said
        if not isinstance(asked, RecallAsked):
            break
        await person.says(ShowRecall(asked.recall, asked.state, answer=True))
        await person.says(
            RateRecall(asked.recall, asked.state, "again" if asked.recall % 4 == 0 else "good"), press=_press()
        )
    stand = (await person.hears(TodayShown, Today())).stand
    if stand.spot == "review":
        written = await person.hears(ReviewWritten, WriteReview(EXPLAINED))
        await person.hears(ReviewClosed, AnswerReview(written.review, missing=False, sure=True), press=_press())
        stand = (await person.hears(TodayShown, Today())).stand
    if stand.spot == "project":
        await ships(person)


def _press() -> str:
    """A message's id and what was pressed on it."""
    return f"{100_000 + next(_presses)}:1rr"
