"""Threads, forum posts, channels that go, a server out of reach, the bot put out and let in again (issue 5, 7)."""

import pytest

from bot.app.commands import AskGroup, PostAsk
from bot.app.said import AskShown
from bot.core.people import Platform
from tests.app.scenes import TEXT
from tests.facts.hall import Hall, hall_in
from tests.facts.town import Town
from tests.fakes.discord.contents import words_of
from tests.world import Person

pytestmark = pytest.mark.slow
FORUM = 15


def days(hall: Hall) -> list[str]:
    """The first lines of the cards and questions that stand in the group's place."""
    return [words_of(it).splitlines()[0].removeprefix("### ") for it in hall.unasked()]


async def asks(hall: Hall) -> None:
    """Ana asks her group; what she sees before is proved elsewhere."""
    ana = Person(hall.town.app, str(hall.ana), "Ana", Platform.DISCORD)
    (group,) = await hall.town.store.read(lambda tx: tx.groups.chats_at(Platform.DISCORD, str(hall.place)))
    shown = await ana.hears(AskShown, AskGroup(group.group, TEXT))
    await ana.says(PostAsk(group.group, shown.asked))


async def log_shows(hall: Hall) -> bool:
    """Whether Ana's name stands on the newest card."""
    return "In today: Learner1" in words_of(hall.unasked()[-1])


@pytest.mark.parametrize("kind", [0, FORUM])
async def test_all_of_a_group_stays_in_its_thread(town: Town, kind: int) -> None:
    """Card, edits, question, Monday's digest, answers; in a text channel's thread and in a forum's post."""
    hall = await hall_in(town, thread=True, kind=kind)
    await town.until("2026-03-03 12:10")
    assert "Logged 30 min" in await hall.says(hall.ana, "log", {"minutes": "30"})
    await town.until("2026-03-03 12:30")
    assert await log_shows(hall)
    await asks(hall)
    await town.until("2026-03-03 13:00")
    await town.until("2026-03-09 12:10")
    shown = days(hall)
    assert shown[-1].startswith("Monday 9 March")
    assert sum("stuck" in it.casefold() or "asks" in it.casefold() for it in shown) == 1, shown
    assert hall.public(hall.channel) == []


async def test_a_card_in_an_archived_thread_is_still_edited(town: Town) -> None:
    """R24: a thread is archived after an hour without a word, and a log in the afternoon must be seen all the same."""
    hall = await hall_in(town, thread=True)
    await town.until("2026-03-02 12:10")
    town.discord.world.archive_thread(hall.place)
    await hall.says(hall.ana, "log", {"minutes": "30"})
    await town.until("2026-03-02 13:10")
    assert await log_shows(hall)
    town.discord.world.archive_thread(hall.place)
    await town.until("2026-03-03 12:10")
    assert len(hall.unasked()) == 2
    assert await hall.closed() == ""


async def test_a_locked_thread_and_its_key(town: Town) -> None:
    """Kept as a fact, told to the facilitator, and well again as soon as it is unlocked."""
    hall = await hall_in(town, thread=True)
    town.discord.world.lock_thread(hall.place)
    await town.until("2026-03-04 13:00")
    assert hall.unasked() == []
    assert await hall.closed() == "the thread is locked"
    told = await hall.says(hall.hana, "group")
    assert "the thread is locked" in told
    town.discord.world.lock_thread(hall.place, locked=False)
    await hall.heard(closed=False)
    await town.until("2026-03-05 12:10")
    assert days(hall) == ["Thursday 5 March"]


@pytest.mark.parametrize("what", ["thread", "its channel", "channel"])
async def test_what_was_deleted_is_not_written_to(town: Town, what: str) -> None:
    """Section 4: the letters to it stop; nothing is tried again and again."""
    hall = await hall_in(town, thread=what != "channel")
    await town.until("2026-03-02 12:10")
    town.discord.world.delete_channel(hall.channel if what == "its channel" else hall.place)
    await hall.heard(closed=True)
    assert await hall.closed() == "the channel was deleted"
    before = len(town.discord.watch.requests("POST /channels/{channel_id}/messages"))
    await town.until("2026-03-05 13:00")
    assert len(town.discord.watch.requests("POST /channels/{channel_id}/messages")) == before


