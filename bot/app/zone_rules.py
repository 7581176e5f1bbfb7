"""A zone that has other rules than before: next times that were worked out by the old ones are worked out again."""

import json
import logging
import zoneinfo
from collections.abc import Collection, Mapping
from datetime import datetime, time
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.cadence import occurrence
from bot.core.people import ChatId, LearnerId
from bot.storage.rhythms import Rhythm
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.due")
NOTED = "zones"  # a small fact: the mark of each zone's rules by which next times were worked out
AT_ONCE = 500
Kind = Literal["prompt", "checkin", "card"]
KINDS: tuple[Kind, ...] = ("prompt", "checkin", "card")


def mark_of(zone: str) -> str:
    """What changes with a zone's rules: a digest of the file that `zoneinfo` reads; empty if it has none."""
    parts = zone.split("/")
    found = (Path(folder, *parts) for folder in zoneinfo.TZPATH)
    file = next((each for each in found if each.is_file()), None) or files("tzdata").joinpath("zoneinfo", *parts)
    return blake2b(file.read_bytes(), digest_size=8).hexdigest() if file.is_file() else ""


def changed_zones(tx: Tx) -> frozenset[str]:
    """The zones whose rules are not those that were noted."""
    return frozenset(zone for zone, mark in _noted(tx).items() if mark != mark_of(zone))


def note_zones(tx: Tx) -> None:
    """All next times stand by the rules of now."""
    _note(tx, {zone: mark_of(zone) for zone in sorted(_in_use(tx))})


def note_new_zones(tx: Tx) -> None:
    """While the bot runs: zones that somebody brought since. The others' files may be newer than what it goes by."""
    noted = _noted(tx)
    _note(tx, noted | {zone: mark_of(zone) for zone in sorted(_in_use(tx)) if zone not in noted})


def work_out_again(
    tx: Tx, kind: Kind, after: int, zones: Collection[str], now: datetime, most: int = AT_ONCE
) -> tuple[int | None, int]:
    """Give the next owners of a kind the instant at which their day shows their hour by the rules of now.

    The day stays: what was due on it still is, and what was sealed is not looked at. Returns the owner to go on after,
    None at the end, and how many instants were others.
    """
    page = tx.rhythms.page(kind, after, most)
    hours = _of_chats(tx, page) if kind == "card" else _of_learners(tx, page, now)
    moved = []
    for rhythm in page:
        hour, zone = hours.get(rhythm.owner, (None, ""))
        if hour is None or zone not in zones or rhythm.day is None:
            continue
        try:
            at = occurrence(rhythm.day, hour, ZoneInfo(zone))
        except Exception:  # a zone that is gone: one owner must not hold up the others
            log.exception("the %s of %d cannot be worked out again", kind, rhythm.owner)
            continue
        if at != rhythm.at:
            moved.append(Rhythm(kind, rhythm.owner, rhythm.day, at))
    tx.rhythms.move(moved)
    return (page[-1].owner if len(page) == most else None), len(moved)


def _of_learners(tx: Tx, page: Collection[Rhythm], now: datetime) -> Mapping[int, tuple[time, str]]:
    learners = tx.people.of([LearnerId(it.owner) for it in page], now)
    return {it.id: (it.hour, it.zone) for it in learners.values()}


def _of_chats(tx: Tx, page: Collection[Rhythm]) -> Mapping[int, tuple[time, str]]:
    chats = tx.groups.chats_of([ChatId(it.owner) for it in page])
    groups = tx.groups.of([chat.group for chat in chats.values()])
    return {it.id: (groups[it.group].hour, groups[it.group].zone) for it in chats.values() if it.group in groups}


def _in_use(tx: Tx) -> set[str]:
    return {*tx.people.zones(), *tx.groups.zones()}


def _note(tx: Tx, marks: dict[str, str]) -> None:
    if marks != _noted(tx):
        tx.requests.set_fact(NOTED, json.dumps(marks))


def _noted(tx: Tx) -> dict[str, str]:
    noted: dict[str, str] = json.loads(tx.requests.fact(NOTED) or "{}")
    return noted
