"""Roles for finished phases: a facilitator chooses them on Discord, and takes them back."""

from bot.app.commands import DropReward, ManageGroup, SeeRewards
from bot.app.leading import led_group
from bot.app.said import DropAsked, Refusal, RefusalKind, RewardLine, RewardsShown, RoleTrouble, Said
from bot.app.shelf import Shelf
from bot.app.turn import Turn
from bot.core.people import Chat, Group, Platform
from bot.core.roles import Reward, RewardId, RoleFlaw

REFUSALS: dict[RoleFlaw, RefusalKind] = {
    "everyone": "role_everyone",
    "managed": "role_managed",
    "powers": "role_powers",
    "right": "role_right",
    "order": "role_order",
    "gone": "role_gone",
    "away": "role_unknown",
    "unknown": "role_unknown",
}


def choose(ask: ManageGroup, turn: Turn) -> RewardsShown:
    """Give a role of this server for a phase from now on, instead of any other; who has finished it gets it, too."""
    chat, group = _may_hand_out(turn, 0)
    if ask.role is None or not ask.phase:
        raise Refusal("missing", field="role" if ask.role is None else "phase")
    role = ask.role
    if role.server != turn.asker.server:
        raise Refusal("outdated")
    phases = turn.shelf.get(group.curriculum).phases
    if ask.phase > len(phases):
        raise Refusal("no_such_phase", numbers=(len(phases),))
    if role.flaw is not None:
        raise Refusal(REFUSALS[role.flaw], given=role.name, names=(role.mine,) if role.mine else ())
    phase = phases[ask.phase - 1]
    turn.tx.rewards.put(
        group.id, chat.id, group.curriculum, phase.id, role, weeks_of(turn.shelf, group.curriculum, phase.id)
    )
    turn.wakes = True
    shown = _shown(turn, group)
    chosen = next(line for line in shown.lines if line.phase == ask.phase)
    return RewardsShown(shown.group, shown.group_id, shown.phases, shown.lines, chosen)


def see(ask: SeeRewards, turn: Turn) -> RewardsShown:
    """The roles that the group gives in this server."""
    return _shown(turn, _may_hand_out(turn, ask.group)[1])


def drop(ask: DropReward, turn: Turn) -> Said:
    """Give it no longer. Whoever has it loses it: nobody keeps a role that the bot could no longer take back (R22)."""
    _, group = _may_hand_out(turn, ask.group)
    here = _shown(turn, group)
    line = next((it for it in here.lines if it.id == ask.reward), None)
    if line is None:
        raise Refusal("outdated")
    if not ask.sure:
        return DropAsked(group.id, line)
    turn.tx.rewards.drop(RewardId(ask.reward))
    turn.wakes = True
    rest = tuple(it for it in here.lines if it is not line)
    return RewardsShown(here.group, here.group_id, here.phases, rest, dropped=line.role)


def weeks_of(shelf: Shelf, curriculum: str, phase: str) -> frozenset[str]:
    """The ids of a phase's weeks, on its accelerated path, too; none of a curriculum that is no longer installed."""
    volume = shelf.volume(curriculum)
    if volume.curriculum.id != curriculum:
        return frozenset()
    ways = (volume.curriculum.phase(phase), volume.short.phase(phase))
    return frozenset(week.id for way in ways if way for week in way.weeks)


def troubles(turn: Turn, chat: Chat) -> tuple[RoleTrouble, ...]:
    """What a facilitator has yet to hear of the group's roles; it counts as told."""
    if turn.asker.server and chat.closed_at is None:
        turn.tx.rewards.move_in(chat.group, turn.asker.server, chat.id)
    found = turn.tx.rewards.news(chat.group)
    return tuple(RoleTrouble(it.name, "gone" if it.gone else it.flaw or "unknown", it.mine) for it in found)


def _may_hand_out(turn: Turn, carried: int) -> tuple[Chat, Group]:
    """This chat and its group, on Discord, for a facilitator who holds the server's own right to give roles.

    Who was only named in the group holds none: through the bot nobody hands out what they could not themselves.
    """
    chat, group = led_group(turn, carried)
    if turn.asker.platform is not Platform.DISCORD:
        raise Refusal("only_discord")
    if not turn.asker.hands_out_roles:
        raise Refusal("no_role_right")
    return chat, group


def _shown(turn: Turn, group: Group) -> RewardsShown:
    curriculum = turn.shelf.get(group.curriculum)
    lines = []
    for reward in turn.tx.rewards.of_group(group.id):
        phase = curriculum.phase(reward.phase)
        if reward.server == turn.asker.server and not reward.gone:
            number = curriculum.phase_number(phase.id) if phase else 0
            lines.append(_line(turn, reward, number))
    return RewardsShown(group.name, group.id, len(curriculum.phases), tuple(sorted(lines, key=lambda it: it.phase)))


def _line(turn: Turn, reward: Reward, number: int) -> RewardLine:
    having = turn.tx.holders.having(reward.server, reward.role)
    return RewardLine(reward.id, number, reward.name, having, reward.flaw, reward.mine)
