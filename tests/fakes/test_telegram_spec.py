"""Requests are checked against the Bot API's description, where a copy of it lies beside the checkout."""

import aiohttp
import pytest
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import InvalidToken

from tests.fakes.telegram import TelegramServer
from tests.fakes.telegram.library import bot_of
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.spec import DEFAULT_PATH, Spec

NO_COPY = "the Bot API's description is Telegram's own text, and no copy of it lies beside the checkout"
described = pytest.mark.skipif(not DEFAULT_PATH.exists(), reason=NO_COPY)  # justified: not ours to keep


def _spec() -> Spec:
    loaded = Spec.load()
    assert loaded is not None
    return loaded


@described
@pytest.mark.parametrize(
    "params",
    [
        {"chat_id": 5, "text": "x"},
        {"chat_id": "@name", "text": "x", "protect_content": "true", "message_thread_id": "7"},
        {"chat_id": "5", "text": "x", "entities": '[{"type": "bold", "offset": 0, "length": 1}]'},
        {"chat_id": 5, "text": "x", "reply_markup": {"force_reply": True}},
        {
            "chat_id": 5,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y", "style": "danger"}]]},
        },
    ],
)
def test_good_requests_have_no_complaints(params: Json) -> None:
    """Values may come as strings, as in a form."""
    assert _spec().complaints("sendMessage", Ask(params)) == []


@described
@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"chat_id": 5}, "parameter text is missing"),
        ({"chat_id": 5, "text": "x", "colour": "red"}, "parameter colour is unknown"),
        ({"chat_id": 5, "text": 7}, "text is no String: 7"),
        ({"chat_id": 5, "text": "x", "message_thread_id": "soon"}, "message_thread_id is no Integer: 'soon'"),
        ({"chat_id": 5, "text": "x", "protect_content": "maybe"}, "protect_content is no Boolean: 'maybe'"),
        (
            {"chat_id": 5, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
            "entities[0].length is missing",
        ),
        (
            {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "y", "size": 1}]]}},
            "reply_markup.inline_keyboard[0][0].size is unknown to InlineKeyboardButton",
        ),
        (
            {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "y", "style": 1}]]}},
            "reply_markup.inline_keyboard[0][0].style is unknown: 1",
        ),
        ({"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": ["x"]}}, "reply_markup.inline_keyboard[0]"),
    ],
)
def test_bad_requests_are_complained_about(params: Json, complaint: str) -> None:
    """Unknown, missing, or of the wrong type, at any depth."""
    complaints = _spec().complaints("sendMessage", Ask(params))
    assert any(found.startswith(complaint) for found in complaints), complaints


@described
def test_a_union_type_takes_any_of_its_members() -> None:
    """BotCommandScope is one of seven."""
    commands = '[{"command": "x", "description": "y"}]'
    for scope in ('{"type": "default"}', '{"type": "chat_member", "chat_id": 5, "user_id": 6}'):
        assert _spec().complaints("setMyCommands", Ask({"commands": commands, "scope": scope})) == []
    broken = Ask({"commands": commands, "scope": '{"kind": "default"}'})
    assert _spec().complaints("setMyCommands", broken) != []


@described
async def test_the_real_clients_requests_are_fine() -> None:
    """Form, multipart, structures: nothing that it sends is complained about."""
    async with TelegramServer() as server, bot_of(server) as bot:
        ana = server.person("Ana", started=True)
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="y")]])
        await bot.send_message(ana.id, "x", reply_markup=markup, disable_notification=True)
        await bot.send_document(ana.id, InputFile(b"x", filename="x.txt"), caption="c")
        await bot.set_my_commands([BotCommand("x", "y")], language_code="en")
        await bot.get_updates(timeout=0, limit=5, allowed_updates=["message"])
        assert server.violations == []


@described
async def test_what_the_client_is_made_to_send_wrongly_is_noted() -> None:
    """The request is answered as Telegram would, and the test can see what was wrong."""
    async with TelegramServer() as server, bot_of(server) as bot:
        ana = server.person("Ana", started=True)
        await bot.send_message(ana.id, "x", api_kwargs={"colour": "red"})
        assert [(v.method, v.complaint) for v in server.violations] == [("sendMessage", "parameter colour is unknown")]


async def test_a_method_that_is_not_served_is_refused_and_noted() -> None:
    """Loudly: 404, which the client takes for a wrong token, and a violation."""
    async with TelegramServer() as server:
        ana = server.person("Ana", started=True)
        async with bot_of(server) as bot:
            with pytest.raises(InvalidToken):
                await bot.send_dice(ana.id)
        why = "in the Bot API, but not served here" if DEFAULT_PATH.exists() else "unknown to the Bot API"
        assert [(v.method, v.complaint) for v in server.violations] == [("senddice", f"the method is {why}")]


async def test_requests_may_come_as_json_or_in_the_address() -> None:
    """The Bot API reads both, and any case of the method's name."""
    async with TelegramServer() as server, aiohttp.ClientSession() as session:
        ana = server.person("Ana", started=True)
        address = f"{server.base_url}{server.token}"
        async with session.post(f"{address}/SendMessage", json={"chat_id": str(ana.id), "text": "[1]"}) as answer:
            assert (await answer.json())["result"]["text"] == "[1]"
        async with session.get(f"{address}/sendmessage?chat_id={ana.id}&text=a%20b") as answer:
            assert (await answer.json())["result"]["text"] == "a b"
        async with session.post(f"{address}/sendMessage", data={"text": "x"}) as answer:
            assert answer.status == 400
            assert (await answer.json())["description"] == "Bad Request: chat_id is empty"
        async with session.post(f"{address}/sendMessage", json="no object") as answer:
            assert (await answer.json())["description"] == "Bad Request: can't parse the request"
        async with session.get(f"{server.url}/elsewhere") as answer:
            assert answer.status == 404
