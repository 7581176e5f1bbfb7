"""The log: never the token, never what people typed."""

import logging

import pytest

from tests.fakes.telegram import Cut, Page, Refusal, TelegramServer
from tests.platforms.telegram.parts import Around, RecordingApp, StorageBrokeError, door_on

TYPED = "my very private words"


async def test_the_log_holds_neither_token_nor_words(
    server: TelegramServer, app: RecordingApp, around: Around, caplog: pytest.LogCaptureFixture
) -> None:
    """Even at the most talkative level, through good days and bad ones."""
    caplog.set_level(logging.DEBUG)
    ana = server.person("Ana", started=True)
    server.faults.add(Page(502), "getUpdates")
    server.faults.add(Refusal(500, "Internal Server Error"), "getMe")
    async with door_on(server, app, around):
        server.faults.add(Cut(acted=True), "sendMessage")
        ana.tell(f"/log 90 {TYPED}")
        app.troubles = [StorageBrokeError(TYPED)] * 3
        ana.tell(f"/log 45 {TYPED}")
        ana.tell(TYPED)
        await server.message(ana.id, "did not understand")
        server.platform.inbox.put("message", {"message_id": "?", "chat": 5, "text": TYPED}, 0)
        server.platform.token_valid = False
        server.platform.inbox.end_poll()
        with pytest.raises(Exception, match="TELEGRAM_TOKEN") as caught:
            await door_failed(server, app, around)
    assert server.token not in str(caught.value)
    told = caplog.text
    assert "trying again" in told
    assert server.token not in told
    assert server.token.partition(":")[2] not in told
    assert TYPED not in told


async def door_failed(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """Open another door with the token that is refused by now."""
    async with door_on(server, app, around, wait=False) as door:
        await door.failed
