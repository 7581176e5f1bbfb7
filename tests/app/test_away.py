"""Members who leave the chats of their group: not named there any more, and back as they were (refinement 12, R22)."""

import pytest

from bot.app import commands as c
from bot.app.app import App
from bot.app.links import link_of
from bot.app.said import (
    AskShown,
    Belonging,
    BoardShown,
    ChatCode,
    GroupAsked,
    Joined,
    Left,
    Logged,
    NumbersShown,
    SettingsShown,
)
from bot.core.people import Address, Group, LearnerId, Platform
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.app.life import Life
from tests.app.scenes import CHANNEL, card, closes, fresh, member
from tests.storage.people import NOW
from tests.world import PLACE, Person, StoppedClock, founded

TELEGRAM = Platform.TELEGRAM


@pytest.fixture
async def group(host: Person) -> Group:
    """Meets in a Telegram group."""
    return await founded(host, board=True)


async def went(person: Person, place: Address = PLACE) -> None:
    await person.app.news.went(place.platform, place.chat, person.id)


async def came(person: Person, place: Address = PLACE) -> None:
    await person.app.news.came(place.platform, place.chat, person.id)


def learner(tx: Tx, person: Person) -> LearnerId:
    found = tx.people.by_account(person.platform, person.id, NOW)
    assert found
    return found[0].id


async def test_a_name_vanishes_from_the_card_and_the_minutes_stay(app: App, group: Group, life: Life) -> None:
    """R22, R3: at once, in place, and without a word; nobody's absence lowers what the group did."""
    ann, bo, cy = [await member(app, number, group) for number in (1, 2, 3)]
    await card(life, "2026-03-03")
    for person in (ann, bo, cy):
        await person.says(c.LogFlow(60))
    assert (await fresh(life, "2026-03-03 11:00")).names == ("Member 1", "Member 2", "Member 3")
    sent = len(life.sent())
    await went(ann)
    shown = await fresh(life, "2026-03-03 11:05")
    assert (shown.names, shown.learners, shown.minutes) == (("Member 2", "Member 3"), 3, 180)
    assert len(life.sent()) == sent
    await came(ann)
    assert (await fresh(life, "2026-03-03 11:10")).names == ("Member 1", "Member 2", "Member 3")


async def test_who_is_gone_and_studies_loses_nothing(
    app: App, group: Group, life: Life, store: Store, clock: StoppedClock
) -> None:
    """A learner never loses credit: not their own numbers, and what they did meanwhile counts once they are back."""
    ann = await member(app, 1, group)
    await life.until("2026-03-03 10:00")
    await went(ann)
    clock.pass_(days=2)
    await ann.hears(Logged, c.LogFlow(90))
    assert (await ann.hears(NumbersShown, c.Progress("numbers"))).flows == 1
    (known,) = await store.read(lambda tx: tx.groups.of_learner(learner(tx, ann)))
    assert known[1].gone
    await ann.says(c.Today(), PLACE)
    (mine,) = await store.read(lambda tx: tx.groups.members(group.id))
    assert (mine.joined.isoformat(), mine.listed) == ("2026-03-02", True)
    week = await store.read(lambda tx: tx.weeks.sums(group.id, group.curriculum, mine.joined))
    assert week.minutes == 90


async def test_a_command_in_the_chat_brings_back_before_it_is_answered(app: App, group: Group) -> None:
    """Without having to join again."""
    ann = await member(app, 1, group)
    await went(ann)
    assert (await ann.refused(c.Leaderboard(), None)).kind == "no_group"
    await ann.hears(BoardShown, c.Leaderboard(), PLACE)


async def test_what_was_refused_brings_back_too(app: App, group: Group, store: Store) -> None:
    """Any act is one."""
    ann = await member(app, 1, group)
    await went(ann)
    await ann.refused(c.Setup("UTC"), PLACE)
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1


async def test_a_private_word_says_nothing_of_the_chat(app: App, group: Group, store: Store) -> None:
    """Nobody is back on a guess either."""
    ann = await member(app, 1, group)
    await went(ann)
    await ann.says(c.Today())
    assert await store.read(lambda tx: tx.groups.members(group.id)) == ()


async def test_settings_tell_it_to_the_learner_alone(app: App, group: Group) -> None:
    """The membership waits: it can be changed, and left for good."""
    ann = await member(app, 1, group)
    await went(ann)
    assert [it.id for it in (await ann.hears(SettingsShown, c.Settings())).groups] == [group.id]
    shown = await ann.hears(Belonging, c.InGroup(group.id))
    assert (shown.away, shown.listed) == (True, True)
    await ann.hears(Left, c.Leave(group.id, sure=True))
    await came(ann)
    assert (await ann.hears(SettingsShown, c.Settings())).groups == ()


