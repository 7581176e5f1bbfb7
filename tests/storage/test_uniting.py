"""Two learners become one row by row, and are parted again (issue 4, point 9)."""

from datetime import date
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot.core.linking import together
from bot.core.rests import RestId
from bot.storage.letters import LetterKind
from bot.storage.rhythms import RhythmKind
from bot.storage.settling import Chosen
from bot.storage.tables import (
    enrolments,
    learners,
    letters,
    logs,
    metadata,
    quizzes,
    recalls,
    rests,
    signals,
)
from bot.storage.tx import Tx
from bot.storage.uniting import HANDLED, PRIVATE_LETTERS, PRIVATE_RHYTHMS
from tests.storage.people import NOW, TODAY, club, flow
from tests.storage.test_linking import prompt
from tests.storage.twos import A_DAY, HERE, LATER, THERE, add, checkin, everything_of, furnish, rows, two


def test_every_table_with_a_learner_in_it_is_handled() -> None:
    """Issue 4, point 9: whatever hangs on the learner. A new table has to be thought of in storage/uniting.py."""
    assert {table for table in metadata.sorted_tables if "learner_id" in table.c} == HANDLED


def test_every_rhythm_and_letter_of_a_learner_is_handled() -> None:
    """R16: a new kind has to be thought of, or it would go on for a learner who is no more."""
    # What belongs to a timer or a visit follows it.
    assert {*get_args(RhythmKind)} == {*PRIVATE_RHYTHMS, "card", "focus", "visit"}
    assert {*get_args(LetterKind)} == {*PRIVATE_LETTERS, "card", "focus", "ask"}


def test_everything_that_can_hang_on_a_learner_is_furnished_here(tx: Tx) -> None:
    """The tests below see each table: a new one must get a row in `furnish`."""
    there, _ = two(tx)
    furnish(tx, there, "one", NOW, club(tx)[0])
    assert [name for name, own in everything_of(tx, there).items() if not own] == ["link_codes"]


def test_all_that_both_had_hangs_on_the_one_who_is_kept(tx: Tx) -> None:
    """Issue 4, point 9: rows without a key of their own are all there; of those with one there is one."""
    there, here = two(tx)
    group = club(tx)[0]
    furnish(tx, there, "one", NOW, group)
    furnish(tx, here, "two", LATER, group)
    tx.uniting.unite(there, here, THERE, LATER)
    counts = {name: len(own) for name, own in everything_of(tx, there).items()}
    assert counts == {
        **dict.fromkeys(
            (
                "logs",
                "steps",
                "reviews",
                "rests",
                "shipped",
                "timers",
                "visits",
                "asks",
                "shares",
                "accounts",
                "paired",
                "helpers",
                "holders",
            ),
            2,
        ),
        **dict.fromkeys(("checkins", "signals", "enrolments", "members", "zones", "plans", "learners", "kudos"), 1),
        "recalls": 3,
        "link_codes": 0,
        "board_lines": 1 + 4 + 12,  # the week itself, and what 4 and 12 weeks will see of it
    }
    assert tx.connection.execute(select(learners.c.id)).scalars().all() == [there]
    assert all(row["learner_id"] == there for row in rows(tx, logs, there))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 40), st.integers(1, 300)), max_size=15),
    st.sampled_from([THERE, HERE]),
)
def test_the_united_record_is_both_records_days(tx: Tx, flows: list[tuple[bool, int, int]], chosen: Chosen) -> None:
    """Issue 4, point 9: all numbers are derived again; the days are the sums of both, by the plan that was picked."""
    with tx.connection.begin_nested() as nested:
        there, here = two(tx)
        for mine, ago, minutes in flows:
            flow(tx, there if mine else here, TODAY - ago * A_DAY, minutes, late=ago % 3)
        tx.rests.declare(here, TODAY - 9 * A_DAY, TODAY - 7 * A_DAY, NOW, TODAY)
        joined = {it.id: it.joined for it in tx.people.of([there, here], LATER).values()}
        before = {who: tx.logs.record(who, joined[who], TODAY + 6 * A_DAY) for who in (there, here)}
        plans = before[here if chosen is HERE else there].plans
        tx.uniting.unite(there, here, chosen, LATER)
        one = tx.people.get(there, LATER)
        assert one is not None
        united = tx.logs.record(there, one.joined, TODAY + 6 * A_DAY)
        assert united == together(before[there], before[here], plans)
        nested.rollback()


def test_settings_are_one_sides_and_so_are_its_zones_and_plans(tx: Tx) -> None:
    """R11: the history of the side that was picked; the logs keep their sealed days and zones."""
    there, here = two(tx)
    flow(tx, there)
    tx.people.change(here, prompts=False)
    zones, plans = everything_of(tx, here)["zones"], everything_of(tx, here)["plans"]
    sealed = everything_of(tx, there)["logs"]
    tx.uniting.unite(there, here, HERE, LATER)
    after = everything_of(tx, there)
    assert (after["zones"], after["plans"], after["logs"]) == (zones, plans, sealed)
    one = tx.people.get(there, LATER)
    assert one is not None
    assert (one.name, one.prompts, one.zone, one.joined) == ("Bea", False, "Asia/Tokyo", date(2026, 1, 31))


