"""Two accounts, one learner: what each shows, where letters go, flows told twice, and parting (issue 4, point 9)."""

import asyncio
import json
from datetime import time

import pytest
from sqlalchemy import select, text

from bot.app.app import App
from bot.app.commands import (
    Export,
    Link,
    LinkNow,
    ListMe,
    LogFlow,
    Settings,
    SettleVisit,
    Setup,
    Today,
    Undo,
)
from bot.app.courier import Gone
from bot.app.rooms import Rooms, RoomSeen
from bot.app.said import (
    CheckinCall,
    DailyPrompt,
    Exported,
    Linked,
    LinkShown,
    Logged,
    Refused,
    TodayShown,
    Undone,
    VisitOffered,
)
from bot.core.people import Platform, Room
from bot.storage.store import Store
from bot.storage.tables import learners
from bot.storage.tx import Tx
from tests.app.life import Life, mostly_embedded
from tests.app.links import both_prompted, linked, offered, on_both, parted
from tests.app.scenes import CHANNEL, card, fresh, member, prompted, prompted_at_noon
from tests.databases import POSTGRES
from tests.world import PLACE, Person, StoppedClock, founded


async def test_a_flow_of_one_shows_on_the_other(app: App) -> None:
    """Issue 4, point 9: one learner, whichever door they come through."""
    there, here = on_both(app)
    await there.joins()
    await here.joins()
    await there.says(LogFlow(45))
    await linked(there, here)
    await here.says(LogFlow(30))
    for account in (there, here):
        assert (await account.hears(TodayShown, Today())).minutes_today == 75


async def test_flows_that_look_alike_are_shown_once_and_nothing_is_removed(app: App, clock: StoppedClock) -> None:
    """Issue 4, point 9: a pair of one day, length and half hour has an Undo each; both count until one is pressed."""
    there, here = on_both(app)
    await there.joins()
    await here.joins()
    await there.says(LogFlow(45))
    await there.says(LogFlow(45, when="yesterday"))
    clock.pass_(minutes=20)
    await here.says(LogFlow(45))
    await here.says(LogFlow(20))
    done = await linked(there, here)
    ((one, other),) = done.alike
    assert (done.flows, one.day, one.minutes, other.minutes, done.more_alike) == (4, other.day, 45, 45, 0)
    assert (await there.hears(TodayShown, Today())).minutes_today == 110
    await here.hears(Undone, Undo("log", one.id))
    assert (await here.hears(TodayShown, Today())).minutes_today == 65


async def test_many_pairs_are_shown_five_at_a_time(app: App) -> None:
    """A message holds so much; the rest stands in /history."""
    there, here = on_both(app)
    for account in (there, here):
        await account.joins()
        for ago in range(1, 8):
            await account.says(LogFlow(45, when=f"2026-02-{28 - ago}"))
    done = await linked(there, here)
    assert (len(done.alike), done.more_alike) == (5, 2)


@mostly_embedded
async def test_one_prompt_a_day_in_all(app: App, life: Life) -> None:
    """R16: also on the day itself, when the side that comes in was prompted already and the other's hour follows."""
    noon, three = await both_prompted(app)
    await life.until("2026-03-03 14:00")
    before = len(life.heard(DailyPrompt))
    assert life.times(DailyPrompt)[-1] == "Tue 03 Mar 12:00"
    await linked(three, noon, "ttt")
    await life.until("2026-03-05 23:00")
    assert life.times(DailyPrompt)[before:] == ["Wed 04 Mar 15:00", "Thu 05 Mar 15:00"]


@mostly_embedded
async def test_who_joins_after_a_union_is_nobody_of_before(app: App, life: Life) -> None:
    """R16, R23: a newcomer gets their own first prompt, and is told of no letter of somebody else's."""
    there, here = await both_prompted(app)
    life.clock.show("2026-03-03 12:30")
    await life.until("2026-03-03 15:30")
    await linked(there, here, "ttt")
    newcomer = await prompted_at_noon(app, 9)
    assert json.loads((await newcomer.hears(Exported, Export())).data)["letters"] == []
    await newcomer.says(Settings(hour=time(16)))
    count = len(life.discord.sent)
    await life.until("2026-03-03 16:30")
    assert [it.address.person for it in life.discord.sent[count:]] == [newcomer.id]


