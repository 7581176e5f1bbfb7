"""discord.py's real gateway client against our server: sessions, cuts, RESUME, events."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import discord
import pytest

from tests.fakes.discord import DiscordServer, Permission
from tests.fakes.discord.pointing import pointed_at
from tests.fakes.discord.stages import BareClient, Stage, online, staged
from tests.fakes.discord.things import Guild


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        await it.client.tree.sync()
        yield it


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as it:
        yield it


async def resumed(stage: Stage) -> None:
    async with asyncio.timeout(5):
        await stage.client.wait_for("resumed")


def press_something(stage: Stage, message_id: int) -> int:
    return stage.server.people.press(stage.ana.id, message_id, "go")


async def button_in(stage: Stage) -> int:
    view = discord.ui.View().add_item(discord.ui.Button(label="Go", custom_id="go"))
    message = await stage.room().send("A button", view=view)
    view.stop()
    return message.id


async def test_login_leads_to_ready_with_the_guild_its_channels_and_rights(stage: Stage) -> None:
    """The client knows the guild from GUILD_CREATE and computes the bot's rights from its roles."""
    guild = stage.client.get_guild(stage.guild.id)
    assert guild is not None
    assert guild.name == "Study hall"
    assert guild.me.guild_permissions.send_messages
    assert not guild.me.guild_permissions.manage_guild
    assert stage.server.gateway.counts() == {"identified": 1, "resumed": 0, "connected": 1}
    session = stage.server.gateway.sessions()[0]
    assert (session["intents"], session["shard"]) == (1, (0, 1))


async def test_a_wrong_token_is_refused_at_login(server: DiscordServer) -> None:
    """Platform: 401 on GET /users/@me, which discord.py reports as LoginFailure."""
    client = BareClient()
    with pointed_at(server), pytest.raises(discord.LoginFailure):
        async with online(client, "not-the-token"):
            pass


async def lose_the_token(client: BareClient, server: DiscordServer) -> None:
    async with online(client, server.token):
        closed = asyncio.ensure_future(client.wait_for("disconnect"))
        await asyncio.sleep(0)
        server.gateway.revoke_token()
        await asyncio.wait_for(closed, 5)


async def test_a_revoked_token_ends_the_connection_for_good(server: DiscordServer) -> None:
    """Platform: 4004 is final, and every request answers 401 from then on."""
    with pointed_at(server):
        with pytest.raises(discord.ConnectionClosed) as caught:
            await lose_the_token(BareClient(), server)
        assert caught.value.code == 4004
        with pytest.raises(discord.LoginFailure):
            await lose_the_token(BareClient(), server)
    assert server.watch.requests("GET /users/@me")[-1].status == 401


@pytest.mark.parametrize("code", [None, 4000, 1001])
async def test_what_happened_while_the_gateway_was_cut_is_replayed(stage: Stage, code: int | None) -> None:
    """Platform: RESUME gives every missed event, in order, without a new IDENTIFY."""
    message_id = await button_in(stage)
    back = asyncio.ensure_future(resumed(stage))
    await asyncio.sleep(0)
    assert stage.server.gateway.cut(code) == 1
    first = press_something(stage, message_id)
    second = press_something(stage, message_id)
    await back
    acts = [await stage.client.next_act(), await stage.client.next_act()]
    assert [act.id for act in acts] == [first, second]
    assert stage.server.gateway.counts() == {"identified": 1, "resumed": 1, "connected": 1}


async def test_the_reconnect_op_makes_the_client_resume(stage: Stage) -> None:
    """Platform: op 7 asks for a reconnect; the session lives on."""
    back = asyncio.ensure_future(resumed(stage))
    await asyncio.sleep(0)
    stage.server.gateway.reconnect()
    await back
    assert stage.server.gateway.counts()["identified"] == 1


async def test_an_invalid_session_makes_the_client_identify_anew(stage: Stage) -> None:
    """Platform: op 9 without the right to resume ends the session."""
    again = asyncio.ensure_future(stage.client.wait_for("connect"))
    await asyncio.sleep(0)
    stage.server.gateway.invalidate()
    await asyncio.wait_for(again, 5)
    assert stage.server.gateway.counts() == {"identified": 2, "resumed": 0, "connected": 1}


