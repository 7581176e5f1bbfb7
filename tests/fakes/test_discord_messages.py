"""discord.py's real client writes into channels and conversations of our server."""

import io
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from aiohttp import ClientSession

from tests.fakes.discord import Permission
from tests.fakes.discord.stages import Stage, staged
from tests.fakes.discord.things import DmPolicy


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        yield it


async def refused(sending: Any) -> int:
    """The code with which a request is refused."""
    with pytest.raises(discord.HTTPException) as caught:
        await sending
    return caught.value.code


async def test_a_message_can_be_read_edited_and_deleted(stage: Stage) -> None:
    """Platform: POST, GET, PATCH and DELETE of a message; afterwards it is unknown (10008)."""
    embed = discord.Embed(title="Week 1", description="Vectors").add_field(name="Day", value="1")
    message = await stage.room().send("Hello", embed=embed)
    await message.edit(content="Hello again")
    seen = await stage.room().fetch_message(message.id)
    assert (seen.content, seen.embeds[0].title, seen.edited_at is None) == ("Hello again", "Week 1", False)
    assert [each.id async for each in stage.room().history()] == [message.id]
    await message.delete()
    assert await refused(stage.room().fetch_message(message.id)) == 10008


async def test_a_test_can_wait_for_a_message_by_its_words(stage: Stage) -> None:
    """The harness: words in content, embeds and text displays count; after names the last one seen."""
    channel_id = stage.channel.id
    first = await stage.room().send(embed=discord.Embed(title="Ana kept week 3"))
    seen = await stage.server.watch.message(channel_id, "kept week")
    assert seen["id"] == str(first.id)
    card = discord.ui.LayoutView().add_item(discord.ui.TextDisplay("Ana kept week 4"))
    card.stop()
    second = await stage.room().send(view=card)
    assert (await stage.server.watch.message(channel_id, "kept week", after=first.id))["id"] == str(second.id)
    with pytest.raises(TimeoutError, match="Ana kept week 4"):
        await stage.server.watch.message(channel_id, "week 5", within=0.01)


async def test_each_person_has_one_conversation_with_the_bot(stage: Stage) -> None:
    """Platform: POST /users/@me/channels gives the same channel for the same person."""
    eva = stage.server.world.add_user("eva")
    mine = await stage.client.create_dm(discord.Object(stage.ana.id))
    await mine.send("for Ana")
    opened = await stage.client.http.start_private_message(stage.ana.id)
    other = await stage.client.create_dm(discord.Object(eva.id))
    assert int(opened["id"]) == mine.id != other.id
    assert [each["content"] for each in stage.server.watch.messages(mine.id)] == ["for Ana"]


@pytest.mark.parametrize(("dms", "code"), [("closed", 50007), ("strangers", 50278)])
async def test_a_private_message_is_refused_by_who_does_not_take_it(stage: Stage, dms: DmPolicy, code: int) -> None:
    """Platform: 50007 if direct messages are closed, 50278 without a shared server; opening works."""
    stage.server.world.set_dms(stage.ana.id, dms)
    talk = await stage.client.create_dm(discord.Object(stage.ana.id))
    assert await refused(talk.send("hello")) == code
    stage.server.world.set_dms(stage.ana.id, "open")
    assert (await talk.send("hello")).content == "hello"


async def test_missing_rights_and_lost_places_have_their_codes(stage: Stage) -> None:
    """Platform: 50013 without SEND_MESSAGES, 50001 without VIEW_CHANNEL or out of the guild, 10003 deleted."""
    world, room = stage.server.world, stage.client.get_partial_messageable(stage.channel.id)
    world.set_rights(stage.channel.id, deny=Permission.SEND_MESSAGES)
    assert await refused(room.send("x")) == 50013
    world.set_rights(stage.channel.id, deny=Permission.VIEW_CHANNEL)
    assert await refused(room.send("x")) == 50001
    world.set_rights(stage.channel.id)
    await room.send("allowed again")
    world.remove_guild(stage.guild.id)
    assert await refused(room.send("x")) == 50001
    assert await refused(stage.client.fetch_guild(stage.guild.id)) == 10004
    world.delete_channel(stage.channel.id)
    assert await refused(room.send("x")) == 10003


async def test_words_of_people_are_blank_without_the_privileged_intent(stage: Stage) -> None:
    """Platform: without MESSAGE_CONTENT a bot sees who wrote in a server, not what; private words it reads."""
    private = stage.server.people.write(stage.ana.id, "hello bot")
    public = stage.server.people.write(stage.ana.id, "hello all", channel_id=stage.channel.id)
    talk = await stage.client.create_dm(discord.Object(stage.ana.id))
    assert (await talk.fetch_message(private)).content == "hello bot"
    assert (await stage.room().fetch_message(public)).content == ""
    stage.server.settings.change(privileged_intents=1 << 15)
    assert (await stage.room().fetch_message(public)).content == "hello all"


async def test_only_its_own_messages_can_be_edited(stage: Stage) -> None:
    """Platform: 50005 for somebody else's message; deleting it takes MANAGE_MESSAGES."""
    written = stage.server.people.write(stage.ana.id, "mine", channel_id=stage.channel.id)
    message = await stage.room().fetch_message(written)
    assert (message.author.id, message.content) == (stage.ana.id, "")
    assert await refused(message.edit(content="yours")) == 50005
    assert await refused(message.delete()) == 50013
    stage.server.world.set_rights(stage.channel.id, allow=Permission.MANAGE_MESSAGES)
    await message.delete()


