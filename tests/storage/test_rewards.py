"""Roles for finished phases as rows, on both engines: the facts that mark somebody, and what follows from them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, insert, select, update

from bot.core.people import Address, ChatId, GroupId, LearnerId, Platform
from bot.core.position import Place, Step
from bot.core.roles import RewardId, ServerRole
from bot.storage.holders import Holder
from bot.storage.tables import chats, holders, learners, reward_stale, rewards, steps
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, club, somebody
from tests.storage.test_indexes import plan_of

CHANNEL = Address(Platform.DISCORD, "333")
DEEP = ServerRole("1", "71", "Deep learner")
STEP = Step("left", Place("w2", "project"), Place("w3", "w3d1"))
KEY = ("1", "71", "501")


@dataclass(slots=True)
class Scene:
    """Ada has finished the phase, and is a listed member of a group that gives a role for it."""

    tx: Tx
    ada: LearnerId
    group: GroupId
    chat: ChatId
    step: int

    def marked(self) -> bool:
        """Whether her roles are to be derived again; asking takes the mark away."""
        return self.ada in self.tx.holders.take_stale()

    def derive(self) -> None:
        """Derive hers."""
        weeks = {it.id: it.weeks for it in self.tx.rewards.everywhere()}
        self.tx.holders.want([self.ada], self.tx.holders.finished([self.ada], weeks), NOW)

    def rows(self) -> list[tuple[str, int, bool, bool]]:
        """Each holder's account, learner, and whether the role is wanted and given."""
        query = select(holders.c.person, holders.c.learner_id, holders.c.wanted, holders.c.given)
        return [tuple(row) for row in self.tx.connection.execute(query)]


@pytest.fixture
def scene(tx: Tx) -> Scene:
    ada = somebody(tx, person="501", platform=Platform.DISCORD)
    group, (chat,) = club(tx, CHANNEL)
    tx.groups.join(group, ada, TODAY)
    tx.groups.set_listed(group, ada, True)
    step = tx.way.add_step(ada, "small", STEP, NOW, TODAY)
    tx.rewards.put(group, chat, "small", "p1", DEEP, ["w1", "w2"])
    made = Scene(tx, ada, group, chat, step)
    assert made.marked()
    return made


Change = Callable[[Scene], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.tx.way.add_step(it.ada, "small", STEP, NOW, TODAY),
        lambda it: it.tx.way.undo_steps(NOW, step=it.step),
        lambda it: it.tx.connection.execute(delete(steps)),
        lambda it: it.tx.groups.set_listed(it.group, it.ada, False),
        lambda it: it.tx.ownership.leave(it.ada, it.group),
        lambda it: it.tx.groups.join(club(it.tx, Address(Platform.DISCORD, "9"))[0], it.ada, TODAY),
        lambda it: it.tx.people.add_account(it.ada, Platform.DISCORD, "502", "Ada", NOW),
        lambda it: it.tx.rewards.put(it.group, it.chat, "small", "p2", DEEP, ["w3"]),
        lambda it: it.tx.rewards.drop_all(it.group),
        lambda it: it.tx.rewards.lose("1", "71"),
        lambda it: it.tx.connection.execute(delete(chats)),
        lambda it: it.tx.connection.execute(delete(learners)),
    ],
    ids=[
        *("a step", "an undone step", "a step gone", "a no", "leaving", "joining", "an account"),
        *("a role", "no role", "a deleted role", "a chat gone", "an erasure"),
    ],
)
def test_every_fact_that_decides_it_marks_the_learner(scene: Scene, change: Change) -> None:
    """In the transaction of the fact, whoever writes it."""
    change(scene)
    assert scene.marked()


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.tx.way.add_step(it.ada, "small", Step("done", STEP.place_before, STEP.place_after), NOW, TODAY),
        lambda it: it.tx.people.change(it.ada, prompts=False),
        lambda it: it.tx.groups.agree(it.group, it.ada, "hello", True),
        lambda it: it.tx.people.add_account(it.ada, Platform.TELEGRAM, "7", "Ada", NOW),
        lambda it: it.tx.rewards.note(ServerRole("1", "71", "Deep learner", "order", "me")),
        lambda it: it.tx.rewards.widen(RewardId(1), ["w1"]),
    ],
    ids=["a day done", "a setting", "an agreement", "a Telegram account", "a flaw", "another week"],
)
def test_what_decides_nothing_marks_nobody(scene: Scene, change: Change) -> None:
    """Logging and the like cost nothing."""
    change(scene)
    assert not scene.marked()


