"""`/link`: a one-time code on one account, entered on the other; both sides are shown before anything happens."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.app.commands import Link, LinkPick
from bot.app.said import (
    LinkCode,
    LinkedAccount,
    LinkNews,
    LinkOffer,
    LinkShown,
    LinkSide,
    Refusal,
    Refused,
    Said,
)
from bot.app.stand import place_of, stand_at
from bot.app.turn import Turn
from bot.core.curriculum import Curriculum
from bot.core.days import local_day, monday_of
from bot.core.linking import (
    CODE_LIVES,
    PARTABLE_FOR,
    Picks,
    Side,
    is_further,
    new_code,
    one_more,
    read_code,
    read_picks,
    together,
)
from bot.core.people import Learner, LearnerId, Platform
from bot.core.standing import standing_on

A_MINUTE = timedelta(minutes=1)
PAIR = frozenset({Platform.DISCORD, Platform.TELEGRAM})  # who is on both has nothing left to link


def link(ask: Link, turn: Turn) -> Said:
    """Give a code, look at one that was entered, or show what is linked already."""
    if ask.passcode.strip():
        return _entered(ask.passcode, turn)
    if turn.learner is None:
        raise Refusal("link_elsewhere")
    me = turn.me
    mine = tuple(own.platform for own in turn.tx.people.accounts(me.id))
    last = turn.tx.linking.last(me.id)
    parts = last is not None and last.is_open(turn.now)
    if parts or set(mine) >= PAIR:
        until = last.at + PARTABLE_FOR if last and parts else None
        return LinkShown(me.name, accounts_of(turn, me.id), last.id if last and parts else 0, until, me.zone)
    code = new_code(secrets.choice)
    turn.tx.linking.put_code(me.id, code, turn.now)
    return LinkCode(code, turn.now + CODE_LIVES, me.zone)


def link_pick(ask: LinkPick, turn: Turn) -> Said:
    """Both sides again, with other choices; nothing is changed."""
    return offer(turn, giver(ask.other, ask.token, turn), ask.token, ask.picks)


def link_news(turn: Turn) -> tuple[Said, ...]:
    """Letters go to the account that was used last; and the one that did not press hears once that it was linked."""
    account = turn.account
    if account is None or not account.linked:
        return ()
    turn.tx.people.used_last(account, turn.now)
    news: list[Said] = []
    for union in turn.tx.linking.untold(turn.me.id):
        mine = [what for told, what in union.brought["tell"] if told == account.id]
        if mine:
            left = [entry for entry in union.brought["tell"] if entry[0] != account.id]
            turn.tx.linking.put_brought(union.id, {**union.brought, "tell": left})
            news += [LinkNews(what == "parted", accounts_of(turn, turn.me.id), turn.me.name) for what in mine]
    return tuple(news)


def accounts_of(turn: Turn, learner: LearnerId) -> tuple[LinkedAccount, ...]:
    """A learner's accounts, as facts to show."""
    found = sorted(turn.tx.people.accounts(learner), key=lambda own: own.id)
    return tuple(LinkedAccount(own.platform, own.name) for own in found)


def secret_of(token: str, turn: Turn) -> str:
    """What stands for a code once it was entered: only this account can confirm, and nobody can enter it again."""
    return f"{token}:{turn.asker.platform}:{turn.asker.person}"


def giver(other: int, token: str, turn: Turn) -> Learner:
    """The learner whose code this account entered. Raises Refusal if that is over, or was somebody else."""
    if turn.tx.linking.learner_of(secret_of(token, turn), turn.now) != other:
        raise Refusal("outdated")
    there = turn.tx.people.get(LearnerId(other), turn.now)
    if there is None:
        raise Refusal("outdated")
    _may_unite(there, turn)
    return there


def shared(turn: Turn, there: Learner) -> list[Curriculum]:
    """The curricula that both are in, in the shelf's order."""
    if turn.learner is None:
        return []
    both = turn.tx.linking.curricula(there.id) & turn.tx.linking.curricula(turn.me.id)
    return [volume.curriculum for volume in turn.shelf.volumes if volume.curriculum.id in both]


