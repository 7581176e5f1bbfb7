"""What people write, at rest: sealed, opened, sealed anew with another key, and told apart from what nobody sealed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String, Text, select, type_coerce

from bot.core.facts import LogId
from bot.opening import BOTS, CannotOpen, open_store
from bot.storage.sealing import BadKey, Cipher, Sealed, WrongKey, new_key, sealed_columns
from bot.storage.store import Store
from bot.storage.tables import logs, metadata
from bot.storage.tx import Tx
from tests.storage.people import NOW, flow, somebody

OLD, NEW, OTHER = new_key(), new_key(), new_key()
# What no learner types, or no more than a tap: the bot's own notes, curricula, FSRS's state.
PLAIN = {"meta.value", "editions.revised", "visits.breaks", "recalls.card", "paces.recent", "rewards.weeks"}


def opened(database: str, *keys: str) -> Store:
    return open_store(database, BOTS, migrate=True, keys=keys)


def done(database: str, work: Callable[[Tx], object], *keys: str) -> object:
    """Do something with a store that is opened for it."""
    store = opened(database, *keys)
    try:
        return store.write_now(work)
    finally:
        store.close_now()


def raw(tx: Tx) -> list[str]:
    """The notes as they lie in the database."""
    return list(tx.connection.execute(select(type_coerce(logs.c.note, Text)).order_by(logs.c.id)).scalars())


def read(tx: Tx) -> list[str]:
    """The notes as the bot reads them."""
    return list(tx.connection.execute(select(logs.c.note).order_by(logs.c.id)).scalars())


def noting(person: str, *notes: str) -> Callable[[Tx], None]:
    def write(tx: Tx) -> None:
        learner = somebody(tx, person=person)
        for note in notes:
            tx.logs.change(LogId(flow(tx, learner)), NOW, note=note)

    return write


def sealed_whole(tx: Tx) -> int:
    """Seal everything with the first key, three texts at a time; returns how many times that took."""
    times = 1
    while tx.sealing.seal_some(3):
        times += 1
    return times


# --- the cipher


@given(st.text(min_size=1))
def test_what_is_sealed_can_be_opened_and_tells_nothing(plain: str) -> None:
    """Issue 6, point 3: any text, as it was; two seals of one text differ, so that nobody sees that they are alike."""
    plain = plain.encode("utf-8", "replace").decode()
    cipher = Cipher([OLD])
    one, two = cipher.seal(plain), cipher.seal(plain)
    assert one != two
    assert cipher.open(one) == cipher.open(two) == plain
    assert one.startswith(cipher.prefix)
    assert len(plain) < 4 or plain not in one


def test_an_older_key_still_opens_and_the_first_one_seals() -> None:
    """Rotation: what another key sealed stays readable as long as that key is there."""
    before = Cipher([OLD]).seal("words")
    both = Cipher([NEW, OLD])
    assert both.open(before) == "words"
    assert Cipher([NEW]).open(both.seal("words")) == "words"
    for keys in ([NEW], [OTHER, NEW]):
        with pytest.raises(WrongKey):
            Cipher(keys).open(before)


def test_what_was_changed_is_refused_and_not_quoted() -> None:
    """A text that somebody changed in the file is no text of the learner's."""
    sealed = Cipher([OLD]).seal("words")
    for bad in (sealed[:-3], sealed[:-3] + "abc", sealed[:12]):
        with pytest.raises(WrongKey) as problem:
            Cipher([OLD]).open(bad)
        assert OLD not in str(problem.value)


@pytest.mark.parametrize("keys", [[], ["short"], [OLD, ""], [OLD[:-1] + "!"], ["é" * 44]])
def test_what_is_no_key_is_refused(keys: list[str]) -> None:
    with pytest.raises(BadKey):
        Cipher(keys)


def test_every_free_text_is_sealed_or_named_here() -> None:
    """Issue 6, point 3: a new column for words cannot be forgotten."""
    open_ended = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Text) or (isinstance(column.type, String) and column.type.length is None)
    }
    assert open_ended == PLAIN
    assert len(list(sealed_columns(metadata.sorted_tables))) >= 16
    assert all(isinstance(column.type, Sealed) for column in sealed_columns(metadata.sorted_tables))


