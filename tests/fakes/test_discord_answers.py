"""Deferred, late, double and further answers to interactions, by Discord's rules."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from aiohttp import ClientSession

from tests.fakes.discord import AnswerKind, Flag
from tests.fakes.discord.props import Review, add_commands, log, view_with
from tests.fakes.discord.stages import Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        add_commands(it.client.tree)
        await it.client.tree.sync()
        yield it


async def test_a_deferred_answer_is_shown_once_it_is_edited(stage: Stage) -> None:
    """Platform: type 5 shows "thinking", its privacy is fixed then, edit original ends it."""
    asked, act = await log(stage)
    await act.response.defer(ephemeral=True, thinking=True)
    with pytest.raises(TimeoutError):
        await stage.server.watch.shown(asked, within=0.02)
    assert (await act.original_response()).flags.loading
    await act.edit_original_response(content="done")
    shown = await stage.server.watch.shown(asked)
    assert (shown["content"], shown["flags"]) == ("done", Flag.EPHEMERAL)


async def test_the_first_followup_fills_the_deferred_message(stage: Stage) -> None:
    """Platform: after type 5 the first followup becomes the original answer, later ones are messages."""
    asked, act = await log(stage)
    await act.response.defer(thinking=True)
    await act.followup.send("first")
    later = await act.followup.send("second", wait=True)
    assert (await act.original_response()).content == "first"
    assert [each["content"] for each in stage.server.watch.messages(stage.channel.id)] == ["first", "second"]
    await later.edit(content="second, better")
    await act.delete_original_response()
    assert [each["content"] for each in stage.server.watch.messages(stage.channel.id)] == ["second, better"]
    assert (await stage.server.watch.answer(asked)).kind == AnswerKind.DEFER_MESSAGE


async def test_a_deferred_update_is_shown_once_the_message_changes(stage: Stage) -> None:
    """Platform: type 6 shows nothing; edit original then changes the message under the button."""
    message = await stage.room().send("?", view=view_with(discord.ui.Button[Any](label="Go", custom_id="go")))
    asked = stage.server.people.press(stage.ana.id, message.id, "go")
    act = await stage.client.next_act()
    await act.response.defer()
    with pytest.raises(TimeoutError):
        await stage.server.watch.shown(asked, within=0.02)
    await act.edit_original_response(content="later")
    assert (await stage.server.watch.shown(asked))["id"] == str(message.id)


async def test_a_first_answer_after_three_seconds_finds_no_interaction(stage: Stage) -> None:
    """Platform: 10062 when the first answer comes late."""
    _, act = await log(stage)
    stage.server.clock.advance(3.1)
    with pytest.raises(discord.NotFound) as caught:
        await act.response.send_message("too late")
    assert caught.value.code == 10062
    stage.server.settings.change(first_answer_seconds=10)
    _, slow = await log(stage)
    stage.server.clock.advance(3.1)
    await slow.response.send_message("in time now")


async def test_an_interaction_has_one_first_answer(stage: Stage) -> None:
    """Platform: 40060 for a second first answer, and so for a modal after a defer."""
    asked, act = await log(stage)
    await act.response.defer(thinking=True)
    url = f"{stage.server.api_url}/interactions/{act.id}/{act.token}/callback"
    modal = {"type": 9, "data": Review().to_dict()}
    async with ClientSession() as session:
        for body in ({"type": 4, "data": {"content": "again"}}, modal):
            async with session.post(url, json=body) as response:
                assert (response.status, (await response.json())["code"]) == (400, 40060)
    assert (await stage.server.watch.answer(asked)).kind == AnswerKind.DEFER_MESSAGE


async def test_a_modal_cannot_answer_a_modal(stage: Stage) -> None:
    """Platform: the kinds of first answers depend on the act; 50035 otherwise."""
    asked, act = await log(stage)
    await act.response.send_modal(Review())
    await stage.server.watch.answer(asked)
    stage.server.people.submit(stage.ana.id, asked, {"words": "it turns", "focus": ["deep"]})
    form = await stage.client.next_act()
    with pytest.raises(discord.HTTPException) as caught:
        await form.response.send_modal(Review())
    assert caught.value.code == 50035


async def test_a_followup_needs_a_first_answer_and_a_living_token(stage: Stage) -> None:
    """Platform: 10015 before the first answer; 50027 after 15 minutes."""
    _, act = await log(stage)
    with pytest.raises(discord.NotFound) as early:
        await act.followup.send("too early")
    assert early.value.code == 10015
    await act.response.send_message("hello")
    stage.server.clock.advance(901)
    with pytest.raises(discord.HTTPException) as late:
        await act.followup.send("too late")
    assert (late.value.status, late.value.code) == (401, 50027)
