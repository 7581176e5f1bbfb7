"""Checks settings, database, curriculum, tokens and clock; each finding says how to mend it."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version

from bot.findings import Finding
from bot.library import read_all
from bot.opening import BOTS, CannotOpen, open_store, utc_clock
from bot.settings import BadSettings, Settings, read_settings
from bot.storage.requests import SECOND_POLLER
from bot.storage.store import StorageTrouble
from bot.storage.tx import Tx

FIXED_IN = (3, 51, 3)  # SQLite before it may corrupt a WAL that two connections write; we have one writer


def settings_or_findings() -> tuple[Settings | None, list[Finding]]:
    """The settings, or what is wrong with them."""
    try:
        return read_settings(), [Finding("settings", True, "all can be read")]
    except BadSettings as problem:
        return None, [Finding("settings", False, line) for line in str(problem).splitlines()]


def examine(settings: Settings, database: Callable[[Settings], Iterator[Finding]] | None = None) -> Iterator[Finding]:
    """Look at everything, one finding after the other; `database` looks at that in another way."""
    yield from _curricula(settings)
    yield from (database or _database)(settings)
    yield from _tokens(settings)
    yield _clock()


def _curricula(settings: Settings) -> Iterator[Finding]:
    known: set[str] = set()
    for read in read_all(settings.curriculum, settings.curricula):
        if read.curriculum is None:
            yield Finding("curriculum", False, f"{read.trouble} An edition that ran here before goes on until then.")
            continue
        weeks = list(read.curriculum.weeks)
        drafts = sum(week.draft for week in weeks)
        said = f"{read.curriculum.title}, version {read.curriculum.version}: {len(weeks)} weeks"
        twice = read.curriculum.id in known
        known.add(read.curriculum.id)
        if twice:
            yield Finding("curriculum", False, f"{read.source}: the id {read.curriculum.id} is taken. Give it its own.")
        else:
            yield Finding("curriculum", True, f"{said}, {drafts} of them drafts" if drafts else said)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        store = open_store(settings.database_url, BOTS, keys=settings.encryption_keys)
    except CannotOpen as problem:
        yield Finding("database", False, str(problem))
        return
    try:
        yield kind_of_database(embedded=store.embedded)
        yield store.write_now(_sealing)
        yield store.write_now(letters)
        yield from store.write_now(lambda tx: list(set_aside(tx)))
        yield from store.write_now(closed_chats)
    except StorageTrouble as problem:
        yield Finding("database", False, f"It does not answer: {type(problem).__name__}. Is it the right one?")
    finally:
        store.close_now()


def _sealing(tx: Tx) -> Finding:
    """What people write, at rest: Telegram's terms ask for a key that lies apart from the database."""
    if not tx.sealing.is_on:
        return Finding("words", True, "kept in plain; ENCRYPTION_KEY, from `pacekeeper key`, seals what people write")
    if tx.sealing.is_done:
        return Finding("words", True, "all are sealed with the first key")
    return Finding("words", True, "being sealed with the first key while the bot runs; keep the older ones until then")


def kind_of_database(*, embedded: bool) -> Finding:
    """That it answers, and what it is."""
    if not embedded:
        return Finding("database", True, "PostgreSQL answers")
    said = f"SQLite {sqlite3.sqlite_version}, one writer"
    if sqlite3.sqlite_version_info < FIXED_IN:
        said += " (safe here: older versions need care only with several writers)"
    return Finding("database", True, said)


def letters(tx: Tx) -> Finding:
    """How many letters are in each state."""
    states = tx.letters.states()
    said = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none yet"
    unknown = states.get("unknown", 0)
    if unknown:
        said += "; unknown ones may or may not have been posted, and are not repeated"
    return Finding("letters", True, said)


def set_aside(tx: Tx) -> Iterator[Finding]:
    """What failed for a fault of ours, again and again: how much, since when and of which kind, never whose or what."""
    for kind, raised, count, since in tx.letters.broken():
        yield Finding(
            "aside",
            False,
            f"{count} letters ({kind}) could not be drawn or sent and were set aside ({raised}, first at "
            f"{_at(since)}). The log tells where; a restart tries those again that are not too late.",
        )
    if aside := tx.requests.aside():
        kinds = ", ".join(f"{raised} {count}" for raised, count in Counter(kind for _, kind in aside).most_common())
        yield Finding(
            "aside",
            False,
            f"{len(aside)} updates were set aside ({kinds}, first at {_at(aside[0][0])}). Who sent them was told, with "
            "a reference that the log has too; they go after 30 days.",
        )
    if second := tx.requests.fact(SECOND_POLLER):
        said = f"Since {second} another program fetches them too, with the same token: stop it, or give it its own bot."
        yield Finding("updates", False, said)


def _at(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


def closed_chats(tx: Tx) -> list[Finding]:
    """Groups' chats that cannot be written to; their facilitators may have no place left to read why."""
    return [
        Finding(
            "chat",
            False,
            f"{group.name}, on {chat.address.platform}: {chat.closed_because}. Run /setup there, or in another one.",
        )
        for group, chat in tx.groups.closed_chats()
    ]


def _tokens(settings: Settings) -> Iterator[Finding]:
    if not settings.has_token:
        yield Finding("tokens", False, "set DISCORD_TOKEN or TELEGRAM_TOKEN, or look around with: pacekeeper try")
    if settings.discord_token is not None:
        parts = settings.discord_token.get_secret_value().split(".")
        fine = len(parts) == 3 and all(parts)
        yield Finding(
            "discord", fine, "a token is set" if fine else "DISCORD_TOKEN has three parts with dots: copy it again"
        )
    if settings.telegram_token is not None:
        number, _, secret = settings.telegram_token.get_secret_value().partition(":")
        fine = number.isdigit() and len(secret) >= 20
        yield Finding(
            "telegram", fine, "a token is set" if fine else "TELEGRAM_TOKEN looks like 123456:ABC…: copy it again"
        )


def _clock() -> Finding:
    now = utc_clock()
    zones = version("tzdata")
    if now.year < 2026:
        return Finding("clock", False, f"it shows {now:%Y-%m-%d %H:%M} UTC, which is past: set the system's clock")
    return Finding("clock", True, f"{now:%Y-%m-%d %H:%M} UTC, zones of {zones}, system zone {time.tzname[0]}")
