"""Another time zone, for good or until a day, and the days of the flows around it (R1, R11)."""

from datetime import date

import pytest

from bot.app.commands import EditLog, History, LogFlow, Settings, Today
from bot.app.due import decide
from bot.app.said import Logged, SettingsShown, TodayShown
from bot.storage.store import Store
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Fill, Press
from tests.world import Person, StoppedClock


async def shown(person: Person, command: Settings | None = None) -> SettingsShown:
    return await person.hears(SettingsShown, command or Settings())


async def test_a_new_zone_holds_at_once_and_shows_the_days_of_recent_logs(anna: Person, clock: StoppedClock) -> None:
    """R11: with the clock it now believes, and each log since the last plan day, so that it can be edited."""
    await anna.joins("Europe/Berlin")
    old = (await anna.hears(Logged, LogFlow(30))).log
    clock.pass_(days=3)
    recent = [(await anna.hears(Logged, LogFlow(30, when=when))).log for when in ("wednesday", "today")]
    it = await shown(anna, Settings(zone="Asia/Tokyo"))
    assert (it.zone, it.changed, it.back_on) == ("Asia/Tokyo", ("zone",), None)
    assert {log.id for log in it.recent} == {log.id for log in recent}
    assert old.id not in {log.id for log in it.recent}
    assert (await anna.hears(Logged, LogFlow(10))).log.zone == "Asia/Tokyo"


@pytest.mark.parametrize(("flows", "edits"), [(1, 1), (8, 8), (12, 10)])
async def test_each_flow_since_the_last_plan_day_has_its_edit(
    anna: Person, clock: StoppedClock, flows: int, edits: int
) -> None:
    """R11: the day of each log, with Edit; many of a day can be told apart, very many are in the history."""
    await anna.joins("Europe/Berlin")
    for number in range(flows):
        await anna.says(LogFlow(10 + number))
    view = present(await shown(anna, Settings(zone="Asia/Tokyo")), Text())
    fills = [it.label for it in view.actions if isinstance(it, Fill) and it.form is EditLog]
    assert len(set(fills)) == len(fills) == edits
    assert (History() in [it.command for it in view.actions if isinstance(it, Press)]) == (flows > edits)


async def test_a_log_ahead_of_a_move_stands(anna: Person, clock: StoppedClock) -> None:
    """R11: who flies east to west studied on a day that is still to come there."""
    clock.show("2026-03-04 05:00", "Asia/Tokyo")
    await anna.joins("Asia/Tokyo")
    log = (await anna.hears(Logged, LogFlow(30))).log
    it = await shown(anna, Settings(zone="Pacific/Honolulu"))
    assert [(found.id, found.day) for found in it.recent] == [(log.id, date(2026, 3, 4))]
    today = await anna.hears(TodayShown, Today())
    assert (today.today, today.minutes_today, today.week.studied) == (date(2026, 3, 3), 0, 1)


async def test_until_brings_the_old_zone_back(anna: Person, clock: StoppedClock, store: Store) -> None:
    """R11: the last day away is still lived by the new clock; the morning after it the old one is back."""
    await anna.joins("Europe/Berlin")
    it = await shown(anna, Settings(zone="Asia/Tokyo", until="2026-03-10"))
    assert (it.zone, it.back_on) == ("Asia/Tokyo", date(2026, 3, 11))
    clock.show("2026-03-11 03:59", "Asia/Tokyo")
    assert (await shown(anna)).zone == "Asia/Tokyo"
    clock.show("2026-03-11 04:00", "Asia/Tokyo")
    await store.write(lambda tx: decide(tx, clock()))
    it = await shown(anna)
    assert (it.zone, it.back_on) == ("Europe/Berlin", None)


async def test_a_second_trip_still_ends_at_home(anna: Person, clock: StoppedClock) -> None:
    """R11: from one city to the next; the old zone is the one that was to come back."""
    await anna.joins("Europe/Berlin")
    await anna.says(Settings(zone="Asia/Tokyo", until="2026-03-10"))
    clock.pass_(days=3)
    it = await shown(anna, Settings(zone="Asia/Seoul", until="2026-03-15"))
    assert (it.zone, it.back_on) == ("Asia/Seoul", date(2026, 3, 16))
    clock.show("2026-03-17 12:00")
    assert (await shown(anna)).zone == "Europe/Berlin"


async def test_a_move_without_an_end_forgets_the_return(anna: Person, clock: StoppedClock) -> None:
    """R11: the latest word counts."""
    await anna.joins("Europe/Berlin")
    await anna.says(Settings(zone="Asia/Tokyo", until="2026-03-10"))
    it = await shown(anna, Settings(zone="Asia/Seoul"))
    assert it.back_on is None
    clock.show("2026-04-01 12:00")
    assert (await shown(anna)).zone == "Asia/Seoul"


@pytest.mark.parametrize("until", ["2026-03-02", "2026-02-01", "2027-03-04", "soon", "10.3.", "²"])
async def test_an_end_that_cannot_be_is_refused(anna: Person, until: str) -> None:
    """Section 4: past, today, more than a year ahead, or no date; the zone stays."""
    await anna.joins("Europe/Berlin")
    refused = await anna.refused(Settings(zone="Asia/Tokyo", until=until))
    assert (refused.kind, refused.given) == ("bad_until", until)
    assert (await shown(anna)).zone == "Europe/Berlin"


async def test_an_end_is_a_day_ahead_by_the_new_clock(anna: Person, clock: StoppedClock) -> None:
    """R11: on Tuesday in Tokyo it is Monday in Honolulu, and Tuesday is the last day of a trip there."""
    await anna.joins("Asia/Tokyo")
    clock.show("2026-03-03 08:00", "Asia/Tokyo")
    there = await shown(anna, Settings(zone="Pacific/Honolulu", until="2026-03-03"))
    assert there.zone == "Pacific/Honolulu"
    clock.show("2026-03-04 03:59", "Pacific/Honolulu")
    assert (await shown(anna)).zone == "Pacific/Honolulu"
    clock.show("2026-03-04 04:00", "Pacific/Honolulu")
    assert (await shown(anna)).zone == "Asia/Tokyo"


async def test_an_end_needs_a_zone(anna: Person) -> None:
    """Section 4: the sentence says what is missing."""
    await anna.joins()
    refused = await anna.refused(Settings(until="2026-03-10"))
    assert (refused.kind, refused.field) == ("missing", "zone")


async def test_an_unknown_zone_changes_nothing_else_either(anna: Person) -> None:
    """Section 4: a refusal changes nothing, not even what was fine."""
    await anna.joins("Europe/Berlin")
    refused = await anna.refused(Settings(zone="Berlim", called="Ann"))
    assert refused.kind == "unknown_zone"
    assert "Europe/Berlin" in refused.names
    assert (await shown(anna)).name == "Anna"
