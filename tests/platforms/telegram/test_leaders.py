"""Who leads a Telegram group: set-up in its topic, questions by forced reply, the list of leaders, anonymity."""

from datetime import UTC, datetime

import pytest

from bot.app import commands as c
from bot.app.courier import Parcel
from bot.app.said import Answer, ChatCode, HelloDraft, HellosShown, RightsShown
from bot.core.people import Address, Platform
from bot.core.rights import RightFact
from bot.platforms.telegram.who import private_address
from bot.ui.codec import encode, encode_fill
from tests.fakes.telegram import Group, Person, Refusal, words
from tests.fakes.telegram.shapes import Json
from tests.platforms.telegram.crowds import BOT, link_of, said_in, study_group
from tests.platforms.telegram.parts import Stage
from tests.platforms.telegram.samples import READY, card


async def test_a_facilitator_sets_the_group_up_in_its_topic(stage: Stage) -> None:
    """The right is asked of Telegram at that moment; the answer stands in the topic, for everybody."""
    stage.app.says[c.Setup] = READY
    group, owner, _ = study_group(stage, forum=True)
    topic = group.topic("study")
    owner.say(group.id, "/setup@pacekeeper_bot Berlin board", thread=topic)
    message = await stage.server.message(group.id, "study group now")
    assert message["message_thread_id"] == topic
    asker = stage.app.last
    assert asker.facilitator
    assert asker.chat == Address(Platform.TELEGRAM, str(group.id), str(topic))


async def test_a_thread_of_replies_is_no_topic(stage: Stage) -> None:
    """message_thread_id counts only with is_topic_message."""
    stage.app.says[c.Setup] = READY
    group, owner, ana = study_group(stage)
    first = ana.say(group.id, "shall we?")
    owner.say(group.id, "/setup@pacekeeper_bot Berlin", reply_to=first)
    await stage.server.message(group.id, "study group now")
    assert stage.app.last.chat == Address(Platform.TELEGRAM, str(group.id))


async def test_the_general_topic_has_no_thread(stage: Stage) -> None:
    """In General the thread is left out."""
    stage.app.says[c.Setup] = READY
    group, owner, _ = study_group(stage, forum=True)
    owner.say(group.id, "/setup@pacekeeper_bot Berlin")
    assert "message_thread_id" not in await stage.server.message(group.id, "study group now")


async def asked_for_a_zone(stage: Stage, group: Group, owner: Person) -> Json:
    """Press the button that asks under a message of the bot; the question."""
    address = Address(Platform.TELEGRAM, str(group.id))
    await stage.courier.deliver(Parcel("card", address, card()))
    message = await stage.server.message(group.id)
    owner.press(message, encode_fill(c.Setup, {}, ("zone",)), forged=True)
    return await stage.server.message(group.id, "Which city")


async def test_setup_asks_in_the_group_by_a_forced_reply(stage: Stage) -> None:
    """Refinement 8: selective; the answer is a reply, and only its asker's counts."""
    stage.app.says[c.Setup] = READY
    group, owner, ana = study_group(stage)
    question = await asked_for_a_zone(stage, group, owner)
    call = stage.server.platform.journal.called("sendMessage")[-1].params
    assert call["reply_markup"]["force_reply"]
    assert call["reply_markup"]["selective"]
    ana.say(group.id, "Paris", reply_to=question)
    owner.say(group.id, "Berlin", reply_to=question)
    await stage.server.message(group.id, "study group now")
    assert [ask.zone for ask in stage.app.commands if isinstance(ask, c.Setup)] == ["Europe/Berlin"]
    assert stage.app.last.facilitator


async def test_a_refused_answer_is_asked_again_in_the_group(stage: Stage) -> None:
    """The question stays open."""
    group, owner, _ = study_group(stage)
    question = await asked_for_a_zone(stage, group, owner)
    owner.say(group.id, "Atlantis", reply_to=question)
    assert "Which city" in words(await stage.server.message(group.id, "Atlantis"))


async def test_a_group_question_can_be_cancelled(stage: Stage) -> None:
    """By the one who is asked."""
    group, owner, ana = study_group(stage)
    await asked_for_a_zone(stage, group, owner)
    ana.say(group.id, "/cancel@pacekeeper_bot")
    owner.say(group.id, "/cancel@pacekeeper_bot")
    await stage.server.message(group.id, "Stopped")
    await stage.settled()
    assert (stage.app.rows, len(said_in(stage, group.id))) == ({}, 3)


