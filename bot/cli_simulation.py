"""What `pacekeeper simulate` does. Returns its exit code."""

import click

from bot.core.zones import UnknownZone, zone_named
from bot.curriculum_file import built_in, load
from bot.exits import Cannot
from bot.simulation.run import Plan, simulate
from bot.simulation.violation import Violation


def simulate_months(learners: int, weeks: int, seed: int, zones: tuple[str, ...], *, as_json: bool) -> int:
    """Let simulated learners walk the built-in curriculum and print what came of it; 1 where a rule did not hold."""
    try:
        named = tuple(zone_named(zone).key for zone in zones)
    except UnknownZone as unknown:
        nearest = f" Nearest: {', '.join(unknown.nearest)}." if unknown.nearest else ""
        raise Cannot(f"--zone: {unknown}.{nearest}") from None
    try:
        summary = simulate(Plan(learners, weeks, seed, named), load(built_in()))
    except Violation as violation:
        click.echo(f"A rule did not hold. {violation}", err=True)
        return 1
    click.echo(summary.as_json() if as_json else summary.as_text())
    return 0
