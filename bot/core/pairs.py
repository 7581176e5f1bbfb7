"""Study pairs: two who study side by side, by consent; three where the number is odd. Nobody is told on for silence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NewType

from bot.core.people import LearnerId

PairId = NewType("PairId", int)
NEW = PairId(0)
PAIR, TRIO = 2, 3


@dataclass(frozen=True, slots=True)
class Willing:
    """Somebody who agreed to have a partner. `far` is how many days of the curriculum lie behind them."""

    learner: LearnerId
    far: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two or three learners of a group who study side by side."""

    id: PairId
    members: frozenset[LearnerId]


def matched(
    standing: Iterable[Pair], willing: Iterable[Willing], parted: Mapping[LearnerId, frozenset[LearnerId]]
) -> tuple[Pair, ...]:
    """The pairs from now on; those to be made have the id `NEW`.

    Who is no longer willing is taken out, and a pair that still has two stays as it is. Who is then alone gets somebody
    about as far; whoever they were with last (`parted`) only if there is nobody else. One who is left over makes a pair
    a trio, or a trio two pairs; only where there is nobody else do they wait.
    """
    by_id = {each.learner: each for each in willing}
    rests = [replace(pair, members=frozenset(pair.members & by_id.keys())) for pair in standing]
    kept = [pair for pair in rests if len(pair.members) >= PAIR]
    taken = {learner for pair in kept for learner in pair.members}
    free = sorted((each for each in by_id.values() if each.learner not in taken), key=lambda it: (it.far, it.learner))
    made = _pairs_of(free, parted)
    alone = free[-1] if len(free) % 2 else None
    if alone is None:
        return (*kept, *made)
    return _joined([*kept, *made], alone, by_id)


def _pairs_of(free: Sequence[Willing], parted: Mapping[LearnerId, frozenset[LearnerId]]) -> list[Pair]:
    """Neighbours, two by two, of an even number of the first."""
    left, made = [each.learner for each in free[: len(free) // 2 * 2]], []
    while left:
        one = left.pop(0)
        other = next((each for each in left if each not in parted.get(one, frozenset())), left[0])
        left.remove(other)
        made.append(Pair(NEW, frozenset((one, other))))
    return made


def _joined(pairs: list[Pair], alone: Willing, by_id: Mapping[LearnerId, Willing]) -> tuple[Pair, ...]:
    """Let one more into the pair that is nearest; where there are trios alone, take the nearest one out of theirs."""

    def away(learner: LearnerId) -> tuple[int, LearnerId]:
        return abs(by_id[learner].far - alone.far), learner

    open_ = [pair for pair in pairs if len(pair.members) == PAIR] or pairs
    if not open_:
        return ()
    nearest = min((learner for pair in open_ for learner in pair.members), key=away)
    at = next(at for at, pair in enumerate(pairs) if nearest in pair.members)
    if len(pairs[at].members) == PAIR:
        pairs[at] = replace(pairs[at], members=pairs[at].members | {alone.learner})
        return tuple(pairs)
    pairs[at] = replace(pairs[at], members=pairs[at].members - {nearest})
    return (*pairs, Pair(NEW, frozenset((nearest, alone.learner))))
