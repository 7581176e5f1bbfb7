"""Issue 6, point 1: a bot with letters under way is killed on SQLite, moved, and goes on on PostgreSQL."""

import pytest

from bot.core.people import Platform
from tests.process.bulk import Bulk
from tests.process.fleet import LEASE, settled
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene
from tests.process.test_kills import silent_chats

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow, pytest.mark.timeout(400)]


async def said(scene: Scene, *words: str) -> tuple[int, list[str]]:
    """The exit code of a command, and its lines."""
    bot = await scene.run(*words)
    return (await bot.ended(within=60)).code, bot.lines


async def test_a_bot_is_moved_with_200_letters_under_way(scene: Scene, postgres: str) -> None:
    """stack.md 5f holds over the move: lost 0, doubled 0 on Discord; on Telegram a learner's letter that was in flight
    as the bot was killed may come twice, a group's does not. Buttons from before work; standing is the same."""
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    first = await scene.start()
    receipt, _ = await ana.say("log", {"minutes": "30"}), await ben.tell("/log 40")
    before = [(await person.say("progress")).words for person in (ana, ben)]
    code, lines = await said(scene, "move-to", postgres)
    assert (code, lines) == (
        2,
        [f"Another Pacekeeper (process {first.child.pid}) already uses this database. Stop it first."],
    )
    assert (await first.end()).code == 0
    bulk = Bulk(scene, people=80, groups=20)
    await bulk.prepare()
    await bulk.slow_answers()
    silent = await silent_chats(scene, bulk)
    dying = await scene.start()
    await bulk.wait_for(40)
    await dying.kill()
    held = {(fate.platform, fate.chat) for fate in bulk.fates() if fate.state == "sending"}
    assert {(Platform.TELEGRAM, chat) for chat in silent} <= held
    await scene.telegram.do("clear_faults")
    code, lines = await said(scene, "move-to", postgres)
    assert code == 0, lines
    assert "learners: 162 equal" in lines
    code, lines = await said(scene, "run")
    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith("The bot has moved from here to postgresql://")

    scene.database = postgres
    again = await scene.start()
    await settled(bulk, LEASE + 120)
    arrived = await bulk.arrived()
    assert [(await person.say("progress")).words for person in (ana, ben)] == before
    assert "Taken back" in (await ana.press(receipt, "Undo")).words
    assert "Logged 20 min" in (await ben.tell("/log 20")).words
    assert (await again.end()).code == 0

    assert logged(scene) == [40, 20]
    for fate in (each for each in bulk.fates() if each.chat in bulk.chats[each.platform]):
        count = arrived[fate.platform][fate.chat]
        if fate.platform == Platform.DISCORD or (fate.platform, fate.chat) not in held:
            assert (fate.state, count) == ("sent", 1), fate
        elif fate.card:
            assert count <= 1, fate
            assert fate.state in ("sent", "unknown"), fate
        else:
            assert count >= 1, fate
            assert fate.state == "sent", fate
