"""Groups: a chat becomes one, or its settings change."""

from datetime import time

from bot.app import rights
from bot.app.attaching import attach
from bot.app.chats import back, let_go_at
from bot.app.commands import ForgetRoom, Setup
from bot.app.curricula import chosen
from bot.app.joining import OFFERED_ZONES, start_cards
from bot.app.leading import group_of_chat, must_lead
from bot.app.links import new_key
from bot.app.said import GroupReady, Refusal, Said, SetupOffer
from bot.app.taking_over import lost_beside
from bot.app.tongues import tongues_of
from bot.app.turn import Turn
from bot.app.zones import known_zone
from bot.core.curriculum import Curriculum
from bot.core.languages import tag_of
from bot.core.people import Group, GroupId, Platform
from bot.core.prompts import GROUP_DAYS
from bot.core.zones import search_zones

HOUR = time(9)  # of the card, unless the facilitator says another


def setup(ask: Setup, turn: Turn) -> Said:
    """Make this chat a group, change its settings, or show them. The right is checked at each use."""
    must_lead(turn)
    if ask.check:
        return rights.shown(turn)
    if ask.attach.strip():
        return attach(ask.attach, turn)
    zone = known_zone(ask.zone) if ask.zone else ""
    wanted = chosen(ask.curriculum, turn.shelf) if ask.curriculum else None
    chat, _ = group_of_chat(turn)
    if ask.group and (chat is None or chat.group != ask.group):
        raise Refusal("outdated")
    if chat is None and not zone:
        return _offer(ask, turn, wanted)
    created = chat is None
    group_id = _found(ask, turn, zone, wanted) if chat is None else chat.group
    if chat is not None:
        _change(ask, turn, group_id, zone, wanted)
        if chat.closed_at is not None:
            back(turn.tx, chat, turn.now)
    if ask.room is not None:
        turn.tx.groups.change(group_id, room=ask.room.channel, room_name=ask.room.name[:100])
    unseen = ask.room is not None and not ask.room.visible
    return _ready(turn, group_id, created=created, unseen=unseen, changed=_says_something(ask))


def forget_room(ask: ForgetRoom, turn: Turn) -> Said:
    """The group has no study room any more: visits to it end with what was seen of them."""
    must_lead(turn)
    chat, _ = group_of_chat(turn)
    if chat is None or ask.group not in (0, chat.group):
        raise Refusal("outdated")
    turn.tx.groups.change(chat.group, room="", room_name="")
    return _ready(turn, chat.group)


def _ready(
    turn: Turn, group_id: GroupId, *, created: bool = False, unseen: bool = False, changed: bool = True
) -> GroupReady:
    group = turn.tx.groups.get(group_id)
    if group is None:
        raise LookupError("the group of this chat")
    others = turn.shelf.choices(group.curriculum) if turn.tx.groups.is_empty(group_id) else ()
    title = turn.shelf.get(group.curriculum).title
    first = start_cards(turn.tx, group, turn.now)
    roles = turn.asker.platform is Platform.DISCORD
    return GroupReady(group, created, first, title, others, unseen, changed, roles)


def _says_something(ask: Setup) -> bool:
    return ask != Setup(group=ask.group)


def _offer(ask: Setup, turn: Turn, wanted: Curriculum | None) -> SetupOffer:
    """What one tap would make of this chat: the asker's own clock where it is known, else some to choose from."""
    if ask.called.strip() or ask.room is not None:  # a button cannot carry these
        raise Refusal("missing", field="zone")
    zone = turn.me.zone if turn.learner is not None else ""
    curriculum = wanted or turn.shelf.first
    return SetupOffer(
        zone,
        turn.now if zone else None,
        ask.hour or HOUR,
        _days(ask),
        bool(ask.board),
        ask.digest is not False,
        curriculum.title,
        turn.shelf.volume(curriculum.id).ref if curriculum is not turn.shelf.first else "",
        () if zone else tuple(search_zones("", OFFERED_ZONES)),
        turn.shelf.choices(curriculum.id),
        lost_beside(turn),
    )


def _days(ask: Setup) -> frozenset[int]:
    return ask.days.weekdays if ask.days else GROUP_DAYS


def _found(ask: Setup, turn: Turn, zone: str, wanted: Curriculum | None) -> GroupId:
    """Make this chat a group. One that was here too long ago to be kept makes room."""
    let_go_at(turn.tx, turn.asker.chat, turn.now)
    group = Group(
        GroupId(0),
        (ask.called or turn.asker.place).strip()[:60] or "Study group",
        (wanted or turn.shelf.first).id,
        zone,
        ask.hour or HOUR,
        _days(ask),
        bool(ask.board),
        new_key(),
        digest=ask.digest is not False,
        language=tag_of(ask.language) if ask.language else "",
        platform_language=turn.asker.place_language or tongues_of(turn).own,
    )
    group_id = turn.tx.groups.add(group, turn.now)
    turn.tx.groups.add_chat(group_id, turn.asker.chat, turn.asker.server)
    return group_id


def _change(ask: Setup, turn: Turn, group_id: GroupId, zone: str, wanted: Curriculum | None) -> None:
    if wanted is not None:
        _change_curriculum(turn, group_id, wanted)
    said = {
        "zone": zone or None,
        "hour": ask.hour,
        "days": ask.days.weekdays if ask.days else None,
        "board": ask.board,
        "digest": ask.digest,
        "language": tag_of(ask.language) if ask.language else None,
        "platform_language": turn.asker.place_language or None,
        "name": ask.called.strip()[:60] or None,
    }
    values = {key: value for key, value in said.items() if value is not None}
    if values:
        turn.tx.groups.change(group_id, **values)


def _change_curriculum(turn: Turn, group_id: GroupId, wanted: Curriculum) -> None:
    """Give a group another curriculum while it has no members: their flows would no longer count in it."""
    group = turn.tx.groups.get(group_id)
    if group is None or group.curriculum == wanted.id:
        return
    if not turn.tx.groups.is_empty(group_id):
        raise Refusal("group_studies", given=turn.shelf.get(group.curriculum).title)
    turn.tx.groups.change(group_id, curriculum=wanted.id)
    turn.tx.rewards.drop_all(group_id)  # its phases are others
