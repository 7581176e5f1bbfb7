"""The server as its own process, steered over its control API, with a real client here."""

from collections.abc import AsyncIterator

import discord
import pytest

from tests.fakes.discord import ActError, Remote, spawned
from tests.fakes.discord.pointing import pointed_at
from tests.fakes.discord.stages import Act, BareClient, online


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    async with spawned("--token", "another-token") as it:
        yield it


def talking_client() -> BareClient:
    client = BareClient()

    @client.tree.command(name="log", description="Record a flow")
    async def log(interaction: Act, minutes: int) -> None:
        await interaction.response.send_message(f"{minutes} minutes logged", ephemeral=True)

    return client


async def test_a_whole_scene_is_played_across_processes(remote: Remote) -> None:
    """The harness: ids go in, ids and JSON come out; the words of messages can be waited for."""
    guild = await remote("world.add_guild", name="Study hall")
    channel = await remote("world.add_channel", guild_id=guild, name="log")
    ana = await remote("world.add_user", name="ana")
    await remote("world.add_member", guild_id=guild, user_id=ana)
    client = talking_client()
    with pointed_at(remote):
        async with online(client, remote.token):
            await client.tree.sync()
            asked = await remote(
                "people.slash", user_id=ana, command="log", options={"minutes": 50}, channel_id=channel
            )
            shown = await remote("watch.shown", interaction_id=asked)
            assert (shown["content"], shown["flags"]) == ("50 minutes logged", 64)
            await client.get_partial_messageable(channel).send("Card of today")
            card = await remote("watch.message", channel_id=channel, pattern="Card")
            assert card["author"]["username"] == "pacekeeper"
            await remote("faults.status", route="POST /channels/*", status=503)
            with pytest.raises(discord.DiscordServerError):
                await client.get_partial_messageable(channel).send("lost")
    posts = await remote("watch.requests", route="POST /channels/{channel_id}/messages")
    assert [each["status"] for each in posts] == [200, 503]
    assert await remote("watch.broken_rules") == []
    assert (await remote("gateway.counts"))["identified"] == 1


async def test_a_crowd_is_answered_and_timed(remote: Remote) -> None:
    """Benchmarks: many people use a command at once; each answer's milliseconds come back."""
    people = await remote("world.add_users", count=100)
    await remote("settings.change", first_answer_seconds=60)
    client = talking_client()
    with pointed_at(remote):
        async with online(client, remote.token):
            await client.tree.sync()
            result = await remote("crowd.rush", user_ids=people, command="log", options={"minutes": 5}, within=60)
    assert (result["asked"], result["answered"]) == (100, 100)
    assert len(result["milliseconds"]) == 100


async def test_what_goes_wrong_there_is_raised_here(remote: Remote) -> None:
    """The harness: impossible acts, waits in vain and unknown verbs come back as errors with their words."""
    ana = await remote("world.add_user", name="ana")
    with pytest.raises(ActError, match="no command /log"):
        await remote("people.slash", user_id=ana, command="log")
    talk = await remote("world.conversation", user_id=ana)
    with pytest.raises(TimeoutError, match="no message matches 'hello'"):
        await remote("watch.message", channel_id=talk, pattern="hello", within=0.01)
    for verb in ("world.explode", "nothing.at_all", "gateway.serve"):
        with pytest.raises(ActError, match="no such verb"):
            await remote(verb)
    with pytest.raises(ActError, match="TypeError"):
        await remote("world.add_user", colour="red")
