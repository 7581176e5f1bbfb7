"""A token that is taken back while the bot runs: one line, no storm of refusals, and letters wait for a new one."""

import asyncio

import pytest
from sqlalchemy import text

from bot.core.people import Platform
from bot.storage.tx import Tx
from tests.process.bulk import Bulk
from tests.process.fleet import Letters, end, settled, start
from tests.process.harness import Bot, until
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene
from tests.process.test_webhook import HOOK, SECRET
from tests.process.test_wrong_starts import REFUSED, ended

pytestmark = pytest.mark.asyncio(loop_scope="session")

DISCORD, TELEGRAM = REFUSED["DISCORD_TOKEN"], REFUSED["TELEGRAM_TOKEN"]
AT_ONCE = 32  # sends in flight, each of which may still be answered with 401


async def refused(bot: Bot, sentence: str) -> None:
    """The bot ended with the code that a supervisor does not try again after, and with one line."""
    code, said = await ended(bot)
    assert code == 2
    assert [line for line in said if line.startswith(sentence)] == said
    assert len(said) == 1


@pytest.mark.slow
async def test_one_platform_refuses_and_the_other_goes_on(scene: Scene) -> None:
    """Issue 6, 2: nobody on Telegram pays for a token of Discord's that was reset; when Telegram's is revoked too
    nothing is left to do, and the bot ends. What was logged is kept."""
    scene.expected = "Discord does not accept"
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bot = await scene.start()
    assert "Logged 30 min" in (await ana.say("log", {"minutes": "30"})).words
    await scene.discord("gateway.revoke_token")
    await bot.says("Discord does not accept .* the rest goes on")
    assert "Logged 20 min" in (await ben.tell("/log 20")).words
    await scene.telegram.do("token", valid=False)
    await scene.telegram.act(ben.id, "tell", text="/log 21")  # ends the poll that is held
    await refused(bot, TELEGRAM)
    await scene.discord("gateway.restore_token")
    await scene.telegram.do("token", valid=True)

    again = await scene.start()
    assert "Logged 21 min" in (await ben.next()).words
    assert (await again.end()).code == 0
    assert sorted(logged(scene)) == [20, 21, 30]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("platform", [Platform.DISCORD, Platform.TELEGRAM])
async def test_a_process_that_only_delivers(scene: Scene, postgres: str, platform: Platform) -> None:
    """Issue 6, 2; stack.md 5f: no gateway and no poll tells it. It ends at the first refusals, far from the 10,000
    after which Discord shuts a machine out. No letter is lost, and none comes twice."""
    scene.database = postgres
    bulk = Bulk(scene, people=60, groups=0)
    await bulk.prepare()
    other = "TELEGRAM_TOKEN" if platform is Platform.DISCORD else "DISCORD_TOKEN"
    bot, tick = await start(scene, "deliver", "tick", **{other: ""})
    letters = Letters(scene)

    async def some_went() -> bool:
        return letters.states().get("sent", 0) >= 5

    await until(some_went, within=30)
    sentence = DISCORD if platform is Platform.DISCORD else TELEGRAM
    if platform is Platform.DISCORD:
        await scene.discord("gateway.revoke_token")
    else:
        await scene.telegram.do("token", valid=False)
    await refused(bot, sentence)
    assert await refusals(scene, bulk) <= AT_ONCE
    assert set(letters.states()) <= {"sent", "ready"}
    await scene.discord("gateway.restore_token")
    await scene.telegram.do("token", valid=True)
    scene.stored(_wait_no_longer)

    (again,) = await start(scene, "deliver")
    await settled(bulk, 120)
    await end(again, tick)
    arrived = await bulk.arrived()
    assert [arrived[name][chat] for name, chats in bulk.chats.items() for chat in chats] == [1] * 120


@pytest.mark.slow
async def test_a_process_that_only_serves_the_webhook(scene: Scene, postgres: str) -> None:
    """Issue 6, 2; refinement 11: what was posted is kept and answered with 200; the reply to it meets the refusal."""
    scene.database, scene.more_secrets["TELEGRAM_WEBHOOK_SECRET"] = postgres, SECRET
    (ben,) = await on_telegram(scene)
    telling, web = await start(scene, "telegram", "web", **HOOK)
    await end(telling)
    line = next(line for line in web.lines if "listening on port" in line)
    port = line.split("port ")[1].split()[0]
    await scene.telegram.do("webhook_instead", url=f"http://127.0.0.1:{port}")
    await scene.telegram.do("token", valid=False)
    await scene.telegram.act(ben.id, "tell", text="/log 25")
    await refused(web, TELEGRAM)
    await scene.telegram.do("token", valid=True)
    await scene.telegram.do("webhook_instead", url="")
    assert logged(scene) == [25]


async def refusals(scene: Scene, bulk: Bulk) -> int:
    """How often either platform answered 401."""
    await asyncio.sleep(1)
    discord = await scene.discord("watch.requests")
    telegram = await scene.telegram.do("calls", since=bulk.calls_before)
    return [*(each["status"] for each in discord), *(each["code"] for each in telegram)].count(401)


def _wait_no_longer(tx: Tx) -> None:
    """Time passes: what was refused waits for some minutes."""
    tx.connection.execute(text("UPDATE letters SET due_at = now() WHERE state = 'ready'"))
    tx.connection.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"))
