"""Lines of a board that follow later: nobody waits for those of others, and all are there with the next beats."""

import itertools
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from bot.app.app import App
from bot.app.commands import EndSeason, Leaderboard, ListMe, LogFlow, Season
from bot.app.said import BoardShown, SeasonsShown
from bot.core.days import A_WEEK, monday_of
from bot.core.people import Group, GroupId
from bot.heartbeat import beat
from bot.opening import BOTS, prepare
from bot.storage import deriving
from bot.storage.deriving import AT_A_LOOK
from bot.storage.engine import database_url
from bot.storage.migrate import upgrade
from bot.storage.store import Store
from bot.storage.tables import board_stale
from bot.storage.tx import Tx
from tests.app.test_board_upkeep import anew, lines
from tests.storage.people import NOW, TODAY, flow, somebody
from tests.world import PLACE, Person, StoppedClock, founded

_numbers = itertools.count(6_000)


async def test_a_season_changes_the_lines_of_everybody_in_its_group(
    app: App, host: Person, store: Store, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10: its weeks are no zeros of the mean, also after the fact. Of a large group the rest follows with the next
    beat."""
    group = await founded(host, board=True)
    crew = [Person(app, f"{next(_numbers)}", f"N{n}") for n in range(5)]
    for person in crew:
        await person.joins(place=PLACE)
        await person.says(ListMe(group.id, True))
        await person.says(LogFlow(60))
    for _ in range(2):
        clock.pass_(days=7)
        for person in crew:
            await person.says(LogFlow(60))
    clock.pass_(days=14)
    await beat(store, clock)
    monkeypatch.setattr(deriving, "BATCH", 2)
    before = await store.read(lines)
    first = monday_of(clock.now.date()) - A_WEEK
    shown = await host.hears(SeasonsShown, Season(f"{first}", f"{first + timedelta(days=6)}"), PLACE)
    assert shown.changed is not None

    def changed(tx: Tx) -> tuple[int, int]:
        """How many learners have other lines now, and how many wait for theirs."""
        now = lines(tx)
        other = {key[1] for key in {*now, *before} if key[0] == "line" and now.get(key) != before.get(key)}
        return len(other), len(tx.connection.execute(select(board_stale)).all())

    assert await store.read(changed) == (2, 3)
    await beat(store, clock)
    assert await store.read(changed) == (5, 0)
    assert await store.read(lines) == await store.write(anew)
    await host.hears(SeasonsShown, EndSeason(shown.changed.id), PLACE)
    await beat(store, clock)
    assert await store.read(lines) == before == await store.write(anew)


async def test_who_was_a_member_before_this_version_gets_their_lines(empty_database: str) -> None:
    """An update takes no points away: rows of before are derived with the first beats."""
    store = Store(database_url(empty_database))
    await store.write(lambda tx: upgrade(tx, "0007"))

    def fill(tx: Tx) -> None:  # without a chat: its table has columns by now that it had not then
        learner = somebody(tx)
        board = Group(GroupId(0), "Club", "small", "Europe/Berlin", time(9), frozenset(range(5)), True, "key")
        tx.groups.join(tx.groups.add(board, NOW), learner, TODAY)
        flow(tx, learner)

    await store.write(fill)
    await store.write(upgrade)
    prepare(store, BOTS, migrate=True)
    await beat(store, lambda: NOW)
    kept = await store.write(lines)
    assert len(kept) == 2 * (1 + 4 + 12)
    assert kept == await store.write(anew)
    await store.close()


async def test_nobody_who_logs_waits_for_a_board_and_whoever_looks_sees_all_of_it(
    app: App, host: Person, store: Store
) -> None:
    """R10: the lines of who logged follow when somebody looks at a board of theirs, or with the next beat; what is no
    flow is on it at once, so that nobody who takes their name off is seen for a moment longer (R22)."""
    group = await founded(host, board=True)
    ana, ben = (Person(app, f"{next(_numbers)}", name) for name in ("Ana", "Ben"))
    for person in (ana, ben):
        await person.joins(place=PLACE)
        await person.says(ListMe(group.id, True))
        await person.says(LogFlow(60))
    assert await store.read(lines) == {}
    board = await ana.hears(BoardShown, Leaderboard(group=group.id))
    assert [line.name for line in board.top] == ["Ana", "Ben"]
    kept = await store.read(lines)
    assert kept == await store.write(anew)
    await ben.says(LogFlow(60))
    assert await store.read(lines) == kept
    await ben.says(ListMe(group.id, False))
    assert await store.read(lines) == await store.write(anew) != kept


async def test_nobody_who_looks_waits_for_the_lines_of_a_crowd(
    app: App, host: Person, store: Store, clock: StoppedClock
) -> None:
    """R10: where more wait than a look may take, whoever looks sees their own place, and all others with the beat."""
    group = await founded(host, board=True)
    crowd = [Person(app, f"{next(_numbers)}", f"Member {nth:02}") for nth in range(AT_A_LOOK + 1)]
    for person in crowd:
        await person.joins(place=PLACE)
        await person.says(ListMe(group.id, True))
        await person.says(LogFlow(60))
    board = await crowd[-1].hears(BoardShown, Leaderboard(group=group.id))
    assert [line.name for line in board.top] == [f"Member {AT_A_LOOK:02}"]
    await beat(store, clock)
    assert await store.read(lines) == await store.write(anew)
    board = await crowd[-1].hears(BoardShown, Leaderboard(group=group.id))
    assert board.own is not None
    assert (board.own.place, board.total_learners) == (1, len(crowd))
