"""What the doctor learns from the platforms themselves, while the bot runs or not: nothing is posted or changed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.backup import EVERY, backup_folder, taken_in
from bot.core.people import Chat, Group, Platform
from bot.core.rights import RightFact
from bot.doctor import closed_chats, kind_of_database, letters, set_aside
from bot.findings import Finding
from bot.opening import CannotOpen, file_of, utc_clock
from bot.settings import Settings
from bot.storage.engine import database_url
from bot.storage.figures import database_clock, first_learner_at
from bot.storage.marks import moved_away
from bot.storage.migrate import TooNew, is_current
from bot.storage.peek import peeking
from bot.storage.store import StorageTrouble
from bot.storage.tx import Tx
from bot.ui.phrase import words
from bot.ui.screens.rights import fix
from bot.ui.text import Text

ANSWERS_WITHIN = 10.0  # seconds for one question
MOST_CHATS = 100  # asked one after the other, so that the bot that runs beside keeps its share of the limits
PATIENCE = 3  # chats in a row about which nothing could be learnt
SKEW = timedelta(seconds=30)
ROOTS = {Platform.DISCORD: "https://discord.com/api/v10", Platform.TELEGRAM: "https://api.telegram.org"}
Tell = Callable[[Iterable[Finding]], None]
Look = Callable[[Group, Chat], Awaitable[tuple[RightFact, ...]]]


def peeked(settings: Settings) -> Iterator[Finding]:
    """The database, without its lock: the bot may run."""
    found: list[Finding] = []
    try:
        file = file_of(settings.database_url)
        with peeking(database_url(settings.database_url)) as tx:
            found.append(kind_of_database(embedded=file is not None))
            found += _looked_at(settings, tx, file)
    except FileNotFoundError:
        found = [Finding("database", True, "there is none yet, the first start makes it")]
    except CannotOpen as problem:
        found = [Finding("database", False, str(problem))]
    except TooNew as version:
        found.append(Finding("schema", False, f"It is newer ({version}) than this version. Install a later one."))
    except ImportError:
        found = [Finding("database", False, "PostgreSQL needs its driver: install pacekeeper[postgres].")]
    except (StorageTrouble, OSError) as problem:
        found = [Finding("database", False, f"It does not answer: {type(problem).__name__}. Is it the right one?")]
    yield from found


def _looked_at(settings: Settings, tx: Tx, file: Path | None) -> Iterator[Finding]:
    if file is None:
        yield _clocks("the database's", database_clock(tx.connection), utc_clock())
    if why := moved_away(tx):
        yield Finding("database", False, why)
        return
    if not is_current(tx):
        yield Finding("schema", False, "It is an older one: the next start mends it, or pacekeeper migrate.")
        return
    yield letters(tx)
    yield from set_aside(tx)
    yield from closed_chats(tx)
    if file is not None:
        yield _backup(settings, tx, file)


def _backup(settings: Settings, tx: Tx, database: Path) -> Finding:
    """How old the newest one is; a bot of today need not have one yet."""
    if not settings.backup_days:
        return Finding("back-up", True, "none is taken by itself: BACKUP_DAYS is 0")
    now = utc_clock()
    taken = taken_in(backup_folder(settings, database))
    if taken:
        age = now - taken[0].at
        if age < 2 * EVERY:
            return Finding("back-up", True, f"the newest is {_length(age)} old")
        said = f"The newest is {_length(age)} old."
    else:
        began = first_learner_at(tx.connection)
        if began is None or now - began < EVERY:
            return Finding("back-up", True, "none yet: the first comes a minute after the start")
        said = "There is none."
    return Finding("back-up", False, f'{said} Look for "back-up failed" in the log, then run: pacekeeper backup')


async def ask_platforms(settings: Settings, tell: Tell) -> None:
    """Ask each platform that has a token, and tell what it says as it comes."""
    chats = _chats(settings)
    timeout = aiohttp.ClientTimeout(total=ANSWERS_WITHIN)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for platform, asks in ((Platform.DISCORD, _ask_discord), (Platform.TELEGRAM, _ask_telegram)):
            here = [(group, chat) for group, chat in chats if chat.address.platform is platform]
            try:
                async for found in asks(settings, session, here):
                    tell([found])
            except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as problem:
                tell([_unreached(platform, problem)])
            except Exception as problem:  # noqa: BLE001 - a line, never a stack trace
                said = f"It could not be asked ({type(problem).__name__}). Try again later."
                tell([Finding(str(platform), False, said)])


def _unreached(platform: Platform, problem: Exception) -> Finding:
    setting = f"{platform.upper()}_API_URL"
    kind = "no answer in time" if isinstance(problem, TimeoutError) else type(problem).__name__
    return Finding(
        str(platform),
        False,
        f"It cannot be reached ({kind}): check this machine's network, and {setting} if it is set.",
    )


def _chats(settings: Settings) -> list[tuple[Group, Chat]]:
    """Where groups meet; what hinders reading them was told before."""
    try:
        with peeking(database_url(settings.database_url)) as tx:
            return tx.groups.open_chats() if is_current(tx) else []
    except (StorageTrouble, OSError, ValueError, ImportError, TooNew):
        return []


async def _ask_discord(
    settings: Settings, session: aiohttp.ClientSession, chats: Sequence[tuple[Group, Chat]]
) -> AsyncIterator[Finding]:
    if settings.discord_token is None:
        return
    from bot.platforms.discord.checkup import looking_at_discord

    api_url = settings.discord_api_url
    yield await _clock(session, Platform.DISCORD, f"{api_url or ROOTS[Platform.DISCORD]}/gateway")
    async with AsyncExitStack() as stack:
        looking = looking_at_discord(session, settings.discord_token.get_secret_value(), api_url)
        checkup = await stack.enter_async_context(looking)
        found = await checkup.account()
        for each in found:
            yield each
        if found[0].fine:
            async for each in _each(chats, lambda group, chat: checkup.rights(chat.address, group.room)):
                yield each


async def _ask_telegram(
    settings: Settings, session: aiohttp.ClientSession, chats: Sequence[tuple[Group, Chat]]
) -> AsyncIterator[Finding]:
    if settings.telegram_token is None:
        return
    from bot.platforms.telegram.checkup import looking_at_telegram

    api_url = settings.telegram_api_url
    yield await _clock(session, Platform.TELEGRAM, api_url or ROOTS[Platform.TELEGRAM])
    async with AsyncExitStack() as stack:
        token, webhook = settings.telegram_token.get_secret_value(), settings.telegram_webhook_url
        checkup = await stack.enter_async_context(looking_at_telegram(token, api_url, webhook))
        found = await checkup.account(utc_clock())
        for each in found:
            yield each
        if found[0].fine:
            async for each in _each(chats, lambda _, chat: checkup.rights(chat.address)):
                yield each


async def _each(chats: Sequence[tuple[Group, Chat]], look: Look) -> AsyncIterator[Finding]:
    """Chat by chat, until the platform falls silent."""
    silent = 0
    for group, chat in chats[:MOST_CHATS]:
        facts = await look(group, chat)
        silent = silent + 1 if any(fact.state == "unknown" for fact in facts) else 0
        yield _rights(group, chat, facts)
        if silent == PATIENCE:
            yield Finding("chat", False, f"{chat.address.platform} does not answer any more: try again later.")
            return
    if len(chats) > MOST_CHATS:
        more = len(chats) - MOST_CHATS
        yield Finding("chat", True, f"{more} more are not asked; /setup check in a chat does")


def _rights(group: Group, chat: Chat, facts: Sequence[RightFact]) -> Finding:
    """A chat in one line: what is missing, each with its fix."""
    where = f"{group.name}, on {chat.address.platform}"
    lacking = [words(fix(fact, Text())) for fact in facts if fact.lacks]
    if lacking:
        return Finding("chat", False, f"{where}: {' '.join(lacking)}")
    if any(fact.state == "unknown" for fact in facts):
        return Finding("chat", False, f"{where}: it could not be asked. Run /setup check there.")
    return Finding("chat", True, f"{where}: every right is there")


async def _clock(session: aiohttp.ClientSession, platform: Platform, url: str) -> Finding:
    """This machine's clock against the time that a platform writes on every answer."""
    before = utc_clock()
    async with session.get(url, allow_redirects=False) as answer:
        shown = answer.headers.get("Date", "")
    middle = before + (utc_clock() - before) / 2
    try:
        theirs = parsedate_to_datetime(shown)
    except ValueError:
        return Finding("clock", True, f"{platform.capitalize()} tells no time")
    return _clocks(f"{platform.capitalize()}'s", theirs.astimezone(UTC), middle)


def _clocks(whose: str, theirs: datetime, ours: datetime) -> Finding:
    off = ours - theirs
    if abs(off) <= SKEW:
        return Finding("clock", True, f"it agrees with {whose}")
    way = "ahead of" if off > timedelta() else "behind"
    return Finding(
        "clock",
        False,
        f"This machine's is {_length(abs(off))} {way} {whose}: switch time synchronisation on "
        "(timedatectl set-ntp true).",
    )


def _length(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} seconds"
