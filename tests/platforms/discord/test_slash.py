"""Slash commands: their definitions, and the way from typing to the answer."""

import asyncio
import logging
import re
from datetime import time

import pytest

from bot.app.asker import Asker
from bot.app.commands import Command, LogFlow, ManageGroup, Settings, Setup, ShowCurriculum, ShowWeek, Today
from bot.app.said import Answer, WentWrong
from bot.core.people import Address, Platform
from bot.core.plans import Plan
from bot.platforms.discord.slash import CHOICES, PLANS, Slash, slash_commands
from bot.ui.forms import form_of
from bot.ui.menu import named_commands
from bot.ui.phrase import plain
from bot.ui.reading import read_field
from bot.ui.view import Press, View
from tests.platforms.discord.parts import RecordingApp
from tests.platforms.discord.stage import Stage, text_of

SHELVES = RecordingApp(Answer(WentWrong("")))


async def unused(*_: object) -> None:
    """What a definition alone never calls."""


def test_every_named_command_is_a_slash_command() -> None:
    """One declaration each, the same on every platform."""
    assert [each.name for each in slash_commands(unused, SHELVES)] == [cls.name for cls in named_commands()]


@pytest.mark.parametrize("found", slash_commands(unused, SHELVES), ids=lambda each: str(each.name))
def test_a_definition_keeps_discords_limits(found: Slash) -> None:
    """Names of 32, descriptions of 100, 25 options, 8,000 characters (platforms.md)."""
    parts = [(found.name, found.description), *((each.name, str(each.description)) for each in found.parameters)]

    assert all(re.fullmatch(r"[-_a-z0-9]{1,32}", name) for name, _ in parts)
    assert all(1 <= len(about) <= 100 and about != "…" for _, about in parts)
    assert len(found.parameters) <= 25
    assert sum(len(name) + len(about) for name, about in parts) <= 8000
    needed = [each.required for each in found.parameters]
    assert needed == sorted(needed, reverse=True)


def test_a_command_that_opens_a_modal_has_no_options_that_the_modal_would_lose() -> None:
    """A modal carries ids and numbers only, so free text must not be typed before one opens."""
    for cls in named_commands():
        form = form_of(cls)
        if any(field.asked and field.required for field in form.fields):
            assert form.options == ()


async def test_options_become_one_command_of_whoever_asks(stage: Stage) -> None:
    """Typed options are read as everywhere: minutes in any spelling (R3); the request carries its own id (R20)."""
    result = await stage.ben.slash(stage.channel, "log", minutes="1h30", note="svd *notes*", focus=4, done=True)

    assert stage.app.commands == [LogFlow(90, note="svd *notes*", focus=4, done=True)]
    assert result.ephemeral
    assert text_of(result.response) == "### Hello"
    who = stage.app.last
    assert who == Asker(
        platform=Platform.DISCORD,
        person=str(stage.ben.id),
        name="Ben",
        chat=Address(Platform.DISCORD, str(stage.channel.id)),
        private=False,
        request=who.request,
        place="Maths club #study",
        language="en-US",
        place_language=who.place_language,
        server=str(stage.guild.id),
        came=who.came,
    )
    assert who.request.isdigit()


async def test_the_same_command_typed_twice_is_two_requests(stage: Stage) -> None:
    """R20: two typed commands are two."""
    for _ in range(2):
        await stage.ben.slash(stage.channel, "log", minutes="30")

    first, second = (who for _, who in stage.app.asked)
    assert first.request != second.request
    assert first.press == second.press == ""


async def test_words_that_are_not_a_value_are_refused_to_the_asker_alone(stage: Stage) -> None:
    """Section 4: one polite sentence, shown to the asker alone, and nothing is changed."""
    result = await stage.ben.slash(stage.channel, "log", minutes="a while")

    assert stage.app.asked == []
    assert result.ephemeral
    assert text_of(result.response) == "### No: bad\\_minutes minutes"


