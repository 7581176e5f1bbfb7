"""Letters and cards over a socket, and what every error of Telegram means for them."""

import asyncio

import pytest

from bot.app.courier import (
    Gone,
    Later,
    Moved,
    Parcel,
    Unacceptable,
    Undeliverable,
    Unsure,
    Vanished,
)
from bot.app.said import Said
from bot.core.people import Address, Platform
from tests.fakes.telegram import (
    ALWAYS,
    Cut,
    Flood,
    Garbled,
    Page,
    Person,
    Refusal,
    Silence,
    TelegramServer,
    labels,
)
from tests.fakes.telegram.faults import Fault
from tests.platforms.telegram.parts import Around, RecordingApp, Stage, door_on
from tests.platforms.telegram.samples import HELLO, LONG, card


def private(person: Person) -> Address:
    """A learner's address before their private chat was known."""
    return Address(Platform.TELEGRAM, "", person=str(person.id))


def parcel(address: Address, said: Said = HELLO.said) -> Parcel:
    """A letter."""
    return Parcel("hello:1", address, said)


async def failure(stage: Stage, address: Address, said: Said = HELLO.said) -> Undeliverable:
    """How a delivery fails."""
    with pytest.raises(Undeliverable) as caught:
        await stage.courier.deliver(parcel(address, said))
    return caught.value


async def test_a_letter_reaches_a_learner(stage: Stage) -> None:
    """A private chat has its person's id, found out at the first delivery."""
    ana = stage.server.person("Ana", started=True)
    delivered = await stage.courier.deliver(parcel(private(ana)))
    message = await stage.server.message(ana.id, "Prompts will reach you")
    assert (delivered.message, delivered.chat) == (str(message["message_id"]), str(ana.id))
    assert sum(map(len, labels(message))) == 2
    assert "link_preview_options" in stage.server.platform.journal.called("sendMessage")[-1].params


async def test_a_long_letter_takes_two_messages(stage: Stage) -> None:
    """The last has the buttons and is the one to edit."""
    ana = stage.server.person("Ana", started=True)
    delivered = await stage.courier.deliver(parcel(private(ana), LONG.said))
    sent = [each.message for each in stage.server.platform.journal.in_chat(ana.id)]
    assert [bool(labels(message)) for message in sent] == [False, True]
    assert delivered.message == str(sent[-1]["message_id"])


async def test_a_letter_of_which_a_part_stands_is_unsure(stage: Stage) -> None:
    """Whatever happens after the first message: the whole must not be posted again."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Flood(1), "sendMessage", pass_first=1)
    assert isinstance(await failure(stage, private(ana), LONG.said), Unsure)


async def test_a_card_reaches_its_topic(stage: Stage) -> None:
    """A group's chat is its topic if it has one."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, forum=True, bot="member")
    topic = group.topic("study")
    await stage.courier.deliver(parcel(Address(Platform.TELEGRAM, str(group.id), str(topic)), card()))
    message = await stage.server.message(group.id)
    assert message["message_thread_id"] == topic
    links = [button.get("url") for row in message["reply_markup"]["inline_keyboard"] for button in row]
    assert "https://t.me/pacekeeper_bot?start=c_log" in links
    assert "https://t.me/pacekeeper_bot?start=g1-abcdefghijkl" in links


