"""Buttons carry commands: short, versioned, and checked when they come back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.app.commands import (
    COMMANDS,
    AnswerReview,
    Command,
    EditLog,
    History,
    JoinNow,
    Leaderboard,
    LogFlow,
    MarkDone,
    Progress,
    Settings,
    Setup,
    ShowCurriculum,
    ShowWeek,
    Today,
    Undo,
    WriteCheckin,
    WriteReview,
)
from bot.app.said import Refusal
from bot.core.plans import Plan
from bot.ui.codec import LIMIT, Filling, decode, decode_fill, encode, encode_fill, is_fill
from bot.ui.forms import form_of

from .strategies import carried, commands, payload_like


def outcome(read: Callable[[str], object], payload: str) -> object:
    """What a payload is read as, or the kind of its refusal; any other exception fails the test."""
    try:
        return read(payload)
    except Refusal as refusal:
        return refusal.refused.kind


@given(commands())
def test_a_command_comes_back_as_it_was_sent(command: Command) -> None:
    """Every command that a button can carry survives the way there and back, in 64 bytes of ASCII."""
    try:
        payload = encode(command)
    except ValueError as error:
        assume("bytes" not in str(error))
        raise

    assert decode(payload) == command
    assert len(payload.encode("ascii")) <= LIMIT
    assert not is_fill(payload)


@pytest.mark.parametrize(
    ("command", "payload"),
    [
        (Today(), "1:td"),
        (LogFlow(minutes=30), "1:lo:30"),
        (LogFlow(minutes=30, when="2026-03-02"), "1:lo:30::20260302"),
        (LogFlow(minutes=30, focus=4, done=True), "1:lo:30:::4:1"),
        (MarkDone("w01d2"), "1:dn:w01d2"),
        (JoinNow(prompts=False, link="aZ_-9"), "1:jn:0::aZ_-9"),
        (
            JoinNow(prompts=True, zone="America/Argentina/ComodRivadavia"),
            "1:jn:1:America/Argentina/ComodRivadavia",
        ),
        (Undo("done", 7), "1:un:1:7"),
        (Leaderboard(period="12 weeks", group=3), "1:lb:2:3"),
        (Settings(hour=time(6, 30), plan=Plan(frozenset({0, 2, 5}))), "1:st:::0630:025"),
        (Settings(prompts=False), "1:st:::::0"),
        (ShowWeek(3, "day", 2), "1:wk:3:1:2"),
        (ShowCurriculum("0a1b2c3d", "phase", 2), "1:cu:0a1b2c3d:1:2"),
        (Progress(part="ledger", page=2), "1:pg:2:2"),
        (AnswerReview(review=9, missing=False), "1:ra:9:0"),
    ],
)
def test_a_payload_is_version_code_and_values(command: Command, payload: str) -> None:
    """The written form is a promise to buttons that are already out: it may grow, not change."""
    assert encode(command) == payload
    assert decode(payload) == command


@pytest.mark.parametrize(
    "command",
    [
        LogFlow(minutes=30, note="svd"),
        WriteReview(text="x" * 80),
        Setup(zone="UTC", called="Rust club"),
        LogFlow(minutes=30, when="yesterday"),
        LogFlow(minutes=0),
        LogFlow(minutes=601),
        LogFlow(minutes=30, focus=6),
        LogFlow(minutes=True),
        MarkDone(""),
        MarkDone("a:b"),
        MarkDone("naïve"),
        MarkDone("x" * LIMIT),
        History(page=-1),
        Settings(hour=time(6, 30, 1)),
        EditLog(log=1, note=""),
    ],
)
def test_what_a_button_cannot_carry_is_a_mistake_of_ours(command: Command) -> None:
    """Free text, values out of range and too much of anything are refused when the button is built."""
    with pytest.raises(ValueError, match=r"cannot carry|bytes"):
        encode(command)


def test_a_payload_may_fill_its_64_bytes() -> None:
    """Telegram takes 64 bytes and not one more."""
    full = MarkDone("x" * (LIMIT - len("1:dn:")))

    assert len(encode(full)) == LIMIT
    assert decode(encode(full)) == full
    with pytest.raises(ValueError, match="bytes"):
        encode(JoinNow(prompts=True, link="x" * (LIMIT - len("1:jn:1::") + 1)))


@given(payload_like())
def test_whatever_comes_in_is_a_command_or_an_outdated_button(payload: str) -> None:
    """A forged, mangled or old payload is refused politely; one that is accepted is exactly what we write."""
    came = outcome(decode, payload)

    assert came == "outdated" or (isinstance(came, Command) and encode(came) == payload)


@given(payload_like())
def test_whatever_comes_in_is_a_question_or_an_outdated_button(payload: str) -> None:
    """The same holds for buttons that ask."""
    came = outcome(decode_fill, payload)

    assert came == "outdated" or (
        isinstance(came, Filling) and encode_fill(came.form, came.given, came.asks) == payload
    )


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "1",
        "1:",
        "1:zz",
        "2:td",
        "1:td:",
        "1:td:1",
        "1:lo",
        "1:lo:0",
        "1:lo:601",
        "1:lo:030",
        "1:lo:+30",
        "1:lo:30:note",
        "1:lo:30::20260230",
        "1:lo:30::2026-03-02",
        "1:lo:30:::9",
        "1:lo:٣٠",
        "1:lo:3_0",
        "1:lo: 30",
        "1:lo:30::2026W101",
        "1:st:::930",
        "1:st:::09 0",
        "1:st::::001",
        "1:st::::07",
        "1:un:0:-1",
        "1:lo:30:",
        "1:lo:30::::0",
        "1:lo:30::::2",
        "1:dn:",
        "1:dn:naïve",
        "1:un:9:1",
        "1:un:0:99999999999999999999",
        "1:st:::2460",
        "1:st::::00",
        "1:st::::0",
        "1:st::::10",
        "1:st:::0930:10",
        "1:st:Mars/Base",
        "1f:lo:1",
        "1:" + "x" * 100,
    ],
)
def test_a_payload_that_we_do_not_write_is_outdated(payload: str) -> None:
    """Unknown, forged, of another version or malformed: one polite answer."""
    with pytest.raises(Refusal) as caught:
        decode(payload)

    assert caught.value.refused.kind == "outdated"


def test_every_command_has_a_short_code_of_its_own() -> None:
    """Two letters each, never shared."""
    codes = [cls.code for cls in COMMANDS]

    assert len(set(codes)) == len(codes)
    assert all(len(code) == 2 and code.isascii() and code.islower() for code in codes)


# --- buttons that ask ---------------------------------------------------------------------------------------


Question = tuple[type[Command], Mapping[str, object], tuple[str, ...]]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any question that a button can carry."""
    askers = [cls for cls in COMMANDS if any(not field.ref for field in form_of(cls).fields)]
    form = form_of(draw(st.sampled_from(askers)))
    askable = [field.name for field in form.fields if not field.ref]
    asks = draw(st.sets(st.sampled_from(askable), min_size=1))
    asks |= {field.name for field in form.asks if field.required}
    given = {}
    for field in form.fields:
        needed = field.required and field.name not in asks
        if needed or (field.ref and draw(st.booleans())):
            given[field.name] = draw(carried(field))
    return form.command, given, tuple(field.name for field in form.fields if field.name in asks)


