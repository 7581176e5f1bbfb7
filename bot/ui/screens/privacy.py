"""What is kept, and why: every table has its place in these sentences, which a test holds against the database."""

from collections.abc import Callable

from bot.app import commands as c
from bot.app.said import PrivacyShown
from bot.ui.phrase import Phrase
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Press, Say, Small, View

KEPT: tuple[tuple[tuple[str, ...], Callable[[Text], Phrase]], ...] = (
    (
        ("learners", "accounts", "zones", "plans"),
        lambda say: say(
            "**You:** your name here; each account's id, display name, private chat and last use; your time zones, hour, study days and quiet hours; whether prompts and offers come, and how many prompts you let pass."
        ),
    ),
    (
        ("members", "presences", "enrolments"),
        lambda say: say(
            "**Your groups and curricula:** which ones, since when, whether a group may name you and how, what you agreed to there, whether you are still in its chats as far as the platform said (I ask only after those whom the group could see), whether you were named its facilitator, which of its weeks you cheered and when (only how many did is shown), and the edition you know."
        ),
    ),
    (
        ("logs", "steps", "rests", "timers", "board_lines", "board_stale"),
        lambda say: say(
            "**Your study:** flows with their minutes, day, zone, note and focus; how your place moved; days of rest; focus timers; the points that follow for a group's board. What you take back counts nowhere, but its row stays."
        ),
    ),
    (
        ("reviews", "checkins", "shipped", "signals", "asks", "ask_posts", "shares"),
        lambda say: say(
            "**Your words:** reviews, check-ins, the links and notes of your milestones, how you said a phase went, questions that you put to a group and in which messages, and what you shared with one, until you take it back."
        ),
    ),
    (
        ("pairs", "paired", "helpers", "kudos"),
        lambda say: say(
            "**You and others of your group:** whom you study side by side with and what you promise them, under which questions you were named since you agreed to help, and what you cheered."
        ),
    ),
    (
        ("recalls", "quizzes"),
        lambda say: say("**Recall:** what you will be asked again, and how well you knew it."),
    ),
    (
        ("visits",),
        lambda say: say(
            "**Your group's study room on Discord:** when you were in that one voice channel, so that you may log it; 7 days. It is offered to you alone, and `/settings` switches it off. Nothing of it is kept of others."
        ),
    ),
    (
        ("holders", "reward_stale"),
        lambda say: say(
            "**Roles on Discord:** which of them your account should have or has for a finished phase. Everybody in that server sees a role, so it comes only where the group may name you, and goes with that yes. After `/forget` the account's id stays until the role is taken back, 30 days at most."
        ),
    ),
    (
        ("link_codes", "link_tries", "unions"),
        lambda say: say(
            "**Your linked accounts:** a code while it holds, wrong ones for an hour, and what each side brought, so that they can be parted."
        ),
    ),
    (
        ("rhythms", "letters", "questions", "requests", "paces", "set_aside"),
        lambda say: say(
            "**For things to work:** when your next message is due; that it was delivered, 30 days; a question that is open, requests and their answers, 48 hours; pressed buttons and their answers, 90 days; when our chat was last written to, a day; a message of yours that I failed on, until my host removes it."
        ),
    ),
    (
        (
            *("groups", "chats", "group_codes", "greeted", "seasons", "cards", "board_tallies", "rewards"),
            *("remnants", "editions", "budgets", "meta"),
        ),
        lambda say: say(
            "**Of groups, not of you:** their settings, chats (a lost one for 30 days), seasons, roles for phases, cards and sums, where I introduced myself, the curricula, and what erased learners leave: one total a week of minutes, flows and kept weeks, without a person."
        ),
    ),
)


def privacy(it: PrivacyShown, say: Text) -> View:
    """What is kept and why, who sees it, and what its owner can do with it."""
    blocks: list[Block] = [Say(say("All of it is there to make your numbers and your next step, for nothing else."))]
    blocks += [Say(sentence(say)) for _, sentence in KEPT]
    blocks += [
        Say(
            say(
                "**Who sees what:** notes, reviews, check-ins and confidence are yours alone, the facilitator included, until you share that one item. A group sees your name only if you say so; its totals count you from three learners on. Whoever hosts this bot can read its database, and may keep back-ups of it."
            )
        ),
        Say(
            say(
                "**It is yours:** `/export` hands you everything as files, `/import` brings study days from elsewhere, `/forget` erases you for good."
            )
        ),
    ]
    actions: tuple[Action, ...] = ()
    if it.joined:
        rows = (
            (say.words("Flows"), say("{n}", n=it.logs)),
            (say.words("Reviews"), say("{n}", n=it.reviews)),
            (say.words("Check-ins"), say("{n}", n=it.checkins)),
        )
        blocks += [Small(say("Yours so far:")), Facts(rows)]
        actions = (Press(say.words("Export my data"), c.Export()), Press(say.words("Forget me"), c.Forget()))
    return View(say("What is kept, and why"), tuple(blocks), actions)
