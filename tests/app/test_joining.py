"""Joining: the offer, the tap, the links, and the question whether a group may name somebody."""

from datetime import date, time, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import Join, JoinNow, Leaderboard, ListMe, LogFlow, Setup, Today
from bot.app.links import link_of, new_key
from bot.app.said import Belonging, Joined, JoinOffer, ProgressShown, TodayShown
from bot.core.curriculum import Curriculum
from bot.core.people import Group, Platform
from bot.core.plans import Plan, default_plan
from bot.core.zones import search_zones
from bot.storage.store import Store
from tests.app.scenes import OTHER_PLACE
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture
async def group(host: Person) -> Group:
    """A group in Berlin whose card comes at eight."""
    return await founded(host, zone="Europe/Berlin", hour=time(8))


# --- the offer


async def test_alone_the_offer_asks_for_a_zone(anna: Person, curriculum: Curriculum) -> None:
    """Joining, alone: the curriculum, a default hour and plan, and zones to pick from."""
    offer = await anna.hears(JoinOffer, Join())
    assert (offer.curriculum, offer.weeks, offer.group, offer.zone, offer.link) == ("Bread by hand", 2, "", "", "")
    assert (offer.hour, offer.plan, offer.clock) == (time(18), default_plan(3), None)
    assert offer.zones == tuple(search_zones("", 24))


async def test_an_offer_takes_what_was_typed(anna: Person) -> None:
    """An hour or a plan without a zone changes the offer, not the learner."""
    weekend = Plan(frozenset({5, 6}))
    offer = await anna.hears(JoinOffer, Join(hour=time(7), plan=weekend))
    assert (offer.hour, offer.plan) == (time(7), weekend)


async def test_in_a_group_the_offer_is_the_groups(anna: Person, group: Group, clock: StoppedClock) -> None:
    """Joining in a group: one tap takes its zone, hour and days."""
    offer = await anna.hears(JoinOffer, Join(), PLACE)
    assert (offer.group, offer.zone, offer.hour) == ("Study club", "Europe/Berlin", time(8))
    assert (offer.plan, offer.link, offer.zones, offer.clock) == (Plan(group.days), link_of(group), (), clock.now)


async def test_an_offer_changes_nothing(anna: Person, group: Group) -> None:
    """Looking at the offer makes nobody a learner."""
    await anna.says(Join(), PLACE)
    assert (await anna.refused(Today())).kind == "not_joined"


# --- the tap


async def test_one_tap_takes_the_groups_settings(anna: Person, group: Group, clock: StoppedClock) -> None:
    """Joining: zone, hour and plan are the group's, and the first day's task comes with the answer."""
    answer = await anna.says(JoinNow(prompts=True, link=link_of(group)))
    joined, first = answer.said, answer.asides[0]
    assert isinstance(joined, Joined)
    assert isinstance(first, TodayShown)
    assert (joined.name, joined.group, joined.ask_listing) == ("Anna", "Study club", group.id)
    assert (joined.zone, joined.hour, joined.plan) == ("Europe/Berlin", time(8), Plan(group.days))
    assert (joined.prompts, joined.now) == (True, clock.now)
    assert (first.stand.number, first.stand.week.id) == (1, "week-1")


async def test_a_picked_zone_wins_over_the_groups(anna: Person, group: Group) -> None:
    """Members may live elsewhere."""
    joined = await anna.hears(Joined, JoinNow(prompts=False, zone="Asia/Tokyo", link=link_of(group)))
    assert (joined.zone, joined.hour, joined.first_prompt) == ("Asia/Tokyo", time(8), None)


async def test_prompts_come_only_to_who_said_yes(anna: Person, ben: Person, clock: StoppedClock) -> None:
    """R16: off until the learner says yes; the first one is named with the answer."""
    yes = await anna.hears(Joined, JoinNow(prompts=True, zone="UTC"))
    no = await ben.hears(Joined, JoinNow(prompts=False, zone="UTC"))
    assert (yes.prompts, yes.first_prompt) == (True, clock.now.replace(hour=18))
    assert (no.prompts, no.first_prompt) == (False, None)


