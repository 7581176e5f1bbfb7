"""Chats that refuse a message: kept as a fact, shown to the facilitator, tried once a day, and well again by themselves
(section 4 of product.md)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import AskGroup, ListMe, LogFlow, ManageGroup, PostAsk, Setup
from bot.app.courier import Gone
from bot.app.rights import Needs
from bot.app.said import AskShown, Card, ChatTrouble, GroupShown, RightsShown
from bot.core.people import Group, Platform
from bot.core.rights import RightFact
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import CHANNEL, TEXT, member
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded
MUTED = Gone("the bot may not write in the chat")


@pytest.fixture
async def group(host: Person) -> Group:
    """A group whose card comes at nine, UTC."""
    return await founded(host)


def mute(life: Life) -> None:
    """Nothing can be written in the group, and nobody tells."""
    life.telegram.fails_for[PLACE.chat] = MUTED


def unmute(life: Life) -> None:
    """The right is back, and nobody tells that either."""
    del life.telegram.fails_for[PLACE.chat]


async def closed(store: Store, group: Group) -> str:
    (chat,) = await store.read(lambda tx: tx.groups.chats(group.id))
    return chat.closed_because


def cards(life: Life) -> list[date]:
    """The days of the cards that arrived."""
    return [it.said.day for it in life.telegram.sent if isinstance(it.said, Card)]


async def test_a_right_that_is_back_is_found_with_the_next_card(
    app: App, host: Person, group: Group, life: Life, store: Store
) -> None:
    """R24: one try a day and no more, the reason shown to the facilitator, the cards as before when it is over."""
    anna = await member(app, 1, group)
    await life.until("2026-03-03 10:00")
    mute(life)
    await life.until("2026-03-06 10:00")
    assert await closed(store, group) == MUTED.reason
    tried = [it for it in life.telegram.tried if it.startswith("card:")]
    assert len(tried) == len(set(tried)) == 4  # Tuesday arrived, then one a day
    shown = await host.says(ManageGroup(), PLACE)
    assert isinstance(shown.said, GroupShown)
    assert shown.said.chats[0].closed == MUTED.reason
    assert any(isinstance(it, ChatTrouble) and it.closed_because == MUTED.reason for it in shown.asides)
    await anna.says(LogFlow(30))
    unmute(life)
    await life.until("2026-03-09 10:00")
    assert cards(life) == [date(2026, 3, 3), date(2026, 3, 8), date(2026, 3, 9)]
    assert await closed(store, group) == ""
    assert not (await host.says(ManageGroup(), PLACE)).asides


async def test_it_is_given_up_with_the_settings_after_thirty_days(
    group: Group, life: Life, store: Store, clock: StoppedClock
) -> None:
    """Nothing repeats for ever."""
    mute(life)
    await life.until("2026-04-15 10:00")
    tried = len(life.telegram.tried)
    assert 15 <= tried <= 31
    await store.write(lambda tx: tidy(tx, clock()))
    await life.until("2026-05-15 10:00")
    assert len(life.telegram.tried) == tried
    assert await store.read(lambda tx: tx.groups.chats(group.id)) == ()


async def test_cards_that_missed_something_are_drawn_when_the_chat_is_back(
    app: App, host: Person, group: Group, life: Life, store: Store
) -> None:
    """A log while nothing could be written is on that day's card later; and yesterday's card is closed."""
    anna = await member(app, 1, group)
    await life.until("2026-03-03 10:00")
    mute(life)
    await anna.says(LogFlow(30))
    await life.until("2026-03-03 11:00")
    assert await closed(store, group) == MUTED.reason
    await anna.says(LogFlow(40))
    await life.until("2026-03-04 08:00")
    unmute(life)
    await life.until("2026-03-04 12:00")
    first = life.telegram.sent[0].message
    last = [it.said for it in life.telegram.edits if it.message == first][-1]
    assert isinstance(last, Card)
    assert (last.closed, last.names) == (True, ("Member 1",))
    assert cards(life) == [date(2026, 3, 3), date(2026, 3, 4)]


async def test_a_chat_that_was_lost_for_good_is_not_tried(app: App, group: Group, life: Life) -> None:
    """Whoever removed the bot is not asked every day; adding it again is told."""
    await app.news.address_closed(PLACE, "removed")
    await life.until("2026-03-10 10:00")
    assert life.telegram.tried == []
    await app.news.arrived(Platform.TELEGRAM, [PLACE.chat])
    await life.until("2026-03-11 10:00")
    assert cards(life) == [date(2026, 3, 11)]


async def test_one_topic_that_is_open_again(app: App, host: Person, group: Group, life: Life, store: Store) -> None:
    """The others of its chat stay as they are."""
    topic = replace(PLACE, thread="7")
    there = await founded(host, topic)
    mute(life)
    await life.until("2026-03-03 10:00")
    assert [await closed(store, it) for it in (group, there)] == [MUTED.reason] * 2
    await app.news.opened(topic)
    assert [await closed(store, it) for it in (group, there)] == [MUTED.reason, ""]


class Looks:
    """An inspector that finds what it is told."""

    def __init__(self, *found: RightFact) -> None:
        self.found = found

    async def look(self, asker: Asker, needs: Needs) -> tuple[RightFact, ...]:
        """Find it."""
        del asker, needs
        return self.found


async def test_the_doctor_that_finds_all_well_lets_the_cards_go_on(
    app: App, host: Person, group: Group, life: Life, store: Store
) -> None:
    """At once: who mends a right and checks it need not wait for tomorrow."""
    mute(life)
    await life.until("2026-03-03 10:00")
    app.inspectors[Platform.TELEGRAM] = Looks(RightFact("member", "ok"), RightFact("write", "missing"))
    seen = await host.hears(RightsShown, Setup(check=True), PLACE)
    assert (seen.closed_because, seen.mended) == (MUTED.reason, False)
    app.inspectors[Platform.TELEGRAM] = Looks(RightFact("member", "ok"), RightFact("write", "unknown"))
    assert not (await host.hears(RightsShown, Setup(check=True), PLACE)).mended
    app.inspectors[Platform.TELEGRAM] = Looks(RightFact("member", "ok"), RightFact("write", "ok"))
    assert (await host.hears(RightsShown, Setup(check=True), PLACE)).mended
    assert await closed(store, group) == ""
    assert (await host.hears(RightsShown, Setup(check=True), PLACE)).closed_because == ""


async def test_a_question_goes_where_it_can_be_read(app: App, host: Person, group: Group, life: Life) -> None:
    """Of two chats of one group, one that refuses does not keep the question from the other, and is not asked twice."""
    guest = Person(app, "700", "Gus", Platform.DISCORD, facilitator=True)
    from tests.app.test_setting_up import code_of

    await guest.says(Setup(attach=await code_of(host, group)), CHANNEL)
    anna = await member(app, 1, group)
    await anna.says(ListMe(group.id, True))
    mute(life)
    for day in (3, 4):
        await life.until(f"2026-03-0{day} 12:00")
        asked = (await anna.hears(AskShown, AskGroup(group.id, TEXT))).asked
        await anna.says(PostAsk(group.id, asked))
        await life.until(f"2026-03-0{day} 13:00")
    assert len([it for it in life.discord.sent if it.key.startswith("ask:")]) == 2
    assert not [it for it in life.telegram.tried if it.startswith("ask:")]
