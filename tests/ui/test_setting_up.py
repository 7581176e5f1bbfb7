"""The screens of `/setup`, `/group` and the doctor: what each button carries, and that every fix is told."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import get_args

import pytest

from bot.app.commands import DetachChat, InviteChat, Join, ManageGroup, NameFacilitator, Setup, TakeGroup
from bot.app.said import (
    ChatAttached,
    ChatCode,
    ChatDetached,
    ChatLine,
    DetachAsked,
    GroupReady,
    GroupShown,
    GroupsLed,
    GroupTaken,
    Introduced,
    Reached,
    RightsShown,
    Said,
    SetupOffer,
)
from bot.app.shelf import Choice
from bot.core.people import Group, GroupId, Platform
from bot.core.plans import Plan
from bot.core.prompts import GROUP_DAYS
from bot.core.rights import NEEDS_NOTHING, Right, RightFact
from bot.core.roles import RoleFlaw, ServerRole
from bot.platforms.discord.render import layouts
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.ui.codec import encode, encode_fill
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Checklist, Facts, Fill, Pick, Press, Say, Small, View

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
GROUP = Group(GroupId(7), "Owls *club*", "small", "Europe/Berlin", time(9), frozenset(range(5)), False, "k")
OTHERS = (Choice("0a1b2c3d", "Soup"),)
OFFER = SetupOffer("", None, time(9), GROUP_DAYS, False, True, "Bread", "", ("UTC", "Asia/Tokyo"), OTHERS)
HERE = ChatLine(1, Platform.DISCORD, topic=False, here=True, closed="")
LOST = ChatLine(2, Platform.TELEGRAM, topic=True, here=False, closed="the bot was removed")
SHOWN = GroupShown(GROUP, "Bread", NOON, 3, (HERE, LOST), ((4, "Ana"), (5, "")), ((6, "Bo"),), True, "")
RIGHTS: tuple[Right, ...] = get_args(Right.__value__) if hasattr(Right, "__value__") else get_args(Right)


def missing(right: Right) -> RightFact:
    """A right that is missing; what is about a role names it."""
    flaws: dict[Right, RoleFlaw] = {"roles": "right", "role": "order"}
    role = ServerRole("1", "71", "Deep learner", flaws[right], "Pacekeeper") if right in flaws else None
    return RightFact(right, "missing", role)


def rights(*facts: RightFact, platform: Platform = Platform.DISCORD, closed: str = "") -> RightsShown:
    return RightsShown(platform, "Maths club", facts, closed)


EVERYTHING: list[Said] = [
    OFFER,
    replace(OFFER, zone="UTC", now=NOON, zones=(), board=True, digest=False, chosen="0a1b2c3d"),
    GroupReady(GROUP, True, NOON, "Bread", ()),
    GroupReady(replace(GROUP, room="77", room_name="Study"), False, NOON, "Bread", OFFER.others, unseen=True),
    GroupReady(GROUP, False, NOON, "Bread", OFFER.others, changed=False),
    replace(OFFER, lost=((2**40, "Owls *club*"), (8, "O" * 60), (9, "Bakers"))),
    GroupTaken(GROUP, NOON, 3),
    GroupsLed(((7, "Owls *club*"), (8, "O" * 60))),
    ChatAttached(GROUP, NOON, "Bread", 2),
    SHOWN,
    replace(SHOWN, named=(), nameable=(), more=False, changed="unnamed"),
    ChatCode("K7QM-2XPD", NOON, "Owls", "UTC"),
    DetachAsked(GROUP, LOST, last=False),
    DetachAsked(GROUP, HERE, last=True, roles=True),
    ChatDetached("Owls"),
    rights(*(missing(right) for right in RIGHTS)),
    rights(*(RightFact(right, "unknown") for right in RIGHTS), closed="the channel was deleted"),
    rights(*(RightFact(right, "ok") for right in RIGHTS), platform=Platform.TELEGRAM),
    rights(),
    Reached(Platform.DISCORD),
    Introduced(Platform.TELEGRAM),
]


def shown(said: Said) -> View:
    return present(said, Text())


def text(view: View) -> str:
    lines = [words(view.title)]
    for block in view.blocks:
        match block:
            case Say(phrase) | Small(phrase):
                lines.append(words(phrase))
            case Facts(rows):
                lines += [f"{label}: {words(value)}" for label, value in rows]
            case Checklist(rows):
                lines += [f"{mark} {words(phrase)}" for mark, phrase in rows]
            case _:
                raise AssertionError(block)
    return "\n".join(lines)


def presses(view: View) -> dict[str, object]:
    return {action.label: action.command for action in view.actions if isinstance(action, Press)}


def picks(view: View) -> dict[str, dict[str, object]]:
    found = [action for action in view.actions if isinstance(action, Pick)]
    return {pick.placeholder: {option.label: option.command for option in pick.options} for pick in found}


@pytest.mark.parametrize("said", EVERYTHING, ids=lambda said: type(said).__name__)
def test_every_screen_can_be_drawn_on_both_platforms(said: Said) -> None:
    """Payloads within 64 bytes, and both renderers take each view."""
    view = shown(said)
    for action in view.actions:
        match action:
            case Press(_, command):
                encode(command)
            case Pick(_, options):
                assert options
                assert [encode(option.command) for option in options]
            case Fill(_, form, given, asks):
                encode_fill(form, given, asks)
            case _:
                raise AssertionError(action)
    assert draw(view, Spot("pacekeeper_bot", group=True)).pages
    assert layouts([view])


def test_a_stranger_picks_a_zone_and_a_learner_taps_once() -> None:
    """Section 3: a sensible one-tap offer."""
    assert picks(shown(OFFER))["The group's time zone"] == {
        zone: Setup(zone, time(9)) for zone in ("UTC", "Asia/Tokyo")
    }
    known = shown(replace(OFFER, zone="UTC", now=NOON, zones=(), board=True, digest=False, chosen="0a1b2c3d"))
    made = Setup("UTC", time(9), True, curriculum="0a1b2c3d", digest=False)
    assert presses(known)["Make it a study group"] == made


def test_a_group_that_lost_its_chat_has_a_button_beside_the_offer() -> None:
    """Issue 5, 7: named, with a line that says what comes along; nothing of it where there is none."""
    view = shown(replace(OFFER, lost=((7, "Owls *club*"), (8, "Bakers"))))
    taken = {label: ask for label, ask in presses(view).items() if isinstance(ask, TakeGroup)}
    assert taken == {"Take Owls *club* here": TakeGroup(7), "Take Bakers here": TakeGroup(8)}
    assert "can go on here instead, with its members, settings and past" in text(view)
    assert "instead" not in text(shown(OFFER))


def test_a_group_that_was_taken_says_when_its_card_comes() -> None:
    """Everybody in the chat reads it, and may join."""
    view = shown(GroupTaken(GROUP, NOON, 3))
    assert (words(view.title), view.private) == ("Owls *club* meets here now", False)
    assert "Members: 3\nNext card: " in text(view)
    assert presses(view) == {"Join": Join()}


def test_a_named_facilitator_chooses_the_group_in_private() -> None:
    """A code for each of them."""
    view = shown(GroupsLed(((7, "Owls"), (8, "Bakers"))))
    assert presses(view) == {"A code for Owls": InviteChat(7), "A code for Bakers": InviteChat(8)}


def test_days_that_were_asked_for_stay_with_the_offer() -> None:
    """R24: the tap makes the group with them, and they read as weekdays beside Monday and Sunday."""
    weekend = Plan(frozenset({5, 6}))
    known = shown(replace(OFFER, zone="UTC", now=NOON, zones=(), days=weekend.weekdays))
    assert presses(known)["Make it a study group"] == Setup("UTC", time(9), days=weekend)
    assert "at 09:00, Saturday to Monday" in text(known)


def test_each_setting_has_a_button_of_its_group() -> None:
    """Section 4: a button of another group can be told."""
    view = shown(GroupReady(GROUP, False, NOON, "Bread", OFFER.others, changed=False))
    assert presses(view) == {
        "Turn the board on": Setup(board=True, group=7),
        "Turn the digest off": Setup(digest=False, group=7),
        "Check my rights": Setup(check=True),
    }
    (fill,) = [action for action in view.actions if isinstance(action, Fill)]
    assert (fill.given, fill.asks) == ({"group": 7}, ("zone", "hour", "days", "called"))
    assert view.private


def test_a_group_is_shown_with_its_chats_and_facilitators() -> None:
    """Section 1; R22: who is not listed has no name here."""
    view = shown(SHOWN)
    assert "Meets in: Discord (here), Telegram (lost: the bot was removed)" in text(view)
    assert "Ana, a member who is not listed" in text(view)
    assert presses(view)["Attach another chat"] == InviteChat(7)
    assert presses(view)["Settings"] == Setup(group=7)
    found = picks(view)
    assert found["Name a facilitator"] == {"Bo": NameFacilitator(7, 6, yes=True)}
    assert list(found["Take it back from"].values()) == [
        NameFacilitator(7, 4, yes=False),
        NameFacilitator(7, 5, yes=False),
    ]
    assert list(found["Stop meeting in"].values()) == [DetachChat(7, 1), DetachChat(7, 2)]
    assert ManageGroup.name == "group"


@pytest.mark.parametrize("right", RIGHTS)
def test_every_right_that_is_missing_has_its_fix(right: Right) -> None:
    """Issue 5, point 1: the exact fix for each; what is no need is not one."""
    view = shown(rights(missing(right)))
    if right in NEEDS_NOTHING:
        assert "to mend" not in words(view.title)
        assert len([block for block in view.blocks if isinstance(block, Small)]) == 2
    else:
        assert words(view.title) == "Maths club: 1 thing to mend"
        (fix,) = [words(block.text) for block in view.blocks if isinstance(block, Say)]
        assert len(fix) > 30


def test_the_doctor_never_asks_for_administrator() -> None:
    """Section 1."""
    for right in RIGHTS:
        told = text(shown(rights(RightFact(right, "missing"))))
        assert "allow Administrator" not in told
    assert "I never need Administrator." in text(shown(rights(RightFact("view", "ok"))))


def test_what_could_not_be_asked_is_said_to_be_so() -> None:
    """Neither well nor ill."""
    told = text(shown(rights(RightFact("view", "unknown"), RightFact("direct", "ok"))))
    assert "open View Channel (could not be asked)" in told
    assert "all is well" not in told


def test_a_send_that_failed_is_told() -> None:
    """Also where every right is there now."""
    told = text(shown(rights(RightFact("view", "ok"), closed="the channel does not take messages")))
    assert "did not arrive: the channel does not take messages." in told
    assert "all is well" not in told
