"""The whole room over real sockets: log in, register, answer, lose the connection, close."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time

import pytest

from bot.app.commands import LogFlow, Privacy, Today
from bot.app.courier import Later, Parcel
from bot.app.said import Answer, Hello, HelpShown, PrivacyShown, Refused
from bot.core.people import Address, Platform
from bot.platforms.discord import client
from bot.platforms.discord.client import TOGETHER
from bot.platforms.discord.door import NOT_ACCEPTED, Door, open_discord
from tests.fakes.discord import AnswerKind, DiscordServer
from tests.platforms.discord.parts import RecordingApp, RecordingRooms
from tests.platforms.discord.stage import Marks

HELP = HelpShown(private=False, group="", facilitator=False, state="stranger")
PUT = "PUT /applications/{application_id}/commands"


@dataclass(slots=True)
class House:
    """A Discord of our own, and what a door to it needs."""

    server: DiscordServer
    app: RecordingApp
    marks: Marks = field(default_factory=Marks)
    rooms: RecordingRooms = field(default_factory=RecordingRooms)
    channel: int = 0
    ana: int = 0
    guild: int = 0

    @asynccontextmanager
    async def door(self, *, token: str = "", connected: bool = True) -> AsyncIterator[Door]:
        """Open it."""
        async with open_discord(
            app=self.app,
            rooms=self.rooms,
            token=token or self.server.token,
            remembered=self.marks.recall,
            remember=self.marks.keep,
            api_url=self.server.api_url,
            gateway_url=self.server.gateway_url,
        ) as door:
            if connected:
                await until(lambda: door.courier.client is not None)
                assert door.courier.client is not None
                # The library's two seconds without a further server add up; here they come at once.
                door.courier.client._connection.guild_ready_timeout = 0.05
                async with asyncio.timeout(10):
                    await door.ready.wait()
            yield door


async def until(true: Callable[[], bool]) -> None:
    """Give the loop time until something is true; at most 15 seconds."""
    for _ in range(1500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never became true")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A server with a channel and a member."""
    async with DiscordServer() as server:
        guild = server.world.add_guild("Maths club")
        channel = server.world.add_channel(guild.id, "study")
        [ana] = server.world.add_users(1, guild_id=guild.id)
        house = House(server, RecordingApp(Answer(HELP)), channel=channel.id, ana=ana, guild=guild.id)
        yield house
        assert server.watch.violations == []


async def test_a_door_logs_in_registers_the_commands_and_answers(house: House) -> None:
    """Every request is checked against Discord's own document; the answer is the asker's alone."""
    async with house.door():
        asked = house.server.people.slash(house.ana, "log", {"minutes": "45", "focus": 3}, channel_id=house.channel)
        shown = await house.server.watch.shown(asked)

    assert house.app.commands == [LogFlow(45, focus=3)]
    assert shown["flags"] & 64
    assert [each["name"] for each in house.server.commands.listed()][:2] == ["today", "log"]


async def test_commands_are_registered_only_when_they_changed(house: House) -> None:
    """Not at each start."""
    for _ in range(2):
        async with house.door():
            pass
    assert len(house.server.watch.requests(PUT)) == 1


