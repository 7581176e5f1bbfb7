"""`/link`: the code, what is shown, what is refused, and how the other account hears of it (issue 4, point 9)."""

import pytest

from bot.app.app import App
from bot.app.commands import Link, LinkNow, LinkPart, LinkPick, LogFlow, MarkDone, Progress, Settings, Today
from bot.app.said import (
    LinkCode,
    Linked,
    LinkedAccount,
    LinkNews,
    LinkOffer,
    LinkShown,
    PartOffer,
    ProgressShown,
    TodayShown,
)
from bot.core.people import Platform
from bot.core.plans import parse_plan
from bot.storage.store import Store
from tests.app.links import linked, offered, on_both, parted
from tests.app.test_replays import everything
from tests.world import Person, StoppedClock

WRONG = Link("WRNG-WRNG")


@pytest.fixture
def there(app: App) -> Person:
    """Bea's account on Discord, which gives the code."""
    return on_both(app)[0]


@pytest.fixture
def here(app: App) -> Person:
    """Her account on Telegram, which enters it."""
    return on_both(app)[1]


@pytest.fixture
async def both(there: Person, here: Person) -> tuple[Person, Person]:
    """The same two, joined in two zones, with a flow each and a day done on Telegram."""
    await there.joins("Europe/Berlin")
    await here.joins("Asia/Tokyo")
    await there.says(LogFlow(45, "bread"))
    await here.says(LogFlow(30, done=True))
    return there, here


async def test_a_code_is_for_one_use_within_ten_minutes(both: tuple[Person, Person], clock: StoppedClock) -> None:
    """Issue 4, point 9: 10 minutes, single use; used, expired and wrong are one sentence."""
    there, here = both
    code = (await there.hears(LinkCode, Link())).code
    await here.hears(LinkOffer, Link(f" {code.lower()} "))
    assert await here.refused(Link(code)) == await here.refused(WRONG)
    code = (await there.hears(LinkCode, Link())).code
    clock.pass_(minutes=10)
    assert await here.refused(Link(code)) == await here.refused(WRONG)


async def test_a_newer_code_replaces_the_one_before(both: tuple[Person, Person]) -> None:
    """One code a learner at a time."""
    there, here = both
    first = (await there.hears(LinkCode, Link())).code
    second = (await there.hears(LinkCode, Link())).code
    assert (await here.refused(Link(first))).kind == "link_wrong"
    await here.hears(LinkOffer, Link(second))


async def test_a_code_stands_nowhere_in_plain(both: tuple[Person, Person], store: Store) -> None:
    """Issue 4, point 9: kept only as a digest, also in the answers that are remembered (R20)."""
    there, here = both
    code = (await there.hears(LinkCode, Link())).code
    assert code not in str(await store.read(everything))
    await here.hears(LinkOffer, Link(code))
    assert code not in str(await store.read(everything))


async def test_five_wrong_codes_and_the_hour_is_over_for_codes(
    both: tuple[Person, Person], clock: StoppedClock
) -> None:
    """Issue 4, point 9: also the right one is not looked at until then; on the other accounts nothing changes."""
    there, here = both
    for typed in ("WRNG-WRNG", "hello", "AAAA-AAAA", "2222-2222", "x"):
        assert (await here.refused(Link(typed))).kind == "link_wrong"
    clock.pass_(minutes=50)
    code = (await there.hears(LinkCode, Link())).code
    shut = await here.refused(Link(code))
    assert (shut.kind, shut.numbers) == ("link_shut", (10,))
    assert (await there.refused(WRONG)).kind == "link_wrong"
    clock.pass_(minutes=10)
    await offered(there, here)


async def test_a_wrong_code_that_is_delivered_again_counts_once(both: tuple[Person, Person]) -> None:
    """R20: the platform's second delivery is no second try."""
    _, here = both
    for _ in range(9):
        await here.says(WRONG, request="once")
    assert (await here.refused(WRONG)).kind == "link_wrong"


