"""What is known of who is still in a group's chats, and what the group sees of who is not (refinement 12, R22)."""

from datetime import timedelta

from sqlalchemy import select

from bot.core.pairs import NEW, Pair
from bot.core.people import Address, GroupId, LearnerId, Platform
from bot.storage.deriving import derive_touched
from bot.storage.tables import board_lines, board_tallies, presences
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY, club, flow, somebody
from tests.storage.twos import THERE

SERVER = Address(Platform.DISCORD, "333")
A_DAY = timedelta(days=1)
LATER = NOW + A_DAY


def member(tx: Tx, group: GroupId, person: str = "101", *, platform: Platform = Platform.TELEGRAM) -> LearnerId:
    """Somebody listed who agreed to everything."""
    learner = somebody(tx, person=person, platform=platform, name=f"M{person}")
    tx.groups.join(group, learner, TODAY)
    tx.groups.set_listed(group, learner, True)
    for what in ("helps", "partner", "hello"):
        tx.groups.agree(group, learner, what, True)
    return learner


def told(tx: Tx, learner: LearnerId, place: Address = CLUB, *, gone: bool = True, account: int = 0) -> list[GroupId]:
    """A platform says whether somebody is in a chat; the groups for which that changes something."""
    account = account or tx.people.accounts(learner)[0].id
    tx.presences.note(account, place.platform, [place.chat], LATER, gone=gone)
    return tx.presences.settle(learner, LATER)


def is_gone(tx: Tx, group: GroupId, learner: LearnerId) -> bool:
    found = tx.groups.membership(group, learner)
    assert found is not None
    assert (tx.groups.member(group, learner) is None) == found.gone
    return found.gone


def test_who_left_the_only_chat_is_gone_and_back_as_they_were(tx: Tx) -> None:
    """Their joining day, name and answers are kept."""
    group, _ = club(tx)
    anna = member(tx, group)
    tx.groups.set_name(group, anna, "Nan")
    before = tx.groups.member(group, anna)
    assert told(tx, anna) == [group]
    assert is_gone(tx, group, anna)
    assert told(tx, anna) == []
    assert told(tx, anna, gone=False) == [group]
    assert tx.groups.member(group, anna) == before


def test_one_chat_of_two_is_not_all_of_them(tx: Tx) -> None:
    """A group with two chats on one platform: who left one may be in the other."""
    second = Address(Platform.TELEGRAM, "-100501")
    group, _ = club(tx, CLUB, second)
    anna = member(tx, group)
    assert told(tx, anna) == []
    assert told(tx, anna, second) == [group]
    assert told(tx, anna, gone=False) == [group]


def test_only_chats_count_in_which_one_has_an_account(tx: Tx) -> None:
    """A group on both platforms: a chat on the other one is none of theirs."""
    group, _ = club(tx, CLUB, SERVER)
    anna = member(tx, group)
    assert told(tx, anna) == [group]
    tx.people.add_account(anna, Platform.DISCORD, "d1", "anna", NOW)
    assert tx.presences.settle(anna, LATER) == [group]
    assert not is_gone(tx, group, anna)


def test_all_topics_of_a_chat_are_that_chat(tx: Tx) -> None:
    """Who left a Telegram group is in none of its topics."""
    topics = [Address(Platform.TELEGRAM, "-100500", thread) for thread in ("1", "2")]
    group, _ = club(tx, *topics)
    assert told(tx, member(tx, group)) == [group]


def test_nothing_is_kept_of_strangers_and_of_other_groups_members(tx: Tx) -> None:
    """R23: of who is no member there, no row."""
    club(tx)
    other, _ = club(tx, SERVER)
    assert told(tx, member(tx, other)) == []
    assert tx.connection.execute(select(presences)).all() == []


def test_an_answer_says_nothing_against_what_was_told_after_the_question(tx: Tx) -> None:
    """Asked, then seen coming in, then answered: they are there."""
    group, _ = club(tx)
    anna = member(tx, group)
    told(tx, anna, gone=False)
    account = tx.people.accounts(anna)[0].id
    asked_at = LATER - timedelta(seconds=1)
    assert not tx.presences.note(account, CLUB.platform, [CLUB.chat], asked_at, gone=True, asked=True)
    assert tx.presences.settle(anna, LATER) == []


