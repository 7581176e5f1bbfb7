"""A database came back from an earlier time: what came due since then was said already, or never will be, and who was
erased since then stays erased."""

from datetime import datetime

from bot.app.asker import Asker
from bot.app.due import BATCH, decide
from bot.app.ownership import erase
from bot.app.shelf import Shelf
from bot.app.turn import Turn
from bot.core.people import Address, Platform
from bot.storage.tx import Tx

WHY = "the database was restored"


def let_pass(tx: Tx, now: datetime) -> int:
    """Move everything that comes round past `now` and send nothing of it: rather one message too few than one twice.

    Returns how many messages that was. What waits for a time still ahead is sent then.
    """
    while decide(tx, now) >= BATCH:
        pass
    return tx.letters.let_pass(now, WHY)


def erase_again(tx: Tx, now: datetime) -> int:
    """Erase whoever is there although they are marked as erased, as their own second yes did. Returns how many."""
    back = tx.erased.back()
    nobody = Asker(Platform.TERMINAL, "", "", Address(Platform.TERMINAL, ""), private=True, request="restore")
    for number in back:
        learner = tx.people.get(number, now)
        erase(Turn(tx, now, nobody, Shelf(), learner, None))
    return len(back)
