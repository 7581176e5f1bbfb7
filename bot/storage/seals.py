"""Which key a database is sealed with, and the change to another one while everything runs."""

from sqlalchemy import Connection

from bot.storage.requests import Requests
from bot.storage.sealing import WrongKey, cipher_of, reseal
from bot.storage.tables import metadata

ALL, SOME = "sealed", "sealed.some"  # proofs: a word sealed with the key of all texts, and of the newest
WORD = "pacekeeper"


class Sealing:
    """What is sealed, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cipher = cipher_of(connection.dialect)
        self._facts = Requests(connection)

    def prove(self) -> None:
        """Open what was sealed as a proof, and leave one of the first key. Raises WrongKey."""
        for fact in (ALL, SOME):
            kept = self._facts.fact(fact)
            if kept is None:
                continue
            if self._cipher is None:
                raise WrongKey("no key is set")
            if self._cipher.open(kept) != WORD:
                raise WrongKey("another word is sealed")
        if self._cipher is not None and not self._is_of_first(SOME):
            self._facts.set_fact(SOME, self._cipher.seal(WORD))

    @property
    def is_on(self) -> bool:
        """Whether texts are sealed at all."""
        return self._cipher is not None

    @property
    def is_done(self) -> bool:
        """Whether every text is sealed with the first key; also where none is set."""
        return self._cipher is None or self._is_of_first(ALL)

    def seal_some(self, most: int) -> int:
        """Seal up to `most` texts with the first key that are not; returns how many were. With 0 all are, and that is
        kept; or another process is at it."""
        if self._cipher is None or self.is_done or not self._facts.lock_fact(SOME):
            return 0
        done = reseal(self._connection, metadata.sorted_tables, most)
        if not done:
            self._facts.set_fact(ALL, self._cipher.seal(WORD))
        return done

    def look_again(self) -> None:
        """Where an older key is set, another process may have sealed with it meanwhile: look through all again."""
        if self._cipher is not None and len(self._cipher.keys) > 1:
            self._facts.drop_fact(ALL)

    def _is_of_first(self, fact: str) -> bool:
        kept = self._facts.fact(fact)
        return self._cipher is not None and kept is not None and kept.startswith(self._cipher.prefix)
