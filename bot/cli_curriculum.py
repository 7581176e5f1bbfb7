"""What `pacekeeper curriculum …` does. Each returns its exit code."""

from pathlib import Path

import click

from bot.core.curriculum import Curriculum
from bot.curriculum_file import built_in, check, template
from bot.curriculum_file.outline import difference, outline, week_in_full
from bot.exits import Cannot


def check_file(file: Path) -> int:
    """Report every problem of a curriculum file."""
    report = check(file)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.problems:
        return 1
    click.echo(
        f"{file}: {report.weeks} weeks, {report.days} days, {report.questions} recall questions, "
        f"{report.drafts} draft weeks. No problems."
    )
    return 0


def new_file(file: Path) -> int:
    """Write the commented template; raises Cannot where something is there already or cannot be written."""
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(template())
    except FileExistsError:
        raise Cannot(f"{file} is there already; nothing was changed. Take another name.") from None
    except OSError as refused:
        raise Cannot(f"{file} cannot be written: {refused.strerror or refused}.") from None
    click.echo(
        f"{file} is a small curriculum that works. Put your own text in it, then: pacekeeper curriculum check {file}"
    )
    return 0


def show_file(file: Path | None, number: int | None) -> int:
    """Print an outline, or one week in full; 1 where the file is broken."""
    curriculum = _read(file or built_in())
    if curriculum is None:
        return 1
    if number is None:
        click.echo(outline(curriculum))
        return 0
    week = curriculum.week_number(number)
    if week is None:
        last = max(each.number for each in curriculum.weeks)
        raise Cannot(f"There is no week {number}; {curriculum.title} has weeks 1 to {last}.")
    click.echo(week_in_full(week))
    return 0


def compare_files(old: Path, new: Path) -> int:
    """Print what a running learner would notice; 1 where one of the files is broken."""
    before, after = _read(old), _read(new)
    if before is None or after is None:
        return 1
    click.echo(difference(before, after))
    return 0


def _read(file: Path) -> Curriculum | None:
    report = check(file)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    return report.curriculum
