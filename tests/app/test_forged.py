"""Buttons with other people's numbers: every command, pressed by whoever it was not made for, and with numbers of rows
that exist nowhere (section 4 of product.md, R22, R23)."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.answers import remember
from bot.app.app import App
from bot.app.commands import (
    COMMANDS,
    Command,
    DraftHello,
    Export,
    Faq,
    Forget,
    ForgetNow,
    Help,
    History,
    InGroup,
    InviteChat,
    Join,
    JoinNow,
    Leaderboard,
    Leave,
    LinkPick,
    LookBack,
    ManageGroup,
    Milestones,
    Portfolio,
    Privacy,
    Progress,
    ReadShared,
    Recall,
    SeeHellos,
    SeeMilestone,
    SeeRewards,
    SeeShare,
    Setup,
    ShareNow,
    ShowCurriculum,
    ShowRecall,
    ShowWeek,
    Stuck,
    Today,
    Unshare,
)
from bot.app.said import Answer, Refused, WentWrong
from bot.core.people import Address
from bot.storage.store import Store
from bot.storage.tables import accounts, metadata
from bot.storage.tx import Tx
from bot.ui.forms import form_of
from tests.app.changes import everything_that_changes
from tests.app.life import mostly_embedded
from tests.app.scenes import OTHER_PLACE, TEXT
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded
SECRET = "Owls of the harbour"
APART = {
    *("requests", "questions", "rhythms", "learners", "budgets", "link_tries", "link_codes", "greeted"),
    *("board_lines", "board_stale", "board_tallies", "cards", "reward_stale"),
}
NOWHERE = (0, 424242, 2**63 - 1)
ODD = ("x", "0", "2026-03-02", "20260302", "9" * 40, "1-abcdefghijkl", "w1", "-1")


@dataclass(slots=True)
class Scene:
    """A group with everything in it, a button of each command that belongs to it, and the strangers around."""

    app: App
    host: Person
    anna: Person
    group: int
    buttons: dict[type[Command], Command]


@pytest.fixture
async def scene(app: App, host: Person, anna: Person, clock: StoppedClock) -> Scene:
    """One of each command with numbers that exist, of a group of which outsiders know nothing."""
    changing = await everything_that_changes(host, anna, clock)
    await host.says(Setup(called=SECRET), PLACE)
    one = {type(command): command for _, command in changing.values()}
    found = await app._store.read(lambda tx: tx.groups.of_learner(_learner(tx, anna)))
    group = int(found[0][0].id)
    learner = int(await app._store.read(lambda tx: _learner(tx, anna)))
    share = next(int(it.share) for it in one.values() if isinstance(it, Unshare))
    shown: tuple[Command, ...] = (
        *(Today(), History(), Recall(), ShowRecall(1, "x"), Milestones(), SeeMilestone("own-plan"), LookBack()),
        *(Progress("ledger"), Leaderboard(group=group), LinkPick(1, "x", "x"), InGroup(group), ShowWeek(1), Faq()),
        *(ShowCurriculum(), Stuck(), Help(), Privacy(), Export(), Forget(), ForgetNow(1), Portfolio(), ManageGroup()),
        *(InviteChat(group), SeeHellos(group), SeeRewards(group), DraftHello(group, learner), ReadShared(share)),
        SeeShare("review", next(it.ref for it in one.values() if isinstance(it, ShareNow)), group),
    )
    one |= {type(it): it for it in shown}
    for kind, command in one.items():
        if any(field.name == "group" for field in fields(command)):
            one[kind] = replace(command, group=group)  # type: ignore[call-arg]  # it has one
    return Scene(app, host, anna, group, one)


def _learner(tx: Tx, person: Person) -> Any:
    return tx.connection.execute(
        select(accounts.c.learner_id).where(accounts.c.external_id == person.id, accounts.c.platform == person.platform)
    ).scalar_one()


def _learners(tx: Tx) -> set[int]:
    return set(tx.connection.execute(select(accounts.c.learner_id)).scalars())


def _rows(tx: Tx) -> dict[str, list[dict[str, Any]]]:
    """All facts; not what requests leave behind, nor what is derived."""
    tables = [table for table in metadata.sorted_tables if table.name not in APART]
    return {table.name: [dict(row) for row in tx.connection.execute(select(table)).mappings()] for table in tables}


def _of_others(rows: list[dict[str, Any]], own: set[int]) -> set[str]:
    return {str(row) for row in rows if not _is_own(row, own)}


def _is_own(row: dict[str, Any], own: set[int]) -> bool:
    of_learner = row.get("learner_id", row["subject"] if row.get("kind") == "hello" else None)
    return of_learner in own or -int(row.get("group_id") or 0) in own


def test_every_command_has_a_button_here(scene: Scene) -> None:
    """A command that comes without one is seen by this."""
    assert set(scene.buttons) == set(COMMANDS)


async def _outsider(scene: Scene, kind: str) -> tuple[Person, Address | None]:
    """Somebody whom none of these buttons was made for, and where they press."""
    match kind:
        case "a stranger in private":
            return Person(scene.app, "9001", "Zoe"), None
        case "a stranger in the group":
            return Person(scene.app, "9001", "Zoe"), PLACE
        case "a learner alone":
            alone = Person(scene.app, "9002", "Yan")
            await alone.joins()
            return alone, None
        case "a facilitator elsewhere":
            other = Person(scene.app, "9003", "Xenia", facilitator=True)
            await founded(other, OTHER_PLACE)
            await other.joins(place=OTHER_PLACE)
            return other, OTHER_PLACE
        case "one who left":
            left = Person(scene.app, "9004", "Wim")
            await left.joins(place=PLACE)
            await left.says(Leave(scene.group, sure=True))
            return left, OTHER_PLACE
    member = Person(scene.app, "9005", "Vera")
    await member.joins(place=PLACE)
    return member, PLACE


OUTSIDERS = (
    "a stranger in private",
    "a stranger in the group",
    "a learner alone",
    "a facilitator elsewhere",
    "one who left",
    "a member",
)

QUICK = {"a stranger in the group", "a member"}  # the others in the slow suite


@pytest.mark.parametrize("kind", [pytest.param(it, marks=() if it in QUICK else pytest.mark.slow) for it in OUTSIDERS])
async def test_nobodys_facts_change_and_none_are_told_by_buttons_of_others(
    scene: Scene, store: Store, kind: str
) -> None:
    """R22, R23, section 4: a forged, old or foreign button does nothing to others, tells nothing of them, breaks
    nothing. What it may do is what its presser could do anyway, to themselves."""
    person, place = await _outsider(scene, kind)
    others = await store.read(_learners)
    own = await _own(store, person, others)
    troubles = {}
    buttons = {kind: it for kind, it in scene.buttons.items() if kind not in (Join, JoinNow)}
    for command in (*map(_in_own_words, buttons.values()), scene.buttons[Join], scene.buttons[JoinNow]):
        if isinstance(command, Leave) and kind == "a member":
            continue  # their own to do
        before = await store.read(_rows)
        answer = await person.says(command, place, press=f"m:{type(command).__name__}")
        own |= await _own(store, person, others)
        after = await store.read(_rows)
        trouble = _trouble(scene, kind, command, answer)
        trouble += [name for name in after if _of_others(before[name], own) != _of_others(after[name], own)]
        if trouble:
            troubles[type(command).__name__] = trouble
    assert troubles == {}


def _in_own_words(command: Command) -> Command:
    """What is typed with a press is the presser's."""
    if getattr(command, "text", "") == TEXT:
        return replace(command, text="Nothing of this was ever said by anybody else, however long it has to be. " * 2)  # type: ignore[call-arg]  # as asked
    return command


