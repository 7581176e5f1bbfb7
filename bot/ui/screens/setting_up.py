"""Setting a group up: the one-tap offer, its settings, its chats, and who may change them."""

from bot.app import commands as c
from bot.app.said import (
    ChatAttached,
    ChatCode,
    ChatDetached,
    ChatLine,
    DetachAsked,
    GroupReady,
    GroupShown,
    GroupsLed,
    GroupTaken,
    Introduced,
    SetupOffer,
)
from bot.core.languages import AUTOMATIC, LANGUAGES
from bot.core.people import Group
from bot.core.plans import Plan
from bot.core.prompts import GROUP_DAYS, card_days
from bot.ui.dates import clock, moment, weekdays
from bot.ui.phrase import Moment, Person, Phrase, Plain, words
from bot.ui.screens.linking import platform_words
from bot.ui.screens.parts import lined
from bot.ui.text import Text
from bot.ui.view import MOST_OPTIONS, Action, Block, Facts, Fill, Option, Pick, Press, Say, Small, View

Rows = tuple[tuple[str, Phrase], ...]


def setup_offer(it: SetupOffer, say: Text) -> View:
    """What one tap makes of this chat, and how to have it otherwise."""
    curriculum = it.chosen
    rows: list[tuple[str, Phrase]] = [(say.words("Curriculum"), (Plain(it.curriculum),))]
    if it.zone and it.now is not None:
        rows.append((say.words("Clock"), say("{zone}, {now}", zone=it.zone, now=moment(say, it.now, it.zone))))
    rows += [
        (say.words("Card"), say("at {hour}, {days}", hour=clock(it.hour), days=weekdays(say, card_days(it.days)))),
        (say.words("Monday's digest"), _switched(say, on=it.digest)),
        (say.words("Board"), _switched(say, on=it.board)),
    ]
    actions: list[Action] = []
    digest = None if it.digest else False
    board = True if it.board else None
    days = None if it.days == GROUP_DAYS else Plan(it.days)
    if it.zone:
        text = say("One tap makes this chat a study group. Everything can be changed later.")
        ask = c.Setup(it.zone, it.hour, board, curriculum=curriculum, digest=digest, days=days)
        actions.append(Press(say.words("Make it a study group"), ask, "main"))
    else:
        text = say("Choose whose clock the group keeps, and this chat is a study group. All else can be changed later.")
        zones = tuple(
            Option(zone, c.Setup(zone, it.hour, board, curriculum=curriculum, digest=digest, days=days))
            for zone in it.zones
        )
        actions.append(Pick(say.words("The group's time zone"), zones[:MOST_OPTIONS]))
    for number, name in it.lost:
        actions.append(Press(say.words("Take {group} here", group=name), c.TakeGroup(number)))
    actions.append(Fill(say.words("Type it instead"), c.Setup, asks=("zone", "hour", "days", "board", "called")))
    if it.others:
        options = tuple(
            Option(each.title, c.Setup(hour=it.hour, board=board, curriculum=each.ref, digest=digest, days=days))
            for each in it.others[:MOST_OPTIONS]
        )
        actions.append(Pick(say.words("Study another curriculum"), options))
    actions.append(Press(say.words("Check my rights"), c.Setup(check=True)))
    hint = say("To join a group that meets elsewhere, ask its facilitator for a code from `/group`.")
    blocks: list[Block] = [Say(text), Facts(tuple(rows)), Small(hint)]
    if it.lost:
        moved = say("A group that lost its chat can go on here instead, with its members, settings and past.")
        blocks.insert(2, Say(moved))
    return View(say("A study group here?"), tuple(blocks), tuple(actions))


def group_ready(it: GroupReady, say: Text) -> View:
    """This chat is a group now, its settings changed, or they are shown to be changed."""
    group = it.group
    blocks: list[Block] = []
    actions: list[Action] = []
    if it.created:
        title = say("{group} is a study group now", group=group.name)
        text = say("Everybody joins with one tap. One card a day appears here, nothing else unasked.")
        blocks.append(Say(text))
        actions.append(Press(say.words("Join"), c.Join(), "main"))
    elif it.changed:
        title = say("{group}: settings changed", group=group.name)
        blocks.append(Say(say("They hold from now on.")))
    else:
        title = say("{group}: settings", group=group.name)
    next_card = moment(say, it.first_card, group.zone)
    blocks.append(Facts(_settings(group, it.curriculum, next_card, say)))
    if group.room:
        blocks.append(
            Small(
                say(
                    "Members may be offered to log their time in {room}; nothing counts by itself, and everybody can switch that off.",
                    room=group.room_name,
                )
            )
        )
    if it.unseen:
        blocks.append(Small(say("I cannot see {room} yet: allow me View Channel there.", room=group.room_name)))
    if it.roles:
        blocks.append(Small(say("`/group` can also give a role of this server for each finished phase.")))
    actions += _changes(it, say)
    return View(title, tuple(blocks), tuple(actions), private=not it.created and not it.changed, accent="good")


