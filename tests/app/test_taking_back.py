"""Whoever is erased or leaves a group takes their questions along: the messages lose their words (R22, R23)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.app.app import App
from bot.app.commands import AskGroup, Leave, PostAsk
from bot.app.courier import Delivered, Gone, Later, Moved, Parcel, Undeliverable, Unsure, Vanished
from bot.app.post import PostOffice
from bot.app.said import AskPosted, AskShown, AskTakenBack, GroupAsked, Said
from bot.core.people import Address, Group, Platform
from bot.storage.tables import ask_posts
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from tests.app.life import Bag, Life, Sent, mostly_embedded
from tests.app.scenes import CHANNEL, forgets, member
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded
Goes = Callable[[Person, Group], Awaitable[None]]
TEXT = "My dough tears when I stretch it. I kneaded for ten minutes, and expected a window."


@dataclass(slots=True)
class Meanwhile:
    """A courier of a platform that takes its time: something happens before it answers."""

    bag: Bag
    happens: Callable[[], Awaitable[None]]

    async def deliver(self, parcel: Parcel) -> Delivered:
        await self.happens()
        return await self.bag.deliver(parcel)

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        await self.bag.edit(address, message, said, language)


@pytest.fixture
async def group(host: Person, life: Life) -> Group:
    """One group that meets on both platforms."""
    founded_ = await founded(host)
    await life.store.write(lambda tx: tx.groups.add_chat(founded_.id, CHANNEL))
    return founded_


@pytest.fixture
async def ann(app: App, group: Group) -> Person:
    """Somebody who has something to ask."""
    return await member(app, 1, group)


async def asks(person: Person, group: Group) -> None:
    shown = await person.hears(AskShown, AskGroup(group.id, TEXT))
    await person.hears(AskPosted, PostAsk(group.id, shown.asked))


async def leaves(person: Person, group: Group) -> None:
    await person.says(Leave(group=group.id, sure=True))


async def is_erased(person: Person, group: Group) -> None:
    del group
    await forgets(person)


def posts(life: Life) -> list[Sent]:
    """The questions that were posted."""
    return [it for it in life.sent() if isinstance(it.said, GroupAsked)]


def unsaid(life: Life) -> list[tuple[Platform, str]]:
    """The messages that lost their words."""
    edits = [*life.telegram.edits, *life.discord.edits]
    return sorted((it.address.platform, it.message) for it in edits if isinstance(it.said, AskTakenBack))


async def left(life: Life) -> int:
    """How many messages of questions are kept."""
    return len(await life.store.read(lambda tx: tx.connection.execute(ask_posts.select()).all()))


@pytest.mark.parametrize("goes", [leaves, is_erased])
async def test_a_question_loses_its_words_in_every_chat(life: Life, group: Group, ann: Person, goes: Goes) -> None:
    """Section 1, `/forget`: erased for good; and once, in place, without a new message (R24)."""
    await asks(ann, group)
    await life.now()
    stands = sorted((it.address.platform, it.message) for it in posts(life))
    assert [platform for platform, _ in stands] == [Platform.DISCORD, Platform.TELEGRAM]
    before = len(life.sent())
    await goes(ann, group)
    life.clock.pass_(seconds=2)
    await life.now()
    assert unsaid(life) == stands
    view = present(AskTakenBack(), Text())
    assert (words(view.title), view.blocks, view.actions) == ("This question was taken back.", (), ())
    life.clock.pass_(days=1)
    await life.now()
    assert (len(unsaid(life)), await left(life)) == (2, 0)
    assert len([it for it in life.sent()[before:] if isinstance(it.said, GroupAsked)]) == 0


async def test_a_question_of_somebody_who_stays_stands(app: App, life: Life, group: Group, ann: Person) -> None:
    """Only their own, and only in the group that was left."""
    ben = await member(app, 2, group)
    await asks(ann, group)
    await asks(ben, group)
    await life.now()
    life.clock.pass_(seconds=2)
    await life.now()
    await leaves(ann, group)
    life.clock.pass_(seconds=2)
    await life.now()
    assert (len(unsaid(life)), await left(life)) == (2, 2)


@pytest.mark.parametrize("goes", [leaves, is_erased])
async def test_a_question_that_waits_is_not_posted_any_more(life: Life, group: Group, ann: Person, goes: Goes) -> None:
    """Nor does anything of it come later."""
    await asks(ann, group)
    await goes(ann, group)
    await life.until("2026-03-02 20:00")
    assert posts(life) == []


@pytest.mark.parametrize("goes", [leaves, is_erased])
async def test_one_that_is_posted_while_its_learner_goes_is_taken_back_as_well(
    life: Life, group: Group, ann: Person, goes: Goes
) -> None:
    """A message that is on its way to the platform at that very moment."""
    await asks(ann, group)

    async def going() -> None:
        await goes(ann, group)

    post = PostOffice(life.store, {Platform.TELEGRAM: Meanwhile(life.telegram, going)}, life.shelf, life.clock)
    await post.deliver_due()
    life.clock.pass_(minutes=2)
    await life.now()
    assert Platform.TELEGRAM in [platform for platform, _ in unsaid(life)]
    assert await left(life) == 0


async def test_it_survives_the_end_of_the_process(life: Life, group: Group, ann: Person) -> None:
    """Desired state: a new process on the same database does it, also where an edit was cut off half way."""
    await asks(ann, group)
    await life.now()
    await is_erased(ann, group)
    life.telegram.fails.append(Unsure("cut off"))
    life.discord.fails.append(Unsure("cut off"))
    life.clock.pass_(seconds=2)
    await life.now()
    assert unsaid(life) == []
    await life.down_until("2026-03-02 18:00")
    assert len(unsaid(life)) == 2


@pytest.mark.parametrize(
    ("trouble", "again"),
    [
        (Later("30046: too many edits of old messages", 600), True),
        (Later("429", 5, throttled=True), True),
        (Unsure("no answer"), True),
        (Moved("a supergroup", "-100777"), True),
        (Vanished("deleted by an admin"), False),
        (Undeliverable("no"), False),
    ],
)
async def test_what_the_platforms_answer(
    life: Life, group: Group, ann: Person, trouble: Undeliverable, again: bool
) -> None:
    """Within their limits: put off is tried again, what is gone is gone."""
    await asks(ann, group)
    await life.now()
    await is_erased(ann, group)
    life.telegram.fails.append(trouble)
    await life.until("2026-03-02 12:00")
    assert (Platform.TELEGRAM in [platform for platform, _ in unsaid(life)]) is again
    assert await left(life) == 0


async def test_a_chat_that_is_lost_and_found_again_loses_it_then(
    app: App, life: Life, group: Group, ann: Person, clock: StoppedClock
) -> None:
    """Issue 5, 7: a chat of a bot that was removed is kept for 30 days."""
    await asks(ann, group)
    await life.now()
    life.telegram.fails_for[PLACE.chat] = Gone("removed")
    await is_erased(ann, group)
    await life.until("2026-03-02 12:00")
    assert [platform for platform, _ in unsaid(life)] == [Platform.DISCORD]
    life.telegram.fails_for.clear()
    chat = await life.store.read(lambda tx: tx.groups.chat_at(PLACE))
    assert chat is not None
    await life.store.write(lambda tx: tx.groups.open_chat(chat.id))
    await life.until("2026-03-02 13:00")
    assert len(unsaid(life)) == 2
