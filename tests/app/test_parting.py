"""One learner parted into two again, within 7 days (issue 4, point 9)."""

import pytest

from bot.app.app import App
from bot.app.commands import (
    Link,
    LinkPart,
    LogFlow,
    SettleFocus,
    Today,
    Undo,
)
from bot.app.said import (
    CheckinCall,
    DailyPrompt,
    FocusEnded,
    LinkShown,
    Logged,
    TodayShown,
)
from bot.core.people import Address, Platform
from tests.app.life import Life, mostly_embedded
from tests.app.links import both_prompted, linked, on_both, parted
from tests.app.scenes import begins
from tests.world import Person, StoppedClock


@mostly_embedded
async def test_parted_each_has_its_own_flows_and_prompts_again(app: App, life: Life) -> None:
    """Issue 4, point 9: what was recorded since stays with the one that gave the code."""
    there, here = await both_prompted(app)
    await there.says(LogFlow(45))
    await here.says(LogFlow(30))
    await linked(there, here)
    life.clock.pass_(days=1)
    await here.says(LogFlow(20))
    await parted(here)
    assert (await there.hears(TodayShown, Today())).minutes_today == 20
    assert (await here.hears(TodayShown, Today())).minutes_today == 0
    await here.says(Undo("log", 2))
    await life.until("2026-03-04 23:00")
    assert [f"{it.at:%d %H:%M}" for it in life.discord.sent if isinstance(it.said, DailyPrompt)][-1] == "04 12:00"
    assert [f"{it.at:%d %H:%M}" for it in life.telegram.sent if isinstance(it.said, DailyPrompt)][-1] == "04 15:00"


@mostly_embedded
@pytest.mark.parametrize("last", ["there", "here"])
async def test_who_was_prompted_as_one_is_not_prompted_again_as_two(app: App, life: Life, last: str) -> None:
    """R16, R17: also on the day of parting, whichever account the day's prompt and check-in went to."""
    there, here = await both_prompted(app)
    await linked(there, here, "ttt")
    life.clock.pass_(minutes=1)
    await (there if last == "there" else here).says(Today())
    await life.until("2026-03-08 13:00")
    before = len(life.sent())
    assert [it for it in life.times(CheckinCall) if it.startswith("Sun 08")] == ["Sun 08 Mar 12:00"]
    await parted(here)
    await life.until("2026-03-08 23:00")
    assert len(life.sent()) == before
    await life.until("2026-03-09 23:00")
    assert [f"{it.at:%d %H:%M}" for it in life.sent()[before:]] == ["09 12:00", "09 15:00"]


@mostly_embedded
@pytest.mark.parametrize(("open_", "sent"), [(True, ["12:00"]), (False, [])])
async def test_a_letter_that_waits_follows_its_learner_when_they_part(
    app: App, life: Life, open_: bool, sent: list[str]
) -> None:
    """R23: what speaks of one is never delivered to the other; without a door of their own it ends."""
    there, here = await both_prompted(app)
    await linked(there, here, "ttt")
    life.clock.pass_(minutes=1)
    await here.says(Today())
    (letter,) = await life.decided("2026-03-02 12:00")
    assert letter.address.platform is Platform.TELEGRAM
    if not open_:
        await app.news.address_closed(Address(Platform.DISCORD, there.direct, person=there.id), "blocked")
    await parted(here)
    await life.until("2026-03-02 23:00")
    assert [f"{it.at:%H:%M}" for it in life.discord.sent] == sent
    assert life.telegram.sent == []
    assert await life.states() == ({"expired": 1, "sent": 1} if open_ else {"expired": 2})


@mostly_embedded
@pytest.mark.parametrize("whose", ["there", "here"])
@pytest.mark.parametrize("open_", [True, False])
async def test_a_nudge_that_waits_follows_the_timer_when_they_part(
    app: App, life: Life, whose: str, open_: bool
) -> None:
    """R23: the end of a timer is told to who began it, whichever account was used last; or to nobody."""
    there, here = await both_prompted(app)
    mine, other = (there, here) if whose == "there" else (here, there)
    timer = await begins(mine, 25)
    life.clock.pass_(minutes=1)
    await linked(there, here, "ttt")
    life.clock.pass_(minutes=1)
    await other.says(Today())
    (letter,) = await life.decided("2026-03-02 10:25")
    assert (letter.kind, letter.address.person) == ("focus", other.id)
    if not open_:
        await app.news.address_closed(Address(mine.platform, mine.direct, person=mine.id), "blocked")
    await parted(other)
    await life.now()
    assert [(it.address.person, type(it.said)) for it in life.sent()] == ([(mine.id, FocusEnded)] if open_ else [])
    assert (await mine.hears(Logged, SettleFocus(timer))).log.minutes == 25


async def test_after_seven_days_it_is_for_good(app: App, clock: StoppedClock) -> None:
    """Issue 4, point 9: an old button says so, /link offers it no more, and somebody else's is nobody's."""
    there, here = on_both(app)
    stranger = Person(app, "666", "Eve")
    for account in (there, here, stranger):
        await account.joins()
    await linked(there, here)
    shown = await here.hears(LinkShown, Link())
    assert shown.until == clock.now.replace(day=9)
    assert (await stranger.refused(LinkPart(shown.union, sure=True))).kind == "outdated"
    clock.pass_(days=7)
    assert (await here.refused(LinkPart(shown.union, sure=True))).kind == "link_final"
    assert (await here.hears(LinkShown, Link())).union == 0


async def test_parted_they_can_be_linked_again(app: App) -> None:
    """The other way round, too."""
    there, here = on_both(app)
    for account in (there, here):
        await account.joins()
        await account.says(LogFlow(30))
    await linked(there, here)
    await parted(there)
    assert (await linked(here, there)).flows == 2
    assert (await there.hears(TodayShown, Today())).minutes_today == 60
