"""The texts that curricula had here, and which of them each learner knows."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, union, update

from bot.core.people import LearnerId
from bot.storage.engine import insert_or_ignore, upsert
from bot.storage.tables import editions, enrolments, groups, learners

_SOURCE = 300  # characters of a path that are kept: its end, which tells files apart


@dataclass(frozen=True, slots=True)
class Edition:
    """A curriculum's file as it once ran. `revised` says what the newest changes in it, as JSON."""

    id: int
    curriculum: str
    version: int
    digest: str
    source: str
    file: bytes
    revised: str


def _edition_of(row: Row[Any]) -> Edition:
    file = zlib.decompress(row.file)
    return Edition(row.id, row.curriculum, row.version, row.digest, row.source, file, row.revised)


class Editions:
    """Editions and enrolments, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, curriculum: str) -> Edition | None:
        """The edition that runs."""
        query = select(editions).where(editions.c.curriculum == curriculum).order_by(editions.c.id.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return _edition_of(row) if row else None

    def newest_from(self, source: str) -> Edition | None:
        """The last edition that was read from a place."""
        query = select(editions).where(editions.c.source == source[-_SOURCE:]).order_by(editions.c.id.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return _edition_of(row) if row else None

    def all_of(self, curriculum: str) -> list[Edition]:
        """Every edition that is kept, oldest first."""
        query = select(editions).where(editions.c.curriculum == curriculum).order_by(editions.c.id)
        return [_edition_of(row) for row in self._connection.execute(query)]

    def revisions(self, curriculum: str) -> dict[int, str]:
        """What the newest edition changes in each earlier one, as JSON."""
        query = select(editions.c.id, editions.c.revised).where(
            editions.c.curriculum == curriculum, editions.c.revised != ""
        )
        return {row.id: row.revised for row in self._connection.execute(query)}

    def add(self, curriculum: str, version: int, digest: str, source: str, file: bytes, now: datetime) -> int:
        """Keep a new edition, which runs from now on."""
        values = {
            "curriculum": curriculum,
            "version": version,
            "digest": digest,
            "source": source[-_SOURCE:],
            "file": zlib.compress(file, 9),
            "since": now,
        }
        return int(self._connection.execute(insert(editions).returning(editions.c.id), values).scalar_one())

    def replace(self, edition: int, version: int, digest: str, source: str, file: bytes) -> None:
        """Let an edition stand in another file, in which nobody notices a difference."""
        kept = {"source": source[-_SOURCE:], "file": zlib.compress(file, 9)}
        values = {"version": version, "digest": digest, **kept}
        self._connection.execute(update(editions).where(editions.c.id == edition).values(**values))

    def set_revised(self, edition: int, revised: str) -> None:
        """Keep what the newest edition changes in an earlier one."""
        self._connection.execute(update(editions).where(editions.c.id == edition).values(revised=revised))

    def forget(self, edition: int) -> None:
        """Delete an edition that is too old to be compared with."""
        self._connection.execute(delete(editions).where(editions.c.id == edition))

    def in_use(self) -> set[str]:
        """The curricula that any learner or group has."""
        query = union(
            select(learners.c.curriculum), select(groups.c.curriculum), select(enrolments.c.curriculum).distinct()
        )
        return {row[0] for row in self._connection.execute(query)}

    # --- who knows which

    def enrol(self, learner: LearnerId, curriculum: str, edition: int) -> None:
        """Note the edition that a learner began with; who was there before knows an earlier one still."""
        values = {"learner_id": learner, "curriculum": curriculum, "edition": edition}
        self._connection.execute(insert_or_ignore(self._connection, enrolments), values)

    def tell(self, learner: LearnerId, curriculum: str, edition: int) -> None:
        """Note that a learner knows an edition now."""
        keys = [enrolments.c.learner_id, enrolments.c.curriculum]
        statement = upsert(self._connection, enrolments, keys, ["edition"])
        self._connection.execute(statement, {"learner_id": learner, "curriculum": curriculum, "edition": edition})

    def set_path(self, learner: LearnerId, curriculum: str, edition: int, path: str) -> None:
        """Let a learner walk a curriculum by a path from now on (R14); `edition` is the one they know."""
        keys = [enrolments.c.learner_id, enrolments.c.curriculum]
        values = {"learner_id": learner, "curriculum": curriculum, "edition": edition, "path": path}
        self._connection.execute(upsert(self._connection, enrolments, keys, ["path"]), values)

    def enrolled(self, learner: LearnerId) -> list[str]:
        """The curricula that a learner has ever been in."""
        query = select(enrolments.c.curriculum).where(enrolments.c.learner_id == learner)
        return [row.curriculum for row in self._connection.execute(query)]
