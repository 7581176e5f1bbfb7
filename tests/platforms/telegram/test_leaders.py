"""Who leads a Telegram group: set-up in its topic, questions by forced reply, the list of leaders, anonymity."""

import pytest

from bot.app import commands as c
from bot.core.people import Address, Platform
from tests.fakes.telegram import Refusal, words
from tests.platforms.telegram.crowds import BOT, link_of, said_in, study_group
from tests.platforms.telegram.parts import Stage
from tests.platforms.telegram.samples import READY


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


async def test_setup_asks_in_the_group_by_a_forced_reply(stage: Stage) -> None:
    """Refinement 8: selective, under the asker's own message; the answer is a reply."""
    stage.app.says[c.Setup] = READY
    group, owner, ana = study_group(stage)
    asked = owner.say(group.id, "/setup@pacekeeper_bot")
    question = await stage.server.message(group.id, "Which city")
    call = stage.server.platform.journal.called("sendMessage")[-1].params
    assert call["reply_markup"]["force_reply"]
    assert call["reply_markup"]["selective"]
    assert call["reply_parameters"]["message_id"] == asked["message_id"]
    ana.say(group.id, "Paris", reply_to=question)
    owner.say(group.id, "Berlin", reply_to=question)
    await stage.server.message(group.id, "study group now")
    assert [ask.zone for ask in stage.app.commands if isinstance(ask, c.Setup)] == ["Europe/Berlin"]
    assert stage.app.last.facilitator


async def test_a_refused_answer_is_asked_again_in_the_group(stage: Stage) -> None:
    """The question stays open."""
    group, owner, _ = study_group(stage)
    owner.say(group.id, "/setup@pacekeeper_bot")
    question = await stage.server.message(group.id, "Which city")
    owner.say(group.id, "Atlantis", reply_to=question)
    assert "Which city" in words(await stage.server.message(group.id, "Atlantis"))


async def test_a_group_question_can_be_cancelled(stage: Stage) -> None:
    """By the one who is asked."""
    group, owner, ana = study_group(stage)
    owner.say(group.id, "/setup@pacekeeper_bot")
    await stage.server.message(group.id, "Which city")
    ana.say(group.id, "/cancel@pacekeeper_bot")
    owner.say(group.id, "/cancel@pacekeeper_bot")
    await stage.server.message(group.id, "Stopped")
    await stage.settled()
    assert (stage.app.rows, len(said_in(stage, group.id))) == ({}, 2)


async def test_who_does_not_lead_is_not_asked(stage: Stage) -> None:
    """A facilitator's command from someone who is not."""
    group, _, ana = study_group(stage)
    ana.say(group.id, "/setup@pacekeeper_bot")
    await stage.server.message(ana.id, "Only those who manage this place")
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


async def test_the_list_of_leaders_is_asked_for_once(stage: Stage) -> None:
    """It is believed for half a minute."""
    group, owner, ana = study_group(stage)
    for person in (owner, ana, owner):
        person.say(group.id, "/setup@pacekeeper_bot Berlin")
        await stage.server.message(group.id)
    assert len(stage.server.platform.journal.called("getChatAdministrators")) == 1


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
