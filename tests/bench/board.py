"""One `/leaderboard` in groups of 10, 1,000 and 100,000 members with a year of logs, on both engines, and what keeping
boards up costs a `/log`."""

import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import String, case, cast, delete, func, insert, select, text

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Leaderboard, LogFlow
from bot.app.said import BoardShown, Logged
from bot.app.shelf import Shelf
from bot.core.board import PERIODS
from bot.core.people import Address, Group, GroupId, Platform
from bot.core.prompts import GROUP_DAYS
from bot.curriculum_file import load
from bot.storage.deriving import BATCH
from bot.storage.engine import database_url
from bot.storage.store import Store
from bot.storage.tables import (
    accounts,
    board_lines,
    board_stale,
    board_tallies,
    learners,
    logs,
    members,
    plans,
    zones,
)
from bot.storage.tx import Tx
from tests.databases import ENGINES, Databases

SIZES = (10, 1_000, 100_000)
CURRICULUM = Path(__file__).parents[1] / "curriculum_file" / "two_weeks.yaml"
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)  # a Thursday
BEGUN = date(2025, 3, 3)
WEEKS, A_WEEK = 53, 2  # a year of logs, two a week, not the same two for everybody
LOOKS = 60
PERIOD = 1_980  # learners, after whom they are the same again (of 90, 11 and 4, and of those listed)
COPIED = (learners, zones, plans, accounts, members, logs, board_lines)


def fill(store: Store, size: int, first: int, curriculum: str) -> GroupId:
    """A group whose members have studied for a year; their numbers begin with `first`."""
    group = Group(GroupId(0), f"{size:,}", curriculum, "UTC", NOW.time(), GROUP_DAYS, True, "key")

    def found(tx: Tx) -> GroupId:
        return tx.groups.add(group, NOW - timedelta(days=400))

    added = store.write_now(found)
    for low in range(first, first + min(size, PERIOD), BATCH):
        ids = range(low, min(first + min(size, PERIOD), low + BATCH))
        store.write_now(lambda tx, ids=ids: _rows(tx, added, ids, curriculum))  # type: ignore[misc]
        print(f"\r{size:,}: {ids[-1] - first + 1:,} filled", end="", file=sys.stderr, flush=True)
    for done in range(PERIOD, size, PERIOD):
        who = range(first, first + min(PERIOD, size - done))
        store.write_now(lambda tx, who=who, done=done: _again(tx, who, done))  # type: ignore[misc]
        print(f"\r{size:,}: {done + len(who):,} filled", end="", file=sys.stderr, flush=True)
    if size > PERIOD:
        store.write_now(lambda tx: _tallied(tx, added))
    print(file=sys.stderr)
    return added


