"""Polite noes: one sentence that says what is wrong and what would work."""

from bot.app import commands as c
from bot.app.said import NothingToUndo, Refused, WentWrong
from bot.core.minutes import MOST
from bot.ui.dates import dated
from bot.ui.phrase import Phrase
from bot.ui.screens import rewards
from bot.ui.screens.linking import platform_words
from bot.ui.text import Text
from bot.ui.view import Action, Press, Say, View


def refused(it: Refused, say: Text) -> View:
    """What is wrong and what would work; nothing was changed."""
    actions: tuple[Action, ...] = ()
    if it.kind == "not_joined":
        actions = (Press(say.words("Join"), c.Join(), "main"),)
    return View(sentence(it, say), (), actions, accent="no")


def sentence(it: Refused, say: Text) -> Phrase:
    """The one sentence of a refusal."""
    given = _short(it.given)
    first, second = (*it.numbers, 0, 0)[:2]
    day = dated(say, it.days[0]) if it.days else given
    names = ", ".join(it.names)
    match it.kind:
        case "bad_minutes":
            return _minutes(given, it.numbers, say)
        case "bad_day":
            return say(
                "I do not know the day “{given}”; try yesterday, Monday, or a date such as 3 March.",
                given=given,
            )
        case "day_ahead":
            return say("{day} has not come yet; a flow can be logged for today or up to 28 days back.", day=day)
        case "day_too_far":
            return say("{day} is more than 28 days back; the last 28 days can still be logged.", day=day)
        case "which_day":
            return say("It is after midnight, so please say the date.")
        case "unknown_zone" if names:
            return say("I do not know the time zone “{given}”; did you mean {names}?", given=given, names=names)
        case "unknown_zone":
            return say("I do not know the time zone “{given}”; name a city such as Berlin or New York.", given=given)
        case "bad_plan":
            return say(
                "I cannot read “{given}” as study days; say 2 to 7 of them, such as mon-fri or tue thu sat.",
                given=given,
            )
        case "bad_clock":
            return say("I cannot read “{given}” as a time; say it like 18:00 or 6pm.", given=given)
        case "too_short":
            return say(
                "That is {got} characters; it takes at least {least}. A little more of your own words will do.",
                got=first,
                least=second,
            )
        case "too_long":
            return say(
                "That is {got} characters; at most {most} fit. Please shorten it a little.",
                got=first,
                most=second,
            )
        case "bad_number":
            return say("I need a whole number from {least} to {most} here.", least=first, most=second)
        case "bad_option":
            return say("I know {names} here; please say one of them.", names=names)
        case "bad_switch":
            return say("Please answer yes or no.")
        case "missing":
            return say(
                "One thing is still missing: {field}. Please say it again with it.",
                field=it.field.replace("_", " ") or say.words("a value"),
            )
        case "unknown_week":
            return say("There is no week {given}; the weeks go from 1 to {last}.", given=given, last=first)
        case "week_not_open":
            return say(
                "Week {given} lies in a later phase; you can place yourself anywhere up to week {last}.",
                given=given,
                last=first,
            )
        case "unknown_curriculum":
            return say("I have no curriculum “{given}” here; there are: {names}.", given=given, names=names)
        case "group_studies":
            return say(
                "This group studies {title} together already; for another curriculum, set up another channel or topic.",
                title=given,
            )
        case "bad_quiet":
            return say(
                "I cannot read “{given}” as quiet hours; say them like 22-8 or 22:30-07:00, or off.", given=given
            )
        case "bad_rest":
            return say(
                "I do not know the day “{given}”; try today, Friday, or a date such as 24 December.", given=given
            )
        case "rest_too_far":
            return say("{day} is more than 28 days back; rest can be declared for the last 28 days and ahead.", day=day)
        case "rest_too_far_ahead":
            return say("{day} is more than a year ahead; please declare it when it comes nearer.", day=day)
        case "rest_backwards":
            return say("{day} lies before the first day; please say the first day first.", day=day)
        case "rest_day":
            return say("{day} is a rest day, so no prompt comes then; `/rest` ends it.", day=day)
        case "season_day":
            return say(
                "{day} is in your group's time off, so no prompt comes then. A flow counts all the same.", day=day
            )
        case "studied_already":
            return say("{day} is a study day already, so no prompt is needed.", day=day)
        case "season_too_long":
            return say("A season has at most 92 days; please say a nearer last day.")
        case "season_over":
            return say(
                "That season is over, and runs may stand on it; it can be taken back for a day after declaring it."
            )
        case "link_shut":
            return say.many(
                "Enough codes for now; the next one can be tried in {n} minute.",
                "Enough codes for now; the next one can be tried in {n} minutes.",
                first,
            )
        case "link_same_platform":
            names = ", ".join(platform_words(say, each) for each in it.names)
            return say("Both sides have an account on {names} already; a learner has one of each kind.", names=names)
        case "link_waits":
            return say("One of these was linked lately and may still be parted; a third can come on {day}.", day=day)
        case "bad_link":
            return say("“{given}” is no link that can be shipped; it has to begin with https://.", given=given)
        case "asked_today":
            return say("You asked {group} today already; give it a little time, or ask again tomorrow.", group=given)
        case "asks_enough":
            return say("{group} has several questions to answer today; please ask yours tomorrow.", group=given)
        case "nobody_to_ask":
            return say("{group} cannot be asked from here now; `/stuck` has other ways in.", group=given)
        case "slow_down":
            return say.many(
                "That came quicker than I can follow, so it changed nothing; please say it again in {n} second.",
                "That came quicker than I can follow, so it changed nothing; please say it again in {n} seconds.",
                first,
            )
        case "chat_taken":
            return say(
                "This chat is home to {group} already; its facilitators can end that in `/group`, then it can join another.",
                group=given,
            )
        case "chat_same":
            return say("{group} meets here already; enter the code in another chat.", group=given)
        case "nobody_of_name":
            return say(
                "I find nobody like “{given}” whom I may name; only members who are listed can be found.", given=given
            )
        case "bad_until":
            return say(
                "I cannot use “{given}” as an end; say the last day away as a date ahead, such as 2026-08-31.",
                given=given,
            )
        case "only_discord":
            return say("Only Discord has roles; say `/group role:… phase:…` in a channel of a server, if you have one.")
        case "no_role_right":
            return say("Roles are given by who may do so in this server: that takes Manage Roles or Manage Server.")
        case "no_such_phase":
            return say("This curriculum has the phases 1 to {last}.", last=first)
        case _ if it.kind.startswith("role_"):
            return rewards.refusal(it.kind, given, names, say)
        case _:
            return _plain(it, say)