async def test_the_link_of_the_group_brings_back_as_it_was(app: App, group: Group, store: Store) -> None:
    """An explicit wish to be in it; it is no second joining."""
    ann = await member(app, 1, group)
    await went(ann)
    answer = await ann.says(c.Join(link=link_of(group)))
    assert not isinstance(answer.said, Joined)
    (mine,) = await store.read(lambda tx: tx.groups.members(group.id))
    assert mine.listed is True


async def test_who_left_for_good_and_joins_by_link_is_in_it(app: App, group: Group, store: Store) -> None:
    """What was known before they left in `/settings` is known no longer."""
    ann = await member(app, 1, group)
    await went(ann)
    await ann.says(c.Leave(group.id, sure=True))
    await ann.hears(Joined, c.Join(link=link_of(group)))
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1


async def test_a_group_on_both_platforms_keeps_who_is_left_on_one(
    app: App, group: Group, host: Person, store: Store
) -> None:
    """Issue 5, 6: only a chat in which they could be counts, and of these all have to be known."""
    code = (await host.hears(ChatCode, c.InviteChat(group.id), PLACE)).code
    await Person(app, "900d", "Host", Platform.DISCORD, facilitator=True).says(c.Setup(attach=code), CHANNEL)
    ann = await member(app, 1, group)
    await went(ann)
    assert await store.read(lambda tx: tx.groups.members(group.id)) == ()
    await came(ann)
    await app.news.went(Platform.DISCORD, CHANNEL.chat, ann.id)  # somebody else's number there
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1


async def test_nothing_is_concluded_from_the_bots_own_removal(app: App, group: Group, store: Store) -> None:
    """A kicked bot's group, a deleted channel, a chat that moved."""
    await member(app, 1, group)
    await app.news.address_closed(PLACE, "The bot was removed from the group.")
    await app.news.departed(TELEGRAM, PLACE.chat)
    await app.news.arrived(TELEGRAM, [PLACE.chat])
    await app.news.chat_moved(TELEGRAM, PLACE.chat, "-100999")
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1


async def test_a_chat_that_became_a_supergroup_still_knows_who_left(app: App, group: Group, store: Store) -> None:
    """And hears in the new one that they are back."""
    ann = await member(app, 1, group)
    await went(ann)
    await app.news.chat_moved(TELEGRAM, PLACE.chat, "-100999")
    assert await store.read(lambda tx: tx.groups.members(group.id)) == ()
    await came(ann, Address(TELEGRAM, "-100999"))
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1


async def test_letting_a_chat_go_leaves_nobody_gone_from_it(app: App, group: Group, host: Person, store: Store) -> None:
    """Without chats a group has lost nobody."""
    ann = await member(app, 1, group)
    await went(ann)
    (chat,) = await store.read(lambda tx: tx.groups.chats(group.id))
    await host.says(c.DetachChat(group.id, chat.id, sure=True), PLACE)
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1


async def test_a_season_holds_who_is_gone_as_well(app: App, group: Group, host: Person, store: Store) -> None:
    """Nothing is taken from them."""
    ann = await member(app, 1, group)
    await went(ann)
    await host.says(c.Season("2026-03-03", "2026-03-05", "Exams"), PLACE)
    off = await store.read(lambda tx: tx.rests.off(learner(tx, ann)))
    assert off.rests


async def test_no_question_mentions_who_is_gone(app: App, group: Group, life: Life) -> None:
    """R22: also where the question was seen with their name before they left."""
    ann, bo = [await member(app, number, group) for number in (1, 2)]
    await closes(ann)
    await ann.says(c.Agree(group.id, "helps", True))
    shown = await bo.hears(AskShown, c.AskGroup(group.id, "Why does the dough have to rest?"))
    assert [it.name for it in shown.post.helpers] == ["Member 1"]
    await bo.says(c.PostAsk(group.id, shown.asked))
    await went(ann)
    await life.now()
    (post,) = life.heard(GroupAsked)
    assert post.helpers == ()


async def test_a_partner_who_left_is_beside_nobody(app: App, group: Group) -> None:
    """And whoever is left waits for another one, without being told why."""
    ann, bo = [await member(app, number, group) for number in (1, 2)]
    for person in (ann, bo):
        await person.says(c.Agree(group.id, "partner", True))
    assert (await bo.hears(Belonging, c.InGroup(group.id))).pair.partners
    await went(ann)
    assert not (await bo.hears(Belonging, c.InGroup(group.id))).pair.partners
    assert not (await ann.hears(Belonging, c.InGroup(group.id))).pair.partners
    await came(ann)
    assert (await bo.hears(Belonging, c.InGroup(group.id))).pair.partners
