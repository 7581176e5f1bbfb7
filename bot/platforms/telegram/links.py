"""What stands after `?start=` in a link to the private chat: 64 characters of A-Z, a-z, 0-9, `_` and `-`.

`c_today` runs a command there, `gTOKEN` joins through a group's link.
"""

import re

from bot.app.commands import Command, Join
from bot.ui.menu import by_name

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def deep_link(bot: str, payload: str) -> str:
    """The address that opens the private chat and says `payload` there."""
    return f"https://t.me/{bot}?start={payload}"


def command_payload(form: type[Command]) -> str:
    """Runs a command that has a name."""
    return f"c_{form.name}"


def join_payload(link: str) -> str:
    """Joins through a group's link token; without a usable one just joins."""
    payload = f"g{link}"
    return payload if link and _PAYLOAD.fullmatch(payload) else command_payload(Join)


def opened(payload: str) -> Command | type[Command]:
    """What a payload asks for. One that nobody made today asks to join, like a bare `/start`."""
    if payload.startswith("c_"):
        return by_name(payload.removeprefix("c_")) or Join()
    if payload.startswith("g") and _PAYLOAD.fullmatch(payload):
        return Join(link=payload[1:])
    return Join()
