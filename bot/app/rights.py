"""The doctor of a chat: platforms are asked for every right that is needed in it, and the answers shown."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.app.asker import Asker
from bot.app.chats import back
from bot.app.leading import group_of_chat, leads
from bot.app.said import Refusal, RightsShown, Said
from bot.app.turn import Turn
from bot.core.people import GroupId, Platform
from bot.core.rights import RightFact, may_write

log = logging.getLogger("pacekeeper.app")
ANSWERS_WITHIN = 8.0  # seconds for all that a platform is asked


class Inspector(Protocol):
    """Asks one platform."""

    async def look(self, asker: Asker, needs: "Needs") -> tuple[RightFact, ...]:
        """Every right that is needed where the asker is, as it is now.

        Nothing is posted in the group. What cannot be asked is unknown.
        """


@dataclass(frozen=True, slots=True)
class Needs:
    """What a group needs beside what every chat does: its study room, and the roles that it gives, by server and id."""

    room: str = ""
    roles: tuple[tuple[str, str], ...] = ()


def needs_of(turn: Turn) -> Needs | None:
    """What the group of this chat needs; None for who may not facilitate here."""
    if not leads(turn):
        return None
    _, group = group_of_chat(turn)
    if group is None:
        return Needs()
    given = [it for it in turn.tx.rewards.of_group(group.id) if it.server == turn.asker.server and not it.gone]
    return Needs(group.room, tuple(dict.fromkeys((it.server, it.role) for it in given)))


async def looked(inspectors: Mapping[Platform, Inspector], asker: Asker, needs: Needs) -> tuple[RightFact, ...]:
    """Ask; a platform that does not answer leaves nothing known."""
    inspector = inspectors.get(asker.platform)
    if inspector is None:
        return ()
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            return await inspector.look(asker, needs)
    except Exception as problem:  # noqa: BLE001  # whatever a platform does, the facilitator gets an answer
        log.warning("the rights in a chat could not be asked: %s", type(problem).__name__)
        return (RightFact("write", "unknown"),)


def shown(turn: Turn) -> Said:
    """What was found, with what is known of earlier tries to write here."""
    if turn.asker.rights is None:
        raise Refusal("outdated")
    chat, group = group_of_chat(turn)
    if group is not None:
        _note_roles(turn, group.id)
    lost = chat.closed_because if chat and chat.closed_at else ""
    mended = bool(lost) and may_write(turn.asker.rights)
    if chat and mended:
        back(turn.tx, chat, turn.now)
    place = group.name if group else turn.asker.place
    return RightsShown(turn.asker.platform, place, turn.asker.rights, lost, mended)


def _note_roles(turn: Turn, group: GroupId) -> None:
    """Keep what was found of the group's roles; if all is well with them, what waited is tried now."""
    found = [fact.role for fact in turn.asker.rights or () if fact.role is not None and fact.state != "unknown"]
    for role in found:
        if role.flaw == "gone":
            turn.tx.rewards.lose(role.server, role.role)
        else:
            turn.tx.rewards.note(role)
    if found and not any(role.flaw for role in found):
        turn.tx.holders.release(group, turn.now)
        turn.wakes = True
