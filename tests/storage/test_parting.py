"""Two that became one are parted again (issue 4, point 9)."""

from datetime import UTC, datetime

from sqlalchemy import insert

from bot.core.people import Platform
from bot.storage.tables import (
    logs,
)
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, club, flow, somebody
from tests.storage.twos import HERE, LATER, THERE, checkin, everything_of, furnish, rows, two


def test_parting_gives_each_side_what_it_had(tx: Tx) -> None:
    """Issue 4, point 9: parted again for 7 days, row by row."""
    for chosen in (THERE, HERE):
        with tx.connection.begin_nested() as nested:
            there, here = two(tx)
            group = club(tx)[0]
            furnish(tx, there, "one", NOW, group)
            furnish(tx, here, "two", LATER, group)
            before = everything_of(tx, there), everything_of(tx, here)
            union = tx.linking.union(tx.uniting.unite(there, here, chosen, LATER))
            assert union is not None
            again = tx.uniting.part(union, LATER)
            assert again is not None
            assert (everything_of(tx, there), everything_of(tx, again)) == before
            nested.rollback()


def test_what_was_recorded_or_changed_since_stays_with_the_one_who_is_kept(tx: Tx) -> None:
    """Issue 4, point 9: facts recorded after the union stay, and so does what was changed after it."""
    there, here = two(tx)
    checkin(tx, here, NOW, "early")
    union = tx.linking.union(tx.uniting.unite(there, here, HERE, LATER))
    assert union is not None
    since = flow(tx, there, at=LATER)
    checkin_again = tx.way.checkin(there, TODAY)
    assert checkin_again is not None
    tx.way.keep_checkin(type(checkin_again)(there, TODAY, "new", "", "", "", 5, LATER))
    tx.people.change(there, name="Anna-Bea")
    tx.people.set_zone(there, LATER, "Europe/Lisbon")
    again = tx.uniting.part(union, LATER)
    assert again is not None
    assert [row["id"] for row in rows(tx, logs, there)] == [since]
    kept, own = tx.way.checkin(there, TODAY), tx.way.checkin(again, TODAY)
    assert kept is not None
    assert own is not None
    assert (kept.went_well, own.went_well) == ("new", "early well")
    one, other = tx.people.get(there, LATER), tx.people.get(again, LATER)
    assert one is not None
    assert other is not None
    assert (one.name, one.zone, one.joined) == ("Anna-Bea", "Europe/Lisbon", TODAY)
    assert (other.name, other.zone) == ("Bea", "Asia/Tokyo")


def test_an_account_alone_goes_as_it_came(tx: Tx) -> None:
    """It had not joined: parted it is a stranger's again."""
    there = somebody(tx)
    tx.people.add_account(there, Platform.DISCORD, "d1", "Bea", NOW)
    account = next(it.id for it in tx.people.accounts(there) if it.platform is Platform.DISCORD)
    union = tx.linking.union(tx.uniting.take_in(there, account, NOW))
    assert union is not None
    assert tx.uniting.part(union, LATER) is None
    assert [it.platform for it in tx.people.accounts(there)] == [Platform.TELEGRAM]


def test_thousands_of_flows_change_hands(tx: Tx) -> None:
    """A learner of years, within what a statement may carry."""
    there, here = two(tx)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    row = {"learner_id": here, "curriculum": "small", "at": at, "zone": "UTC", "minutes": 20}
    tx.connection.execute(insert(logs), [{**row, "day": TODAY, "logged_on": TODAY}] * 1300)
    union = tx.linking.union(tx.uniting.unite(there, here, THERE, LATER))
    assert union is not None
    assert len(rows(tx, logs, there)) == 1300
    again = tx.uniting.part(union, LATER)
    assert again is not None
    assert len(rows(tx, logs, again)) == 1300
