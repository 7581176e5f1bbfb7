"""What ends a simulation: a rule that did not hold."""

from datetime import date

FIRST = date(2026, 3, 2)
"""The Monday on which simulations begin; 46 weeks from it cross both edges of summer time and a year's end."""


class Violation(Exception):
    """An invariant was broken, for a learner (or a group) on a local day; `rule` is its number in the specification."""

    def __init__(self, who: str, day: date, rule: str, what: str) -> None:
        super().__init__(f"{who}, week {(day - FIRST).days // 7 + 1}, {day:%a} {day}, {rule}: {what}")
        self.who = who
        self.day = day
        self.rule = rule
        self.what = what

    def __reduce__(self) -> tuple[type["Violation"], tuple[str, date, str, str]]:
        """Let it come home from another process."""
        return Violation, (self.who, self.day, self.rule, self.what)
