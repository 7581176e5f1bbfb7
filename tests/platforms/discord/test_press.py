"""Buttons, selects and modals: read from their ids alone, each press with its one name."""

import asyncio
from typing import Any

import pytest
import simcord

from bot.app.asker import Asker
from bot.app.commands import Command, EditLog, LogFlow, ShowWeek, Today, Undo, WriteCheckin, WriteReview
from bot.app.courier import Parcel
from bot.app.said import Answer, Refused
from bot.core.people import Address, Platform
from bot.ui.phrase import plain
from bot.ui.view import Fill, Option, Pick, Press, View
from tests.platforms.discord.stage import Stage, parts_of, text_of

LONG = "Singular values are the lengths of the axes of the image of the unit sphere under the map."


def custom_id(message: Any, label: str) -> str:
    """The id of the button with this label."""
    [found] = [each["custom_id"] for each in parts_of(message) if each.get("label") == label]
    return str(found)


async def press_raw(stage: Stage, message: Any, forged: str) -> simcord.InteractionResult:
    """A press as Discord would deliver it, of a button that never stood there."""
    held = stage.env.backend.get_message(message.channel_id, message.id)
    held.components = [{"type": 1, "components": [{"type": 2, "style": 2, "label": "Forged", "custom_id": forged}]}]
    return await stage.ana.click(message, label="Forged")


async def test_a_button_runs_its_command_as_whoever_presses(stage: Stage) -> None:
    """R20: a press is the button of one message and one person."""
    message = await stage.shown(Press("Undo", Undo("log", 7)), private=False)

    await stage.ben.click(message, label="Undo")

    assert stage.app.commands == [Undo("log", 7)]
    assert stage.app.last.person == str(stage.ben.id)
    assert stage.app.last.press == f"{message.id}:1:un:0:7"


async def test_a_button_pressed_twice_is_one_press_with_two_requests(stage: Stage) -> None:
    """R20: the app can tell that the finger slipped, and Discord's repeats from new requests."""
    message = await stage.shown(Press("Undo", Undo("log", 7)))

    await stage.ana.click(message, label="Undo")
    await stage.ana.click(message, label="Undo")

    first, second = (who for _, who in stage.app.asked)
    assert first.press == second.press
    assert first.request != second.request


async def test_two_buttons_of_one_command_in_one_message_are_the_same_press(stage: Stage) -> None:
    """R20: what counts is the message and what the button does."""
    message = await stage.shown(Press("Undo", Undo("log", 7)), Press("Take it back", Undo("log", 7)))

    await stage.ana.click(message, label="Undo")
    await stage.ana.click(message, label="Take it back")

    first, second = (who for _, who in stage.app.asked)
    assert first.press == second.press


async def test_an_old_button_works_after_a_restart(stage: Stage) -> None:
    """No live views: a new process that knows nothing of the message reads its buttons."""
    message = await stage.shown(Press("Undo", Undo("log", 7)), Fill("Edit", EditLog, {"log": 7}))

    await stage.restart()
    await stage.ana.click(message, label="Undo")
    edit = await stage.ana.click(message, label="Edit")

    assert stage.app.commands == [Undo("log", 7)]
    assert edit.modal is not None


@pytest.mark.parametrize(
    "forged", ["1b|1:un:0:-7", "1b|1:zz", "9b|1:td", "1m|1:td", "1b|1f:lo:ff", "hello", "1o|1:td", "1b|" + "x" * 90]
)
async def test_a_forged_or_outdated_button_is_politely_refused(stage: Stage, forged: str) -> None:
    """Section 4: nothing is changed, and the asker alone is told."""
    message = await stage.shown()

    result = await press_raw(stage, message, forged)

    assert stage.app.asked == []
    assert result.ephemeral
    assert text_of(result.response) == "### No: outdated"


async def test_a_line_of_a_select_runs_its_command(stage: Stage) -> None:
    """Picking one of several is pressing it."""
    pick = Pick("Which week?", (Option("One", ShowWeek(1)), Option("Two", ShowWeek(2))))
    message = await stage.shown(pick)

    await stage.ana.select(message, ["1o|1:wk:2"])

    assert stage.app.commands == [ShowWeek(2)]
    assert stage.app.last.press == f"{message.id}:1:wk:2"


async def test_a_view_may_take_the_place_of_its_own_ephemeral_message(stage: Stage) -> None:
    """Paging through a curriculum leaves one message, not ten."""
    message = await stage.shown(Press("Next", ShowWeek(2)), in_place=True)

    result = await stage.ana.click(message, label="Next")

    assert text_of(result.response) == "### Done"
    assert result.response is not None
    assert result.response.id == message.id