def _changes(it: GroupReady, say: Text) -> list[Action]:
    """A button for each setting; after setting up, only what is still open."""
    group, number = it.group, it.group.id
    actions: list[Action] = []
    if not it.created:
        fill = Fill(say.words("Clock, card, name"), c.Setup, {"group": number}, ("zone", "hour", "days", "called"))
        board = say.words("Turn the board off") if group.board else say.words("Turn the board on")
        digest = say.words("Turn the digest off") if group.digest else say.words("Turn the digest on")
        actions += [
            fill,
            Press(board, c.Setup(board=not group.board, group=number)),
            Press(digest, c.Setup(digest=not group.digest, group=number)),
        ]
    if group.room:
        actions.append(Press(say.words("No study room"), c.ForgetRoom(number)))
    actions.append(Press(say.words("Check my rights"), c.Setup(check=True)))
    if it.others:
        options = tuple(
            Option(each.title, c.Setup(curriculum=each.ref, group=number)) for each in it.others[:MOST_OPTIONS]
        )
        actions.append(Pick(say.words("Study another curriculum"), options))
    if not it.created:
        actions.append(Pick(say.words("Language"), _languages(group, say)))
    return actions


def _languages(group: Group, say: Text) -> tuple[Option, ...]:
    """The other languages, each named in itself, and the way back to the platform's."""
    number = group.id
    options = [
        Option(name, c.Setup(language=name, group=number)) for tag, name in LANGUAGES.items() if tag != group.language
    ]
    if group.language:
        options.append(Option(say.words("As this app says"), c.Setup(language=AUTOMATIC, group=number)))
    return tuple(options)


def _settings(group: Group, curriculum: str, next_card: Moment, say: Text) -> Rows:
    days = weekdays(say, card_days(group.days))
    card = say("{hour}, {days}, next {at}", hour=clock(group.hour), days=days, at=next_card)
    return (
        (say.words("Curriculum"), (Plain(curriculum),)),
        (say.words("Clock"), say("{zone}", zone=group.zone)),
        (say.words("Card"), card),
        (say.words("Monday's digest"), _switched(say, on=group.digest)),
        (say.words("Board"), _switched(say, on=group.board)),
        (say.words("Language"), _language(group, say)),
        *(((say.words("Study room"), (Plain(group.room_name),)),) if group.room else ()),
    )


def _language(group: Group, say: Text) -> Phrase:
    if group.language in LANGUAGES:
        return say("{language}", language=LANGUAGES[group.language])
    return say("as this app says")


def _switched(say: Text, *, on: bool) -> Phrase:
    return say("on") if on else say("off")


def chat_attached(it: ChatAttached, say: Text) -> View:
    """This chat belongs to a group that meets elsewhere, too."""
    text = say(
        "This group now meets in {n} chats. Each gets its own card, and every card counts everybody.", n=it.chats
    )
    rows = (
        (say.words("Curriculum"), (Plain(it.curriculum),)),
        (say.words("Next card"), (moment(say, it.first_card, it.group.zone),)),
    )
    join = Press(say.words("Join"), c.Join(), "main")
    title = say("{group} meets here, too", group=it.group.name)
    return View(title, (Say(text), Facts(rows)), (join,), private=False, accent="good")


def group_taken(it: GroupTaken, say: Text) -> View:
    """A group that had lost its chats goes on in this one."""
    text = say("Members, settings and everything that was done came along.")
    rows = (
        (say.words("Members"), say("{n}", n=it.members)),
        (say.words("Next card"), (moment(say, it.first_card, it.group.zone),)),
    )
    join = Press(say.words("Join"), c.Join(), "main")
    title = say("{group} meets here now", group=it.group.name)
    return View(title, (Say(text), Facts(rows)), (join,), private=False, accent="good")


def groups_led(it: GroupsLed, say: Text) -> View:
    """For a named facilitator, in private: a code for one of their groups."""
    text = say(
        "A code lets another chat join: whoever manages that place enters it there. Everything else works in the group's own chat."
    )
    codes = tuple(
        Press(say.words("A code for {group}", group=name), c.InviteChat(number)) for number, name in it.groups
    )
    return View(say("Groups that you lead"), (Say(text),), codes[:MOST_OPTIONS])


