"""Topics, General, a group that grows, rights that come and go, slow mode, on Telegram (issue 5, 7)."""

import pytest

from bot.core.people import Platform
from tests.facts.club import Club, club_in
from tests.facts.town import Town
from tests.fakes.telegram import words
from tests.fakes.telegram.faults import Page, Refusal

SILENT = "the bot may not write in the chat"


def days(club: Club) -> list[str]:
    """The first lines of what stands in the group unasked."""
    return [words(it).splitlines()[0] for it in club.unasked()]


def sends(town: Town, club: Club) -> int:
    """How many messages to the group the bot tried."""
    calls = town.telegram.platform.journal.called("sendMessage")
    return len([it for it in calls if it.params.get("chat_id") == club.group.id])


def threads(club: Club) -> set[int]:
    """The topics in which the bot has written."""
    bot = club.town.telegram.platform.bot.id
    return {it.get("message_thread_id", 0) for it in club.group.chat.messages.values() if it["from"]["id"] == bot}


@pytest.mark.parametrize("topic", [True, pytest.param(False, marks=pytest.mark.slow)])
async def test_all_of_a_group_stays_in_its_topic(town: Town, topic: bool) -> None:
    """Card, edits, receipts, lines, question, digest, answers, settings; General has no thread of its own."""
    club = await club_in(town, topic=topic, forum=True)
    await town.until("2026-03-02 12:10")
    line = await club.said(club.ana, "/log 30")
    assert line.get("message_thread_id", 0) == club.topic
    assert "Logged 30 min" in await club.told(club.ana, "Logged")
    for command in ("/today", "/help", "/leaderboard", "/focus 25"):
        assert (await club.said(club.ana, command)).get("message_thread_id", 0) == club.topic
    for command in ("/setup", "/group", "/season"):
        assert (await club.said(club.hana, command)).get("message_thread_id", 0) == club.topic
    await club.asks()
    await town.until("2026-03-02 12:30")
    assert "In today: Ana" in words(club.unasked()[0])
    await town.until("2026-03-09 12:10")
    assert threads(club) == {club.topic}
    assert days(club)[-1].startswith("Monday 9 March")
    assert await club.closed() == ""


async def test_two_topics_are_two_groups(town: Town) -> None:
    """A topic that goes takes nothing of the other with it."""
    club = await club_in(town, topic=True)
    other = club.group.topic("Week 9")
    await club.said(club.hana, "/setup@pacekeeper_bot zone:UTC hour:12:00 called:Bakers", topic=other)
    await town.until("2026-03-02 12:10")
    club.group.delete_topic(club.topic)
    await town.until("2026-03-04 13:00")
    assert await club.closed() == "the topic was deleted"
    assert await club.closed(other) == ""
    assert len([it for it in club.unasked() if it.get("message_thread_id") == other]) == 3
    assert threads(club) == {other}


@pytest.mark.slow
async def test_a_group_whose_topic_was_deleted_goes_on_in_another(town: Town) -> None:
    """Issue 5, 7: the admin takes it there by one press; its next card comes there, and no more (R24)."""
    club = await club_in(town, topic=True)
    await town.until("2026-03-02 12:10")
    club.group.delete_topic(club.topic)
    await town.until("2026-03-03 13:00")
    assert await club.closed() == "the topic was deleted"
    club.topic = club.group.topic("Week 3, again")
    offer = await club.said(club.hana, "/setup@pacekeeper_bot")
    club.hana.press(offer, "Take Owls here")
    taken = await town.telegram.message(club.group.id, "meets here now")
    assert taken["message_thread_id"] == club.topic
    before = len(club.unasked())
    await town.until("2026-03-03 23:00")
    assert len(club.unasked()) == before
    await town.until("2026-03-05 12:10")
    assert days(club)[-2:] == ["Wednesday 4 March", "Thursday 5 March"]
    assert threads(club) == {club.topic}
    assert (await club.said(club.ana, "/log 30"))["message_thread_id"] == club.topic
    assert "Logged 30 min" in await club.told(club.ana, "Logged")