async def test_a_session_lost_for_too_long_cannot_be_resumed(stage: Stage) -> None:
    """Platform: Discord forgets a session that stayed away; what happened meanwhile is gone."""
    again = asyncio.ensure_future(stage.client.wait_for("connect"))
    await asyncio.sleep(0)
    stage.server.settings.change(resume_seconds=-1)
    stage.server.gateway.cut()
    await asyncio.wait_for(again, 5)
    assert stage.server.gateway.counts() == {"identified": 2, "resumed": 0, "connected": 1}


async def test_nothing_waits_for_a_bot_that_left(stage: Stage) -> None:
    """Platform: close() ends the session; an interaction meanwhile is never delivered."""
    message_id = await button_in(stage)
    await stage.client.close()
    lost = press_something(stage, message_id)
    restarted = BareClient()
    async with online(restarted, stage.server.token):
        kept = press_something(stage, message_id)
        assert (await restarted.next_act()).id == kept
    assert restarted.acts.empty()
    assert lost != kept
    assert stage.server.gateway.counts()["identified"] == 2


async def test_heartbeats_are_acknowledged(server: DiscordServer) -> None:
    """Platform: op 11 answers op 1; discord.py computes its latency from it."""
    server.settings.change(heartbeat_seconds=0.05)
    client = BareClient()
    with pointed_at(server):
        async with online(client, server.token):
            await asyncio.sleep(0.15)
            assert client.latency < 1


async def test_intents_that_are_not_switched_on_are_refused(server: DiscordServer) -> None:
    """Platform: 4014 for a privileged intent without approval."""
    client = BareClient(intents=discord.Intents(guilds=True, members=True))
    with pointed_at(server), pytest.raises(discord.PrivilegedIntentsRequired):
        async with online(client, server.token):
            pass


async def test_each_shard_hears_its_own_guilds_and_the_first_one_private_acts(server: DiscordServer) -> None:
    """Platform: shard = (guild_id >> 22) % n, direct messages on shard 0."""
    ana = server.world.add_user("ana")
    guilds: list[Guild] = []
    while len({(guild.id >> 22) % 2 for guild in guilds}) < 2:
        guilds.append(server.world.add_guild("one of many"))
        await asyncio.sleep(0.002)
    first, second = BareClient(shard_id=0, shard_count=2), BareClient(shard_id=1, shard_count=2)
    with pointed_at(server):
        async with online(first, server.token), online(second, server.token):
            for number, client in enumerate((first, second)):
                assert {guild.id for guild in client.guilds} == {
                    guild.id for guild in guilds if (guild.id >> 22) % 2 == number
                }
            talk = await first.create_dm(discord.Object(ana.id))
            view = discord.ui.View().add_item(discord.ui.Button(label="Go", custom_id="go"))
            view.stop()
            message = await talk.send("hello", view=view)
            server.people.press(ana.id, message.id, "go")
            assert (await first.next_act()).user.id == ana.id
            assert second.acts.empty()


async def test_losing_a_guild_and_an_outage_are_told_apart(stage: Stage) -> None:
    """Platform: GUILD_DELETE with unavailable=true is an outage, without it a removal."""
    world = stage.server.world
    changes: dict[str, Callable[[int], None]] = {
        "guild_unavailable": partial(world.remove_guild, unavailable=True),
        "guild_available": world.return_guild,
        "guild_remove": world.remove_guild,
    }
    for event, change in changes.items():
        heard = asyncio.ensure_future(stage.client.wait_for(event))
        await asyncio.sleep(0)
        change(stage.guild.id)
        assert (await asyncio.wait_for(heard, 5)).id == stage.guild.id


async def test_changes_of_channels_reach_the_client(stage: Stage) -> None:
    """Platform: CHANNEL_CREATE, CHANNEL_UPDATE with new rights, CHANNEL_DELETE."""
    world = stage.server.world

    async def hear(event: str) -> Any:
        return await stage.client.wait_for(event, timeout=5)

    created = asyncio.ensure_future(hear("guild_channel_create"))
    await asyncio.sleep(0)
    channel = world.add_channel(stage.guild.id, "new")
    assert (await created).id == channel.id
    changed = asyncio.ensure_future(hear("guild_channel_update"))
    await asyncio.sleep(0)
    world.set_rights(channel.id, deny=Permission.SEND_MESSAGES)
    _, after = await changed
    assert not after.permissions_for(after.guild.me).send_messages
    deleted = asyncio.ensure_future(hear("guild_channel_delete"))
    await asyncio.sleep(0)
    world.delete_channel(channel.id)
    assert (await deleted).id == channel.id
