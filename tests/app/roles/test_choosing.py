"""Which role a phase brings: chosen by who may hand out roles (issue 5, 7)."""

import pytest

from bot.app.commands import (
    DropReward,
    ManageGroup,
    NameFacilitator,
    SeeRewards,
    Setup,
)
from bot.app.said import (
    GroupReady,
    GroupShown,
    RewardsShown,
)
from bot.core.people import Group
from bot.core.roles import RoleFlaw
from tests.app.scenes import CHANNEL
from tests.app.wardrobe import DONE, Rounds, finishes, gives, listed, picked
from tests.world import PLACE, Person, founded


async def test_nothing_is_given_before_somebody_chooses(ada: Person, group: Group, rounds: Rounds) -> None:
    """Off by default."""
    await listed(ada, group)
    await finishes(ada)
    assert await rounds() == []


async def test_a_role_is_chosen_for_a_phase(boss: Person, group: Group) -> None:
    """Issue 5, 1: a typed option; the screen lists what is given here, with a way to take each back."""
    shown = await gives(boss)
    assert shown.chosen is not None
    assert (shown.chosen.phase, shown.chosen.role, shown.phases) == (1, "Deep learner", 2)
    await gives(boss, DONE, 2)
    seen = await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)
    assert [(it.phase, it.role, it.having) for it in seen.lines] == [(1, "Deep learner", 0), (2, "Finisher", 0)]
    assert (await boss.hears(GroupShown, ManageGroup(), CHANNEL)).roles
    assert (await boss.hears(GroupReady, Setup(), CHANNEL)).roles


@pytest.mark.parametrize(
    ("flaw", "kind"),
    [
        ("everyone", "role_everyone"),
        ("managed", "role_managed"),
        ("powers", "role_powers"),
        ("right", "role_right"),
        ("order", "role_order"),
        ("gone", "role_gone"),
        ("unknown", "role_unknown"),
    ],
)
async def test_a_role_that_must_not_or_cannot_be_given_is_refused(
    boss: Person, group: Group, flaw: RoleFlaw, kind: str
) -> None:
    """One sentence, and nothing changes."""
    no = await boss.refused(ManageGroup(role=picked(flaw=flaw), phase=1), CHANNEL)
    assert (no.kind, no.given, no.names) == (kind, "Deep learner", ("Pacekeeper",))
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines == ()


async def test_bad_words_change_nothing(boss: Person, group: Group) -> None:
    """A phase that there is not, one half of it, and a role of another server."""
    assert (await boss.refused(ManageGroup(role=picked(), phase=3), CHANNEL)).numbers == (2,)
    assert (await boss.refused(ManageGroup(role=picked()), CHANNEL)).field == "phase"
    assert (await boss.refused(ManageGroup(phase=1), CHANNEL)).field == "role"
    assert (await boss.refused(ManageGroup(role=picked(server="9"), phase=1), CHANNEL)).kind == "outdated"
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines == ()


async def test_who_was_only_named_in_the_group_hands_out_no_roles(boss: Person, ada: Person, group: Group) -> None:
    """Through the bot nobody hands out what the server does not let them; with its own right they may."""
    await listed(ada, group)
    shown = await boss.hears(GroupShown, ManageGroup(), CHANNEL)
    await boss.says(NameFacilitator(group.id, shown.nameable[0][0], True), CHANNEL)
    reward = (await gives(boss)).lines[0].id
    for ask in (ManageGroup(role=picked(), phase=1), SeeRewards(group.id), DropReward(group.id, reward, sure=True)):
        assert (await ada.refused(ask, CHANNEL)).kind == "no_role_right"
    assert not (await ada.hears(GroupShown, ManageGroup(), CHANNEL)).roles
    ada.gives_roles = True
    assert (await gives(ada, DONE, 2)).chosen is not None


async def test_a_right_to_give_roles_alone_leads_no_group(ada: Person, group: Group) -> None:
    """It takes both."""
    ada.gives_roles = True
    assert (await ada.refused(ManageGroup(role=picked(), phase=1), CHANNEL)).kind == "not_facilitator"


async def test_only_discord_has_roles(host: Person) -> None:
    """In one sentence."""
    group = await founded(host)
    host.gives_roles = True
    for ask in (ManageGroup(phase=1), SeeRewards(group.id), DropReward(group.id, 1)):
        assert (await host.refused(ask, PLACE)).kind == "only_discord"


async def test_a_button_of_another_group_does_nothing(boss: Person, group: Group) -> None:
    """Forged or old."""
    reward = (await gives(boss)).lines[0].id
    assert (await boss.refused(DropReward(group.id + 1, reward, sure=True), CHANNEL)).kind == "outdated"
    assert (await boss.refused(DropReward(group.id, reward + 1, sure=True), CHANNEL)).kind == "outdated"
