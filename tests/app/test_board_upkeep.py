"""What boards are read from is kept up with the facts: after anything that people do it is what the facts say anew."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from bot.app.app import App
from bot.app.commands import (
    AnswerReview,
    EditLog,
    EndSeason,
    Forget,
    Join,
    Leaderboard,
    Leave,
    ListMe,
    LogFlow,
    Rest,
    RestNow,
    Season,
    Settings,
    Setup,
    Undo,
    WriteReview,
)
from bot.app.said import ForgetAsked, Logged, ReviewWritten, SeasonsShown
from bot.core.board import PERIODS, score
from bot.core.board_lines import reviews_by_week
from bot.core.days import A_WEEK, monday_of
from bot.core.minutes import credited
from bot.core.people import Address, Group, LearnerId, Member
from bot.core.plans import default_plan
from bot.core.record import Record
from bot.heartbeat import beat
from bot.storage.deriving import derive
from bot.storage.rests import rests_of
from bot.storage.store import Store
from bot.storage.tables import board_lines, board_stale, board_tallies, groups, members, metadata
from bot.storage.tx import Tx
from tests.app.scenes import TEXT, forgets
from tests.storage.people import TODAY, club, flow, somebody
from tests.world import PLACE, Person, StoppedClock, founded

Rows = dict[tuple[Any, ...], tuple[Any, ...]]
FACTS = {"logs", "reviews", "rests", "plans", "members", "seasons"}
# No line is made from these: a new table fails here until somebody has thought of it.
OTHERS = {
    *("accounts", "asks", "board_lines", "board_stale", "board_tallies", "budgets", "cards", "chats", "checkins"),
    *("editions", "enrolments", "learners", "letters", "link_codes", "link_tries", "meta", "paces", "questions"),
    *("greeted", "group_codes", "quizzes", "recalls", "remnants", "requests", "rhythms", "set_aside", "shares"),
    *("shipped", "signals", "steps", "timers", "unions", "visits", "zones", "pairs", "paired", "helpers", "kudos"),
    *("presences", "ask_posts"),
    *("rewards", "holders", "reward_stale"),
}


def lines(tx: Tx) -> Rows:
    """All lines that are kept, and all tallies."""
    found = {("line", *row[:4]): tuple(row[4:]) for row in tx.connection.execute(select(board_lines))}
    return found | {("tally", *row[:5]): tuple(row[5:]) for row in tx.connection.execute(select(board_tallies))}


def anew(tx: Tx) -> Rows:
    """The same, from nothing."""
    everybody = sorted(set(tx.connection.execute(select(members.c.learner_id)).scalars()))
    tx.connection.execute(delete(board_lines))
    tx.connection.execute(delete(board_tallies))
    derive(tx.connection, everybody)
    return lines(tx)


def by_the_rules(tx: Tx, group: Group, period: Any, today: date) -> list[tuple[int, LearnerId, int, int]]:
    """(place, learner, tenths, minutes) of a board, from the facts by `core.board` alone."""
    weeks = PERIODS[period][0]
    first, last = (today - weeks * A_WEEK, today) if weeks else (today, today + A_WEEK)
    scores, spent = [], {}
    for it in tx.groups.members(group.id):
        days = tx.logs.days_of([it.learner], group.curriculum, it.joined).get(it.learner, {})
        rest = rests_of(tx.rests.off_of_many([it.learner]), it.learner).in_time(today + A_WEEK, group.id)
        reviews = reviews_by_week(tx.way.closed(it.learner, group.curriculum), it.joined)
        record = Record(it.joined, days, tx.people.plans(it.learner))
        found = score(record, reviews, period, today, frozenset(day for day in rest if day >= it.joined))
        spent[it.learner] = sum(credited(on.minutes) for day, on in days.items() if first <= day < last)
        if it.listed and found and found.value:
            scores.append((it.learner, found.value))
    first_to_last = sorted(scores, key=lambda one: (-one[1], one[0]))
    return [
        (1 + sum(other > value for _, other in scores), learner, int(value * 10), spent[learner])
        for learner, value in first_to_last
    ]


def as_read(tx: Tx, group: Group, period: Any, monday: date) -> list[tuple[int, LearnerId, int, int]]:
    """The same, as a board reads it."""
    weeks = PERIODS[period][0]
    top = tx.boards.top(group.id, weeks, monday, 99)
    found = tx.boards.places(group.id, weeks, monday, [it.tenths for it in top])
    for it in top:
        above, below = tx.boards.beside(group.id, weeks, monday, it.learner, it.tenths)
        at = top.index(it)
        assert ([*above, it, *below]) == top[max(0, at - 1) : at + 2]
    return [(found[it.tenths], it.learner, it.tenths, it.minutes) for it in top]


def members_of(group: Group) -> Callable[[Tx], tuple[Member, ...]]:
    return lambda tx: tx.groups.members(group.id)


def test_every_table_is_a_fact_of_the_board_or_is_not() -> None:
    """R10, R19: a table of facts needs a trigger, or a board would go on showing what no longer stands."""
    assert FACTS | OTHERS | {"groups"} == set(metadata.tables)


async def test_every_table_of_facts_says_whose_lines_are_stale(store: Store) -> None:
    """R19: by triggers in the database, so that no statement can forget it; a table that is made anew loses them."""

    def triggers(tx: Tx) -> set[tuple[str, str]]:
        if tx.connection.dialect.name == "sqlite":
            query = (
                "SELECT tbl_name, upper(substr(name, length(tbl_name) + 8)) FROM sqlite_master "
                "WHERE type = 'trigger' AND name LIKE 'board%'"
            )
        else:
            query = (
                "SELECT event_object_table, event_manipulation FROM information_schema.triggers "
                "WHERE trigger_name LIKE 'board%'"
            )
        return {(row[0], row[1]) for row in tx.connection.execute(text(query))}

    changes = {(table, event) for table in FACTS for event in ("INSERT", "UPDATE", "DELETE")}
    assert await store.write(triggers) == {*changes, ("groups", "UPDATE")}


_numbers = itertools.count(5_000)
people = st.integers(0, 2)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("log"), people, st.integers(1, 600), st.integers(0, 28)),
        st.tuples(st.just("days"), st.integers(1, 30)),
        st.tuples(st.just("undo"), people, st.integers(0, 9)),
        st.tuples(st.just("edit"), people, st.integers(0, 9), st.integers(1, 600), st.integers(0, 28)),
        st.tuples(st.just("rest"), people, st.integers(-28, 20), st.integers(0, 40)),
        st.tuples(st.just("off"), people),
        st.tuples(st.just("season"), st.integers(-28, 20), st.integers(0, 40)),
        st.tuples(st.just("no season"), st.integers(0, 9)),
        st.tuples(st.just("plan"), people, st.integers(2, 7)),
        st.tuples(st.just("listed"), people, st.booleans()),
        st.tuples(st.just("board"), st.booleans()),
        st.tuples(st.just("review"), people),
        st.tuples(st.just("leave"), people),
        st.tuples(st.just("join"), people),
        st.tuples(st.just("forget"), people),
        st.tuples(st.just("look")),
        st.tuples(st.just("beat")),
    ),
    max_size=18,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
async def test_lines_are_what_the_facts_say_after_anything(
    app: App, host: Person, store: Store, clock: StoppedClock, acts: list[Any]
) -> None:
    """R10, R19: any sequence of commands leaves the lines and tallies that making all of them anew gives, with
    the places, points and minutes of the rules; nothing stays of who left or was erased."""
    start = clock.now
    place = replace(PLACE, chat=f"-{next(_numbers)}")
    group = await founded(host, place, board=True)
    crew = [Person(app, f"{next(_numbers)}", f"N{n}") for n in range(3)]
    for person in crew:
        await person.joins(place=place)
        await person.says(ListMe(group.id, True))
    logged: list[list[int]] = [[], [], []]
    declared: list[int] = []
    for kind, *values in acts:
        if kind == "days":
            clock.pass_(days=values[0])
            continue
        if kind == "look":
            await crew[0].says(Leaderboard(group=group.id))
            continue
        if kind == "beat":
            await beat(store, clock)
            continue
        if kind == "board":
            await host.says(Setup("UTC", board=values[0]), place)
            continue
        if kind.endswith("season"):
            declared += await a_season(host, place, clock, declared, values)
            continue
        who = values[0]
        person, today = crew[who], clock.now.date()
        match kind, *values[1:]:
            case "log", minutes, ago:
                said = (await person.says(LogFlow(minutes, when=f"{today - timedelta(days=ago)}"))).said
                logged[who] += [said.log.id] if isinstance(said, Logged) else []
            case "undo", at if logged[who]:
                await person.says(Undo("log", logged[who][at % len(logged[who])]))
            case "edit", at, minutes, ago if logged[who]:
                day = today - timedelta(days=ago)
                await person.says(EditLog(logged[who][at % len(logged[who])], minutes, when=f"{day}"))
            case "rest", begin, length:
                first = today + timedelta(days=begin)
                await person.says(Rest(f"{first}", f"{first + timedelta(days=length)}"))
            case ("off",):
                await person.says(RestNow("open"))
            case "plan", size:
                await person.says(Settings(plan=default_plan(size)))
            case "listed", yes:
                await person.says(ListMe(group.id, yes))
            case ("review",):
                written = (await person.says(WriteReview(TEXT))).said
                if isinstance(written, ReviewWritten):
                    await person.says(AnswerReview(written.review, missing=False, sure=True))
            case ("join",):
                await person.says(Join(zone="UTC"), place)
            case ("leave",):
                await person.says(Leave(group.id, sure=True))
            case ("forget",):
                if isinstance((await person.says(Forget())).said, ForgetAsked):
                    await forgets(person)
                    logged[who] = []
    this_week = monday_of(clock.now.date())

    await host.says(Setup("UTC", board=True), place)

    def check(tx: Tx) -> None:
        tx.boards.bring_up(group.id, LearnerId(0))
        kept = lines(tx)
        waiting = {row.learner for row in tx.connection.execute(select(board_stale))}
        assert waiting.isdisjoint(it.learner for it in tx.groups.members(group.id))
        assert kept == anew(tx)
        for period in PERIODS:
            assert as_read(tx, group, period, this_week) == by_the_rules(tx, group, period, this_week)
        for ago in range(1, 9):
            monday = this_week - ago * A_WEEK
            assert as_read(tx, group, "week", monday) == by_the_rules(tx, group, "week", monday)

    await store.write(check)
    clock.now = start


async def a_season(
    host: Person, place: Address, clock: StoppedClock, declared: list[int], values: list[int]
) -> list[int]:
    """Declare one that begins in so many days and lasts so many more, or take one back; the numbers of new ones."""
    match values:
        case [begin, length]:
            first = clock.now.date() + timedelta(days=begin)
            said = (await host.says(Season(f"{first}", f"{first + timedelta(days=length)}"), place)).said
            return [said.changed.id] if isinstance(said, SeasonsShown) and said.changed else []
        case [at] if declared:
            await host.says(EndSeason(declared[at % len(declared)]), place)
    return []


async def test_lines_are_kept_only_while_the_board_is_on(
    app: App, host: Person, store: Store, clock: StoppedClock
) -> None:
    """R10: what nobody can see is not kept. Turned on, a board knows all that was before."""
    group = await founded(host, board=True)
    crew = [Person(app, f"{next(_numbers)}", f"N{n}") for n in range(3)]
    for person in crew:
        await person.joins(place=PLACE)
        await person.says(ListMe(group.id, True))
        await person.says(LogFlow(60))
    await beat(store, clock)
    before = await store.read(lines)
    assert {key[1] for key in before if key[0] == "line"} == {it.learner for it in await store.read(members_of(group))}
    await host.says(Setup("UTC", board=False), PLACE)
    assert await store.read(lines) == {}
    log = await crew[0].hears(Logged, LogFlow(60))
    await beat(store, clock)
    assert await store.read(lines) == {}
    await crew[0].says(Undo("log", log.log.id))
    await host.says(Setup("UTC", board=True), PLACE)
    assert await store.read(lines) == before == await store.write(anew)


async def test_a_new_curriculum_of_a_group_counts_other_logs(store: Store) -> None:
    """Section 1: a group counts its members' logs of its curriculum."""

    def fill(tx: Tx) -> int:
        learner, (group, _) = somebody(tx), club(tx)
        tx.groups.change(group, board=True)
        tx.groups.join(group, learner, TODAY)
        flow(tx, learner)
        return group

    group = await store.write(fill)
    assert await store.write(lines)
    await store.write(
        lambda tx: tx.connection.execute(update(groups).where(groups.c.id == group).values(curriculum="x"))
    )
    assert await store.write(lines) == {}