async def test_who_does_not_lead_is_not_asked(stage: Stage) -> None:
    """A facilitator's command from someone who is not."""
    group, _, ana = study_group(stage)
    await stage.courier.deliver(Parcel("card", Address(Platform.TELEGRAM, str(group.id)), card()))
    query = ana.press(await stage.server.message(group.id), encode_fill(c.Setup, {}, ("zone",)), forged=True)
    assert "Only those who manage this place" in (await stage.server.answer(query))["text"]
    assert stage.app.rows == {}
    ana.say(group.id, "/setup@pacekeeper_bot Berlin")
    await stage.settled()
    assert not stage.app.last.facilitator


@pytest.mark.parametrize("typed", ["/setup@pacekeeper_bot Atlantis", "/setup@pacekeeper_bot Berlin 99:00"])
async def test_a_refused_setup_is_told_to_its_asker_alone(stage: Stage, typed: str) -> None:
    """Section 4: the group sees nothing of it."""
    group, _, ana = study_group(stage)
    ana.say(group.id, typed)
    await stage.server.message(ana.id)
    await stage.settled()
    assert (stage.app.commands, said_in(stage, group.id)) == ([], [])


async def test_who_cannot_be_reached_in_private_reads_a_no_in_the_group(stage: Stage) -> None:
    """Better than no answer at all: the owner of a group may never have opened the private chat."""
    group, owner, _ = study_group(stage)
    asked = owner.say(group.id, "/setup@pacekeeper_bot Atlantis")
    message = await stage.server.message(group.id, "Atlantis")
    assert message["reply_to_message"]["message_id"] == asked["message_id"]


async def test_a_leader_is_asked_for_each_time_and_others_once(stage: Stage) -> None:
    """Issue 6, 3: the right holds as long as Telegram says so; nobody else's commands make us ask on and on."""
    group, owner, ana = study_group(stage)
    for person, leads, asked in ((ana, False, 1), (ana, False, 1), (owner, True, 2), (ana, False, 2), (owner, True, 3)):
        person.say(group.id, "/setup@pacekeeper_bot Berlin")
        await stage.settled()
        assert stage.app.last.facilitator is leads
        assert len(stage.server.platform.journal.called("getChatAdministrators")) == asked


async def test_a_right_that_is_taken_away_is_gone_at_the_next_press(stage: Stage) -> None:
    """Issue 6, 3: between a button and its press; the same holds for a form that was opened before."""
    stage.app.says[c.Setup] = READY
    group, owner, ana = study_group(stage)
    owner.promote(group.id, ana.id)
    question = await asked_for_a_zone(stage, group, ana)
    await stage.courier.deliver(Parcel("card", Address(Platform.TELEGRAM, str(group.id)), card()))
    message = await stage.server.message(group.id)
    await stage.server.answer(ana.press(message, encode(c.SeeHellos(1)), forged=True))
    assert stage.app.last.facilitator
    owner.promote(group.id, ana.id, "member")
    await stage.server.answer(ana.press(message, encode(c.SeeHellos(1)), forged=True))
    assert not stage.app.last.facilitator
    ana.say(group.id, "Berlin", reply_to=question)
    await stage.settled()
    assert isinstance(stage.app.commands[-1], c.Setup)
    assert not stage.app.last.facilitator


async def test_a_list_that_does_not_come_is_tried_again(stage: Stage) -> None:
    """A leader is not turned away because Telegram stumbled."""
    stage.app.says[c.Setup] = READY
    group, owner, _ = study_group(stage)
    stage.server.faults.add(Refusal(500, "Internal Server Error"), "getChatAdministrators")
    owner.say(group.id, "/setup@pacekeeper_bot Berlin")
    await stage.server.message(group.id, "study group now")
    assert stage.app.last.facilitator


