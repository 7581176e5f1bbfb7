"""Roles through the real client and our server: picked, checked one right at a time, given, taken, refused, slowed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.app.asker import Asker
from bot.app.commands import ManageGroup
from bot.app.courier import Later, Undeliverable
from bot.app.rights import Needs
from bot.app.role_rounds import NoSuchRole, NotAllowed, NotThere
from bot.core.people import Address, Platform
from bot.core.roles import RoleFlaw, ServerRole
from bot.platforms.discord.door import Door
from tests.fakes.discord import Permission
from tests.fakes.discord.shapes import LEAN_INVITE
from tests.fakes.discord.things import Overwrite
from tests.platforms.discord.test_door import House, house, until

__all__ = ["house"]

MANAGES = LEAN_INVITE | Permission.MANAGE_ROLES
PUT = "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}"


@dataclass(slots=True)
class Scene:
    """A server whose bot may manage roles, with a role for those who finish a phase."""

    house: House
    door: Door
    role: int

    @property
    def guild(self) -> int:
        return self.house.guild

    def look(self, role: int = 0) -> ServerRole:
        """The role, as the keeper sees it."""
        return self.door.keeper.look(str(self.guild), str(role or self.role))

    async def becomes(self, flaw: RoleFlaw | None) -> ServerRole:
        """Once the gateway has told of it."""
        await until(lambda: self.look().flaw == flaw)
        return self.look()

    async def give(self, person: int = 0) -> None:
        """Give it to Ana, or to somebody else."""
        await self.door.keeper.give(str(self.guild), str(self.role), str(person or self.house.ana))

    async def take(self) -> None:
        """Take it back."""
        await self.door.keeper.take(str(self.guild), str(self.role), str(self.house.ana))

    def held(self) -> list[int]:
        """What Ana has."""
        return self.house.server.roles.held(self.guild, self.house.ana)


@pytest.fixture
async def scene(house: House) -> AsyncIterator[Scene]:
    roles = house.server.roles
    roles.change(house.guild, roles.of_bot(house.guild), permissions=MANAGES)
    role = roles.add(house.guild, "Deep learner").id
    async with house.door() as door:
        made = Scene(house, door, role)
        await made.becomes(None)
        yield made


# --- what stands against it


async def test_a_plain_role_below_the_bots_own_is_fine(scene: Scene) -> None:
    """Nothing stands against it, and the way to mend things would name the bot's own role."""
    assert scene.look() == ServerRole(str(scene.guild), str(scene.role), "Deep learner", None, "pacekeeper")


async def test_each_thing_that_stands_against_it_is_told_apart(scene: Scene) -> None:
    """Issue 5, 1 and 7: order and right removed one by one, and put back."""
    roles, guild = scene.house.server.roles, scene.guild
    mine = roles.of_bot(guild)
    roles.raise_to_top(guild, scene.role)
    assert (await scene.becomes("order")).mine == "pacekeeper"
    roles.raise_to_top(guild, mine)
    await scene.becomes(None)
    roles.change(guild, mine, permissions=LEAN_INVITE)
    await scene.becomes("right")
    roles.change(guild, mine, permissions=MANAGES)
    await scene.becomes(None)
    roles.change(guild, scene.role, permissions=Permission.SEND_MESSAGES)
    roles.change(guild, scene.role, permissions=Permission.SEND_MESSAGES | Permission.MANAGE_MESSAGES)
    await scene.becomes("powers")
    roles.change(guild, scene.role, permissions=Permission.SEND_MESSAGES)  # everybody may do that here
    await scene.becomes(None)
    roles.delete(guild, scene.role)
    await scene.becomes("gone")


async def test_a_role_that_may_do_more_in_a_channel_alone_has_powers_too(scene: Scene) -> None:
    """Not only Administrator: what a channel's permissions add counts; to see a channel gives nobody power."""
    world, house = scene.house.server.world, scene.house
    channel = world.channels[house.channel]

    def allow(rights: int) -> None:
        channel.overwrites[scene.role] = Overwrite(scene.role, 0, allow=int(rights))
        world.set_rights(house.channel)

    allow(Permission.MANAGE_MESSAGES)
    await scene.becomes("powers")
    allow(Permission.VIEW_CHANNEL)
    await scene.becomes(None)


