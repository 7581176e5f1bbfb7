"""What the commands of the command line do. Each returns its exit code."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import memory
from bot.app.shelf import Shelf
from bot.exits import Cannot
from bot.findings import Finding
from bot.library import Library, NothingToStudy, Read, read_all, stocked, tell
from bot.logs import blotted, log_to_stderr
from bot.opening import BOTS, CannotOpen, file_of, open_store, utc_clock
from bot.roles import ALL, BadRoles, Role, check_roles, read_roles
from bot.settings import BadSettings, Settings, read_settings
from bot.shared_clock import SharedClock
from bot.steady import SteadyLoop
from bot.storage.sealing import WrongKey
from bot.storage.store import Store
from bot.tasks import Crew

if TYPE_CHECKING:
    from bot.assembly import Running

log = logging.getLogger("pacekeeper")
Clock = Callable[[], datetime]


def settings_or_stop() -> Settings:
    """The settings; raises Cannot with one line for each that is wrong."""
    try:
        return read_settings()
    except BadSettings as problem:
        raise Cannot(str(problem)) from None


def file_or_stop(settings: Settings, refusal: str) -> Path:
    """The file of the SQLite database that is set. Raises Cannot, with the refusal where it is none."""
    try:
        file = file_of(settings.database_url)
    except CannotOpen as problem:
        raise Cannot(str(problem)) from None
    if file is None:
        raise Cannot(refusal)
    return file


def run_bots(roles: str | None = None) -> int:
    """Run the platforms that have a token, or some roles of the work, until SIGTERM or SIGINT."""
    settings = settings_or_stop()
    log_to_stderr(settings.log_level, settings.log_format, settings.secrets)
    try:
        wanted = _roles(roles, settings)
        reads = read_all(settings.curriculum, settings.curricula)
        with asyncio.Runner(loop_factory=SteadyLoop) as runner:
            return runner.run(_run(settings, reads, wanted))
    except (CannotOpen, NothingToStudy) as problem:
        raise Cannot(str(problem)) from None


def _roles(text: str | None, settings: Settings) -> frozenset[Role]:
    """What this process is to do. Raises Cannot, and CannotOpen for a database that cannot be told."""
    try:
        roles = read_roles(text)
        tokens = {"DISCORD_TOKEN": settings.discord_token, "TELEGRAM_TOKEN": settings.telegram_token}
        has = {name: it is not None for name, it in tokens.items()}
        has["TELEGRAM_WEBHOOK_URL"] = settings.telegram_webhook_url is not None
        embedded = file_of(settings.database_url) is not None
        check_roles(roles, embedded=embedded, has=has, shards=settings.shards)
    except BadRoles as problem:
        raise Cannot(str(problem)) from None
    if roles == ALL and not settings.has_token:
        raise Cannot("Neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set. To look around without one: pacekeeper try")
    return roles


async def _run(settings: Settings, reads: Sequence[Read], roles: frozenset[Role]) -> int:
    from bot.assembly import running

    stop, reload = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    store = open_store(settings.database_url, BOTS, keys=settings.encryption_keys)
    clock, following = await _clock(store)
    shelf = await _shelf(store, reads, clock)
    library = Library(store, shelf, settings.curriculum, settings.curricula, clock)
    starting = running(settings, store, shelf, clock, roles=roles, system=utc_clock)
    async with starting as bot, Crew(patience=0) as crew:
        crew.start(_reloading(library, store, reload))
        if following is not None:
            crew.start(following())
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
                click.echo(blotted(str(ended["failed"].result()), settings.secrets), err=True)
                code = 2
            if "failed" in ended or "stop" in ended:
                break
        for task in waiting:
            task.cancel()
        log.info("stopping")
    return code


async def _clock(store: Store) -> tuple[Clock, Callable[[], Coroutine[None, None, None]] | None]:
    """The clock to go by, and what keeps it right: this machine's own, or the database's that all processes share."""
    if store.embedded:
        return utc_clock, None
    shared = SharedClock(store)
    try:
        await shared.look()
    except BaseException:
        await store.close()
        raise
    return shared, shared.follow


async def _shelf(store: Store, reads: Sequence[Read], clock: Clock) -> Shelf:
    """What can run. Raises NothingToStudy; then the store is closed again."""
    try:
        stock = await stocked(store, reads, clock)
    except BaseException:
        await store.close()
        raise
    tell(stock)
    return Shelf(*stock.volumes)


async def _reloading(library: Library, store: Store, wanted: asyncio.Event) -> None:
    """On SIGHUP read the curricula again, and the keys; the bot goes on whatever comes of it."""
    while True:
        await wanted.wait()
        wanted.clear()
        try:
            await library.reload()
            log.info("curricula were read again")
        except Exception:
            log.exception("curricula could not be read again; what ran before goes on")
        try:
            await _take_keys(store)
        except (BadSettings, WrongKey) as problem:
            log.warning("the keys could not be read again, those from before hold: %s", problem)


async def _take_keys(store: Store) -> None:
    """Seal with the keys that are set now. Raises BadSettings, or WrongKey where they do not open what is there."""
    keys = read_settings().encryption_keys
    if store.cipher is None or not keys:
        return  # the first key of all comes with a restart
    before = store.cipher.keys
    store.cipher.take(keys)
    try:
        await store.write(lambda tx: tx.sealing.prove())
    except WrongKey:
        store.cipher.take(before)
        raise


async def _say_ready(bot: "Running") -> None:
    await bot.ready()
    memory.keep()
    log.info("ready")


def try_terminal(at: datetime | None, database: Path | None, language: str = "") -> int:
    """Open the terminal chat."""
    from bot.try_it import try_it

    settings = settings_or_stop()
    reads = read_all(settings.curriculum, settings.curricula)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    logging.getLogger().addHandler(logging.NullHandler())  # a warning would stand in the middle of the chat
    try:
        return asyncio.run(
            try_it(
                database=database or settings.terminal_database,
                at=at,
                reads=reads,
                stdin=sys.stdin,
                stdout=sys.stdout,
                interactive=interactive,
                colour=settings.no_color is None,
                language=language,
            )
        )
    except (CannotOpen, NothingToStudy) as problem:
        raise Cannot(str(problem)) from None


def migrate_database() -> int:
    """Bring the database to this version's schema."""
    settings = settings_or_stop()
    try:
        open_store(settings.database_url, BOTS, migrate=True, keys=settings.encryption_keys).close_now()
    except CannotOpen as problem:
        raise Cannot(str(problem)) from None
    click.echo("The database is at this version's schema.")
    return 0


def see_doctor(*, online: bool) -> int:
    """Check everything that can stand in the way, a line each; `online` asks the platforms too."""
    from bot.doctor import examine, settings_or_findings

    worst = 0

    def tell(findings: Iterable[Finding]) -> None:
        nonlocal worst
        for finding in findings:
            click.echo(str(finding))
            worst = max(worst, 0 if finding.fine else 1)

    settings, found = settings_or_findings()
    tell(found)
    if settings is not None and online:
        from bot.doctor_online import ask_platforms, peeked

        logging.getLogger().addHandler(logging.NullHandler())  # what the libraries warn of stands in no line
        tell(examine(settings, peeked))
        asyncio.run(ask_platforms(settings, tell))
    elif settings is not None:
        tell(examine(settings))
    return worst