@given(questions())
def test_a_question_comes_back_as_it_was_sent(question: Question) -> None:
    """What is given and what is asked survive; a given default is the same as nothing given."""
    cls, values, asks = question
    payload = encode_fill(cls, values, asks)
    told = {name: value for name, value in values.items() if value != form_of(cls).field(name).default}

    assert decode_fill(payload) == Filling(cls, told, asks)
    assert is_fill(payload)
    assert len(payload.encode("ascii")) <= LIMIT


def test_a_button_asks_by_itself_for_what_its_form_asks() -> None:
    """Without names it asks for every field that is marked to be asked or required, but for those given."""
    assert decode_fill(encode_fill(LogFlow, {}, ())).asks == ("minutes",)
    assert decode_fill(encode_fill(EditLog, {"log": 5}, ())).asks == ("minutes", "note", "when", "focus")
    assert len(decode_fill(encode_fill(WriteCheckin, {}, ())).asks) == 5
    assert decode_fill(encode_fill(WriteCheckin, {"confidence": 3}, ())).asks[-1] == "i_will"


def test_a_question_is_written_as_version_code_mask_and_values() -> None:
    """The written form is a promise, too."""
    assert encode_fill(EditLog, {"log": 5}, ("minutes", "note")) == "1f:el:6:5"
    assert encode_fill(LogFlow, {"when": "2026-03-02"}, ("note", "minutes")) == "1f:lo:3:::20260302"


@pytest.mark.parametrize(
    ("cls", "values", "asks"),
    [
        (Today, {}, ()),
        (MarkDone, {"day": "w01d1"}, ()),
        (MarkDone, {}, ("day",)),
        (EditLog, {}, ("minutes",)),
        (LogFlow, {}, ("note",)),
        (LogFlow, {"minuets": 3}, ()),
        (LogFlow, {}, ("minutes", "mood")),
        (LogFlow, {"note": "svd"}, ("minutes",)),
    ],
)
def test_a_question_that_makes_no_sense_is_a_mistake_of_ours(
    cls: type[Command], values: Mapping[str, object], asks: tuple[str, ...]
) -> None:
    """Nothing to ask, strangers, a lack that no answer fills, free text: refused when the button is built."""
    with pytest.raises(ValueError, match=r"asks for nothing|nobody types|neither|has no|cannot carry"):
        encode_fill(cls, values, asks)


@pytest.mark.parametrize(
    "payload",
    [
        "1f",
        "1f:",
        "1f:lo",
        "1f:lo:",
        "1f:lo:0",
        "1f:lo:01",
        "1f:lo:20",
        "1f:lo:A",
        "1f:lo:+1",
        "1f:lo:-1",
        "1f:lo:0x1",
        "1f:lo:2",
        "1f:el:1:5",
        "1f:el:2",
        "1f:lo:1:30:",
        "1f:lo:1::note",
        "2f:lo:1",
        "1:lo:30",
        "1f:zz:1",
        "1f:td:1",
        "1f:lo:fffff",
    ],
)
def test_a_question_that_we_do_not_write_is_outdated(payload: str) -> None:
    """A mask beyond the fields, asking for an id, a lack that no answer fills: one polite answer."""
    with pytest.raises(Refusal) as caught:
        decode_fill(payload)

    assert caught.value.refused.kind == "outdated"


def test_a_value_that_was_given_can_also_be_asked() -> None:
    """An input may start filled with what the button carries."""
    filling = decode_fill(encode_fill(LogFlow, {"minutes": 30}, ("minutes", "note")))

    assert filling == Filling(LogFlow, {"minutes": 30}, ("minutes", "note"))


def test_buttons_of_any_version_are_told_apart() -> None:
    """A question of another version is still a question, so that it is refused as one."""
    assert all(is_fill(payload) for payload in ("1f:lo:1", "2f:x"))
    assert not any(is_fill(payload) for payload in ("1:lo:30", "", "1", "1:f"))


def test_a_change_of_one_value_changes_the_payload() -> None:
    """A press is known by its message and payload (R20), so no two commands share one."""
    one = LogFlow(minutes=30, when=date(2026, 3, 2).isoformat())

    assert encode(one) != encode(replace(one, done=True))