def _minutes(given: str, read: tuple[int, ...], say: Text) -> Phrase:
    minutes, most = read or (None, MOST)
    if minutes is not None and minutes > most < MOST:
        return say("{minutes} minutes are more than one timer runs; it takes 1 to {most}.", minutes=minutes, most=most)
    if minutes is not None and minutes > most:
        return say(
            "{minutes} minutes are more than one log holds; it takes up to 600, and you may log twice.",
            minutes=minutes,
        )
    if minutes == 0:
        return say("A flow has at least 1 minute; say it like 45, 1h30 or 1:30.")
    return say("I cannot read “{given}” as a time; say it like 45, 1h30 or 1:30.", given=given)


def _plain(it: Refused, say: Text) -> Phrase:
    match it.kind:
        case "not_joined":
            return say("You have not joined yet; `/join` takes one tap.")
        case "not_member":
            return say("You are not in this group yet; `/join` here takes one tap.")
        case "not_facilitator":
            return say("Only those who manage this place can do that; ask one of them.")
        case "not_yours":
            return say("That belongs to somebody else; your own are in `/history`.")
        case "outdated":
            return say("This button is out of date; please ask again for a fresh one.")
        case "no_group":
            return say(
                "You are in no study group yet; ask your facilitator for the link, or use `/setup` in your own chat."
            )
        case "no_group_here":
            return say("This chat is no study group yet; `/setup` makes it one.")
        case "code_wrong":
            return say("That code does not work here; ask for a fresh one with `/group` where the group meets.")
        case "board_off":
            return say("This group has no board; its facilitator can turn it on in `/setup`.")
        case "no_partner":
            return say("You have no study partner there; `/settings` finds you one as soon as somebody else wants one.")
        case "prompts_off":
            return say("Your prompts are off; turn them on in `/settings`, and I write again.")
        case "not_resting":
            return say("That rest is over already, so there is nothing to end.")
        case "link_wrong":
            return say("That code does not work here; ask for a fresh one with `/link` on your other account.")
        case "link_self":
            return say("This is the account that the code was made for; please enter it on your other one.")
        case "link_final":
            return say("These accounts were linked more than 7 days ago, and stay together.")
        case "link_elsewhere":
            return say("You have not joined here; say `/link` where you have, and enter its code here.")
        case "gone":
            return say("That was taken back before, so there is nothing to change.")
        case "card_over":
            return say("That card is closed for good; the next Monday card takes kudos again.")
        case "hello_over":
            return say(
                "A hello is no longer asked for there; **{button}** in `/group` shows where one is now.",
                button=say.words("Who may like a hello"),
            )
        case "too_old":
            return say("That is more than 28 days old and stays as it is.")
        case "not_here":
            return say("That works in a group's own chat; please say it there.")
        case "no_week_to_review":
            return say(
                "You have walked the whole way, so no review is due; a week that you passed over can still be explained from `/week`."
            )
        case "link_or_note":
            return say("A step is shipped with an https link, a note of up to 500 characters, or both; please add one.")
        case "project_next":
            return say("The last week of this phase is closed; its project comes next, in `/milestone`.")
        case "no_path":
            return say("This phase has no shorter path; a week that comes easily can be closed early with `/review`.")
        case "dm_first":
            return say("I cannot write to you in private yet; open our private chat first.")
        case "bad_file":
            return say("That file is not right from beginning to end, so nothing was brought in.")
        case "file_please":
            return say("Please hand me the file itself, a CSV with the columns date and minutes.")
        case "file_too_big":
            return say("That file is larger than {most} MB; please send it in parts.", most=(*it.numbers, 4)[0])
        case "no_file":
            return say("There is no file “{path}” that I can read.", path=_short(it.given))
        case "file_lost":
            return say("I could not fetch that file; please send it once more.")
        case _:
            return say("That did not work; nothing was changed.")


def went_wrong(it: WentWrong, say: Text) -> View:
    """An apology with a reference that the log carries too."""
    title = say("Sorry, something went wrong on my side.")
    text = say(
        "Nothing was changed. If it happens again, tell whoever hosts me this reference: `{reference}`.",
        reference=it.reference,
    )
    return View(title, (Say(text),), accent="no")


def nothing_to_undo(_: NothingToUndo, say: Text) -> View:
    """`/undo` with nothing recent."""
    return View(say("There is no flow of the last 28 days to take back."))


def _short(given: str, most: int = 60) -> str:
    line = " ".join(given.split())
    return line if len(line) <= most else line[: most - 1] + "…"