def test_who_does_something_there_is_back(tx: Tx) -> None:
    """In that very chat, and in no other."""
    group, _ = club(tx)
    anna = member(tx, group)
    told(tx, anna)
    account = tx.people.accounts(anna)[0].id
    assert not tx.presences.seen(account, Platform.TELEGRAM, ["-100999"], LATER)
    assert tx.presences.seen(account, Platform.TELEGRAM, ["-100999", CLUB.chat], LATER)
    assert not tx.presences.seen(account, Platform.TELEGRAM, ["-100999", CLUB.chat], LATER)
    assert tx.presences.settle(anna, LATER) == [group]


def test_nobody_is_named_who_is_gone_and_what_they_did_there_counts(tx: Tx) -> None:
    """R22: card, digest, helpers, pairs, hellos, facilitators; R3: the sums stay, up to the day they left."""
    group, _ = club(tx)
    anna, ben, cleo = (member(tx, group, person) for person in ("101", "202", "303"))
    for learner in (anna, ben, cleo):
        flow(tx, learner, TODAY, 60)
        tx.way.add_review(learner, "small", "w1", "text", NOW)
    tx.places.set_leads(group, anna, leads=True)
    pair = tx.pairs
    assert {it.learner for it in pair.wishing(group, "small")} == {anna, ben, cleo}
    told(tx, anna)
    on = tx.weeks.in_on(group, "small", TODAY, 9)
    assert (on.names, on.listed, on.learners, on.minutes) == (("M202", "M303"), 2, 3, 180)
    week = tx.weeks.sums(group, "small", TODAY)
    assert (week.learners, week.minutes, week.flows) == (3, 180, 3)
    flow(tx, anna, TODAY + 2 * A_DAY, 100)  # after it was found out
    assert tx.weeks.sums(group, "small", TODAY).minutes == 180
    assert tx.logs.last_logged_on(group, "small") == TODAY
    assert {it.learner for it in pair.wishing(group, "small")} == {ben, cleo}
    assert [it.learner for it in tx.hellos.agreed(group)] == [ben, cleo]
    assert tx.places.named(group) == ()
    assert [it.learner for it in tx.places.nameable(group, "", 9)] == [ben, cleo]
    assert [it.learner for it in tx.groups.members(group)] == [ben, cleo]
    assert (tx.groups.count(group), tx.groups.everybody(group)) == (2, [anna, ben, cleo])
    assert [it.id for it, _ in tx.groups.of_learner(anna)] == [group]
    assert tx.groups.meeting(anna) == []
    told(tx, anna, gone=False)
    assert tx.weeks.sums(group, "small", TODAY).minutes == 280  # nothing was lost
    assert tx.weeks.in_on(group, "small", TODAY, 9).names == ("M101", "M202", "M303")


def test_a_partner_who_left_is_no_longer_beside_anybody(tx: Tx) -> None:
    """Nobody is told; who comes back before the next Monday finds the pair as it was."""
    group, _ = club(tx)
    anna, ben = member(tx, group), member(tx, group, "202")
    tx.pairs.settle(group, (), (Pair(NEW, frozenset((anna, ben))),), TODAY)
    assert len(tx.pairs.beside(ben, group, TODAY)) == 2
    told(tx, anna)
    assert [it.learner for it in tx.pairs.beside(ben, group, TODAY)] == [ben]
    told(tx, anna, gone=False)
    assert len(tx.pairs.beside(ben, group, TODAY)) == 2


def test_the_board_gives_no_place_to_who_is_gone(tx: Tx) -> None:
    """R10: their lines go as after leaving, out of the tallies too, so that no total gives anybody away; and return."""
    group, _ = club(tx)
    anna, ben = member(tx, group), member(tx, group, "202")
    for learner in (anna, ben):
        flow(tx, learner, TODAY, 60)

    def kept() -> tuple[list[object], list[object]]:
        derive_touched(tx.connection)
        lines = tx.connection.execute(select(board_lines).order_by(*board_lines.primary_key)).all()
        tallies = tx.connection.execute(select(board_tallies).order_by(*board_tallies.primary_key)).all()
        return list(map(tuple, lines)), list(map(tuple, tallies))

    before = kept()
    told(tx, anna)
    kept()
    assert [it.learner for it in tx.boards.top(group, 0, TODAY, 9)] == [ben]
    assert (tx.boards.total(group, 0, TODAY).minutes, tx.boards.total(group, 0, TODAY).active) == (60, 1)
    told(tx, anna, gone=False)
    assert kept() == before


