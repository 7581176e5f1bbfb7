"""A process that stood still between the claim of a letter and its send: the letter may be another one's by now."""

from datetime import datetime

import pytest

from bot.app.app import App
from bot.app.post import PostOffice
from bot.core.people import Platform
from tests.app.life import Life
from tests.app.scenes import prompted_at_noon
from tests.world import StoppedClock


class Frozen(StoppedClock):
    """Stands still for a while right after the next letter was claimed."""

    def __init__(self, clock: StoppedClock, seconds: float) -> None:
        super().__init__(clock.now)
        self.looks = 0
        self.seconds = seconds

    def __call__(self) -> datetime:
        """The first look after the claim's, of which the first starts the lease, comes late."""
        self.looks += 1
        if self.looks == 3:
            self.pass_(seconds=self.seconds)
        return super().__call__()


@pytest.mark.parametrize(("seconds", "sent"), [(29, 1), (31, 0), (600, 0)])
async def test_what_was_held_for_too_long_is_not_sent_but_given_back(
    app: App, life: Life, clock: StoppedClock, seconds: float, sent: int
) -> None:
    """stack.md 5f, "lease still ours?": a send that could outlast its lease does not begin, and the letter is as if it
    had never been claimed."""
    await prompted_at_noon(app, 1, Platform.TELEGRAM)
    (letter,) = await life.decided("2026-03-02 12:00")
    couriers = {Platform.TELEGRAM: life.telegram}
    frozen = PostOffice(life.store, couriers, life.shelf, Frozen(clock, seconds))
    assert await frozen.deliver_some(Platform.TELEGRAM, [letter.id]) == ([] if sent else [letter.id])
    assert len(life.sent()) == sent
    if not sent:
        clock.pass_(seconds=seconds)
        await life.post.deliver_due()
        assert (len(life.sent()), await life.states()) == (1, {"sent": 1})
