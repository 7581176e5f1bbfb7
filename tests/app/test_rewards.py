"""Roles for finished phases (issue 5, 7): chosen by who may hand out roles, and derived from the facts that stand."""

from dataclasses import replace

import pytest

from bot.app.app import App
from bot.app.commands import (
    DetachChat,
    DropReward,
    Help,
    InviteChat,
    ListMe,
    ManageGroup,
    NameFacilitator,
    SeeRewards,
    Settings,
    Setup,
    Ship,
    TakeGroup,
    Undo,
)
from bot.app.role_rounds import RoleRounds
from bot.app.said import (
    Belonging,
    ChatCode,
    ChatTrouble,
    DetachAsked,
    DropAsked,
    GroupReady,
    GroupShown,
    GroupTaken,
    RewardsShown,
    RoleTrouble,
    Shipped,
)
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Group, Platform
from bot.core.roles import RoleFlaw
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.links import linked, parted
from tests.app.scenes import CHANNEL, closes, forgets, ships
from tests.app.wardrobe import DEEP, DONE, Rounds, Wardrobe, finishes, gives, leaves, listed, picked
from tests.core import examples
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Two phases of two weeks of three days; each project has one milestone."""
    return examples.curriculum()


@pytest.fixture
def boss(app: App) -> Person:
    """Manages the server."""
    return Person(app, "900", "Boss", Platform.DISCORD, facilitator=True)


@pytest.fixture
def ada(app: App) -> Person:
    """A learner on Discord."""
    return Person(app, "501", "Ada", Platform.DISCORD)


@pytest.fixture
async def group(boss: Person) -> Group:
    return await founded(boss, CHANNEL)


@pytest.fixture
def wardrobe() -> Wardrobe:
    return Wardrobe()


@pytest.fixture
def rounds(store: Store, curriculum: Curriculum, clock: StoppedClock, wardrobe: Wardrobe) -> Rounds:
    return Rounds(RoleRounds(store, Shelf(curriculum), clock, wardrobe), wardrobe, clock)


# --- choosing


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


# --- who gets one


async def test_who_finishes_the_phase_gets_it_once(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R14: by its gate; and no message is sent for it."""
    await gives(boss)
    await listed(ada, group)
    await closes(ada)
    assert await rounds() == []
    await closes(ada)
    assert await rounds() == []
    await ships(ada)
    assert await rounds() == [("give", DEEP, "501")]
    assert await rounds() == []
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines[0].having == 1


