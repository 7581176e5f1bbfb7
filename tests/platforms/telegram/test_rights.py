"""The doctor of a Telegram chat, asked of the Bot API: one right taken away after the other."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.app.asker import Asker
from bot.app.rights import Needs
from bot.core.people import Address, Platform
from bot.core.rights import Right, State
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.rights import Inspector
from tests.fakes.telegram import Group, Person, TelegramServer
from tests.fakes.telegram.membership import LIMITED
from tests.fakes.telegram.world import ANONYMOUS_ADMIN_ID

WELL: dict[Right, State] = {
    "member": "ok",
    "write": "ok",
    "admin": "missing",
    "privacy": "missing",
    "supergroup": "ok",
    "direct": "ok",
}


@pytest.fixture
async def inspector(server: TelegramServer) -> AsyncIterator[Inspector]:
    """Asks the server through the library."""
    line = Line(server.token, server.url)
    await line.initialize()
    yield Inspector(line)
    await line.shutdown()


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    """Leads the group, and has started the bot."""
    return server.person("Ana", started=True)


@pytest.fixture
def group(server: TelegramServer, ana: Person) -> Group:
    """A forum in which the bot is a member."""
    return server.group("Owls", ana, forum=True, bot="member")


async def found(inspector: Inspector, ana: Person, group: Group, thread: str = "") -> dict[Right, State]:
    person = str(ana.id)
    chat = Address(Platform.TELEGRAM, str(group.id), thread)
    facts = await inspector.look(Asker(Platform.TELEGRAM, person, "Ana", chat, private=False, request="1"), Needs())
    return {fact.right: fact.state for fact in facts}


async def test_all_is_well(inspector: Inspector, ana: Person, group: Group) -> None:
    """A member with privacy mode is enough."""
    assert await found(inspector, ana, group) == WELL


async def test_an_administrator_sees_all(inspector: Inspector, ana: Person, group: Group) -> None:
    """And is told so; nothing needs it."""
    group.chat.members[inspector._line.bot.id] = "administrator"
    assert await found(inspector, ana, group) == {**WELL, "admin": "ok", "privacy": "ok"}


async def test_privacy_mode_may_be_off(ana: Person) -> None:
    """`can_read_all_group_messages` of getMe tells it."""
    async with TelegramServer(privacy=False) as open_server, Line(open_server.token, open_server.url) as line:
        bea = open_server.person("Bea", started=True)
        group = open_server.group("Owls", bea, bot="member")
        assert await found(Inspector(line), bea, group) == {**WELL, "privacy": "ok"}


async def test_a_basic_group(inspector: Inspector, server: TelegramServer, ana: Person) -> None:
    """It may become another kind one day."""
    group = server.group("Owls", ana, kind="group", bot="member")
    assert await found(inspector, ana, group) == {**WELL, "supergroup": "missing"}


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_a_bot_that_is_not_there(inspector: Inspector, ana: Person, group: Group, status: str) -> None:
    """Nothing else can be known."""
    group.chat.members[inspector._line.bot.id] = status
    assert await found(inspector, ana, group) == {"member": "missing", "direct": "ok"}


async def test_a_restricted_bot(inspector: Inspector, ana: Person, group: Group) -> None:
    """Its own standing says that it may not write."""
    group.chat.members[inspector._line.bot.id] = "restricted"
    assert (await found(inspector, ana, group))["write"] == "missing"


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_in_which_members_do_not_write(
    inspector: Inspector, ana: Person, group: Group, *, told: bool
) -> None:
    """The group's permissions say so; and if they did not, trying would."""
    group.forbid_writing()
    if not told:
        group.chat.card = {**group.chat.card, "permissions": dict.fromkeys(LIMITED, True)}
    assert (await found(inspector, ana, group))["write"] == "missing"


async def test_a_topic_of_its_own(inspector: Inspector, ana: Person, group: Group) -> None:
    """Open it is, then closed, then gone; the group itself stays well."""
    topic = group.topic("Maths")
    assert await found(inspector, ana, group, str(topic)) == {**WELL, "topic": "ok"}
    group.close_topic(topic)
    assert await found(inspector, ana, group, str(topic)) == {**WELL, "topic": "missing"}
    group.delete_topic(topic)
    assert await found(inspector, ana, group, str(topic)) == {**WELL, "topic": "missing"}
    assert await found(inspector, ana, group) == WELL


async def test_a_private_chat_that_is_closed(inspector: Inspector, server: TelegramServer, group: Group) -> None:
    """Never started, blocked, or nobody in particular."""
    bea = server.person("Bea")
    assert await found(inspector, bea, group) == {**WELL, "direct": "missing"}
    bea.start("")
    assert await found(inspector, bea, group) == WELL
    bea.block()
    assert await found(inspector, bea, group) == {**WELL, "direct": "missing"}
    facts = await inspector.look(
        replace(
            Asker(Platform.TELEGRAM, "1", "", Address(Platform.TELEGRAM, str(group.id)), private=False, request="1"),
            person=str(ANONYMOUS_ADMIN_ID),
        ),
        Needs(),
    )
    assert facts[-1].state == "unknown"


async def test_nothing_is_posted(inspector: Inspector, server: TelegramServer, ana: Person, group: Group) -> None:
    """Section 1: a group is never spammed."""
    await found(inspector, ana, group)
    assert not server.platform.journal.called("sendMessage")


async def test_an_outage_leaves_nothing_known(server: TelegramServer, ana: Person, group: Group) -> None:
    """Said as what it is: not asked."""
    line = Line(server.token, server.url)
    await line.initialize()
    await server.stop()
    states = await found(Inspector(line), ana, group)
    assert set(states.values()) == {"unknown"}
    await line.shutdown()
    await server.start(server.port)
