"""What letters say, from the facts at the moment they are delivered."""

from datetime import date, time

import pytest

from bot.app.app import App
from bot.app.commands import (
    Join,
    JoinNow,
    ListMe,
    LogFlow,
    MarkDone,
    Settings,
    Undo,
    WriteCheckin,
)
from bot.app.said import CheckinCall, DailyPrompt, Hello, Joined, JoinOffer, Logged
from bot.core.people import Address, Group, Platform
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import card, closes, fresh, member, ships
from tests.world import PLACE, Person, founded

pytestmark = mostly_embedded


@pytest.fixture
async def group(host: Person) -> Group:
    """A group whose card comes at nine, UTC."""
    return await founded(host)


# --- to a learner


async def test_a_prompt_is_the_next_flow_with_the_learners_own_sentence(anna: Person, life: Life) -> None:
    """R16: where they stand, and the if-then sentence of the last look back, in the week after it."""
    await anna.says(JoinNow(prompts=True, zone="UTC"))
    await anna.says(MarkDone("w1d1"))
    await anna.says(Settings(called="Ann"))
    await life.until("2026-03-08 20:00")
    await anna.says(WriteCheckin("a", "b", "coffee", "open the book", 4))
    await life.until("2026-03-16 20:00")
    prompts = life.heard(DailyPrompt)
    assert [(it.today.day, it.name, it.shown.stand.number) for it in prompts] == [
        (day, "Ann", 2) for day in (2, 3, 4, 9, 10, 11, 16)
    ]
    assert [it.intention for it in prompts] == [None] * 3 + [("coffee", "open the book")] * 3 + [None]


async def test_a_prompt_after_a_gap_is_a_welcome(anna: Person, life: Life) -> None:
    """R22: the next small step, and no count of what was lost."""
    await anna.says(JoinNow(prompts=True, zone="UTC"))
    await anna.says(LogFlow(30))
    await life.until("2026-03-17 20:00")
    welcomes = {it.today.day: it.shown.welcome for it in life.heard(DailyPrompt)}
    assert (welcomes[4], welcomes[16]) == (False, True)


async def test_a_checkin_is_not_called_for_twice(anna: Person, life: Life) -> None:
    """Section 3: who answered by themselves is not asked; next week they are."""
    await anna.says(JoinNow(prompts=True, zone="UTC"))
    await life.until("2026-03-08 12:00")
    await anna.says(WriteCheckin("a", "b", "c", "d", 4))
    await life.until("2026-03-15 20:00")
    assert [it.monday for it in life.heard(CheckinCall)] == [date(2026, 3, 9)]


@pytest.mark.parametrize("days", [0, 3])
async def test_a_checkin_asks_for_the_review_when_it_is_due(anna: Person, life: Life, days: int) -> None:
    """Section 3: one message asks both."""
    await anna.says(JoinNow(prompts=True, zone="UTC"))
    for number in range(1, days + 1):
        await anna.says(MarkDone(f"w1d{number}"))
    await life.until("2026-03-08 20:00")
    (call,) = life.heard(CheckinCall)
    assert (call.monday, call.review_due, call.stand.spot) == (
        date(2026, 3, 2),
        days == 3,
        "review" if days == 3 else "day",
    )


async def test_who_has_finished_is_not_written_to_any_more(anna: Person, life: Life) -> None:
    """R14: prompts and check-ins stop."""
    await anna.says(JoinNow(prompts=True, zone="UTC"))
    for _ in range(2):
        await closes(anna)
    await ships(anna)
    await life.until("2026-03-10 20:00")
    assert life.sent() == []


async def test_a_prompt_names_the_next_step_of_the_project(anna: Person, life: Life) -> None:
    """R14, R16: with the weeks closed and the project open, prompts go on and name what is next."""
    await anna.says(JoinNow(prompts=True, zone="UTC"))
    for _ in range(2):
        await closes(anna)
    await life.until("2026-03-02 20:00")
    (prompt,) = life.heard(DailyPrompt)
    assert prompt.shown.stand.spot == "project"
    assert prompt.shown.stand.gate is not None
    assert prompt.shown.stand.gate.milestones[0].id == "own-notebook"


