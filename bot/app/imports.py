"""Study days that a learner brings along, and takes back (R2, R5, R19)."""

import hashlib
from collections import Counter
from datetime import date

from bot.app.commands import ImportDays, UndoImport
from bot.app.flows import facts_changed
from bot.app.said import DaysImported, ImportUndone, Refusal, Said
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.turn import Turn
from bot.core.days import A_WEEK
from bot.core.facts import UNDOABLE, Log, LogId
from bot.core.study_file import BadFile, StudyFile, clean, read_study_file
from bot.core.whichday import is_late

MOST_TOLD = 500  # lines of a bad file that a refusal names


def import_days(ask: ImportDays, turn: Turn) -> Said:
    """Add the flows of a file that do not stand here already; nothing if one line of it is wrong.

    Days of any age count: R2's 28 days are for what somebody remembers, a file is a record. They are sealed with the
    day of the import as that of logging, so that a board leaves out what is more than 7 days old (R10).
    """
    turn.me  # noqa: B018 - a stranger is told so before their file is read
    try:
        file = read_study_file(ask.file, turn.today)
    except BadFile as bad:
        told = bad.problems[:MOST_TOLD]
        raise Refusal(
            "bad_file",
            given=str(len(bad.problems)),
            numbers=tuple(it.line for it in told),
            names=tuple(it.reason for it in told),
        ) from None
    new = _new(file, turn)
    first = turn.tx.imports.add(new, hashlib.sha256(ask.file).hexdigest()[:16]) if new else 0
    days = sorted({log.day for log in new})
    _cards_change(days, turn)
    return DaysImported(
        first,
        len(new),
        sum(log.minutes for log in new),
        len(file.rows) - len(new),
        days[0] if days else None,
        days[-1] if days else None,
        any(is_late(day, turn.today) for day in days),
        file.passed_over[:5],
        turn.today + UNDOABLE,
        turn.standing().kept,
    )


def _new(file: StudyFile, turn: Turn) -> list[Log]:
    """The rows that do not stand here: of n alike as many as are missing, so that a file twice adds nothing."""
    me, days = turn.me, [row.day for row in file.rows]
    known: Counter[tuple[date, int, str]] = Counter()
    for (day, minutes, note), times in turn.tx.imports.known(me.id, min(days), max(days)).items():
        known[day, minutes, clean(note)] += times  # a note of several lines comes back as one
    seen: Counter[tuple[date, int, str]] = Counter()
    new = []
    for row in file.rows:
        key = (row.day, row.minutes, row.note)
        seen[key] += 1
        if seen[key] > known[key]:
            new.append(
                Log(LogId(0), me.id, me.curriculum, turn.now, me.zone, row.day, turn.today, row.minutes, row.note)
            )
    return new


def undo_import(ask: UndoImport, turn: Turn) -> Said:
    """Take everything back that came in one file."""
    logs = list(turn.tx.imports.of(turn.me.id, ask.first))
    if not logs:
        raise Refusal("not_yours")
    if logs[0][1] < turn.now - UNDOABLE:
        raise Refusal("too_old")
    standing = [(day, minutes) for _, _, day, minutes, stands in logs if stands]
    if standing:
        turn.tx.imports.undo(turn.me.id, ask.first, turn.now)
        _cards_change(sorted({day for day, _ in standing}), turn)
    now = turn.standing()
    told = standing or [(day, minutes) for _, _, day, minutes, _ in logs]
    return ImportUndone(not standing, len(told), sum(minutes for _, minutes in told), now.this_week, now.kept)


def _cards_change(days: list[date], turn: Turn) -> None:
    """Older days have no card that could still change."""
    oldest = turn.today - CARDS_EDITED_FOR - A_WEEK
    if recent := [day for day in days if day >= oldest]:
        facts_changed(turn, recent)
