"""A group whose chats were all lost goes on in another chat of the same server or Telegram group, by one press."""

from bot.app.chats import let_go, let_go_at
from bot.app.commands import TakeGroup
from bot.app.leading import KEPT_FOR, group_of_chat, must_lead
from bot.app.said import GroupTaken, Refusal
from bot.app.schedule import next_card
from bot.app.turn import Turn
from bot.core.people import ChatId, Group, GroupId
from bot.storage.rhythms import Rhythm

MOST_OFFERED = 3


def lost_beside(turn: Turn) -> tuple[tuple[int, str], ...]:
    """The groups (number, name) that may be taken here, for who may set up here; their right is the caller's to ask."""
    asker = turn.asker
    found = turn.tx.orphans.beside(asker.chat, asker.server, turn.now - KEPT_FOR, MOST_OFFERED)
    return tuple((int(group.id), group.name) for group in found)


def take(ask: TakeGroup, turn: Turn) -> GroupTaken:
    """Let the group meet here instead of where it was, with its members, settings and past.

    Raises Refusal if this chat is a group's by now, or the group meets somewhere, is of another place, or was lost too
    long ago. What it lost in other places stays as it is there, and may come back.
    """
    must_lead(turn)
    tx, asker = turn.tx, turn.asker
    chat, _ = group_of_chat(turn)
    if chat is not None:
        raise Refusal("outdated")
    lost = tx.orphans.hold(GroupId(ask.group), asker.chat, asker.server, turn.now - KEPT_FOR)
    group = tx.groups.get(GroupId(ask.group)) if lost else None
    if group is None:
        raise Refusal("outdated")
    let_go_at(tx, asker.chat, turn.now)
    here = tx.groups.add_chat(group.id, asker.chat, asker.server)
    if asker.server:
        tx.rewards.move_in(group.id, asker.server, here)
    for each in lost:
        tx.orphans.follow(each.id, here)
    for each in lost:
        let_go(tx, each.id, each.address, turn.now)
    card = _first_card(group, here, turn)
    tx.rhythms.put([card])
    return GroupTaken(group, card.at or turn.now, tx.groups.count(group.id))


def _first_card(group: Group, here: ChatId, turn: Turn) -> Rhythm:
    """The next card that is not a second one of its day in this chat (R24)."""
    card = next_card(group, here, turn.now)
    if card.at and card.day and turn.tx.orphans.had_card(turn.asker.chat, card.day, turn.now):
        return next_card(group, here, card.at)
    return card