async def test_a_personal_answer_never_takes_the_place_of_a_public_message(stage: Stage) -> None:
    """The group's card stays, whoever presses; the answer is the presser's alone."""
    message = await stage.shown(Press("Today", Today()), private=False, in_place=True)

    result = await stage.ana.click(message, label="Today")

    assert result.ephemeral
    assert result.response is not None
    assert result.response.id != message.id
    assert text_of(message) == "### Shown"


async def test_a_public_answer_takes_the_place_of_the_message_that_this_person_asked_for(stage: Stage) -> None:
    """Who asked for a public message may page through it; somebody else's press answers them alone."""
    message = await stage.shown(Press("Next", ShowWeek(2)), private=False)
    stage.answer(View(plain("Second page"), private=False, in_place=True))

    other = await stage.ben.click(message, label="Next")
    own = await stage.ana.click(message, label="Next")

    assert other.response is not None
    assert own.response is not None
    assert other.response.id != message.id
    assert own.response.id == message.id


async def test_a_letter_in_private_gives_way_to_the_answer(stage: Stage) -> None:
    """A plain message becomes a container: its text has to be emptied by name."""
    letter = stage.board.saying(View(plain("Good morning"), actions=(Press("Today", Today()),)))
    await stage.courier.deliver(Parcel("k", Address(Platform.DISCORD, "", person=str(stage.ana.id)), letter))
    message = stage.ana.user.dm_channel.last_message
    assert message is not None
    assert message.content == "**Good morning**"
    stage.answer(View(plain("Today"), in_place=True))

    result = await stage.ana.user.click(message, label="Today")

    assert text_of(result.response) == "### Today"
    assert result.response is not None
    assert result.response.id == message.id


async def test_a_slow_press_is_deferred_and_still_takes_its_place(stage: Stage) -> None:
    """A press is acknowledged in time, and its answer goes where it would have gone."""
    message = await stage.shown(Press("Next", ShowWeek(2)), in_place=True)

    async def slowly(_: Command, __: Asker) -> Answer:
        await asyncio.sleep(8)
        return stage.app.answer

    stage.app.instead = slowly

    result = await stage.ana.click(message, label="Next")
    await stage.env.advance_time(10)

    assert stage.sent("POST", "/callback")[-1]["type"] == 6
    assert text_of(result.response or message) == "### Done"


# --- modals


async def test_a_command_that_lacks_asked_fields_opens_its_modal(stage: Stage) -> None:
    """The modal is the first answer; its submission is one press, named by what opened it (R20)."""
    opened = await stage.ben.slash(stage.channel, "checkin")
    assert opened.modal is not None
    values = {
        "went_well": "SVD",
        "in_the_way": "Rain",
        "after": "after lunch",
        "i_will": "sit down",
        "confidence": ["4"],
    }

    result = await stage.ben.submit_modal(opened, values)

    assert stage.app.commands == [WriteCheckin("SVD", "Rain", "after lunch", "sit down", 4)]
    assert stage.app.last.press == opened.modal["custom_id"].split("|")[1]
    assert stage.app.last.press != stage.app.last.request
    assert result.ephemeral
    assert text_of(result.response) == "### Hello"


async def test_two_submissions_of_one_opening_are_one_press(stage: Stage) -> None:
    """R20: a form is the press that opened it; two openings are two."""
    message = await stage.shown(Fill("Log", LogFlow, {}, ("minutes", "note")))
    opened = await stage.ana.click(message, label="Log")
    again = await stage.ana.click(message, label="Log")

    await stage.ana.submit_modal(opened, {"minutes": "30"})
    opened._interaction.modal_consumed = False  # the very same modal, submitted once more
    await stage.ana.submit_modal(opened, {"minutes": "30"})
    await stage.ana.submit_modal(again, {"minutes": "30"})

    first, second, third = (who.press for _, who in stage.app.asked)
    assert first == second
    assert first != third


async def test_a_modal_survives_a_restart(stage: Stage) -> None:
    """A long text that was being typed while the bot restarted is not lost."""
    message = await stage.shown(Fill("Write", WriteReview, {"week": "w3"}))
    opened = await stage.ana.click(message, label="Write")

    await stage.restart()
    await stage.ana.submit_modal(opened, {"text": LONG})

    assert stage.app.commands == [WriteReview(LONG, "w3")]


async def test_a_form_starts_with_what_is_known_and_keeps_what_it_carries(stage: Stage) -> None:
    """Editing shows what stands; what is left empty stays as it is (R19)."""
    message = await stage.shown(Fill("Edit", EditLog, {"log": 7}))
    stage.app.known = {"minutes": "1 h 30 min", "note": "svd", "focus": "4"}

    opened = await stage.ana.click(message, label="Edit")
    assert opened.modal is not None
    inputs = {each["component"]["custom_id"]: each["component"] for each in opened.modal["components"]}
    await stage.ana.submit_modal(opened, {"minutes": "2h", "focus": ["5"]})

    assert [inputs["minutes"]["value"], inputs["note"]["value"]] == ["1 h 30 min", "svd"]
    assert [each["value"] for each in inputs["focus"]["options"] if each.get("default")] == ["4"]
    assert stage.app.commands == [EditLog(7, minutes=120, focus=5)]


