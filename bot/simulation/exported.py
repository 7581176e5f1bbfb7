"""What a learner takes away with them is what they gave: nothing lost, nothing made up (R2, R3, R15, R19)."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.app.said import Exported
from bot.simulation.journal import Journal
from bot.simulation.naive import minutes_by_day
from bot.simulation.violation import Violation

Row = Sequence[object]


def check_export(said: Exported, own: Journal, at: datetime, curriculum_weeks: dict[str, int]) -> None:
    """Compare the files with a journal; `curriculum_weeks` are the weeks' numbers by their ids. Raises Violation."""
    data = json.loads(said.data)
    logs = {number: entry for number, entry in own.logs.items() if number > 0}
    expected: dict[str, list[Row]] = {
        "logs": [(number, str(it.flow.day), it.flow.minutes, str(it.flow.logged_on), it.note, it.focus)
                 for number, it in logs.items()],
        "reviews": [(number, it.week, it.yes is not None) for number, it in own.reviews.items()],
        "milestones": list(own.way.shipped.items()),
        "signals": [(phase,) for phase in own.way.signals],
        "checkins": [(str(week), *said_then) for week, said_then in own.checkins.items()],
        "rests": [(number, str(first), str(last) if last else None)
                  for number, (first, last) in own.off.spans(own.logs.values()).items()],
        "timers": [(it.number, it.minutes, it.logged) for it in own.sittings.values()],
    }  # fmt: skip
    brought = {row["id"] for row in data["logs"] if str(row["spent_on"]).startswith("import/")}
    stands = [row for row in data["logs"] if row["undone_at"] is None]
    found: dict[str, list[Row]] = {
        "logs": [(row["id"], row["day"], row["minutes"], row["logged_on"], row["note"], row["focus"])
                 for row in stands if row["id"] not in brought],
        "reviews": [(row["id"], curriculum_weeks[row["week"]], row["whole"] is True)
                    for row in _standing(data, "reviews")],
        "milestones": [(row["id"], row["milestone"]) for row in _standing(data, "milestones")],
        "signals": [(row["phase"],) for row in data["signals"]],
        "checkins": [(row["monday"], row["after"], row["i_will"]) for row in data["checkins"]],
        "rests": [(row["id"], row["first"], row["last"]) for row in _standing(data, "rests")],
        "timers": [(row["id"], row["minutes"], row["log_id"] is not None) for row in data["timers"]],
    }  # fmt: skip

    def same(what: str, told: Sequence[Row], wanted: Sequence[Row]) -> None:
        lost, more = [row for row in wanted if row not in told], [row for row in told if row not in wanted]
        if lost or more or len(told) != len(wanted):
            what = f"the export's {what}: {len(told)} instead of {len(wanted)}, lost {lost[:3]}, made up {more[:3]}"
            raise Violation(own.name, own.today(at), "section 3", what)

    for name, rows in found.items():
        same(name, rows, expected[name])
    lines = csv.DictReader(io.StringIO(said.logs.removeprefix("\ufeff"), newline=""))
    flows: list[Row] = [(str(it.day), str(it.minutes), str(it.logged_on)) for it in own.flows]
    same("table", sorted((row["date"], row["minutes"], row["logged_on"]) for row in lines), sorted(flows, key=str))
    days = sorted((day, spent) for day, spent in minutes_by_day(own.flows).items() if spent >= 10)
    same("study days", [(it.day, it.minutes) for it in said.days], days)


def _standing(data: dict[str, Any], section: str) -> list[dict[str, Any]]:
    return [row for row in data[section] if row["undone_at"] is None]