async def test_a_zone_an_hour_and_a_plan_are_read_from_what_was_typed(stage: Stage) -> None:
    """Typed options hold text; the command holds what it means."""
    await stage.ben.slash(stage.channel, "settings", zone="Europe/Berlin", hour="6pm", plan="mon-fri", prompts=False)

    expected = Settings(zone="Europe/Berlin", hour=time(18), plan=Plan(frozenset(range(5))), prompts=False)
    assert stage.app.commands == [expected]


async def test_only_who_manages_the_server_is_a_facilitator(stage: Stage) -> None:
    """`/setup` is offered to Manage Server alone, and the request says at this moment who holds it."""
    await stage.ana.slash(stage.channel, "setup", zone="Europe/Berlin")
    await stage.ben.slash(stage.channel, "today")

    assert stage.app.commands[0] == Setup("Europe/Berlin")
    assert [who.facilitator for _, who in stage.app.asked] == [True, False]
    assert "setup" not in stage.ben.user.available_commands()
    setup = stage.front.tree.get_command("setup")
    assert setup is not None
    assert setup.to_dict(stage.front.tree)["default_member_permissions"] == 32


async def test_in_a_direct_message_the_chat_is_the_persons_own(stage: Stage) -> None:
    """A private conversation: the address carries the account, and the answer stays where it was asked."""
    result = await stage.ben.user.slash("today")

    who = stage.app.last
    assert who.private
    assert who.place == ""
    assert who.chat == Address(Platform.DISCORD, str(stage.ben.user.dm_channel.id), person=str(stage.ben.id))
    assert not result.ephemeral


async def test_of_what_facilitators_say_only_group_works_in_a_direct_message(stage: Stage) -> None:
    """Issue 5, 7: whoever was named one gets the code there, if no chat of the group is left."""
    offered = {it.name for it in stage.front.tree.get_commands() if getattr(it.allowed_contexts, "dm_channel", False)}
    assert "group" in offered
    assert not offered & {"setup", "season"}
    await stage.ben.user.slash("group")
    assert stage.app.commands == [ManageGroup()]


async def test_an_answer_for_everyone_is_public_and_what_is_said_besides_is_not(stage: Stage) -> None:
    """What only the asker should know never stands in a public answer."""
    stage.answer(View(plain("For all"), private=False), View(plain("For you")))

    result = await stage.ben.slash(stage.channel, "today")

    assert not result.ephemeral
    assert text_of(result.response) == "### For all"
    [followup] = result.followups
    assert followup.ephemeral
    assert text_of(followup) == "### For you"


async def test_asides_of_a_private_answer_share_its_message(stage: Stage) -> None:
    """Asides are appended where limits allow."""
    stage.answer(View(plain("Result")), View(plain("By the way")))

    result = await stage.ben.slash(stage.channel, "today")

    assert text_of(result.response) == "### Result\n### By the way"
    assert result.followups == []


async def test_a_slow_turn_is_deferred_and_answered_later(stage: Stage) -> None:
    """Discord waits 3 seconds for a first answer; a slow database must not lose one."""

    async def slowly(_: Command, __: Asker) -> Answer:
        await asyncio.sleep(8)
        return stage.app.answer

    stage.app.instead = slowly

    result = await stage.ben.slash(stage.channel, "today")
    await stage.env.advance_time(10)

    assert [each["type"] for each in stage.sent("POST", "/callback")] == [5]
    assert result.ephemeral
    assert text_of(result.response) == "### Hello"


async def test_a_failed_turn_is_an_apology_with_a_reference_and_the_log_keeps_quiet_about_words(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Section 4: an apology with a short reference that the log carries too; never what people typed."""

    async def failing(ask: Command, _: Asker) -> Answer:
        raise ConnectionError(f"the database is gone while storing {ask}")

    stage.app.instead = failing

    result = await stage.ben.slash(stage.channel, "log", minutes="30", note="my secret")

    reference = text_of(result.response).removeprefix("### Sorry: ")
    assert re.fullmatch(r"[0-9a-f]{8}", reference)
    assert reference in caplog.text
    assert "ConnectionError" in caplog.text
    assert "secret" not in caplog.text


async def test_an_answer_that_discord_does_not_take_becomes_an_apology(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """The turn is done; its asker must not be left with Discord's red "did not respond"."""
    stage.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)

    result = await stage.ben.slash(stage.channel, "today")

    assert text_of(result.response).startswith("### Sorry: ")
    assert "400/50035" in caplog.text