async def test_a_card_is_edited_in_place(stage: Stage) -> None:
    """Refinement 9: the same content again is a success; a card that is gone is Vanished."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, bot="member")
    address = Address(Platform.TELEGRAM, str(group.id))
    sent = await stage.courier.deliver(parcel(address, card()))
    await stage.courier.edit(address, sent.message, card(learners=4))
    await stage.courier.edit(address, sent.message, card(learners=4))
    edited = await stage.server.message(group.id, "2 more", change="edited")
    assert str(edited["message_id"]) == sent.message
    group.forget_message(int(sent.message))
    with pytest.raises(Vanished):
        await stage.courier.edit(address, sent.message, card())


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Refusal(403, "Forbidden: bot was blocked by the user"), Gone),
        (Refusal(403, "Forbidden: something new"), Gone),
        (Refusal(400, "Bad Request: chat not found"), Gone),
        (Refusal(400, "Bad Request: message thread not found"), Gone),
        (Refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), Gone),
        (Refusal(400, "Bad Request: not enough rights to send text messages to the chat"), Gone),
        (Refusal(400, "Bad Request: can't parse entities: Unclosed start tag"), Unacceptable),
        (Refusal(400, "Bad Request: BUTTON_DATA_INVALID"), Unacceptable),
        (Refusal(401, "Unauthorized"), Later),
        (Refusal(429, "Too Many Requests"), Later),
        (Refusal(500, "Internal Server Error"), Unsure),
        (Page(502), Unsure),
        (Page(504, acted=True), Unsure),
        (Cut(acted=True), Unsure),
        (Cut(acted=False), Unsure),
        (Garbled(), Unsure),
    ],
)
async def test_every_error_says_what_follows(stage: Stage, fault: Fault, kind: type[Undeliverable]) -> None:
    """A BadRequest is a NetworkError in the library, yet trying again cannot help; a cut says nothing."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(fault, "sendMessage")
    problem = await failure(stage, private(ana))
    assert type(problem) is kind
    assert problem.reason
    assert stage.server.token not in problem.reason


async def test_a_flood_tells_how_long_to_wait(stage: Stage) -> None:
    """A 429 empties the shared budget too."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Flood(17), "sendMessage")
    problem = await failure(stage, private(ana))
    assert isinstance(problem, Later)
    assert (problem.seconds, problem.throttled) == (17.0, True)


async def test_who_never_started_the_bot_is_gone_for_now(stage: Stage) -> None:
    """No direct message before Start; the reason is plain."""
    assert (await failure(stage, private(stage.server.person("Ana")))).reason == (
        "the person has not started the bot yet"
    )


async def test_a_group_that_became_a_supergroup_has_moved(stage: Stage) -> None:
    """The error carries the new id."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, kind="group", bot="member")
    new = group.migrate()
    problem = await failure(stage, Address(Platform.TELEGRAM, str(group.id)), card())
    assert isinstance(problem, Moved)
    assert problem.chat == str(new.id)


async def test_a_deleted_topic_is_gone(stage: Stage) -> None:
    """Only that address, not the others."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, forum=True, bot="member")
    topic = group.topic("study")
    group.delete_topic(topic)
    problem = await failure(stage, Address(Platform.TELEGRAM, str(group.id), str(topic)), card())
    assert (type(problem), problem.reason) == (Gone, "the topic was deleted")


async def test_an_answer_that_never_comes_is_unsure(
    server: TelegramServer, app: RecordingApp, around: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time-out in reading says nothing about whether Telegram posted the message."""
    monkeypatch.setattr("bot.platforms.telegram.line.READ_S", 0.1)
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around) as door:
        server.faults.add(Silence(acted=True), "sendMessage")
        with pytest.raises(Unsure):
            await door.courier.deliver(parcel(private(ana)))


async def test_a_server_that_is_not_there_was_not_reached(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """A refused connection posted nothing."""
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around) as door:
        await server.stop()
        with pytest.raises(Later) as caught:
            await door.courier.deliver(parcel(private(ana)))
        assert not caught.value.throttled


async def test_before_telegram_answered_letters_wait(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """The door opens at once and connects in the background."""
    server.faults.add(Page(502), "getMe", times=ALWAYS)
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around, wait=False) as door:
        with pytest.raises(Later):
            await door.courier.deliver(parcel(private(ana)))
        server.faults.clear()
        async with asyncio.timeout(5):
            await door.ready.wait()
        await door.courier.deliver(parcel(private(ana)))


async def test_an_address_of_another_platform_is_unacceptable(stage: Stage) -> None:
    """A wrong row must not stop the others."""
    assert isinstance(await failure(stage, Address(Platform.TELEGRAM, "", person="ana")), Unacceptable)


async def test_sixty_four_letters_go_at_the_same_time(stage: Stage) -> None:
    """The pool holds as many connections as the bulk uses."""
    people = [stage.server.person(f"P{n}", started=True) for n in range(64)]
    async with asyncio.timeout(10):
        await asyncio.gather(*(stage.courier.deliver(parcel(private(person))) for person in people))
    assert {each.message["chat"]["id"] for each in stage.server.platform.journal.deliveries.items} == {
        person.id for person in people
    }