def test_a_membership_of_both_is_the_earlier_and_the_quieter(tx: Tx) -> None:
    """R22: earliest joining, and a "no" to being named wins; R10 counts from then on."""
    there, here = two(tx)
    group = club(tx)[0]
    tx.groups.join(group, there, TODAY)
    tx.groups.join(group, here, TODAY - A_DAY)
    tx.groups.set_listed(group, there, listed=True)
    tx.groups.set_listed(group, here, listed=False)
    tx.uniting.unite(there, here, THERE, LATER)
    (member,) = tx.groups.members(group)
    assert (member.learner, member.joined, member.listed) == (there, TODAY - A_DAY, False)


def test_of_two_checkins_the_later_holds_and_both_can_be_read(tx: Tx) -> None:
    """R23: nothing that was written is lost; the plan for next week is the later one."""
    there, here = two(tx)
    checkin(tx, there, LATER, "late")
    checkin(tx, here, NOW, "early")
    tx.uniting.unite(there, here, HERE, LATER)
    kept = tx.way.checkin(there, TODAY)
    assert kept is not None
    assert (kept.went_well, kept.in_the_way, kept.after) == ("early well\n\nlate well", "rain", "late")


def test_readiness_is_the_earlier_one_with_what_either_showed(tx: Tx) -> None:
    """R14: nothing earned is lost."""
    there, here = two(tx)
    add(tx, signals, there, curriculum="small", phase="p1", text="ready", at=NOW, day=TODAY)
    shown = {"evidence": "https://example.org", "text": "shown"}
    add(tx, signals, here, curriculum="small", phase="p1", at=LATER, day=TODAY, **shown)
    add(tx, signals, here, curriculum="small", phase="p2", text="two", at=LATER, day=TODAY)
    tx.uniting.unite(there, here, THERE, LATER)
    first, second = sorted(rows(tx, signals, there), key=lambda row: str(row["phase"]))
    assert (first["at"], first["text"], first["evidence"]) == (NOW, "ready\n\nshown", "https://example.org")
    assert second["text"] == "two"


def test_an_enrolment_is_the_earlier_edition_on_the_path_of_the_place_that_was_picked(tx: Tx) -> None:
    """R14: what a newer edition changes is still told."""
    for chosen, path in ((THERE, ""), (HERE, "accelerated")):
        with tx.connection.begin_nested() as nested:
            there, here = two(tx)
            add(tx, enrolments, there, curriculum="small", edition=4)
            add(tx, enrolments, here, curriculum="small", edition=7, path="accelerated")
            tx.uniting.unite(there, here, chosen, LATER)
            (row,) = rows(tx, enrolments, there)
            assert (row["edition"], row["path"]) == (4, path)
            nested.rollback()


def test_of_two_recall_cards_the_one_answered_later_goes_on(tx: Tx) -> None:
    """FSRS: the newer state knows more; a poll that is open on either still finds its card."""
    there, here = two(tx)
    asked = {"curriculum": "small", "kind": "question", "ref": "q1"}
    add(tx, recalls, there, **asked, card="old", due=NOW, answered_on=None)
    add(tx, recalls, here, **asked, card="new", due=LATER, answered_on=TODAY)
    theirs = rows(tx, recalls, here)[0]["id"]
    tx.connection.execute(insert(quizzes), {"poll": "p", "recall_id": theirs, "right": 1, "at": NOW})
    tx.uniting.unite(there, here, THERE, LATER)
    (row,) = rows(tx, recalls, there)
    assert (row["card"], row["due"], row["answered_on"]) == ("new", LATER, TODAY)
    assert tx.connection.execute(select(quizzes.c.recall_id)).scalar_one() == row["id"]


def test_a_rest_without_an_end_is_over_where_the_other_side_studied(tx: Tx) -> None:
    """R15: as at one's own flow; parted again it is open again."""
    there, here = two(tx)
    rest = tx.rests.declare(there, TODAY - 9 * A_DAY, None, NOW - 9 * A_DAY, TODAY - 9 * A_DAY)
    flow(tx, here, TODAY - 3 * A_DAY)
    union = tx.uniting.unite(there, here, THERE, LATER)
    assert _last(tx, rest) == TODAY - 4 * A_DAY
    found = tx.linking.union(union)
    assert found is not None
    tx.uniting.part(found, LATER)
    assert _last(tx, rest) is None


def _last(tx: Tx, rest: RestId) -> date | None:
    last: date | None = tx.connection.execute(select(rests.c.last).where(rests.c.id == rest)).scalar_one()
    return last


def test_one_prompt_a_day_in_all(tx: Tx) -> None:
    """R16: of two letters of one day the one that went out, or was there first, is the only one."""
    there, here = two(tx)
    prompt(tx, there, "101")
    prompt(tx, here, "d1", state="sent")
    prompt(tx, there, "101", kind="checkin")
    prompt(tx, here, "d1", kind="checkin")
    tx.uniting.unite(there, here, THERE, LATER)
    found = tx.connection.execute(select(letters.c.key, letters.c.state).order_by(letters.c.id)).all()
    assert [tuple(row) for row in found] == [
        (f"prompt:{there}:{TODAY}", "expired"),
        (f"prompt:{here}:{TODAY}", "sent"),
        (f"checkin:{there}:{TODAY}", "ready"),
        (f"checkin:{here}:{TODAY}", "expired"),
    ]


def test_a_letter_that_went_out_is_the_one_of_its_day(tx: Tx) -> None:
    """R16: the day's prompt of the side that came in stands for both, so no second one is decided."""
    there, here = two(tx)
    prompt(tx, here, "d1", state="sent")
    tx.uniting.unite(there, here, THERE, LATER)
    assert tx.connection.execute(select(letters.c.key)).scalar_one() == f"prompt:{there}:{TODAY}"
