"""`/group`: what facilitators see of their group, and whom they name a facilitator beside them."""

from bot.app.commands import ManageGroup, NameFacilitator
from bot.app.leading import groups_named_in, led_group
from bot.app.rewards import choose
from bot.app.said import ChatLine, GroupShown, GroupsLed, Refusal, Said
from bot.app.schedule import next_card
from bot.app.turn import Turn
from bot.core.people import Chat, LearnerId

OFFERED = 25  # members at a time; a name finds the others


def manage(ask: ManageGroup, turn: Turn) -> Said:
    """The group of this chat. With a name, only the members of that name may be picked; with a role it is given for a
    phase. In private those who were named a facilitator choose for which group they want a code."""
    named = groups_named_in(turn) if turn.asker.private else []
    if named:
        return GroupsLed(tuple((int(group.id), group.name) for group in named))
    if ask.role is not None or ask.phase:
        return choose(ask, turn)
    return group_shown(turn, wanted=ask.member.strip())


def name_facilitator(ask: NameFacilitator, turn: Turn) -> Said:
    """Name a listed member a facilitator, or take it back from anybody (R22: nobody else's name is known here)."""
    _, group = led_group(turn, ask.group)
    member = turn.tx.groups.member(group.id, LearnerId(ask.learner))
    if member is None or (ask.yes and not member.listed):
        raise Refusal("outdated")
    turn.tx.places.set_leads(group.id, member.learner, leads=ask.yes)
    return group_shown(turn, "named" if ask.yes else "unnamed")


def group_shown(turn: Turn, changed: str = "", wanted: str = "") -> GroupShown:
    """A group as its facilitators see it. Raises Refusal for others, and for a name that no listed member has."""
    here, group = led_group(turn, 0)
    found = turn.tx.places.nameable(group.id, wanted, OFFERED + 1)
    if wanted and not found:
        raise Refusal("nobody_of_name", given=wanted)
    named = turn.tx.places.named(group.id)
    chats = turn.tx.groups.chats(group.id)
    coming = (next_card(group, chat.id, turn.now).at for chat in chats if chat.closed_at is None)
    return GroupShown(
        group,
        turn.shelf.get(group.curriculum).title,
        min((at for at in coming if at), default=turn.now),
        turn.tx.groups.count(group.id),
        tuple(chat_line(chat, here) for chat in chats),
        tuple((int(it.learner), it.name if it.listed else "") for it in named),
        tuple((int(it.learner), it.name) for it in found[:OFFERED]),
        len(found) > OFFERED,
        wanted,
        changed,
        roles=turn.asker.hands_out_roles,
    )


def chat_line(chat: Chat, here: Chat) -> ChatLine:
    """One of a group's chats, as seen from another."""
    return ChatLine(chat.id, chat.address.platform, bool(chat.address.thread), chat.id == here.id, chat.closed_because)
