"""Carrying roles out: refusals, lost answers, crashes and changes of mind, each once more or for good (issue 5, 7)."""

from collections.abc import Awaitable, Callable

import pytest

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.claims import LEASE
from bot.app.commands import Help, ListMe, SeeRewards, Settings, Setup
from bot.app.courier import Later, Unsure
from bot.app.rights import Needs
from bot.app.role_rounds import NoSuchRole, NotAllowed, NotThere, RoleRounds, claim_roles
from bot.app.said import ChatTrouble, RewardsShown, RightsShown, RoleTrouble
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Address, Group, Platform
from bot.core.rights import RightFact
from bot.core.roles import RoleFlaw, ServerRole
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.scenes import CHANNEL, forgets
from tests.app.wardrobe import DEEP, Rounds, Wardrobe, finishes, gives, listed
from tests.world import SERVER, Person, StoppedClock, founded

GIVE, TAKE = ("give", DEEP, "501"), ("take", DEEP, "501")


@pytest.fixture
async def group(boss: Person) -> Group:
    """Gives a role for the first phase."""
    group = await founded(boss, CHANNEL)
    await gives(boss)
    return group


@pytest.fixture
async def ada(app: App, group: Group) -> Person:
    """Has finished it, and may be named."""
    ada = await listed(Person(app, "501", "Ada", Platform.DISCORD), group)
    await finishes(ada)
    return ada


@pytest.mark.parametrize(
    "problem", [Later("down", 5), Unsure("lost"), Later("too many", 30, throttled=True), RuntimeError("a bug")]
)
async def test_what_did_not_work_is_done_again(ada: Person, rounds: Rounds, problem: Exception) -> None:
    """429, 5xx, time-outs, cuts: it is idempotent, so once more does no harm, after a pause that grows."""
    del ada
    assert await rounds(fails=[problem]) == [GIVE]
    rounds.clock.pass_(seconds=40)
    assert await rounds(fails=[problem]) == [GIVE]
    rounds.clock.pass_(minutes=6)
    assert await rounds() == [GIVE]
    rounds.clock.pass_(minutes=6)
    assert await rounds() == []


async def test_a_429_holds_that_server_alone(
    app: App, boss: Person, ada: Person, group: Group, rounds: Rounds, wardrobe: Wardrobe
) -> None:
    """What Discord asks for is heard by all that waits there."""
    await finishes(await listed(Person(app, "502", "Bo", Platform.DISCORD), group))
    assert len(await rounds(fails=[Later("too many", 60, throttled=True)])) == 1
    rounds.clock.pass_(seconds=40)
    assert await rounds() == []
    rounds.clock.pass_(seconds=30)
    await rounds()
    assert wardrobe.who() == ["501", "502"]


async def test_who_is_not_in_the_server_is_not_asked_about_for_ever(ada: Person, rounds: Rounds) -> None:
    """10007: kept as "not there"; tried again when they act in that server."""
    assert await rounds(fails=[NotThere("left")]) == [GIVE]
    rounds.clock.pass_(days=40)
    assert await rounds() == []
    await ada.says(Settings(hour=None), CHANNEL)
    assert await rounds() == [GIVE]


async def test_who_left_the_server_and_came_back_gets_it_again(
    ada: Person, rounds: Rounds, clock: StoppedClock
) -> None:
    """Discord takes all roles from who leaves; nobody who studied loses credit. Who stayed is not asked about."""
    ada.came = clock.now
    assert await rounds() == [GIVE]
    await ada.says(Settings(hour=None), CHANNEL)
    assert await rounds() == []
    ada.came = clock.pass_(days=1)
    await ada.says(Settings(hour=None), CHANNEL)
    assert await rounds() == [GIVE]


async def test_who_left_the_server_needs_nothing_taken_back(ada: Person, group: Group, rounds: Rounds) -> None:
    """Discord took it with the membership."""
    await rounds()
    await ada.says(ListMe(group.id, False))
    assert await rounds(fails=[NotThere("left")]) == [TAKE]
    rounds.clock.pass_(days=1)
    assert await rounds() == []