def test_a_phase_counts_by_the_weeks_that_it_ever_had(scene: Scene) -> None:
    """A newer edition may have moved the week that somebody left the phase from."""
    finished = scene.tx.holders.finished
    (reward,) = scene.tx.rewards.everywhere()
    assert finished([scene.ada], {reward.id: {"w2"}}) == {KEY: scene.ada}
    assert finished([scene.ada], {reward.id: {"w1"}}) == {}


def test_a_role_of_two_rewards_is_wanted_while_one_of_them_stands(scene: Scene) -> None:
    """One row for each account and role."""
    scene.tx.rewards.put(scene.group, scene.chat, "small", "p2", DEEP, ["w2"])
    scene.derive()
    assert scene.rows() == [("501", scene.ada, True, False)]
    scene.tx.rewards.drop(scene.tx.rewards.of_group(scene.group)[0].id)
    scene.derive()
    assert scene.rows() == [("501", scene.ada, True, False)]


def test_who_is_erased_leaves_the_account_alone_until_it_is_taken_back(scene: Scene) -> None:
    """R23: no learner, no mark; and nothing at all if nobody tried to give it."""
    tx = scene.tx
    scene.derive()
    assert tx.holders.claim(Holder(*KEY, wanted=True, tries=0), NOW, NOW)
    tx.holders.done(Holder(*KEY, wanted=True, tries=1), NOW)
    tx.ownership.erase(scene.ada, NOW)
    assert scene.rows() == [("501", 0, False, True)]
    assert tx.connection.execute(select(reward_stale)).all() == []
    taking = tx.holders.next_of("1", NOW)
    assert taking is not None
    assert not taking.wanted
    tx.holders.done(taking, NOW)
    assert scene.rows() == []


def test_two_holders_of_one_row_are_one(scene: Scene) -> None:
    """Whoever comes second finds it held, until the lease is over; a wish that changed is another."""
    tx, mine = scene.tx, Holder(*KEY, wanted=True, tries=0)
    scene.derive()
    later = NOW.replace(minute=NOW.minute + 1)
    assert tx.holders.claim(mine, NOW, later)
    assert not tx.holders.claim(mine, NOW, later)
    assert tx.holders.claim(mine, later, later)
    tx.connection.execute(update(holders).values(wanted=False, held_until=None))
    assert not tx.holders.claim(mine, later, later)


def test_a_linked_learner_takes_the_rows_along(scene: Scene) -> None:
    """The account is another learner's now: the row follows, and nothing is taken and given for it."""
    tx = scene.tx
    scene.derive()
    tx.connection.execute(update(holders).values(given=True, next_at=None))
    other = somebody(tx, person="7")
    tx.holders.want([scene.ada, other], {KEY: other}, NOW)
    assert scene.rows() == [("501", other, True, True)]
    assert tx.holders.due_roles(NOW) == []


def test_what_is_due_is_found_by_its_time(tx: Tx) -> None:
    """Thousands who have their role cost nothing."""
    row = {"server": "1", "role": "71", "learner_id": 5, "wanted": True, "given": True, "since": NOW, "next_at": None}
    tx.connection.execute(insert(holders), [{**row, "person": str(n)} for n in range(3000)])
    tx.connection.execute(insert(holders), {**row, "person": "x", "next_at": NOW})
    tx.connection.exec_driver_sql("ANALYZE")
    assert "ix_holders_next_at" in plan_of(tx, lambda tx: tx.holders.due_roles(NOW))
    assert "ix_holders_next_at" in plan_of(tx, lambda tx: tx.holders.next_of("1", NOW))
    assert tx.connection.execute(select(rewards)).all() == []
