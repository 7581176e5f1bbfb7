"""A question names members who explained that week and agreed to help: rarely, by their own yes alone (R22, R23)."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.app.app import App
from bot.app.commands import (
    Agree,
    AskGroup,
    Export,
    ForgetNow,
    Leave,
    ListMe,
    PostAsk,
    RestNow,
    Season,
    Settings,
    Undo,
)
from bot.app.said import AskPosted, AskShown, Exported, GroupAsked, Helper
from bot.core.people import Group, Platform
from bot.storage.tables import asks, helpers
from bot.storage.tx import Tx
from tests.app.life import Life
from tests.app.links import linked
from tests.app.scenes import CHANNEL, closes, member
from tests.world import PLACE, Person, StoppedClock, founded

Goes = Callable[[Person, Group], Awaitable[None]]
TEXT = "My dough tears when I stretch it. I kneaded for ten minutes, and expected a window."


@pytest.fixture
async def group(host: Person) -> Group:
    return await founded(host)


@pytest.fixture
async def ann(app: App, group: Group) -> Person:
    """Somebody who is stuck in week 1."""
    return await member(app, 1, group)


async def helper(app: App, number: int, group: Group, *, listed: bool = True) -> Person:
    """Somebody who explained week 1 and agreed to be asked."""
    person = await member(app, number, group, listed=listed)
    await closes(person)
    await person.says(Agree(group.id, "helps", yes=True))
    return person


async def named(person: Person, group: Group) -> list[str]:
    """Whom a question would name."""
    return [each.name for each in (await person.hears(AskShown, AskGroup(group.id, TEXT))).post.helpers]


async def posted(life: Life) -> list[Helper]:
    """Whom the newest question in the group names."""
    await life.now()
    return list(life.heard(GroupAsked)[-1].helpers)


async def posts(person: Person, group: Group) -> AskShown:
    shown = await person.hears(AskShown, AskGroup(group.id, TEXT))
    await person.hears(AskPosted, PostAsk(group.id, shown.asked))
    return shown


async def test_who_agreed_and_explained_the_week_is_shown_first_and_then_named(
    app: App, group: Group, ann: Person, life: Life
) -> None:
    """Issue 5: offered to members who passed that week and agreed; what is shown is what is posted."""
    await helper(app, 2, group)
    await closes(await member(app, 3, group))  # did not agree
    await (await member(app, 4, group)).says(Agree(group.id, "helps", yes=True))  # did not explain it
    shown = await posts(ann, group)
    assert shown.post.helpers == (Helper("Member 2"),), "nobody's account is needed to show a name"
    assert await posted(life) == [Helper("Member 2", "m2")]


async def test_never_more_than_three(app: App, group: Group, ann: Person, life: Life, clock: StoppedClock) -> None:
    """Issue 5: of five who would, three are named, and on the next day the other two."""
    for number in range(2, 7):
        await helper(app, number, group)
    assert len((await posts(ann, group)).post.helpers) == 3
    first = {each.name for each in await posted(life)}
    clock.pass_(days=1)
    second = {each.name for each in (await posts(ann, group)).post.helpers}
    assert (len(first), len(second), first & second) == (3, 2, set())


async def test_nobody_is_named_twice_within_a_week(app: App, group: Group, ann: Person, clock: StoppedClock) -> None:
    """What was agreed to: at most once a week, whoever asks."""
    await helper(app, 2, group)
    bo = await member(app, 3, group)
    seen = await bo.hears(AskShown, AskGroup(group.id, TEXT))
    assert len(seen.post.helpers) == 1
    await posts(ann, group)
    assert await named(bo, group) == []
    await bo.hears(AskPosted, PostAsk(group.id, seen.asked))
    clock.pass_(days=7, seconds=-1)
    assert await named(bo, group) == []
    clock.pass_(seconds=1)
    assert await named(bo, group) == ["Member 2"]


async def test_two_questions_that_were_shown_the_same_name_do_not_both_call_it(
    app: App, group: Group, ann: Person, life: Life
) -> None:
    """The second one is posted without it: the promise stands."""
    await helper(app, 2, group)
    bo = await member(app, 3, group)
    one, two = [await each.hears(AskShown, AskGroup(group.id, TEXT)) for each in (ann, bo)]
    assert one.post.helpers == two.post.helpers != ()
    await asyncio.gather(ann.says(PostAsk(group.id, one.asked)), bo.says(PostAsk(group.id, two.asked)))
    await life.until("2026-03-02 20:00")
    assert sorted(len(it.helpers) for it in life.heard(GroupAsked)) == [0, 1]


async def test_two_who_ask_each_other_at_once_hold_each_other_up_for_no_moment(app: App, group: Group) -> None:
    """D6: turns of two learners that name each other do not wait for each other's end."""
    ben, cleo = await helper(app, 2, group), await helper(app, 3, group)
    for person in (ben, cleo):
        await person.says(Settings(week=1))
    shown = [await person.hears(AskShown, AskGroup(group.id, TEXT)) for person in (ben, cleo)]
    assert [[each.name for each in it.post.helpers] for it in shown] == [["Member 3"], ["Member 2"]]
    async with asyncio.timeout(0.9):  # PostgreSQL looks for deadlocks after a second
        posts = [
            person.hears(AskPosted, PostAsk(group.id, it.asked)) for person, it in zip((ben, cleo), shown, strict=True)
        ]
        await asyncio.gather(*posts)