@pytest.mark.parametrize("told", ["by a refusal", "by the gateway"])
async def test_a_deleted_role_is_dropped_and_told(
    app: App, boss: Person, ada: Person, group: Group, rounds: Rounds, told: str
) -> None:
    """10011: nothing is tried any more, and the facilitator hears of it once."""
    del ada
    if told == "by the gateway":
        await app.news.role_gone(SERVER, "1")
        await app.news.role_gone(SERVER, DEEP)
        assert await rounds() == []
    else:
        assert await rounds(fails=[NoSuchRole("deleted")]) == [GIVE]
    shown = await boss.says(SeeRewards(group.id), CHANNEL)
    assert isinstance(shown.said, RewardsShown)
    assert shown.said.lines == ()
    assert shown.asides == (ChatTrouble("Study club", "", (), roles=(RoleTrouble("Deep learner", "gone"),)),)
    assert (await boss.says(Help(), CHANNEL)).asides == ()
    rounds.clock.pass_(days=1)
    assert await rounds() == []


@pytest.mark.parametrize("flaw", ["right", "order", "away"])
async def test_a_right_or_an_order_that_was_lost_is_checked_again(
    boss: Person, ada: Person, group: Group, rounds: Rounds, wardrobe: Wardrobe, flaw: RoleFlaw
) -> None:
    """50013 is not even asked for while the check knows of it; nothing is lost."""
    wardrobe.flaws[DEEP] = flaw
    for _ in range(3):
        assert await rounds() == []
        rounds.clock.pass_(minutes=11)
    wardrobe.flaws.clear()
    assert await rounds() == [GIVE]
    del boss, ada, group