# --- chats that come, go and move


def test_a_group_that_meets_elsewhere_too_knows_nothing_of_who_is_there(tx: Tx) -> None:
    """Another chat: whoever left the first one may be in it. Without it, they are not."""
    group, _ = club(tx)
    anna = member(tx, group)
    told(tx, anna)
    second = tx.groups.add_chat(group, Address(Platform.TELEGRAM, "-100501"))
    tx.presences.settle_group(group, LATER)
    assert not is_gone(tx, group, anna)
    tx.places.detach(second)
    tx.presences.settle_group(group, LATER)
    assert is_gone(tx, group, anna)


def test_a_group_without_chats_has_lost_nobody(tx: Tx) -> None:
    """The rows go with the chat, and memberships stay."""
    group, (chat,) = club(tx)
    anna = member(tx, group)
    told(tx, anna)
    tx.places.detach(chat)
    tx.presences.settle_group(group, LATER)
    assert not is_gone(tx, group, anna)
    assert tx.connection.execute(select(presences)).all() == []


def test_a_group_that_became_a_supergroup_still_knows_who_left(tx: Tx) -> None:
    """The chat keeps its row."""
    group, (chat,) = club(tx)
    anna = member(tx, group)
    told(tx, anna)
    tx.groups.move_chat(chat, "-100777")
    tx.presences.settle_group(group, LATER)
    assert is_gone(tx, group, anna)
    assert told(tx, anna, Address(Platform.TELEGRAM, "-100777"), gone=False) == [group]


# --- two accounts


def test_whoever_is_left_on_one_side_is_not_gone(tx: Tx) -> None:
    """Issue 4, 9: linked, one of them is still there; parted, each is where they were."""
    group, _ = club(tx, CLUB, SERVER)
    anna = member(tx, group)
    self_ = member(tx, group, "d1", platform=Platform.DISCORD)
    told(tx, anna)
    assert is_gone(tx, group, anna)
    union = tx.linking.union(tx.uniting.unite(anna, self_, THERE, LATER))
    assert not is_gone(tx, group, anna)
    assert union is not None
    parted = tx.uniting.part(union, LATER)
    assert parted is not None
    assert is_gone(tx, group, anna)
    assert not is_gone(tx, group, parted)


def test_whoever_left_on_both_sides_is_gone_and_parting_takes_nothing_back(tx: Tx) -> None:
    """What is known hangs on the accounts; a union that is parted leaves every membership as it was before."""
    group, _ = club(tx, CLUB, SERVER)
    anna = member(tx, group)
    self_ = somebody(tx, person="d1", platform=Platform.DISCORD, name="Bea")
    union = tx.linking.union(tx.uniting.unite(anna, self_, THERE, LATER))
    assert union is not None
    here, there = sorted(tx.people.accounts(anna), key=lambda it: it.id)
    assert told(tx, anna, account=here.id) == []
    assert told(tx, anna, SERVER, account=there.id) == [group]
    parted = tx.uniting.part(union, LATER)
    assert parted is not None
    assert is_gone(tx, group, anna)
    assert tx.groups.membership(group, parted) is None


def test_an_account_that_came_to_a_learner_and_left_again(tx: Tx) -> None:
    """Taken in without a learner of its own: with it they might be in the other chat."""
    group, _ = club(tx, CLUB, SERVER)
    anna = member(tx, group)
    told(tx, anna)
    tx.people.add_account(anna, Platform.DISCORD, "d1", "anna", LATER)
    account = next(it for it in tx.people.accounts(anna) if it.platform is Platform.DISCORD)
    union = tx.linking.union(tx.uniting.take_in(anna, account.id, LATER))
    assert not is_gone(tx, group, anna)
    assert union is not None
    tx.uniting.part(union, LATER)
    assert is_gone(tx, group, anna)
