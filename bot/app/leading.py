"""Who may facilitate here: whoever the platform says leads this place, and members whom one of them named."""

from datetime import datetime, timedelta

from bot.app.said import Refusal
from bot.app.turn import Turn
from bot.core.people import Chat, Group

KEPT_FOR = timedelta(days=30)  # a chat that was lost comes back with its settings for so long


def leads(turn: Turn) -> bool:
    """Whether the asker may facilitate in this chat at this moment."""
    if turn.asker.private:
        return False
    return turn.asker.facilitator or leads_in(turn, group_of_chat(turn)[0])


def leads_in(turn: Turn, chat: Chat | None) -> bool:
    """Whether the asker may facilitate in the chat in which they ask, which is this one if a group meets there."""
    if turn.asker.facilitator:
        return True
    return chat is not None and turn.learner is not None and turn.tx.places.leads(chat.group, turn.learner.id)


def must_lead(turn: Turn) -> None:
    """Raises Refusal for a private chat, and for who may not facilitate here."""
    if turn.asker.private:
        raise Refusal("not_here")
    if not leads(turn):
        raise Refusal("not_facilitator")


def group_of_chat(turn: Turn) -> tuple[Chat | None, Group | None]:
    """This chat and its group; neither if there is none, or if it was lost too long ago."""
    if turn.asker.private:
        return None, None
    here = turn.tx.groups.meeting_at(turn.asker.chat)
    return (None, None) if here is None or is_over(here[0], turn.now) else here


def is_over(chat: Chat, now: datetime) -> bool:
    """Whether a chat was lost so long ago that its settings are no longer kept."""
    return chat.closed_at is not None and chat.closed_at <= now - KEPT_FOR


def led_group(turn: Turn, carried: int) -> tuple[Chat, Group]:
    """This chat and its group, for who may facilitate in it; `carried` is the group that a button names, 0 for none.

    Raises Refusal, also for a button of another group than the chat's present one.
    """
    must_lead(turn)
    chat, group = group_of_chat(turn)
    if chat is None or group is None:
        raise Refusal("outdated" if carried else "no_group_here")
    if carried and carried != group.id:
        raise Refusal("outdated")
    return chat, group


def groups_named_in(turn: Turn) -> list[Group]:
    """The groups that named the asker a facilitator, wherever they ask; not those whose chats they have left."""
    if turn.learner is None:
        return []
    return [group for group, member in turn.tx.groups.meeting(turn.learner.id) if member.leads]


def named_in(turn: Turn, carried: int) -> Group:
    """The group that a button names, for a facilitator whom it named. Raises Refusal for everybody else."""
    for group in groups_named_in(turn):
        if group.id == carried:
            return group
    raise Refusal("not_here")