async def test_everybodys_role_and_a_managed_one_are_nobodys_to_give(scene: Scene) -> None:
    """An integration hands it out."""
    managed = scene.house.server.roles.add(scene.guild, "Boosters", managed=True).id
    await until(lambda: scene.look(managed).flaw == "managed")
    assert scene.look(scene.guild).flaw == "everyone"


async def test_a_server_out_of_reach_is_unknown_and_one_without_the_bot_is_away(scene: Scene) -> None:
    """An outage is no removal."""
    world = scene.house.server.world
    world.remove_guild(scene.guild, unavailable=True)
    await scene.becomes("unknown")
    world.return_guild(scene.guild)
    await scene.becomes(None)
    world.remove_guild(scene.guild)
    await scene.becomes("away")
    scene.door.courier.client = None
    assert scene.look().flaw == "unknown"


# --- giving and taking


async def test_a_role_is_given_and_taken_back_as_often_as_one_likes(scene: Scene) -> None:
    """It is idempotent, and no message is posted for it."""
    await scene.give()
    await scene.give()
    assert scene.held() == [scene.role]
    await scene.take()
    await scene.take()
    assert scene.held() == []
    posts = scene.house.server.watch.requests("POST /channels/{channel_id}/messages")
    assert posts == []


async def test_discords_refusals_are_told_apart(scene: Scene) -> None:
    """10007, 10013, 10011, 50013, 50028, 10004: each means something else."""
    server, guild = scene.house.server, scene.guild
    stranger = server.world.add_user("stranger").id
    for nobody in (stranger, 5):
        with pytest.raises(NotThere):
            await scene.give(nobody)
    server.roles.raise_to_top(guild, scene.role)
    with pytest.raises(NotAllowed, match="50013"):
        await scene.give()
    server.roles.raise_to_top(guild, server.roles.of_bot(guild))
    server.roles.change(guild, server.roles.of_bot(guild), permissions=LEAN_INVITE)
    with pytest.raises(NotAllowed, match="50013"):
        await scene.take()
    server.roles.change(guild, server.roles.of_bot(guild), permissions=MANAGES)
    managed = server.roles.add(guild, "Boosters", managed=True).id
    with pytest.raises(NotAllowed, match="50028"):
        await scene.door.keeper.give(str(guild), str(managed), str(scene.house.ana))
    server.roles.delete(guild, scene.role)
    with pytest.raises(NoSuchRole):
        await scene.give()
    server.world.remove_guild(guild)
    with pytest.raises(NotAllowed, match="10004"):
        await scene.give()