@mostly_embedded
async def test_the_hour_that_was_picked_holds_and_the_other_falls_silent(app: App, life: Life) -> None:
    """R16, R17: one rhythm of each kind; the check-in comes once too."""
    there, here = await both_prompted(app)
    await linked(there, here, "ttt")
    await life.until("2026-03-15 23:00")
    assert {it[-5:] for it in life.times(DailyPrompt)} == {"12:00"}
    assert len(life.times(DailyPrompt)) == len({it[:10] for it in life.times(DailyPrompt)})
    assert [it for it in life.times(CheckinCall) if it.startswith("Sun 15")] == ["Sun 15 Mar 12:00"]


@mostly_embedded
async def test_prompts_go_to_the_account_used_last(app: App, life: Life) -> None:
    """Issue 4, point 9: whatever was said or pressed there."""
    there, here = await both_prompted(app)
    await linked(there, here)
    for account, courier in ((there, life.discord), (here, life.telegram), (there, life.discord)):
        life.clock.pass_(minutes=1)
        await account.says(Today())
        count = len(courier.sent)
        await life.until(f"{life.clock.now:%Y-%m}-{life.clock.now.day + 1:02} 23:00")
        assert len(courier.sent) > count
        assert isinstance(courier.sent[-1].said, DailyPrompt)


@mostly_embedded
async def test_prompts_go_to_the_other_account_where_one_is_closed(app: App, life: Life) -> None:
    """Issue 4, point 9: the very letter that was refused still comes, and those after it."""
    there, here = await both_prompted(app)
    await linked(there, here, "ttt")
    life.clock.pass_(minutes=1)
    await there.says(Today())
    life.discord.fails_for[there.direct] = Gone("blocked")
    await life.until("2026-03-02 13:00")
    assert [it.said for it in life.discord.sent] == []
    assert [f"{it.at:%H:%M}" for it in life.telegram.sent if isinstance(it.said, DailyPrompt)] == ["12:00"]
    await life.until("2026-03-03 13:00")
    assert len([it for it in life.telegram.sent if isinstance(it.said, DailyPrompt)]) == 2
    assert await life.states() == {"sent": 2}


@mostly_embedded
async def test_a_refused_letter_of_somebody_with_one_account_ends(app: App, life: Life) -> None:
    """Section 4: there is no other door, and never the group in its place."""
    there, _ = on_both(app)
    await prompted(there, "UTC", hour=time(12))
    life.discord.fails_for[there.direct] = Gone("blocked")
    await life.until("2026-03-02 13:00")
    assert await life.states() == {"failed": 1}


@mostly_embedded
async def test_a_zone_that_was_to_come_back_still_does(app: App, life: Life) -> None:
    """R11: until DATE, of the side whose settings were picked."""
    there, here = await both_prompted(app)
    await here.says(Settings(zone="Asia/Tokyo", until="2026-03-05"))
    await linked(there, here, "htt")
    await life.until("2026-03-05 23:00")
    assert {it[-5:] for it in life.times(DailyPrompt)} == {"06:00"}
    seen = len(life.times(DailyPrompt))
    await life.until("2026-03-08 23:00")
    assert {it[-5:] for it in life.times(DailyPrompt)[seen:]} == {"15:00"}


