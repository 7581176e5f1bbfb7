"""Roles for finished phases over sockets: given through troubles and a kill -9, and taken back; nothing is posted."""

import pytest

from bot.core.people import Platform
from bot.core.position import FINISHED, PROJECT, Place, Step
from bot.curriculum_file import built_in, load
from bot.storage.tx import Tx
from tests.fakes.discord import Permission
from tests.fakes.discord.shapes import LEAN_INVITE
from tests.process.harness import until
from tests.process.on_discord import OnDiscord
from tests.process.places import DiscordPlace, telegram_place
from tests.process.scene import BOT_NAME, Scene
from tests.process.stock import CURRICULUM, Stock

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

MANY = 4
ROLE = "{guild_id}/members/{user_id}/roles/{role_id}"


async def server_with_finishers(scene: Scene, *, permissions: int = LEAN_INVITE) -> tuple[DiscordPlace, list[int], int]:
    """A group in a channel, members who have finished its first phase, and a role below the bot's own."""
    discord = scene.discord
    guild = await discord("world.add_guild", name="Maths club", bot_permissions=permissions)
    channel = await discord("world.add_channel", guild_id=guild, name="study")
    host = await discord("world.add_user", name="hana")
    await discord("world.add_member", guild_id=guild, user_id=host, permissions=Permission.MANAGE_GUILD)
    people = await discord("world.add_users", count=MANY, guild_id=guild)
    role = await discord("roles.add", guild_id=guild, name="Deep learner")

    def fill(tx: Tx) -> None:
        stock = Stock(tx, scene.zone)
        group, _ = stock.group(Platform.DISCORD, channel)
        curriculum = load(built_in())
        last = curriculum.phases[0].weeks[-1].id
        step = Step("left", Place(last, PROJECT), Place(curriculum.phases[1].weeks[0].id, FINISHED))
        for person in people:
            learner = stock.learner(Platform.DISCORD, person, name=f"Learner {person}")
            tx.people.change(learner, prompts=False)
            stock.member(group, learner)
            tx.groups.set_listed(group, learner, True)
            tx.way.add_step(learner, CURRICULUM, step, stock.now, stock.today)

    scene.stored(fill)
    return DiscordPlace(discord, guild, channel, OnDiscord(discord, host, channel)), people, role


async def test_a_kill_and_passing_troubles_leave_nobody_without_their_role(scene: Scene) -> None:
    """R14, R20, R22: lost answers, 429 and 500, then kill -9 with a request under way: each gets it, and nothing is
    said in the channel; who is erased loses it."""
    place, people, role = await server_with_finishers(scene, permissions=LEAN_INVITE | Permission.MANAGE_ROLES)
    discord, put = scene.discord, f"PUT /guilds/{ROLE}"
    bot = await scene.start(TELEGRAM_TOKEN="")
    await discord("faults.lose", route=put)
    await discord("faults.status", route=put, status=429, retry_after=0.5)
    await discord("faults.hang", route=put, taken=True)
    chosen = await place.host.say("group", {"role": role, "phase": 1})
    assert chosen.private
    assert "Members who finish phase 1 get Deep learner" in chosen.words

    async def tried() -> bool:
        return not await discord("faults.waiting")

    await until(tried, within=60)
    await bot.kill()
    await discord("faults.clear")
    again = await scene.start(TELEGRAM_TOKEN="")

    async def all_have_it() -> bool:
        return all([await held(place, person) == [role] for person in people])

    await until(all_have_it, within=90)
    assert await place.messages() == []
    erased = OnDiscord(discord, people[0], place.channel)
    await erased.press(await erased.say("forget"), "Erase me for good")

    async def taken_back() -> bool:
        return await held(place, people[0]) == []

    await until(taken_back, within=60)
    shown = await place.host.say("group")
    listed = await place.host.press(shown, "Roles for phases")
    assert f"Deep learner, {MANY - 1} members have it" in listed.words
    assert (await again.end()).code == 0
    left = scene.stored(lambda tx: tx.connection.exec_driver_sql("SELECT person FROM holders").scalars().all())
    assert sorted(left) == sorted(map(str, people[1:]))


async def held(place: DiscordPlace, person: int) -> list[int]:
    found: list[int] = await place.platform("roles.held", guild_id=place.guild, user_id=person)
    return found


async def test_right_and_order_are_named_and_what_waits_comes_once_they_are_mended(scene: Scene) -> None:
    """Issue 5, 1 and 7: refused at choosing, found by the doctor, told where other troubles are told."""
    place, people, role = await server_with_finishers(scene)
    discord, host = scene.discord, place.host
    bot = await scene.start(TELEGRAM_TOKEN="")
    ask = {"role": role, "phase": 1}
    assert "allow Manage Roles, then choose again" in (await host.say("group", ask)).words
    mine = await discord("roles.of_bot", guild_id=place.guild)
    await discord("roles.change", guild_id=place.guild, role_id=mine, permissions=LEAN_INVITE | Permission.MANAGE_ROLES)
    await discord("roles.raise_to_top", guild_id=place.guild, role_id=role)
    refused = await host.say("group", ask)
    assert "move pacekeeper above Deep learner, then choose again" in refused.words
    await discord("roles.raise_to_top", guild_id=place.guild, role_id=mine)
    assert "Members who finish phase 1" in (await host.say("group", ask)).words
    await discord("roles.raise_to_top", guild_id=place.guild, role_id=role)
    checked = await host.say("setup", {"check": True})
    assert "move pacekeeper above Deep learner" in checked.words
    await discord("roles.raise_to_top", guild_id=place.guild, role_id=mine)
    well = await host.press(checked, "Check again")
    assert "all is well" in well.words

    async def all_have_it() -> bool:
        return all([await held(place, person) == [role] for person in people])

    await until(all_have_it, within=60)
    await discord("roles.delete", guild_id=place.guild, role_id=role)

    async def told() -> bool:
        return "was deleted: nobody gets it any more" in (await host.say("help")).words

    await until(told, within=30)
    assert (await bot.end()).code == 0


async def test_a_role_that_is_on_its_way_holds_up_no_end(scene: Scene) -> None:
    """Issue 2, 5: SIGTERM ends it in time; the next start does it again."""
    place, people, role = await server_with_finishers(scene, permissions=LEAN_INVITE | Permission.MANAGE_ROLES)
    discord = scene.discord
    bot = await scene.start(TELEGRAM_TOKEN="")
    await discord("faults.hang", route=f"PUT /guilds/{ROLE}")
    await place.host.say("group", {"role": role, "phase": 1})

    async def tried() -> bool:
        return not await discord("faults.waiting")

    await until(tried, within=60)
    ended = await bot.end()
    assert ended.code == 0
    assert ended.seconds < bot.ends_within
    await discord("faults.clear")
    again = await scene.start(TELEGRAM_TOKEN="")

    async def all_have_it() -> bool:
        return all([await held(place, person) == [role] for person in people])

    await until(all_have_it, within=60)
    assert (await again.end()).code == 0


async def test_telegram_refuses_in_one_sentence(scene: Scene) -> None:
    """Only Discord has roles."""
    bot = await scene.start(DISCORD_TOKEN="")
    place = await telegram_place(scene)
    words = f"/group@{BOT_NAME} phase:1"
    await place.platform.act(place.host.id, "say", chat_id=place.group, text=words)
    said = await place.platform.do("message", chat_id=place.host.id, matching="Only Discord has roles", within=20)
    assert said
    assert (await bot.end()).code == 0