async def test_an_unlisted_helper_is_not_named(app: App, group: Group, ann: Person) -> None:
    """R22: a name that the group does not see is not called."""
    await helper(app, 2, group, listed=False)
    assert await named(ann, group) == []


async def test_nobody_helps_themselves(app: App, group: Group) -> None:
    """The asker is never among them."""
    ben = await helper(app, 2, group)
    await ben.says(Settings(week=1))
    assert await named(ben, group) == []


async def test_who_rests_is_left_in_peace(app: App, group: Group, ann: Person, host: Person) -> None:
    """R15: one's own rest, and a season of the group."""
    ben = await helper(app, 2, group)
    await helper(app, 3, group)
    await ben.says(RestNow("today"))
    assert await named(ann, group) == ["Member 3"]
    await host.says(Season("today"), PLACE)
    assert await named(ann, group) == []


async def test_a_review_that_was_taken_back_explains_nothing(app: App, group: Group, ann: Person) -> None:
    """R19: only what stands."""
    ben = await member(app, 2, group)
    closed = await closes(ben)
    await ben.says(Agree(group.id, "helps", yes=True))
    assert await named(ann, group) == ["Member 2"]
    await ben.says(Undo("review", closed.review))
    assert await named(ann, group) == []


async def withdraws(ben: Person, group: Group) -> None:
    await ben.says(Agree(group.id, "helps", yes=False))


async def unlists(ben: Person, group: Group) -> None:
    await ben.says(ListMe(group.id, yes=False))


async def leaves(ben: Person, group: Group) -> None:
    await ben.says(Leave(group.id, sure=True))


async def is_erased(ben: Person, group: Group) -> None:
    del group
    await ben.says(ForgetNow(int(ben.app._clock().timestamp())))


@pytest.mark.parametrize("goes", [withdraws, unlists, leaves, is_erased])
@pytest.mark.parametrize("when", ["before the press", "on the way"])
async def test_who_takes_it_back_is_not_named(
    app: App, group: Group, ann: Person, life: Life, goes: Goes, when: str
) -> None:
    """R22, issue 5, 8: mentions only of those who agreed, asked again when the message goes out."""
    ben = await helper(app, 2, group)
    await helper(app, 3, group)
    shown = await ann.hears(AskShown, AskGroup(group.id, TEXT))
    assert len(shown.post.helpers) == 2
    if when == "before the press":
        await goes(ben, group)
    await ann.hears(AskPosted, PostAsk(group.id, shown.asked))
    if when == "on the way":
        await goes(ben, group)
    assert [each.name for each in await posted(life)] == ["Member 3"]


async def test_nobody_who_was_not_shown_is_named(app: App, group: Group, ann: Person, life: Life) -> None:
    """R23: the exact post was shown; who agreed meanwhile is not in it."""
    shown = await ann.hears(AskShown, AskGroup(group.id, TEXT))
    await helper(app, 2, group)
    await ann.says(PostAsk(group.id, shown.asked))
    assert await posted(life) == []


async def test_a_helper_is_called_where_they_have_an_account(app: App, group: Group, ann: Person, life: Life) -> None:
    """One group on both platforms: elsewhere the name alone."""
    await life.store.write(lambda tx: tx.groups.add_chat(group.id, CHANNEL))
    await helper(app, 2, group)
    ben = await helper(app, 3, group)
    await linked(ben, Person(app, "d3", "Ben", Platform.DISCORD))
    await posts(ann, group)
    await life.now()
    sent = {it.address.platform: it.said.helpers for it in life.sent() if isinstance(it.said, GroupAsked)}
    assert sent[Platform.TELEGRAM] == (Helper("Member 2", "m2"), Helper("Member 3", "m3"))
    assert sent[Platform.DISCORD] == (Helper("Member 2"), Helper("Member 3", "d3"))


async def test_a_helper_who_becomes_one_with_the_asker_is_not_called(
    app: App, group: Group, ann: Person, life: Life
) -> None:
    """Nobody is asked by themselves."""
    ben = await member(app, 2, group)
    await closes(ben)
    await ben.says(Agree(group.id, "helps", yes=True))
    await posts(ann, group)
    await life.store.write(lambda tx: tx.connection.execute(helpers.update().values(learner_id=_asker(tx))))
    assert await posted(life) == []


def _asker(tx: Tx) -> int:
    return int(tx.connection.execute(asks.select()).one().learner_id)


async def test_that_somebody_was_named_is_theirs(app: App, group: Group, ann: Person) -> None:
    """Issue 4, 8: it is in their export."""
    ben = await helper(app, 2, group)
    await posts(ann, group)
    assert '"helped": [\n' in (await ben.hears(Exported, Export())).data