def _trouble(scene: Scene, kind: str, command: Command, answer: Answer) -> list[str]:
    if isinstance(answer.said, WentWrong):
        return ["it went wrong"]
    told = remember(answer)
    found = []
    if SECRET in told and kind not in ("a member", "a stranger in the group"):  # who may know its name
        found.append("tells of the group")
    if TEXT in told and kind != "a member":
        found.append("tells a private text")
    if type(command).facilitator and not isinstance(answer.said, Refused) and kind != "a facilitator elsewhere":
        found.append(f"carried out: {answer.said!r:.80}")
    return found


async def _own(store: Store, person: Person, others: set[int]) -> set[int]:
    """The presser's learners, and as negative numbers the groups that they made themselves."""

    def look(tx: Tx) -> set[int]:
        query = select(accounts.c.learner_id).where(accounts.c.external_id == person.id)
        mine = set(tx.connection.execute(query).scalars()) | (_learners(tx) - others)
        return mine | {-int(it.group) for it in tx.groups.chats_at(OTHER_PLACE.platform, OTHER_PLACE.chat)}

    return await store.read(look)


def _forged(command: Command) -> Iterator[Command]:
    """The same button with other values in what only buttons carry, one at a time."""
    for field in form_of(type(command)).fields:
        if not field.ref:
            continue
        kept = getattr(command, field.name)
        values: tuple[object, ...] = ()
        if field.holds is int:
            values = NOWHERE
        elif field.holds is str and not field.one_of:
            values = ODD
        for value in values:
            if value != kept:
                yield replace(command, **{field.name: value})


@pytest.mark.parametrize("who", ["its learner", pytest.param("its facilitator", marks=pytest.mark.slow)])
async def test_numbers_of_nothing_are_refused_and_never_go_wrong(scene: Scene, who: str) -> None:
    """Section 4: a forged or outdated button gets one polite sentence, whatever it carries."""
    person = scene.anna if who == "its learner" else scene.host
    count = itertools.count()
    troubles = []
    for command in scene.buttons.values():
        for forged in _forged(command):
            for place in (None, PLACE):
                answer = await person.says(forged, place, press=f"m{next(count)}")
                if isinstance(answer.said, WentWrong):
                    troubles.append(forged)
    assert troubles == []
