"""A platform that takes a message and says nothing, until the bot's own time is up; slow, since that is waited for."""

import pytest

from bot.core.people import Platform
from tests.process.bulk import Bulk
from tests.process.scene import Scene

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow, pytest.mark.timeout(180)]


async def test_a_send_that_is_never_answered_holds_up_nobody_else(scene: Scene) -> None:
    """stack.md 5f: after the time-out a learner's letter is repeated, on Discord into the first message; a Telegram
    group's card is set down as unknown. Everybody else has theirs long before."""
    bulk = Bulk(scene, people=20, groups=4)
    await bulk.prepare()
    on_discord = [bulk.chats[Platform.DISCORD][0], bulk.chats[Platform.DISCORD][-1]]
    on_telegram = [bulk.chats[Platform.TELEGRAM][0], bulk.chats[Platform.TELEGRAM][-1]]
    for chat in on_discord:
        await scene.discord("faults.hang", route=f"POST /channels/{chat}/messages", taken=True)
    for chat in on_telegram:
        await scene.telegram.do("fault", fault="silence", method="sendMessage", chat_id=chat, acted=True)
    bot = await scene.start()
    await bulk.wait_for(24, within=6)

    await bulk.all_settled()
    assert (await bot.end()).code == 0

    learner, group = on_telegram
    expected = dict.fromkeys(bulk.chats[Platform.TELEGRAM], 1) | {learner: 2}
    arrived = await bulk.arrived()
    assert arrived[Platform.TELEGRAM] == expected
    assert arrived[Platform.DISCORD] == dict.fromkeys(bulk.chats[Platform.DISCORD], 1)
    states = {fate.chat: fate.state for fate in bulk.fates()}
    assert states == dict.fromkeys(states, "sent") | {group: "unknown"}
