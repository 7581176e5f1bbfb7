"""From Lisbon to Tokyo and back: the clock that is believed, the days that stay, and one prompt a day."""

from datetime import datetime, timedelta

import pytest

from tests.process.stories.hero import Hero, kind_of
from tests.process.stories.timeline import LISBON, TOKYO
from tests.process.stories.town import Town, plain

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]


async def test_a_move_from_lisbon_to_tokyo(town: Town) -> None:
    """R1, R11, R16, R17, R24: three trips; every plan day brings one prompt at noon on the learner's own clock."""
    ana = await town.joined("Ana")
    await ana.say("log", minutes="40")
    await hears_at_noon(town, ana, "2026-03-03", LISBON)
    await hears_at_noon(town, ana, "2026-03-04", LISBON)

    await moves_for_good(town, ana)
    await moves_back_ahead_of_today(town, ana)
    await goes_for_some_days(town, ana)
    await comes_back_on_the_day_of_a_prompt(town, ana)

    history = plain(await ana.say("history"))
    for sealed in ("Thursday 12 March: 15 min", "Friday 6 March: 10 min", "Saturday 7 March: 20 min"):
        assert sealed in history
    group_days = 12 + 2  # Monday to Friday for two weeks and two days, and two Sundays, at noon in Lisbon
    assert len(await town.unasked()) == group_days


async def moves_for_good(town: Town, ana: Hero) -> None:
    """A new zone holds at once, shows the clock that it believes and the days of the latest logs."""
    await town.time.until("2026-03-04 18:00")
    await ana.say("log", minutes="45")
    await town.time.until("2026-03-04 23:30")
    moved = await ana.say("settings", zone="Tokyo")
    assert "08:31, Asia/Tokyo" in moved.words
    assert "12:00, next on Thursday 5 March" in moved.words
    assert "Wednesday 4 March: 45 min" in plain(moved)
    assert "Edit 4 March" in moved.labels
    await hears_at_noon(town, ana, "2026-03-05", TOKYO)
    await hears_at_noon(town, ana, "2026-03-06", TOKYO)


async def moves_back_ahead_of_today(town: Town, ana: Hero) -> None:
    """A flow of a Saturday morning in Tokyo stands although it is Friday evening again in Lisbon."""
    await town.time.until("2026-03-07 06:00", TOKYO)
    ahead = await ana.say("log", minutes="20")
    assert "Logged 20 min for today, Saturday 7 March" in ahead.words
    back = await ana.say("settings", zone="Lisbon")
    assert "21:02, Europe/Lisbon" in back.words
    assert "Saturday 7 March: 20 min" in plain(back)
    today = await ana.say("log", minutes="10")
    assert "Logged 10 min for today, Friday 6 March" in today.words
    assert "4 flows: this week is kept" in plain(today)
    await hears_at_noon(town, ana, "2026-03-08", LISBON, "check-in")


async def goes_for_some_days(town: Town, ana: Hero) -> None:
    """With an end the old zone comes back by itself, on the day after the last one away."""
    await hears_at_noon(town, ana, "2026-03-09", LISBON)
    await town.time.until("2026-03-09 23:00")
    away = await ana.say("settings", zone="Tokyo", until="2026-03-12")
    assert "08:01, Asia/Tokyo" in away.words
    assert "Your earlier zone is back from Friday 13 March on." in away.words
    for day in ("2026-03-10", "2026-03-11", "2026-03-12"):
        await hears_at_noon(town, ana, day, TOKYO)
    await town.time.until("2026-03-12 20:00")
    evening = await ana.say("log", minutes="15")
    assert "Logged 15 min for today, Thursday 12 March" in evening.words
    assert "20:02, Europe/Lisbon" in (await ana.say("settings")).words
    await hears_at_noon(town, ana, "2026-03-13", LISBON)
    await hears_at_noon(town, ana, "2026-03-15", LISBON, "check-in")


async def comes_back_on_the_day_of_a_prompt(town: Town, ana: Hero) -> None:
    """Monday's prompt has come in Tokyo, so Monday in Lisbon brings none."""
    await town.time.until("2026-03-15 23:00")
    await ana.say("settings", zone="Tokyo")
    await hears_at_noon(town, ana, "2026-03-16", TOKYO)
    await town.time.until("2026-03-16 05:00")
    back = await ana.say("settings", zone="Lisbon")
    assert "05:01, Europe/Lisbon" in back.words
    assert "12:00, next on Tuesday 17 March" in back.words
    await hears_at_noon(town, ana, "2026-03-17", LISBON)


async def hears_at_noon(town: Town, hero: Hero, day: str, zone: str, kind: str = "prompt") -> None:
    """Since the last letter nothing has come until a day's noon, and then this."""
    noon = datetime.fromisoformat(f"{day} 12:00")
    await town.time.until(f"{noon - timedelta(minutes=1)}", zone)
    assert await hero.letters() == []
    await town.time.until(f"{noon + timedelta(minutes=1)}", zone)
    assert kind_of(await hero.letter()) == kind