def picked(text: str, both: Sequence[Curriculum]) -> Picks:
    """The choices that a button carries. Raises Refusal for what fits no longer."""
    try:
        return read_picks(text, len(both))
    except ValueError:
        raise Refusal("outdated") from None


def _entered(text: str, turn: Turn) -> Said:
    """Look at a code. A wrong, used or expired one is one and the same: nobody learns which codes there are."""
    account = f"{turn.asker.platform}:{turn.asker.person}"
    tries = turn.tx.linking.tries(account)
    shut = tries.shut_until(turn.now) if tries else None
    if shut is not None:
        return Refused("link_shut", numbers=(max(1, -(-(shut - turn.now) // A_MINUTE)),))
    code = read_code(text)
    found = turn.tx.linking.learner_of(code, turn.now) if code else None
    there = turn.tx.people.get(found, turn.now) if found else None
    if there is None:
        # Said, not raised: a refusal takes its turn back, and with it the count.
        turn.tx.linking.put_tries(account, one_more(tries, turn.now))
        return Refused("link_wrong")
    _may_unite(there, turn)
    token = secrets.token_urlsafe(12)
    turn.tx.linking.put_code(there.id, secret_of(token, turn), turn.now)
    return offer(turn, there, token)


def _may_unite(there: Learner, turn: Turn) -> None:
    """Never an account with itself, never two of one platform, never a third while two may still part."""
    me = turn.learner
    if me is not None and me.id == there.id:
        raise Refusal("link_self")
    theirs = {own.platform for own in turn.tx.people.accounts(there.id)}
    mine = {own.platform for own in turn.tx.people.accounts(me.id)} if me else {turn.asker.platform}
    if twice := sorted(theirs & mine):
        raise Refusal("link_same_platform", names=tuple(twice))
    for learner in (there, me) if me else (there,):
        last = turn.tx.linking.last(learner.id)
        if last is not None and last.is_open(turn.now):
            ends = local_day(last.at + PARTABLE_FOR, ZoneInfo(learner.zone))
            raise Refusal("link_waits", days=(ends,))


def offer(turn: Turn, there: Learner, token: str, picks: str = "") -> LinkOffer:
    """Both sides, and what they make together with these choices; without any with those that most would take."""
    other = Turn(turn.tx, turn.now, turn.asker, turn.shelf, there, None)
    both = shared(turn, there)
    places = [(place_of(turn.tx, it, there.id), place_of(turn.tx, it, turn.me.id)) for it in both]
    theirs = _side(other)
    mine = _side(turn) if turn.learner else None
    if picks:
        chosen = picked(picks, both)
    else:
        more: Side = "here" if mine and mine.flows > theirs.flows else "there"
        further: list[Side] = [
            "here" if is_further(it, ours, their) else "there" for it, (their, ours) in zip(both, places, strict=True)
        ]
        chosen = Picks(more, "there", tuple(further))
    kept, flows = theirs.kept, theirs.flows
    if mine:
        ruling = turn if chosen.settings == "here" else other
        kept = standing_on(together(other.record(), turn.record(), ruling.plans()), ruling.today).kept
        flows += mine.flows
    return LinkOffer(
        theirs,
        mine,
        LinkedAccount(turn.asker.platform, turn.asker.name[:80]),
        there.id,
        token,
        chosen.written,
        tuple((it.title, their != ours) for it, (their, ours) in zip(both, places, strict=True)),
        kept,
        flows,
    )


def _side(turn: Turn) -> LinkSide:
    me, record = turn.me, turn.record()
    known = turn.tx.linking.curricula(me.id)
    places = tuple(
        (it.curriculum.title, stand_at(it.curriculum, place_of(turn.tx, it.curriculum, me.id)))
        for it in turn.shelf.volumes
        if it.curriculum.id in known
    )
    return LinkSide(
        me.name,
        accounts_of(turn, me.id),
        me.joined,
        sum(facts.logs for facts in record.days.values()),
        sum(facts.minutes for facts in record.days.values()),
        turn.standing().kept,
        places,
        tuple(group.name for group, _ in turn.tx.groups.of_learner(me.id)),
        me.zone,
        me.hour,
        turn.plans().on(monday_of(turn.today)),
        me.prompts,
        me.quiet,
        turn.curriculum.title,
    )
