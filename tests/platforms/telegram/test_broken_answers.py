"""Answers that are none of Telegram's, and its last word on a token, over a socket."""

import asyncio

import pytest

from bot.app.courier import Later, Undeliverable, Unsure
from bot.platforms.telegram.door import DoorError
from tests.fakes.telegram import ALWAYS, Odd, Page, Refusal, TelegramServer
from tests.platforms.telegram.parts import Around, RecordingApp, Stage, door_on, until
from tests.platforms.telegram.test_courier import failure, parcel, private

SHAPES = ("[]", "{}", "7", '{"ok":true}', '{"ok":true,"result":true}', '{"ok":true,"result":{"message_id":5}}')


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
async def test_a_page_of_a_proxy_is_not_telegrams_word(stage: Stage, status: int) -> None:
    """R23: with 403 nobody has blocked the bot, with 401 no token was revoked; nothing was posted."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Page(status), "sendMessage")
    assert isinstance(await failure(stage, private(ana)), Later)
    assert not stage.door.failed.done()


@pytest.mark.parametrize("body", SHAPES)
async def test_an_answer_of_another_shape_tells_nothing(stage: Stage, body: str) -> None:
    """Whether the message stands is not known, and the door goes on."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Odd(body), "sendMessage")
    assert isinstance(await failure(stage, private(ana)), Unsure)
    assert not stage.door.failed.done()


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates", "setMyCommands"])
async def test_a_door_opens_behind_broken_answers(
    server: TelegramServer, app: RecordingApp, around: Around, method: str
) -> None:
    """Section 4: it waits for good ones."""
    ana = server.person("Ana", started=True)
    for body in (*SHAPES, '{"ok":true,"result":[7]}'):
        server.faults.add(Odd(body), method)
    server.faults.add(Page(401), method)
    ana.tell("/today")
    async with door_on(server, app, around):
        await server.message(ana.id, "Prompts")


async def test_a_token_that_a_letter_finds_revoked_ends_the_door(stage: Stage) -> None:
    """Issue 6, 2: a process that only sends hears of it by a send alone; after that Telegram is asked nothing more."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Refusal(401, "Unauthorized"), "sendMessage", times=ALWAYS)
    for _ in range(3):
        with pytest.raises(Undeliverable) as caught:
            await stage.courier.deliver(parcel(private(ana)))
        assert isinstance(caught.value, Later)
    async with asyncio.timeout(5):
        with pytest.raises(DoorError, match="TELEGRAM_TOKEN"):
            await asyncio.shield(stage.door.failed)
    assert len(stage.server.platform.journal.called("sendMessage")) == 1
    await until(lambda: not stage.door.ready.is_set())
