"""A learner's settings."""

from zoneinfo import ZoneInfo

from bot.app import commands as c
from bot.app.said import SettingsShown
from bot.core.facts import Log
from bot.core.languages import AUTOMATIC, LANGUAGES
from bot.core.prompts import NEVER
from bot.ui.dates import clock, date_words, day_words, length, weekdays
from bot.ui.phrase import Phrase, Plain
from bot.ui.screens.parts import where
from bot.ui.text import Text
from bot.ui.view import MOST_OPTIONS, Action, Block, Facts, Fill, Option, Pick, Press, Say, Small, View

MOST_GROUPS = 5  # a button each
MOST_RECENT = 10  # flows since the last plan day that stand on the screen after a change of zone


def settings(it: SettingsShown, say: Text) -> View:
    """Everything that can be chosen, and what was changed just now."""
    local = it.now.astimezone(ZoneInfo(it.zone))
    rows: list[tuple[str, Phrase]] = [
        (say.words("Name"), (Plain(it.name),)),
        (say.words("Your clock"), say("{clock}, {zone}", clock=clock(local), zone=it.zone)),
        (say.words("Study days"), say("{days}", days=weekdays(say, it.plan.weekdays))),
        (say.words("Language"), _language(it, say)),
    ]
    if it.next_plan is not None and it.next_plan_from is not None:
        when = date_words(say, it.next_plan_from)
        rows.append((say.words("From {day}", day=when), say("{days}", days=weekdays(say, it.next_plan.weekdays))))
    rows.append((say.words("Prompts"), _prompts(it, say)))
    rows.append((say.words("Quiet hours"), _quiet(it, say)))
    if it.rooms or not it.voice:
        rows.append((say.words("Study room"), _room(it, say)))
    if it.others:
        rows.append((say.words("Curriculum"), (Plain(it.curriculum),)))
    rows.append((say.words("Place"), say("{where}", where=where(say, it.stand))))
    for group in it.groups:
        seen = {
            True: say("sees you as {name}", name=group.shown),
            False: say("does not see your name"),
            None: say("does not see your name until you say so"),
        }
        rows.append((group.name, seen[group.listed]))
    blocks: list[Block] = [Facts(tuple(rows))]
    if it.back_on is not None:
        blocks.append(Small(say("Your earlier zone is back from {day} on.", day=day_words(say, it.back_on))))
    if it.left_groups:
        left = ", ".join(it.left_groups)
        blocks.append(
            Say(
                say(
                    "Flows count for {title} from now on, and no longer in {groups}, until you switch back.",
                    title=it.curriculum,
                    groups=left,
                )
            )
        )
    actions: list[Action] = []
    if it.recent:
        blocks.append(Say(say("Your latest flows stay on the days they count for. Is each where it belongs?")))
        shown = it.recent[:MOST_RECENT]
        blocks.append(
            Facts(tuple((day_words(say, log.day), say("{time}", time=length(say, log.minutes))) for log in shown))
        )
        actions += [_edit(log, [each.day for each in shown].count(log.day) > 1, say) for log in shown]
        if len(it.recent) > MOST_RECENT:
            actions.append(Press(say.words("History"), c.History()))
    prompts = say.words("Stop prompts") if it.prompts else say.words("Prompt me daily")
    actions += [
        Fill(say.words("Zone"), c.Settings, asks=("zone", "until")),
        Fill(say.words("Hour"), c.Settings, asks=("hour",)),
        Fill(say.words("Study days"), c.Settings, asks=("plan",)),
        Press(prompts, c.Settings(prompts=not it.prompts)),
        Fill(say.words("Quiet hours"), c.Settings, asks=("quiet",)),
        Fill(say.words("Name"), c.Settings, asks=("called",)),
        Fill(say.words("Place"), c.Settings, asks=("week",)),
    ]
    if it.rooms or not it.voice:
        offer = say.words("Offer no time there") if it.voice else say.words("Offer my time there")
        actions.append(Press(offer, c.Settings(voice=not it.voice)))
    for group in it.groups[:MOST_GROUPS]:
        actions.append(Press(say.words("You in {group}", group=_short(group.name)), c.InGroup(group.id)))
    if it.others:
        options = tuple(Option(each.title, c.Settings(curriculum=each.ref)) for each in it.others[:MOST_OPTIONS])
        actions.append(Pick(say.words("Study another curriculum"), options))
    actions.append(Pick(say.words("Language"), _languages(it.language, say)))
    actions.append(Press(say.words("Leave a group or curriculum"), c.Leave()))
    title = say("Settings changed") if it.changed else say("Your settings")
    return View(title, tuple(blocks), tuple(actions), in_place=True, accent="good" if it.changed else "plain")


def _edit(log: Log, several: bool, say: Text) -> Fill:
    """The button that edits a flow; of several of a day each says its length."""
    day, time = date_words(say, log.day), length(say, log.minutes)
    label = say.words("Edit {day}, {time}", day=day, time=time) if several else say.words("Edit {day}", day=day)
    return Fill(label, c.EditLog, {"log": log.id}, asks=("minutes", "note", "when", "focus"))


def _language(it: SettingsShown, say: Text) -> Phrase:
    return say("{language}", language=LANGUAGES[it.language]) if it.language in LANGUAGES else say("as your app says")


def _languages(chosen: str, say: Text) -> tuple[Option, ...]:
    """The other languages, each named in itself, and the way back to the app's."""
    options = [Option(name, c.Settings(language=name)) for tag, name in LANGUAGES.items() if tag != chosen]
    if chosen:
        options.append(Option(say.words("As my app says"), c.Settings(language=AUTOMATIC)))
    return tuple(options)


def _quiet(it: SettingsShown, say: Text) -> Phrase:
    if it.quiet == NEVER:
        return say("off")
    return say("{start} to {end}", start=clock(it.quiet.start), end=clock(it.quiet.end))


def _room(it: SettingsShown, say: Text) -> Phrase:
    if not it.voice:
        return say("time there is not offered to you")
    return say("time in {rooms} is offered to you for logging", rooms=", ".join(it.rooms))


def _prompts(it: SettingsShown, say: Text) -> Phrase:
    if not it.prompts:
        return say("off; your hour would be {hour}", hour=clock(it.hour))
    if it.stand.spot == "finished":
        return say("none any more, since you have walked the whole way")
    if it.next_prompt is None:
        return say("{hour}", hour=clock(it.hour))
    return say(
        "{hour}, next on {day}",
        hour=clock(it.hour),
        day=day_words(say, it.next_prompt.astimezone(ZoneInfo(it.zone)).date()),
    )


def _short(name: str, most: int = 20) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
