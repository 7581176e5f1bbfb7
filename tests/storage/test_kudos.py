"""Kudos, and who agreed to a hello, as rows."""

from datetime import date, timedelta

import pytest

from bot.core.people import Address, Platform
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, club, flow, somebody

A_WEEK = timedelta(days=7)
ELSEWHERE = Address(Platform.TELEGRAM, "-100600")


def test_a_learner_counts_once_for_a_group_and_week(tx: Tx) -> None:
    """R20: and once for each group and each week."""
    (owls, _), (bees, _) = club(tx), club(tx, ELSEWHERE, name="Bees")
    anna, ben = somebody(tx), somebody(tx, person="102", name="Ben")
    assert [tx.kudos.add(owls, TODAY, who, NOW) for who in (anna, anna, ben)] == [True, False, True]
    assert tx.kudos.add(owls, TODAY + A_WEEK, anna, NOW)
    assert tx.kudos.add(bees, TODAY, anna, NOW)
    assert [tx.kudos.count(group, TODAY) for group in (owls, bees)] == [2, 1]
    assert [tx.kudos.count(owls, TODAY + weeks * A_WEEK) for weeks in (-1, 1)] == [0, 1]


def test_kudos_go_with_who_gave_them(tx: Tx) -> None:
    """Section 3, `/privacy`: erased for good."""
    owls, _ = club(tx)
    anna, ben = somebody(tx), somebody(tx, person="102", name="Ben")
    for who in (anna, ben):
        tx.kudos.add(owls, TODAY, who, NOW)
    tx.ownership.erase(anna, NOW)
    assert tx.kudos.count(owls, TODAY) == 1


@pytest.mark.parametrize("flows", [(), (TODAY + A_WEEK,), (TODAY - A_WEEK, TODAY + A_WEEK)])
def test_the_last_that_was_heard_is_a_flow_or_the_joining(tx: Tx, flows: tuple[date, ...]) -> None:
    """Issue 5: whatever is the later; what was taken back does not count."""
    owls, _ = club(tx)
    anna = somebody(tx)
    tx.groups.join(owls, anna, TODAY)
    tx.groups.agree(owls, anna, "hello", True)
    for day in flows:
        flow(tx, anna, day)
    tx.logs.undo(flow(tx, anna, TODAY + 2 * A_WEEK), NOW)
    assert [it.last for it in tx.hellos.agreed(owls)] == [TODAY + A_WEEK if flows else TODAY]


def test_only_who_agreed_is_found_in_the_order_of_the_alphabet(tx: Tx) -> None:
    """R22: not in that of joining or of silence; by the name that the group knows."""
    (owls, _), (bees, _) = club(tx), club(tx, ELSEWHERE, name="Bees")
    for at, name in enumerate(("zoe", "Ärne", "Bo", "ana", "Cy", "Di")):
        learner = somebody(tx, person=str(at), name=name)
        tx.groups.join(owls, learner, TODAY - timedelta(days=at))
        tx.groups.agree(owls, learner, "hello", name != "Cy")
        if name == "Di":
            tx.groups.set_name(owls, learner, "Lady Di")
    assert [it.name for it in tx.hellos.agreed(owls)] == ["ana", "Bo", "Lady Di", "zoe", "Ärne"]
    assert tx.hellos.agreed(bees) == []
