"""Groups over a socket: what is private stays private, and what is answered in the group."""

from datetime import date

import pytest

from bot.app import commands as c
from bot.app.courier import Parcel
from bot.app.said import Answer, HelpShown, Refused
from bot.core.people import Address, Platform
from bot.ui.codec import decode, encode_fill
from tests.fakes.telegram import TelegramServer, words
from tests.platforms.telegram.crowds import BOT, link_of, said_in, study_group
from tests.platforms.telegram.parts import Around, RecordingApp, Stage, door_on
from tests.platforms.telegram.samples import FAQ, HELLO, LOGGED, ROUND, card, offer


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
    assert stage.app.seen == [str(ana.id)]  # any act counts (R16)
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
    assert stage.app.seen == [str(ana.id)]


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


async def test_help_in_the_group_is_the_same_for_everybody(stage: Stage) -> None:
    """R22, R23: where somebody stands, and that they are back, is for them alone, behind a button."""
    group, _, ana = study_group(stage)
    away = date(2026, 3, 3), date(2026, 4, 2)
    for said in (
        HelpShown(False, "Night owls", False, "stranger"),
        HelpShown(False, "Night owls", False, "under way"),
        HelpShown(False, "Night owls", False, "back", away),
    ):
        stage.app.says[c.Help] = Answer(said, (FAQ.said,))
        ana.say(group.id, "/help@pacekeeper_bot")
        await stage.server.message(group.id)
        await stage.server.message(ana.id, "Why so slow?")  # what is for the asker alone goes to them
    heard = stage.server.platform.journal.in_chat(group.id)
    assert len(heard) == 3
    assert len({(words(each.message), str(each.message["reply_markup"])) for each in heard}) == 1
    assert "Night owls" in words(heard[0].message)
    (join,), (own,) = heard[0].message["reply_markup"]["inline_keyboard"]
    assert [decode(each["callback_data"]) for each in (join, own)] == [c.Join(), c.Help()]


async def test_help_tells_a_facilitator_how_a_group_begins(stage: Stage) -> None:
    """Section 3: it fits where it was asked. What a facilitator may do is no secret."""
    stage.app.says[c.Help] = Answer(HelpShown(False, "", True, "under way"))
    group, owner, _ = study_group(stage)
    owner.say(group.id, "/help@pacekeeper_bot")
    assert "/setup" in words(await stage.server.message(group.id))


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
