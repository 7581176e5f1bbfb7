"""Visits to study rooms, as rows; and whose presence may be recorded at all."""

from dataclasses import replace
from datetime import timedelta

from bot.core.focus import A_MINUTE, WAITS, Timer, TimerId
from bot.core.people import Address, GroupId, LearnerId, Platform
from bot.core.visits import State, Visit, VisitId
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, club, flow, somebody

ROOM = "77"


def on_discord(tx: Tx, person: str = "d1", *groups: GroupId) -> LearnerId:
    learner = somebody(tx, person=person, platform=Platform.DISCORD)
    for group in groups:
        tx.groups.join(group, learner, TODAY)
    return learner


def a_room(tx: Tx, name: str = "Club", room: str = ROOM) -> GroupId:
    group, _ = club(tx, Address(Platform.DISCORD, f"chat of {name}"), name=name)
    tx.groups.change(group, room=room, room_name="Study")
    return group


def visited(tx: Tx, learner: LearnerId, *, minutes: int = 30, state: State = "here") -> Visit:
    visit = Visit(VisitId(0), learner, ROOM, "Study", NOW, NOW + minutes * A_MINUTE, state)
    return replace(visit, id=tx.visits.add(visit))


def test_a_visit_is_kept_as_it_was_seen(tx: Tx) -> None:
    """All of it survives a restart, its breaks too."""
    anna = on_discord(tx)
    visit = visited(tx, anna)
    breaks = ((NOW + 3 * A_MINUTE, NOW + 5 * A_MINUTE), (NOW + 20 * A_MINUTE, NOW + timedelta(minutes=21, seconds=7.5)))
    later = replace(visit, seen_at=NOW + 40 * A_MINUTE, state="away", breaks=breaks)
    tx.visits.save([later])
    assert tx.visits.get(visit.id) == later
    assert tx.visits.of([visit.id, VisitId(999)]) == {visit.id: later}
    assert tx.visits.get(VisitId(999)) is None


def test_several_are_kept_at_once_but_for_those_that_are_over(tx: Tx) -> None:
    """A look into a room concerns all who are there."""
    here, gone = visited(tx, on_discord(tx, "1")), visited(tx, on_discord(tx, "2"), state="over")
    later = [replace(visit, seen_at=NOW + 40 * A_MINUTE, state="away") for visit in (here, gone)]
    tx.visits.save(later)
    assert tx.visits.of([here.id, gone.id]) == {here.id: later[0], gone.id: gone}


def test_only_members_who_want_offers_are_seen_in_a_room(tx: Tx) -> None:
    """R23: strangers, members of other groups, other platforms' people of that number, those who said never: nobody."""
    group, other = a_room(tx), a_room(tx, "Other", "78")
    anna, ben = on_discord(tx, "1", group), on_discord(tx, "2", group, other)
    on_discord(tx, "3", other)
    on_discord(tx, "4")
    silent = on_discord(tx, "5", group)
    tx.people.change(silent, voice=False)
    tx.groups.join(group, somebody(tx, person="6"), TODAY)
    people = [str(number) for number in range(1, 1200)]
    assert tx.visits.seen(ROOM, people) == {"1": anna, "2": ben}
    assert tx.visits.seen("79", people) == {}
    assert tx.visits.seen(ROOM, []) == {}


def test_two_groups_may_share_a_room(tx: Tx) -> None:
    """A learner in both is there once."""
    one, two = a_room(tx), a_room(tx, "Other")
    anna = on_discord(tx, "1", one, two)
    assert tx.visits.seen(ROOM, ["1"]) == {"1": anna}
    assert tx.groups.rooms() == {ROOM: ("chat of Club", "chat of Other")}


def test_a_room_that_is_lost_keeps_its_name(tx: Tx) -> None:
    """Section 4: a fact for the facilitator; a group that meets elsewhere only has no chat there."""
    group = a_room(tx)
    apart, _ = club(tx)
    tx.groups.change(apart, room="5", room_name="Den")
    assert tx.groups.rooms() == {ROOM: ("chat of Club",), "5": ()}
    assert (tx.groups.lose_room(ROOM), tx.groups.lose_room(ROOM)) == (1, 0)
    kept = tx.groups.get(group)
    assert kept is not None
    assert (kept.room, kept.room_name) == ("", "Study")
    assert list(tx.groups.rooms()) == ["5"]


