"""`pacekeeper move-to`. It returns its exit code."""

from contextlib import ExitStack
from pathlib import Path

import click

from bot.backup import BadBackup, back_up, backup_folder
from bot.cli import file_or_stop, settings_or_stop
from bot.exits import Cannot
from bot.opening import BOTS, CannotOpen, check, first_line, reach, utc_clock
from bot.settings import Settings
from bot.storage.engine import database_url
from bot.storage.moving import CannotMove, Move
from bot.storage.store import StorageTrouble

NO_FILE = "DATABASE_URL names a PostgreSQL database already: move-to takes a bot from an SQLite file."
NO_ADDRESS = "move-to takes the address of a PostgreSQL database, like postgresql://user@host/name."


def move_to(address: str) -> int:
    """Move the bot from the file in DATABASE_URL into a PostgreSQL database, or go on with that."""
    settings = settings_or_stop()
    to, file = _named(address), _source(settings)
    with ExitStack() as stack:
        try:
            source = reach(settings.database_url)
            stack.callback(source.close_now)
            check(source, BOTS)
            target = reach(address)
            stack.callback(target.close_now)
            move = Move(source, target, to)
            if move.has_begun():
                click.echo("Going on with the move that has begun.")
            else:
                taken = back_up(file, backup_folder(settings, file), utc_clock())
                click.echo(f"A back-up from before the move: {taken.file}")
                move.begin()
            total = move.run(f"{to} ({utc_clock():%Y-%m-%d %H:%M} UTC)", click.echo)
        except (CannotOpen, CannotMove, BadBackup) as problem:
            raise Cannot(str(problem)) from None
        except StorageTrouble as problem:
            said = first_line(problem).rstrip(".")
            raise Cannot(f"The move broke off: {said}. Once that is mended the same command goes on.") from None
    click.echo(f"Whole: {total:,} rows, and all of them are in {to} as they were in {file}.")
    click.echo("Set DATABASE_URL to that database, and start the bots. They no longer start on the file.")
    return 0


def _named(address: str) -> str:
    """The database's address without its user and password. Raises Cannot for one that is none."""
    try:
        url = database_url(address)
    except ValueError:
        raise Cannot(NO_ADDRESS) from None
    if url.get_backend_name() != "postgresql" or not url.database:
        raise Cannot(NO_ADDRESS)
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or ''}{port}/{url.database}"


def _source(settings: Settings) -> Path:
    file = file_or_stop(settings, NO_FILE)
    if not file.is_file():
        raise Cannot(f"There is no database at {file} yet.")
    return file
