"""Issue 6, point 1: the fleet of deploy/compose.fleet.yaml, with pgbouncer and HAProxy in their places.

Slow, and skipped where these two programs are not installed.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
import pytest_asyncio

from bot.feeding import _is_told, _opened
from bot.opening import BOTS, open_store
from bot.storage.engine import OFTEN
from bot.storage.tx import Tx
from tests.process.between import PASSWORD, free_port, pooled, program, proxied, trusting
from tests.process.bulk import Bulk
from tests.process.fleet import end, settled, start
from tests.process.harness import until
from tests.process.learners import on_telegram
from tests.process.on_telegram import OnTelegram
from tests.process.scene import Scene
from tests.process.test_kills import check
from tests.process.test_webhook import HEADER, HOOK, SECRET, update

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

PEOPLE, EACH = 20, 15
AT_ONCE = 40  # Telegram posts so many updates at the same time
AGAIN = 0.5  # seconds after which it repeats one, here


@pytest_asyncio.fixture(loop_scope="session")
async def through(scene: Scene, postgres: str, tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene whose database is reached through pgbouncer alone."""
    async with pooled(postgres, tmp_path) as url:
        scene.database = url
        scene.more_secrets["POSTGRES_PASSWORD"] = PASSWORD
        yield scene


@pytest.mark.timeout(400)
async def test_a_web_process_is_killed_while_updates_come_in(through: Scene, tmp_path: Path) -> None:
    """None is lost and none carried out twice (R20): what the killed one did not answer is posted to the other one by
    the proxy. Letters of both platforms go out beside it, each once, over the pooler."""
    program("haproxy")
    scene = through
    scene.more_secrets["TELEGRAM_WEBHOOK_SECRET"] = SECRET
    assert (await (await scene.run("migrate")).ended()).code == 0
    bulk = Bulk(scene, people=25, groups=5)
    await bulk.prepare()
    people = await on_telegram(scene, PEOPLE)
    webs = {name: (free_port(), free_port()) for name in ("web-1", "web-2")}
    settings = HOOK | {"DISCORD_TOKEN": scene.discord.token}
    started = [
        *await start(scene, "telegram", "tick", "tick", "deliver", "deliver", **settings),
        *[
            (await start(scene, "web", **(HOOK | {"WEB_PORT": str(web), "METRICS_PORT": str(metrics)})))[0]
            for web, metrics in webs.values()
        ],
    ]
    *others, dying, other = started
    async with proxied(webs, tmp_path) as address:
        posts = Posts(address, people)
        posting = asyncio.ensure_future(posts.all())

        async def a_third_is_taken() -> bool:
            return posts.taken >= PEOPLE * EACH / 3

        await until(a_third_is_taken, within=60)
        await dying.kill()
        await asyncio.wait_for(posting, 60)
    await settled(bulk, 90)
    arrived = await bulk.arrived()
    await end(*others, other)

    assert sum(posts.refused.values()) < AT_ONCE / 4, posts.refused  # 159 where the proxy does not repeat, measured
    assert scene.stored(_logs) == Counter({str(each.id): EACH for each in people})
    check(arrived, [fate for fate in bulk.fates() if fate.chat in bulk.chats[fate.platform]], {})
    await scene.telegram.do("webhook_instead", url="")


class Posts:
    """Telegram's way: so many at once, and each again until it is answered with 200."""

    def __init__(self, address: str, people: list[OnTelegram]) -> None:
        self.taken = 0
        self.refused: Counter[int] = Counter()
        self._address = f"{address}/telegram"
        self._left = [
            _answering(update(person, 1_000_000 + number * len(people) + nth, "/log 20"))
            for number in range(EACH)
            for nth, person in enumerate(people)
        ]

    async def all(self) -> None:
        """Post them all."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusting())) as client:
            await asyncio.gather(*(self._some(client) for _ in range(AT_ONCE)))

    async def _some(self, client: aiohttp.ClientSession) -> None:
        while self._left:
            body = self._left.pop(0)
            while (status := await self._post(client, body)) != 200:
                self.refused[status] += 1
                await asyncio.sleep(AGAIN)
            self.taken += 1

    async def _post(self, client: aiohttp.ClientSession, body: dict[str, Any]) -> int:
        try:
            async with client.post(self._address, json=body, headers={HEADER: SECRET}) as answer:
                return answer.status
        except aiohttp.ClientError:
            return 0


def _answering(body: dict[str, Any]) -> dict[str, Any]:
    """As an answer to the longest message there is: 24 KB, more than a proxy holds by itself."""
    message = body["message"]
    body["message"] = message | {"reply_to_message": message | {"text": "é" * 4096, "entities": [], "message_id": 1}}
    return body


def _logs(tx: Tx) -> Counter[str]:
    """How many logs each Telegram account has."""
    rows = tx.connection.exec_driver_sql(
        "SELECT external_id, count(*) FROM logs JOIN accounts USING (learner_id) "
        "WHERE platform = 'telegram' AND undone_at IS NULL GROUP BY 1"
    )
    return Counter({row[0]: row[1] for row in rows})


def _prepared(tx: Tx) -> int:
    """How many statements this connection of PostgreSQL has prepared, once one was asked often."""
    for _ in range(2 * OFTEN):
        tx.connection.exec_driver_sql("SELECT count(*) FROM letters")
    return int(tx.connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one())


async def test_nobody_listens_or_prepares_behind_a_pooler(postgres: str, tmp_path: Path) -> None:
    """What stays on a connection there meets others who have it next. LISTEN would fill their drivers with what it is
    told, and a statement of one would be asked of another connection."""
    direct = open_store(postgres, BOTS, migrate=True)
    async with pooled(postgres, tmp_path) as url:
        through = open_store(url, BOTS)
        for store, told in ((direct, True), (through, False)):
            async with _opened(store) as app:
                assert await _is_told(app) is told
            assert [bool(await ask(_prepared)) for ask in (store.write, store.read)] == [told, told]
            await store.close()


async def test_who_stands_still_behind_a_pooler_loses_the_transaction(postgres: str, tmp_path: Path) -> None:
    """stack.md 5f: pgbouncer ends it, since what a client sets does not stay with its connection there. The file says
    30 s."""
    store = open_store(postgres, BOTS, migrate=True)
    store.close_now()
    async with pooled(postgres, tmp_path, idle_transaction_timeout="1") as url:
        with psycopg.connect(url, prepare_threshold=None) as frozen, psycopg.connect(postgres) as other:
            frozen.execute("INSERT INTO budgets VALUES ('telegram', 4, now())")
            began = time.monotonic()
            await asyncio.to_thread(other.execute, b"INSERT INTO budgets VALUES ('telegram', 5, now())")
            assert time.monotonic() - began < 10
            with pytest.raises(psycopg.OperationalError):
                frozen.execute("SELECT 1")