# --- the database, on both engines


def test_nothing_lies_in_plain_and_everything_reads_as_ever(database: str) -> None:
    """Issue 6, point 3: words, emptiness and a mark that only we write."""
    done(database, noting("101", "matrices", "", "más"), OLD)
    assert done(database, read, OLD) == ["matrices", "", "más"]
    kept: list[str] = []
    done(database, lambda tx: kept.extend(raw(tx)), OLD)
    first, empty, last = kept
    assert (empty, first.isascii(), "matrices" in first, last.isascii()) == ("", True, False, True)


def test_without_the_key_the_database_is_not_opened(database: str) -> None:
    """One clear sentence, and nothing is written that could not be read later."""
    done(database, noting("101", "matrices"), OLD)
    for keys in ((), (NEW,)):
        with pytest.raises(CannotOpen, match="ENCRYPTION_KEY does not hold"):
            opened(database, *keys)
    assert done(database, read, NEW, OLD) == ["matrices"]


def test_a_database_in_plain_is_sealed_while_it_runs(database: str) -> None:
    """The first key of all: what was there is sealed too, a few texts at a time, and once."""
    done(database, noting("101", *("abcdefgh")))
    assert done(database, raw) == list("abcdefgh")
    assert done(database, noting("102", "new"), OLD) is None
    assert done(database, read, OLD) == [*"abcdefgh", "new"]
    assert done(database, sealed_whole, OLD) == 4
    assert done(database, sealed_whole, OLD) == 1
    assert done(database, lambda tx: tx.sealing.is_done, OLD) is True
    assert all(note.startswith(Cipher([OLD]).prefix) for note in done(database, raw, OLD))  # type: ignore[attr-defined]


def test_keys_change_without_a_stop(database: str) -> None:
    """Rotation: the new key first, the old one behind it; then, when all is sealed anew, the new one alone."""
    done(database, noting("101", *("abcdefgh")), OLD)
    done(database, sealed_whole, OLD)
    assert done(database, lambda tx: tx.sealing.seal_some(3), NEW, OLD) == 3
    with pytest.raises(CannotOpen):
        opened(database, NEW)  # some are still sealed with the old one
    with pytest.raises(CannotOpen):
        opened(database, OLD)  # and some with the new one
    assert done(database, read, OLD, NEW) == list("abcdefgh")
    done(database, sealed_whole, NEW, OLD)
    assert done(database, read, NEW) == list("abcdefgh")


def test_what_a_process_with_the_old_key_wrote_meanwhile_is_found(database: str) -> None:
    """Several processes get the new key one after the other: as long as two are set, all is looked through again."""
    done(database, noting("101", "a"), OLD)
    done(database, sealed_whole, NEW, OLD)
    old = opened(database, NEW, OLD)
    old.cipher.take([OLD, NEW])  # type: ignore[union-attr]
    old.write_now(noting("102", "b"))
    old.close_now()
    assert done(database, lambda tx: tx.sealing.is_done, NEW, OLD) is True
    done(database, lambda tx: tx.sealing.look_again(), NEW, OLD)
    done(database, sealed_whole, NEW, OLD)
    assert done(database, read, NEW) == ["a", "b"]


def test_one_at_a_time_seals(database: str) -> None:
    """Two processes do not wait for each other; what the second one leaves, the first one does."""
    done(database, noting("101", *("abcdef")))
    store = opened(database, OLD)
    try:
        if store.embedded:
            pytest.skip("SQLite has one writer")
        with store._writer.begin() as one, store._writer.begin() as two:
            assert Tx(one).sealing.seal_some(4) == 4
            assert Tx(two).sealing.seal_some(4) == 0
        assert store.write_now(lambda tx: tx.sealing.is_done) is False
    finally:
        store.close_now()
    assert done(database, sealed_whole, OLD) == 2
    assert done(database, read, OLD) == list("abcdef")
