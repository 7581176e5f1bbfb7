"""`pacekeeper backup` and `restore`. Each returns its exit code."""

from datetime import timedelta
from pathlib import Path

import click

from bot.app.restored import let_pass
from bot.backup import BadBackup, Taken, back_up, backup_folder, prune, put_back
from bot.cli import settings_or_stop
from bot.exits import Cannot
from bot.opening import BOTS, CannotOpen, file_of, prepare, reach, utc_clock
from bot.settings import Settings
from bot.storage.marks import forget_move
from bot.storage.store import Store

NOT_SQLITE = (
    "DATABASE_URL names a PostgreSQL database: back it up with pg_dump, bring it back with pg_restore, "
    "and run `pacekeeper restore` without a file then."
)


def take(folder: Path | None) -> int:
    """Take a back-up now."""
    settings = settings_or_stop()
    database = _file_of(settings)
    if not database.is_file():
        raise Cannot(f"There is no database at {database} yet.")
    chosen = folder or backup_folder(settings, database)
    now = utc_clock()
    try:
        taken: Taken = back_up(database, chosen, now)
    except BadBackup as problem:
        raise Cannot(str(problem)) from None
    if folder is None and settings.backup_days:
        prune(chosen, timedelta(days=settings.backup_days), now)
    click.echo(f"{taken.file}: whole, checked, {taken.file.stat().st_size:,} bytes.")
    return 0


def bring_back(file: Path | None) -> int:
    """Bring a back-up back, and settle what was due meanwhile."""
    settings = settings_or_stop()
    try:
        store = reach(settings.database_url, settings.encryption_keys)
    except CannotOpen as problem:
        raise Cannot(str(problem)) from None
    try:
        if file is not None:
            _exchange(store, file)
        elif store.embedded:
            raise Cannot("Say which back-up: pacekeeper restore FILE. They lie in the folder `backups`.")
        prepare(store, BOTS, migrate=True)
        passed = store.write_now(lambda tx: let_pass(tx, utc_clock()))
    except (BadBackup, CannotOpen) as problem:
        raise Cannot(str(problem)) from None
    finally:
        store.close_now()
    click.echo(f"The database is restored. Messages that came due since the back-up and are not sent again: {passed}.")
    return 0


def _exchange(store: Store, file: Path) -> None:
    if not store.embedded:
        raise Cannot(NOT_SQLITE)
    aside = put_back(file, Path(store.url.database or ""), utc_clock())
    if aside is not None:
        click.echo(f"What was there before lies in {aside}.")
    store.write_now(forget_move)


def _file_of(settings: Settings) -> Path:
    try:
        file = file_of(settings.database_url)
    except CannotOpen as problem:
        raise Cannot(str(problem)) from None
    if file is None:
        raise Cannot(NOT_SQLITE)
    return file
