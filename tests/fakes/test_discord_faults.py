"""Bad networks and busy platforms: what discord.py's real client meets, and what our server counts."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp import ClientSession

from tests.fakes.discord import DiscordServer, spec
from tests.fakes.discord.stages import Stage, staged

POST = "POST /channels/{channel_id}/messages"


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        yield it


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(limits=True) as it:
        yield it


def written(stage: Stage) -> list[str]:
    return [each["content"] for each in stage.server.watch.messages(stage.channel.id)]


async def test_a_status_on_demand_strikes_as_often_as_ordered(stage: Stage) -> None:
    """stack.md's fact: discord.py raises at once on 503, and the message does not exist."""
    stage.server.faults.status(POST, 503, times=2)
    for _ in range(2):
        with pytest.raises(discord.DiscordServerError):
            await stage.room().send("x")
    await stage.room().send("y")
    assert written(stage) == ["y"]
    assert [each.status for each in stage.server.watch.requests(POST)] == [503, 503, 200]


async def test_an_error_after_the_deed_leaves_the_message_behind(stage: Stage) -> None:
    """A 503 says nothing about whether the message was posted."""
    stage.server.faults.status(POST, 503, taken=True)
    with pytest.raises(discord.DiscordServerError):
        await stage.room().send("x")
    assert written(stage) == ["x"]


async def test_too_many_requests_on_demand_is_waited_for_and_repeated(stage: Stage) -> None:
    """Platform: discord.py sleeps retry_after of a 429 with a Via header, then repeats with the same nonce."""
    stage.server.faults.status(POST, 429, retry_after=0.05)
    await stage.room().send("x")
    first, second = stage.server.watch.requests(POST)
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 0.05
    assert first.body["nonce"] == second.body["nonce"]


@pytest.mark.parametrize("reset", [False, True])
async def test_a_lost_answer_leaves_the_message_and_the_nonce_keeps_it_single(stage: Stage, reset: bool) -> None:
    """Platform: the server took it, the answer was lost; the same nonce within 120 s posts nothing new."""
    stage.server.faults.lose(POST, reset=reset)
    with pytest.raises(aiohttp.ClientError):
        await stage.room().send("Day 3", nonce="key")
    assert written(stage) == ["Day 3"]
    again = await stage.room().send("Day 3", nonce="key")
    assert written(stage) == ["Day 3"]
    assert again.content == "Day 3"
    stage.server.clock.advance(121)
    await stage.room().send("Day 3", nonce="key")
    assert written(stage) == ["Day 3", "Day 3"]


async def test_a_request_may_be_lost_before_the_deed(stage: Stage) -> None:
    """The same error without an effect: the client can't tell the two apart."""
    stage.server.faults.lose(POST, taken=False)
    with pytest.raises(aiohttp.ClientError):
        await stage.room().send("x")
    assert written(stage) == []


async def test_a_broken_page_is_no_json(stage: Stage) -> None:
    """A proxy's page in place of an answer has no code, only its text."""
    stage.server.faults.garble(POST, status=403)
    with pytest.raises(discord.Forbidden, match="cloudflare"):
        await stage.room().send("x")


async def test_a_request_hangs_until_the_faults_are_cleared(stage: Stage) -> None:
    """The harness: a hanging request ends with its connection, for one channel if ordered so."""
    stage.server.faults.hang(f"POST /channels/{stage.channel.id}/*")
    sending = asyncio.ensure_future(stage.room().send("x"))
    await asyncio.sleep(0.05)
    assert not sending.done()
    talk = await stage.client.create_dm(discord.Object(stage.ana.id))
    await talk.send("elsewhere")
    stage.server.faults.clear()
    with pytest.raises(aiohttp.ClientError):
        await sending


async def test_a_slow_answer_still_comes(stage: Stage) -> None:
    """The harness: slow only delays."""
    stage.server.faults.slow(POST, 0.05)
    assert (await asyncio.wait_for(stage.room().send("x"), 2)).content == "x"
    first = stage.server.watch.requests(POST)[0]
    assert first.status == 200
    assert stage.server.faults.waiting() == []


async def test_the_whole_server_may_go_away_and_come_back(stage: Stage) -> None:
    """An outage: nothing answers, then everything stands where it stood."""
    port = int(stage.server.url.rpartition(":")[2])
    await stage.room().send("before", nonce="key")
    await stage.server.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await stage.room().send("before", nonce="key")
    await stage.server.start(port)
    await stage.room().send("before", nonce="key")
    assert written(stage) == ["before"]


async def request(session: ClientSession, server: DiscordServer, path: str, **options: Any) -> aiohttp.ClientResponse:
    method = "POST" if "json" in options else "GET"
    headers = {"Authorization": f"Bot {server.token}"}
    async with session.request(method, server.api_url + path, headers=headers, **options) as response:
        await response.read()
        return response


