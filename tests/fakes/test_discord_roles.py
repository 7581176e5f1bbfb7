"""discord.py's real client and our server's roles: made, moved, given and taken as Discord allows, and told of."""

import asyncio
from collections.abc import AsyncIterator, Callable

import discord
import pytest

from tests.fakes.discord import Permission
from tests.fakes.discord.shapes import LEAN_INVITE
from tests.fakes.discord.stages import Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        roles = it.server.roles
        roles.change(it.guild.id, roles.of_bot(it.guild.id), permissions=LEAN_INVITE | Permission.MANAGE_ROLES)
        yield it


async def until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never became true")


def seen(stage: Stage, role: int) -> discord.Role | None:
    """A role as the client knows it."""
    guild = stage.client.get_guild(stage.guild.id)
    return guild.get_role(role) if guild else None


async def give(stage: Stage, role: int, person: int = 0) -> None:
    await stage.client.http.add_role(stage.guild.id, person or stage.ana.id, role, reason="a test")


async def refused(stage: Stage, role: int, person: int = 0) -> tuple[int, int]:
    """The status and the code of a refusal."""
    with pytest.raises(discord.HTTPException) as told:
        await give(stage, role, person)
    return told.value.status, told.value.code


async def test_a_new_role_is_below_the_bots_own_and_can_be_given(stage: Stage) -> None:
    """Twice is once; what was taken away twice is gone."""
    role = stage.server.roles.add(stage.guild.id, "Deep learner").id
    await give(stage, role)
    await give(stage, role)
    assert stage.server.roles.held(stage.guild.id, stage.ana.id).count(role) == 1
    for _ in range(2):
        await stage.client.http.remove_role(stage.guild.id, stage.ana.id, role, reason="a test")
    assert role not in stage.server.roles.held(stage.guild.id, stage.ana.id)
    assert stage.server.violations == []


async def test_what_discord_refuses_is_refused(stage: Stage) -> None:
    """50013 above the bot and without the right, 10007, 10011, 50028 for a managed role and for everyone's."""
    roles, guild = stage.server.roles, stage.guild.id
    role, managed = roles.add(guild, "Deep learner").id, roles.add(guild, "Boosters", managed=True).id
    assert await refused(stage, managed) == (400, 50028)
    assert await refused(stage, guild) == (400, 50028)
    assert await refused(stage, 5) == (404, 10011)
    assert await refused(stage, role, stage.server.world.add_user("stranger").id) == (404, 10007)
    roles.raise_to_top(guild, role)
    assert await refused(stage, role) == (403, 50013)
    roles.raise_to_top(guild, roles.of_bot(guild))
    roles.change(guild, roles.of_bot(guild), permissions=LEAN_INVITE)
    assert await refused(stage, role) == (403, 50013)


async def test_the_client_hears_of_every_change(stage: Stage) -> None:
    """GUILD_ROLE_CREATE, _UPDATE and _DELETE, with the order of all roles."""
    roles, guild = stage.server.roles, stage.guild.id
    role = roles.add(guild, "Deep learner").id
    await until(lambda: seen(stage, role) is not None)
    mine = roles.of_bot(guild)
    first, own = seen(stage, role), seen(stage, mine)
    assert first is not None
    assert own is not None
    await until(lambda: first < own)
    roles.raise_to_top(guild, role)
    await until(lambda: first > own)
    roles.change(guild, role, permissions=Permission.MANAGE_MESSAGES)
    await until(lambda: first.permissions.manage_messages)
    roles.delete(guild, role)
    await until(lambda: seen(stage, role) is None)