async def test_a_first_private_message_proves_that_prompts_arrive(
    anna: Person, ben: Person, group: Group, store: Store
) -> None:
    """Joining in a group with prompts sends one; in private, or without prompts, there is nothing to prove."""
    joined = await anna.hears(Joined, JoinNow(prompts=True, link=link_of(group)), PLACE)
    assert joined.test_sent
    assert await store.read(lambda tx: tx.letters.states()) == {"ready": 1}
    assert not (await ben.hears(Joined, JoinNow(prompts=True, link=link_of(group)))).test_sent
    assert await store.read(lambda tx: tx.letters.states()) == {"ready": 1}


async def test_a_tap_without_any_zone_is_outdated(anna: Person) -> None:
    """A button of an offer that named no zone cannot take one."""
    assert (await anna.refused(JoinNow(prompts=True))).kind == "outdated"


@pytest.mark.parametrize("zone", ["Mars/Base", "UTC+3", "/etc/passwd", "x" * 300])
async def test_a_zone_that_nobody_knows_is_refused(anna: Person, zone: str) -> None:
    """Section 4: an unknown zone, from a button that was tampered with, is refused and nothing is changed."""
    assert (await anna.refused(JoinNow(prompts=True, zone=zone))).kind == "unknown_zone"
    assert (await anna.refused(Join(zone=zone))).kind == "unknown_zone"
    assert (await anna.refused(Today())).kind == "not_joined"


# --- typed


async def test_a_typed_zone_joins_at_once(anna: Person, clock: StoppedClock) -> None:
    """Joining by words: zone, hour, plan and name as they were said; prompts stay off."""
    plan = Plan(frozenset({1, 3, 5}))
    joined = await anna.hears(Joined, Join("America/New_York", time(6, 30), plan, "Ann"))
    assert (joined.name, joined.zone, joined.hour, joined.plan) == ("Ann", "America/New_York", time(6, 30), plan)
    assert (joined.prompts, joined.group, joined.ask_listing) == (False, "", 0)


async def test_somebody_without_a_name_is_called_something(app: App) -> None:
    """A display name of blanks is no name."""
    nobody = Person(app, "303", "   ")
    assert (await nobody.joins()).name == "Learner"


async def test_a_long_name_is_cut_to_what_the_card_has_room_for(app: App) -> None:
    """Forty characters."""
    long = Person(app, "303", "N" * 500)
    assert (await long.joins()).name == "N" * 40


async def test_the_day_of_joining_is_the_local_one(anna: Person, clock: StoppedClock, store: Store) -> None:
    """R1: at three in the morning it is still the day before."""
    clock.show("2026-03-05 03:00", "Asia/Tokyo")
    await anna.joins("Asia/Tokyo")
    found = await store.read(lambda tx: tx.people.by_account(Platform.TELEGRAM, "101", clock.now))
    assert found is not None
    assert found[0].joined == date(2026, 3, 4)


# --- links


async def test_a_groups_link_lets_people_in_from_private(anna: Person, group: Group) -> None:
    """Section 3: on Telegram joining finishes in private, through a signed link."""
    offer = await anna.hears(JoinOffer, Join(link=link_of(group)))
    assert offer.group == "Study club"
    assert (await anna.hears(Joined, JoinNow(prompts=False, link=offer.link))).group == "Study club"


@pytest.mark.parametrize(
    "change", ["9{0}", "{0}x", "{1}", "{1}-", "-{0}", "٣-{0}", "{1}-AAAAAAAAAAAA", "9" * 40 + "-x"]
)
async def test_a_forged_link_lets_nobody_in(anna: Person, group: Group, change: str) -> None:
    """Section 4: a forged button is refused, whatever was done to it."""
    link = change.format(link_of(group), group.id)
    assert (await anna.refused(Join(link=link))).kind == "outdated"
    assert (await anna.refused(JoinNow(prompts=False, zone="UTC", link=link))).kind == "outdated"


async def test_a_link_of_another_group_is_not_this_ones(anna: Person, host: Person, group: Group) -> None:
    """Each group signs with its own key."""
    other = await founded(host, OTHER_PLACE)
    swapped = f"{other.id}-{link_of(group).partition('-')[2]}"
    assert (await anna.refused(Join(link=swapped))).kind == "outdated"


async def test_a_revoked_link_lets_nobody_in(anna: Person, group: Group, store: Store) -> None:
    """A new key ends all links that were given out."""
    link = link_of(group)
    await store.write(lambda tx: tx.groups.change(group.id, key=new_key()))
    assert (await anna.refused(Join(link=link))).kind == "outdated"


# --- again


