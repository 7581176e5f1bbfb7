"""Conditions for members who have left the chats of their group: what they did there counts on, they are not named."""

from typing import Any

from sqlalchemy import Column, and_, or_

from bot.storage.tables import members

is_there = members.c.gone_on.is_(None)
is_named = and_(members.c.listed.is_(True), is_there)  # R22: only the listed, and of these nobody who left


def was_there(day: Column[Any]) -> Any:
    """Whether a member had not left yet on a day: what they did until then stays in the group's sums."""
    return or_(is_there, day <= members.c.gone_on)
