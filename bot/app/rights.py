"""The doctor of a chat: platforms are asked for every right that is needed in it, and the answers shown."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from bot.app.asker import Asker
from bot.app.chats import back
from bot.app.leading import group_of_chat
from bot.app.said import Refusal, RightsShown, Said
from bot.app.turn import Turn
from bot.core.people import Platform
from bot.core.rights import RightFact, may_write

log = logging.getLogger("pacekeeper.app")
ANSWERS_WITHIN = 8.0  # seconds for all that a platform is asked


class Inspector(Protocol):
    """Asks one platform."""

    async def look(self, asker: Asker, room: str) -> tuple[RightFact, ...]:
        """Every right that is needed where the asker is, as it is now; `room` is the group's study room, or empty.

        Nothing is posted in the group. What cannot be asked is unknown.
        """


async def looked(inspectors: Mapping[Platform, Inspector], asker: Asker, room: str) -> tuple[RightFact, ...]:
    """Ask; a platform that does not answer leaves nothing known."""
    inspector = inspectors.get(asker.platform)
    if inspector is None:
        return ()
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            return await inspector.look(asker, room)
    except Exception as problem:  # noqa: BLE001  # whatever a platform does, the facilitator gets an answer
        log.warning("the rights in a chat could not be asked: %s", type(problem).__name__)
        return (RightFact("write", "unknown"),)


def shown(turn: Turn) -> Said:
    """What was found, with what is known of earlier tries to write here."""
    if turn.asker.rights is None:
        raise Refusal("outdated")
    chat, group = group_of_chat(turn)
    lost = chat.closed_because if chat and chat.closed_at else ""
    mended = bool(lost) and may_write(turn.asker.rights)
    if chat and mended:
        back(turn.tx, chat, turn.now)
    place = group.name if group else turn.asker.place
    return RightsShown(turn.asker.platform, place, turn.asker.rights, lost, mended)
