"""Roles for finished phases: which there are, what giving and taking them back means, and what stands against it."""

from bot.app import commands as c
from bot.app.said import DropAsked, RewardLine, RewardsShown, RoleTrouble
from bot.core.roles import RoleFlaw
from bot.ui.phrase import Phrase
from bot.ui.text import Text
from bot.ui.view import MOST_OPTIONS, Action, Block, Facts, Option, Pick, Press, Say, Small, View


def rewards_shown(it: RewardsShown, say: Text) -> View:
    """The roles of this server for phases, each with a way to take it back."""
    blocks: list[Block] = []
    if it.chosen is not None:
        blocks.append(
            Say(
                say(
                    "Members who finish phase {n} get {role} from now on; who has finished it already gets it, too, one after the other. Should you give it no longer, everybody loses it.",
                    n=it.chosen.phase,
                    role=it.chosen.role,
                )
            )
        )
    if it.dropped:
        blocks.append(
            Say(say("{role} is given no longer; I take it back from everybody who got it here.", role=it.dropped))
        )
    if it.lines:
        blocks.append(Facts(tuple((_phase(line, say), _held(line, say)) for line in it.lines)))
    blocks += [
        Say(flaw_fix(line.flaw, line.role, line.mine, say)) for line in it.lines if line.flaw and line.flaw != "unknown"
    ]
    if not it.lines:
        blocks.append(Say(say("No role is given for a phase yet.")))
    blocks += [
        Small(
            say(
                "`/group role:… phase:…` gives an existing role for a phase, 1 to {n}. It needs Manage Roles, and a role without permissions of its own.",
                n=it.phases,
            )
        ),
        Small(
            say(
                "Everybody in this server sees a role, so it goes only to members who let the group name them, and leaves with that yes, with the group, or with the step that finished the phase."
            )
        ),
    ]
    title = say("{group}: roles for phases", group=it.group)
    return View(title, tuple(blocks), _actions(it, say), in_place=bool(it.dropped))


def _actions(it: RewardsShown, say: Text) -> tuple[Action, ...]:
    if not it.lines:
        return ()
    options = tuple(
        Option(f"{line.phase or '-'} · {line.role}"[:80], c.DropReward(it.group_id, line.id))
        for line in it.lines[:MOST_OPTIONS]
    )
    return (Pick(say.words("Give no longer"), options),)


def _phase(line: RewardLine, say: Text) -> str:
    if not line.phase:
        return say.words("A phase that is no more")
    return say.words("Phase {n}", n=line.phase)


def _held(line: RewardLine, say: Text) -> Phrase:
    return say.many("{role}, {n} member has it", "{role}, {n} members have it", line.having, role=line.role)


def drop_asked(it: DropAsked, say: Text) -> View:
    """What it means to give a role no longer."""
    line = it.line
    text = say.many(
        "Whoever got it from me loses it, {n} member just now. No flow, phase or number of theirs changes.",
        "Whoever got it from me loses it, {n} members just now. No flow, phase or number of theirs changes.",
        line.having,
    )
    sure = Press(say.words("Yes, take it back"), c.DropReward(it.group_id, line.id, sure=True), "danger")
    title = say("Give {role} for a finished phase no longer?", role=line.role)
    return View(title, (Say(text),), (sure,), accent="warm")


def trouble(it: RoleTrouble, say: Text) -> Phrase:
    """Why a role could not be given, and what mends it."""
    return flaw_fix(it.flaw, it.role, it.mine, say)


def flaw_fix(flaw: RoleFlaw | None, role: str, mine: str, say: Text) -> Phrase:  # one sentence each
    """What stands against giving a role, and the exact way to mend it."""
    match flaw:
        case "right":
            return say(
                "**Manage Roles:** in Server Settings, Roles, open {mine} and allow Manage Roles, so that I can give {role}.",
                mine=mine,
                role=role,
            )
        case "order":
            return say(
                "**Order of roles:** in Server Settings, Roles, move {mine} above {role}, so that I can give it.",
                mine=mine,
                role=role,
            )
        case "powers":
            return say(
                "**{role}** has permissions, in the server or a channel, that not everybody here has, so I do not give it: take them away, or choose another role.",
                role=role,
            )
        case "gone":
            return say(
                "**{role}** was deleted: nobody gets it any more; `/group` gives another, if you want.", role=role
            )
        case "away":
            return say("**{role}** waits: I am not in its server any more; invite me again.", role=role)
        case "managed" | "everyone":
            return say("**{role}** is not mine to give; choose another role with `/group`.", role=role)
        case _:
            return ()


def refusal(kind: str, role: str, mine: str, say: Text) -> Phrase:  # one sentence each
    """Why a role is not chosen, and what would work."""
    match kind:
        case "role_everyone":
            return say("Everybody has @everyone already; choose another role.")
        case "role_managed":
            return say("An integration hands out {role}, so nobody else can; choose another role.", role=role)
        case "role_powers":
            return say(
                "{role} has permissions, in the server or a channel, that not everybody here has, so I do not hand it out; choose a role without.",
                role=role,
            )
        case "role_right":
            return say(
                "I may not give roles here: in Server Settings, Roles, open {mine}, allow Manage Roles, then choose again.",
                mine=mine,
            )
        case "role_order":
            return say(
                "I cannot give {role}, which stands above my own: in Server Settings, Roles, move {mine} above {role}, then choose again.",
                role=role,
                mine=mine,
            )
        case "role_gone":
            return say("{role} was deleted; choose another role.", role=role)
        case _:
            return say("I cannot see this server's roles just now; please try again in a minute.")
