"""What may have been posted: repeated, given up, or taken up from a holder that died."""

from datetime import date, timedelta

import pytest

from bot.app.app import App
from bot.app.claims import LEASE, claim
from bot.app.commands import Help
from bot.app.courier import Unsure
from bot.app.said import Card, ChatTrouble, DailyPrompt
from bot.core.people import Platform
from tests.app.life import Life
from tests.app.scenes import CHANNEL, NOON, prompted_at_noon
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture
def dan(app: App) -> Person:
    """Whoever may set a channel up on Discord."""
    return Person(app, "901", "Dan", Platform.DISCORD, facilitator=True)


# --- nobody knows


async def test_a_learners_letter_that_may_have_been_posted_is_repeated(
    app: App, life: Life, clock: StoppedClock
) -> None:
    """Refinement 9: at least once, with the same key so that Discord can tell."""
    for platform in (Platform.DISCORD, Platform.TELEGRAM):
        await prompted_at_noon(app, len(platform), platform)
    life.discord.fails, life.telegram.fails = [Unsure("cut")], [TimeoutError()]
    await life.decided("2026-03-02 12:00")
    await life.post.deliver_due()
    assert life.sent() == []
    clock.pass_(seconds=2)
    await life.post.deliver_due()
    for bag in (life.discord, life.telegram):
        assert len(bag.tried) == 2
        assert len(set(bag.tried)) == len(bag.sent) == 1


async def test_a_telegram_card_that_may_have_been_posted_is_never_repeated(
    host: Person, life: Life, clock: StoppedClock
) -> None:
    """Refinement 9: better none than two; the facilitator is told of the day."""
    await founded(host, PLACE, hour=NOON)
    life.telegram.fails = [Unsure("cut")]
    await life.until("2026-03-02 20:00")
    assert (len(life.telegram.tried), await life.states()) == (1, {"unknown": 1})
    assert (await host.says(Help(), PLACE)).asides == (ChatTrouble("Study club", "", (date(2026, 3, 2),)),)
    await life.until("2026-03-10 13:00")
    assert life.times(Card)[0] == "Tue 03 Mar 12:00"
    assert (await host.says(Help(), PLACE)).asides == ()


async def test_a_discord_card_is_repeated_while_discord_would_notice(dan: Person, life: Life) -> None:
    """Section 5f: inside the nonce's window with the same key, and not after it."""
    await founded(dan, CHANNEL, hour=NOON)
    life.discord.fails = [Unsure("cut"), Unsure("cut")]
    await life.until("2026-03-02 12:01")
    assert (len(life.discord.tried), len(set(life.discord.tried)), len(life.sent())) == (3, 1, 1)


async def test_a_discord_card_is_given_up_when_the_window_is_over(dan: Person, life: Life) -> None:
    """Section 5f: later the policy for ambiguous sends applies."""
    await founded(dan, CHANNEL, hour=NOON)
    life.discord.fails = [Unsure("cut") for _ in range(20)]
    await life.until("2026-03-02 20:00")
    assert (life.sent(), await life.states()) == ([], {"unknown": 1})
    assert len(life.discord.tried) == 4


# --- a holder that died


async def dies_holding(life: Life, wall: str) -> None:
    """A process that took what is due and was killed before it could write down what came of it."""
    letters = await life.decided(wall)
    taken = await life.store.write(
        lambda tx: [claim(tx, it.address.platform, [it.id], life.shelf, life.clock) for it in letters]
    )
    assert all(len(it.held) == 1 for it in taken)
    life.restart()
    await life.post.recover()


async def test_letters_of_a_dead_holder_are_taken_up(
    app: App, dan: Person, host: Person, life: Life, clock: StoppedClock
) -> None:
    """Section 5f: at once on a file of one's own, else after the lease; a Telegram card alone is not repeated."""
    await prompted_at_noon(app, 1, Platform.TELEGRAM)
    await founded(host, PLACE, hour=NOON)
    await founded(dan, CHANNEL, hour=NOON)
    await dies_holding(life, "2026-03-02 12:00")
    clock.pass_(seconds=2)  # the dead one's sends count in the chats' pace
    await life.post.deliver_due()
    assert len(life.sent()) == (2 if life.store.embedded else 0)
    clock.now += LEASE + timedelta(seconds=1)
    await life.post.deliver_due()
    assert [type(it.said) for it in life.telegram.sent] == [DailyPrompt]
    assert [type(it.said) for it in life.discord.sent] == [Card]
    assert await life.states() == {"sent": 2, "unknown": 1}


async def test_a_discord_card_of_a_holder_long_dead_is_not_repeated(
    dan: Person, life: Life, clock: StoppedClock
) -> None:
    """Section 5f: Discord has forgotten the nonce by then."""
    await founded(dan, CHANNEL, hour=NOON)
    await dies_holding(life, "2026-03-02 12:00")
    clock.pass_(minutes=3)
    await life.post.deliver_due()
    assert (life.sent(), await life.states()) == ([], {"unknown": 1})


async def test_an_orderly_restart_takes_nothing_up_twice(app: App, life: Life) -> None:
    """What has ended has ended."""
    await prompted_at_noon(app, 1)
    await life.until("2026-03-02 12:00")
    life.restart()
    await life.post.recover()
    await life.until("2026-03-02 13:00")
    assert len(life.discord.tried) == 1
