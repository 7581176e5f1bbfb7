"""The turn of a `/log` without a platform: for who is in no group, in one whose board is off, and in one with a board.

Wall time, the processor's share of it, and the statements of the transaction; on a file that is synced as ever.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, event

from bot.answers import Answers
from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import LogFlow
from bot.app.said import Logged
from bot.app.shelf import Shelf
from bot.core.people import Address, Platform
from bot.curriculum_file import load
from bot.storage.engine import database_url
from bot.storage.store import Store
from bot.storage.tables import logs, members
from tests.bench.board import CURRICULUM, NOW, fill
from tests.databases import ENGINES, Databases

CREW = 40  # learners of each kind, in turn
APART = 3_960  # their numbers differ by this, so that those of each kind have the same facts (see `fill`)
ROUNDS, WARM_UP = 240, 20
KINDS = ("no group", "board off", "board on")


async def main(*wanted: str) -> None:
    """Both engines, or the one that is named; each round asks one learner of every kind."""
    print(
        "| engine | logs before | a learner in | p50 ms | processor ms | to no group | statements |\n"
        + "|---" * 7
        + "|"
    )
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        for engine in [each for each in ENGINES if each in wanted] or ENGINES:
            store = Store(database_url(databases.fresh(engine, Path(folder))))
            await _measure(engine, store)
            await store.close()
        databases.close()


async def _measure(engine: str, store: Store) -> None:
    shelf = Shelf(load(CURRICULUM))
    answers = Answers(shelf)
    app = App(store, shelf, lambda: NOW, remember=answers.remember, recall=answers.recall)
    firsts = _learners(store, shelf.first.id)
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    wall: dict[tuple[str, str], list[float]] = {kind: [] for kind in firsts}
    processor: dict[tuple[str, str], list[float]] = {kind: [] for kind in firsts}
    count = dict.fromkeys(firsts, 0)
    for nth in range(WARM_UP + ROUNDS):
        for kind, first in firsts.items():
            statements.clear()
            took = await _log(app, str(first + nth % CREW), f"{kind}{nth}")
            if nth >= WARM_UP:
                wall[kind].append(took[0])
                processor[kind].append(took[1])
                count[kind] = len(statements)
    event.remove(Engine, "before_cursor_execute", note)
    for kind, times in wall.items():
        own, alone = statistics.median(processor[kind]), statistics.median(processor[kind[0], KINDS[0]])
        print(
            f"| {engine} | {kind[0]} | {kind[1]} | {statistics.median(times):.2f} | {own:.2f} | {own / alone:.2f} "
            f"| {count[kind]} |",
            flush=True,
        )


def _learners(store: Store, curriculum: str) -> dict[tuple[str, str], int]:
    """Learners with the same facts, of each kind: with a year of logs, and with none. The first of each."""
    firsts = {}
    for nth, kind in enumerate((history, place) for history in ("none", "a year") for place in KINDS):
        first = firsts[kind] = 1 + nth * APART
        group, crew = fill(store, CREW, first, curriculum), range(first, first + CREW)
        store.write_now(lambda tx, group=group, kind=kind: tx.groups.change(group, board=kind[1] == KINDS[2]))  # type: ignore[misc]
        for unwanted in ([logs] if kind[0] == "none" else []) + ([members] if kind[1] == KINDS[0] else []):
            gone = delete(unwanted).where(unwanted.c.learner_id.in_(crew))
            store.write_now(lambda tx, gone=gone: tx.connection.execute(gone))  # type: ignore[misc]
    return firsts


async def _log(app: App, person: str, request: str) -> tuple[float, float]:
    """Milliseconds of a `/log`: on the clock, and of the processor."""
    asker = Asker(Platform.TELEGRAM, person, "x", Address(Platform.TELEGRAM, person, person=person), True, request)
    begun, used = time.perf_counter(), time.process_time()
    answer = await app.handle(LogFlow(30), asker)
    took = (time.perf_counter() - begun) * 1e3, (time.process_time() - used) * 1e3
    if not isinstance(answer.said, Logged):
        raise AssertionError(answer)  # noqa: TRY004 - what is wrong is the answer
    return took
