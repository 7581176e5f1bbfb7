"""What the doctor of a chat found: every right, and the exact fix for each that is missing."""

from bot.app import commands as c
from bot.app.said import Reached, RightsShown
from bot.core.people import Platform
from bot.core.rights import RightFact
from bot.ui.phrase import Phrase
from bot.ui.screens.rewards import flaw_fix
from bot.ui.text import Text
from bot.ui.view import Action, Block, Checklist, Mark, Press, Say, Small, View


def rights_shown(it: RightsShown, say: Text) -> View:
    """All rights with a mark, then what to do, in the order in which it helps."""
    lacking = [fact for fact in it.rights if fact.lacks]
    unknown = [fact for fact in it.rights if fact.state == "unknown"]
    blocks: list[Block] = []
    if it.mended:
        blocks.append(
            Say(
                say(
                    "My last message here did not arrive: {reason}. That is mended, and the cards go on.",
                    reason=it.closed_because,
                )
            )
        )
    elif it.closed_because:
        blocks.append(
            Say(
                say(
                    "My last message here did not arrive: {reason}. Once that is mended, check again, and the cards go on.",
                    reason=it.closed_because,
                )
            )
        )
    if it.rights:
        marks: list[tuple[Mark, Phrase]] = [(_mark(fact), label(fact, say)) for fact in it.rights]
        blocks.append(Checklist(tuple(marks)))
    blocks += [Say(fix(fact, say)) for fact in lacking]
    blocks += [Small(means) for fact in it.rights if (means := meaning(fact, say))]
    if unknown:
        blocks.append(Small(say("What has no mark and no advice could not be asked just now; please try again.")))
    if it.platform == Platform.DISCORD:
        blocks.append(Small(say("I never need Administrator.")))
    again: tuple[Action, ...] = ()
    if it.platform != Platform.TELEGRAM:  # there it is shown in private, where no group is
        again = (Press(say.words("Check again"), c.Setup(check=True)),)
    well = bool(it.rights) and not lacking and not unknown and (it.mended or not it.closed_because)
    if not it.rights:
        title = say("There is nothing to check here.")
    elif lacking:
        title = say.many("{place}: {n} thing to mend", "{place}: {n} things to mend", len(lacking), place=it.place)
    elif well:
        title = say("{place}: all is well", place=it.place)
    else:
        title = say("{place}: nothing to mend that I can see", place=it.place)
    return View(title, tuple(blocks), again, in_place=True, accent="good" if well else "warm")


def _mark(fact: RightFact) -> Mark:
    return "open" if fact.lacks or fact.state == "unknown" else "done"


def label(fact: RightFact, say: Text) -> Phrase:
    """A right by its name, as the platform's own settings call it."""
    name = _name(fact, say)
    return say("{right} (could not be asked)", right=name) if fact.state == "unknown" else name


def _name(fact: RightFact, say: Text) -> Phrase:  # one sentence each
    match fact.right:
        case "view":
            return say("View Channel")
        case "send":
            return say("Send Messages")
        case "threads":
            return say("Send Messages in Threads")
        case "thread_open":
            return say("The thread takes messages")
        case "embed":
            return say("Embed Links")
        case "attach":
            return say("Attach Files")
        case "timeout":
            return say("Not timed out")
        case "room":
            return say("View Channel in the study room")
        case "roles":
            return say("Manage Roles")
        case "role":
            return say("Can give {role}", role=_role(fact))
        case "member":
            return say("Member of this group")
        case "write":
            return say("May write here")
        case "topic":
            return say("May write in this topic")
        case "admin":
            return say("Administrator") if fact.state == "ok" else say("No administrator, which is fine")
        case "privacy":
            return say("Sees all messages") if fact.state == "ok" else say("Sees only what is meant for it")
        case "supergroup":
            return say("Supergroup") if fact.state == "ok" else say("Basic group")
        case "direct":
            return say("My private messages reach you")


def _role(fact: RightFact) -> str:
    return fact.role.name or fact.role.role if fact.role else ""


def fix(fact: RightFact, say: Text) -> Phrase:  # one sentence each
    """What to do about a right that is missing."""
    match fact.right:
        case "view" | "send" | "threads" | "embed" | "attach":
            return say(
                "**{right}:** open Edit Channel, Permissions, add me or my role, and allow {right}.",
                right=_name(fact, say),
            )
        case "thread_open":
            return say("**This thread** is locked or archived: open it again, or set me up in another.")
        case "timeout":
            return say("**I am timed out:** open my profile in this server and remove the timeout.")
        case "room":
            return say("**The study room:** open its Edit Channel, Permissions, add me, and allow View Channel.")
        case "roles" | "role":
            return flaw_fix(fact.role.flaw, fact.role.name, fact.role.mine, say) if fact.role else ()
        case "member":
            return say("**I am not in this group:** add me again; my settings wait for 30 days.")
        case "write":
            return say(
                "**Writing here:** in the group's Permissions allow members to send messages, or lift what restricts me."
            )
        case "topic":
            return say(
                "**This topic** is closed or gone: reopen it, make me an administrator who may manage topics, or use another."
            )
        case "direct":
            return say(
                "**Private messages to you** are refused: open our private chat and press Start, or on Discord allow direct messages in this server's privacy settings."
            )
        case _:
            return ()


def meaning(fact: RightFact, say: Text) -> Phrase:
    """What it means where a right is no need."""
    match fact.right, fact.state:
        case "privacy", "missing":
            return say(
                "I see commands, replies to me and presses, not your talk. If a bare command gets no answer, add my name to it, such as `/today` with @ and my name."
            )
        case "privacy", "ok":
            return say("I could read this group's talk; I need none of it, and keep none of it.")
        case "admin", "missing":
            return say("As an administrator I would also learn who leaves the group; nothing else needs it.")
        case "supergroup", "missing":
            return say("If Telegram makes this a supergroup, I move along by myself.")
        case _:
            return ()


def reached(it: Reached, say: Text) -> View:
    """Sent in private while a chat is checked."""
    del it
    return View(say("My private messages reach you: this one did."), accent="good")
