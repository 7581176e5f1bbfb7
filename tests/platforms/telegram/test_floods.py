"""Floods over a socket: what is done, what is said, and what a group is spared (issue 5)."""

import pytest

from bot.app import commands as c
from bot.app.floods import LINES, PERSON
from bot.app.said import Answer, Refused
from tests.fakes.telegram import words
from tests.platforms.telegram.crowds import said_in, study_group
from tests.platforms.telegram.parts import Stage, until
from tests.platforms.telegram.samples import HELLO, LOGGED, READY

TURNED_AWAY = "quicker than I can follow"
MANY = 45
A_FEW = 3  # more that flow in while a busy machine runs the test


def told(stage: Stage, chat: int) -> int:
    """How often somebody was turned away in a chat."""
    return sum(TURNED_AWAY in said for said in said_in(stage, chat))


async def test_a_flood_in_private_is_told_once(stage: Stage) -> None:
    """Nothing is done or noted for the rest, and the answer quotes the first message that was left undone."""
    ana = stage.server.person("Ana", started=True)
    said = [ana.tell("/today") for _ in range(MANY)]
    late = await stage.server.message(ana.id, TURNED_AWAY)
    await stage.settled()
    assert PERSON.burst <= len(stage.app.commands) <= PERSON.burst + A_FEW
    assert late["reply_to_message"]["message_id"] in [each["message_id"] for each in said[PERSON.burst :]]
    assert stage.app.seen == []
    assert told(stage, ana.id) == 1


async def test_words_and_answers_of_a_flood_reach_nothing(stage: Stage) -> None:
    """Not only commands: no question is opened or moved on, no door is noted as opened."""
    ana = stage.server.person("Ana", started=True)
    for _ in range(MANY):
        ana.tell("hello?")
    await stage.server.message(ana.id, TURNED_AWAY)
    await stage.settled()
    assert len(stage.around.opened) <= PERSON.burst + A_FEW


async def test_every_press_of_a_flood_is_answered(stage: Stage) -> None:
    """Its button would spin; it is one press of many, and no message follows."""
    stage.app.says[c.LogFlow] = LOGGED
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    message = await stage.server.message(ana.id, "Logged")
    queries = [ana.press(message, "Undo") for _ in range(MANY)]
    answers = [await stage.server.answer(query) for query in queries]
    late = [each for each in answers if TURNED_AWAY in each.get("text", "")]
    assert len(late) == MANY - PERSON.burst
    assert all(each["show_alert"] for each in late)
    assert told(stage, ana.id) == 0


async def test_a_flood_of_personal_commands_does_not_fill_the_group(stage: Stage) -> None:
    """R24: a handful of lines, whoever typed; each counts as an act all the same (R16)."""
    group, _, ana = study_group(stage)
    others = [stage.server.person(f"P{number}", started=True) for number in range(20)]
    for each in others:
        each.join(group.id)
    for each in (ana, *others):
        each.say(group.id, "/today@pacekeeper_bot")
    await until(lambda: len(stage.app.seen) == 21)
    await stage.server.message(group.id, "private chat")
    await stage.settled()
    assert len(said_in(stage, group.id)) <= LINES.burst


async def test_a_log_beyond_the_lines_counts_and_its_receipt_is_private(stage: Stage) -> None:
    """Whoever studied has credit, and no line is posted for it."""
    stage.app.says[c.LogFlow] = LOGGED
    group, _, ana = study_group(stage)
    for _ in range(12):
        ana.say(group.id, "/log@pacekeeper_bot 90")
    for _ in range(12):
        await stage.server.message(ana.id, "Logged")
    assert stage.app.commands == [c.LogFlow(90)] * 12
    assert len(said_in(stage, group.id)) == LINES.burst


async def test_a_facilitator_is_answered_beyond_the_lines(stage: Stage) -> None:
    """What belongs to the group is no line of somebody's."""
    stage.app.says[c.Setup] = READY
    group, owner, ana = study_group(stage)
    for _ in range(12):
        ana.say(group.id, "/today@pacekeeper_bot")
    owner.say(group.id, "/setup@pacekeeper_bot")
    await stage.server.message(group.id, "study group")
    assert len(said_in(stage, group.id)) == LINES.burst + 1


async def test_strangers_who_are_no_facilitators_do_not_fill_it_either(stage: Stage) -> None:
    """A no goes to the private chat, and where that is shut to the group, within its lines."""
    stage.app.says[c.Setup] = Answer(Refused("not_facilitator"))
    group, _, _ = study_group(stage)
    strangers = [stage.server.person(f"P{number}") for number in range(20)]
    for each in strangers:
        each.join(group.id)
        each.say(group.id, "/setup@pacekeeper_bot")
    await until(lambda: len(stage.app.commands) == 20)
    await stage.server.message(group.id, "Only those who manage")
    await stage.settled()
    assert len(said_in(stage, group.id)) <= LINES.burst


async def test_who_floods_a_group_is_told_in_private_or_once_there(stage: Stage) -> None:
    """Where the private chat is shut it is the only way to say that nothing was done."""
    group, _, ana = study_group(stage)
    for _ in range(MANY):
        ana.say(group.id, "/log@pacekeeper_bot 90")
    await stage.server.message(ana.id, TURNED_AWAY)
    stranger = stage.server.person("Stranger")
    elsewhere = stage.server.group("Elsewhere", stranger, bot="member")
    for _ in range(MANY):
        stranger.say(elsewhere.id, "/cancel@pacekeeper_bot")
    late = await stage.server.message(elsewhere.id, TURNED_AWAY)
    assert "Stranger" not in words(late)
    assert (told(stage, group.id), told(stage, elsewhere.id)) == (0, 1)


@pytest.mark.parametrize("talk", ["what did you do today?", "/today@another_bot"])
async def test_talk_in_the_group_costs_nothing(stage: Stage, talk: str) -> None:
    """Who chats a lot is still served."""
    stage.app.says[c.LogFlow] = HELLO
    group, _, ana = study_group(stage)
    for _ in range(MANY):
        ana.say(group.id, talk)
    ana.say(group.id, "/log@pacekeeper_bot 90")
    await stage.server.message(group.id, "Noted")
    assert stage.app.commands == [c.LogFlow(90)]