async def test_who_left_is_an_unknown_member(stage: Stage) -> None:
    """Platform: 10007 tells that a person left; members are listed only with the privileged intent."""
    guild = await stage.client.fetch_guild(stage.guild.id)
    assert (await guild.fetch_member(stage.ana.id)).name == "ana"
    stage.server.world.remove_member(stage.guild.id, stage.ana.id)
    assert await refused(guild.fetch_member(stage.ana.id)) == 10007
    assert await refused(stage.client.http.get_members(guild.id, 10, None)) == 50001
    stage.server.settings.change(privileged_intents=2)
    assert len(await stage.client.http.get_members(guild.id, 10, None)) == 2
    assert [role.name for role in await guild.fetch_roles()] == ["@everyone", "pacekeeper"]


async def test_the_same_nonce_within_two_minutes_posts_once(stage: Stage) -> None:
    """Platform: an enforced nonce gives the first message back for 120 s, in that channel alone."""
    other = stage.server.world.add_channel(stage.guild.id, "other")
    first = await stage.room().send("Day 3", nonce="prompt-7-2026-03-02")
    stage.server.clock.advance(119)
    again = await stage.room().send("Day 3", nonce="prompt-7-2026-03-02")
    elsewhere = await stage.client.get_partial_messageable(other.id).send("Day 3", nonce="prompt-7-2026-03-02")
    assert first.id == again.id != elsewhere.id
    assert stage.server.watch.counts()["repeats"] == 1
    stage.server.clock.advance(2)
    late = await stage.room().send("Day 3", nonce="prompt-7-2026-03-02")
    assert late.id != first.id
    await late.delete()
    assert await refused(stage.room().send("Day 3", nonce="prompt-7-2026-03-02")) == 10008


async def test_a_nonce_has_25_characters_at_most(stage: Stage) -> None:
    """Platform: a longer nonce is a form error; a UUID is too long."""
    await stage.room().send("x", nonce="n" * 25)
    assert await refused(stage.room().send("x", nonce="n" * 26)) == 50035
    broken = stage.server.watch.violations
    assert not broken or "nonce" in str(broken.pop()), "the specification, where it is there, says so too"


async def test_files_are_kept_and_can_be_fetched(stage: Stage) -> None:
    """Platform: multipart with payload_json; the attachment's address gives the bytes."""
    message = await stage.room().send("Export", file=discord.File(io.BytesIO(b"a,b\n1,2\n"), "logs.csv"))
    assert await message.attachments[0].read() == b"a,b\n1,2\n"
    await message.edit(attachments=[])
    assert (await stage.room().fetch_message(message.id)).attachments == []
    stage.server.world.set_rights(stage.channel.id, deny=Permission.ATTACH_FILES)
    assert await refused(stage.room().send(file=discord.File(io.BytesIO(b"x"), "x.txt"))) == 50013


async def test_a_file_above_ten_mebibytes_is_too_large(stage: Stage) -> None:
    """Platform: 40005 for a file over 10 MiB."""
    large = discord.File(io.BytesIO(bytes(10 * 1024 * 1024 + 1)), "large.bin")
    assert await refused(stage.room().send(file=large)) == 40005


async def test_pings_follow_allowed_mentions(stage: Stage) -> None:
    """Platform: a mention pings only whom allowed_mentions lets through; by default everybody named."""
    text = f"<@{stage.ana.id}> and @everyone"
    loud = await stage.room().send(text)
    quiet = await stage.room().send(text, allowed_mentions=discord.AllowedMentions.none())
    assert ([user.id for user in loud.mentions], loud.mention_everyone) == ([stage.ana.id], True)
    assert (quiet.mentions, quiet.mention_everyone) == ([], False)


async def test_a_layout_keeps_its_components_and_refuses_content(stage: Stage) -> None:
    """Platform: Components V2 come back with ids; an edit can't add content; the flag stays."""
    section = discord.ui.Section(
        discord.ui.TextDisplay("Week 1"), accessory=discord.ui.Button[Any](label="Log", custom_id="log")
    )
    card = discord.ui.LayoutView().add_item(discord.ui.Container(section, discord.ui.Separator()))
    card.stop()
    message = await stage.room().send(view=card)
    seen = await stage.room().fetch_message(message.id)
    assert seen.flags.components_v2
    stored = stage.server.watch.messages(stage.channel.id)[0]["components"][0]
    assert (stored["id"], stored["components"][0]["accessory"]["custom_id"]) == (1, "log")
    async with ClientSession(headers={"Authorization": f"Bot {stage.server.token}"}) as session:
        url = f"{stage.server.api_url}/channels/{stage.channel.id}/messages/{message.id}"
        async with session.patch(url, json={"content": "words"}) as response:
            assert (await response.json())["code"] == 50035
        async with session.patch(url, json={"flags": 0}) as response:
            assert (await response.json())["flags"] == 1 << 15


async def test_what_a_bot_asks_about_itself_and_its_places_is_answered(stage: Stage) -> None:
    """Platform: application, gateway, channels, people; showing that it writes."""
    client = stage.client
    assert client.user is not None
    assert (await client.application_info()).id == client.user.id
    shards, address, limit = await client.http.get_bot_gateway()
    assert (shards, limit["max_concurrency"]) == (1, 1)
    assert address.startswith("ws://127.0.0.1")
    assert (await client.fetch_channel(stage.channel.id)).id == stage.channel.id
    assert (await client.fetch_user(stage.ana.id)).name == "ana"
    guild = await client.fetch_guild(stage.guild.id)
    assert [channel.name for channel in await guild.fetch_channels()] == ["log"]
    assert guild.approximate_member_count == 3
    await stage.room().typing()
    assert stage.server.watch.requests("POST /channels/{channel_id}/typing")[0].status == 204