async def test_joining_again_shows_where_one_stands(anna: Person, group: Group) -> None:
    """Section 3: running it again shows where you stand, typed or pressed."""
    await anna.joins(place=PLACE)
    await anna.says(LogFlow(30, done=True))
    for command in (Join(), JoinNow(prompts=True, link=link_of(group)), Join(zone="Asia/Tokyo")):
        shown = await anna.hears(ProgressShown, command, PLACE)
        assert shown.stand.number == 2
    assert (await anna.hears(ProgressShown, Join())).standing.logs == 1


async def test_a_learner_joins_a_second_group_and_keeps_their_settings(
    anna: Person, host: Person, group: Group
) -> None:
    """The group is new, the learner is not: zone, hour and plan stay."""
    await anna.joins("Asia/Tokyo", hour=time(7))
    joined = await anna.hears(Joined, Join(), PLACE)
    assert (joined.group, joined.zone, joined.hour) == ("Study club", "Asia/Tokyo", time(7))
    other = await founded(host, OTHER_PLACE)
    assert (await anna.hears(Joined, JoinNow(prompts=False, link=link_of(other)))).ask_listing == other.id


async def test_the_day_of_joining_a_group_stays(anna: Person, group: Group, clock: StoppedClock, store: Store) -> None:
    """A second `/join` in the group does not make somebody a newcomer."""
    await anna.joins(place=PLACE)
    clock.pass_(days=10)
    await anna.says(Join(), PLACE)
    members = await store.read(lambda tx: tx.groups.members(group.id))
    assert [it.joined for it in members] == [date(2026, 3, 2)]


# --- being named


async def test_the_question_about_the_name_is_asked_once_per_group(anna: Person, host: Person, group: Group) -> None:
    """R22: at joining, for each group, and not again."""
    assert (await anna.joins(place=PLACE)).ask_listing == group.id
    assert not isinstance((await anna.says(Join(), PLACE)).said, Joined)
    other = await founded(host, OTHER_PLACE)
    assert (await anna.hears(Joined, Join(), OTHER_PLACE)).ask_listing == other.id


@pytest.mark.parametrize("yes", [True, False])
async def test_an_answer_about_the_name_is_kept_for_that_group(
    anna: Person, group: Group, store: Store, yes: bool
) -> None:
    """R22: unlisted until answered, then as answered; it can be changed any time."""
    await anna.joins(place=PLACE)
    before = await store.read(lambda tx: tx.groups.members(group.id))
    assert [it.listed for it in before] == [None]
    for answer in (not yes, yes):
        told = await anna.hears(Belonging, ListMe(group.id, answer))
        assert (told.group, told.listed, told.name, told.agreed) == ("Study club", answer, "Anna", frozenset())
    after = await store.read(lambda tx: tx.groups.members(group.id))
    assert [it.listed for it in after] == [yes]


async def test_only_members_answer_for_a_group(anna: Person, group: Group) -> None:
    """Section 4: an outdated or forged button of a group one is not in."""
    assert (await anna.refused(ListMe(group.id, True))).kind == "not_joined"
    await anna.joins()
    assert (await anna.refused(ListMe(group.id, True))).kind == "outdated"
    assert (await anna.refused(ListMe(999, True))).kind == "outdated"


async def test_everything_personal_asks_to_join_first(anna: Person, group: Group) -> None:
    """Section 4: a command before joining."""
    for command in (Today(), LogFlow(30), Leaderboard()):
        assert (await anna.refused(command, PLACE)).kind == "not_joined"


async def test_a_group_that_is_set_up_again_keeps_its_members_and_links(
    anna: Person, host: Person, group: Group
) -> None:
    """Changing the zone of a group is not founding a new one."""
    await anna.joins(place=PLACE)
    link = link_of(group)
    await host.says(Setup("Asia/Tokyo", time(9)), PLACE)
    assert (await anna.hears(ProgressShown, Join(link=link))).standing.logs == 0


async def test_a_new_learner_is_prompted_on_the_next_plan_day(anna: Person, clock: StoppedClock) -> None:
    """R16: on plan days; somebody who joins on Saturday with a plan from Monday hears on Monday."""
    clock.show("2026-03-07 10:00")
    joined = await anna.hears(Joined, JoinNow(prompts=True, zone="UTC"))
    assert joined.first_prompt == clock.now.replace(hour=18) + timedelta(days=2)
