"""Learners, accounts, zones and plans as rows."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.people import Account, Address, Learner, LearnerId, Platform
from bot.core.plans import Plan, default_plan
from bot.storage.people import private_address
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, somebody

LATER = NOW + timedelta(days=2)


def found(tx: Tx, person: str = "101") -> tuple[Learner, Account]:
    pair = tx.people.by_account(Platform.TELEGRAM, person, NOW)
    assert pair is not None
    return pair


def test_a_learner_is_found_by_account_with_all_that_was_said(tx: Tx) -> None:
    """An account leads to its learner, with the zone that holds now."""
    added = somebody(tx)
    learner, account = found(tx)
    assert learner == Learner(added, "Anna", "Europe/Berlin", time(18), True, TODAY, "small")
    assert (account.learner, account.external_id, account.closed_at) == (added, "101", None)


def test_nobody_is_found_by_an_account_of_another_platform(tx: Tx) -> None:
    """Numbers of two platforms may be equal."""
    somebody(tx)
    assert tx.people.by_account(Platform.DISCORD, "101", NOW) is None


def test_several_learners_are_found_at_once(tx: Tx) -> None:
    """The tick asks for hundreds in one statement; who is unknown is left out."""
    anna, ben = somebody(tx), somebody(tx, person="202", name="Ben", zone="Asia/Tokyo")
    names = {learner: it.zone for learner, it in tx.people.of([anna, ben, LearnerId(999)], NOW).items()}
    assert names == {anna: "Europe/Berlin", ben: "Asia/Tokyo"}
    assert tx.people.of([], NOW) == {}


def test_the_same_account_cannot_belong_to_two(tx: Tx) -> None:
    """Two joins at the same moment: the database refuses the second."""
    somebody(tx)
    with pytest.raises(IntegrityError), tx.connection.begin_nested():
        somebody(tx)


def test_settings_are_kept(tx: Tx) -> None:
    """Name, hour and prompts."""
    added = somebody(tx)
    tx.people.change(added, name="Ann", hour=time(7, 5), prompts=False)
    learner = tx.people.get(added, NOW)
    assert learner is not None
    assert (learner.name, learner.hour, learner.prompts) == ("Ann", time(7, 5), False)


# --- zones


def test_a_zone_holds_from_its_instant_on(tx: Tx) -> None:
    """R11: at once, and never for what was before."""
    added = somebody(tx)
    tx.people.set_zone(added, LATER, "Asia/Tokyo")
    zones = [it.zone for at in (NOW, LATER - timedelta(seconds=1), LATER) if (it := tx.people.get(added, at))]
    assert zones == ["Europe/Berlin", "Europe/Berlin", "Asia/Tokyo"]


def test_a_return_that_is_decided_is_known_and_holds_in_its_time(tx: Tx) -> None:
    """R11: `until` brings the old zone back."""
    added = somebody(tx)
    tx.people.set_zone(added, NOW, "Asia/Tokyo")
    tx.people.add_return(added, LATER, "Europe/Berlin")
    assert tx.people.next_zone(added, NOW) == (LATER, "Europe/Berlin")
    assert tx.people.next_zone(added, LATER) is None
    learner = tx.people.get(added, LATER)
    assert learner is not None
    assert learner.zone == "Europe/Berlin"


def test_a_new_zone_drops_a_return_that_was_decided(tx: Tx) -> None:
    """R11: the latest word counts."""
    added = somebody(tx)
    tx.people.set_zone(added, NOW, "Asia/Tokyo")
    tx.people.add_return(added, LATER, "Europe/Berlin")
    tx.people.set_zone(added, NOW + timedelta(hours=1), "Asia/Seoul")
    assert tx.people.next_zone(added, NOW + timedelta(hours=1)) is None


# --- plans


def test_plans_come_back_as_a_history(tx: Tx) -> None:
    """R11: a plan holds from its Monday on."""
    weekend, next_monday = Plan(frozenset({5, 6})), TODAY + timedelta(days=7)
    added = somebody(tx)
    tx.people.set_plan(added, next_monday, weekend)
    history = tx.people.plans(added)
    assert (history.on(TODAY), history.on(next_monday)) == (default_plan(5), weekend)
    assert tx.people.plans_of([added]) == {added: history}


def test_a_second_plan_for_the_same_monday_replaces_the_first(tx: Tx) -> None:
    """Changing one's mind within the week leaves one plan."""
    added, monday = somebody(tx), TODAY + timedelta(days=7)
    for days in (2, 7):
        tx.people.set_plan(added, monday, default_plan(days))
    assert [plan for start, plan in tx.people.plans(added).plans if start == monday] == [default_plan(7)]


