"""What the commands of the command line do. Each returns its exit code."""

import asyncio
import logging
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.core.curriculum import Curriculum
from bot.curriculum_file import CurriculumBroken, built_in, load
from bot.exits import Cannot
from bot.opening import BOTS, CannotOpen, open_store, utc_clock
from bot.settings import BadSettings, Settings, read_settings

if TYPE_CHECKING:
    from bot.assembly import Running

log = logging.getLogger("pacekeeper")


def settings_or_stop() -> Settings:
    """The settings; raises Cannot with one line for each that is wrong."""
    try:
        return read_settings()
    except BadSettings as problem:
        raise Cannot(str(problem)) from None


def curriculum_or_stop(settings: Settings) -> Curriculum:
    """The curriculum that the settings name; raises Cannot if it is broken."""
    path = settings.curriculum or built_in()
    try:
        return load(path)
    except CurriculumBroken as broken:
        first = broken.problems[0]
        rest = len(broken.problems) - 1
        more = f" ({rest} more; see: pacekeeper curriculum check {path})" if rest else ""
        raise Cannot(f"The curriculum is broken. {first}{more}") from None


def run_bots() -> int:
    """Run the platforms that have a token until SIGTERM or SIGINT."""
    settings = settings_or_stop()
    _log_to_stderr(settings)
    if not settings.has_token:
        raise Cannot("Neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set. To look around without one: pacekeeper try")
    curriculum = curriculum_or_stop(settings)
    try:
        return asyncio.run(_run(settings, curriculum))
    except CannotOpen as problem:
        raise Cannot(str(problem)) from None


async def _run(settings: Settings, curriculum: Curriculum) -> int:
    from bot.assembly import running

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    store = open_store(settings.database_url, BOTS)
    async with running(settings, store, curriculum, utc_clock) as bot:
        waiting = {
            loop.create_task(stop.wait()): "stop",
            loop.create_task(bot.failed()): "failed",
            loop.create_task(_say_ready(bot)): "ready",
        }
        code = 0
        while waiting:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            ended = {waiting.pop(task): task for task in done}
            if "failed" in ended:
                click.echo(ended["failed"].result(), err=True)
                code = 2
            if "failed" in ended or "stop" in ended:
                break
        for task in waiting:
            task.cancel()
        log.info("stopping")
    return code


async def _say_ready(bot: "Running") -> None:
    await bot.ready()
    log.info("ready")


def _log_to_stderr(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for noisy in ("httpx", "httpcore", "telegram", "discord", "aiosqlite", "asyncio"):
        # Some of them log addresses that hold a token, or whole payloads.
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))


def try_terminal(at: datetime | None, database: Path | None) -> int:
    """Open the terminal chat."""
    from bot.try_it import try_it

    settings = settings_or_stop()
    curriculum = curriculum_or_stop(settings)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    logging.getLogger().addHandler(logging.NullHandler())  # a warning would stand in the middle of the chat
    try:
        return asyncio.run(
            try_it(
                database=database or settings.terminal_database,
                at=at,
                curriculum=curriculum,
                stdin=sys.stdin,
                stdout=sys.stdout,
                interactive=interactive,
                colour=settings.no_color is None,
            )
        )
    except CannotOpen as problem:
        raise Cannot(str(problem)) from None


def migrate_database() -> int:
    """Bring the database to this version's schema."""
    settings = settings_or_stop()
    try:
        open_store(settings.database_url, BOTS, migrate=True).close_now()
    except CannotOpen as problem:
        raise Cannot(str(problem)) from None
    click.echo("The database is at this version's schema.")
    return 0


def see_doctor() -> int:
    """Check everything that can stand in the way, a line each."""
    from bot.doctor import examine

    worst = 0
    for finding in examine():
        click.echo(str(finding))
        worst = max(worst, 0 if finding.fine else 1)
    return worst
