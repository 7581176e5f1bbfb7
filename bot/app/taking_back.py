"""Questions whose words are taken back: who was erased, or left the group, has asked it nothing any more (R22, R23).

What is wanted stands in the database, and an edit is idempotent: whatever was cut off is simply done again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import chats
from bot.app.claims import EDIT_PAUSE, LEASE, slow_down
from bot.app.courier import Gone, Later, Moved, Parcel, Undeliverable, Unsure
from bot.app.said import AskTakenBack
from bot.core.people import Platform
from bot.storage.ask_posts import AskPost
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.post")


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A message that is held by us, to lose its words."""

    post: AskPost
    parcel: Parcel


def claim_posts(tx: Tx, platforms: frozenset[Platform], now: datetime, most: int) -> list[TakeBack]:
    """Take messages whose words are to go, as far as the budget goes."""
    taken: list[TakeBack] = []
    for post in tx.ask_posts.stale(now, most, platforms):
        chat = tx.groups.chat(post.chat)
        if chat is None:
            continue
        wait, busy_until = tx.budgets.take(chat.address, now, group=True)
        if wait or busy_until:
            tx.ask_posts.hold(post.id, busy_until or now + timedelta(seconds=wait))
            continue
        tx.ask_posts.hold(post.id, now + LEASE)
        language = tx.groups.language(chat.address)
        taken.append(TakeBack(post, Parcel(f"unsay:{post.id}", chat.address, AskTakenBack(), language)))
    return taken


def settle_post(tx: Tx, taken: TakeBack, outcome: Undeliverable | None, now: datetime) -> None:
    """Write down what came of an edit."""
    post, address = taken.post, taken.parcel.address
    match outcome:
        case None:
            tx.ask_posts.forget(post.id)
        case Gone():  # once the bot is back in the chat, it is tried again
            tx.ask_posts.hold(post.id, now)
            chats.close(tx, address, now, outcome.reason)
        case Moved():
            chats.move(tx, address.platform, address.chat, outcome.chat, now)
            tx.ask_posts.hold(post.id, now)
        case Later():
            if outcome.throttled:
                slow_down(tx, address, now, outcome.seconds)
            tx.ask_posts.hold(post.id, now + max(timedelta(seconds=outcome.seconds), EDIT_PAUSE))
        case Unsure():
            tx.ask_posts.hold(post.id, now + EDIT_PAUSE)
        case _:
            log.warning("a question could not be taken back: %s", outcome.reason)
            tx.ask_posts.forget(post.id)
