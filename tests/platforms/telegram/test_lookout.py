"""Asking Telegram who is still in a group, of the Bot API."""

from collections.abc import AsyncIterator

import pytest

from bot.app.courier import Gone, Later, Undeliverable
from bot.core.people import Address, Platform
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.lookout import Lookout
from tests.fakes.telegram import Group, Person, TelegramServer
from tests.fakes.telegram.faults import Flood, Refusal


@pytest.fixture
async def lookout(server: TelegramServer) -> AsyncIterator[Lookout]:
    """Asks the server through the library."""
    line = Line(server.token, server.url)
    await line.initialize()
    yield Lookout(line)
    await line.shutdown()


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    """Leads the group."""
    return server.person("Ana", started=True)


@pytest.fixture
def ben(server: TelegramServer) -> Person:
    """Is in the group."""
    return server.person("Ben")


@pytest.fixture
def group(server: TelegramServer, ana: Person, ben: Person) -> Group:
    """A group in which the bot is an administrator."""
    return server.group("Owls", ana, ben, bot="administrator")


def at(group: Group, thread: str = "") -> Address:
    return Address(Platform.TELEGRAM, str(group.id), thread)


async def test_who_is_there_and_who_is_not(lookout: Lookout, group: Group, ana: Person, ben: Person) -> None:
    """Left, put out, restricted and in, restricted and out."""
    here = at(group, "7")
    assert await lookout.places(here) == (str(group.id),)
    assert await lookout.is_there(here, str(ben.id)) is True
    ana.promote(group.id, ben.id, "restricted")
    assert await lookout.is_there(here, str(ben.id)) is True
    ben.leave(group.id)
    assert await lookout.is_there(here, str(ben.id)) is False
    ben.join(group.id)
    ana.remove(group.id, ben.id)
    assert await lookout.is_there(here, str(ben.id)) is False


async def test_without_admin_rights_nobody_is_asked_after(lookout: Lookout, group: Group, ana: Person) -> None:
    """Telegram promises an answer for others to administrators alone."""
    bot = lookout._line.bot.id
    ana.promote(group.id, bot, "member")
    assert await lookout.places(at(group)) == ()


async def test_what_names_nobody_says_nothing(lookout: Lookout, server: TelegramServer, group: Group) -> None:
    """An id that Telegram does not know, a right that was lost meanwhile; a refusal that names the person does."""
    assert await lookout.is_there(at(group), "7999999999") is None
    for words, answer in (
        ("CHAT_ADMIN_REQUIRED", None),
        ("PARTICIPANT_ID_INVALID", False),
        ("member not found", False),
    ):
        server.faults.add(Refusal(400, f"Bad Request: {words}"), method="getChatMember", times=1)
        assert await lookout.is_there(at(group), "7000000001") is answer


async def test_troubles_are_the_couriers_errors(lookout: Lookout, server: TelegramServer, group: Group) -> None:
    """Of the platform, or of the chat; none of them is an answer."""
    server.faults.add(
        Refusal(403, "Forbidden: bot was kicked from the supergroup chat"), method="getChatMember", times=1
    )
    with pytest.raises(Gone):
        await lookout.places(at(group))
    server.faults.add(Refusal(502, "Bad Gateway"), method="getChatMember", times=1)
    with pytest.raises(Undeliverable):
        await lookout.is_there(at(group), "7000000001")
    server.faults.add(Flood(3), method="getChatMember", times=1)
    with pytest.raises(Later) as told:
        await lookout.is_there(at(group), "7000000001")
    assert told.value.throttled


async def test_before_telegram_has_answered_it_is_asked_later(server: TelegramServer, group: Group) -> None:
    """The next look finds it connected."""
    with pytest.raises(Later):
        await Lookout(Line(server.token, server.url)).places(at(group))