@pytest.mark.parametrize("fault", ["slowed", "failed", "failed after", "lost", "paged"])
async def test_passing_troubles_mean_again(scene: Scene, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """429 with its wait, 5xx, an answer that is lost after Discord did it, a proxy's page: later, never for good."""
    monkeypatch.setattr("bot.platforms.discord.roles.WITHIN", 1.0)
    faults = scene.house.server.faults
    match fault:
        case "slowed":
            faults.status(PUT, status=429, retry_after=7)
        case "failed":
            faults.status(PUT, status=500, times=9)
        case "failed after":
            faults.status(PUT, status=500, times=9, taken=True)
        case "lost":
            faults.lose(PUT, times=9)
        case "paged":
            faults.garble(PUT, times=9)
    with pytest.raises(Undeliverable) as told:
        await scene.give()
    assert not isinstance(told.value, NotThere | NoSuchRole | NotAllowed)
    if fault == "slowed":
        assert isinstance(told.value, Later)
        assert (told.value.throttled, told.value.seconds) == (True, 7)
    faults.clear()
    await scene.give()
    assert scene.held() == [scene.role]


async def test_a_deleted_role_is_told_by_the_gateway(scene: Scene) -> None:
    """GUILD_ROLE_DELETE."""
    scene.house.server.roles.delete(scene.guild, scene.role)
    await until(lambda: scene.house.app.news.roles_gone == [(str(scene.guild), str(scene.role))])


# --- the doctor


async def test_the_doctor_tests_roles_where_a_group_gives_some(scene: Scene) -> None:
    """Issue 5, 1: Manage Roles and the order; nothing of it where no role is given."""
    roles, guild = scene.house.server.roles, scene.guild
    place = Address(Platform.DISCORD, str(scene.house.channel))
    needs = Needs(roles=((str(guild), str(scene.role)),))
    asked = iter(range(1, 9))

    async def found(needs: Needs = needs) -> list[tuple[str, str, str | None]]:
        asker = Asker(Platform.DISCORD, str(scene.house.ana), "Ana", place, private=False, request=str(next(asked)))
        facts = await scene.door.inspector.look(asker, needs)
        return [
            (it.right, it.state, it.role.flaw if it.role else None) for it in facts if it.right in ("roles", "role")
        ]

    assert await found(Needs()) == []
    assert await found() == [("roles", "ok", None), ("role", "ok", None)]
    roles.change(guild, roles.of_bot(guild), permissions=LEAN_INVITE)
    await scene.becomes("right")
    assert await found() == [("roles", "missing", "right")]
    roles.change(guild, roles.of_bot(guild), permissions=MANAGES)
    roles.raise_to_top(guild, scene.role)
    await scene.becomes("order")
    assert await found() == [("roles", "ok", None), ("role", "missing", "order")]
    scene.door.courier.client = None
    assert ("role", "unknown", "unknown") in await found()


# --- choosing


async def test_a_role_is_picked_with_what_stands_against_it(scene: Scene) -> None:
    """An option of its own kind, and a number beside it."""
    house = scene.house
    boss = house.server.world.add_user("boss").id
    house.server.world.add_member(house.guild, boss, permissions=Permission.MANAGE_GUILD)
    asked = house.server.people.slash(boss, "group", {"role": scene.role, "phase": 2}, channel_id=house.channel)
    await house.server.watch.shown(asked)
    role = ServerRole(str(scene.guild), str(scene.role), "Deep learner", None, "pacekeeper")
    assert house.app.commands == [ManageGroup(role=role, phase=2)]
    asked = house.server.people.slash(boss, "group", {"role": scene.guild, "phase": 2}, channel_id=house.channel)
    await house.server.watch.shown(asked)
    (_, again) = house.app.commands
    assert isinstance(again, ManageGroup)
    assert again.role is not None
    assert again.role.flaw == "everyone"


@pytest.mark.parametrize(
    ("rights", "hands_out"),
    [
        (Permission.MANAGE_GUILD, True),
        (Permission.MANAGE_ROLES, True),
        (Permission.ADMINISTRATOR, True),
        (Permission.MANAGE_MESSAGES, False),
    ],
)
async def test_who_may_hand_out_roles(scene: Scene, rights: Permission, *, hands_out: bool) -> None:
    """The server's own right, at this moment."""
    house = scene.house
    person = house.server.world.add_user("person").id
    house.server.world.add_member(house.guild, person, permissions=rights)
    await house.server.watch.shown(house.server.people.slash(person, "group", {}, channel_id=house.channel))
    assert (house.app.last.hands_out_roles, house.app.last.server) == (hands_out, str(house.guild))


async def test_setting_the_permissions_of_a_channel_is_not_giving_roles(scene: Scene) -> None:
    """The same bit in a channel's permissions means another right: it lets nobody hand out roles."""
    house = scene.house
    house.server.world.set_rights(house.channel, allow=Permission.MANAGE_ROLES, user_id=house.ana)
    await house.server.watch.shown(house.server.people.slash(house.ana, "group", {}, channel_id=house.channel))
    assert not house.app.last.hands_out_roles


async def test_while_the_gateway_is_cut_nothing_is_known(scene: Scene) -> None:
    """What a role may do can have changed meanwhile: nobody is given one on old knowledge."""
    gateway = scene.house.server.gateway
    gateway.refuse(on=True)
    gateway.cut()
    await scene.becomes("unknown")
    scene.house.server.roles.change(scene.guild, scene.role, permissions=Permission.ADMINISTRATOR)
    gateway.refuse(on=False)
    await scene.becomes("powers")