async def test_a_group_whose_channel_was_deleted_goes_on_in_another(town: Town) -> None:
    """Issue 5, 7: its facilitator takes it there by one press; its next card comes there, and no more (R24)."""
    hall = await hall_in(town)
    await town.until("2026-03-02 12:10")
    await hall.says(hall.ana, "log", {"minutes": "30"})
    town.discord.world.delete_channel(hall.place)
    await hall.heard(closed=True)
    place = town.discord.world.add_channel(hall.guild, "study-again").id
    (group,) = await town.store.read(lambda tx: tx.groups.chats_at(Platform.DISCORD, str(hall.place)))
    name = (await town.store.read(lambda tx: tx.groups.of([group.group])))[group.group].name
    offer = await town.discord.watch.shown(town.discord.people.slash(hall.hana, "setup", channel_id=place))
    taken = words_of(await hall.presses(hall.hana, offer, f"Take {name} here"))
    assert "meets here now" in taken
    hall.place = place
    await town.until("2026-03-02 23:00")
    assert hall.unasked() == []
    assert "Logged 20 min" in await hall.says(hall.ana, "log", {"minutes": "20"})
    await town.until("2026-03-04 12:10")
    assert days(hall) == ["Tuesday 3 March", "Wednesday 4 March"]
    (member,) = await town.store.read(lambda tx: tx.groups.members(group.group))
    assert member.listed
    assert "Board" in await hall.says(hall.hana, "setup")


async def test_what_was_deleted_while_nobody_listened(town: Town) -> None:
    """The next card finds out; then one try a day, until the settings go."""
    hall = await hall_in(town)
    town.discord.world.guilds[hall.guild].channels.pop(hall.place)
    town.discord.world.channels.pop(hall.place)
    await town.until("2026-03-05 13:00")
    tried = town.discord.watch.requests("POST /channels/{channel_id}/messages")
    assert len(tried) == 4
    assert await hall.closed() == "the channel was deleted"


async def test_an_outage_of_the_server(town: Town) -> None:
    """Issue 5, 7: no card is lost, none is doubled, no chat is closed; edits wait, too."""
    hall = await hall_in(town)
    await town.until("2026-03-02 12:10")
    await hall.says(hall.ana, "log", {"minutes": "30"})
    town.discord.world.remove_guild(hall.guild, unavailable=True)
    await town.until("2026-03-03 15:00")
    assert (len(hall.unasked()), await hall.closed()) == (1, "")
    assert (await town.states("card")).get("ready") == 1
    town.discord.world.return_guild(hall.guild)
    await town.until("2026-03-03 15:30")
    assert days(hall) == ["Monday 2 March: a fresh week", "Tuesday 3 March"]
    assert "In today: Learner1" in words_of(hall.unasked()[0])
    assert await town.states("card") == {"sent": 2}
    chat = await town.chat(Platform.DISCORD, hall.place)
    assert chat is not None
    assert len(await town.store.read(lambda tx: tx.groups.members(chat.group))) == 1


async def test_an_outage_that_lasts_past_the_day(town: Town) -> None:
    """R18: a card is sent until its day ends; what is past is not caught up."""
    hall = await hall_in(town)
    town.discord.world.remove_guild(hall.guild, unavailable=True)
    await town.until("2026-03-04 08:00")
    town.discord.world.return_guild(hall.guild)
    await town.until("2026-03-04 13:00")
    assert days(hall) == ["Wednesday 4 March"]
    assert await hall.closed() == ""


async def test_the_bot_put_out_and_let_in_again(town: Town) -> None:
    """Issue 5: the settings wait for 30 days."""
    hall = await hall_in(town)
    await town.until("2026-03-02 12:10")
    town.discord.world.remove_guild(hall.guild)
    await hall.heard(closed=True)
    assert await hall.closed() == "the bot was removed from the server"
    before = len(town.discord.watch.requests())
    await town.until("2026-03-20 13:00")
    assert len(town.discord.watch.requests()) == before
    town.discord.world.add_again(hall.guild)
    await hall.heard(closed=False)
    await town.until("2026-03-23 12:10")
    assert days(hall)[-1].startswith("Monday 23 March")
    assert "Board" in await hall.says(hall.hana, "setup")


async def test_the_bot_let_in_again_after_thirty_days(town: Town) -> None:
    """Then the chat is a chat like any other; what members did stays theirs."""
    hall = await hall_in(town)
    town.discord.world.remove_guild(hall.guild)
    await hall.heard(closed=True)
    await town.until("2026-04-03 13:00")
    town.discord.world.add_again(hall.guild)
    assert "A study group here?" in await hall.says(hall.hana, "setup")
    assert "Logged 30 min" in await hall.says(hall.ana, "log", {"minutes": "30"})
