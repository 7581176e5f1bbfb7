"""The server as a process of its own, steered over HTTP, with the real client in this one."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import InvalidToken, NetworkError
from telegram.request import HTTPXRequest

from tests.fakes.telegram import ActError, Remote, TelegramServer, separate_server
from tests.fakes.telegram.control import GROUP_ACTS, PERSON_ACTS, VERBS
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.remote import ROOT


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def remote() -> AsyncIterator[Remote]:
    async with separate_server() as started:
        yield started


def _bot(remote: Remote) -> Bot:
    plain = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    return Bot(remote.token, base_url=remote.base_url, request=plain[0], get_updates_request=plain[1])


@pytest.mark.asyncio(loop_scope="module")
async def test_a_story_can_be_told_from_another_process(remote: Remote) -> None:
    """People, words, presses and waiting go through the control API."""
    ana = await remote.do("person", first_name="Ana", language_code="de")
    async with _bot(remote) as bot:
        poll = asyncio.ensure_future(bot.get_updates(timeout=10))
        await remote.act(ana, "start", param="join_1")
        (update,) = await poll
        assert update.message is not None
        assert update.message.text == "/start join_1"
        waiting = asyncio.ensure_future(remote.do("message", chat_id=ana, matching="^Welcome"))
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
        await bot.send_message(ana, "Welcome", reply_markup=markup)
        message = await waiting
        query_id = await remote.act(ana, "press", message=message, button="Yes")
        await bot.answer_callback_query(query_id, "Good")
        assert (await remote.do("answer", query_id=query_id))["text"] == "Good"
    deliveries = await remote.do("deliveries", chat_id=ana)
    assert [delivery["message"]["text"] for delivery in deliveries] == ["Welcome"]
    assert await remote.do("violations") == []


@pytest.mark.asyncio(loop_scope="module")
async def test_groups_can_be_made_and_changed_from_another_process(remote: Remote) -> None:
    """With members, topics and migration."""
    ana, ben = await remote.do("people", count=2)
    forum = await remote.do("group", title="Forum", owner=ana, members=[ben], forum=True, bot="member")
    topic = await remote.do("act", group=forum, act="topic", name="Week 1")
    said = await remote.act(ben, "say", chat_id=forum, text="hello", thread=topic)
    assert said["message_thread_id"] == topic
    old = await remote.do("group", title="Old", owner=ana, kind="group", bot="member")
    new = await remote.do("act", group=old, act="migrate")
    async with _bot(remote) as bot:
        assert (await bot.get_chat(new)).type == "supergroup"


@pytest.mark.asyncio(loop_scope="module")
async def test_faults_limits_and_counts_are_steered_from_another_process(remote: Remote) -> None:
    """A lost answer, a moved clock, Telegram's own limits, an old update, and the numbers."""
    (ana,) = await remote.do("people", count=1)
    before = await remote.do("counts")
    async with _bot(remote) as bot:
        await remote.do("fault", fault="cut", method="sendMessage", times=1, acted=True)
        with pytest.raises(NetworkError):
            await bot.send_message(ana, "lost answer")
        calls = await remote.do("calls", method="sendMessage", since=before["calls"])
        assert [(call["code"], call["result"]["text"]) for call in calls] == [(0, "lost answer")]
        await remote.do("fault", fault="flood", retry_after=3, times=9)
        await remote.do("clear_faults")
        await remote.do("limits", enforced=True)
        await remote.do("advance", seconds=60)
        await bot.send_message(ana, "paced")
        await remote.do("limits", enforced=False)
        await remote.do("token", valid=False)
        with pytest.raises(InvalidToken):
            await bot.send_message(ana, "x")
        await remote.do("token", valid=True)
        await remote.act(ana, "tell", text="old")
        (*_, update) = await bot.get_updates()
        await bot.get_updates(offset=update.update_id + 1)
        await remote.do("replay", update_id=update.update_id)
        assert [again.update_id for again in await bot.get_updates()] == [update.update_id]
        await remote.do("jump", next_id=9_000_000)
        await remote.act(ana, "tell", text="new")
    after = await remote.do("counts")
    assert after["deliveries"] == before["deliveries"] + 2
    assert (after["waiting_updates"], after["last_update_id"]) == (1, 9_000_000)
    assert after["refused"] == before["refused"]


@pytest.mark.asyncio(loop_scope="module")
async def test_what_cannot_be_done_is_said(remote: Remote) -> None:
    """Unknown verbs, acts and people are refused in words."""
    with pytest.raises(ActError, match="there is no verb dance"):
        await remote.do("dance")
    with pytest.raises(ActError, match="nobody can dance"):
        await remote.act(1, "dance")
    with pytest.raises(ActError, match="nothing called dance happens to groups"):
        await remote.do("act", group=1, act="dance")
    with pytest.raises(ActError, match="there is no user 1"):
        await remote.act(1, "start")
    with pytest.raises(ActError, match="no sent message"):
        await remote.do("message", chat_id=1, within=0.01)


def test_every_act_that_can_be_asked_for_exists() -> None:
    """The lists of the control API name real deeds."""
    assert all(callable(getattr(Person, name)) for name in PERSON_ACTS)
    assert all(callable(getattr(Group, name)) for name in GROUP_ACTS)
    assert all(callable(verb) for verb in VERBS.values())


async def test_options_choose_the_token_and_the_name() -> None:
    """So a test can run a bot under its own."""
    async with separate_server("--token", "42:abc", "--username", "other_bot", "--limits", "--no-privacy") as remote:
        async with _bot(remote) as bot:
            assert (bot.id, bot.username, bot.bot.can_read_all_group_messages) == (42, "other_bot", True)
        with pytest.raises(ActError, match="TypeError"):
            await remote.do("person", surname="x")


async def test_the_server_ends_with_the_standard_input_of_whoever_started_it() -> None:
    """A test that was killed leaves no server behind."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.fakes.telegram", "--until-eof"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await asyncio.wait_for(process.communicate(b""), 20)
    assert json.loads(said)["base_url"].endswith("/bot")
    assert process.returncode == 0


async def test_two_servers_live_side_by_side() -> None:
    """Each has its own port and its own world."""
    async with TelegramServer() as one, TelegramServer() as two:
        assert one.port != two.port
        one.person("Ana", user_id=5)
        two.person("Ben", user_id=5)
        with pytest.raises(ActError, match="a user 5 already"):
            one.person("Cem", user_id=5)
