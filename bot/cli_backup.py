"""`pacekeeper backup` and `restore`. Each returns its exit code."""

from datetime import timedelta
from pathlib import Path

import click

from bot.app.restored import erase_again, let_pass
from bot.backup import BadBackup, Taken, back_up, backup_folder, erased_in, prune, put_back
from bot.cli import file_or_stop, settings_or_stop
from bot.exits import Cannot
from bot.opening import BOTS, CannotOpen, prepare, reach, utc_clock
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
    database = file_or_stop(settings, NOT_SQLITE)
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
        marks: dict[str, str] = {}
        if file is not None:
            marks = _exchange(settings, store, file)
        elif store.embedded:
            raise Cannot("Say which back-up: pacekeeper restore FILE. They lie in the folder `backups`.")
        prepare(store, BOTS, migrate=True)
        store.write_now(lambda tx: tx.erased.keep(marks))
        erased = store.write_now(lambda tx: erase_again(tx, utc_clock()))
        passed = store.write_now(lambda tx: let_pass(tx, utc_clock()))
    except (BadBackup, CannotOpen) as problem:
        raise Cannot(str(problem)) from None
    finally:
        store.close_now()
    if erased:
        click.echo(f"Erased again, since they had themselves erased after the back-up: {erased}.")
    click.echo(f"The database is restored. Messages that came due since the back-up and are not sent again: {passed}.")
    return 0


def _exchange(settings: Settings, store: Store, file: Path) -> dict[str, str]:
    """Put it in its place; returns the marks of who was erased that only what lay there, or a later back-up, has."""
    if not store.embedded:
        raise Cannot(NOT_SQLITE)
    database = Path(store.url.database or "")
    marks = erased_in(database, file.parent, backup_folder(settings, database))
    aside = put_back(file, database, utc_clock())
    if aside is not None:
        click.echo(f"What was there before lies in {aside}.")
    store.write_now(forget_move)
    return marks