def _rows(tx: Tx, group: GroupId, ids: range, curriculum: str) -> None:
    """Learners and their logs; with their lines, in the same transaction as ever."""
    run = tx.connection.execute
    person = {"hour": "18:00", "prompts": False, "joined": BEGUN, "curriculum": curriculum, "created_at": NOW}
    run(insert(learners), [{"id": n, "name": f"Learner {n}", **person} for n in ids])
    run(insert(zones), [{"learner_id": n, "since": NOW - timedelta(days=400), "zone": "UTC"} for n in ids])
    run(insert(plans), [{"learner_id": n, "from_monday": BEGUN, "weekdays": "01234"} for n in ids])
    account = {"platform": "telegram", "name": "x", "used_at": NOW}
    run(insert(accounts), [{"external_id": str(n), "learner_id": n, **account} for n in ids])
    run(insert(members), [{"group_id": group, "learner_id": n, "joined": BEGUN, "listed": n % 3 > 0} for n in ids])
    sealed = {"curriculum": curriculum, "zone": "UTC", "note": "", "focus": None, "at_day": ""}
    rows = [
        {"learner_id": n, "at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC), "day": day, "logged_on": day}
        | {"minutes": 10 + (n * 7 + week * 13 + nth) % 90, **sealed}
        for n in ids
        for week in range(WEEKS)
        if (n + week) % 11  # some weeks are missed
        for nth in range(1 + (n + week) % (2 * A_WEEK))
        if (day := BEGUN + timedelta(weeks=week, days=nth)) <= NOW.date()
    ]
    run(insert(logs), rows)


def _again(tx: Tx, who: range, further: int) -> None:
    """The same learners with other numbers, and with the lines that were derived for the first: theirs are the same."""
    for table in COPIED:
        number = table.c.id if table is learners else table.c.learner_id
        wanted = [it for it in table.c if it is number or it.name != "id"]
        moved = {number.name: number + further}
        if table is accounts:
            moved["external_id"] = cast(number + further, String)
        copies = select(*(moved.get(it.name, it) for it in wanted)).where(number >= who[0], number <= who[-1])
        tx.connection.execute(insert(table).from_select([it.name for it in wanted], copies))
    tx.connection.execute(delete(board_stale))


def _tallied(tx: Tx, group: GroupId) -> None:
    """The tallies of a group's lines, all at once."""
    own, kept = board_lines.c, board_tallies.c
    by = (own.group_id, own.weeks, own.monday, own.rank, own.listed)
    sums = (func.count(), func.sum(case((own.minutes > 0, 1), else_=0)), func.sum(own.minutes))
    names = [*(it.name for it in by), "lines", "active", "minutes"]
    tx.connection.execute(delete(board_tallies).where(kept.group_id == group))
    lines = select(*by, *sums).where(own.group_id == group).group_by(*by)
    tx.connection.execute(insert(board_tallies).from_select(names, lines))


async def _look(app: App, group: GroupId, first: int, size: int) -> list[float]:
    """Milliseconds of looks at all periods and a past week, by members from the whole order of places."""
    took = []
    asks = [*(Leaderboard(period, group) for period in PERIODS), Leaderboard("week", group, week=105_660)]
    for n in range(LOOKS):
        person = str(first + (n * 7919) % size)
        asker = Asker(Platform.TELEGRAM, person, "x", Address(Platform.TELEGRAM, person, person=person), True, f"r{n}")
        ask = asks[n % len(asks)]
        begun = time.perf_counter()
        answer = await app.handle(ask, asker)
        took.append((time.perf_counter() - begun) * 1e3)
        if not isinstance(answer.said, BoardShown):
            raise AssertionError(answer)  # noqa: TRY004 - what is wrong is the answer
    return took


async def _log(app: App, first: int, size: int) -> list[float]:
    took = []
    for n in range(LOOKS):
        person = str(first + (n * 7919) % size)
        asker = Asker(Platform.TELEGRAM, person, "x", Address(Platform.TELEGRAM, person, person=person), True, f"l{n}")
        begun = time.perf_counter()
        answer = await app.handle(LogFlow(30), asker)
        took.append((time.perf_counter() - begun) * 1e3)
        if not isinstance(answer.said, Logged):
            raise AssertionError(answer)  # noqa: TRY004 - what is wrong is the answer
    return took


async def main(*wanted: str) -> None:
    """Measure all sizes in turn, block by block; engines and sizes may be named."""
    chosen = tuple(int(each) for each in wanted if each.isdecimal()) or SIZES
    engines = tuple(each for each in ENGINES if each in wanted) or ENGINES
    shelf = Shelf(load(CURRICULUM))
    print("| engine | members | look p50 ms | look p99 ms | p50 to the smallest | /log p50 ms | filled s |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        for engine in engines:
            store = Store(database_url(databases.fresh(engine, Path(folder))))
            app = App(store, shelf, lambda: NOW, remember=remember, recall=recall)
            begins, groups, filled = 1, {}, {}
            for size in chosen:
                begun = time.perf_counter()
                groups[size] = begins, fill(store, size, begins, shelf.first.id)
                filled[size] = time.perf_counter() - begun
                begins += size
            if engine == "postgresql":
                store.write_now(lambda tx: tx.connection.execute(text("ANALYZE")))
            looks: dict[int, list[float]] = {size: [] for size in chosen}
            writes: dict[int, list[float]] = {size: [] for size in chosen}
            for block in range(6):
                for size, (first, group) in groups.items():
                    found = await _look(app, group, first, size)
                    looks[size] += found if block else []
            for size, (first, _) in groups.items():
                writes[size] = await _log(app, first, size)
            least = statistics.median(looks[chosen[0]])
            for size in chosen:
                times = sorted(looks[size])
                p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
                log = statistics.median(writes[size])
                print(
                    f"| {engine} | {size:,} | {p50:.2f} | {p99:.2f} | {p50 / least:.2f} | {log:.2f} "
                    f"| {filled[size]:.0f} |",
                    flush=True,
                )
            await store.close()
        databases.close()
