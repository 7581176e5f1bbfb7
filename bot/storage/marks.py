"""What a move leaves in the databases that it goes from and to, so that at most one of the two can be run."""

from bot.storage.migrate import schema_of
from bot.storage.tx import Tx

MOVING, MOVED = "moving", "moved"  # facts, never copied: the name of a move in both; where a file's bot is now
STALE = "+"  # behind the name, in a file that was run again: what the move has copied is not what it holds


def moved_away(tx: Tx) -> str | None:
    """Why nobody may run here: the bot has moved, or is being moved to here. None where they may."""
    if schema_of(tx.connection) is None:
        return None
    moved = tx.requests.fact(MOVED)
    if moved is not None:
        return f"The bot has moved from here to {moved}. Set DATABASE_URL to that, or restore a back-up to go back."
    if tx.connection.dialect.name == "postgresql" and tx.requests.fact(MOVING) is not None:
        return "A move into this database has not ended: give the same pacekeeper move-to again."
    return None


def run_again(tx: Tx) -> None:
    """From now on this is not what a move that has begun has copied."""
    name = tx.requests.fact(MOVING)
    if name is not None and not name.endswith(STALE):
        tx.requests.set_fact(MOVING, name + STALE)


def forget_move(tx: Tx) -> None:
    """The file is one to run, whatever was moved from it."""
    tx.requests.drop_fact(MOVING)
    tx.requests.drop_fact(MOVED)
