"""What may be asked again, in which order, and how much of it on a day (recall)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.curriculum import Curriculum, Phase, Project, Question, Ready, Week
from bot.core.days import day_span, local_day
from bot.core.facts import Review, ReviewId
from bot.core.people import LearnerId
from bot.core.position import FINISHED, Place
from bot.core.recall import (
    MOST,
    Memory,
    RecallId,
    Remembered,
    Topic,
    askable,
    left,
    likeliest_forgotten,
    matched,
    older,
    topics,
)
from tests.core.examples import instants, zones

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = date(2026, 3, 4)
MIDDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


def week(number: int) -> Week:
    """A week with two questions."""
    asks = tuple(Question(f"q{number}{letter}", f"Why {letter}?", "Because.") for letter in "ab")
    return Week(f"w{number}", number, f"Week {number}", (), recall=asks)


def phase(name: str, *weeks: Week) -> Phase:
    return Phase(name, name, "", weeks, Project(f"{name}-project", "", "", ()), Ready("", ""))


FOUR = Curriculum(
    "four", 1, "Four", "en", "", "", (), 5, 60, (phase("p1", week(1), week(2)), phase("p2", week(3), week(4)))
)


def review(
    number: int, week_id: str, *, whole: bool | None = True, at: datetime = AT, text: str = "In my words."
) -> Review:
    return Review(ReviewId(number), LearnerId(1), "four", week_id, text, at, whole, at.date() if whole else None)


def memory(number: int, kind: str = "question", ref: str = "", *, due: datetime = AT, on: date | None = None) -> Memory:
    return Memory(RecallId(number), LearnerId(1), "four", kind, ref or f"r{number}", f"card {number}", due, on)  # type: ignore[arg-type]  # one of the two words


def remembered(number: int, *, due: datetime = AT, on: date | None = None, of: Week | None = None) -> Remembered:
    of = of or week(1)
    return Remembered(Topic("question", f"r{number}", of, AT, of.recall[0]), memory(number, due=due, on=on))


# --- what may be asked


def test_only_weeks_that_were_explained_whole_are_asked_and_ones_own_text_first() -> None:
    """Recall: questions of finished weeks and the learner's own texts, in the curriculum's order; an unanswered
    review and one with something missing bring nothing."""
    written = [review(7, "w3"), review(8, "w1"), review(9, "w2", whole=False), review(10, "w4", whole=None)]
    found = topics(FOUR, written, {})
    assert [(it.kind, it.ref) for it in found] == [
        ("review", "8"),
        ("question", "q1a"),
        ("question", "q1b"),
        ("review", "7"),
        ("question", "q3a"),
        ("question", "q3b"),
    ]
    assert found[0].text == "In my words."


def test_weeks_that_one_text_closed_together_bring_their_questions_and_the_text_once() -> None:
    """R14: on the accelerated path; a week with a text of its own keeps that."""
    found = topics(FOUR, [review(1, "w2"), review(2, "w3")], {"w1": "w2", "w2": "w2", "w3": "w2"})
    assert [it.ref for it in found] == ["q1a", "q1b", "1", "q2a", "q2b", "2", "q3a", "q3b"]


def test_of_several_texts_about_a_week_the_newest_is_asked() -> None:
    """Recall: "what did you write about it?" has one answer; a later text that misses something does not replace it."""
    later = AT + timedelta(days=3)
    found = topics(FOUR, [review(1, "w1"), review(2, "w1", at=later), review(3, "w1", whole=False)], {})
    assert [(it.ref, it.written) for it in found if it.kind == "review"] == [("2", later)]


def test_a_week_or_question_that_is_gone_is_not_asked_and_a_changed_one_in_its_new_words() -> None:
    """Editions: what is asked follows today's text."""
    known = [review(1, "w1"), review(2, "w9")]
    kept = replace(week(1).recall[1], ask="Why b, now?")
    changed = replace(FOUR, phases=(phase("p1", replace(week(1), recall=(kept,))),))
    assert [(it.ref, it.question and it.question.ask) for it in topics(changed, known, {})] == [
        ("1", None),
        ("q1b", "Why b, now?"),
    ]


def test_a_memory_without_its_topic_is_never_asked_and_a_topic_without_memory_is_new() -> None:
    """Undone reviews and gone questions leave their memory behind, unasked."""
    found, new = matched(topics(FOUR, [review(1, "w1")], {}), [memory(1, ref="q1a"), memory(2, ref="gone")])
    assert [it.memory.id for it in found] == [1]
    assert [(it.kind, it.ref) for it in new] == [("review", "1"), ("question", "q1b")]