async def test_both_sides_are_shown_and_nothing_is_changed(both: tuple[Person, Person], store: Store) -> None:
    """Issue 4, point 9: before anything happens, with each choice that can be made."""
    there, here = both
    await there.says(Settings(called="Bea"))
    shown = await offered(there, here)
    assert shown.here is not None
    assert [(side.name, side.flows, side.minutes, side.zone) for side in (shown.there, shown.here)] == [
        ("Bea", 1, 45, "Europe/Berlin"),
        ("Bea on Telegram", 1, 30, "Asia/Tokyo"),
    ]
    assert [side.places[0][1].number for side in (shown.there, shown.here)] == [1, 2]
    assert shown.there.accounts == (LinkedAccount(Platform.DISCORD, "Bea on Discord"),)
    assert (shown.picks, shown.flows, shown.shared) == ("tth", 2, (("Bread by hand", True),))
    before = await store.read(everything)
    turned = await here.hears(LinkOffer, LinkPick(shown.other, shown.token, "hht"))
    assert (turned.picks, turned.flows) == ("hht", 2)
    assert await store.read(everything) == before


async def test_kept_weeks_are_shown_by_the_plan_that_is_picked(
    both: tuple[Person, Person], clock: StoppedClock
) -> None:
    """R5, R8: what a choice does to them is seen before the press, and is what comes of it."""
    there, here = both
    await here.says(Settings(plan=parse_plan("every day")))
    clock.pass_(days=7)
    for day in ("today", "yesterday", "2026-03-06"):
        await there.says(LogFlow(30, when=day))
    clock.pass_(days=7)
    await there.says(LogFlow(30, when="2026-03-10"))
    await there.says(LogFlow(30, when="2026-03-11"))
    shown = await offered(there, here)
    weeks = {pick: (await here.hears(LinkOffer, LinkPick(shown.other, shown.token, f"{pick}tt"))).kept for pick in "th"}
    assert weeks["t"] > weeks["h"]
    done = await here.hears(Linked, LinkNow(shown.other, shown.token, "htt"))
    assert done.kept == weeks["h"]
    assert (await there.hears(ProgressShown, Progress())).standing.kept == weeks["h"]


@pytest.mark.parametrize("picks", ["", "tt", "tttt", "txt", "TTT"])
async def test_forged_choices_are_refused(both: tuple[Person, Person], picks: str) -> None:
    """Section 4: a forged or outdated button changes nothing."""
    there, here = both
    shown = await offered(there, here)
    assert (await here.refused(LinkNow(shown.other, shown.token, picks))).kind == "outdated"


async def test_only_the_account_that_entered_the_code_can_confirm(
    both: tuple[Person, Person], app: App, clock: StoppedClock
) -> None:
    """Issue 4, point 9: nobody else with that button, no other learner with that token, and within ten minutes."""
    there, here = both
    shown = await offered(there, here)
    eve = Person(app, "666", "Eve")
    await eve.joins()
    for ask in (LinkNow(shown.other, shown.token, shown.picks), LinkPick(shown.other, shown.token, shown.picks)):
        assert (await eve.refused(ask)).kind == "outdated"
    assert (await here.refused(LinkNow(shown.other + 1, shown.token, shown.picks))).kind == "outdated"
    clock.pass_(minutes=10)
    assert (await here.refused(LinkNow(shown.other, shown.token, shown.picks))).kind == "outdated"


async def test_never_with_itself_and_never_two_of_one_platform(both: tuple[Person, Person], app: App) -> None:
    """Issue 4, point 9: the code is not used up by that, nor is it a wrong one."""
    there, here = both
    code = (await there.hears(LinkCode, Link())).code
    other = Person(app, "d9", "Dora", Platform.DISCORD)
    await other.joins()
    assert (await there.refused(Link(code))).kind == "link_self"
    for _ in range(6):
        refused = await other.refused(Link(code))
    assert (refused.kind, refused.names) == ("link_same_platform", ("discord",))
    stranger = Person(app, "d8", "Eli", Platform.DISCORD)
    assert (await stranger.refused(Link(code))).kind == "link_same_platform"
    await here.hears(LinkOffer, Link(code))