async def test_the_last_phase_is_finished_like_any_other(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """R14: after it the learner has finished."""
    await gives(boss, DONE, 2)
    await listed(ada, group)
    await finishes(ada)
    assert await rounds() == []
    await finishes(ada)
    assert await rounds() == [("give", DONE, "501")]


async def test_who_finished_before_it_was_chosen_gets_it_too(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """Nobody who studied loses credit."""
    await listed(ada, group)
    await finishes(ada)
    await gives(boss)
    assert await rounds() == [("give", DEEP, "501")]


async def test_only_the_listed_get_one(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R22, R23: everybody sees a role; it comes with the yes and goes with the no."""
    await gives(boss)
    await listed(ada, group, yes=None)
    await finishes(ada)
    assert await rounds() == []
    await ada.says(ListMe(group.id, True))
    assert await rounds() == [("give", DEEP, "501")]
    assert (await ada.hears(Belonging, ListMe(group.id, False))).roles
    assert await rounds() == [("take", DEEP, "501")]
    await ada.says(ListMe(group.id, True))
    assert await rounds() == [("give", DEEP, "501")]


async def test_who_leaves_the_group_loses_it_and_gets_it_back(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """R22: names vanish at once."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    await leaves(ada, group)
    assert await rounds() == [("take", DEEP, "501")]
    await listed(ada, group)
    assert await rounds() == [("give", DEEP, "501")]


async def test_undo_takes_it_back(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R19: exactly what the fact gave; shipping again gives it again. Going back to read takes nothing (R12)."""
    await gives(boss)
    await listed(ada, group)
    await closes(ada)
    await closes(ada)
    last = await ships(ada)
    assert last is not None
    await rounds()
    await ada.says(Settings(week=1))
    assert await rounds() == []
    await ada.says(Undo("phase", last.left))
    assert await rounds() == [("take", DEEP, "501")]


async def test_undoing_what_was_shipped_takes_it_back(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R14, R19: something is missing again; a second time shipped, the first one taken back takes nothing."""
    await gives(boss)
    await listed(ada, group)
    await closes(ada)
    await closes(ada)
    first = await ada.hears(Shipped, Ship("p1m1", note="a loaf"))
    await ships(ada)
    assert await rounds() == [("give", DEEP, "501")]
    second = await ada.hears(Shipped, Ship("p1m1", note="another"))
    await ada.says(Undo("milestone", first.shipment.id))
    assert await rounds() == []
    await ada.says(Undo("milestone", second.shipment.id))
    assert await rounds() == [("take", DEEP, "501")]


async def test_who_is_erased_loses_it_and_leaves_nothing(
    boss: Person, ada: Person, group: Group, rounds: Rounds, store: Store
) -> None:
    """`/forget`: the account's id stays until the role is taken back, and no longer."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    assert (await forgets(ada)).roles
    assert await rounds() == [("take", DEEP, "501")]
    assert await store.read(lambda tx: tx.holders.due_roles(rounds.clock())) == []


async def test_who_is_erased_before_it_was_given_is_not_asked_about(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """What nobody tried to give is forgotten at once."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    assert not (await forgets(ada)).roles
    assert await rounds() == []


async def test_a_learner_who_links_brings_the_phase_along(app: App, boss: Person, group: Group, rounds: Rounds) -> None:
    """Both accounts on one learner: what was finished on Telegram counts on Discord, until they are parted."""
    await gives(boss)
    ada, other = Person(app, "501", "Ada", Platform.DISCORD), Person(app, "101", "Ada")
    await listed(ada, group)
    await other.joins()
    await finishes(other)
    assert await rounds() == []
    await linked(ada, other)
    assert await rounds() == [("give", DEEP, "501")]
    await parted(ada)
    assert await rounds() == [("take", DEEP, "501")]


# --- giving it no longer


async def test_a_role_is_taken_back_from_all_after_a_second_yes(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """Nobody keeps a role that the bot could no longer take back; it is said before."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    reward = (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines[0].id
    asked = await boss.hears(DropAsked, DropReward(group.id, reward), CHANNEL)
    assert (asked.line.role, asked.line.having) == ("Deep learner", 1)
    assert await rounds() == []
    gone = await boss.hears(RewardsShown, DropReward(group.id, reward, sure=True), CHANNEL)
    assert (gone.dropped, gone.lines) == ("Deep learner", ())
    assert await rounds() == [("take", DEEP, "501")]


async def test_another_role_takes_the_place_of_the_first(
    boss: Person, ada: Person, group: Group, rounds: Rounds, wardrobe: Wardrobe
) -> None:
    """One role a phase in a server; the same one again changes nothing."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    await gives(boss)
    assert await rounds() == []
    await gives(boss, DONE)
    await rounds()
    assert (wardrobe.who(DEEP), wardrobe.who(DONE)) == ([], ["501"])


async def test_facilitators_hear_of_what_stands_against_it_once(
    boss: Person, ada: Person, group: Group, rounds: Rounds, wardrobe: Wardrobe
) -> None:
    """A role gains a permission after it was chosen: it is not given, and the facilitator alone sees why."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    wardrobe.flaws[DEEP] = "powers"
    assert await rounds() == []
    assert (await ada.says(Help(), CHANNEL)).asides == ()
    told = ChatTrouble("Study club", "", (), roles=(RoleTrouble("Deep learner", "powers", "Pacekeeper"),))
    assert (await boss.says(Help(), CHANNEL)).asides == (told,)
    assert (await boss.says(Help(), CHANNEL)).asides == ()
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines[0].flaw == "powers"
    wardrobe.flaws.clear()
    rounds.clock.pass_(minutes=10)
    assert await rounds() == [("give", DEEP, "501")]
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines[0].flaw is None


async def test_a_role_with_powers_is_still_taken_back(
    boss: Person, ada: Person, group: Group, rounds: Rounds, wardrobe: Wardrobe
) -> None:
    """R22: hiding one's name waits for nobody."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    wardrobe.flaws[DEEP] = "powers"
    await ada.says(ListMe(group.id, False))
    assert await rounds() == [("take", DEEP, "501")]


async def test_a_role_goes_with_the_chat_that_the_group_leaves(
    boss: Person, ada: Person, group: Group, rounds: Rounds, store: Store
) -> None:
    """It is said before: the group's facilitators lead nothing in that server any more."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    (chat,) = await store.read(lambda tx: tx.groups.chats(group.id))
    assert (await boss.hears(DetachAsked, DetachChat(group.id, chat.id), CHANNEL)).roles
    await boss.says(DetachChat(group.id, chat.id, sure=True), CHANNEL)
    assert await rounds() == [("take", DEEP, "501")]


async def test_roles_go_on_where_the_group_is_taken_to(
    boss: Person, ada: Person, group: Group, rounds: Rounds, store: Store, clock: StoppedClock
) -> None:
    """Issue 5, 7: they belong to the server, in which another channel is the group's now."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    await boss.app.news.address_closed(CHANNEL, "the channel was deleted")
    beside = replace(CHANNEL, chat="334")
    await boss.hears(GroupTaken, TakeGroup(group.id), beside)
    clock.pass_(days=31)
    await store.write(lambda tx: tidy(tx, clock.now))
    assert await rounds() == []
    assert len((await boss.hears(RewardsShown, SeeRewards(group.id), beside)).lines) == 1


async def test_a_deleted_channel_takes_no_role_along_while_the_group_meets_beside_it(
    boss: Person, ada: Person, group: Group, rounds: Rounds, store: Store, clock: StoppedClock
) -> None:
    """Issue 5, 7: a chat that is lost is let go after 30 days; what was chosen in it belongs to the server."""
    beside = replace(CHANNEL, chat="334")
    code = (await boss.hears(ChatCode, InviteChat(group.id), CHANNEL)).code
    await boss.says(Setup(attach=code), beside)
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    await rounds()
    await boss.app.news.address_closed(CHANNEL, "the channel was deleted")
    await boss.says(Help(), beside)
    clock.pass_(days=31)
    await store.write(lambda tx: tidy(tx, clock.now))
    assert await rounds() == []
    assert len((await boss.hears(RewardsShown, SeeRewards(group.id), beside)).lines) == 1
