"""A start with other rules for zones than the run before, as after an update of tzdata."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from bot.core.people import GroupId, LearnerId, Platform
from bot.opening import utc_clock
from bot.storage.rhythms import Rhythm
from bot.storage.tx import Tx
from tests.process.learners import on_telegram
from tests.process.scene import Scene
from tests.process.stock import HOUR, Stock
from tests.zone_files import write_zone

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

EAST, WEST = "Pacific/East", "Pacific/West"
SHOWN = 10  # o'clock in both zones by the old rules


def ahead() -> int:
    """How many hours ahead of UTC a clock is that shows 10 o'clock now."""
    return (SHOWN - utc_clock().hour + 9) % 24 - 9


def write(scene: Scene, *, east: int, west: int) -> dict[str, str]:
    """What a process that starts now takes for the rules: so many hours are added to those that show 10 o'clock."""
    for name, more in ((EAST, east), (WEST, west)):
        write_zone(scene.folder / "zones", name, ahead() + more)
    return {"PYTHONTZPATH": str(scene.folder / "zones"), "DISCORD_TOKEN": ""}


def sealed(scene: Scene) -> list[tuple[object, ...]]:
    """What is kept of each log."""
    return scene.stored(lambda tx: [tuple(row) for row in tx.connection.execute(text("SELECT * FROM logs"))])


def prompted(scene: Scene) -> list[int]:
    """The learners for whom there is a prompt."""
    query = text("SELECT subject FROM letters WHERE kind = 'prompt'")
    return scene.stored(lambda tx: list(tx.connection.execute(query).scalars()))


async def test_next_times_follow_the_rules_of_the_zone(scene: Scene) -> None:
    """Issue 6, 2; R1, R16, R17: the zone in the east moves two hours on, and noon, which was ahead by the old rules, is
    past: the prompt comes at once. The one in the west moves back while the bot is down: what the old rules made due
    waits for noon. Days that are sealed stay, and the group's card follows."""
    ana, ben = await on_telegram(scene, 2)

    def live_there(tx: Tx) -> None:
        stock = Stock(tx, scene.zone)
        for number, zone in ((1, EAST), (2, WEST)):
            tx.people.set_zone(LearnerId(number), stock.now - timedelta(days=1), zone)
        stock.group(Platform.TELEGRAM, -100200300)
        tx.groups.change(GroupId(1), zone=WEST)
        day = stock.today + timedelta(days=2)
        noon = datetime.combine(day, HOUR, tzinfo=UTC) - timedelta(hours=ahead())
        tx.rhythms.put([Rhythm("card", 1, day, noon)])

    scene.stored(live_there)
    old = await scene.start(**write(scene, east=0, west=0))
    for person in (ana, ben):
        assert "12:00" in (await person.tell("/settings hour:12:00 prompts:yes")).words
        assert "Logged 5 min" in (await person.tell("/log 5 when:yesterday")).words
    assert (await old.end()).code == 0
    before = sealed(scene)
    assert prompted(scene) == []
    card = scene.stored(lambda tx: tx.rhythms.get("card", 1))
    assert card is not None
    assert card.at is not None

    def become_due(tx: Tx) -> None:
        """By the old rules Ben's hour came a minute ago; it is that of a clock that shows it in two hours."""
        due = tx.rhythms.get("prompt", 2)
        assert due is not None
        at = utc_clock().replace(second=0, microsecond=0) - timedelta(minutes=1)
        tx.people.change(LearnerId(2), hour=at.astimezone(timezone(timedelta(hours=ahead()))).time())
        tx.rhythms.put([Rhythm("prompt", 2, due.day, at)])

    scene.stored(become_due)
    new = await scene.start(**write(scene, east=2, west=-2))
    await new.says("next times were worked out again")
    await ana.letter("Week 1, day 1")
    assert "Week 1" in (await ben.tell("/today")).words
    assert (await new.end()).code == 0

    assert sealed(scene) == before
    assert prompted(scene) == [1]
    moved = scene.stored(lambda tx: (tx.rhythms.get("prompt", 2), tx.rhythms.get("card", 1)))
    assert moved[0] is not None
    assert moved[0].at is not None
    assert timedelta(minutes=100) < moved[0].at - utc_clock() < timedelta(minutes=121)
    assert moved[1] is not None
    assert moved[1].at == card.at + timedelta(hours=2)
