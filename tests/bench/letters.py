"""10,000 letters due at once: 8,000 private, 2,000 over 200 groups, half on each platform.

With the servers enforcing the platforms' own limits: the share of the permitted rate that was reached, refusals,
letters lost or doubled. One process on SQLite; `share` does the like with several on PostgreSQL.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from bot.app.links import new_key
from bot.core.days import local_day, monday_of
from bot.core.pacing import BUDGETS
from bot.core.people import Address, Group, GroupId, Platform
from bot.core.prompts import GROUP_DAYS
from bot.core.zones import zone_named
from bot.opening import BOTS, open_store, utc_clock
from bot.storage.letters import Letter
from bot.storage.tables import accounts, cards, learners, plans, zones
from bot.storage.tx import Tx
from tests.bench.bots import bot
from tests.fakes.discord import spawned
from tests.fakes.telegram import separate_server
from tests.process.scene import daytime_zone

PRIVATE, GROUPS, EACH = 4_000, 100, 10  # on each platform
SCALE = {"limits": 1.0, "quick": 0.1}


@dataclass(frozen=True, slots=True)
class Side:
    """Who is written to on a platform: (person, private chat) and the groups' chats."""

    platform: Platform
    people: list[tuple[int, int]]
    groups: list[int]

    @property
    def letters(self) -> int:
        """How many letters it gets."""
        return len(self.people) + len(self.groups) * EACH


def fill(database: str, sides: list[Side]) -> dict[Platform, float]:
    """Learners, groups and their letters, all due now; when each platform's were there, by the steady counter."""
    store, done = open_store(database, BOTS, migrate=True), {}
    for side in sides:
        store.write_now(partial(_fill, side, utc_clock()))
        done[side.platform] = time.perf_counter()
    store.close_now()
    return done


def _fill(side: Side, now: datetime, tx: Tx) -> None:
    zone = daytime_zone(now)  # prompts wait for the morning (R16)
    today = local_day(now, zone_named(zone))
    monday = monday_of(today)
    base = 1_000_000 if side.platform is Platform.DISCORD else 2_000_000
    ids = range(base, base + len(side.people))
    person = {"hour": "18:00", "prompts": True, "joined": today, "curriculum": "ml-46", "created_at": now}
    tx.connection.execute(insert(learners), [{"id": n, "name": f"Learner {n}", **person} for n in ids])
    tx.connection.execute(insert(zones), [{"learner_id": n, "since": now, "zone": zone} for n in ids])
    tx.connection.execute(insert(plans), [{"learner_id": n, "from_monday": monday, "weekdays": "01234"} for n in ids])
    doors = list(zip(ids, side.people, strict=True))
    tx.connection.execute(
        insert(accounts),
        [
            {
                "platform": side.platform,
                "external_id": str(who),
                "learner_id": n,
                "name": "x",
                "direct": str(chat),
                "used_at": now,
            }
            for n, (who, chat) in doors
        ],
    )
    later = now + timedelta(hours=2)
    tx.letters.queue(
        Letter(
            0,
            f"prompt:{n}:{today}",
            "prompt",
            n,
            today,
            Address(side.platform, str(chat), person=str(who)),
            "ready",
            now,
            later,
        )
        for n, (who, chat) in doors
    )
    for chat in side.groups:
        group = Group(
            GroupId(0),
            f"Group {chat}",
            "ml-46",
            "UTC",
            now.time().replace(second=0, microsecond=0),
            GROUP_DAYS,
            True,
            new_key(),
        )
        chat_id = tx.groups.add_chat(tx.groups.add(group, now), Address(side.platform, str(chat)))
        days = [today + timedelta(days=n) for n in range(EACH)]
        tx.connection.execute(
            insert(cards), [{"chat_id": chat_id, "day": day, "closes_at": later, "closed": False} for day in days]
        )
        tx.letters.queue(
            Letter(
                0, f"card:{chat_id}:{day}", "card", chat_id, day, Address(side.platform, str(chat)), "ready", now, later
            )
            for day in days
        )


async def measure(mode: str) -> None:
    """One run against servers that enforce the platforms' limits."""
    private, groups = int(PRIVATE * SCALE[mode]), int(GROUPS * SCALE[mode])
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(spawned("--no-spec", "--limits"))
        telegram = await stack.enter_async_context(separate_server("--no-check", "--limits"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        guild = await discord("world.add_guild", name="Bench")
        people = await discord("world.add_users", count=private, guild_id=guild, prefix="P")
        doors = [(who, await discord("world.conversation", user_id=who)) for who in people]
        channels = [await discord("world.add_channel", guild_id=guild, name=f"g{n}") for n in range(groups)]
        known = await telegram.do("people", count=private, started=True)
        chats = [await telegram.do("group", title=f"G{n}", owner=known[0], bot="member") for n in range(groups)]
        sides = [
            Side(Platform.DISCORD, doors, channels),
            Side(Platform.TELEGRAM, [(who, who) for who in known], chats),
        ]
        database = str(folder / "bench.db")
        fill(database, sides)
        settings = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": database,
        }
        async with bot(folder, settings) as ours:
            begun = time.perf_counter()
            ends = {side.platform: 0.0 for side in sides}
            firsts = dict(ends)
            while not all(ends.values()):
                await asyncio.sleep(0.25)
                counted = {
                    Platform.DISCORD: (await discord("watch.counts"))["messages"],
                    Platform.TELEGRAM: (await telegram.do("counts"))["deliveries"],
                }
                now = time.perf_counter()
                for side in sides:
                    if counted[side.platform] and not firsts[side.platform]:
                        firsts[side.platform] = now
                    if counted[side.platform] >= side.letters and not ends[side.platform]:
                        ends[side.platform] = now
                if now - begun > 900:
                    raise TimeoutError(f"after 15 minutes: {counted}")
            await asyncio.sleep(2)  # time for what should not come
            peak = ours.peak_mib()
        refused = {
            Platform.DISCORD: await discord("limits.counts"),
            Platform.TELEGRAM: await telegram.do("counts"),
        }
        posted = {
            Platform.DISCORD: (await discord("watch.counts"))["messages"],
            Platform.TELEGRAM: (await telegram.do("counts"))["deliveries"],
        }
        states = states_of(database)
    for side in sides:
        took = ends[side.platform] - begun
        rate, permitted = side.letters / took, BUDGETS[side.platform].per_second
        share = f"{rate / permitted:.1%} of {permitted:.0f}/s"
        counts = refused[side.platform]
        print(
            f"| {mode} | {side.platform} | {side.letters} | {took:.1f} s | {rate:.1f}/s | {share} | "
            f"429: {counts['refused']} | busiest second {counts['busiest_second']} | "
            f"doubled {posted[side.platform] - side.letters} | {dict(states[side.platform])} |",
            flush=True,
        )
    print(f"| {mode} | peak memory of the bot | {peak:.0f} MiB |", flush=True)


def states_of(database: str) -> dict[str, Counter[str]]:
    """How many letters of each platform ended how."""
    store = open_store(database, BOTS)
    rows = store.write_now(
        lambda tx: tx.connection.exec_driver_sql("SELECT platform, state, count(*) FROM letters GROUP BY 1, 2").all()
    )
    store.close_now()
    found: dict[str, Counter[str]] = {"discord": Counter(), "telegram": Counter()}
    for platform, state, count in rows:
        found[platform][state] = count
    return found


async def main(mode: str = "limits") -> None:
    """`quick` is the same with a tenth of the letters."""
    if mode not in SCALE:
        sys.exit(f"known: {', '.join(SCALE)}")
    await measure(mode)
