"""Letters over real sockets: what Discord answers, and what the post office is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.app.commands import Today
from bot.app.courier import (
    Courier,
    Gone,
    Later,
    Parcel,
    Unacceptable,
    Undeliverable,
    Unsure,
    Vanished,
)
from bot.app.said import Said
from bot.core.people import Address, Platform
from bot.platforms.discord.attempt import attempt
from bot.platforms.discord.courier import NONCE, SEND_WITHIN, DiscordCourier, nonce_of
from bot.ui.phrase import plain
from bot.ui.view import Press, Say, View
from tests.fakes.discord import DiscordServer, Permission
from tests.fakes.discord.pointing import pointed_at
from tests.platforms.discord.parts import Board, RecordingApp
from tests.platforms.discord.stage import Marks, front_of

POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
OPEN = "POST /users/@me/channels"


@dataclass(slots=True)
class Round:
    """A courier that is logged in, and the places it goes to."""

    server: DiscordServer
    courier: DiscordCourier
    board: Board
    prompt: Said
    card: Said
    channel: int
    person: int

    @property
    def to_group(self) -> Parcel:
        """A card for the channel."""
        return Parcel("card:1:2026-03-02", Address(Platform.DISCORD, str(self.channel)), self.card)

    @property
    def to_person(self) -> Parcel:
        """A prompt for a person whose private conversation was never opened."""
        return Parcel("prompt:1:2026-03-02", Address(Platform.DISCORD, "", person=str(self.person)), self.prompt)

    async def trouble(self, parcel: Parcel) -> Undeliverable:
        """What the courier raises."""
        with pytest.raises(Undeliverable) as caught:
            await self.courier.deliver(parcel)
        return caught.value


@pytest.fixture
async def tour(app: RecordingApp, board: Board, marks: Marks) -> AsyncIterator[Round]:
    """A courier at a Discord of our own, over REST alone: no gateway is ever opened."""
    prompt = board.saying(View(plain("Good morning"), (Say(plain("Day 2")),), (Press("Today", Today()),)))
    card = board.saying(View(plain("Monday"), (Say(plain("3 in today")),), (Press("Join in", Today()),)))
    async with DiscordServer() as server:
        guild = server.world.add_guild("Maths club")
        channel = server.world.add_channel(guild.id, "study")
        [person] = server.world.add_users(1, guild_id=guild.id)
        with pointed_at(server):
            client = front_of(app, board, marks)
            await client.login(server.token)
            courier = DiscordCourier(board.draw, send_within=2.0)
            courier.client = client
            yield Round(server, courier, board, prompt, card, channel.id, person)
            await client.close()
        assert server.watch.violations == []
        assert server.gateway.counts()["identified"] == 0


def as_courier(courier: DiscordCourier) -> Courier:
    """The type checker's word that ours is one."""
    return courier


async def test_a_card_is_posted_and_edited_in_place(tour: Round) -> None:
    """R24: one message, edited; a container, since nobody is called by it."""
    sent = await as_courier(tour.courier).deliver(tour.to_group)
    await tour.courier.edit(tour.to_group.address, sent.message, tour.card)
    await tour.courier.edit(tour.to_group.address, sent.message, tour.card)

    [message] = tour.server.watch.messages(tour.channel)
    assert message["id"] == sent.message
    assert sent.chat == ""
    assert message["components"][0]["type"] == 17


async def test_a_prompt_opens_the_conversation_and_tells_its_id(tour: Round) -> None:
    """A private address may hold the account alone; the channel is learnt at the first letter."""
    sent = await tour.courier.deliver(tour.to_person)
    known = Parcel("next", Address(Platform.DISCORD, sent.chat, person=str(tour.person)), tour.prompt)
    again = await tour.courier.deliver(known)
    await tour.courier.edit(known.address, again.message, tour.prompt)

    first, second = tour.server.watch.messages(int(sent.chat))
    assert first["content"] == second["content"] == "**Good morning**\n\nDay 2"
    assert again.chat == ""
    assert len(tour.server.watch.requests(OPEN)) == 1


async def test_every_try_of_a_letter_carries_the_same_enforced_nonce(tour: Round) -> None:
    """Discord's only way to tell a repeat: 25 characters at most, from the letter's key."""
    for _ in range(2):
        await tour.courier.deliver(tour.to_group)

    bodies = [each.body for each in tour.server.watch.requests(POST)]
    assert [(each["nonce"], each["enforce_nonce"]) for each in bodies] == [(nonce_of(tour.to_group.key), True)] * 2
    assert len(nonce_of("x")) == NONCE
    assert nonce_of("x") != nonce_of("y")
    assert len(tour.server.watch.messages(tour.channel)) == 1


