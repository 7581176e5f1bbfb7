"""Presses over a socket, in private and under a group's message."""

import pytest

from bot.app import commands as c
from bot.app.courier import Parcel
from bot.app.said import Answer, DoorClosed, Refused
from bot.core.people import Address, Platform
from bot.ui.codec import encode, encode_fill
from tests.fakes.telegram import Group, Person, labels, words
from tests.fakes.telegram.shapes import Json
from tests.platforms.telegram.parts import Stage
from tests.platforms.telegram.samples import FAQ, HELLO, LOGGED, LONG, NOW, PRIVACY, READY, REVIEW, SHOWN, card, offer

BOT = "https://t.me/pacekeeper_bot?start="


async def receipt(stage: Stage, person: Person) -> Json:
    """A receipt with its buttons, in private."""
    stage.app.says[c.LogFlow] = LOGGED
    person.tell("/log 90")
    return await stage.server.message(person.id, "Logged")


async def posted_card(stage: Stage) -> tuple[Group, Person, Person, Json]:
    """A group's card; its owner never started the bot, its member did."""
    owner, member = stage.server.person("Olga"), stage.server.person("Ana", started=True)
    group = stage.server.group("Night owls", owner, member, bot="member")
    await stage.courier.deliver(Parcel("card", Address(Platform.TELEGRAM, str(group.id)), card()))
    return group, owner, member, await stage.server.message(group.id)


# --- in private ---------------------------------------------------------------------------------------------


async def test_a_press_is_answered_and_says_who_pressed_what(stage: Stage) -> None:
    """R20: message, button and person name the press; the update names the request."""
    ana = stage.server.person("Ana", started=True)
    message = await receipt(stage, ana)
    query = ana.press(message, "Undo")
    answer = await stage.server.answer(query)
    assert "text" not in answer
    await stage.server.message(ana.id, "Prompts")
    assert stage.app.commands[-1] == c.Undo("log", 5)
    assert stage.app.last.press == f"{ana.id}:{message['message_id']}:{encode(c.Undo('log', 5))}"
    assert stage.app.last.request == str(stage.server.platform.inbox.last_id)


async def test_an_answer_replaces_the_pressed_message_if_it_may(stage: Stage) -> None:
    """`in_place`: edited, with its own buttons."""
    stage.app.says[c.Today] = SHOWN
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    hello = await stage.server.message(ana.id, "Prompts")
    ana.press(hello, "Show the next flow")
    edited = await stage.server.message(ana.id, "Vectors", change="edited")
    assert edited["message_id"] == hello["message_id"]
    assert "Log a flow" in labels(edited)[0]


async def test_the_same_view_again_is_no_trouble(stage: Stage) -> None:
    """ "message is not modified" is a success: nothing new is posted."""
    stage.app.says[c.Today] = SHOWN
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    hello = await stage.server.message(ana.id, "Prompts")
    button = encode(c.Today())
    ana.press(hello, button)
    await stage.server.message(ana.id, "Vectors", change="edited")
    await stage.server.answer(ana.press(hello, button, forged=True))
    await stage.settled()
    ana.tell("/cancel")
    await stage.server.message(ana.id, "nothing to stop")
    assert [each.change for each in stage.server.platform.journal.in_chat(ana.id)] == ["sent", "edited", "sent"]


async def test_a_pressed_message_that_is_gone_is_sent_anew(stage: Stage) -> None:
    """Deleted in between: the answer comes all the same."""
    stage.app.says[c.Today] = SHOWN
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    hello = await stage.server.message(ana.id, "Prompts")
    ana.press(hello, "Show the next flow")
    del stage.server.platform.world.chats[ana.id].messages[hello["message_id"]]
    await stage.server.message(ana.id, "Vectors")


async def test_a_long_answer_is_sent_anew(stage: Stage) -> None:
    """Two messages cannot replace one."""
    stage.app.says[c.Today] = LONG
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    ana.press(await stage.server.message(ana.id, "Prompts"), "Show the next flow")
    await stage.server.message(ana.id, "Because")
    await stage.server.message(ana.id, "Because")


