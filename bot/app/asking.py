"""Asking one's group: shown first word for word, then posted once. Never more than a group can take."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.app.commands import AskGroup, PostAsk
from bot.app.helping import choose, helpers
from bot.app.said import AskPosted, AskShown, GroupAsked, Refusal, Said
from bot.app.shelf import Shelf
from bot.app.turn import Turn
from bot.core.asks import MOST_IN_A_GROUP, WITHIN, Ask, AskId
from bot.core.people import Chat, Group, GroupId, LearnerId
from bot.storage.letters import Letter
from bot.storage.tx import Tx


def groups_to_ask(turn: Turn) -> tuple[tuple[int, str], ...]:
    """The learner's groups that could be asked now, each with its name."""
    found = []
    for group, _ in turn.tx.groups.meeting(turn.me.id):
        try:
            _open_chats(group, turn)
        except Refusal:
            continue
        found.append((group.id, group.name))
    return tuple(found)


def ask_group(ask: AskGroup, turn: Turn) -> Said:
    """Show the exact post. Its text is too long for a button, so it waits here for as long as requests do."""
    group = _group(ask.group, turn)
    _open_chats(group, turn)
    stand = turn.stand()
    named_too = choose(turn, group, stand.week.id)
    kept = "\n".join((stand.week.id, ",".join(map(str, named_too)), ask.text))
    turn.tx.requests.hold(_held(turn.asker.request, turn), kept, turn.now)
    named = turn.tx.groups.member(group.id, turn.me.id)
    name = named.name if named and named.listed else ""
    post = GroupAsked(name, stand.week.number, stand.week.title, ask.text, helpers(turn.tx, group.id, named_too))
    return AskShown(group.name, group.id, post, turn.asker.request)


def prefill_question(given: Mapping[str, object], turn: Turn) -> Mapping[str, str]:
    """What got in the way in a check-in, to begin a question with. Nothing of it is posted before it was seen (R23)."""
    monday = given.get("checkin")
    try:
        kept = turn.tx.way.checkin(turn.me.id, date.fromisoformat(monday if isinstance(monday, str) else ""))
    except ValueError:
        return {}
    return {"text": kept.in_the_way} if kept else {}


def post(ask: PostAsk, turn: Turn) -> Said:
    """Post what was shown into every chat of the group. Whoever is named counts as asked from now on."""
    group = _group(ask.group, turn)
    chats = _open_chats(group, turn)
    week, seen, text = ([*turn.tx.requests.held(_held(ask.asked, turn)).split("\n", 2), "", ""])[:3]
    if not text:
        raise Refusal("outdated")
    shown = {LearnerId(int(each)) for each in seen.split(",") if each}
    turn.tx.helping.hold(shown)
    asked = Ask(AskId(0), turn.me.id, group.id, week, text, turn.now, turn.today)
    number = turn.tx.asks.add(asked)
    turn.tx.helping.name(number, choose(turn, group, week, shown))
    turn.tx.letters.queue(_letter(number, chat, turn) for chat in chats)
    turn.wakes = True
    return AskPosted(group.name)


def compose_ask(tx: Tx, letter: Letter, shelf: Shelf) -> GroupAsked | None:
    """Draw a question up, unless its learner has left meanwhile. Whoever was unlisted since is not named, nor who no
    longer agrees to help (R22)."""
    asked = tx.asks.get(AskId(letter.subject))
    group = tx.groups.get(asked.group) if asked else None
    week = shelf.get(group.curriculum).week(asked.week) if asked and group else None
    if asked is None or group is None or week is None:
        return None
    member = tx.groups.member(group.id, asked.learner)
    if member is None:
        return None
    others = (each for each in tx.helping.named(asked.id) if each != asked.learner)  # two may have become one since
    named = helpers(tx, group.id, others, letter.address.platform)
    return GroupAsked(member.name if member.listed else "", week.number, week.title, asked.text, named)


def keep_post(tx: Tx, letter: Letter, message: str) -> None:
    """A question was posted: remember where, so that it can be taken back. Its learner may be gone meanwhile."""
    chat = tx.groups.chat_at(letter.address)
    if chat is None:
        return
    asked = tx.asks.get(AskId(letter.subject))
    stands = asked is not None and tx.groups.member(asked.group, asked.learner) is not None
    tx.ask_posts.add(asked.id if asked and stands else None, chat.id, message)


def _group(number: int, turn: Turn) -> Group:
    group = turn.tx.groups.get(GroupId(number))
    if group is None or turn.tx.groups.member(group.id, turn.me.id) is None:
        raise Refusal("not_member")
    return group


def _open_chats(group: Group, turn: Turn) -> list[Chat]:
    """Where a group can be asked now. Raises Refusal: it has no chat, studies something else, or was asked enough."""
    chats = [chat for chat in turn.tx.groups.chats(group.id) if chat.closed_at is None]
    if not chats or group.curriculum != turn.me.curriculum:
        raise Refusal("nobody_to_ask", given=group.name)
    if turn.tx.asks.asked_on(turn.me.id, group.id, turn.today):
        raise Refusal("asked_today", given=group.name)
    if turn.tx.asks.count(group.id, turn.now - WITHIN) >= MOST_IN_A_GROUP:
        raise Refusal("asks_enough", given=group.name)
    return chats


def _held(request: str, turn: Turn) -> str:
    return f"{turn.asker.platform}:{turn.asker.person}:ask:{request}"


def _letter(asked: AskId, chat: Chat, turn: Turn) -> Letter:
    return Letter(
        0,
        f"ask:{asked}:{chat.id}",
        "ask",
        asked,
        turn.today,
        chat.address,
        "ready",
        turn.now,
        turn.now + timedelta(days=1),
    )
