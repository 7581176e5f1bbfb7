"""Rights that are taken from the bot while it works on Discord, one at a time, and given back (issue 5)."""

import pytest

from tests.facts.hall import Hall, hall_in
from tests.facts.test_discord_places import asks, days
from tests.facts.town import Town
from tests.fakes.discord import Permission
from tests.fakes.discord.contents import words_of
from tests.fakes.discord.shapes import EVERYONE, LEAN_INVITE

pytestmark = pytest.mark.slow
SEND = "POST /channels/{channel_id}/messages"
NO_WORD = "the bot may not write in the channel"
TAKEN = {
    "view": (False, Permission.VIEW_CHANNEL, "the bot cannot see the channel"),
    "send": (False, Permission.SEND_MESSAGES, NO_WORD),
    "send in threads": (True, Permission.SEND_MESSAGES_IN_THREADS, NO_WORD),
}


def tried(town: Town) -> int:
    """How many messages the bot tried to post."""
    return len(town.discord.watch.requests(SEND))


@pytest.mark.parametrize("right", list(TAKEN))
async def test_a_right_without_which_nothing_can_be_written(town: Town, right: str) -> None:
    """Section 4: recognised, kept, shown to the facilitator; members are served; well again the moment it is back."""
    thread, permission, reason = TAKEN[right]
    hall = await hall_in(town, thread=thread)
    await town.until("2026-03-02 12:10")
    town.discord.world.set_rights(hall.channel, deny=permission)
    before = tried(town)
    assert "Logged 30 min" in await hall.says(hall.ana, "log", {"minutes": "30"})
    await town.until("2026-03-04 13:00")
    assert await hall.closed() == reason
    assert tried(town) == before + 2  # the days' cards, once each
    assert f"I could not write here: {reason}." in await hall.says(hall.hana, "group")
    assert "could not write" not in await hall.says(hall.ana, "today")
    town.discord.world.set_rights(hall.channel)
    await hall.heard(closed=False)
    await town.until("2026-03-04 14:00")
    assert "In today: Learner1" in words_of(hall.unasked()[0])  # Monday's card has what it missed
    await town.until("2026-03-05 12:10")
    assert days(hall)[1:] == ["Thursday 5 March"]
    assert "could not write" not in await hall.says(hall.hana, "group")


async def test_a_right_of_the_whole_server(town: Town) -> None:
    """A role's, which is told as a change of the role."""
    hall = await hall_in(town)
    world = town.discord.world
    world.set_everyone(hall.guild, EVERYONE & ~Permission.SEND_MESSAGES)
    world.set_bot_role(hall.guild, LEAN_INVITE & ~Permission.SEND_MESSAGES)
    await town.until("2026-03-02 12:10")
    assert await hall.closed() == NO_WORD
    world.set_bot_role(hall.guild, LEAN_INVITE)
    await hall.heard(closed=False)
    await town.until("2026-03-03 12:10")
    assert days(hall) == ["Tuesday 3 March"]


@pytest.mark.parametrize("told", [True, False])
async def test_a_bot_that_is_timed_out(town: Town, told: bool) -> None:
    """It ends by itself, of which nobody tells: the next card finds out. Taken away before, it is told."""
    hall = await hall_in(town)
    world = town.discord.world
    world.time_out(hall.guild, until="2027-03-03T12:00:00+00:00")
    await town.until("2026-03-02 12:10")
    assert await hall.closed() == NO_WORD
    if told:
        world.time_out(hall.guild, until=None)
        await hall.heard(closed=False)
    else:
        world.guilds[hall.guild].members[world.bot.id].timed_out = None
    await town.until("2026-03-03 12:10")
    assert days(hall) == ["Tuesday 3 March"]
    assert await hall.closed() == ""


@pytest.mark.parametrize("right", [Permission.EMBED_LINKS, Permission.ATTACH_FILES, Permission.READ_MESSAGE_HISTORY])
async def test_a_right_that_messages_do_without(town: Town, right: Permission) -> None:
    """Nothing is lost for the want of it: card, edit, question."""
    hall = await hall_in(town)
    town.discord.world.set_rights(hall.channel, deny=right)
    await town.until("2026-03-02 12:10")
    assert "Logged 30 min" in await hall.says(hall.ana, "log", {"minutes": "30"})
    await asks(hall)
    await town.until("2026-03-02 13:10")
    assert "In today: Learner1" in words_of(hall.unasked()[0])
    assert len(hall.unasked()) == 2
    assert await hall.closed() == ""


async def test_the_doctor_finds_it_mended(town: Town) -> None:
    """What the gateway did not tell, such as a category's new permissions: one press of the doctor is enough."""
    hall = await hall_in(town)
    town.discord.world.set_rights(hall.channel, deny=Permission.SEND_MESSAGES)
    await town.until("2026-03-02 12:10")
    told = await hall.says(hall.hana, "setup", {"check": True})
    assert "My last message here did not arrive: the bot may not write in the channel." in told
    town.discord.world.set_rights(hall.channel)
    await hall.heard(closed=False)
    assert "all is well" in await hall.says(hall.hana, "setup", {"check": True})


@pytest.mark.parametrize("manages", [False, True])
async def test_slow_mode(town: Town, manages: bool) -> None:
    """Issue 5, 7: a bot without a right to manage waits for its turn; nothing is lost, doubled, or given up."""
    hall = await hall_in(town)
    world = town.discord.world
    world.set_slow(hall.channel, 3600)
    if manages:
        world.set_rights(hall.channel, allow=Permission.MANAGE_MESSAGES)
    await town.until("2026-03-02 12:10")
    await asks(hall)
    await town.until("2026-03-02 12:30")
    assert len(hall.unasked()) == (2 if manages else 1)
    assert "Logged 30 min" in await hall.says(hall.ana, "log", {"minutes": "30"})
    town.discord.clock.advance(3600)
    await town.until("2026-03-02 14:30")
    assert len(hall.unasked()) == 2
    assert await hall.closed() == ""
    assert await town.states("ask") == {"sent": 1}
    assert "In today: Learner1" in words_of(hall.unasked()[0])  # edits need no turn
    assert tried(town) <= (2 if manages else 6)


async def test_a_channel_without_the_bots_eyes_hears_its_people_still(town: Town) -> None:
    """Commands work by interaction, whatever the bot may see: a learner never loses a flow for a moderator's slip."""
    hall: Hall = await hall_in(town)
    town.discord.world.set_rights(hall.channel, deny=Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    for command, words in (("today", "Week 1"), ("progress", "Your progress"), ("leaderboard", "")):
        assert words in await hall.says(hall.ana, command)
    assert "Logged 30 min" in await hall.says(hall.ana, "log", {"minutes": "30"})