async def test_an_anonymous_administrator_leads_but_has_no_log(stage: Stage) -> None:
    """1087968824 is everybody and nobody: the group's commands work, personal ones lead to private."""
    stage.app.says[c.Setup] = READY
    group, owner, _ = study_group(stage)
    owner.say(group.id, "/setup@pacekeeper_bot Berlin", anonymous=True)
    await stage.server.message(group.id, "study group now")
    assert stage.app.last.facilitator
    for typed, payload in (("/log@pacekeeper_bot 90", "c_log"), ("/join@pacekeeper_bot", "c_join")):
        owner.say(group.id, typed, anonymous=True)
        assert link_of(await stage.server.message(group.id, "private chat")) == f"{BOT}{payload}"
    assert [type(ask) for ask in stage.app.commands] == [c.Setup]


async def test_the_doctor_answers_in_private(stage: Stage) -> None:
    """The group sees nothing of it; who cannot be reached in private reads it there."""
    stage.app.says[c.Setup] = Answer(RightsShown(Platform.TELEGRAM, "Owls", (RightFact("write", "ok"),), ""))
    group, owner, ana = study_group(stage)
    owner.say(group.id, "/setup@pacekeeper_bot check")
    await stage.server.message(owner.id if owner.user.started else group.id, "all is well")
    assert isinstance(stage.app.commands[-1], c.Setup)
    ana.user.started = True
    ana.say(group.id, "/setup@pacekeeper_bot check")
    await stage.server.message(ana.id, "all is well")


async def test_a_code_is_an_alert_for_whoever_pressed(stage: Stage) -> None:
    """Section 1: nobody else in the group may read it; whom a facilitator named may ask for it, too."""
    code = ChatCode("K7QM-2XPD", datetime(2026, 3, 3, 12, tzinfo=UTC), "Owls", "UTC")
    stage.app.says[c.InviteChat] = Answer(code)
    group, _, ana = study_group(stage)
    await stage.courier.deliver(Parcel("card", Address(Platform.TELEGRAM, str(group.id)), card()))
    query = ana.press(await stage.server.message(group.id), encode(c.InviteChat(1)), forged=True)
    answer = await stage.server.answer(query)
    assert answer["show_alert"]
    assert "K7QM-2XPD" in answer["text"]
    assert not any("K7QM" in text for text in said_in(stage, group.id))


async def test_whom_a_facilitator_named_may_fill_in_a_form(stage: Stage) -> None:
    """Section 1: the right is asked of the app, not of Telegram alone."""
    group, _, ana = study_group(stage)
    stage.app.named.add(str(ana.id))
    await asked_for_a_zone(stage, group, ana)


async def test_who_may_like_a_hello_is_read_in_private_alone(stage: Stage) -> None:
    """R22: the group sees nothing of it, not even of a facilitator who cannot be reached in private."""
    stage.app.says[c.SeeHellos] = Answer(HellosShown("Owls", 1, ((7, "Ana Quiet"),)))
    group, owner, _ = study_group(stage)
    await stage.courier.deliver(Parcel("card", Address(Platform.TELEGRAM, str(group.id)), card()))
    message = await stage.server.message(group.id)
    for started in (False, True):
        owner.user.started = started
        query = owner.press(message, encode(c.SeeHellos(1)), forged=True)
        answer = await stage.server.answer(query)
        assert answer["show_alert"]
        assert "Ana Quiet" in answer["text"]
    await stage.server.message(owner.id, "Ana Quiet")
    await stage.settled()
    assert not any("Ana Quiet" in text for text in said_in(stage, group.id))


@pytest.mark.parametrize("leads", [True, False])
async def test_a_draft_is_asked_for_in_private_with_the_right_that_holds_in_the_group(
    stage: Stage, leads: bool
) -> None:
    """Section 1: checked at each use, of Telegram, for the chat where the group meets."""
    group, owner, ana = study_group(stage)
    asks = owner if leads else ana
    asks.user.started = True
    stage.app.meets = [Address(Platform.TELEGRAM, str(group.id))]
    stage.app.says[c.DraftHello] = Answer(HelloDraft("Owls", "Quiet"))
    await stage.courier.deliver(Parcel("hello", private_address(str(asks.id)), HelloDraft("Owls", "Nobody")))
    asks.press(await stage.server.message(asks.id), encode(c.DraftHello(1, 7)), forged=True)
    await stage.server.message(asks.id, "Hello Quiet")
    assert (stage.app.last.facilitator, stage.app.last.chat) == (leads, stage.app.meets[0])
    assert said_in(stage, group.id) == []
