"""Groups over a socket: what is private stays private, topics, facilitators, and the anonymous administrator."""

from datetime import UTC, datetime

import pytest

from bot.app import commands as c
from bot.app.courier import Parcel
from bot.app.said import Answer, ChatCode, Refused, RightsShown
from bot.core.people import Address, Platform
from bot.core.rights import RightFact
from bot.ui.codec import decode, encode, encode_fill
from tests.fakes.telegram import Group, Person, Refusal, TelegramServer, words
from tests.fakes.telegram.shapes import Json
from tests.platforms.telegram.parts import Around, RecordingApp, Stage, door_on
from tests.platforms.telegram.samples import FAQ, HELLO, LOGGED, READY, ROUND, SHOWN, card, offer

BOT = "https://t.me/pacekeeper_bot?start="


def study_group(stage: Stage, *, forum: bool = False) -> tuple[Group, Person, Person]:
    """A group with its owner and a member; the member knows the bot, the bot is a plain member."""
    owner, member = stage.server.person("Olga"), stage.server.person("Ana", started=True)
    return stage.server.group("Night owls", owner, member, forum=forum, bot="member"), owner, member


def link_of(message: Json) -> str:
    """Where the one button leads."""
    ((button,),) = message["reply_markup"]["inline_keyboard"]
    return str(button["url"])


def said_in(stage: Stage, chat: int) -> list[str]:
    """The bot's words in a chat so far."""
    return [words(each.message) for each in stage.server.platform.journal.in_chat(chat)]


@pytest.mark.parametrize("command", ["today", "progress", "checkin", "review", "settings", "privacy", "leaderboard"])
async def test_a_personal_command_gets_one_impersonal_line(stage: Stage, command: str) -> None:
    """R23: nothing is carried out or shown; the button runs the command in private."""
    group, _, ana = study_group(stage)
    asked = ana.say(group.id, f"/{command}@pacekeeper_bot")
    line = await stage.server.message(group.id, "private chat")
    assert link_of(line) == f"{BOT}c_{command}"
    assert line["reply_to_message"]["message_id"] == asked["message_id"]
    assert "Ana" not in words(line)
    assert stage.app.commands == []
    assert said_in(stage, ana.id) == []


async def test_the_link_runs_the_command_in_private(stage: Stage) -> None:
    """Section 3: a button into the private chat."""
    group, _, ana = study_group(stage)
    ana.say(group.id, "/today@pacekeeper_bot")
    payload = link_of(await stage.server.message(group.id)).removeprefix(BOT)
    ana.start(payload)
    await stage.server.message(ana.id, "Prompts")
    assert stage.app.commands == [c.Today()]
    assert stage.app.last.private


async def test_a_complete_log_is_carried_out(stage: Stage) -> None:
    """Nobody loses credit for where they typed it; the receipt is private."""
    stage.app.says[c.LogFlow] = Answer(LOGGED.said, (FAQ.said,))
    group, _, ana = study_group(stage)
    ana.say(group.id, "/log@pacekeeper_bot 90 svd notes")
    line = await stage.server.message(group.id, "Noted")
    assert link_of(line) == f"{BOT}c_history"
    await stage.server.message(ana.id, "Logged")
    await stage.server.message(ana.id, "Why so slow?")
    assert stage.app.commands == [c.LogFlow(90, "svd notes")]
    asker = stage.app.last
    assert (asker.chat, asker.private, asker.place) == (
        Address(Platform.TELEGRAM, str(group.id)),
        False,
        "Night owls",
    )
    assert len(said_in(stage, group.id)) == 1
    assert "svd" not in said_in(stage, group.id)[0]


async def test_a_log_counts_although_the_private_chat_is_shut(stage: Stage) -> None:
    """The group still sees only the impersonal line."""
    stage.app.says[c.LogFlow] = LOGGED
    group, olga, _ = study_group(stage)
    olga.say(group.id, "/log@pacekeeper_bot 90")
    await stage.server.message(group.id, "private chat")
    await stage.server.platform.journal.call("sendMessage", lambda call: call.params["chat_id"] == olga.id)
    assert stage.app.commands == [c.LogFlow(90)]
    assert len(said_in(stage, group.id)) == 1


@pytest.mark.parametrize("typed", ["/log@pacekeeper_bot", "/log@pacekeeper_bot a while"])
async def test_an_incomplete_log_is_settled_in_private(stage: Stage, typed: str) -> None:
    """No question and no refusal stands in the group."""
    group, _, ana = study_group(stage)
    ana.say(group.id, typed)
    assert link_of(await stage.server.message(group.id, "private chat")) == f"{BOT}c_log"
    assert (stage.app.commands, stage.app.rows) == ([], {})


async def test_a_refused_log_is_explained_in_private(stage: Stage) -> None:
    """Shown to the asker alone."""
    stage.app.says[c.LogFlow] = Answer(Refused("day_ahead", field="when", given="tomorrow"))
    group, _, ana = study_group(stage)
    ana.say(group.id, "/log@pacekeeper_bot 90 when:tomorrow")
    assert link_of(await stage.server.message(group.id, "private chat")) == f"{BOT}c_log"
    await stage.server.message(ana.id, "not come yet")


async def test_a_log_before_joining_leads_to_the_groups_link(stage: Stage) -> None:
    """A command before joining: what would work is one tap away."""
    stage.app.says[c.LogFlow] = Answer(Refused("not_joined"))
    stage.app.says[c.Join] = offer("1-abcdefghijkl")
    group, _, ana = study_group(stage)
    ana.say(group.id, "/log@pacekeeper_bot 90")
    assert link_of(await stage.server.message(group.id)) == f"{BOT}g1-abcdefghijkl"


