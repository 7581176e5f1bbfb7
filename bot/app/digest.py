"""What a group did together in a week: Monday's digest (R24), with nobody given away (R23)."""

from dataclasses import replace
from datetime import date, timedelta

from bot.app.said import Digest
from bot.app.sharing import told
from bot.app.shelf import Shelf
from bot.app.timer import TOTALS_FROM
from bot.core.people import Group
from bot.storage.tx import Tx

MOST_TOLD = 30  # names or lines of one kind; the sums count everybody
MOST_SHARES = 6


def digest_of(tx: Tx, group: Group, monday: date, shelf: Shelf) -> Digest | None:
    """The digest of the week that begins on a Monday; None if nothing was logged in it (R24)."""
    last = monday + timedelta(days=6)
    sums = tx.weeks.sums(group.id, group.curriculum, monday)
    if not sums.learners:
        return None
    curriculum = shelf.get(group.curriculum)
    closed = tx.weeks.closed(group.id, group.curriculum, monday, last, MOST_TOLD)
    finished = tuple((name, week.number) for name, week_id in closed.named if (week := curriculum.week(week_id)))
    back, all_back = tx.weeks.came_back(group.id, group.curriculum, monday, MOST_TOLD)
    enough = sums.learners >= TOTALS_FROM
    erased = tx.remnants.between(group.id, monday, monday)  # counts in the sums, and is no learner
    shares, more = told(tx, group, monday, shelf, MOST_SHARES)
    digest = Digest(
        monday,
        sums.minutes + erased.minutes if enough else None,
        sums.flows + erased.flows if enough else None,
        sums.learners,
        finished,
        (closed.weeks if enough else closed.listed) - len(closed.named),
        back,
        tuple(
            (name, curriculum.phase_of(week_id).project.title)
            for name, week_id in tx.projects.left_in_group(group.id, group.curriculum, monday, last, MOST_TOLD)
            if curriculum.week(week_id)
        ),
        kept=sums.kept + erased.kept if enough else 0,
        back_more=all_back - len(back),
        shipped=tx.projects.shipped_in_group(group.id, group.curriculum, monday, last) if enough else 0,
        shares=shares,
        shares_more=more,
    )
    return replace(digest, kudos=_kudos(tx, group, monday)) if digest.wins else digest


def _kudos(tx: Tx, group: Group, monday: date) -> int | None:
    """How many cheered. With fewer than three members each would know of the other whether they did (R23)."""
    cheered = tx.kudos.count(group.id, monday)
    return None if cheered and tx.groups.count(group.id) < TOTALS_FROM else cheered
