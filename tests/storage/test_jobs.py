"""Jobs on PostgreSQL: made in the transaction that decides a letter, and found again where a process lost them."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.core.people import Address, Platform
from bot.storage.engine import STANDS_STILL, database_url
from bot.storage.jobs import FIRST, TOGETHER
from bot.storage.letters import Letter
from bot.storage.migrate import downgrade, upgrade
from bot.storage.store import StorageTrouble, Store
from bot.storage.tx import Tx
from tests.databases import POSTGRES, Databases, NoPostgres

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PATIENCE = 15 * MINUTE
DAY = date(2026, 3, 2)
OURS = """
SELECT relname FROM pg_class WHERE relname LIKE 'procrastinate%' UNION ALL
SELECT proname FROM pg_proc WHERE proname LIKE 'procrastinate%' UNION ALL
SELECT typname FROM pg_type WHERE typname LIKE '%procrastinate%'
"""


@pytest.fixture
def store(databases: Databases, tmp_path: Path) -> Iterator[Store]:
    """A store on a server of our own."""
    try:
        url = databases.fresh(POSTGRES, tmp_path)
    except NoPostgres as problem:
        pytest.skip(f"no PostgreSQL: {problem}")
    opened = Store(database_url(url))
    yield opened
    opened.close_now()
    databases.drop(url)


def letter(key: str, *, due_at: datetime = NOW, kind: Any = "prompt") -> Letter:
    address = Address(Platform.TELEGRAM, "7", person="7")
    return Letter(0, key, kind, 1, DAY, address, "ready", due_at, NOW + timedelta(days=1))


def jobs(tx: Tx) -> list[tuple[list[int], str, int, datetime]]:
    """Each job: its letters, queue, priority and time."""
    query = "SELECT args, queue_name, priority, scheduled_at FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
    rows = tx.connection.execute(text(query)).all()
    assert all(set(row.args) == {"letters"} for row in rows)
    return [(row.args["letters"], row.queue_name, row.priority, row.scheduled_at) for row in rows]


def number(tx: Tx, key: str) -> int:
    return int(tx.connection.execute(text("SELECT id FROM letters WHERE key = :key"), {"key": key}).scalar_one())


def lose_jobs(tx: Tx) -> None:
    tx.connection.execute(text("DELETE FROM procrastinate_jobs"))


def test_each_new_letter_has_a_job_in_its_own_transaction(store: Store) -> None:
    """stack.md 5f: decided and deferred together, or neither; a key that exists has its job already."""

    def decide(tx: Tx) -> int:
        later = letter("later", due_at=NOW + MINUTE)
        return tx.letters.queue([letter("one"), later, letter("card", kind="card")])

    def undone(tx: Tx) -> None:
        tx.letters.queue([letter("undone")])
        raise ZeroDivisionError

    assert store.write_now(decide) == 3
    assert store.write_now(decide) == 0
    with pytest.raises(ZeroDivisionError):
        store.write_now(undone)

    one, later, card = store.write_now(lambda tx: [number(tx, key) for key in ("one", "later", "card")])
    assert store.write_now(jobs) == [
        ([one], "telegram", 0, NOW),
        ([later], "telegram", 0, NOW + MINUTE),
        ([card], "telegram", 10, NOW),
    ]


def test_letters_of_one_kind_and_time_share_jobs(store: Store) -> None:
    """Eight at most; cards and what is due at another time have jobs of their own, and each letter is in one job."""

    def decide(tx: Tx) -> list[tuple[list[int], str, int, datetime]]:
        plain = [letter(f"prompt:{n}") for n in range(2 * TOGETHER + 1)]
        later = letter("later", due_at=NOW + MINUTE)
        tx.letters.queue([*plain, later, *(letter(f"card:{n}", kind="card") for n in range(2))])
        return jobs(tx)

    found = store.write_now(decide)
    assert [(len(some), priority, at - NOW) for some, _, priority, at in found] == [
        (TOGETHER, 0, timedelta(0)),
        (TOGETHER, 0, timedelta(0)),
        (1, 0, timedelta(0)),
        (1, 0, MINUTE),
        (2, 10, timedelta(0)),
    ]
    assert len({each for some, *_ in found for each in some}) == 2 * TOGETHER + 4


def test_a_letter_that_is_still_open_gets_its_next_job(store: Store) -> None:
    """Ready: when it is due; held by somebody: when their lease ends, before all others, since Discord notices a repeat
    for two minutes only; over: none."""

    def work(tx: Tx) -> list[tuple[int, datetime]]:
        tx.letters.queue([letter(key) for key in ("ready", "held", "sent", "soon")])
        lose_jobs(tx)
        tx.letters.postpone(number(tx, "ready"), NOW + 5 * MINUTE)
        tx.letters.claim([number(tx, "held")], NOW, NOW + MINUTE)
        tx.letters.end(number(tx, "sent"), "sent", NOW)
        some = [number(tx, key) for key in ("ready", "held", "sent", "soon")]
        tx.letters.go_on([*some, 10_000], NOW + timedelta(seconds=1))
        tx.letters.go_on([some[2]], NOW)
        return [(priority, at) for *_, priority, at in jobs(tx)]

    expected = [(0, NOW + 5 * MINUTE), (FIRST, NOW + MINUTE), (0, NOW + timedelta(seconds=1))]
    assert store.write_now(work) == expected


def test_a_sweep_finds_letters_without_a_job(store: Store) -> None:
    """Sweep (a): a lease that ran out; (b): due for longer than a quarter of an hour. A letter with a job has one."""

    def fill(tx: Tx) -> None:
        tx.letters.queue([letter(key) for key in ("lost", "fresh", "held", "dead", "kept", "sent")])
        tx.letters.queue([letter("far", due_at=NOW + timedelta(hours=5))])
        tx.connection.execute(
            text(
                "UPDATE procrastinate_jobs SET args = jsonb_build_object('letters', jsonb_build_array(:kept ::bigint))"
            ),
            {"kept": number(tx, "kept")},
        )
        tx.letters.postpone(number(tx, "fresh"), NOW + 10 * MINUTE)
        tx.letters.claim([number(tx, "held")], NOW, NOW + 30 * MINUTE)
        tx.letters.claim([number(tx, "dead")], NOW, NOW + MINUTE)
        tx.letters.end(number(tx, "sent"), "sent", NOW)

    def names(tx: Tx) -> set[str]:
        found = "SELECT key FROM letters JOIN procrastinate_jobs ON args -> 'letters' @> to_jsonb(letters.id)"
        return set(tx.connection.execute(text(found)).scalars())

    def sweep(patience: timedelta | None) -> int:
        return store.write_now(lambda tx: tx.letters.adopt(NOW + 20 * MINUTE, patience, 100))

    store.write_now(fill)
    assert sweep(PATIENCE) == 2
    assert store.write_now(names) == {"kept", "lost", "dead"}
    assert store.write_now(lambda tx: [priority for *_, priority, _ in jobs(tx)][-2:]) == [0, FIRST]
    assert sweep(PATIENCE) == 0
    assert sweep(None) == 3  # the first one after a start: whatever is open
    assert store.write_now(names) == {"kept", "lost", "dead", "fresh", "held", "far"}
    assert sweep(None) == 0


def test_two_sweeps_at_once_make_no_job_twice(store: Store) -> None:
    """Any number of ticks: whoever comes second leaves it to the first."""

    def both(tx: Tx) -> tuple[int, int]:
        tx.letters.queue([letter("lost")])
        lose_jobs(tx)
        tx.connection.commit()
        mine = tx.letters.adopt(NOW + PATIENCE + MINUTE, PATIENCE, 100)
        theirs = store.write_now(lambda other: other.letters.adopt(NOW + PATIENCE + MINUTE, PATIENCE, 100))
        return mine, theirs

    with store._writer.connect() as connection:
        assert both(Tx(connection)) == (1, 0)
        connection.commit()


def test_a_letter_is_given_back_only_by_its_holder(store: Store) -> None:
    """stack.md 5f: whoever stood still for longer than the lease changes nothing of what another one holds."""

    def work(tx: Tx) -> tuple[str, str]:
        tx.letters.queue([letter("one")])
        mine, theirs = NOW + MINUTE, NOW + 3 * MINUTE
        tx.letters.claim([number(tx, "one")], NOW, mine)
        tx.letters.claim([number(tx, "one")], NOW + 2 * MINUTE, theirs)
        states = []
        for until in (mine, theirs):
            tx.letters.retry(number(tx, "one"), NOW, "", None, until)
            states.append(str(*tx.letters.states()))
        return states[0], states[1]

    assert store.write_now(work) == ("sending", "ready")


def test_the_queue_goes_with_its_migration(store: Store) -> None:
    """Issue 6, point 4: the way back leaves nothing of the library's behind, and the way forward can be gone again."""

    def things(tx: Tx) -> list[str]:
        return list(tx.connection.execute(text(OURS)).scalars())

    store.write_now(lambda tx: tx.letters.queue([letter("before")]))
    assert store.write_now(things)
    store.write_now(lambda tx: downgrade(tx, "0018"))
    assert store.write_now(things) == []
    store.write_now(upgrade)
    assert store.write_now(jobs) == []
    assert store.write_now(lambda tx: tx.letters.adopt(NOW, None, 10)) == 1


def test_whoever_stands_still_in_a_transaction_loses_it(store: Store) -> None:
    """stack.md 5f: a frozen process must not keep the row of the budget, for which all others wait."""

    def stand_still(tx: Tx) -> None:
        tx.connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 50")
        tx.letters.queue([letter("lost")])
        time.sleep(0.5)
        tx.letters.states()

    def shown(tx: Tx) -> str:
        return str(tx.connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one())

    assert store.write_now(shown) == f"{STANDS_STILL}s"
    with pytest.raises(StorageTrouble):
        store.write_now(stand_still)
    assert store.write_now(lambda tx: tx.letters.states()) == {}
