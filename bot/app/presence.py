"""Members who leave the chats of their group and come back: names vanish and return, and nobody is told (R22)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.turn import Turn
from bot.core.days import A_DAY, A_WEEK, local_day
from bot.core.people import Group, GroupId, Learner, Platform
from bot.storage.tx import Tx


def told(
    tx: Tx,
    platform: Platform,
    places: Collection[str],
    person: str,
    *,
    there: bool,
    at: datetime,
    now: datetime,
    asked: bool = False,
) -> bool:
    """A platform said whether somebody is in some places. Nothing is kept of who is no member of a group there.

    Returns whether cards want to be drawn again. `asked`: it was the answer to a question of the instant `at`.
    """
    found = tx.people.by_account(platform, person, now)
    if found is None or not tx.presences.note(found[1].id, platform, places, at, gone=not there, asked=asked):
        return False
    return settle(tx, found[0], now)


def seen(turn: Turn) -> None:
    """Somebody acts in a chat that they had left, or beside it: they are back as they were."""
    account, asker = turn.account, turn.asker
    if account is None or asker.private:
        return
    places = (asker.chat.chat, *asker.beside)
    if turn.tx.presences.seen(account.id, asker.platform, places, turn.now):
        turn.wakes = settle(turn.tx, turn.me, turn.now) or turn.wakes


def back_in(turn: Turn, group: Group) -> bool:
    """Who had left a group's chats and joins it again is back as they were; whether that is so."""
    member = turn.tx.groups.membership(group.id, turn.me.id)
    if member is None or not member.gone:
        return False
    turn.tx.presences.clear(turn.me.id, group.id)
    turn.wakes = settle(turn.tx, turn.me, turn.now) or turn.wakes
    return True


def settle(tx: Tx, learner: Learner, now: datetime) -> bool:
    """Let a learner's memberships follow from what is known of them; whether cards are drawn again for it."""
    changed = tx.presences.settle(learner.id, now)
    return bool(changed) and redraw(tx, learner, changed, now)


def redraw(tx: Tx, learner: Learner, groups: Sequence[GroupId], now: datetime) -> bool:
    """Let the newest cards of a learner's groups be drawn again, the last digest's too; whether there are any."""
    today = local_day(now, ZoneInfo(learner.zone))
    days = [today + A_DAY - timedelta(days=ago) for ago in range(CARDS_EDITED_FOR.days + A_WEEK.days + 1)]
    curricula = {group.curriculum for group in tx.groups.of(groups).values()}
    touched = [tx.cards.touch(learner.id, it, days, now, now - CARDS_EDITED_FOR) for it in sorted(curricula)]
    return any(touched)