async def test_two_presses_on_the_same_button_do_it_once(stage: Stage) -> None:
    """R20: the finger slips, each press is answered."""
    ana = stage.server.person("Ana", started=True)
    message = await receipt(stage, ana)
    for query in [ana.press(message, "Undo") for _ in range(2)]:
        await stage.server.answer(query)
    assert stage.app.commands.count(c.Undo("log", 5)) == 1


@pytest.mark.parametrize("data", ["1:zz", "0:td", "1f:zz:1", "hello", "1:lo:9999", "1:" + "x" * 60, "::::"])
async def test_a_forged_or_outdated_button_is_told_kindly(stage: Stage, data: str) -> None:
    """Section 4: shown to the presser alone, and nothing is done."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/cancel")
    message = await stage.server.message(ana.id)
    answer = await stage.server.answer(ana.press(message, data, forged=True))
    assert (answer["text"][:24], answer["show_alert"]) == ("This button is out of da", True)
    assert stage.app.commands == []


async def test_a_fill_button_starts_the_questions(stage: Stage) -> None:
    """With the values it carries."""
    ana = stage.server.person("Ana", started=True)
    message = await receipt(stage, ana)
    await stage.server.answer(ana.press(message, "Edit"))
    await stage.server.message(ana.id, "Step 1 of 4")
    (row,) = stage.app.rows.values()
    assert row.given == encode_fill(c.EditLog, {"log": 5}, ("minutes", "note", "when", "focus"))


async def test_a_press_can_be_too_old_to_be_answered(stage: Stage) -> None:
    """The effect and its message come; the little clock ran out by itself."""
    ana = stage.server.person("Ana", started=True)
    message = await receipt(stage, ana)
    ana.press(message, "Undo")
    stage.server.platform.clock.advance(3600)
    await stage.server.message(ana.id, "Prompts")
    assert stage.app.commands[-1] == c.Undo("log", 5)


# --- in a group ---------------------------------------------------------------------------------------------


async def test_a_short_answer_is_an_alert_for_the_presser(stage: Stage) -> None:
    """The public message stays; what more there is comes in private."""
    stage.app.says[c.Today] = HELLO
    group, _, ana, message = await posted_card(stage)
    answer = await stage.server.answer(ana.press(message, "My next flow"))
    assert answer["show_alert"]
    assert answer["text"].startswith("Prompts will reach you\nThis is where")
    await stage.server.message(ana.id, "Prompts")
    assert [each.change for each in stage.server.platform.journal.in_chat(group.id)] == ["sent"]
    asker = stage.app.last
    assert (asker.person, asker.private, asker.chat.chat) == (str(ana.id), False, str(group.id))


async def test_a_long_answer_opens_the_private_chat(stage: Stage) -> None:
    """The link runs the command there; who knows the bot has the answer already."""
    stage.app.says[c.Today] = SHOWN
    group, olga, ana, message = await posted_card(stage)
    answer = await stage.server.answer(ana.press(message, "My next flow"))
    assert (answer["url"], "text" in answer) == (f"{BOT}c_today", False)
    await stage.server.message(ana.id, "Vectors")
    answer = await stage.server.answer(olga.press(message, "My next flow"))
    assert answer["url"] == f"{BOT}c_today"
    await stage.settled()
    assert [each.change for each in stage.server.platform.journal.in_chat(group.id)] == ["sent"]


@pytest.mark.parametrize(
    ("command", "answer", "payload"),
    [
        (c.LogFlow(30), LONG, "c_history"),
        (c.WriteReview(), REVIEW, "c_review"),
        (c.MarkDone("d1"), LONG, "c_history"),
        (c.Progress(), LONG, "c_progress"),
    ],
)
async def test_a_link_never_does_something_twice(
    stage: Stage, command: c.Command, answer: Answer, payload: str
) -> None:
    """What changed something leads to the history; what only reads runs again."""
    stage.app.says[type(command)] = answer
    _, _, ana, message = await posted_card(stage)
    found = await stage.server.answer(ana.press(message, encode(command), forged=True))
    assert found["url"] == f"{BOT}{payload}"
    assert stage.app.commands == [command]


async def test_an_unanswered_offer_leads_through_the_groups_link(stage: Stage) -> None:
    """Joining finishes in private."""
    stage.app.says[c.Join] = offer("1-abcdefghijkl")
    _, olga, _, message = await posted_card(stage)
    found = await stage.server.answer(olga.press(message, encode(c.Join()), forged=True))
    assert found["url"] == f"{BOT}g1-abcdefghijkl"


async def test_a_refusal_is_an_alert_and_nothing_else(stage: Stage) -> None:
    """Section 4: shown to the asker alone."""
    stage.app.says[c.Today] = Answer(Refused("not_joined"))
    _, _, ana, message = await posted_card(stage)
    assert (await stage.server.answer(ana.press(message, "My next flow")))["show_alert"]
    await stage.settled()
    assert stage.server.platform.journal.in_chat(ana.id) == []


async def test_a_shut_private_chat_is_told_at_the_next_press(stage: Stage) -> None:
    """Section 3: to that learner alone, where it can reach them, if both fit."""
    stage.app.says[c.LogFlow] = Answer(LOGGED.said, (DoorClosed("telegram", NOW),))
    _, olga, _, message = await posted_card(stage)
    answer = await stage.server.answer(olga.press(message, encode(c.LogFlow(90)), forged=True))
    assert answer["text"].startswith("Logged 1 h 30")
    assert answer["text"].endswith("My private messages do not reach you: they were refused.")


async def test_what_does_not_fit_into_an_alert_is_left_out(stage: Stage) -> None:
    """200 characters: the answer itself comes first."""
    stage.app.says[c.Today] = Answer(HELLO.said, (DoorClosed("telegram", NOW),))
    _, olga, _, message = await posted_card(stage)
    answer = await stage.server.answer(olga.press(message, "My next flow"))
    assert "on Sundays to look back" in answer["text"]


async def test_a_form_under_a_groups_message_leads_to_private(stage: Stage) -> None:
    """An older message's button still does what its link would."""
    _, _, ana, message = await posted_card(stage)
    for form, payload in ((c.WriteCheckin, "c_checkin"), (c.EditLog, "c_today")):
        data = encode_fill(form, {"log": 5} if form is c.EditLog else {}, ())
        assert (await stage.server.answer(ana.press(message, data, forged=True)))["url"] == f"{BOT}{payload}"
    assert stage.app.rows == {}