async def test_a_hello_proves_that_prompts_arrive(anna: Person, group: Group, life: Life) -> None:
    """Joining: it comes at once, in private."""
    await anna.hears(Joined, JoinNow(prompts=True), PLACE)
    await life.now()
    (hello,) = life.sent()
    assert (hello.said, hello.address) == (Hello("Anna", time(9)), Address(Platform.TELEGRAM, "101", person="101"))


async def test_letters_go_where_a_learner_was_seen_last(app: App, ben: Person, group: Group, life: Life) -> None:
    """On Discord the private channel is opened for the first letter, and remembered."""
    await ben.hears(Joined, JoinNow(prompts=True, zone="UTC"), Address(Platform.DISCORD, "333"))
    life.discord.opens = "dm202"
    await life.until("2026-03-03 18:00")
    assert [it.address.chat for it in life.discord.sent] == ["", "dm202", "dm202"]


# --- the day's card


async def test_a_card_names_the_listed_alone(app: App, group: Group, life: Life) -> None:
    """R23: in the order they logged; totals count everybody, from three learners up."""
    await life.until("2026-03-03 09:00")
    expected: list[str] = []
    for number, listed in enumerate((True, False, None, True)):
        person = await member(app, number, group, listed=listed)
        await person.says(LogFlow(50))
        expected += [f"Member {number}"] if listed else []
        shown = await fresh(life, f"2026-03-03 {10 + number}:00")
        assert (list(shown.names), shown.learners) == (expected, number + 1 if number >= 2 else len(expected))
        assert shown.minutes == (50 * (number + 1) if number >= 2 else None)


async def test_a_card_credits_four_hours_a_learner(app: App, group: Group, life: Life) -> None:
    """R3: distributed practice beats a marathon."""
    await life.until("2026-03-03 09:00")
    for number, minutes in enumerate((600, 10, 10)):
        await (await member(app, number, group)).says(LogFlow(minutes))
    assert (await fresh(life, "2026-03-03 10:00")).minutes == 260


async def test_a_name_that_is_listed_or_unlisted_later_shows_at_once(app: App, group: Group, life: Life) -> None:
    """R22: names vanish when they are asked to."""
    await life.until("2026-03-03 09:00")
    person = await member(app, 1, group, listed=None)
    await person.says(LogFlow(50))
    for hour, yes in ((10, True), (11, False)):
        await person.says(ListMe(group.id, yes))
        assert bool((await fresh(life, f"2026-03-03 {hour}:00")).names) is yes


async def test_an_undone_log_leaves_the_card(app: App, group: Group, life: Life) -> None:
    """R19: exactly what the fact gave."""
    await life.until("2026-03-03 09:00")
    person = await member(app, 1, group)
    log = (await person.hears(Logged, LogFlow(50))).log
    assert (await fresh(life, "2026-03-03 10:00")).learners == 1
    await person.says(Undo("log", log.id))
    assert (await fresh(life, "2026-03-03 11:00")).learners == 0


async def test_a_cards_link_lets_people_join(app: App, group: Group, life: Life) -> None:
    """Section 3: whoever sees the card may come in."""
    shown = await card(life, "2026-03-03")
    newcomer = Person(app, "303", "Carla")
    assert (await newcomer.hears(JoinOffer, Join(link=shown.link))).group == shown.group == "Study club"


async def test_sundays_card_counts_checkins_from_three_up(app: App, group: Group, life: Life) -> None:
    """R23, R24: how many, never who or what."""
    people = [await member(app, number, group) for number in range(4)]
    await people[0].says(LogFlow(30))
    assert (await card(life, "2026-03-08")).kind == "checkin"
    counts = []
    for hour, person in enumerate(people, start=10):
        await person.says(WriteCheckin("a", "b", "c", "d", 4))
        counts.append((await fresh(life, f"2026-03-08 {hour}:00")).checked_in)
    assert counts == [0, 0, 3, 4]
