"""Groups: a chat becomes one, moves, closes, opens again."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app.commands import ForgetRoom, Setup
from bot.app.curricula import chosen
from bot.app.joining import start_cards
from bot.app.links import new_key
from bot.app.said import ChatTrouble, GroupReady, Refusal, Said
from bot.app.turn import Turn
from bot.app.zones import known_zone
from bot.core.curriculum import Curriculum
from bot.core.days import local_day
from bot.core.people import Address, Group, GroupId, Platform
from bot.storage.letters import Letter
from bot.storage.people import private_address
from bot.storage.store import Tx

HOUR = time(9)  # of the card, unless the facilitator says another
GROUP_DAYS = frozenset(range(5))  # Monday to Friday (R24)
TROUBLE_SHOWN_FOR = timedelta(days=7)


def setup(ask: Setup, turn: Turn) -> Said:
    """Make this chat a group, or change its settings. The right is checked at each use."""
    if turn.asker.private:
        raise Refusal("not_here")
    if not turn.asker.facilitator:
        raise Refusal("not_facilitator")
    tx, zone = turn.tx, known_zone(ask.zone)
    wanted = chosen(ask.curriculum, turn.shelf) if ask.curriculum else None
    chat = tx.groups.chat_at(turn.asker.chat)
    name = (ask.called or turn.asker.place).strip()[:60]
    if chat is None:
        group = Group(
            GroupId(0),
            name or "Study group",
            (wanted or turn.shelf.first).id,
            zone,
            ask.hour or HOUR,
            GROUP_DAYS,
            bool(ask.board),
            new_key(),
        )
        group_id = tx.groups.add(group, turn.now)
        tx.groups.add_chat(group_id, turn.asker.chat)
    else:
        group_id = chat.group
        if wanted is not None:
            _change_curriculum(turn, group_id, wanted)
        said = {"hour": ask.hour, "board": ask.board, "name": ask.called.strip()[:60] or None}
        tx.groups.change(group_id, zone=zone, **{key: value for key, value in said.items() if value is not None})
        tx.groups.open_chat(chat.id)
    if ask.room is not None:
        tx.groups.change(group_id, room=ask.room.channel, room_name=ask.room.name[:100])
    kept = tx.groups.get(group_id)
    if kept is None:
        raise LookupError("the group that was just kept")
    first = start_cards(turn, kept)
    others = () if tx.groups.count(group_id) else turn.shelf.choices(kept.curriculum)
    unseen = ask.room is not None and not ask.room.visible
    return GroupReady(kept, chat is None, first, turn.shelf.get(kept.curriculum).title, others, unseen)


def forget_room(ask: ForgetRoom, turn: Turn) -> Said:
    """The group has no study room any more: visits to it end with what was seen of them."""
    del ask
    if not turn.asker.facilitator:
        raise Refusal("not_facilitator")
    chat = turn.tx.groups.chat_at(turn.asker.chat)
    if chat is None:
        raise Refusal("outdated")
    turn.tx.groups.change(chat.group, room="", room_name="")
    kept = turn.tx.groups.get(chat.group)
    if kept is None:
        raise LookupError("the group of this chat")
    return GroupReady(kept, False, start_cards(turn, kept), turn.shelf.get(kept.curriculum).title, ())


def _change_curriculum(turn: Turn, group_id: GroupId, wanted: Curriculum) -> None:
    """Give a group another curriculum while it has no members: their flows would no longer count in it."""
    group = turn.tx.groups.get(group_id)
    if group is None or group.curriculum == wanted.id:
        return
    if turn.tx.groups.count(group_id):
        raise Refusal("group_studies", given=turn.shelf.get(group.curriculum).title)
    turn.tx.groups.change(group_id, curriculum=wanted.id)


def close(
    tx: Tx, address: Address, now: datetime, because: str, *, whole: bool = False, held: Letter | None = None
) -> bool:
    """An address is gone for good: remember why, and stop the letters to it alone.

    Those of a learner with another account go there, also the one that is `held` for sending; True if that one does.
    """
    if address.person:
        tx.people.close(address.platform, address.person, now, because)
        turned = _other_door(tx, address, now, held)
        tx.letters.fail_waiting(address, now, because)
        return turned
    for chat_id in tx.groups.close_chat(address, now, because, whole=whole):
        chat = tx.groups.chat(chat_id)
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


def reopen(turn: Turn) -> None:
    """A chat can be written to again: its group's cards start anew, with the settings it had."""
    tx, address = turn.tx, turn.asker.chat
    for chat in tx.groups.chats_at(address.platform, address.chat):
        if chat.closed_at is not None and (group := tx.groups.get(chat.group)):
            tx.groups.open_chat(chat.id)
            start_cards(turn, group)


def move(tx: Tx, platform: Platform, old: str, new: str, now: datetime) -> None:
    """A chat has a new id: the group and its waiting letters follow, unless the new chat was set up already."""
    taken = {chat.address.thread for chat in tx.groups.chats_at(platform, new)}
    for chat in tx.groups.chats_at(platform, old):
        if chat.address.thread in taken:
            close(tx, chat.address, now, "moved to a chat that is a group already")
        else:
            tx.groups.move_chat(chat.id, new)
    tx.letters.move_chat(platform, old, new)


def trouble_here(turn: Turn) -> ChatTrouble | None:
    """What a facilitator should know of this chat's cards, if anything."""
    if turn.asker.private or not turn.asker.facilitator:
        return None
    chat = turn.tx.groups.chat_at(turn.asker.chat)
    group = turn.tx.groups.get(chat.group) if chat else None
    if chat is None or group is None:
        return None
    since = local_day(turn.now - TROUBLE_SHOWN_FOR, ZoneInfo(group.zone))
    unknown = tuple(turn.tx.letters.unknown_of_chats([chat.id], since))
    lost = group.room_name if not group.room else ""
    if chat.closed_at is None and not unknown and not lost:
        return None
    if lost:
        turn.tx.groups.change(group.id, room_name="")
    return ChatTrouble(group.name, chat.closed_because, unknown, lost)
