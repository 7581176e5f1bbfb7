"""Who is too fast is turned away before anything is done for them, and nobody else is (issue 5)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.app import App
from bot.app.floods import LINES, PERSON, REMEMBERED, ROOM, TELLINGS, TooFast
from bot.app.said import Refused
from bot.core.people import Address, Platform
from tests.world import PLACE, Person, StoppedClock

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def ana(app: App) -> Person:
    """Somebody on Telegram."""
    return Person(app, "7", "Ana")


def let_through(app: App, person: Person, count: int) -> int:
    """How many of so many new requests at once are let through."""
    return sum(app.admit(person.asker()) is None for _ in range(count))


def test_a_burst_is_let_through_and_then_one_every_two_seconds(app: App, ana: Person, clock: StoppedClock) -> None:
    """Beyond it one sentence says when to go on, and then there is room for more than one."""
    assert let_through(app, ana, 1000) == PERSON.burst
    assert app.admit(ana.asker()) == TooFast(Refused("slow_down", numbers=(10,)), told=True)
    clock.pass_(seconds=2)
    assert let_through(app, ana, 1000) == 1
    clock.pass_(seconds=10)
    assert let_through(app, ana, 1000) == ROOM


def test_the_others_and_the_same_number_elsewhere_are_let_through(app: App, ana: Person) -> None:
    """A flood takes its own bucket alone; ids of two platforms have nothing to do with each other."""
    let_through(app, ana, 1000)
    assert let_through(app, Person(app, "8", "Ben"), 20) == 20
    assert let_through(app, Person(app, "7", "Cy", Platform.DISCORD), 20) == 20


def test_anonymous_admins_share_a_number_and_not_a_bucket(app: App) -> None:
    """One group's flood shuts no other group's admins out."""
    admin = Person(app, "1087968824", "Group")
    for _ in range(100):
        app.admit(admin.asker(PLACE), within="-100500")
    assert app.admit(admin.asker(PLACE), within="-100500") is not None
    assert app.admit(admin.asker(Address(Platform.TELEGRAM, "-100501")), within="-100501") is None


def test_the_same_request_is_not_a_new_one(app: App, ana: Person) -> None:
    """R20: an update that is tried or delivered again costs nothing, not even from somebody who is too fast by now."""
    first = ana.asker(request="u1")
    assert [app.admit(first) for _ in range(100)] == [None] * 100
    assert let_through(app, ana, 1000) == PERSON.burst - 1
    assert app.admit(first) is None


def test_what_is_remembered_is_bounded(app: App, clock: StoppedClock) -> None:
    """A day of many people."""
    for number in range(2 * REMEMBERED):
        clock.pass_(seconds=1)
        assert app.admit(Person(app, str(number % 50), "P").asker()) is None
    assert len(app._floods._let_through) == REMEMBERED


def test_a_flood_is_told_once_in_half_a_minute(app: App, ana: Person, clock: StoppedClock) -> None:
    """The rest of it need not be answered where nobody waits for an answer."""
    told = []
    for _ in range(600):
        clock.pass_(milliseconds=100)
        late = app.admit(ana.asker())
        told += [late.told] if late else []
    assert told.count(False) == 2
    assert TELLINGS.every == timedelta(seconds=30)


def test_what_waited_for_us_counts_when_it_was_written(app: App, ana: Person, clock: StoppedClock) -> None:
    """After an outage of hours all logs come at once: nobody loses one, although presses came in between."""
    long_ago = clock.now - timedelta(hours=3)
    for number in range(90):
        asker = ana.asker()
        waited = asker if number % 4 == 3 else replace(asker, sent=long_ago + number * A_MINUTE)
        assert app.admit(waited) is None


def test_what_lost_its_place_in_a_queue_counts_when_it_came(app: App, ana: Person, clock: StoppedClock) -> None:
    """A message from long before what was heard last may be an honest log; a flood of such ones is a flood."""
    assert app.admit(replace(ana.asker(), sent=clock())) is None
    late = [replace(ana.asker(), sent=clock() - timedelta(days=1)) for _ in range(1000)]
    assert sum(app.admit(each) is None for each in late) == PERSON.burst


def test_a_flood_that_waited_for_us_is_one_all_the_same(app: App, ana: Person, clock: StoppedClock) -> None:
    """A thousand within ten seconds of the outage."""
    long_ago = clock.now - timedelta(hours=3)
    writes = [replace(ana.asker(), sent=long_ago + timedelta(seconds=number // 100)) for number in range(1000)]
    assert sum(app.admit(asker) is None for asker in writes) <= PERSON.burst + 5


def test_a_group_gets_ten_lines_a_minute(app: App, clock: StoppedClock) -> None:
    """R24 and Telegram's 20 a minute: the card and its edits get through whatever is typed; topics are one group."""
    posted = []
    for number in range(3000):
        clock.pass_(milliseconds=100)
        if app.one_more_line(replace(PLACE, thread=str(number % 3))):
            posted.append(clock.now)
    most = max(sum(begins <= at <= begins + A_MINUTE for at in posted) for begins in posted)
    assert most == LINES.burst + A_MINUTE // LINES.every == 10
    assert app.one_more_line(Address(Platform.TELEGRAM, "-100501"))
