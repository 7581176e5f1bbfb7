"""Study pairs (issue 5): by consent, odd counts as trios, quietly made anew after silence."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.pairs import NEW, Pair, PairId, Willing, matched
from bot.core.people import LearnerId


def people(*far: int) -> list[Willing]:
    return [Willing(LearnerId(n), each) for n, each in enumerate(far, 1)]


def ids(*numbers: int) -> frozenset[LearnerId]:
    return frozenset(map(LearnerId, numbers))


def test_those_who_are_about_as_far_are_paired() -> None:
    """Nobody who is at week 2 learns much beside somebody at week 40."""
    assert {pair.members for pair in matched((), people(1, 200, 3, 190), {})} == {ids(1, 3), ids(2, 4)}


def test_an_odd_one_makes_a_trio_with_whoever_is_nearest() -> None:
    """Issue 5: odd counts as trios."""
    assert {pair.members for pair in matched((), people(1, 2, 90, 91, 92), {})} == {ids(1, 2), ids(3, 4, 5)}
    stands = Pair(PairId(7), ids(1, 2))
    assert matched([stands], people(1, 2, 5), {}) == (Pair(PairId(7), ids(1, 2, 3)),)


def test_a_lone_one_waits() -> None:
    assert matched((), people(1), {}) == ()
    assert matched([Pair(PairId(7), ids(1, 2))], people(1), {}) == ()


def test_a_trio_makes_room_for_a_lone_one() -> None:
    """Nobody waits where somebody is there: a trio and one more are two pairs."""
    trio = Pair(PairId(7), ids(1, 2, 3))
    assert matched([trio], people(1, 2, 40, 60), {}) == (Pair(PairId(7), ids(1, 2)), Pair(NEW, ids(3, 4)))


def test_whoever_was_left_by_silence_gets_somebody_else() -> None:
    """Issue 5: a quiet re-pair; with whom one was last only if there is nobody else."""
    before = {LearnerId(1): ids(2), LearnerId(2): ids(1)}
    assert {pair.members for pair in matched((), people(1, 2, 3, 4), before)} == {ids(1, 3), ids(2, 4)}
    assert {pair.members for pair in matched((), people(1, 2), before)} == {ids(1, 2)}
    trio = Pair(PairId(9), ids(1, 2, 3))
    assert matched([trio], people(1, 2), {}) == (Pair(PairId(9), ids(1, 2)),)


numbers = st.integers(1, 12)


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[Pair], list[Willing], dict[LearnerId, frozenset[LearnerId]]]:
    order = draw(st.permutations(range(1, 13)))
    standing, at = [], 0
    for n in range(draw(st.integers(0, 4))):
        size = draw(st.sampled_from((2, 3)))
        standing.append(Pair(PairId(n + 1), ids(*order[at : at + size])))
        at += size
    willing = draw(st.lists(st.tuples(numbers, st.integers(0, 230)), unique_by=lambda it: it[0]))
    parted = draw(st.dictionaries(numbers.map(LearnerId), st.frozensets(numbers.map(LearnerId), max_size=2)))
    return standing, [Willing(LearnerId(who), far) for who, far in willing], parted


@given(groups())
def test_everybody_willing_has_a_partner_and_nobody_else(
    group: tuple[list[Pair], list[Willing], dict[LearnerId, frozenset[LearnerId]]],
) -> None:
    """Issue 5: by consent alone, pairs or trios, and what is well stays as it is."""
    standing, willing, parted = group
    who = {each.learner for each in willing}
    pairs = matched(standing, willing, parted)
    members = [learner for pair in pairs for learner in pair.members]
    assert len(members) == len(set(members))
    assert all(len(pair.members) in (2, 3) for pair in pairs)
    assert set(members) <= who
    assert set(members) == who or len(who) == 1
    stay = {pair.id: pair.members & who for pair in standing if len(pair.members & who) >= 2}
    now = {pair.id: pair.members for pair in pairs if pair.id != NEW}
    assert now.keys() == stay.keys()
    assert all(len(now[each] & stay[each]) >= 2 for each in stay)
    assert matched(pairs, willing, parted) == pairs  # nothing moves without a reason
    assert set(matched(standing, reversed(willing), parted)) == set(pairs)