async def test_a_registration_that_fails_keeps_nobody_out(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """The bot serves what is registered, and the next start tries again."""
    house.server.faults.status(PUT, 403)

    async with house.door():
        pass
    async with house.door():
        pass

    assert "not registered" in caplog.text
    assert len(house.marks.kept) == 1


async def test_a_registration_that_fails_is_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 6, 2: a trouble at the start leaves nobody without commands until the next one."""
    monkeypatch.setattr(client, "REGISTERS_AGAIN", (0.05,))
    house.server.faults.status(PUT, 403, times=2)
    async with house.door():
        await until(lambda: len(house.marks.kept) == 1)


async def test_a_modal_comes_and_goes_over_the_wire(house: House) -> None:
    """Opened by a command, submitted once; every payload is as Discord documents it."""
    text = "The singular values are the lengths of the axes of the image of the unit sphere under the map."
    async with house.door():
        opened = house.server.people.slash(house.ana, "checkin", channel_id=house.channel)
        first = await house.server.watch.answer(opened)
        values = {"went_well": text, "in_the_way": "rain", "after": "tea", "i_will": "sit", "confidence": ["5"]}
        sent = house.server.people.submit(house.ana, opened, values)
        await house.server.watch.shown(sent)

    assert first.kind is AnswerKind.MODAL
    assert house.app.last.press == str(opened)
    assert house.app.last.request == str(sent)


async def test_what_the_gateway_delivers_again_is_the_same_request(house: House) -> None:
    """R20: a replay carries the id of the first delivery; its answer may come too late, and nothing breaks."""
    async with house.door():
        asked = house.server.people.slash(house.ana, "today", channel_id=house.channel)
        await house.server.watch.shown(asked)
        house.server.people.deliver_again(asked)
        again = house.server.people.slash(house.ana, "privacy", channel_id=house.channel)
        await house.server.watch.shown(again)

    assert [type(each) for each in house.app.commands] == [Today, Today, Privacy]
    assert [who.request for _, who in house.app.asked][:2] == [str(asked)] * 2


async def test_a_wrong_token_is_one_clear_sentence(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Hosting: which setting is wrong, no stack trace, and the token nowhere."""
    async with house.door(token="not-the-right-token", connected=False) as door:
        async with asyncio.timeout(10):
            sentence = await door.failed

    assert sentence == NOT_ACCEPTED
    assert "DISCORD_TOKEN" in sentence
    assert "not-the-right-token" not in caplog.text + sentence


async def test_a_token_that_is_reset_while_running_is_told(house: House) -> None:
    """Close code 4004: no later try can help."""
    async with house.door() as door:
        house.server.gateway.revoke_token()
        async with asyncio.timeout(10):
            assert await door.failed == NOT_ACCEPTED


async def test_a_discord_that_is_not_there_yet_is_tried_again(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """The door is open at once; letters wait, and go when Discord is back."""
    await house.server.stop()
    port = int(house.server.url.rsplit(":", 1)[1])
    letter = Parcel("k", Address(Platform.DISCORD, str(house.channel)), Hello("Ana", time(18)))

    async with house.door(connected=False) as door:
        with pytest.raises(Later):
            await door.courier.deliver(letter)
        await house.server.start(port)
        async with asyncio.timeout(15):
            await door.ready.wait()
        await door.courier.deliver(letter)

    assert "cannot be reached" in caplog.text


async def test_letters_go_while_the_gateway_is_down(house: House) -> None:
    """After a cut the bot is deaf for a while; letters go by REST and wait for nothing."""
    letter = Parcel("k", Address(Platform.DISCORD, str(house.channel)), Hello("Ana", time(18)))
    async with house.door() as door:
        house.server.gateway.refuse(on=True)
        house.server.gateway.cut()
        await until(lambda: not door.ready.is_set())
        await door.courier.deliver(letter)

    assert len(house.server.watch.messages(house.channel)) == 1


async def test_the_connection_comes_back_by_itself(house: House) -> None:
    """A cut is resumed, and presses are heard again."""
    async with house.door():
        house.server.gateway.cut(4000)
        await until(lambda: house.server.gateway.counts()["resumed"] == 1)
        asked = house.server.people.slash(house.ana, "today", channel_id=house.channel)
        await house.server.watch.shown(asked)

    assert house.app.commands == [Today()]


async def test_a_deleted_channel_and_a_lost_server_are_noticed(house: House) -> None:
    """Recognised and kept as a fact; letters to that address stop, not the others'."""
    guild = house.server.world.channels[house.channel].guild_id
    assert guild is not None
    other = house.server.world.add_channel(guild, "other")
    async with house.door():
        house.server.world.delete_channel(house.channel)
        house.server.world.remove_guild(guild)
        await until(lambda: len(house.app.news.closed) == 2)

    assert [(address.chat, why) for address, why in house.app.news.closed] == [
        (str(house.channel), "the channel was deleted"),
        (str(other.id), "the bot was removed from the server"),
    ]


async def test_an_outage_of_a_server_closes_nothing(house: House) -> None:
    """GUILD_DELETE with unavailable is an outage, not a removal."""
    guild = house.server.world.channels[house.channel].guild_id
    assert guild is not None
    async with house.door():
        house.server.world.remove_guild(guild, unavailable=True)
        house.server.world.return_guild(guild)
        asked = house.server.people.slash(house.ana, "today", channel_id=house.channel)
        await house.server.watch.shown(asked)

    assert house.app.news.closed == []


async def test_an_answer_under_way_is_given_before_the_door_closes(house: House) -> None:
    """Shutting down does not lose what somebody just asked."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def waiting(*_: object) -> Answer:
        begun.set()
        await go_on.wait()
        return Answer(PrivacyShown(joined=True, logs=1, reviews=0, checkins=0))

    house.app.instead = waiting
    async with house.door():
        asked = house.server.people.slash(house.ana, "today", channel_id=house.channel)
        await begun.wait()
        asyncio.get_running_loop().call_later(0.3, go_on.set)

    assert (await house.server.watch.shown(asked))["components"]


async def test_the_log_never_holds_what_people_typed(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Even at DEBUG: the library's payload logs are switched off, and no token appears."""
    caplog.set_level(logging.DEBUG)
    house.app.answer = Answer(Refused("not_joined"))
    async with house.door():
        options = {"minutes": "30", "note": "my secret"}
        asked = house.server.people.slash(house.ana, "log", options, channel_id=house.channel)
        await house.server.watch.shown(asked)

    assert house.app.commands == [LogFlow(30, note="my secret")]
    assert "my secret" not in caplog.text
    assert house.server.token not in caplog.text


async def test_what_the_library_tells_after_closing_reaches_nobody(house: House) -> None:
    """A server that arrives while the bot closes: the library has no loop for its event any longer, and raised."""
    async with house.door() as door:
        front = door.courier.client
        assert front is not None
    front.dispatch("guild_available", front.get_guild(house.guild))


async def test_servers_that_come_together_are_looked_at_together(house: House) -> None:
    """At the start of a bot in 10,000 servers each of them is told of; the database is asked once for all."""
    async with house.door() as door:
        front = door.courier.client
        assert front is not None
        await asyncio.sleep(2 * TOGETHER)  # what the start itself looks at
        looks = house.app.news.looks
        for _ in range(50):
            front.dispatch("guild_available", front.get_guild(house.guild))
        await asyncio.sleep(2 * TOGETHER)
        assert house.app.news.looks - looks == 1
