"""Whom a question names: listed members who explained its week and agreed to be asked, three at most (R22)."""

from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from bot.app.said import Helper
from bot.app.turn import Turn
from bot.core.days import local_day
from bot.core.helping import chosen, in_turn
from bot.core.people import Group, GroupId, LearnerId, Platform
from bot.storage.rests import rests_of
from bot.storage.tx import Tx


def choose(turn: Turn, group: Group, week: str, among: Collection[LearnerId] | None = None) -> tuple[LearnerId, ...]:
    """Who is named under a question about a week (its id), in the order of their joining; `among` are those whom the
    asker has seen, of whom some may be no longer free."""
    curriculum = turn.shelf.get(group.curriculum)
    if curriculum.week(week) is None:
        return ()
    last = curriculum.walked(shortened=True).stretch(week).last.id
    willing = turn.tx.helping.willing(group.id, turn.me.id, curriculum.id, week, turn.now, closed_by=last, among=among)
    first = in_turn(willing, turn.now)
    return tuple(sorted(chosen(first, _resting([it.learner for it in first], turn))))


def helpers(tx: Tx, group: GroupId, ids: Iterable[LearnerId], platform: Platform | None = None) -> tuple[Helper, ...]:
    """Them as they are named, with their account on a platform. Who left, is unlisted or no longer agrees is not."""
    members = (tx.groups.member(group, each) for each in ids)
    return tuple(
        Helper(it.name, _account(tx, it.learner, platform) if platform else "")
        for it in members
        if it is not None and it.listed and "helps" in it.agreed
    )


def _resting(ids: list[LearnerId], turn: Turn) -> set[LearnerId]:
    """Who has rest or a season today, each by their own clock (R15)."""
    people, off = turn.tx.people.of(ids, turn.now), turn.tx.rests.off_of_many(ids)
    return {each for each, it in people.items() if local_day(turn.now, ZoneInfo(it.zone)) in rests_of(off, each)}


def _account(tx: Tx, learner: LearnerId, platform: Platform) -> str:
    return next((it.external_id for it in tx.people.accounts(learner) if it.platform is platform), "")