async def test_fifty_requests_a_second_are_the_limit_for_all_routes(server: DiscordServer) -> None:
    """Platform: the 51st within a second gets 429 with Retry-After, Via, the global mark and a JSON body."""
    async with ClientSession() as session:
        for _ in range(50):
            assert (await request(session, server, "/users/@me")).status == 200
        refused = await request(session, server, "/users/@me")
        body = await refused.json()
        assert refused.status == 429
        assert refused.headers["X-RateLimit-Global"] == "true"
        assert refused.headers["Via"]
        assert float(refused.headers["Retry-After"]) >= body["retry_after"] > 0
        assert body["global"] is True
        exempt = await request(session, server, "/interactions/1/none/callback", json={"type": 4})
        assert exempt.status == 404
        assert server.limits.counts() == {"refused": 1, "busiest_second": 51}
        server.clock.advance(1)
        assert (await request(session, server, "/users/@me")).status == 200


async def test_five_messages_in_five_seconds_are_the_limit_of_a_channel(server: DiscordServer) -> None:
    """Platform: X-RateLimit headers on every answer of the route, 429 for the sixth; other channels are free."""
    guild = server.world.add_guild("Study hall")
    one, two = (server.world.add_channel(guild.id, name).id for name in ("one", "two"))
    async with ClientSession() as session:
        for left in (4, 3, 2, 1, 0):
            sent = await request(session, server, f"/channels/{one}/messages", json={"content": "x"})
            assert (sent.status, sent.headers["X-RateLimit-Remaining"]) == (200, str(left))
            assert sent.headers["X-RateLimit-Limit"] == "5"
            assert 0 < float(sent.headers["X-RateLimit-Reset-After"]) <= 5
        sixth = await request(session, server, f"/channels/{one}/messages", json={"content": "x"})
        assert sixth.status == 429
        assert (await sixth.json())["global"] is False
        assert sixth.headers["X-RateLimit-Scope"] == "user"
        other = await request(session, server, f"/channels/{two}/messages", json={"content": "x"})
        assert other.status == 200
        server.clock.advance(5)
        assert (await request(session, server, f"/channels/{one}/messages", json={"content": "x"})).status == 200


async def test_discord_py_keeps_to_the_channels_limit_by_the_headers() -> None:
    """Platform: it waits by itself after the fifth message, so nothing is refused."""
    async with staged(DiscordServer(limits=True)) as stage:
        for number in range(4):
            await stage.room().send(str(number))
        fifth = asyncio.ensure_future(stage.room().send("4"))
        await stage.server.watch.message_count(5)
        await asyncio.sleep(0.05)
        assert not fifth.done()
        assert stage.server.limits.counts()["refused"] == 0
        fifth.cancel()


async def test_limits_can_be_switched_while_the_server_runs(server: DiscordServer) -> None:
    """Benchmarks switch them off to find the bot's own speed."""
    guild = server.world.add_guild("Study hall")
    path = f"/channels/{server.world.add_channel(guild.id, 'one').id}/messages"
    server.limits.enforce(on=False)
    async with ClientSession() as session:
        for _ in range(60):
            assert (await request(session, server, path, json={"content": "x"})).status == 200
        server.limits.enforce(on=True)
        statuses = [(await request(session, server, path, json={"content": "x"})).status for _ in range(6)]
    assert statuses == [200] * 5 + [429]


async def test_a_test_can_wait_for_a_request(stage: Stage) -> None:
    """The harness: the second post that fits; in vain it tells what is missing."""
    for word in ("a", "b", "c"):
        await stage.room().send(word)
    found = await stage.server.watch.request(POST, count=2, where=lambda record: record.body["content"] != "a")
    assert found.body["content"] == "c"
    with pytest.raises(TimeoutError, match="no request 4 of POST"):
        await stage.server.watch.request(POST, count=4, within=0.01)


async def test_without_limits_requests_are_still_counted(stage: Stage) -> None:
    """Benchmarks read the busiest second also where nothing is refused."""
    stage.server.limits.reset()
    for number in range(10):
        await stage.room().send(str(number))
    counts = stage.server.limits.counts()
    assert counts["refused"] == 0
    assert 1 <= counts["busiest_second"] <= 10


async def test_a_misspelt_field_and_an_unknown_route_are_violations(stage: Stage) -> None:
    """The harness: bodies are held against Discord's document where it is there; unknown routes always."""
    watch = stage.server.watch
    headers = {"Authorization": f"Bot {stage.server.token}"}
    async with ClientSession(headers=headers) as session:
        async with session.put(f"{stage.server.api_url}/nowhere", json={}) as response:
            assert (response.status, (await response.json())["message"]) == (404, "404: Not Found")
        assert [each.request for each in watch.violations] == ["PUT /nowhere"]
        watch.forget()
        url = f"{stage.server.api_url}/channels/{stage.channel.id}/messages"
        async with session.post(url, json={"content": "x", "contents": "y"}) as response:
            assert response.status == 200
    if spec.available():
        assert [each.problem.split(":")[0] for each in watch.violations] == ["$"]
    watch.forget()


async def test_a_body_that_is_no_json_is_refused(stage: Stage) -> None:
    """Platform: 50109 for a body that can't be read."""
    headers = {"Authorization": f"Bot {stage.server.token}", "Content-Type": "application/json"}
    url = f"{stage.server.api_url}/channels/{stage.channel.id}/messages"
    async with ClientSession(headers=headers) as session, session.post(url, data="{") as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
