"""A group that meets in several chats: another chat joins it by a one-time code, and one is let go again."""

import secrets
from datetime import timedelta

from bot.app.chats import let_go, let_go_at
from bot.app.commands import DetachChat, InviteChat
from bot.app.joining import start_cards
from bot.app.leading import group_of_chat, led_group, named_in
from bot.app.managing import chat_line, group_shown
from bot.app.said import ChatAttached, ChatCode, ChatDetached, DetachAsked, Refusal, Refused, Said
from bot.app.turn import Turn
from bot.core.linking import CODE_LIVES, new_code, one_more, read_code

A_MINUTE = timedelta(minutes=1)


def invite(ask: InviteChat, turn: Turn) -> Said:
    """A code for another chat; the one before holds no longer. In private a named facilitator gets it, too: the group
    may have lost every chat in which to ask."""
    group = named_in(turn, ask.group) if turn.asker.private else led_group(turn, ask.group)[1]
    code = new_code(secrets.choice)
    turn.tx.places.put_code(group.id, code, turn.now)
    return ChatCode(code, turn.now + CODE_LIVES, group.name, group.zone)


def attach(text: str, turn: Turn) -> Said:
    """Enter a code where its group is to meet, too. A wrong, used or expired one is one and the same."""
    tx, account = turn.tx, f"{turn.asker.platform}:{turn.asker.person}"
    tries = tx.linking.tries(account)
    shut = tries.shut_until(turn.now) if tries else None
    if shut is not None:
        return Refused("link_shut", numbers=(max(1, -(-(shut - turn.now) // A_MINUTE)),))
    code = read_code(text)
    found = tx.places.group_of(code, turn.now) if code else None
    group = tx.groups.get(found) if found else None
    if group is None:
        # Said, not raised: a refusal takes its turn back, and with it the count.
        tx.linking.put_tries(account, one_more(tries, turn.now))
        return Refused("code_wrong")
    chat, present = group_of_chat(turn)
    if chat is not None and chat.group == group.id:
        raise Refusal("chat_same", given=group.name)
    if chat is not None:
        raise Refusal("chat_taken", given=present.name if present else "")
    if not tx.places.spend(group.id):  # somebody else was quicker
        return Refused("code_wrong")
    let_go_at(tx, turn.asker.chat, turn.now)
    tx.groups.add_chat(group.id, turn.asker.chat, turn.asker.server)
    tx.presences.settle_group(group.id, turn.now)
    first = start_cards(tx, group, turn.now)
    return ChatAttached(group, first, turn.shelf.get(group.curriculum).title, len(tx.groups.chats(group.id)))


def detach(ask: DetachChat, turn: Turn) -> Said:
    """Let one of the group's chats go, after a second yes. What anybody did stays theirs."""
    here, group = led_group(turn, ask.group)
    chats = turn.tx.groups.chats(group.id)
    chat = next((it for it in chats if it.id == ask.chat), None)
    if chat is None:
        raise Refusal("outdated")
    if not ask.sure:
        return DetachAsked(group, chat_line(chat, here), len(chats) == 1, turn.tx.rewards.of_chat(chat.id))
    let_go(turn.tx, chat.id, chat.address, turn.now)
    return ChatDetached(group.name) if chat.id == here.id else group_shown(turn, "detached")
