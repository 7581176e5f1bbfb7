"""Roles for phases on both platforms: every sentence fits, names of roles are words alone, and each fix is exact."""

from typing import get_args

import pytest

from bot.app import commands as c
from bot.app.said import (
    Belonging,
    ChatTrouble,
    DropAsked,
    Forgotten,
    GroupReady,
    RefusalKind,
    Refused,
    RewardLine,
    RewardsShown,
    RightsShown,
    RoleTrouble,
    Said,
    SideBySide,
)
from bot.core.people import Platform
from bot.core.rights import RightFact
from bot.core.roles import RoleFlaw, ServerRole
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Pick, Press
from tests.platforms.test_hello_screens import NAMES
from tests.platforms.test_reading_screens import on_discord, on_telegram

FLAWS: tuple[RoleFlaw, ...] = get_args(RoleFlaw)
LINE = RewardLine(3, 1, "Deep learner", 2)


def every(name: str) -> list[Said]:
    """All that is said about roles, with a role of this name."""
    long = name[:100]
    lines = tuple(RewardLine(10**15 + at, at, long, at, flaw, long) for at, flaw in enumerate(FLAWS))
    refusals: list[RefusalKind] = [it for it in get_args(RefusalKind) if it.startswith("role_")]
    return [
        RewardsShown(long, 10**15, 25, lines),
        RewardsShown(long, 1, 2, lines[:1], chosen=lines[0]),
        RewardsShown(long, 1, 2, (), dropped=long),
        DropAsked(10**15, lines[-1]),
        ChatTrouble(long, "", (), roles=tuple(RoleTrouble(long, flaw, long) for flaw in FLAWS)),
        *(Refused(kind, given=long, names=(long,)) for kind in refusals),
        RightsShown(
            Platform.DISCORD,
            long,
            tuple(RightFact("role", "missing", ServerRole("1", "2", long, flaw, long)) for flaw in FLAWS),
            "",
        ),
    ]


@pytest.mark.parametrize("name", [*NAMES, "x" * 100])
def test_whatever_a_role_is_called_stays_words(name: str) -> None:
    """Nothing pings or formats, whole screens fit, and only their asker reads them."""
    for said in every(name):
        view = present(said, Text())
        seen, drawn = on_telegram(view), on_discord(view)
        assert view.private
        assert "<@" not in drawn.replace(r"\<\@", "")
        assert "@everyone" not in drawn.replace(r"\@everyone", "")
        assert seen


def text(said: Said) -> str:
    return on_telegram(present(said, Text()))


@pytest.mark.parametrize(
    ("flaw", "fix"),
    [
        ("order", "move Pacekeeper above Deep learner"),
        ("right", "open Pacekeeper and allow Manage Roles"),
        ("powers", "take them away, or choose another role"),
        ("away", "invite me again"),
        ("gone", "was deleted"),
    ],
)
def test_each_fix_is_exact(flaw: RoleFlaw, fix: str) -> None:
    """Issue 5, 1: wherever it is told, by the names that Discord's own settings have."""
    role = ServerRole("1", "2", "Deep learner", flaw, "Pacekeeper")
    told: tuple[Said, ...] = (
        ChatTrouble("Owls", "", (), roles=(RoleTrouble("Deep learner", flaw, "Pacekeeper"),)),
        RightsShown(Platform.DISCORD, "Owls", (RightFact("role", "missing", role),), ""),
        RewardsShown("Owls", 1, 2, (RewardLine(3, 1, "Deep learner", 0, flaw, "Pacekeeper"),)),
    )
    for said in told:
        assert fix in text(said)


@pytest.mark.parametrize(
    ("kind", "fix"),
    [
        ("role_order", "move Pacekeeper above Deep learner, then choose again"),
        ("role_right", "allow Manage Roles, then choose again"),
        ("role_powers", "choose a role without"),
        ("role_managed", "choose another role"),
        ("role_everyone", "choose another role"),
        ("role_gone", "choose another role"),
        ("role_unknown", "try again in a minute"),
    ],
)
def test_a_role_is_refused_in_one_sentence(kind: RefusalKind, fix: str) -> None:
    """What is wrong and what would work."""
    view = present(Refused(kind, given="Deep learner", names=("Pacekeeper",)), Text())
    assert (view.blocks, view.actions) == ((), ())
    assert fix in words(view.title)


def test_the_answer_says_who_gets_it_and_what_becomes_of_it() -> None:
    """R22: a role is public; and taking it back is said before."""
    chosen = text(RewardsShown("Owls", 1, 2, (LINE,), chosen=LINE))
    for part in (
        "Members who finish phase 1 get Deep learner",
        "finished it already",
        "everybody loses it",
        "only to members who let",
    ):
        assert part in chosen
    asked = present(DropAsked(1, LINE), Text())
    assert "2 members just now" in on_telegram(asked)
    (sure,) = [it.command for it in asked.actions if isinstance(it, Press)]
    assert sure == c.DropReward(1, 3, sure=True)
    (pick,) = [it for it in present(RewardsShown("Owls", 1, 2, (LINE,)), Text()).actions if isinstance(it, Pick)]
    assert [it.command for it in pick.options] == [c.DropReward(1, 3)]
    assert GroupReady.__dataclass_fields__["roles"].default is False


@pytest.mark.parametrize(
    ("roles", "listed", "words_"),
    [(True, True, "everybody there sees"), (True, False, "whom the group may name"), (False, True, "")],
)
def test_members_learn_what_the_yes_to_their_name_brings(*, roles: bool, listed: bool, words_: str) -> None:
    """R22: said where they answer, and only where the group gives roles."""
    pair = SideBySide("Owls", 1, (), "")
    seen = text(Belonging("Owls", 1, listed, "Ana", frozenset(), pair, roles=roles))
    assert words_ in seen
    assert ("on Discord" in seen) is roles


def test_who_is_erased_reads_what_is_still_to_be_done() -> None:
    """R23: only where it is so."""
    assert "account's id" in text(Forgotten(now=True, roles=True))
    assert "account's id" not in text(Forgotten(now=True))
