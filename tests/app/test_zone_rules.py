"""New rules of a zone: next times are worked out again, and nothing that is sealed moves."""

import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app.app import App
from bot.app.commands import LogFlow, Settings
from bot.app.said import Card, DailyPrompt
from bot.app.schedule import next_card
from bot.app.zone_rules import changed_zones, mark_of, note_new_zones
from bot.heartbeat import keep_to_rules
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.app.life import Life
from tests.app.scenes import NOON, prompted_at_noon
from tests.world import PLACE, Person, StoppedClock, founded
from tests.zone_files import write_zone

MADE = "Pacific/Made"
Rules = Callable[[int], None]


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[Rules]:
    """Lets the made-up zone be so many hours ahead of UTC, as a process that starts now would see it."""
    before = zoneinfo.TZPATH
    folder = tmp_path / "zones"

    def rule(hours: int) -> None:
        write_zone(folder, MADE, hours)
        zoneinfo.reset_tzpath([str(folder)])
        ZoneInfo.clear_cache(only_keys=[MADE])

    rule(1)
    yield rule
    zoneinfo.reset_tzpath(before)
    ZoneInfo.clear_cache(only_keys=[MADE])


async def at_noon(app: App, number: int, store: Store, clock: StoppedClock) -> Person:
    """Somebody who is prompted at noon in the made-up zone."""
    person = await prompted_at_noon(app, number)
    await moves(person, store, clock, MADE)
    await person.says(Settings(hour=NOON))
    await keep_to_rules(store, clock)
    return person


async def moves(person: Person, store: Store, clock: StoppedClock, zone: str) -> None:
    """The row says another zone, and nothing was worked out by it."""

    def move(tx: Tx) -> None:
        found = tx.people.by_account(person.platform, person.id, clock())
        assert found is not None
        tx.people.set_zone(found[0].id, clock(), zone)

    await store.write(move)


async def test_a_prompt_comes_at_the_learners_hour_by_the_new_rules(
    app: App, life: Life, store: Store, clock: StoppedClock, rules: Rules
) -> None:
    """Issue 6, 2; R1, R17: 12:00 was 11:00 UTC; while the bot was down the zone moved east, then west."""
    person = await at_noon(app, 1, store, clock)
    await life.until("2026-03-02 12:00")
    rules(3)
    await keep_to_rules(store, clock)
    await life.until("2026-03-03 12:00")
    await person.says(LogFlow(30))
    sealed = await store.read(lambda tx: tx.connection.exec_driver_sql("SELECT day, zone, at FROM logs").all())
    rules(-1)
    await keep_to_rules(store, clock)
    await life.until("2026-03-05 13:00")
    assert life.times(DailyPrompt) == ["Mon 02 Mar 11:00", "Tue 03 Mar 09:00", "Wed 04 Mar 13:00"]
    assert sealed == await store.read(lambda tx: tx.connection.exec_driver_sql("SELECT day, zone, at FROM logs").all())


async def test_what_the_new_rules_make_due_already_is_sent_late(
    app: App, life: Life, store: Store, clock: StoppedClock, rules: Rules
) -> None:
    """R18: by the new rules noon was half an hour ago; and what the old ones made due is not sent before noon."""
    await at_noon(app, 1, store, clock)
    clock.show("2026-03-02 10:30")
    rules(2)
    await keep_to_rules(store, clock)
    await life.now()
    assert life.times(DailyPrompt) == ["Mon 02 Mar 10:30"]
    clock.show("2026-03-03 10:10")  # noon came at 10:00, and the bot was down
    rules(1)
    await keep_to_rules(store, clock)
    await life.now()
    assert len(life.times(DailyPrompt)) == 1
    await life.until("2026-03-03 12:00")
    assert life.times(DailyPrompt)[1:] == ["Tue 03 Mar 11:00"]


async def test_a_groups_card_follows_too(
    host: Person, life: Life, store: Store, clock: StoppedClock, rules: Rules
) -> None:
    """R24: at the group's hour, one a day."""
    group = await founded(host, PLACE, hour=NOON)

    def move(tx: Tx) -> None:
        tx.groups.change(group.id, zone=MADE)
        (chat,) = tx.groups.chats(group.id)
        tx.rhythms.put([next_card(replace(group, zone=MADE), chat.id, clock())])

    await store.write(move)
    await keep_to_rules(store, clock)
    await life.until("2026-03-02 12:00")
    rules(4)
    await keep_to_rules(store, clock)
    await life.until("2026-03-03 12:00")
    assert life.times(Card) == ["Mon 02 Mar 11:00", "Tue 03 Mar 08:00"]


async def test_only_zones_with_other_rules_are_looked_at(
    app: App, store: Store, clock: StoppedClock, rules: Rules
) -> None:
    """A start without news writes nothing; a zone that is gone is nobody else's trouble."""
    person = await at_noon(app, 1, store, clock)
    await prompted_at_noon(app, 2)
    assert await store.read(changed_zones) == frozenset()
    await store.write(note_new_zones)
    rules(5)
    assert await store.read(changed_zones) == {MADE}
    await moves(person, store, clock, "Mars/Base")
    await keep_to_rules(store, clock)
    assert await store.read(changed_zones) == frozenset()


def test_the_mark_is_that_of_the_file(rules: Rules) -> None:
    """The package's file where no folder has one, as `zoneinfo` looks; nothing for what is no zone."""
    first = mark_of(MADE)
    rules(3)
    assert len({first, mark_of(MADE), mark_of("Europe/Berlin"), mark_of("Asia/Tokyo"), mark_of("Mars/Base"), ""}) == 5
    assert datetime(2026, 3, 2, 12, tzinfo=ZoneInfo(MADE)).astimezone(UTC).hour == 9