@pytest.mark.parametrize("reset", [False, True])
async def test_a_lost_answer_is_unsure_and_its_repeat_posts_nothing(tour: Round, reset: bool) -> None:
    """The server took it, the answer was lost: nobody knows, and the same nonce makes a repeat harmless."""
    tour.server.faults.lose(POST, reset=reset)

    assert isinstance(await tour.trouble(tour.to_group), Unsure)
    again = await tour.courier.deliver(tour.to_group)

    [message] = tour.server.watch.messages(tour.channel)
    assert message["id"] == again.message


async def test_no_answer_in_time_is_unsure(tour: Round) -> None:
    """An attempt ends by itself, in less than the 25 seconds that a letter has."""
    tour.server.faults.hang(POST, taken=True)

    assert isinstance(await tour.trouble(tour.to_group), Unsure)
    assert SEND_WITHIN < 25


async def test_a_failure_that_may_have_posted_is_retried_with_the_same_nonce(tour: Round) -> None:
    """The library tries again after a 502 by itself; the message stands there once."""
    tour.server.faults.status(POST, 502, taken=True)

    sent = await tour.courier.deliver(tour.to_group)

    [message] = tour.server.watch.messages(tour.channel)
    assert message["id"] == sent.message


async def test_failures_without_end_are_unsure(tour: Round) -> None:
    """A 500 says nothing about what was posted."""
    tour.server.faults.status(POST, 500, times=9)

    assert isinstance(await tour.trouble(tour.to_group), Unsure)


async def test_an_overloaded_discord_posted_nothing(tour: Round) -> None:
    """A 503 comes from before the work was begun."""
    tour.server.faults.status(POST, 503)

    trouble = await tour.trouble(tour.to_group)

    assert isinstance(trouble, Later)
    assert not trouble.throttled


async def test_a_failure_that_may_have_posted_outweighs_a_later_wait(tour: Round) -> None:
    """After a 502, a 429 for the repeat does not prove that nothing was posted."""
    tour.server.faults.status(POST, 502, taken=True)
    tour.server.faults.status(POST, 429, retry_after=9)

    assert isinstance(await tour.trouble(tour.to_group), Unsure)


async def test_a_429_gives_the_letter_back_at_once_with_discords_own_wait(tour: Round) -> None:
    """The shared budget has to hear of it: the library's sleep is not waited for."""
    tour.server.faults.status(POST, 429, retry_after=17)

    trouble = await tour.trouble(tour.to_group)

    assert isinstance(trouble, Later)
    assert trouble.throttled
    assert trouble.seconds == 17
    assert len(tour.server.watch.requests(POST)) == 1
    await tour.courier.deliver(tour.to_group)


async def test_a_global_limit_does_not_block_the_client(tour: Round) -> None:
    """A global 429 that is cut short inside the library would stop every later request for ever."""
    tour.server.limits.enforce(on=True)
    outcomes = [await vanished_or(tour, number) for number in range(60)]
    throttled = [each for each in outcomes if isinstance(each, Later) and each.throttled]
    tour.server.limits.enforce(on=False)

    assert throttled
    assert all(each is None or isinstance(each, Later) for each in outcomes)
    await tour.courier.deliver(Parcel("after", tour.to_group.address, tour.card))


async def vanished_or(tour: Round, number: int) -> Undeliverable | None:
    """One of many letters to one channel."""
    try:
        await tour.courier.edit(tour.to_group.address, str(number), tour.card)
    except Vanished:
        return None
    except Undeliverable as trouble:
        return trouble
    return None


async def test_an_unreachable_discord_posted_nothing(tour: Round) -> None:
    """Nothing left this machine, so the letter is simply sent later."""
    await tour.server.stop()
    await tour.trouble(tour.to_group)  # notices that the connection which was kept open has gone

    trouble = await tour.trouble(tour.to_group)

    assert isinstance(trouble, Later)
    assert not trouble.throttled


async def test_closed_direct_messages_close_the_address(tour: Round) -> None:
    """50007: told to that learner at their next answer."""
    tour.server.world.set_dms(tour.person, "closed")

    trouble = await tour.trouble(tour.to_person)

    assert isinstance(trouble, Gone)
    assert trouble.reason == "this person takes no direct messages from the bot"


async def test_no_shared_server_closes_the_address(tour: Round) -> None:
    """50278: the person or the bot left."""
    tour.server.world.set_dms(tour.person, "strangers")

    assert "shares no server" in (await tour.trouble(tour.to_person)).reason


async def test_an_unknown_person_closes_the_address(tour: Round) -> None:
    """50033 or 10013: the account was deleted."""
    nobody = Parcel("k", Address(Platform.DISCORD, "", person="4"), tour.prompt)

    assert isinstance(await tour.trouble(nobody), Gone)


async def test_a_deleted_channel_closes_the_address(tour: Round) -> None:
    """10003."""
    tour.server.world.delete_channel(tour.channel)

    trouble = await tour.trouble(tour.to_group)

    assert isinstance(trouble, Gone)
    assert trouble.reason == "the channel was deleted"


