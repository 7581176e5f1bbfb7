"""The curriculum files on the disk, and the editions of them that the database keeps.

A file that changed becomes a new edition, compared with the earlier ones; a broken one never takes the place of what
runs; and a curriculum whose file is gone goes on for those who are on it.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bot.app.shelf import Shelf, Volume
from bot.core.curriculum import Curriculum
from bot.core.editions import Counts, Revision, changes, lost_ids, revision
from bot.curriculum_file import built_in, examine, taken_from
from bot.storage.editions import Edition
from bot.storage.store import Store
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.library")

BUILT_IN = "built-in"  # the source of the curriculum that comes with the bot, wherever that is installed
ENDINGS = (".yaml", ".yml")
COMPARED = 20  # earlier editions that a new one is compared with


class NothingToStudy(Exception):
    """The first curriculum is broken and never ran here. The text is one clear line."""


@dataclass(frozen=True, slots=True)
class Read:
    """One file as it was read; `trouble` is a line that says what is wrong with it, if anything."""

    source: str
    raw: bytes
    curriculum: Curriculum | None
    trouble: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What can run: the volumes, what is new among them, and what stands in the way of others."""

    volumes: tuple[Volume, ...]
    news: tuple[str, ...]
    troubles: tuple[str, ...]


def read_all(first: Path | None, folder: Path) -> list[Read]:
    """Read the first curriculum (the built-in one if None) and all of a folder, which need not be there."""
    return [_read(first or built_in(), str(first) if first else BUILT_IN), *(_read(it, str(it)) for it in _in(folder))]


def _in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(it for it in folder.iterdir() if it.suffix in ENDINGS and not it.name.startswith("."))


def _read(path: Path, source: str) -> Read:
    raw, report = taken_from(path)
    if not report.problems:
        return Read(source, raw, report.curriculum, "")
    rest = len(report.problems) - 1
    more = f" ({rest} more; see: pacekeeper curriculum check {path})" if rest else ""
    return Read(source, raw, None, f"{report.problems[0]}{more}")


async def stocked(store: Store, reads: Sequence[Read], clock: Callable[[], datetime]) -> Stock:
    """Bring the database's editions up to the files. Raises NothingToStudy."""
    volumes: dict[str, Volume] = {}
    news: list[str] = []
    troubles: list[str] = []
    for read in reads:
        known = read.curriculum.id if read.curriculum else ""
        if known in volumes:
            troubles.append(f"{read.source}: another file has the id {known} too. Give this one its own.")
            continue
        volume, said, trouble = await _volume(store, read, clock)
        if trouble:
            troubles.append(trouble)
        if volume is None or volume.curriculum.id in volumes:
            if not volumes:
                raise NothingToStudy(trouble)
            continue
        volumes[volume.curriculum.id] = volume
        if said:
            news.append(said)
    for kept in await store.read(
        lambda tx: [tx.editions.newest(it) for it in sorted(tx.editions.in_use() - volumes.keys())]
    ):
        if volume := await _kept(store, kept):
            volumes[volume.curriculum.id] = replace(volume, open=False)
            troubles.append(
                f"{volume.curriculum.title} stands in no file any more; who is on it goes on with what was kept."
            )
    return Stock(tuple(volumes.values()), tuple(news), tuple(troubles))


async def _volume(store: Store, read: Read, clock: Callable[[], datetime]) -> tuple[Volume | None, str, str]:
    """What runs of a file, what is new about it, and what is wrong with it."""
    new = read.curriculum
    if new is None:
        kept = await _kept(store, await store.read(lambda tx: tx.editions.newest_from(read.source)))
        return kept, "", f"The curriculum is broken. {read.trouble}" + (_GOES_ON if kept else "")
    before = await store.read(lambda tx: tx.editions.newest(new.id))
    digest = sha256(read.raw).hexdigest()
    if before is not None and before.digest != digest:
        old = await asyncio.to_thread(_parsed, before)
        lost = lost_ids(changes(old, new)) if old else ()
        if old and lost and new.version <= before.version:
            named = f"{', '.join(lost[:5])}{' and more' if len(lost) > 5 else ''}"
            trouble = (
                f"{read.source}: gone are {named}. That takes a new version: write 'version: {before.version + 1}'."
            )
            return await _kept(store, before), "", trouble + _GOES_ON
        if old and not changes(old, new):
            await store.write(lambda tx: tx.editions.replace(before.id, new.version, digest, read.source, read.raw))
            return await _running(store, new, before.id), "", ""
    elif before is not None:
        return await _running(store, new, before.id), "", ""
    edition = await _add(store, read, new, digest, clock())
    said = f"{new.title}: version {new.version} runs now." if before else ""
    return await _running(store, new, edition), said, ""


_GOES_ON = " What ran before goes on."


async def _add(store: Store, read: Read, new: Curriculum, digest: str, now: datetime) -> int:
    """Keep a new edition, and what it changes in each earlier one."""
    earlier = await store.read(lambda tx: tx.editions.all_of(new.id))
    revised = await asyncio.to_thread(_revised, earlier[-COMPARED:], new)

    def work(tx: Tx) -> int:
        for old in earlier[:-COMPARED]:
            tx.editions.forget(old.id)
        for edition, text in revised.items():
            tx.editions.set_revised(edition, text)
        return tx.editions.add(new.id, new.version, digest, read.source, read.raw, now)

    return await store.write(work)


def _revised(earlier: Sequence[Edition], new: Curriculum) -> dict[int, str]:
    parsed = {it.id: _parsed(it) for it in earlier}
    return {id_: _written(revision(old, new)) if old else "{}" for id_, old in parsed.items()}


async def _kept(store: Store, edition: Edition | None) -> Volume | None:
    """An edition as it was kept; None if there is none, or if this version no longer reads it."""
    curriculum = await asyncio.to_thread(_parsed, edition) if edition else None
    return await _running(store, curriculum, edition.id) if curriculum and edition else None


async def _running(store: Store, curriculum: Curriculum, edition: int) -> Volume:
    revisions = await store.read(lambda tx: tx.editions.revisions(curriculum.id))
    told = {id_: read for id_, text in revisions.items() if (read := _revision(text)) is not None}
    return Volume(curriculum, edition, told)


def _parsed(edition: Edition) -> Curriculum | None:
    return examine(edition.file, edition.source).curriculum


def _written(found: Revision) -> str:
    gone = [[kind, id_, title] for (kind, id_), title in found.gone.items()]
    return json.dumps({"counts": asdict(found.counts), "gone": gone})


def _revision(text: str) -> Revision | None:
    """A revision as it was kept; None for one that could not be told."""
    kept: Mapping[str, object] = json.loads(text)
    match kept:
        case {"counts": dict() as counts, "gone": list() as gone}:
            return Revision(Counts(**counts), {(kind, id_): title for kind, id_, title in gone})
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Library:
    """The files of a running bot: `reload` reads them again and puts what came of it on the shelf."""

    store: Store
    shelf: Shelf
    first: Path | None
    folder: Path
    clock: Callable[[], datetime]

    async def reload(self) -> Stock:
        """Take in what changed; whatever is broken keeps running as it was, and the log says why."""
        reads = await asyncio.to_thread(read_all, self.first, self.folder)
        stock = await stocked(self.store, reads, self.clock)
        self.shelf.put(*stock.volumes)
        tell(stock)
        return stock


def tell(stock: Stock) -> None:
    """Say in the log what is new and what is wrong."""
    for line in stock.news:
        log.info(line)
    for line in stock.troubles:
        log.error(line)
