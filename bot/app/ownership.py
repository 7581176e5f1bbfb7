"""One's own data: everything as files, and being erased for good (R3, R23)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.app.commands import Export, Forget, ForgetNow
from bot.app.said import Exported, ForgetAsked, Forgotten, Refusal, Said, StudyDay
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.turn import Turn
from bot.core.days import A_DAY, A_WEEK, monday_of
from bot.core.people import Group, Member
from bot.core.record import STUDY_DAY_MINUTES
from bot.core.standing import standing_on
from bot.core.study_file import HEADER, written
from bot.storage.ownership import Value
from bot.storage.remnants import Remnant

FORMAT = "pacekeeper.export"
VERSION = 1  # of the shape: a field may be added within it, none is renamed, removed or given another meaning
SURE_WITHIN = timedelta(minutes=10)
Rows = Sequence[Mapping[str, Value]]


def export(ask: Export, turn: Turn) -> Said:
    """Everything that is stored of the learner."""
    del ask
    me = turn.me
    turn.tx.boards.bring_up_own(me.id)
    stored = turn.tx.ownership.everything(me.id)
    (learner,) = stored.pop("learner")
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": turn.now.astimezone(UTC).isoformat(),
        "learner": learner,
        **stored,
    }
    standing = [log for log in stored["logs"] if log["undone_at"] is None]
    owner = f"{me.id}:{turn.tx.ownership.since(me.id).isoformat()}"
    return Exported(
        turn.now,
        turn.today,
        _lined(whole),
        written([["" if log[name] is None else str(log[name]) for name in _COLUMNS] for log in _by_day(standing)]),
        len(standing),
        _study_days(turn, hashlib.sha256(owner.encode()).hexdigest()[:16]),
    )


def _lined(whole: Mapping[str, object]) -> str:
    """JSON with a line for each row: to be read by people, and written ten times as fast as with indents."""

    def told(part: object) -> str:
        if not isinstance(part, list) or not part:
            return json.dumps(part, ensure_ascii=False)
        return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in part) + "\n]"

    return "{\n" + ",\n".join(f"{json.dumps(name)}: {told(part)}" for name, part in whole.items()) + "\n}\n"


_COLUMNS = tuple("day" if name == "date" else name for name in HEADER)


def _by_day(logs: Rows) -> Rows:
    return sorted(logs, key=lambda log: (str(log["day"]), str(log["logged_at"])))


def _study_days(turn: Turn, owner: str) -> tuple[StudyDay, ...]:
    days = turn.record().days
    return tuple(
        StudyDay(f"{day:%Y%m%d}-{owner}@pacekeeper", day, facts.minutes, facts.logs)
        for day, facts in sorted(days.items())
        if facts.minutes >= STUDY_DAY_MINUTES
    )


def forget(ask: Forget, turn: Turn) -> Said:
    """Ask for the second yes."""
    del ask
    if turn.learner is None:
        return Forgotten(now=False)
    flows, _ = turn.tx.logs.count(turn.me.id)
    groups = tuple(group.name for group, _ in turn.tx.groups.of_learner(turn.me.id))
    return ForgetAsked(turn.me.name, flows, groups, int(turn.now.timestamp()))


def forget_now(ask: ForgetNow, turn: Turn) -> Said:
    """Erase the learner. What groups did together stays as numbers without a person.

    The yes must be fresh, and to a question that was asked of this very self: who came back meanwhile is another, and
    so is who was linked, with flows that the question did not count.
    """
    if turn.learner is None:
        return Forgotten(now=False)
    asked = datetime.fromtimestamp(min(ask.asked, int(turn.now.timestamp()) + 1), UTC)
    if not turn.now - SURE_WITHIN <= asked <= turn.now or asked < _this_self_since(turn).replace(microsecond=0):
        raise Refusal("outdated")
    roles = erase(turn)
    turn.learner = turn.account = None
    return Forgotten(now=True, roles=roles)


def erase(turn: Turn) -> bool:
    """Erase the turn's learner; what their groups did together stays as numbers. Returns whether roles are still to be
    taken back."""
    me, tx = turn.me, turn.tx
    memberships = tx.groups.of_learner(me.id)
    for group, member in memberships:
        tx.remnants.add(group.id, _left_to(group, member, turn))
    redraw(turn, [group for group, _ in memberships])
    tx.erased.mark(me.id, turn.now)
    turn.wakes = True  # what they asked their groups is taken back
    return tx.ownership.erase(me.id, turn.now)


def _this_self_since(turn: Turn) -> datetime:
    """Since when the learner is who they are: their joining, or the last time that they were linked or parted."""
    since, union = turn.tx.ownership.since(turn.me.id), turn.tx.linking.newest(turn.me.id)
    return max(since, union.parted_at or union.at) if union else since


def _left_to(group: Group, member: Member, turn: Turn) -> Mapping[date, Remnant]:
    """What a group counted of a learner, week by week: credited minutes (R3), flows, and whether the week was kept."""
    minutes: dict[date, int] = defaultdict(int)
    flows: dict[date, int] = defaultdict(int)
    for day, spent, logs in turn.tx.remnants.counted(member.learner, group.curriculum, member.joined):
        minutes[monday_of(day)] += spent
        flows[monday_of(day)] += logs
    standing = standing_on(turn.record(), turn.today)
    kept = {week.monday for week in standing.past if week.verdict.is_kept}
    if standing.this_week.solid:
        kept.add(standing.this_week.monday)
    return {monday: Remnant(minutes[monday], n, int(monday in kept)) for monday, n in flows.items()}


def redraw(turn: Turn, groups: Sequence[Group]) -> None:
    """Let the newest cards of some groups be drawn again: a name in them is about to go (R22)."""
    back = range(CARDS_EDITED_FOR.days + A_WEEK.days + 1)  # the day's cards, and the digest of the Monday after
    days = [turn.today + A_DAY - timedelta(days=ago) for ago in back]
    for curriculum in {group.curriculum for group in groups}:
        if turn.tx.cards.touch(turn.me.id, curriculum, days, turn.now, turn.now - CARDS_EDITED_FOR):
            turn.wakes = True
