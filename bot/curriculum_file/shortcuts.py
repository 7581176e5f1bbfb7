"""What the accelerated path of a phase must hold: weeks taken as one keep days of their own."""

from collections.abc import Iterator

from bot.curriculum_file.problems import Finding, Steps, excerpt
from bot.curriculum_file.rules import Fields, Found, parts, repeated, unknown, whole, words


def findings(top: Fields) -> Iterator[Finding]:
    """Everything that is wrong with the phases' accelerated paths."""
    wanted = whole(top.get("days_per_week"))
    for steps, phase in parts(top, "phases"):
        days = {name: [day for day, _ in _named(parts(week, "days"))] for name, week in _named(parts(phase, "weeks"))}
        taken: set[str] = set()
        for inner, merged in parts(phase, "accelerated"):
            here = (*steps, *inner)
            kept = {day for _, week in words(merged.get("weeks")) for day in days.get(week, ())}
            yield from _weeks(merged, here, list(days), taken)
            if isinstance(merged.get("weeks"), list):
                yield from unknown(merged.get("days"), kept, (*here, "days"), "a day of these weeks")
            yield from repeated(merged.get("days"), (*here, "days"), "Name each day once.")
            yield from _as_many(merged, here, wanted)


def _weeks(merged: Fields, here: Steps, order: list[str], taken: set[str]) -> Iterator[Finding]:
    """The weeks are this phase's, each taken once, and neighbours in order: the sequence carries weight."""
    steps = (*here, "weeks")
    names = [name for _, name in words(merged.get("weeks"))]
    yield from unknown(merged.get("weeks"), set(order), steps, "a week of this phase")
    yield from repeated(merged.get("weeks"), steps, "Name each week once.")
    for at, name in words(merged.get("weeks")):
        if name in taken:
            yield Finding((*steps, at), f"“{excerpt(name)}” is merged twice", "Keep it in one place.")
    known = all(name in order for name in names) and len(set(names)) == len(names)
    if known and names and names != order[order.index(names[0]) :][: len(names)]:
        yield Finding(steps, "skips or turns round weeks", "Merge weeks that follow each other, in their order.")
    taken.update(names)


def _as_many(merged: Fields, here: Steps, wanted: int | None) -> Iterator[Finding]:
    days = merged.get("days")
    if wanted is not None and isinstance(days, list) and len(days) != wanted:
        yield Finding((*here, "days"), f"has {len(days)}, but days_per_week is {wanted}", f"Choose exactly {wanted}.")


def _named(found: Found) -> Iterator[tuple[str, Fields]]:
    return ((fields["id"], fields) for _, fields in found if isinstance(fields.get("id"), str))
