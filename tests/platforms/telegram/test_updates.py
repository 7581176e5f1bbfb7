"""Polling over a socket: nothing is confirmed before it is done, and every trouble has one clear end."""

import asyncio
import json

import pytest

from bot.app import commands as c
from bot.platforms.telegram.door import DoorError
from bot.platforms.telegram.updates import CONFLICTS, SECOND_POLLER
from tests.fakes.telegram import ALWAYS, Cut, Flood, Garbled, Page, Refusal, TelegramServer, words
from tests.platforms.telegram.parts import QUICK, Around, RecordingApp, Stage, StorageBrokeError, door_on, until

CONFLICT = Refusal(409, "Conflict: terminated by other getUpdates request")


async def broken(server: TelegramServer, app: RecordingApp, around: Around, token: str = "") -> str:
    """Why the door cannot stay open."""
    async with door_on(server, app, around, token=token, wait=False) as door:
        async with asyncio.timeout(5):
            with pytest.raises(DoorError) as caught:
                await asyncio.shield(door.failed)
        assert not door.ready.is_set() or server.platform.inbox.history == {}
    return str(caught.value)


async def test_a_batch_is_confirmed_only_when_all_of_it_is_done(stage: Stage) -> None:
    """Refinement 11: an update whose effect is not committed is asked for again after a crash."""
    ana, ben = (stage.server.person(name, started=True) for name in ("Ana", "Ben"))
    stage.app.hold = asyncio.Event()
    ana.tell("/log 1")
    ben.tell("/log 2")
    await until(lambda: stage.app.held == 2)
    assert len(stage.server.platform.inbox.waiting) == 2
    stage.app.hold.set()
    await stage.settled()
    assert sorted(ask.minutes for ask in stage.app.commands if isinstance(ask, c.LogFlow)) == [1, 2]


