"""What happens to a group's chats: one is lost, comes back, moves, or is let go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app.joining import start_cards
from bot.app.leading import KEPT_FOR, is_over, leads_in
from bot.app.rewards import troubles
from bot.app.said import ChatTrouble
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.turn import Turn
from bot.core.days import local_day
from bot.core.people import Address, Chat, ChatId, Group, Platform
from bot.storage.letters import Letter
from bot.storage.people import private_address
from bot.storage.tx import Tx

TROUBLE_SHOWN_FOR = timedelta(days=7)


def close(
    tx: Tx, address: Address, now: datetime, because: str, *, whole: bool = False, held: Letter | None = None
) -> bool:
    """An address is gone: remember why, and stop the letters to it alone. A group's chat of which a platform told that
    it is lost (`whole`) waits to be told otherwise; of one that refused a message the card is tried, once a day, for as
    long as its settings are kept: a right that is given back is often told to nobody.

    Those of a learner with another account go there, also the one that is `held` for sending; True if that one does.
    """
    if address.person:
        tx.people.close(address.platform, address.person, now, because)
        turned = _other_door(tx, address, now, held)
        tx.letters.fail_waiting(address, now, because)
        return turned
    for chat_id in tx.groups.close_chat(address, now, because, whole=whole):
        chat = tx.groups.chat(chat_id)
        if whole:
            tx.rhythms.stop("card", chat_id)
        if chat:
            tx.letters.fail_waiting(chat.address, now, because)
    return False


def _other_door(tx: Tx, address: Address, now: datetime, held: Letter | None) -> bool:
    found = tx.people.by_account(address.platform, address.person, now)
    door = tx.people.doors([found[0].id]).get(found[0].id) if found else None
    if door is None:
        return False
    return tx.linking.turn_letters(address, private_address(door), held.id if held else 0)


def reopen(tx: Tx, platform: Platform, places: Sequence[str], now: datetime, thread: str | None = None) -> None:
    """Chats can be written to again, in all threads or in one: their groups' cards go on, with the settings they
    had."""
    for chat in _kept(tx, platform, places, now):
        if chat.closed_at is not None and thread in (None, chat.address.thread):
            back(tx, chat, now)


def back(tx: Tx, chat: Chat, now: datetime) -> None:
    """A chat can be written to again: what its cards missed is drawn, and new ones come."""
    tx.groups.open_chat(chat.id)
    tx.cards.wake(chat.id, now, now - CARDS_EDITED_FOR)
    group = tx.groups.get(chat.group)
    if group is not None:
        start_cards(tx, group, now)


def reached(tx: Tx, address: Address, now: datetime) -> None:
    """Something was posted at a group's address: a chat that was given up can be written to."""
    chat = tx.groups.chat_at(address)
    if chat is not None and chat.closed_at is not None:
        back(tx, chat, now)


def introduces(tx: Tx, platform: Platform, place: str, places: Sequence[str], now: datetime) -> bool:
    """Whether the bot should introduce itself in a server or a group, noted before it does: rather none than two."""
    return tx.places.greet(platform, place, now - KEPT_FOR, now) and not _kept(tx, platform, places, now)


def _kept(tx: Tx, platform: Platform, places: Sequence[str], now: datetime) -> list[Chat]:
    found = (chat for place in places for chat in tx.groups.chats_at(platform, place))
    return [chat for chat in found if not is_over(chat, now)]


def move(tx: Tx, platform: Platform, old: str, new: str, now: datetime) -> None:
    """A chat has a new id: the group and its waiting letters follow, unless the new chat was set up already."""
    taken = {chat.address.thread for chat in tx.groups.chats_at(platform, new)}
    for chat in tx.groups.chats_at(platform, old):
        if chat.address.thread in taken:
            close(tx, chat.address, now, "moved to a chat that is a group already")
        else:
            tx.groups.move_chat(chat.id, new)
    tx.places.move(platform, old, new, now)
    tx.letters.move_chat(platform, old, new)


def trouble_here(turn: Turn, chat: Chat | None, group: Group | None) -> ChatTrouble | None:
    """What a facilitator should know of this chat's cards, if anything. `chat` is the one in which they ask."""
    if chat is None or group is None or not leads_in(turn, chat):
        return None
    since = local_day(turn.now - TROUBLE_SHOWN_FOR, ZoneInfo(group.zone))
    unknown = tuple(turn.tx.letters.unknown_of_chats([chat.id], since))
    lost = group.room_name if not group.room else ""
    roles = troubles(turn, chat)
    if chat.closed_at is None and not unknown and not lost and not roles:
        return None
    if lost:
        turn.tx.groups.change(group.id, room_name="")
    return ChatTrouble(group.name, chat.closed_because, unknown, lost, roles)


def let_go(tx: Tx, chat: ChatId, address: Address, now: datetime) -> None:
    """A group meets in a chat no longer: no card comes there any more. Its members and their facts stay."""
    tx.rhythms.stop("card", chat)
    tx.letters.fail_waiting(address, now, "the group meets here no longer")
    known = tx.groups.chat(chat)
    tx.places.detach(chat)
    if known is not None:
        tx.presences.settle_group(known.group, now)


def let_go_at(tx: Tx, address: Address, now: datetime) -> None:
    """Let a chat go that was lost too long ago to come back."""
    chat = tx.groups.chat_at(address)
    if chat is not None and is_over(chat, now):
        let_go(tx, chat.id, address, now)


def tidy(tx: Tx, now: datetime) -> None:
    """Let all chats go that were lost 30 days ago."""
    for chat, address in tx.places.closed_before(now - KEPT_FOR):
        let_go(tx, chat, address, now)
