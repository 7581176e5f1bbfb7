"""One-time codes, wrong tries, unions and letters that go to another door, as rows."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from bot.core.linking import Tries
from bot.core.people import Address, LearnerId, Platform
from bot.storage.letters import Letter
from bot.storage.settling import Chosen
from bot.storage.tables import letters, link_codes, link_tries, unions
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, flow, somebody

CODE = "ABCD-EFGH"
A_MINUTE = timedelta(minutes=1)


def prompt(tx: Tx, learner: LearnerId, person: str, *, kind: str = "prompt", state: str = "ready") -> None:
    """A letter of today to somebody on Telegram."""
    address = Address(Platform.TELEGRAM, person, person=person)
    letter = Letter(0, f"{kind}:{learner}:{TODAY}", kind, learner, TODAY, address, state, NOW, NOW + 180 * A_MINUTE)  # type: ignore[arg-type]  # as literals
    assert tx.letters.queue([letter]) == 1


def test_a_code_finds_its_learner_for_ten_minutes(tx: Tx) -> None:
    """Issue 4, point 9: 10 minutes; a newer one replaces it, and what is spent finds nobody."""
    anna, ben = somebody(tx), somebody(tx, person="202")
    tx.linking.put_code(anna, CODE, NOW)
    assert tx.linking.learner_of(CODE, NOW + 9 * A_MINUTE) == anna
    assert tx.linking.learner_of(CODE, NOW + 10 * A_MINUTE) is None
    assert tx.linking.learner_of("ABCD-EFGJ", NOW) is None
    tx.linking.put_code(ben, "BBBB-BBBB", NOW)
    assert tx.linking.learner_of("BBBB-BBBB", NOW) == ben
    tx.linking.put_code(anna, "CCCC-CCCC", NOW)
    assert tx.linking.learner_of(CODE, NOW) is None
    tx.linking.spend(anna)
    assert tx.linking.learner_of("CCCC-CCCC", NOW) is None


def test_only_a_salted_digest_of_a_code_is_kept(tx: Tx) -> None:
    """Issue 4, point 9: the same code of two learners looks different, and none stands there in plain."""
    for person in ("101", "202"):
        tx.linking.put_code(somebody(tx, person=person), CODE, NOW)
    rows = tx.connection.execute(select(link_codes)).all()
    assert len({row.digest for row in rows}) == len(rows) == 2
    assert CODE not in repr(rows)


def test_codes_and_tries_that_are_over_are_forgotten(tx: Tx) -> None:
    """What is kept no longer than it serves."""
    tx.linking.put_code(somebody(tx), CODE, NOW)
    tx.linking.put_tries("telegram:101", Tries(3, NOW))
    tx.linking.put_tries("telegram:101", Tries(4, NOW))
    assert tx.linking.tries("telegram:101") == Tries(4, NOW)
    tx.linking.forget(NOW + 9 * A_MINUTE)
    assert len(tx.connection.execute(select(link_codes)).all()) == 1
    tx.linking.forget(NOW + 60 * A_MINUTE)
    assert tx.connection.execute(select(link_codes)).all() == []
    assert tx.connection.execute(select(link_tries)).all() == []


def test_what_a_union_brought_is_forgotten_once_it_is_final(tx: Tx) -> None:
    """Issue 4, point 9: parted for 7 days; then nothing is left but that they are one, and whom to tell;
    and the number of who came, by which a later erasing finds them in an older back-up."""
    anna, ben = somebody(tx), somebody(tx, person="202", platform=Platform.DISCORD)
    flow(tx, ben)
    union = tx.uniting.unite(anna, ben, Chosen("there", "there"), NOW)
    found = tx.linking.union(union)
    assert found is not None
    assert found.is_open(NOW + timedelta(days=7) - A_MINUTE)
    assert not found.is_open(NOW + timedelta(days=7))
    tx.linking.put_brought(union, {**found.brought, "tell": [[5, "linked"]]})
    tx.linking.forget(NOW + timedelta(days=7) - A_MINUTE)
    assert "moved" in tx.connection.execute(select(unions.c.brought)).scalar_one()
    tx.linking.forget(NOW + timedelta(days=7))
    left = json.loads(tx.connection.execute(select(unions.c.brought)).scalar_one())
    assert left == {"tell": [[5, "linked"]], "number": ben}
    assert [it.id for it in tx.linking.untold(anna)] == [union]
    tx.linking.put_brought(union, {"tell": []})
    assert tx.linking.untold(anna) == []


def test_prompts_go_to_the_other_door_where_one_is_closed(tx: Tx) -> None:
    """Issue 4, point 9: what waits, and what was just refused; a hello proves its own door alone."""
    anna = somebody(tx)
    prompt(tx, anna, "101", state="sending")
    prompt(tx, anna, "101", kind="checkin")
    prompt(tx, anna, "101", kind="hello")
    held, waiting, hello = (it.id for kind in ("prompt", "checkin", "hello") for it in _letters(tx) if it.kind == kind)
    closed, other = Address(Platform.TELEGRAM, "101", person="101"), Address(Platform.DISCORD, "", person="d1")
    assert tx.linking.turn_letters(closed, other, held)
    assert {it.id: it.platform for it in _letters(tx)} == {held: "discord", waiting: "discord", hello: "telegram"}
    assert {it.state for it in _letters(tx)} == {"ready"}
    assert not tx.linking.turn_letters(closed, other, hello)


def _letters(tx: Tx) -> Sequence[Row[Any]]:
    return tx.connection.execute(select(letters)).all()