async def test_what_a_crash_interrupted_comes_again(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """The first process never committed; the second one does it, once."""
    ana = server.person("Ana", started=True)
    app.troubles = [StorageBrokeError()] * 3
    around.aside_fails = ALWAYS
    async with door_on(server, app, around):
        ana.tell("/log 90")
        await until(lambda: not app.troubles)
        app.hold = asyncio.Event()
        await until(lambda: app.held == 1)
    assert app.commands == []
    app.hold, around.aside_fails = None, 0
    async with door_on(server, app, around):
        await server.message(ana.id, "Prompts")
    assert app.commands == [c.LogFlow(90)]
    assert around.aside == []


async def test_what_was_done_at_the_end_is_confirmed_on_the_way_out(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """The batch in hand is finished, and does not come again."""
    ana = server.person("Ana", started=True)
    app.hold = asyncio.Event()
    async with door_on(server, app, around):
        ana.tell("/log 90")
        await until(lambda: app.held == 1)
        asyncio.get_running_loop().call_later(0.05, app.hold.set)
    assert app.commands == [c.LogFlow(90)]
    assert server.platform.inbox.waiting == {}


async def test_a_storage_that_stumbles_is_tried_again(stage: Stage) -> None:
    """Two failures, then the effect, once, and one answer."""
    ana = stage.server.person("Ana", started=True)
    stage.app.troubles = [StorageBrokeError(), StorageBrokeError()]
    ana.tell("/log 90")
    await stage.server.message(ana.id, "Prompts")
    await stage.settled()
    assert stage.app.commands == [c.LogFlow(90)]
    assert len(stage.server.platform.journal.in_chat(ana.id)) == 1


async def test_an_update_that_cannot_be_done_is_set_aside_with_an_apology(stage: Stage) -> None:
    """After three tries; those after it go on."""
    ana = stage.server.person("Ana", started=True)
    stage.app.troubles = [StorageBrokeError()] * 3
    ana.tell("/log 90")
    ana.tell("/today")
    apology = words(await stage.server.message(ana.id))
    await stage.server.message(ana.id, "Prompts")
    ((_, payload, error),) = stage.around.aside
    assert json.loads(payload)["message"]["text"] == "/log 90"
    assert error.rpartition(" ")[2] in apology
    assert stage.app.commands == [c.Today()]


async def test_a_press_that_cannot_be_done_gets_its_apology_as_an_alert(stage: Stage) -> None:
    """Where it was pressed."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/today")
    message = await stage.server.message(ana.id)
    stage.app.troubles = [StorageBrokeError()] * 3
    answer = await stage.server.answer(ana.press(message, "Show the next flow"))
    assert answer["show_alert"]
    assert stage.around.aside[0][2].rpartition(" ")[2] in answer["text"]


async def test_a_command_in_a_group_gets_its_apology_there(stage: Stage) -> None:
    """As an answer to it; mere talk gets none."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, bot="member")
    stage.app.troubles = [StorageBrokeError()] * 3
    asked = ana.say(group.id, "/log@pacekeeper_bot 90")
    apology = await stage.server.message(group.id)
    assert apology["reply_to_message"]["message_id"] == asked["message_id"]


async def test_an_update_that_cannot_be_read_hides_no_other(stage: Stage) -> None:
    """It is set aside as it came; the batch goes on."""
    ana = stage.server.person("Ana", started=True)
    stage.server.platform.inbox.put("message", {"message_id": "?", "date": "never", "chat": 5}, 0)
    ana.tell("/today")
    await stage.server.message(ana.id, "Prompts")
    await stage.settled()
    ((_, payload, _),) = stage.around.aside
    assert json.loads(payload)["message"]["chat"] == 5


@pytest.mark.parametrize("fault", [Page(502), Cut(acted=False), Garbled(), Flood(1), Refusal(500, "Internal")])
async def test_polling_survives_the_network(
    server: TelegramServer, app: RecordingApp, around: Around, fault: Page | Cut | Garbled | Flood | Refusal
) -> None:
    """Tried again with growing pauses; nothing is lost."""
    ana = server.person("Ana", started=True)
    server.faults.add(fault, "getUpdates", times=2)
    ana.tell("/today")
    async with door_on(server, app, around):
        await server.message(ana.id, "Prompts")
    assert app.commands == [c.Today()]


async def test_the_door_is_ready_only_while_telegram_answers(stage: Stage) -> None:
    """Issue 6, 5: who asks whether the bot is connected hears of a cut, and of its end."""
    assert stage.door.ready.is_set()
    stage.server.faults.add(Page(502), "getUpdates", times=ALWAYS)
    stage.server.platform.inbox.end_poll()
    await until(lambda: not stage.door.ready.is_set())
    stage.server.faults.clear()
    await until(stage.door.ready.is_set)


async def test_a_wrong_token_is_one_clear_sentence(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """Section 4: it names the setting and never the token."""
    told = await broken(server, app, around, token="7000000000:wrong")
    assert "TELEGRAM_TOKEN" in told
    assert "wrong" not in told


async def test_a_token_that_is_revoked_later_ends_the_door_too(stage: Stage) -> None:
    """The door had been open."""
    stage.server.platform.token_valid = False
    stage.server.platform.inbox.end_poll()
    async with asyncio.timeout(5):
        with pytest.raises(DoorError, match="TELEGRAM_TOKEN"):
            await asyncio.shield(stage.door.failed)


async def test_a_second_poller_is_one_clear_sentence(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """Issue 6, 2: 409 again and again is said once, noted for the doctor, and waited out; then the notice goes."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(CONFLICT, "getUpdates", times=4 * CONFLICTS)
    stage.server.platform.inbox.end_poll()
    await until(lambda: stage.around.second)
    ana.tell("/today")
    await stage.server.message(ana.id, "Prompts")
    assert caplog.text.count(SECOND_POLLER) == 1
    await asyncio.sleep(QUICK.alone)
    ana.tell("/today")
    await until(lambda: not stage.around.second)
    assert caplog.text.count(SECOND_POLLER) == 1
    assert not stage.door.failed.done()


async def test_a_short_overlap_of_two_releases_is_survived(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """The old process ends a moment later."""
    ana = server.person("Ana", started=True)
    server.faults.add(CONFLICT, "getUpdates", times=CONFLICTS - 1)
    ana.tell("/today")
    async with door_on(server, app, around):
        await server.message(ana.id, "Prompts")
    assert not around.second


async def test_a_forgotten_webhook_is_taken_away(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """Telegram refuses to poll beside a webhook."""
    server.platform.inbox.webhook_active = True
    async with door_on(server, app, around):
        assert not server.platform.inbox.webhook_active


async def test_ids_that_jump_back_are_taken(stage: Stage) -> None:
    """After a quiet week Telegram goes on with a random id."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/today")
    await stage.server.message(ana.id)
    await stage.settled()
    stage.server.platform.inbox.jump(900_000)
    ana.tell("/today")
    await stage.server.message(ana.id)


async def test_only_what_is_used_is_asked_for(stage: Stage) -> None:
    """allowed_updates is remembered by Telegram, so it is always said."""
    call = stage.server.platform.journal.called("getUpdates")[0].params
    assert call["allowed_updates"] == ["message", "callback_query", "my_chat_member", "chat_member", "poll_answer"]