def test_a_plan_takes_the_place_of_later_ones(tx: Tx) -> None:
    """R11: chosen on a Monday of the east, before a flight back into its Sunday."""
    added, other = somebody(tx), somebody(tx, person="202")
    for learner in (added, other):
        tx.people.set_plan(learner, TODAY + timedelta(days=14), default_plan(7))
    tx.people.set_plan(added, TODAY + timedelta(days=7), default_plan(2))
    assert [len(tx.people.plans(learner).plans) for learner in (added, other)] == [2, 2]
    assert tx.people.plans(added).on(TODAY + timedelta(days=21)) == default_plan(2)


# --- doors


def test_the_door_is_the_account_that_was_used_last_and_is_open(tx: Tx) -> None:
    """A learner is written to where they were last seen, unless that address refuses."""
    added = somebody(tx)
    tx.people.add_account(added, Platform.DISCORD, "202", "Anna", NOW + timedelta(hours=1))
    assert tx.people.doors([added])[added].platform is Platform.DISCORD
    tx.people.close(Platform.DISCORD, "202", NOW, "blocked")
    assert tx.people.doors([added])[added].platform is Platform.TELEGRAM
    tx.people.close(Platform.TELEGRAM, "101", NOW, "blocked")
    assert tx.people.doors([added]) == {}


def test_a_closed_door_says_since_when_and_why_until_it_is_used(tx: Tx) -> None:
    """Section 3: it opens again when the person writes or presses; the first reason found is kept."""
    somebody(tx)
    tx.people.close(Platform.TELEGRAM, "101", NOW, "b" * 300)
    tx.people.close(Platform.TELEGRAM, "101", LATER, "later")
    account = found(tx)[1]
    assert (account.closed_at, account.closed_because) == (NOW, "b" * 200)
    tx.people.used(account, LATER, "55")
    account = found(tx)[1]
    assert (account.closed_at, account.closed_because, account.direct) == (None, "", "55")


def test_being_used_elsewhere_does_not_forget_the_private_chat(tx: Tx) -> None:
    """A press in a group tells nothing about the private chat's id."""
    somebody(tx)
    tx.people.set_direct(Platform.TELEGRAM, "101", "55")
    tx.people.used(found(tx)[1], LATER, "")
    assert found(tx)[1].direct == "55"


def test_accounts_are_listed_the_last_used_first(tx: Tx) -> None:
    """All selves of a learner."""
    added = somebody(tx)
    tx.people.add_account(added, Platform.DISCORD, "202", "Anna", LATER)
    assert [it.external_id for it in tx.people.accounts(added)] == ["202", "101"]


@pytest.mark.parametrize(
    ("platform", "direct", "chat"),
    [(Platform.TELEGRAM, "", "101"), (Platform.DISCORD, "", ""), (Platform.DISCORD, "77", "77")],
)
def test_a_private_address_is_the_persons_own(platform: Platform, direct: str, chat: str) -> None:
    """On Discord the channel is only known once it was opened; elsewhere it has the person's id."""
    account = Account(1, platform, "101", LearnerId(1), "Anna", direct)
    assert private_address(account) == Address(platform, chat, person="101")


def test_zones_are_names_that_the_machine_knows(tx: Tx) -> None:
    """A zone comes back as it was kept, and can be used at once."""
    added = somebody(tx, zone="America/Argentina/ComodRivadavia")
    learner = tx.people.get(added, NOW)
    assert learner is not None
    assert NOW.astimezone(ZoneInfo(learner.zone)).date() == date(2026, 3, 2)