async def test_an_answer_that_cannot_reach_discord_is_only_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """An interaction that came too late (10062) has nobody left to tell."""
    stage.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)

    await stage.ben.slash(stage.channel, "today")

    assert stage.app.commands == [Today()]
    assert "an answer did not reach Discord: NotFound 404/10062" in caplog.text


async def test_an_answer_that_cannot_be_drawn_becomes_an_apology(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """A button that cannot carry its command is our mistake, not the asker's."""
    too_much = Press("Log", LogFlow(30, note="free text is nothing that a button carries"))
    stage.answer(View(plain("Hello"), actions=(too_much,)))

    result = await stage.ben.slash(stage.channel, "today")

    assert text_of(result.response).startswith("### Sorry: ")
    assert "free text" not in caplog.text


async def test_zones_are_suggested_while_typing(stage: Stage) -> None:
    """Autocomplete finds a zone by its city."""
    choices = await stage.ben.autocomplete(stage.channel, "settings", "zone", "berl")

    assert {"name": "Europe/Berlin", "value": "Europe/Berlin"} in choices
    assert len(choices) <= CHOICES


async def test_weeks_are_suggested_by_number_and_by_title(stage: Stage) -> None:
    """Nobody knows by heart which week is about what."""
    by_number = await stage.ben.autocomplete(stage.channel, "week", "number", "3")
    by_title = await stage.ben.autocomplete(stage.channel, "week", "number", "matr")
    await stage.ben.slash(stage.channel, "week", number=2)

    assert by_number == [{"name": "3 · SVD", "value": 3}]
    assert by_title == [{"name": "2 · Matrices", "value": 2}]
    assert stage.app.commands == [ShowWeek(2)]


async def test_curricula_are_suggested_by_their_titles(stage: Stage) -> None:
    """What is suggested is carried by a short name that never changes."""
    found = await stage.ben.autocomplete(stage.channel, "curriculum", "curriculum", "bre")
    await stage.ben.slash(stage.channel, "curriculum", curriculum=found[0]["value"])

    assert found == [{"name": "Bread", "value": "4e5f6a7b"}]
    assert stage.app.commands == [ShowCurriculum("4e5f6a7b")]


async def test_days_hours_and_plans_are_suggested_in_words_that_can_be_read(stage: Stage) -> None:
    """Whatever is suggested is understood."""
    days = await stage.ben.autocomplete(stage.channel, "log", "when", "y", minutes="30")
    hours = await stage.ben.autocomplete(stage.channel, "settings", "hour", "18")
    plans = await stage.ben.autocomplete(stage.channel, "settings", "plan", "")
    field = form_of(Settings).field

    assert [each["value"] for each in days] == ["yesterday"]
    assert read_field(field("hour"), hours[0]["value"]) == time(18)
    assert [each["value"] for each in plans] == list(PLANS)
    assert all(isinstance(read_field(field("plan"), plan), Plan) for plan in PLANS)


async def test_commands_are_registered_once_until_a_definition_changes(stage: Stage) -> None:
    """Registering is rate-limited, and taking a command away loses admins' overrides: only on a change."""
    await stage.restart()
    assert len(stage.sent("PUT", "/commands")) == 1

    stage.marks.kept.append("an older version's mark")
    await stage.restart()
    assert len(stage.sent("PUT", "/commands")) == 2


@pytest.mark.simcord(check_errors=False)
async def test_a_command_whose_definition_is_outdated_is_politely_refused(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """A client may still show the old definition for an hour after an update."""
    caplog.set_level(logging.CRITICAL, logger="discord")
    stage.front.tree.remove_command("help")

    result = await stage.ben.slash(stage.channel, "help")

    assert result.ephemeral
    assert text_of(result.response) == "### No: outdated"
