"""10,000 letters due at once: 8,000 private, 2,000 over 200 groups, half on each platform.

With the servers enforcing the platforms' own limits: the share of the permitted rate that was reached, refusals,
letters lost or doubled. Without limits (no budget, nothing to wait for): letters a second through the post office.
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

from bot.app.courier import Delivered, Parcel
from bot.app.links import new_key
from bot.app.post import PostOffice
from bot.app.said import Said
from bot.app.shelf import Shelf
from bot.core.pacing import BUDGETS
from bot.core.people import Address, Group, GroupId, Platform
from bot.core.prompts import GROUP_DAYS
from bot.curriculum_file import built_in, load
from bot.opening import BOTS, open_store, utc_clock
from bot.storage.letters import Letter
from bot.storage.store import Tx
from bot.storage.tables import accounts, cards, learners, plans, zones
from tests.bench.bots import bot
from tests.fakes.discord import spawned
from tests.fakes.telegram import separate_server

PRIVATE, GROUPS, EACH = 4_000, 100, 10  # on each platform
FREE = 2_000
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


def fill(database: Path, sides: list[Side]) -> None:
    """Learners, groups and their letters, all due now."""
    store = open_store(str(database), BOTS)
    for side in sides:
        store.write_now(partial(_fill, side, utc_clock()))
    store.close_now()


def _fill(side: Side, now: datetime, tx: Tx) -> None:
    today, monday = now.date(), now.date() - timedelta(days=now.weekday())
    base = 1_000_000 if side.platform is Platform.DISCORD else 2_000_000
    ids = range(base, base + len(side.people))
    person = {"hour": "18:00", "prompts": True, "joined": today, "curriculum": "ml-46", "created_at": now}
    tx.connection.execute(insert(learners), [{"id": n, "name": f"Learner {n}", **person} for n in ids])
    tx.connection.execute(insert(zones), [{"learner_id": n, "since": now, "zone": "UTC"} for n in ids])
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


class Nobody:
    """Takes every letter at once."""

    def __init__(self) -> None:
        self.keys: Counter[str] = Counter()

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Take it."""
        self.keys[parcel.key] += 1
        return Delivered(parcel.key[:40])

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Nothing to draw."""


async def measure_free() -> None:
    """Letters a second where neither a platform nor a budget holds them up: claims, drawing and outcomes alone."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        count = FREE
        fill(database, [Side(Platform.TERMINAL, [(who, who) for who in range(1, count + 1)], [])])
        store, nobody = open_store(str(database), BOTS), Nobody()
        post = PostOffice(store, {Platform.TERMINAL: nobody}, Shelf(load(built_in())), utc_clock)
        begun = time.perf_counter()
        while await post.deliver_due():
            pass
        took = time.perf_counter() - begun
        await store.close()
    doubled = sum(nobody.keys.values()) - len(nobody.keys)
    lost = count - len(nobody.keys)
    print(f"| free | {count} | {took:.1f} s | {count / took:.0f}/s | lost {lost} | doubled {doubled} |")


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
        database = folder / "bench.db"
        fill(database, sides)
        settings = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": str(database),
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
        states = _states(database)
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


def _states(database: Path) -> dict[str, Counter[str]]:
    store = open_store(str(database), BOTS)
    rows = store.write_now(
        lambda tx: tx.connection.exec_driver_sql("SELECT platform, state, count(*) FROM letters GROUP BY 1, 2").all()
    )
    store.close_now()
    found: dict[str, Counter[str]] = {"discord": Counter(), "telegram": Counter()}
    for platform, state, count in rows:
        found[platform][state] = count
    return found


async def main(*modes: str) -> None:
    """`free` and `limits` by default; `quick` is `limits` with a tenth of the letters."""
    for mode in modes or ("free", "limits"):
        if mode == "free":
            await measure_free()
        elif mode in SCALE:
            await measure(mode)
        else:
            sys.exit(f"known: free, {', '.join(SCALE)}")
