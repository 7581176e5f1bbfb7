"""What a learner hears of their own private chat."""

from bot.app.said import DoorClosed, DoorOpened, Said
from bot.app.turn import Turn


def own_door(turn: Turn) -> tuple[Said, ...]:
    """A private address that refused is told to its learner alone, and open again now that they wrote."""
    account, asker = turn.account, turn.asker
    if account is None:
        return ()
    direct = asker.chat.chat if asker.private else ""
    if asker.private and account.closed_because:
        turn.tx.people.used(account, turn.now, direct)
        return (DoorOpened(account.platform),) if turn.me.prompts else ()
    if account.closed_at is not None:
        turn.tx.people.used(account, turn.now, direct)
        return (DoorClosed(account.platform, account.closed_at),)
    if direct and direct != account.direct:
        turn.tx.people.set_direct(account.platform, account.external_id, direct)
    return ()
