"""Links that let people join a group: signed with the group's key, revoked by giving it a new one."""

import base64
import hmac
import secrets

from bot.core.people import Group, GroupId
from bot.storage.tx import Tx

SIGNATURE = 12  # characters of base64: 72 bits, and a button's payload has room for it


def new_key() -> str:
    """A key for a new group, or to revoke a group's links."""
    return secrets.token_urlsafe(32)


def link_of(group: Group) -> str:
    """The group's link token: letters, digits, `-` and `_` only, as Telegram's deep links demand."""
    signed = hmac.digest(group.key.encode(), str(group.id).encode(), "sha256")
    return f"{group.id}-{base64.urlsafe_b64encode(signed).decode()[:SIGNATURE]}"


def group_of_link(tx: Tx, link: str) -> Group | None:
    """The group that a token lets people join; None if it is forged or was revoked."""
    number, _, _ = link.partition("-")
    if not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    group = tx.groups.get(GroupId(int(number)))
    if group is None or not hmac.compare_digest(link_of(group).encode(), link.encode()):
        return None
    return group
