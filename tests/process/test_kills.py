"""kill -9 in the middle of delivering: nothing is lost; what may stand twice, and what may not."""

import asyncio
import random
from collections import Counter

import pytest

from bot.core.people import Platform
from tests.process.bulk import Bulk, Fate
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

IN_FLIGHT = 32  # letters that a platform's courier may hold at once


@pytest.mark.slow
async def test_a_kill_among_400_letters_loses_none_and_doubles_none_on_discord(scene: Scene) -> None:
    """stack.md 5f, refinement 9: lost 0; doubled 0 on Discord by its nonce; on Telegram at most those in flight are
    repeated, and a group's card never is: it is set down as unknown."""
    bulk = Bulk(scene, people=180, groups=20)
    await bulk.prepare()
    await bulk.slow_answers()
    silent = await silent_chats(scene, bulk)
    bot = await scene.start()
    await bulk.wait_for(60)

    await bot.kill()

    held = {(fate.platform, fate.chat): fate for fate in bulk.fates() if fate.state == "sending"}
    assert {(Platform.TELEGRAM, chat) for chat in silent} <= held.keys()
    assert any(platform == Platform.DISCORD for platform, _ in held)
    await scene.telegram.do("clear_faults")
    again = await scene.start()
    await bulk.wait_for(200)
    await bulk.all_settled()
    assert (await again.end()).code == 0

    check(await bulk.arrived(), bulk.fates(), held)
    assert "letters were being sent when the last run ended" in again.output


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_kills_at_any_moment_lose_nothing(scene: Scene, seed: int) -> None:
    """The same for five kills in a row, each at a random moment from the very start of a run on."""
    rng = random.Random(seed)  # noqa: S311  # so that a run can be had again
    bulk = Bulk(scene, people=270, groups=30)
    await bulk.prepare()
    await bulk.slow_answers(0.2)
    held: dict[tuple[str, int], Fate] = {}
    for _ in range(5):
        bot = await scene.run("run")
        await asyncio.sleep(rng.uniform(0.5, 4.5))
        await bot.kill()
        held |= {(fate.platform, fate.chat): fate for fate in bulk.fates() if fate.state == "sending"}
    last = await scene.start()
    await bulk.all_settled()
    assert (await last.end()).code == 0

    check(await bulk.arrived(), bulk.fates(), held)


async def silent_chats(scene: Scene, bulk: Bulk) -> list[int]:
    """Three people and two groups whose messages Telegram takes without ever answering."""
    chats = [*bulk.chats[Platform.TELEGRAM][:3], *bulk.chats[Platform.TELEGRAM][-20:-18]]
    for chat in chats:
        await scene.telegram.do("fault", fault="silence", method="sendMessage", chat_id=chat, acted=True)
    return chats


def check(arrived: dict[str, Counter[int]], fates: list[Fate], held: dict[tuple[str, int], Fate]) -> None:
    """Hold what stands in the chats against what may stand there."""
    for fate in fates:
        count, was_held = arrived[fate.platform][fate.chat], (fate.platform, fate.chat) in held
        if fate.platform == Platform.DISCORD:
            assert (fate.state, count) == ("sent", 1), fate
        elif not fate.card:
            assert fate.state == "sent", fate
            assert count == 1 or (was_held and count > 1), fate
        elif was_held:
            assert fate.state == "unknown", fate
            assert count <= 1, fate
        else:
            assert (fate.state, count) == ("sent", 1), fate
    assert sum(platform == Platform.TELEGRAM for platform, _ in held) <= 5 * IN_FLIGHT
