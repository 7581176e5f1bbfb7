"""What a process does. One process does everything; on PostgreSQL the roles can be spread over many."""

from collections.abc import Mapping
from enum import StrEnum

from bot.shards import Shards


class Role(StrEnum):
    """One part of the work."""

    DISCORD = "discord"  # the gateway: presses, slash commands, study rooms
    TELEGRAM = "telegram"  # fetches updates; with a webhook it only tells Telegram where to post them
    TICK = "tick"  # decides what has come due
    DELIVER = "deliver"  # sends letters, redraws cards
    WEB = "web"  # the port to which Telegram posts updates


ALL = frozenset(Role)
NAMES = ", ".join(Role)


class BadRoles(Exception):
    """Roles that cannot be had. The text is one clear line."""


def read_roles(text: str | None) -> frozenset[Role]:
    """Understand `--roles`; all of them where it is left out. Raises BadRoles."""
    if text is None:
        return ALL
    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    unknown = [word for word in words if word not in set(Role)]
    if unknown or not words:
        said = f"--roles {text}: there is no role {unknown[0]}." if unknown else "--roles names no role."
        raise BadRoles(f"{said} The roles are {NAMES}.")
    return frozenset(map(Role, words))


def check_roles(
    roles: frozenset[Role], *, embedded: bool, has: Mapping[str, bool], shards: Shards | None = None
) -> None:
    """Refuse a part of the roles or shards where one process has to do it all, and a role that was asked for without
    what it needs: `has` tells which settings are there. Raises BadRoles."""
    if embedded and shards is not None and shards.is_part:
        raise BadRoles("On SQLite one process serves every server: leave DISCORD_SHARDS unset, or use PostgreSQL.")
    if roles == ALL:
        return
    if embedded:
        raise BadRoles("On SQLite one process does everything: leave --roles out, or use PostgreSQL.")
    needs = {
        Role.DISCORD: ("DISCORD_TOKEN",),
        Role.TELEGRAM: ("TELEGRAM_TOKEN",),
        Role.WEB: ("TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_URL"),
    }
    for role in Role:
        for name in needs.get(role, ()) if role in roles else ():
            if not has[name]:
                raise BadRoles(f"The role {role} needs {name}.")
    if Role.DELIVER in roles and not (has["DISCORD_TOKEN"] or has["TELEGRAM_TOKEN"]):
        raise BadRoles("The role deliver needs DISCORD_TOKEN or TELEGRAM_TOKEN.")
