"""Finding the IANA zone that a person means by a city, a name or an abbreviation."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.core.cities import CITIES

NEAREST = 5

_WELL_KNOWN = (
    *("Europe/London", "Europe/Berlin", "Europe/Istanbul", "Africa/Lagos", "Africa/Cairo", "Africa/Nairobi"),
    *("Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Jakarta", "Asia/Shanghai"),
    *("Asia/Manila", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo"),
    *("America/Bogota", "America/Mexico_City", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "Pacific/Honolulu", "UTC"),
)
_ALL_ROUND = (  # with those above, one for every offset that somebody lives by
    *("Pacific/Pago_Pago", "Pacific/Marquesas", "America/Anchorage", "Pacific/Gambier", "America/Halifax"),
    *("America/St_Johns", "America/Nuuk", "America/Noronha", "Atlantic/Cape_Verde", "Asia/Tehran"),
    *("Europe/Moscow", "Asia/Kabul", "Asia/Kathmandu", "Asia/Yangon", "Asia/Bangkok", "Australia/Eucla"),
    *("Australia/Adelaide", "Australia/Darwin", "Australia/Lord_Howe", "Pacific/Noumea"),
    *("Pacific/Chatham", "Pacific/Tongatapu", "Pacific/Kiritimati"),
)
# What people type for a clock that a zone shows for part of the year only, or that several zones show: never
# taken at its word, since the fixed zones of such names do not follow summer time.
_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "est": ("America/New_York", "America/Toronto", "America/Panama"),
    "edt": ("America/New_York", "America/Toronto"),
    "cst": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai"),
    "cdt": ("America/Chicago",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",),
    "pst": ("America/Los_Angeles", "America/Vancouver"),
    "pdt": ("America/Los_Angeles", "America/Vancouver"),
    "hst": ("Pacific/Honolulu",),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "cest": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid"),
    "eest": ("Europe/Athens", "Europe/Helsinki", "Europe/Kyiv"),
    "msk": ("Europe/Moscow",),
    "wat": ("Africa/Lagos",),
    "cat": ("Africa/Maputo",),
    "eat": ("Africa/Nairobi",),
    "sast": ("Africa/Johannesburg",),
    "pkt": ("Asia/Karachi",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney", "Australia/Melbourne"),
    "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",),
    "brt": ("America/Sao_Paulo",),
}
_OFFSET = re.compile(r"(?:etc/)?(?P<of>utc|gmt)?(?P<sign>[+\u2212-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?")
_AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)
_UNFIT = re.compile(r"posix/.*|right/.*|localtime|Factory|EST|MST|HST|(?:Etc/)?GMT[+-]?[0-9]+")
# An offset is looked up on two days of one year, so that the answer does not hang on when one asks.
_WINTER_AND_SUMMER = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))


class UnknownZone(ValueError):
    """A text that names no zone; `nearest` are the IANA names that may be meant, the likeliest first."""

    def __init__(self, text: str, nearest: tuple[str, ...]) -> None:
        super().__init__(f"no time zone is called {text!r}")
        self.text = text
        self.nearest = nearest


def zone_named(text: str) -> ZoneInfo:
    """The zone of an IANA name, of its city alone, or of another well-known city, however it is capitalised.

    Raises UnknownZone, also for offsets and abbreviations: no fixed offset follows a place through the year.
    """
    said = _plain(text)
    name = None if _by_clock(said) is not None else _index().get(said) or _index().get(said.split(",")[0])
    if name is None:
        raise UnknownZone(text, tuple(search_zones(text, NEAREST)) if said else ())
    return ZoneInfo(name)


def search_zones(text: str, limit: int = 25) -> list[str]:
    """IANA names that fit what was typed so far, the likeliest first.

    What is meant by just that, a city that begins so, other names that begin so, those that hold it, or else what is
    spelt alike. With nothing typed yet these are a few well-known ones round the world.
    """
    said = _plain(text)
    if not said:
        return list(_WELL_KNOWN[:limit])
    by_clock = _by_clock(said)
    if by_clock is not None:
        return list(by_clock[:limit])
    exact = [_index()[said]] if said in _index() else []
    city = [name for name, words in _searchable() if words[0].startswith(said)]
    begins = [name for name, words in _searchable() if any(word.startswith(said) for word in words)]
    holds = [name for name, words in _searchable() if any(said in word for word in words)]
    found = list(dict.fromkeys((*exact, *city, *begins, *holds)))
    if not found:
        alike = get_close_matches(said.rsplit("/", 1)[-1], _index(), n=limit, cutoff=0.7)
        found = list(dict.fromkeys(_index()[word] for word in alike))
    return found[:limit]


def _plain(text: str) -> str:
    """Lower case, without accents, with single spaces for any of space, underscore and hyphen."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    kept = letters if _OFFSET.fullmatch("".join(letters.casefold().split())) else letters.replace("-", " ")
    return re.sub(r"\s*/\s*", "/", " ".join(kept.casefold().replace("_", " ").split()))


def _by_clock(said: str) -> tuple[str, ...] | None:
    """The zones that an offset or an abbreviation may mean; None if it is neither."""
    if said in _ABBREVIATIONS:
        return _ABBREVIATIONS[said]
    found = _OFFSET.fullmatch(said.replace(" ", ""))
    if found is None:
        return None
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    ahead = (found["sign"] == "+") != said.startswith("etc/")  # POSIX counts westwards
    return _at_offset(offset if ahead else -offset)


def _at_offset(offset: timedelta) -> tuple[str, ...]:
    """Zones that show this offset in January or July: well-known ones, else others."""
    for names in (_WELL_KNOWN, _ALL_ROUND):
        fit = [n for n in names if any(at.astimezone(ZoneInfo(n)).utcoffset() == offset for at in _WINTER_AND_SUMMER)]
        if fit:
            return tuple(fit[:NEAREST])
    return ()


@cache
def _names() -> tuple[str, ...]:
    """All zones one may live in: the well-known first, then those of places, then the rest."""

    def order(name: str) -> tuple[bool, bool, int, str]:
        parts = name.split("/")
        return name not in _WELL_KNOWN, parts[0] not in _AREAS, -len(parts), name

    return tuple(sorted((name for name in available_timezones() if not _UNFIT.fullmatch(name)), key=order))


@cache
def _index() -> Mapping[str, str]:
    """What may be said for a zone in full: its name, its city, and other cities on the same clock."""
    index = dict(CITIES)
    for name in reversed(_names()):  # the better name comes last and stays
        index[_plain(name)] = name
        if name.split("/")[0] in _AREAS:  # "Eastern" alone is nobody's city
            index[_city(name)] = name
    return index


def _city(name: str) -> str:
    return _plain(name.rsplit("/", 1)[-1])


@cache
def _searchable() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each zone with the words that find it. Of two names for one place only the better is offered."""
    others: dict[str, list[str]] = {}
    for city, name in CITIES.items():
        others.setdefault(name, []).append(city)
    return tuple(
        (name, (_city(name), *others.get(name, ()), _plain(name)))
        for name in _names()
        if _index()[_city(name) if name.split("/")[0] in _AREAS else _plain(name)] == name
    )