def test_what_may_go_on_is_found_by_room_and_by_person(tx: Tx) -> None:
    """Here or away; what is over is neither."""
    anna, ben = on_discord(tx, "1"), on_discord(tx, "2")
    here, away = visited(tx, anna), visited(tx, ben, state="away")
    for state in ("left", "over", "settled"):
        visited(tx, anna, state=state)
    assert tx.visits.open_in(ROOM) == [here, away]
    assert tx.visits.open_in("78") == []
    assert tx.visits.open_of("1") == [here]
    assert tx.visits.open_of("3") == []


def test_what_is_over_is_not_seen_again_and_what_was_seen_again_is_not_over(tx: Tx) -> None:
    """Whoever writes first wins: a look and the heartbeat may meet."""
    anna = on_discord(tx)
    visit = visited(tx, anna)
    later = replace(visit, seen_at=NOW + 31 * A_MINUTE)
    tx.visits.save([later])
    assert not tx.visits.end(visit)
    assert tx.visits.end(later)
    tx.visits.save([replace(later, seen_at=NOW + 32 * A_MINUTE)])
    assert tx.visits.get(visit.id) == replace(later, state="over")


def test_what_waits_comes_newest_first_and_is_settled_with_its_log(tx: Tx) -> None:
    """R20: `log_id` points to what came of it."""
    anna = on_discord(tx)
    first, second = visited(tx, anna, minutes=20, state="over"), visited(tx, anna, minutes=50, state="over")
    visited(tx, on_discord(tx, "2"), state="over")
    assert tx.visits.over(anna) == [second, first]
    log = flow(tx, anna)
    tx.visits.settle(second.id, log)
    assert tx.visits.get(second.id) == replace(second, state="settled", log=log)
    assert tx.visits.over(anna) == [first]
    tx.visits.drop(first.id)
    assert tx.visits.over(anna) == []


def test_who_says_never_is_forgotten_where_nothing_was_offered(tx: Tx) -> None:
    """What waits is let go, so that its button still works; somebody else's stays."""
    anna, ben = on_discord(tx), on_discord(tx, "2")
    for state in ("here", "away", "left"):
        visited(tx, anna, state=state)
    waiting, other = visited(tx, anna, state="over"), visited(tx, ben)
    tx.visits.refuse(anna)
    assert tx.visits.open_in(ROOM) == [other]
    assert tx.visits.get(waiting.id) == replace(waiting, state="settled")
    assert tx.visits.over(anna) == []


def test_timers_near_a_visit_come_with_what_was_logged_of_them(tx: Tx) -> None:
    """One that began long before, or afterwards, has no claim on it; nor has anybody else's."""
    anna, ben = on_discord(tx), on_discord(tx, "2")
    visit = visited(tx, anna)
    log = flow(tx, anna, minutes=17)
    numbers = [
        tx.timers.add(Timer(TimerId(0), who, 25, NOW + minutes * A_MINUTE))
        for who, minutes in ((anna, -601), (anna, -10), (anna, 5), (anna, 30), (ben, 5))
    ]
    tx.timers.settle(numbers[1], log)
    assert [(it.id, minutes) for it, minutes in tx.visits.near_timers(visit)] == [(numbers[1], 17), (numbers[2], None)]


def test_a_visit_is_kept_for_seven_days(tx: Tx) -> None:
    """Section 5: retention, logged or not; and no later visit gets its number."""
    anna = on_discord(tx)
    logged, waiting = visited(tx, anna), visited(tx, anna, minutes=40, state="over")
    tx.visits.settle(logged.id, flow(tx, anna))
    assert tx.visits.forget(NOW + 30 * A_MINUTE + WAITS - A_MINUTE) == 0
    assert tx.visits.forget(NOW + 30 * A_MINUTE + WAITS) == 1
    assert tx.visits.forget(NOW + 40 * A_MINUTE + WAITS) == 1
    assert visited(tx, anna).id > waiting.id