async def test_a_refusal_that_the_check_did_not_foresee(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """50013 all the same: kept, told once however often it comes, tried again."""
    del ada
    assert await rounds(fails=[NotAllowed("50013")]) == [GIVE]
    told = (await boss.says(Help(), CHANNEL)).asides
    assert told == (ChatTrouble("Study club", "", (), roles=(RoleTrouble("Deep learner", "right", "Pacekeeper"),)),)
    assert await rounds() == []
    rounds.clock.pass_(minutes=11)
    assert await rounds(fails=[NotAllowed("50013")]) == [GIVE]
    assert (await boss.says(Help(), CHANNEL)).asides == ()
    rounds.clock.pass_(minutes=11)
    assert await rounds() == [GIVE]
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines[0].flaw is None


async def test_while_the_server_is_out_of_reach_nothing_is_tried(
    ada: Person, rounds: Rounds, wardrobe: Wardrobe
) -> None:
    """An outage, or a start: it waits, and is no trouble."""
    del ada
    wardrobe.flaws[DEEP] = "unknown"
    assert await rounds() == []
    wardrobe.flaws.clear()
    assert await rounds() == [GIVE]


async def held_by_a_dead_one(rounds: Rounds, store: Store, wardrobe: Wardrobe, clock: StoppedClock) -> None:
    """Something took the role for giving and did not live to do it."""
    await rounds(fails=[Later("down", 30)])
    clock.pass_(minutes=1)
    found = {(SERVER, DEEP): wardrobe.look(SERVER, DEEP)}
    (held,) = await store.write(lambda tx: claim_roles(tx, found, clock.now))
    assert (held.person, held.wanted) == ("501", True)


async def test_a_crash_while_it_was_given_only_means_again(
    ada: Person, rounds: Rounds, store: Store, wardrobe: Wardrobe, clock: StoppedClock
) -> None:
    """kill -9 between the send and the outcome: after the lease, or at the next start on a file of one's own."""
    del ada
    await held_by_a_dead_one(rounds, store, wardrobe, clock)
    assert await rounds() == []
    clock.pass_(seconds=LEASE.total_seconds())
    assert await rounds() == [GIVE]


async def test_the_next_start_takes_up_what_was_held(
    ada: Person, rounds: Rounds, store: Store, wardrobe: Wardrobe, clock: StoppedClock
) -> None:
    """On a file of one's own whoever held it is dead."""
    del ada
    await held_by_a_dead_one(rounds, store, wardrobe, clock)
    await store.write(lambda tx: tx.holders.let_go())
    assert await rounds() == [GIVE]


async def test_a_change_of_mind_while_it_is_on_its_way(
    ada: Person, group: Group, rounds: Rounds, wardrobe: Wardrobe
) -> None:
    """R22: the no that comes while the role is being given is carried out after it, never beside it."""
    give = wardrobe.give

    async def given_slowly(server: str, role: str, person: str) -> None:
        await ada.says(ListMe(group.id, False))
        await give(server, role, person)

    rounds.rounds.keeper = _Slow(wardrobe, given_slowly)
    assert await rounds() == [GIVE, TAKE]
    assert wardrobe.who() == []


class _Slow:
    """A wardrobe in which something happens meanwhile."""

    def __init__(self, wardrobe: Wardrobe, give: Callable[[str, str, str], Awaitable[None]]) -> None:
        self._wardrobe = wardrobe
        self._give = give

    def look(self, server: str, role: str) -> ServerRole:
        """As there."""
        return self._wardrobe.look(server, role)

    async def give(self, server: str, role: str, person: str) -> None:
        """As the test says."""
        await self._give(server, role, person)

    async def take(self, server: str, role: str, person: str) -> None:
        """As there."""
        await self._wardrobe.take(server, role, person)


async def test_who_changes_their_mind_twice_is_where_they_were(ada: Person, group: Group, rounds: Rounds) -> None:
    """Before anything was sent there is nothing to send."""
    for yes in (False, True, False):
        await ada.says(ListMe(group.id, yes))
    assert await rounds() == []


async def test_replies_and_letters_go_first(ada: Person, rounds: Rounds, store: Store, clock: StoppedClock) -> None:
    """The one send budget: a role leaves the reserve, and waits where the bucket is empty."""
    del ada
    await store.write(lambda tx: tx.budgets.take(Address(Platform.DISCORD, "1"), clock.now, group=False))
    await store.write(lambda tx: tx.budgets.empty(Platform.DISCORD, clock.now, 60))
    assert await rounds() == []
    clock.pass_(minutes=2)
    assert await rounds() == [GIVE]


async def test_one_role_a_second_in_a_server(app: App, group: Group, ada: Person, rounds: Rounds) -> None:
    """Discord counts them by server; others are not held up."""
    del ada
    for number in range(502, 506):
        await finishes(await listed(Person(app, str(number), f"M{number}", Platform.DISCORD), group))
    rounds.clock.pass_(seconds=2)
    assert [await rounds.rounds.once() for _ in range(2)] == [1, 0]
    rounds.clock.pass_(seconds=1)
    assert await rounds.rounds.once() == 1


async def test_what_cannot_be_taken_back_is_given_up_after_a_month(
    ada: Person, rounds: Rounds, wardrobe: Wardrobe, store: Store, clock: StoppedClock
) -> None:
    """`/privacy`: an erased learner's account is kept no longer for it."""
    await rounds()
    wardrobe.flaws[DEEP] = "away"
    await forgets(ada)
    assert await rounds() == []
    clock.pass_(days=31)
    await store.write(lambda tx: tidy(tx, clock.now))
    wardrobe.flaws.clear()
    assert await rounds() == []


async def test_without_discord_what_is_wanted_is_kept_all_the_same(
    ada: Person, store: Store, curriculum: Curriculum, clock: StoppedClock, rounds: Rounds
) -> None:
    """A start without its token leaves nothing behind that grows."""
    del ada
    assert await RoleRounds(store, Shelf(curriculum), clock).once() == 0
    assert not await store.read(lambda tx: tx.holders.is_stale())
    assert await rounds() == [GIVE]


class _Doctor:
    """Tells what the wardrobe shows of the roles that are asked for."""

    def __init__(self, wardrobe: Wardrobe) -> None:
        self._wardrobe = wardrobe

    async def look(self, asker: Asker, needs: Needs) -> tuple[RightFact, ...]:
        """Each of them."""
        del asker
        found = [self._wardrobe.look(*each) for each in needs.roles]
        return tuple(RightFact("role", "missing" if role.flaw else "ok", role) for role in found)


async def test_the_check_keeps_what_it_found_and_lets_go_of_what_waits(
    app: App, boss: Person, ada: Person, group: Group, rounds: Rounds, wardrobe: Wardrobe
) -> None:
    """Issue 5, 1: `/setup check`; once all is well nobody waits for the next look, and a deleted role is dropped."""
    del ada
    app.inspectors[Platform.DISCORD] = _Doctor(wardrobe)
    wardrobe.flaws[DEEP] = "order"
    assert await rounds() == []
    lacking = await boss.hears(RightsShown, Setup(check=True), CHANNEL)
    assert [it.role.flaw for it in lacking.rights if it.role] == ["order"]
    wardrobe.flaws.clear()
    assert await rounds() == []
    await boss.says(Setup(check=True), CHANNEL)
    assert await rounds() == [GIVE]
    wardrobe.flaws[DEEP] = "gone"
    await boss.says(Setup(check=True), CHANNEL)
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines == ()
    assert (await boss.hears(RightsShown, Setup(check=True), CHANNEL)).rights == ()