async def test_what_concerns_the_group_is_answered_in_it(stage: Stage) -> None:
    """A facilitator's press; anybody else is refused alone."""
    stage.app.says[c.Setup] = READY
    group, olga, ana, message = await posted_card(stage)
    await stage.server.answer(olga.press(message, encode(c.Setup("UTC", board=True)), forged=True))
    await stage.server.message(group.id, "study group now")
    assert stage.app.last.facilitator
    data = encode_fill(c.Setup, {}, ("zone",))
    assert (await stage.server.answer(ana.press(message, data, forged=True)))["show_alert"]
    await stage.server.answer(olga.press(message, data, forged=True))
    await stage.server.message(group.id, "Which city")


async def test_somebody_elses_question_is_closed(stage: Stage) -> None:
    """Section 4: somebody else's button."""
    group, olga, ana, message = await posted_card(stage)
    await stage.server.answer(olga.press(message, encode_fill(c.Setup, {"zone": "UTC"}, ("board",)), forged=True))
    question = await stage.server.message(group.id, "board")
    assert labels(question) == [["Yes", "No"], ["Cancel"]]
    assert (await stage.server.answer(ana.press(question, "Yes")))["text"] == "This question is closed."
    stage.app.says[c.Setup] = READY
    await stage.server.answer(olga.press(question, "Yes"))
    await stage.server.message(group.id, "study group now", change="edited")
    assert stage.app.commands == [c.Setup("UTC", board=True)]


async def test_views_for_everybody_and_for_one_differ(stage: Stage) -> None:
    """A press of a private answer never shows in the group, whatever it may replace."""
    stage.app.says[c.Today] = FAQ
    group, _, ana, message = await posted_card(stage)
    await stage.server.answer(ana.press(message, "My next flow"))
    stage.app.says[c.Today] = PRIVACY
    await stage.server.answer(ana.press(message, "My next flow"))
    await stage.settled()
    (only,) = stage.server.platform.journal.in_chat(group.id)
    assert words(only.message) == words(message)
