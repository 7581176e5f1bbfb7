"""A database that came back from an earlier time: what its bot says again, which is nothing."""

from bot.app.restored import let_pass
from bot.app.said import Card, DailyPrompt
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import prompted
from tests.world import Person, StoppedClock, founded

pytestmark = mostly_embedded


async def test_nothing_that_came_due_since_is_said_again(
    anna: Person, host: Person, life: Life, clock: StoppedClock
) -> None:
    """R24, and a group that must never be spammed: the card and the prompt of the hours since the back-up may have
    been sent already. From then on all is as ever."""
    await founded(host)
    await prompted(anna)
    clock.show("2026-03-03 18:30")
    assert await life.store.write(lambda tx: let_pass(tx, clock())) >= 2
    await life.until("2026-03-04 08:00")
    assert (life.heard(Card), life.heard(DailyPrompt)) == ([], [])
    await life.until("2026-03-04 18:00")
    assert (len(life.heard(Card)), len(life.heard(DailyPrompt))) == (1, 1)


async def test_what_was_being_sent_is_not_sent_again(anna: Person, life: Life, clock: StoppedClock) -> None:
    """A back-up that was taken in the middle of a send holds the letter as under way."""
    await prompted(anna)
    (letter,) = await life.decided("2026-03-02 17:00")
    await life.store.write(lambda tx: tx.letters.claim([letter.id], clock(), clock()))
    assert await life.store.write(lambda tx: let_pass(tx, clock())) == 1
    await life.until("2026-03-02 20:00")
    assert life.sent() == []
