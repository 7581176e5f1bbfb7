"""`pacekeeper doctor --online`, while the bot runs beside it: what the platforms say, and how to mend it."""

import asyncio
import re

import aiohttp
import pytest

from bot.core.people import Address, ChatId, GroupId, Platform
from tests.fakes.discord import Permission
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_command_line import said

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

NOWHERE = "http://127.0.0.1:9"


async def doctor(scene: Scene, **changed: str) -> tuple[int, dict[str, list[str]]]:
    """The exit code, and the lines by what they are about; each line begins with ok or FIX."""
    code, output = await said(scene, "doctor", "--online", **changed)
    found: dict[str, list[str]] = {}
    for line in output.splitlines():
        assert re.match(r"(ok  |FIX ) \S+ +\S", line), output
        found.setdefault(line[5:17].strip(), []).append(line[:4].strip() + " " + line[17:])
    assert code == (1 if "FIX " in output else 0)
    return code, found


async def bot_api(scene: Scene, method: str, **values: str) -> None:
    """Somebody else uses the same token."""
    url = f"{scene.telegram.url}/bot{scene.telegram.token}/{method}"
    async with aiohttp.ClientSession() as client, client.post(url, json=values) as answer:
        assert answer.status == 200


async def test_all_is_well_before_the_first_start_and_beside_a_bot_that_runs(scene: Scene) -> None:
    """Issue 6, 5: tokens, gateway, updates, clocks, and a line for each group's chat; nobody hears a thing of it."""
    code, found = await doctor(scene)
    assert (code, found["database"]) == (0, ["ok there is none yet, the first start makes it"])

    await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    before = len(await discord.messages()), len(await telegram.messages())
    await scene.discord("watch.forget")
    code, found = await doctor(scene)
    assert code == 0
    assert found["discord"][1] == "ok the token is pacekeeper's"
    assert re.fullmatch(r"ok \d+ of 1000 starts left today, shards advised: 1", found["gateway"][0])
    assert found["updates"] == ["ok fetched by polling, 0 waiting"]
    assert found["clock"][1:] == ["ok it agrees with Discord's", "ok it agrees with Telegram's"]
    assert found["back-up"] == ["ok none yet: the first comes a minute after the start"]
    assert found["chat"] == [
        "ok Study hall #study, on discord: every right is there",
        "ok Owls, on telegram: every right is there",
    ]
    assert before == (len(await discord.messages()), len(await telegram.messages()))
    routes = [each["line"] if "line" in each else str(each) for each in await scene.discord("watch.requests")]
    assert not [line for line in routes if line.startswith("POST") and "interactions" not in line]


async def test_a_right_that_is_taken_away_is_named_with_its_fix(scene: Scene) -> None:
    """Issue 6, 5: as the doctor of a chat says it, in one line, for threads and study rooms too."""
    bot = await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    room = await scene.discord("world.add_channel", guild_id=discord.guild, name="Quiet room", kind=2)
    thread = await scene.discord("world.add_thread", channel_id=discord.channel, name="week 3")
    await bot.end()
    scene.stored(lambda tx: tx.groups.add_chat(GroupId(1), Address(Platform.DISCORD, str(thread))))
    scene.stored(lambda tx: tx.groups.add_chat(GroupId(1), Address(Platform.DISCORD, "404404404404404404")))
    scene.stored(lambda tx: tx.connection.exec_driver_sql("UPDATE groups SET room = ?", (str(room),)))
    first = scene.stored(lambda tx: tx.groups.chat(ChatId(1)))
    assert first is not None
    code, found = await doctor(scene)
    lines = found["chat"]
    assert (code, len([line for line in lines if "every right is there" in line])) == (1, 3), lines
    assert [line for line in lines if "View Channel: open Edit Channel" in line], lines

    await scene.discord("world.set_rights", channel_id=discord.channel, deny=Permission.ATTACH_FILES)
    await scene.discord("world.set_rights", channel_id=room, deny=Permission.VIEW_CHANNEL)
    await telegram.platform.act(telegram.host.id, "remove_bot", chat_id=telegram.group)
    code, found = await doctor(scene)
    told = " ".join(found["chat"])
    assert told.count("Attach Files: open Edit Channel, Permissions, add me or my role, and allow Attach Files.") == 2
    assert "The study room: open its Edit Channel" in told
    assert "I am not in this group: add me again" in told
    assert code == 1


async def test_tokens_that_are_not_accepted_and_networks_that_do_not_answer(scene: Scene) -> None:
    """Issue 6, 5: one line that says what to do; never a stack trace, never a token."""
    wrong = {"DISCORD_TOKEN": "wrong.to.ken", "TELEGRAM_TOKEN": "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
    code, found = await doctor(scene, **wrong)
    assert code == 1
    assert "does not accept the token in DISCORD_TOKEN. Copy it again" in found["discord"][1]
    assert "does not accept the token in TELEGRAM_TOKEN. Copy it again" in found["telegram"][1]
    for name, token in wrong.items():
        scene.more_secrets[f"wrong {name}"] = token

    code, found = await doctor(scene, DISCORD_API_URL=f"{NOWHERE}/api/v10", TELEGRAM_API_URL=NOWHERE)
    assert code == 1
    for platform in ("discord", "telegram"):
        assert re.match(r"FIX It cannot be reached \(\w+\): check this machine's network", found[platform][1])


async def test_updates_that_go_elsewhere_are_told(scene: Scene) -> None:
    """Issue 6, 5: polling and a webhook of another program; a webhook that is not asked for yet."""
    hook = {"TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram", "TELEGRAM_WEBHOOK_SECRET": "a_secret-of_ours"}
    _, found = await doctor(scene, **hook)
    assert found["updates"] == ["FIX They do not go to TELEGRAM_WEBHOOK_URL: start the bot, it asks for that."]
    await bot_api(scene, "setWebhook", url="https://other.example.org/s3cret-path")
    try:
        _, found = await doctor(scene)
    finally:
        await bot_api(scene, "deleteWebhook")
    (line,) = found["updates"]
    assert line.startswith("FIX They are posted to other.example.org, so that polling gets none.")
    assert "s3cret" not in line