def group_shown(it: GroupShown, say: Text) -> View:
    """A group for its facilitators: settings, chats, and who may change them."""
    group = it.group
    blocks: list[Block] = []
    if done := _done(it, say):
        blocks.append(Say(done))
    rows = (
        *_settings(group, it.curriculum, moment(say, it.first_card, group.zone), say),
        (say.words("Members"), say("{n}", n=it.members)),
    )
    blocks.append(Facts(rows))
    blocks.append(
        Say(say("**Meets in:** {chats}", chats=_joined([chat_words(it.chats, chat, say) for chat in it.chats])))
    )
    if it.named:
        names = _joined([_named(name, say) for _, name in it.named])
        blocks.append(Say(say("**Facilitators beside those who manage this place:** {names}", names=names)))
    else:
        blocks.append(Small(say("Facilitators are those who manage this place, and members whom you name.")))
    if it.more and not it.wanted:
        blocks.append(Small(say("For a member who is not offered below: `/group` and the beginning of the name.")))
    return View(say("{group}", group=group.name), tuple(blocks), _group_actions(it, say), in_place=bool(it.changed))


def _done(it: GroupShown, say: Text) -> Phrase:
    match it.changed:
        case "named":
            return say("Done: one facilitator more.")
        case "unnamed":
            return say("Done: one facilitator fewer.")
        case "detached":
            return say("Done: the group does not meet there any more.")
        case _:
            return ()


def _group_actions(it: GroupShown, say: Text) -> tuple[Action, ...]:
    number = it.group.id
    actions: list[Action] = [
        Press(say.words("Settings"), c.Setup(group=number), "main"),
        Press(say.words("Attach another chat"), c.InviteChat(number)),
        Press(say.words("Who may like a hello"), c.SeeHellos(number)),
        *((Press(say.words("Roles for phases"), c.SeeRewards(number)),) if it.roles else ()),
        Press(say.words("Check my rights"), c.Setup(check=True)),
    ]
    if it.nameable:
        options = tuple(Option(name, c.NameFacilitator(number, learner, yes=True)) for learner, name in it.nameable)
        actions.append(Pick(say.words("Name a facilitator"), options))
    if it.named:
        back = tuple(
            Option(name or say.words("a member who is not listed"), c.NameFacilitator(number, learner, yes=False))
            for learner, name in it.named[:MOST_OPTIONS]
        )
        actions.append(Pick(say.words("Take it back from"), back))
    leave = tuple(
        Option(words(chat_words(it.chats, chat, say)), c.DetachChat(number, chat.id))
        for chat in it.chats[:MOST_OPTIONS]
    )
    actions.append(Pick(say.words("Stop meeting in"), leave))
    return tuple(actions)


def chat_words(all_: tuple[ChatLine, ...], chat: ChatLine, say: Text) -> Phrase:
    """A chat by its platform, with a number where there are several of a kind."""
    alike = [it.id for it in all_ if it.platform == chat.platform]
    name = platform_words(say, chat.platform)
    one = say("{name} {n}", name=name, n=alike.index(chat.id) + 1) if len(alike) > 1 else say("{name}", name=name)
    if chat.here:
        return say("{chat} (here)", chat=one)
    return say("{chat} (lost: {why})", chat=one, why=chat.closed) if chat.closed else one


def _named(name: str, say: Text) -> Phrase:
    return (Person(name),) if name else say("a member who is not listed")


def _joined(phrases: list[Phrase]) -> Phrase:
    out: Phrase = ()
    for phrase in phrases:
        out = (*out, Plain(", "), *phrase) if out else phrase
    return out


def chat_code(it: ChatCode, say: Text) -> View:
    """The code, for whoever asked alone."""
    text = say(
        "Say `/setup attach:{code}` in the other chat until {until}. It works once; keep it to yourself.",
        code=it.code,
        until=moment(say, it.until, it.zone),
    )
    return View(say("{code}", code=it.code), (Say(text),), accent="good")


def detach_asked(it: DetachAsked, say: Text) -> View:
    """What it means to leave a chat."""
    lines = [say("No card comes there any more. Members stay members, and nothing that anybody did is lost.")]
    if it.last:
        lines.append(say("It is the group's only chat: without another one it gets no cards at all."))
    if it.roles:
        lines.append(say("Roles for phases that were chosen there are taken back from everybody."))
    sure = Press(say.words("Yes, stop meeting there"), c.DetachChat(it.group.id, it.chat.id, sure=True), "danger")
    title = say("Shall {group} stop meeting there?", group=it.group.name)
    return View(title, (Say(lined(lines)),), (sure,), accent="warm")


def chat_detached(it: ChatDetached, say: Text) -> View:
    """The group has left this chat."""
    return View(say("{group} does not meet here any more.", group=it.group), in_place=True)


def introduced(it: Introduced, say: Text) -> View:
    """Once, to whoever can set it up."""
    del it
    text = say(
        "I carry study groups through a long curriculum, one small flow at a time. Whoever manages this place makes it a study group with one tap; until then I stay silent."
    )
    return View(
        say("Hello, I am Pacekeeper"),
        (Say(text),),
        (Press(say.words("Set up"), c.Setup(), "main"), Press(say.words("Check my rights"), c.Setup(check=True))),
        private=False,
    )