async def test_a_group_that_is_gone_goes_on_by_a_code_from_private(town: Town) -> None:
    """Issue 5, 7: a facilitator whom another had named gets it in the private chat."""
    club, other = await club_in(town), await club_in(town)
    (chat,) = await town.store.read(lambda tx: tx.groups.chats_at(Platform.TELEGRAM, str(club.group.id)))
    (ana,) = await town.store.read(lambda tx: tx.groups.members(chat.group))
    await town.store.write(lambda tx: tx.places.set_leads(chat.group, ana.learner, leads=True))
    club.hana.remove_bot(club.group.id)
    await club.settled()
    club.ana.say(club.ana.id, "/group")
    asked = await town.telegram.message(club.ana.id, "Groups that you lead")
    club.ana.press(asked, "A code for Owls")
    told = await club.told(club.ana, "setup attach:")
    code = told.split("attach:")[1].split()[0]
    empty = town.telegram.group("Owls again", other.hana, kind="supergroup", bot="member")
    other.hana.say(empty.id, f"/setup@pacekeeper_bot attach:{code}")
    await town.telegram.message(empty.id, "meets here, too")


@pytest.mark.parametrize("general", [False, pytest.param(True, marks=pytest.mark.slow)])
async def test_a_closed_topic_and_its_opening(town: Town, general: bool) -> None:
    """Kept as a fact, told to the facilitator in private, and well again as soon as it is opened."""
    club = await club_in(town, topic=not general, forum=True)
    if general:
        club.group.close_general()
    else:
        club.group.close_topic(club.topic)
    await town.until("2026-03-03 13:00")
    assert days(club) == []
    assert await club.closed() == "the topic is closed, and the bot may not write there"
    before = sends(town, club)
    await town.until("2026-03-04 13:00")
    assert sends(town, club) == before + 1
    if general:
        club.group.open_general()
    else:
        club.group.reopen_topic(club.topic)
    await club.settled()
    assert await club.closed() == ""
    await town.until("2026-03-05 12:10")
    assert days(club) == ["Thursday 5 March"]


async def test_an_administrator_writes_in_a_closed_topic(town: Town) -> None:
    """Nothing is lost then."""
    club = await club_in(town, topic=True)
    club.hana.promote(club.group.id, town.telegram.platform.bot.id)
    club.group.close_topic(club.topic)
    await town.until("2026-03-02 12:10")
    assert len(club.unasked()) == 1


@pytest.mark.parametrize("before_card", [True, False])
@pytest.mark.parametrize("heard", [True, pytest.param(False, marks=pytest.mark.slow)])
async def test_a_group_grows_in_the_middle_of_delivery(town: Town, before_card: bool, heard: bool) -> None:
    """The card goes where the group is now, once, whichever is first: the service message or the refusal; edits to the
    card of before find their way or are let go, and the next card is where it should be."""
    club = await club_in(town, kind="group")
    if not before_card:
        await town.until("2026-03-02 12:10")
    grown = club.group.migrate()
    if heard:
        await club.settled()
    club.group = grown
    await town.until("2026-03-02 12:20")
    if before_card:
        assert days(club) == ["Monday 2 March: a fresh week"]
    ana_logs = await club.said(club.ana, "/log 30")
    assert ana_logs["chat"]["id"] == grown.id
    await town.until("2026-03-03 12:20")
    assert days(club)[-1] == "Tuesday 3 March"
    assert await club.closed() == ""
    if before_card:
        assert "In today: Ana" in words(club.unasked()[0])


async def test_members_may_write_no_more_and_again(town: Town) -> None:
    """The group's own permissions: no update tells of them, so each day's card tries, and one day it arrives."""
    club = await club_in(town)
    club.group.forbid_writing()
    await town.until("2026-03-04 13:00")
    assert (days(club), await club.closed()) == ([], SILENT)
    assert sends(town, club) == 1 + 3  # the set-up's answer, and a card a day
    club.hana.say(club.group.id, "/setup@pacekeeper_bot check:yes")
    told = await club.told(club.hana, "did not arrive")
    assert f"My last message here did not arrive: {SILENT}." in told
    club.group.forbid_writing(forbidden=False)
    await town.until("2026-03-05 12:10")
    assert (days(club), await club.closed()) == (["Thursday 5 March"], "")


async def test_the_doctor_finds_it_mended(town: Town) -> None:
    """At once."""
    club = await club_in(town)
    club.group.forbid_writing()
    await town.until("2026-03-02 12:10")
    club.group.forbid_writing(forbidden=False)
    club.hana.say(club.group.id, "/setup@pacekeeper_bot check:yes")
    assert "That is mended, and the cards go on." in await club.told(club.hana, "did not arrive")
    assert await club.closed() == ""


