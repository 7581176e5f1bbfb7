"""A letter and an update that always raise: set aside after their tries, told to the host, and the others flow."""

import pytest
from sqlalchemy import text

from bot.storage.tx import Tx
from tests.process.harness import until
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene
from tests.process.test_command_line import said
from tests.process.test_seeing import asked, port_of
from tests.process.test_troubles_telegram import street_on

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

OPEN = 'pacekeeper_letters_open{kind="prompt",platform="telegram",state="ready"} 1.0'
NOTE = "nobody-else-reads-this"
BROKEN = "CREATE TRIGGER broken BEFORE INSERT ON logs BEGIN SELECT RAISE(ABORT, 'broken by the test'); END"


async def test_a_letter_that_cannot_be_drawn(scene: Scene) -> None:
    """Issue 6, 2: one learner's zone is gone. The others' letters go out; theirs is tried, set aside, told by the
    doctor and by /metrics, and a restart after the mending sends it."""
    scene.expected, scene.traces = r"cannot be drawn up|was set aside|cannot be worked out", True
    street = await street_on(scene, "poisoned", "fine", "fine too")
    street.prepare()
    tick_only = await scene.run("run", DISCORD_TOKEN="", TELEGRAM_API_URL="http://127.0.0.1:9")
    await tick_only.says("decided what was due")
    await tick_only.kill()

    def poison(tx: Tx) -> None:
        """The first of them has had all tries but one."""
        tx.connection.execute(text("UPDATE zones SET zone = 'Mars/Base' WHERE learner_id = 1"))
        tx.connection.execute(text("UPDATE letters SET attempts = 4 WHERE subject = 1"))

    scene.stored(poison)
    bot = await scene.start(DISCORD_TOKEN="", METRICS_PORT="0")
    await bot.says("letter 1 .* cannot be drawn up")
    address = await port_of(bot)

    async def one_waits() -> bool:
        return OPEN in (await asked(address, "/metrics"))[1]

    await until(one_waits, within=20)
    assert (await bot.end()).code == 0
    assert street.states() == {"poisoned": ["ready"], "fine": ["sent"], "fine too": ["sent"]}

    scene.stored(lambda tx: tx.connection.execute(text("UPDATE letters SET due_at = first_due_at WHERE subject = 1")))
    bot = await scene.start(DISCORD_TOKEN="")
    await bot.says("letter 1 .* was set aside")
    code, found = await said(scene, "doctor", "--online", DISCORD_TOKEN="")
    assert code == 1
    assert (
        "FIX  aside       1 letters (prompt) could not be drawn or sent and were set aside (ZoneInfoNotFound" in found
    )
    assert (await bot.end()).code == 0
    assert street.states()["poisoned"] == ["failed"]

    scene.stored(lambda tx: tx.connection.execute(text("UPDATE zones SET zone = :zone"), {"zone": scene.zone}))
    bot = await scene.start(DISCORD_TOKEN="")
    await street.settled()
    assert (await bot.end()).code == 0
    assert street.states() == {"poisoned": ["sent"], "fine": ["sent"], "fine too": ["sent"]}


async def test_an_update_that_cannot_be_carried_out(scene: Scene) -> None:
    """Issue 6, 2; refinement 11: tried three times, then set aside; who sent it is told with a reference that stands in
    the log, all else is answered, and what they wrote stands in no line. On Discord nothing waits, who asks is told."""
    scene.expected, scene.traces = r"update \d+ failed|set aside|LogFlow", True
    (ana,), (ben, kim) = await on_discord(scene), await on_telegram(scene, 2)
    scene.stored(lambda tx: tx.connection.exec_driver_sql(BROKEN))
    bot = await scene.start(METRICS_PORT="0")
    await ben.catch_up()
    await scene.telegram.act(ben.id, "tell", text=f"/log 30 {NOTE}")
    assert "Week 1" in (await kim.tell("/today")).words
    sorry = await ben.next()
    told = await ana.say("log", {"minutes": "30", "note": NOTE})
    for seen in (sorry, told):
        assert "went wrong" in seen.words
    assert "Week 1" in (await ben.tell("/today")).words
    reference = (await bot.says("was set aside; reference")).rpartition("reference ")[2].split()[0]
    assert reference in sorry.words
    metrics = (await asked(await port_of(bot), "/metrics"))[1]
    assert "pacekeeper_updates_set_aside 1.0" in metrics
    code, found = await said(scene, "doctor", "--online")
    assert code == 1
    assert "FIX  aside       1 updates were set aside (IntegrityError 1, first at " in found
    assert (await bot.end()).code == 0
    assert NOTE not in found + bot.output

    scene.stored(lambda tx: tx.connection.exec_driver_sql("DROP TRIGGER broken"))
    again = await scene.start()
    assert "Logged 30 min" in (await ben.tell("/log 30")).words
    assert (await again.end()).code == 0
    assert logged(scene) == [30]