async def test_joining_leads_to_private_through_the_link(stage: Stage) -> None:
    """The app signs the link for this group."""
    stage.app.says[c.Join] = offer("1-abcdefghijkl")
    group, _, ana = study_group(stage)
    ana.say(group.id, "/join@pacekeeper_bot")
    assert link_of(await stage.server.message(group.id)) == f"{BOT}g1-abcdefghijkl"
    assert stage.app.last.chat.chat == str(group.id)
    assert said_in(stage, ana.id) == []


async def test_joining_again_is_answered_in_private(stage: Stage) -> None:
    """Running it again shows where you stand, to you."""
    stage.app.says[c.Join] = HELLO
    group, _, ana = study_group(stage)
    ana.say(group.id, "/join@pacekeeper_bot")
    assert link_of(await stage.server.message(group.id)) == f"{BOT}c_progress"
    await stage.server.message(ana.id, "Prompts")


async def test_joining_where_there_is_no_group_says_so(stage: Stage) -> None:
    """That is no secret: /setup is named."""
    stage.app.says[c.Join] = offer("")
    group, _, ana = study_group(stage)
    ana.say(group.id, "/join@pacekeeper_bot")
    assert "/setup" in words(await stage.server.message(group.id))


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


async def test_help_is_answered_in_the_group(stage: Stage) -> None:
    """It fits where it was asked; what is for the asker alone goes to them."""
    stage.app.says[c.Help] = Answer(SHOWN.said, (FAQ.said,))
    group, _, ana = study_group(stage)
    ana.say(group.id, "/help@pacekeeper_bot")
    message = await stage.server.message(group.id, "Vectors")
    buttons = {each["text"]: each for row in message["reply_markup"]["inline_keyboard"] for each in row}
    assert buttons["Log a flow"]["url"] == f"{BOT}c_log"
    await stage.server.message(ana.id, "Why so slow?")
    assert len(said_in(stage, group.id)) == 1


async def test_talk_among_people_is_none_of_its_business(stage: Stage) -> None:
    """Not even if the bot may hear it, or if another bot is meant."""
    group, owner, ana = study_group(stage)
    owner.promote(group.id, stage.server.platform.bot.id)
    ana.say(group.id, "I studied 90 minutes")
    ana.say(group.id, "/today@other_bot")
    ana.say(group.id, "/nonsense")
    ana.say(group.id, "what a card", reply_to=owner.say(group.id, "look"))
    await stage.settled()
    assert (stage.app.commands, said_in(stage, group.id)) == ([], [])


async def test_a_replayed_answer_in_a_group_asks_again(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """R20: after a restart the same reply comes again; it is no answer to the next question."""
    owner = server.person("Olga")
    group = server.group("Night owls", owner, bot="member")
    address = Address(Platform.TELEGRAM, str(group.id))
    async with door_on(server, app, around) as door:
        await door.courier.deliver(Parcel("card", address, card()))
        message = await server.message(group.id)
        owner.press(message, encode_fill(c.Setup, {}, ("zone", "called")), forged=True)
        question = await server.message(group.id, "Which city")
        owner.say(group.id, "Berlin", reply_to=question)
        await server.message(group.id, "What is the group called")
    server.platform.inbox.replay(server.platform.inbox.last_id)
    async with door_on(server, app, around):
        await server.message(group.id, "What is the group called")
    (row,) = app.rows.values()
    assert (row.todo, dict(row.answers)) == (("called",), {"zone": "Berlin"})


async def test_a_listed_members_round_is_told_in_the_group(stage: Stage) -> None:
    """Section 3, /focus: others join by a button under the answer; the timer itself is the asker's alone."""
    stage.app.says[c.StartFocus] = Answer(ROUND, (FAQ.said,))
    group, _, ana = study_group(stage)
    asked = ana.say(group.id, "/focus@pacekeeper_bot 50")
    told = await stage.server.message(group.id, "A round of focus")
    assert told["reply_to_message"]["message_id"] == asked["message_id"]
    ((button,),) = told["reply_markup"]["inline_keyboard"]
    assert (button["text"], decode(button["callback_data"])) == ("Focus with us", c.JoinFocus(1, 7))
    shapes = [each["date_time_format"] for each in told["entities"] if each["type"] == "date_time"]
    assert shapes == ["t", "r"]
    await stage.server.message(ana.id, "Why so slow?")
    assert stage.app.commands == [c.StartFocus(50)]
    assert (stage.app.last.private, len(said_in(stage, group.id))) == (False, 1)


@pytest.mark.parametrize("answer", [HELLO, Answer(Refused("bad_minutes", given="0", numbers=(0, 180)))])
async def test_any_other_answer_to_focus_is_the_askers_alone(stage: Stage, answer: Answer) -> None:
    """R22: who is not listed; and a no: the group sees one impersonal line."""
    stage.app.says[c.StartFocus] = answer
    group, _, ana = study_group(stage)
    ana.say(group.id, "/focus@pacekeeper_bot")
    line = await stage.server.message(group.id, "private chat")
    assert link_of(line) == f"{BOT}c_focus"
    await stage.server.platform.journal.call("sendMessage", lambda call: call.params["chat_id"] == ana.id)
    assert len(said_in(stage, group.id)) == 1


async def test_a_focus_before_joining_leads_to_the_groups_link(stage: Stage) -> None:
    """A command before joining: what would work is one tap away."""
    stage.app.says = {c.StartFocus: Answer(Refused("not_joined")), c.Join: offer("7-abc")}
    group, _, ana = study_group(stage)
    ana.say(group.id, "/focus@pacekeeper_bot")
    assert link_of(await stage.server.message(group.id, "private chat")) == f"{BOT}g7-abc"


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