async def test_a_third_waits_until_two_can_no_longer_part(
    both: tuple[Person, Person], app: App, clock: StoppedClock
) -> None:
    """Issue 4, point 9: no three learners in a tangle; with 7 days over each side may take in another platform."""
    there, here = both
    third = Person(app, "bo", "Bea", Platform.TERMINAL)
    await third.joins()
    code = (await third.hears(LinkCode, Link())).code
    await linked(there, here)
    refused = await here.refused(Link(code))
    assert (refused.kind, str(refused.days[0])) == ("link_waits", "2026-03-09")
    clock.pass_(days=7)
    assert (await there.hears(LinkShown, Link())).union == 0
    await third.says(LogFlow(20))
    await linked(third, here)
    assert (await there.hears(TodayShown, Today())).minutes_today == 20


async def test_who_has_not_joined_enters_a_code_and_is_in(there: Person, here: Person, clock: StoppedClock) -> None:
    """Issue 4, point 9: an account without a learner becomes another door; a code is given where one has joined."""
    assert (await here.refused(Link())).kind == "link_elsewhere"
    await there.joins("Europe/Berlin")
    await there.says(LogFlow(45))
    shown = await offered(there, here)
    assert (shown.here, shown.picks, shown.flows) == (None, "tt", 1)
    done = await here.hears(Linked, LinkNow(shown.other, shown.token, shown.picks))
    assert [it.platform for it in done.accounts] == ["discord", "telegram"]
    assert (await here.hears(TodayShown, Today())).minutes_today == 45
    clock.pass_(minutes=1)
    await here.says(LogFlow(15))
    offer = await here.hears(PartOffer, LinkPart((await here.hears(LinkShown, Link())).union))
    assert (offer.newcomer, offer.flows, offer.since) == (True, 0, 1)
    assert (await parted(here)).newcomer
    assert (await here.refused(Today())).kind == "not_joined"
    assert (await there.hears(TodayShown, Today())).minutes_today == 60


async def test_the_other_account_hears_of_it_once(both: tuple[Person, Person]) -> None:
    """Issue 4, point 9: both sides are told in private, the one that did not press at its next answer."""
    there, here = both
    await linked(there, here)
    assert (await here.says(Today())).asides == ()
    (news,) = (await there.says(Today())).asides
    assert news == LinkNews(
        False,
        (LinkedAccount(Platform.DISCORD, "Bea on Discord"), LinkedAccount(Platform.TELEGRAM, "Bea on Telegram")),
        "Bea on Discord",
    )
    assert (await there.says(Today())).asides == ()
    await parted(there)
    (news,) = (await here.says(Today())).asides
    assert isinstance(news, LinkNews)
    assert (news.parted, news.name, len(news.accounts)) == (True, "Bea on Telegram", 1)
    assert (await here.says(Today())).asides == ()
    assert (await there.says(Today())).asides == ()


async def test_the_place_that_was_picked_holds(both: tuple[Person, Person]) -> None:
    """R12: one side's, in each curriculum that both are in; a step that was done stays done."""
    there, here = both
    await linked(there, here, "ttt")
    stand = (await there.hears(TodayShown, Today())).stand
    assert (stand.week.number, stand.number) == (1, 1)
    await parted(here)
    assert (await here.hears(TodayShown, Today())).stand.number == 2
    await linked(there, here, "tth")
    assert (await there.hears(TodayShown, Today())).stand.number == 2
    await there.says(MarkDone("w1d2"))
    await parted(here)
    assert (await there.hears(TodayShown, Today())).stand.number == 3  # done since: it stays with who is kept
    assert (await here.hears(TodayShown, Today())).stand.number == 2
