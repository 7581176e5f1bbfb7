"""The zone that somebody named, as a refusal where there is none: buttons and links can be tampered with."""

from bot.app.said import Refusal
from bot.core.zones import UnknownZone, zone_named

_SHOWN = 40  # characters of what was given


def known_zone(text: str) -> str:
    """The IANA name of a zone. Raises Refusal("unknown_zone") with the nearest names."""
    try:
        return zone_named(text).key
    except UnknownZone as unknown:
        raise Refusal("unknown_zone", field="zone", given=text[:_SHOWN], names=unknown.nearest) from None