@mostly_embedded
async def test_a_card_shows_one_name_where_there_were_two(app: App, host: Person, life: Life) -> None:
    """R22, R24: the day's card is drawn again, and a "no" to being named takes the name off it."""
    group = await founded(host)
    others = [await member(app, number, group, listed=False) for number in range(2)]
    there, here = on_both(app)
    for account, yes in ((there, True), (here, False)):
        await account.joins(place=PLACE)
        await account.says(ListMe(group.id, yes))
    await card(life, "2026-03-03")
    for account in (*others, there, here):
        await account.says(LogFlow(30))
    seen = await fresh(life, "2026-03-03 09:10")
    assert (seen.names, seen.learners) == (("Bea on Discord",), 4)
    await linked(there, here)
    seen = await fresh(life, "2026-03-03 09:20")
    assert (seen.names, seen.learners) == ((), 3)
    await parted(there)
    seen = await fresh(life, "2026-03-03 09:30")
    assert (seen.names, seen.learners) == (("Bea on Discord",), 4)


async def test_a_double_press_unites_once(app: App) -> None:
    """R20: also if the finger slips, and the answer is the same."""
    there, here = on_both(app)
    await there.joins()
    await here.joins()
    shown = await offered(there, here)
    ask = LinkNow(shown.other, shown.token, shown.picks)
    first = await here.hears(Linked, ask, press="m1")
    assert await here.hears(Linked, ask, press="m1") == first
    assert (await here.refused(ask)).kind == "outdated"


@pytest.mark.parametrize("engine", [POSTGRES], indirect=True)
async def test_two_who_confirm_at_once_become_one(app: App, store: Store, clock: StoppedClock) -> None:
    """Issue 4, point 9: each entered the other's code. They wait for each other in turn, and neither gets an error."""
    there, here = on_both(app)
    for account in (there, here):
        await account.joins()
        await account.says(LogFlow(30))
    one, other = await offered(there, here), await offered(here, there)
    presses = (
        here.says(LinkNow(one.other, one.token, one.picks)),
        there.says(LinkNow(other.other, other.token, other.picks)),
    )

    def waiting(tx: Tx) -> int:
        query = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
        return int(tx.connection.execute(text(query)).scalar_one())

    with store._writer.begin() as held:
        held.execute(select(learners.c.id).with_for_update())
        both = [asyncio.ensure_future(press) for press in presses]
        async with asyncio.timeout(20):
            while True:
                if await store.read(waiting) == len(both):
                    break
                await asyncio.sleep(0.01)
    said = [answer.said for answer in await asyncio.gather(*both)]
    assert sorted(type(it).__name__ for it in said) == ["Linked", "Refused"]
    assert [it.kind for it in said if isinstance(it, Refused)] == ["outdated"]
    for account in (there, here):
        assert (await account.hears(TodayShown, Today())).minutes_today == 60


async def test_a_learner_on_both_is_shown_that_and_gets_no_code(app: App) -> None:
    """There is nothing left to link."""
    there, here = on_both(app)
    await there.joins()
    await linked(there, here)
    assert [it.platform for it in (await there.hears(LinkShown, Link())).accounts] == [
        Platform.DISCORD,
        Platform.TELEGRAM,
    ]


@mostly_embedded
async def test_time_in_a_study_room_is_offered_on_the_account_used_last(app: App, life: Life) -> None:
    """Issue 4, points 2 and 9: a visit goes with its learner, whichever of their selves was in the room."""
    there, here = on_both(app)
    host = Person(app, "900", "Host", Platform.DISCORD, facilitator=True)
    await founded(host, CHANNEL)
    await host.says(Setup("UTC", room=Room("77", "Study")), CHANNEL)
    talker = there if there.platform is Platform.DISCORD else here
    await talker.joins(place=CHANNEL)
    other = here if talker is there else there
    await other.joins()
    for account in (there, here):
        await account.says(Settings(prompts=True))
    rooms = Rooms(life.store, life.clock)
    study = RoomSeen("77", "Study", frozenset({talker.id}))
    await rooms.look([study])
    await linked(there, here, "ttt")
    for _ in range(5):
        life.clock.pass_(minutes=4)
        await rooms.look([study])
    await rooms.moved(talker.id, None)
    await life.until("2026-03-02 12:00")
    (offer,) = life.heard(VisitOffered)
    assert offer.visit.minutes == 20
    assert life.sent()[-1].address.platform is here.platform
    assert (await other.hears(Logged, SettleVisit(offer.visit.visit))).log.minutes == 20