def test_the_state_changes_with_the_memory_and_with_the_words() -> None:
    """R20: a press on a question that was answered, or that has new words, is out of date."""
    now = remembered(1)
    answered = replace(now, memory=replace(now.memory, card="another"))
    reworded = replace(now, topic=replace(now.topic, question=replace(week(1).recall[0], choices=("a", "b"), right=1)))
    turned = replace(now, topic=replace(now.topic, question=replace(week(1).recall[0], choices=("b", "a"), right=1)))
    states = [it.state for it in (now, answered, reworded, turned)]
    assert len(set(states)) == 4
    assert all(len(state) == 8 for state in states)
    assert replace(now).state == now.state


# --- when


@pytest.mark.parametrize(
    ("due", "on", "asked"),
    [
        ("2026-03-04T09:00", None, True),
        ("2026-03-05T03:59", None, True),  # later, but on the same local day (R1)
        ("2026-03-05T04:00", None, False),
        ("2026-03-04T09:00", date(2026, 3, 3), True),
        ("2026-03-04T09:00", TODAY, False),
        ("2026-03-04T09:00", date(2026, 3, 5), False),  # answered further east
    ],
)
def test_what_is_due_on_a_local_day_is_asked_at_any_hour_of_it(due: str, on: date | None, asked: bool) -> None:
    """R1: the day decides, not the hour; what was answered for today or a day ahead is not asked again."""
    one = remembered(1, due=datetime.fromisoformat(due).replace(tzinfo=UTC), on=on)
    assert askable([one], TODAY, day_span(TODAY, ZoneInfo("UTC"))[1]) == ([one] if asked else [])


@pytest.mark.parametrize(("answered", "more"), [(0, 5), (4, 1), (5, 0), (9, 0)])
def test_five_a_day(answered: int, more: int) -> None:
    """Recall: at most five questions a day."""
    assert left(answered) == more


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9)), max_size=8))
def test_the_likeliest_forgotten_comes_first(facts: list[tuple[float, int]]) -> None:
    """Recall: by the chance of being remembered; of equals the longest due, then the first."""
    chances = {f"card {at}": chance for at, (chance, _) in enumerate(facts)}
    all_ = [remembered(at, due=AT + timedelta(days=days)) for at, (_, days) in enumerate(facts)]
    found = likeliest_forgotten(all_[::-1], chances.__getitem__)
    if found is None:
        assert not facts
        return
    order = sorted((chance, days, at) for at, (chance, days) in enumerate(facts))
    assert found.memory.id == order[0][2]


# --- a check-in's one question


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        (Place("w1", "d1"), []),
        (Place("w2", "d1"), [1]),
        (Place("w3", "d1"), [1, 2]),
        (Place("w4", "d1"), [1, 2]),  # of an older phase, although week 3 lies behind, too
        (Place("w4", FINISHED), [1, 2]),
        (Place("gone", "d1"), []),
    ],
)
def test_a_check_in_asks_of_an_older_phase_else_of_an_older_week(place: Place, asked: list[int]) -> None:
    """Recall: each check-in carries one question from an older phase."""
    all_ = [remembered(number, of=week(number)) for number in (1, 2, 3, 4)]
    assert [it.memory.id for it in older(FOUR, all_, place)] == asked


def test_at_the_end_of_a_single_phase_its_last_week_is_older_too() -> None:
    """R14: after the last phase recall stays."""
    single = replace(FOUR, phases=(phase("p1", week(1), week(2)),))
    all_ = [remembered(number, of=week(number)) for number in (1, 2)]
    assert [it.memory.id for it in older(single, all_, Place("w2", FINISHED))] == [1, 2]


# --- days, journeys, summer time


@given(st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(hours=30)), zones), max_size=40), instants)
def test_no_local_day_ever_sees_a_sixth_answer(moves: list[tuple[timedelta, ZoneInfo]], start: datetime) -> None:
    """R1: however somebody travels and whatever the clocks do, at most five answers bear the label of one day, with
    all of seven memories always due."""
    now, answers = start, []
    on: dict[int, date | None] = dict.fromkeys(range(7))
    for passed, zone in moves:
        now += passed
        today = local_day(now, zone)
        for _ in range(MOST + 2):
            due = askable([remembered(at, due=start, on=day) for at, day in on.items()], today, now + timedelta(days=2))
            if not left(sum(day is not None and day >= today for day in on.values())) or not due:
                break
            on[due[0].memory.id] = today
            answers.append(today)
    assert all(answers.count(day) <= MOST for day in set(answers))