@pytest.mark.parametrize(
    ("right", "reason"),
    [
        (Permission.VIEW_CHANNEL, "the bot cannot see the channel"),
        (Permission.SEND_MESSAGES, "the bot may not write in the channel"),
    ],
)
async def test_a_lost_right_closes_the_address_and_names_the_fix(tour: Round, right: Permission, reason: str) -> None:
    """50001 and 50013."""
    tour.server.world.set_rights(tour.channel, deny=right)

    trouble = await tour.trouble(tour.to_group)

    assert isinstance(trouble, Gone)
    assert trouble.reason == reason


async def test_a_bot_that_was_removed_finds_the_address_closed(tour: Round) -> None:
    """The server is out of sight."""
    guild = tour.server.world.channels[tour.channel].guild_id
    assert guild is not None
    tour.server.world.remove_guild(guild)

    assert isinstance(await tour.trouble(tour.to_group), Gone)


async def test_a_deleted_message_cannot_be_edited(tour: Round) -> None:
    """10008: the card is gone, its channel is not."""
    with pytest.raises(Vanished):
        await tour.courier.edit(tour.to_group.address, "4", tour.card)


async def test_a_message_that_discord_does_not_take_is_unacceptable(tour: Round) -> None:
    """50035: trying again cannot help, and the address is fine. (A container cannot become a plain message.)"""
    sent = await tour.courier.deliver(tour.to_group)
    as_person = Address(Platform.DISCORD, str(tour.channel), person=str(tour.person))

    with pytest.raises(Unacceptable):
        await tour.courier.edit(as_person, sent.message, tour.prompt)


async def test_an_address_of_another_kind_is_unacceptable(tour: Round) -> None:
    """Not a Discord id."""
    assert isinstance(await tour.trouble(Parcel("k", Address(Platform.DISCORD, "ana"), tour.card)), Unacceptable)


async def test_a_page_of_html_is_somebody_elses_answer(tour: Round) -> None:
    """A proxy or a firewall in between closes no address."""
    tour.server.faults.garble(POST, status=403)

    assert isinstance(await tour.trouble(tour.to_group), Later)


async def test_a_refused_token_closes_no_address(tour: Round) -> None:
    """401: the host has to act, the learner's address is fine."""
    tour.server.gateway.revoke_token()

    assert isinstance(await tour.trouble(tour.to_group), Later)


async def test_opening_a_conversation_is_never_in_doubt(tour: Round) -> None:
    """Nothing that people see was posted, whatever happened on the way."""
    tour.server.faults.lose(OPEN)
    assert isinstance(await tour.trouble(tour.to_person), Later)

    await tour.courier.deliver(tour.to_person)


async def test_before_the_login_a_letter_waits(board: Board) -> None:
    """The door is open before Discord was reached."""
    courier = DiscordCourier(board.draw)

    with pytest.raises(Later):
        await courier.deliver(Parcel("k", Address(Platform.DISCORD, "5"), board.saying(View(plain("x")))))


async def test_a_client_that_was_closed_meanwhile_posted_nothing() -> None:
    """R18: the letter waits for the next start; the end is no failure to log."""
    session = aiohttp.ClientSession()
    await session.close()
    with pytest.raises(Later, match="the bot is ending"):
        await attempt(session.get("http://127.0.0.1/"), 5.0)


async def test_a_token_that_is_refused_is_told_once_and_nothing_more_is_sent(tour: Round) -> None:
    """Issue 6, 2: a process that only delivers hears of it by a send; asked on and on, Discord shuts a machine out."""
    told: list[str] = []
    courier = DiscordCourier(tour.board.draw, refused=lambda: told.append("refused"))
    courier.client = tour.courier.client
    tour.server.faults.status(POST, 401, times=9)
    for _ in range(3):
        with pytest.raises(Later):
            await courier.deliver(tour.to_group)
    assert told == ["refused"]
    assert len(tour.server.watch.requests(POST)) == 1


@pytest.mark.parametrize("body", ['{"id": "1', "{}", "[]", '"done"', "null"])
@pytest.mark.parametrize("taken", [True, False])
async def test_an_answer_that_cannot_be_read_tells_nothing(tour: Round, body: str, taken: bool) -> None:
    """Section 5f: whether it was taken is not known; the nonce makes the next try safe. An edit is done again."""
    tour.server.faults.odd(POST, body, taken=taken)
    assert isinstance(await tour.trouble(tour.to_group), Unsure)
    delivered = await tour.courier.deliver(tour.to_group)
    assert [each["id"] for each in tour.server.watch.messages(tour.channel)] == [delivered.message]
    tour.server.faults.odd(EDIT, body, taken=taken)
    with pytest.raises(Unsure):
        await tour.courier.edit(tour.to_group.address, delivered.message, tour.card)
    await tour.courier.edit(tour.to_group.address, delivered.message, tour.card)