async def test_a_promotion_mends_it(town: Town) -> None:
    """The way that an administrator takes: the bot becomes one, too."""
    club = await club_in(town)
    club.group.forbid_writing()
    await town.until("2026-03-02 12:10")
    assert await club.closed() == SILENT
    club.hana.promote(club.group.id, town.telegram.platform.bot.id)
    await club.settled()
    assert await club.closed() == ""
    await town.until("2026-03-03 12:10")
    assert days(club) == ["Tuesday 3 March"]


async def test_a_restricted_bot(town: Town) -> None:
    """Told at once, both ways."""
    club = await club_in(town)
    bot = town.telegram.platform.bot.id
    club.hana.promote(club.group.id, bot, "restricted")
    await club.settled()
    assert await club.closed() == "the bot may not write in the group"
    await town.until("2026-03-03 13:00")
    assert days(club) == []
    club.hana.promote(club.group.id, bot, "member")
    await club.settled()
    await town.until("2026-03-04 12:10")
    assert days(club) == ["Wednesday 4 March"]


async def test_what_a_member_does_where_the_bot_is_mute(town: Town) -> None:
    """A flow is never lost: the command is carried out, and the receipt is private."""
    club = await club_in(town)
    club.group.forbid_writing()
    club.ana.say(club.group.id, "/log@pacekeeper_bot 30")
    assert "Logged 30 min" in await club.told(club.ana, "Logged")


async def test_what_a_facilitator_asks_where_the_bot_is_mute(town: Town) -> None:
    """Shown in private, with what to mend: an answer that cannot be written is no reason for silence."""
    club = await club_in(town)
    club.group.forbid_writing()
    club.hana.say(club.group.id, "/group@pacekeeper_bot")
    assert "I could not write in Owls" in await club.told(club.hana, "could not write")
    assert "12:00" in await club.told(club.hana)


@pytest.mark.slow
@pytest.mark.parametrize("days_away", [20, 40])
async def test_the_bot_put_out_and_let_in_again(town: Town, days_away: int) -> None:
    """Issue 5: the settings wait for 30 days, and nobody reads an introduction within them."""
    club = await club_in(town)
    await town.until("2026-03-02 12:10")
    club.hana.remove_bot(club.group.id)
    await club.settled()
    before = sends(town, club)
    await town.until("2026-03-22 13:00" if days_away == 20 else "2026-04-11 13:00")
    assert sends(town, club) == before
    club.hana.add_bot(club.group.id)
    await club.settled()
    if days_away == 20:
        assert await club.closed() == ""
        await town.until("2026-03-23 12:10")
        assert days(club)[-1].startswith("Monday 23 March")
    else:
        assert "A study group here?" in words(await club.said(club.hana, "/setup@pacekeeper_bot"))
    assert not any("Hello, I am Pacekeeper" in words(it) for it in club.unasked()) or days_away == 40


async def test_slow_mode(town: Town) -> None:
    """Issue 5, 7: it is a wait of this chat alone; nothing is lost, doubled, or given up."""
    club = await club_in(town)
    other = await club_in(town)
    club.group.set_slow(3600)
    await town.until("2026-03-02 12:10")
    await club.asks()
    await town.until("2026-03-02 12:40")
    before = len(club.unasked())
    assert len(other.unasked()) == 1
    town.telegram.platform.clock.advance(3700)
    await town.until("2026-03-02 14:10")
    town.telegram.platform.clock.advance(3700)
    await town.until("2026-03-02 15:30")
    assert before < len(club.unasked()) == 2
    assert await club.closed() == ""
    assert sends(town, club) <= 7


async def test_an_outage_of_telegram(town: Town) -> None:
    """A 5xx in Telegram's own form, and a gateway's page: no chat is closed, an edit is done again; of a card that may
    stand there the facilitator hears (refinement 9)."""
    club = await club_in(town)
    await town.until("2026-03-02 12:10")
    faults = town.telegram.faults
    faults.add(Refusal(500, "Internal Server Error"), method="editMessageText", times=2)
    await club.said(club.ana, "/log 30")
    await town.until("2026-03-02 13:10")
    assert "In today: Ana" in words(club.unasked()[0])
    faults.add(Page(502), method="sendMessage", chat_id=club.group.id, times=1)
    await town.until("2026-03-03 13:10")
    assert (len(club.unasked()), await club.closed()) == (1, "")
    club.hana.say(club.group.id, "/group@pacekeeper_bot")
    assert "Nobody knows whether the card of" in await club.told(club.hana, "Nobody knows")
    await town.until("2026-03-04 12:10")
    assert len(club.unasked()) == 2
