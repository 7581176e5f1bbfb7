"""A role that is given no longer, and groups that move: who loses it, and who hears of what stands against it."""

from dataclasses import replace

from bot.app.commands import (
    DetachChat,
    DropReward,
    Help,
    InviteChat,
    ListMe,
    SeeRewards,
    Setup,
    TakeGroup,
)
from bot.app.said import (
    ChatCode,
    ChatTrouble,
    DetachAsked,
    DropAsked,
    GroupTaken,
    RewardsShown,
    RoleTrouble,
)
from bot.core.people import Group
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.scenes import CHANNEL
from tests.app.wardrobe import DEEP, DONE, Rounds, Wardrobe, finishes, gives, has_role, listed
from tests.world import Person, StoppedClock


async def test_a_role_is_taken_back_from_all_after_a_second_yes(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """Nobody keeps a role that the bot could no longer take back; it is said before."""
    await has_role(boss, ada, group, rounds)
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
    await has_role(boss, ada, group, rounds)
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
    await has_role(boss, ada, group, rounds)
    wardrobe.flaws[DEEP] = "powers"
    await ada.says(ListMe(group.id, False))
    assert await rounds() == [("take", DEEP, "501")]


async def test_a_role_goes_with_the_chat_that_the_group_leaves(
    boss: Person, ada: Person, group: Group, rounds: Rounds, store: Store
) -> None:
    """It is said before: the group's facilitators lead nothing in that server any more."""
    await has_role(boss, ada, group, rounds)
    (chat,) = await store.read(lambda tx: tx.groups.chats(group.id))
    assert (await boss.hears(DetachAsked, DetachChat(group.id, chat.id), CHANNEL)).roles
    await boss.says(DetachChat(group.id, chat.id, sure=True), CHANNEL)
    assert await rounds() == [("take", DEEP, "501")]


async def test_roles_go_on_where_the_group_is_taken_to(
    boss: Person, ada: Person, group: Group, rounds: Rounds, store: Store, clock: StoppedClock
) -> None:
    """Issue 5, 7: they belong to the server, in which another channel is the group's now."""
    await has_role(boss, ada, group, rounds)
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
    await has_role(boss, ada, group, rounds)
    await boss.app.news.address_closed(CHANNEL, "the channel was deleted")
    await boss.says(Help(), beside)
    clock.pass_(days=31)
    await store.write(lambda tx: tidy(tx, clock.now))
    assert await rounds() == []
    assert len((await boss.hears(RewardsShown, SeeRewards(group.id), beside)).lines) == 1