async def test_a_form_opens_empty_if_what_is_known_takes_too_long(stage: Stage) -> None:
    """A modal has to be the first answer within 3 seconds."""
    message = await stage.shown(Fill("Edit", EditLog, {"log": 7}))
    stage.app.slow = 60.0

    opened = await stage.ana.click(message, label="Edit")
    await stage.env.advance_time(2)

    assert opened.modal is not None
    assert "value" not in opened.modal["components"][0]["component"]


async def test_what_was_typed_comes_back_with_a_no(stage: Stage) -> None:
    """Discord throws a submitted modal away; a long text must not be lost to a refusal."""
    message = await stage.shown(Fill("Write", WriteReview, {"week": "w3"}))
    opened = await stage.ana.click(message, label="Write")
    stage.app.answer = Answer(Refused("week_not_open"))

    result = await stage.ana.submit_modal(opened, {"text": LONG})
    assert result.response is not None
    again = await stage.ana.click(result.response, label="Try again")

    assert text_of(result.response) == f"### No: week\\_not\\_open\n> {LONG}"
    assert again.modal is not None


async def test_a_review_of_full_length_comes_back_as_far_as_a_message_holds(stage: Stage) -> None:
    """4,000 characters do not fit beside the refusal: they are shortened at a word."""
    message = await stage.shown(Fill("Write", WriteReview, {"week": "w3"}))
    opened = await stage.ana.click(message, label="Write")
    stage.app.answer = Answer(Refused("week_not_open"))

    result = await stage.ana.submit_modal(opened, {"text": ("sphere " * 600)[:4000]})

    assert text_of(result.response).endswith("sphere…")
    assert 3900 < len(text_of(result.response)) <= 4000


async def test_a_value_that_cannot_be_read_is_refused_before_anything_happens(stage: Stage) -> None:
    """Section 4: refused with what would work; the note that was typed with it comes back."""
    message = await stage.shown(Fill("Log", LogFlow, {}, ("minutes", "note")))
    opened = await stage.ana.click(message, label="Log")

    result = await stage.ana.submit_modal(opened, {"minutes": "soon", "note": "my notes"})

    assert stage.app.asked == []
    assert text_of(result.response) == "### No: bad\\_minutes minutes\n> my notes"


async def test_a_press_in_private_opens_the_door_even_if_it_only_opens_a_form(stage: Stage) -> None:
    """An address that refused messages opens again when its person next presses something."""
    letter = stage.board.saying(View(plain("Hi"), actions=(Fill("Log", LogFlow, {}, ("minutes",)),)))
    await stage.courier.deliver(Parcel("k", Address(Platform.DISCORD, "", person=str(stage.ana.id)), letter))
    message = stage.ana.user.dm_channel.last_message
    assert message is not None

    await stage.ana.user.click(message, label="Log")

    assert [who.person for who in stage.app.seen] == [str(stage.ana.id)]


async def test_what_is_refused_before_a_turn_is_noticed(stage: Stage) -> None:
    """R16: any act restores the plan of prompts, an outdated press and what cannot be read, too."""
    message = await stage.shown(Fill("Log", LogFlow, {}, ("minutes",)))
    opened = await stage.ana.click(message, label="Log")
    await stage.ana.submit_modal(opened, {"minutes": "soon"})
    await press_raw(stage, message, "1b|1:zz")
    await stage.ben.slash(stage.channel, "log", minutes="soon")
    who = [str(stage.ana.id)] * 3
    assert [each.person for each in stage.app.seen] == [*who, str(stage.ben.id)]


async def test_nothing_that_is_drawn_can_ping_anybody(stage: Stage) -> None:
    """Every message says that nobody is mentioned, edits and followups too."""
    stage.answer(View(plain(f"@everyone <@{stage.ben.id}>"), private=False), View(plain("aside")))
    first = await stage.ana.slash(stage.channel, "today")
    card = Address(Platform.DISCORD, str(stage.channel.id))
    said = stage.board.saying(View(plain("@here"), actions=(Press("Today", Today()),)))
    sent = await stage.courier.deliver(Parcel("k", card, said))
    await stage.courier.edit(card, sent.message, said)

    callbacks = [body["data"] for body in stage.sent("POST", "/callback")]
    bodies = [
        *callbacks,
        *stage.sent("POST", "/messages"),
        *stage.sent("PATCH", "/messages"),
        *stage.sent("POST", "/webhooks"),
    ]
    assert len(bodies) == 4
    assert all(body["allowed_mentions"]["parse"] == [] for body in bodies)
    assert text_of(first.response) == rf"### \@everyone \<\@{stage.ben.id}\>"
