"""What `pacekeeper simulate` does. Returns its exit code."""

import click

from bot.core.zones import UnknownZone, zone_named
from bot.curriculum_file import built_in, load
from bot.exits import Cannot
from bot.simulation.run import Plan, simulate
from bot.simulation.violation import Violation

MOST_LEARNERS, MOST_WEEKS, MOST_SEED = 2000, 104, 10**9


def simulate_months(learners: str, weeks: str, seed: str, zones: tuple[str, ...], *, as_json: bool) -> int:
    """Let simulated learners walk the built-in curriculum and print what came of it; 1 where a rule did not hold.

    Raises Cannot for numbers and zones that make no sense.
    """
    plan = Plan(
        _number("--learners", learners, 1, MOST_LEARNERS),
        _number("--weeks", weeks, 1, MOST_WEEKS),
        _number("--seed", seed, 0, MOST_SEED),
        tuple(map(_zone, zones)),
    )
    try:
        summary = simulate(plan, load(built_in()))
    except Violation as violation:
        click.echo(f"A rule did not hold. {violation}", err=True)
        return 1
    click.echo(summary.as_json() if as_json else summary.as_text())
    return 0


def _number(option: str, text: str, least: int, most: int) -> int:
    if len(text) > 12 or not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Cannot(f"{option}: {text!r} is not a whole number from {least} to {most}.")
    return int(text)


def _zone(text: str) -> str:
    try:
        return zone_named(text).key
    except UnknownZone as unknown:
        nearest = f" Nearest: {', '.join(unknown.nearest)}." if unknown.nearest else ""
        raise Cannot(f"--zone: {unknown}.{nearest}") from None
