"""How an offer of time in a study room reads, and what it offers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.app.commands import ForgetRoom, History, Settings, SettleVisit, Setup, Undo
from bot.app.said import (
    ChatTrouble,
    GroupReady,
    Refusal,
    Said,
    SettingsShown,
    TodayShown,
    VisitOffered,
    VisitSettled,
    VisitShown,
)
from bot.app.stand import stand_at
from bot.core.facts import Log, LogId
from bot.core.people import Group, GroupId, LearnerId, Room
from bot.core.plans import default_plan
from bot.core.position import Place
from bot.core.prompts import QUIET
from bot.core.standing import InReserve, OpenWeek
from bot.ui.codec import decode, encode
from bot.ui.forms import form_of
from bot.ui.phrase import Plain, words
from bot.ui.present import present
from bot.ui.reading import read_words
from bot.ui.text import Text
from bot.ui.values import read_field
from bot.ui.view import Facts, Press, Say, Small, View
from tests.core import examples

NOW = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 3, 3), date(2026, 3, 2)
VISIT = VisitShown(7, "Study", 52, YESTERDAY, TODAY)
LOG = Log(LogId(5), LearnerId(1), "small", NOW, "UTC", YESTERDAY, TODAY, 52)
GROUP = Group(GroupId(1), "Owls", "small", "UTC", time(9), frozenset(range(5)), False, "key", "77", "Study")
WEEK = next(examples.curriculum().weeks)
STAND = stand_at(examples.curriculum(), Place(WEEK.id, WEEK.days[0].id))


def shown(said: Said) -> View:
    return present(said, Text())


def presses(view: View) -> dict[str, object]:
    return {it.label: it.command for it in view.actions if isinstance(it, Press)}


def text(view: View) -> str:
    return "\n".join([words(view.title), *(words(it.text) for it in view.blocks if isinstance(it, Say | Small))])


def facts(view: View) -> dict[str, str]:
    return {label: words(value) for it in view.blocks if isinstance(it, Facts) for label, value in it.rows}


def test_the_offer_says_where_how_long_and_for_which_day() -> None:
    """Issue 4, 2; R2: the day is named; log, not this time, never."""
    view = shown(VisitOffered(VISIT))
    assert text(view) == (
        "You were in Study for 52 min\nShall I log it for yesterday, Monday 2 March? Nothing counts unless you say so."
    )
    assert presses(view) == {
        "Log 52 min": SettleVisit(7),
        "Not this time": SettleVisit(7, "nothing"),
        "Never offer this": Settings(voice=False),
    }
    assert view.private
    assert words(shown(VisitOffered(replace(VISIT, besides=True))).title) == "You were in Study for another 52 min"


def test_what_a_room_is_called_is_never_markup() -> None:
    """House rule: whoever names a channel can style nothing and ping nobody."""
    title = shown(VisitOffered(replace(VISIT, room="**@everyone** <@1>"))).title
    assert title == (Plain("You were in **@everyone** <@1> for 52 min"),)


def test_beside_the_next_flow_it_is_one_button_that_names_the_room() -> None:
    """Section 3: it waits as one button; a timer that waits may have as many minutes."""
    long = replace(VISIT, room="The quiet room on the upper floor")
    view = shown(
        TodayShown(
            STAND,
            TODAY,
            0,
            0,
            OpenWeek(YESTERDAY, default_plan(5), 0, 0, 0, 0, 4, 1, InReserve(1)),
            0,
            False,
            visit=long,
        )
    )
    assert "You were in The quiet room on the upper floor for 52 min (yesterday, Monday 2 March)." in text(view)
    assert presses(view)["Log 52 min in The quiet room on…"] == SettleVisit(7)


def test_what_became_of_it() -> None:
    """R20: a second press changes nothing and says so; what was let go can be taken up."""
    assert presses(shown(VisitSettled(LOG, None, TODAY)))["Undo the log"] == Undo("log", 5)
    undone = shown(VisitSettled(replace(LOG, undone_at=NOW), None, TODAY))
    assert ("taken back since" in text(undone), presses(undone)) == (True, {"History": History()})
    assert presses(shown(VisitSettled(None, VISIT, TODAY))) == {"Log 52 min": SettleVisit(7)}
    assert "timers have those minutes already" in text(shown(VisitSettled(None, None, TODAY)))


# --- settings and the group


def settings(rooms: tuple[str, ...], *, voice: bool = True) -> View:
    week = default_plan(5)
    return shown(
        SettingsShown(
            "Ana", "UTC", NOW, None, time(18), QUIET, week, None, None, True, None, (), STAND, "Small", (), (), (), (),
            rooms, voice,
        )
    )  # fmt: skip


def test_settings_speak_of_it_only_where_there_is_a_room() -> None:
    """Section 3: each message that nobody asked for can be switched off, and on again."""
    assert "Study room" not in facts(settings(()))
    assert facts(settings(("Study", "Den")))["Study room"] == "time in Study, Den is offered to you for logging"
    assert presses(settings(("Study",)))["Offer no time there"] == Settings(voice=False)
    off = settings((), voice=False)
    assert facts(off)["Study room"] == "time there is not offered to you"
    assert presses(off)["Offer my time there"] == Settings(voice=True)


def test_a_group_says_that_it_has_a_room() -> None:
    """R23: members are told, the facilitator can take it back, and a missing right is one sentence."""
    view = shown(GroupReady(GROUP, False, NOW, "Small", ()))
    assert facts(view)["Study room"] == "Study"
    assert presses(view)["No study room"] == ForgetRoom(group=1)
    assert "nothing counts by itself, and everybody can switch that off" in text(view)
    assert "View Channel" not in text(view)
    assert "I cannot see Study yet: allow me View Channel there." in text(
        shown(GroupReady(GROUP, False, NOW, "Small", (), unseen=True))
    )
    without = shown(GroupReady(replace(GROUP, room=""), False, NOW, "Small", ()))
    assert ("Study room" in facts(without), "No study room" in presses(without)) == (False, False)


def test_a_facilitator_hears_of_a_room_that_is_gone() -> None:
    """Section 4."""
    assert "The study room Study is gone; /setup takes another" in text(shown(ChatTrouble("Owls", "", (), "Study")))


# --- the option


def test_nobody_types_a_room() -> None:
    """Telegram and the terminal do not show the option; a button carries none either."""
    form = form_of(Setup)
    assert [field.name for field in form.picks] == ["room"]
    assert "room" not in [field.name for field in (*form.options, *form.asks)]
    assert read_words(form, "Berlin 9:00 Night room").values["called"] == "Night room"
    with pytest.raises(Refusal):
        read_field(form.field("room"), "77")
    with pytest.raises(ValueError, match="room"):
        encode(Setup("UTC", room=Room("77", "Study")))
    for payload in ("1:su:UTC:::::77", "1:vl:7:2"):
        with pytest.raises(Refusal):
            decode(payload)
