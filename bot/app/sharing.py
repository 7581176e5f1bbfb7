"""Sharing one item with a group: the very words first, told in Monday's digest, taken back at any time (R23)."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from bot.app.commands import ReadShared, SeeShare, ShareNow, Unshare
from bot.app.said import Refusal, Said, Shared, SharedItem, SharedRead, ShareShown, Unshared
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.shelf import Shelf
from bot.app.turn import Turn
from bot.core.days import A_WEEK
from bot.core.facts import ReviewId
from bot.core.people import Group, GroupId, Member
from bot.core.shares import Share, ShareId, What, told_in
from bot.storage.tx import Tx

LONGEST_ID = 18  # digits: more no database takes for a number
EXCERPT = 160  # characters in a digest; the whole is a press away


def see(ask: SeeShare, turn: Turn) -> Said:
    """Show what a group would read. Nothing is shared by it."""
    text, curriculum = _words(ask.what, ask.ref, turn)
    found = [(group, member) for group, member in _readers(turn, curriculum) if ask.group in (0, group.id)]
    if not found:
        raise Refusal("no_group")
    group, member = found[0]
    others = tuple((other.id, other.name) for other, _ in _readers(turn, curriculum) if other.id != group.id)
    known = turn.tx.shares.find(turn.me.id, group.id, ask.what, ask.ref)
    item = _item(known.id if known and known.text == text else 0, ask.what, ask.ref, text, member, turn)
    return ShareShown(group.name, group.id, item, ask.ref, _seen(text), others)


def share(ask: ShareNow, turn: Turn) -> Said:
    """Share what was shown; other words than those are shown first."""
    text, curriculum = _words(ask.what, ask.ref, turn)
    readers = {group.id: (group, member) for group, member in _readers(turn, curriculum)}
    if GroupId(ask.group) not in readers:
        raise Refusal("not_member")
    if _seen(text) != ask.seen:
        return see(SeeShare(ask.what, ask.ref, ask.group), turn)
    group, member = readers[GroupId(ask.group)]
    known = turn.tx.shares.find(turn.me.id, group.id, ask.what, ask.ref)
    if known is not None and known.text == text:
        return Shared(group.name, _item(known.id, ask.what, ask.ref, text, member, turn))
    week = None if ask.what == "review" else date.fromisoformat(ask.ref)
    new = Share(ShareId(0), turn.me.id, group.id, ask.what, ask.ref, told_in(week, turn.today), text, turn.now)
    new = replace(new, id=turn.tx.shares.put(new))
    _redraw(new, turn)
    return Shared(group.name, _item(new.id, ask.what, ask.ref, text, member, turn))


def unshare(ask: Unshare, turn: Turn) -> Said:
    """Take a share back; the digest that told it is drawn anew."""
    found = turn.tx.shares.get(ShareId(ask.share))
    if found is None:
        raise Refusal("gone")
    if found.learner != turn.me.id:
        raise Refusal("not_yours")
    group = turn.tx.groups.get(found.group)
    turn.tx.shares.take_back(found.id)
    _redraw(found, turn)
    return Unshared(group.name if group else "")


def read(ask: ReadShared, turn: Turn) -> Said:
    """The whole of a share, to a member of the group it was shared with."""
    found = turn.tx.shares.get(ShareId(ask.share))
    if found is None:
        raise Refusal("gone")
    author = turn.tx.groups.member(found.group, found.learner)
    if turn.tx.groups.member(found.group, turn.me.id) is None:
        raise Refusal("not_member")
    if author is None:
        raise Refusal("gone")
    name = author.name if author.listed else ""
    group = turn.tx.groups.get(found.group)
    item = SharedItem(found.id, name, found.what, _week_of(turn.tx, turn.shelf, found), found.text) if group else None
    if item is None:
        raise Refusal("gone")
    return SharedRead(item, found.learner == turn.me.id)


def may_share(turn: Turn, curriculum: str = "") -> bool:
    """Whether there is a group to share something with."""
    return bool(_readers(turn, curriculum))


def told(tx: Tx, group: Group, monday: date, shelf: Shelf, most: int) -> tuple[tuple[SharedItem, ...], int]:
    """What a week's digest tells of shares: excerpts of the first ones, and how many more there are."""
    found, count = tx.shares.of_week(group.id, monday, most)
    items = tuple(
        SharedItem(it.id, name, it.what, _week_of(tx, shelf, it), _excerpt(it.text, it.what)) for it, name in found
    )
    return items, count - len(items)


def _excerpt(text: str, what: What) -> str:
    flat = text if what == "plan" else " ".join(text.split())
    return flat if len(flat) <= EXCERPT else f"{flat[:EXCERPT].rstrip()} …"


def _words(what: What, ref: str, turn: Turn) -> tuple[str, str]:
    """The item's own words, and the curriculum of a review. Raises Refusal for what is not theirs or no more."""
    if what == "review":
        if not ref.isdecimal() or len(ref) > LONGEST_ID:
            raise Refusal("outdated")
        review = turn.tx.way.review(ReviewId(int(ref)))
        if review is None or review.learner != turn.me.id:
            raise Refusal("not_yours")
        if review.undone_at is not None:
            raise Refusal("gone")
        return review.text, review.curriculum
    try:
        kept = turn.tx.way.checkin(turn.me.id, date.fromisoformat(ref))
    except ValueError:
        raise Refusal("outdated") from None
    if kept is None:
        raise Refusal("gone")
    texts = {"well": kept.went_well, "way": kept.in_the_way, "plan": f"{_flat(kept.after)}\n{_flat(kept.i_will)}"}
    return texts[what], ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _readers(turn: Turn, curriculum: str) -> list[tuple[Group, Member]]:
    """The learner's groups: for a review those that study its curriculum."""
    return [
        (group, member)
        for group, member in turn.tx.groups.meeting(turn.me.id)
        if not curriculum or group.curriculum == curriculum
    ]


def _item(share: int, what: What, ref: str, text: str, member: Member, turn: Turn) -> SharedItem:
    week = _review_week(turn.tx, turn.shelf, ref) if what == "review" else 0
    return SharedItem(share, member.name if member.listed else "", what, week, text)


def _week_of(tx: Tx, shelf: Shelf, it: Share) -> int:
    return _review_week(tx, shelf, it.ref) if it.what == "review" else 0


def _review_week(tx: Tx, shelf: Shelf, ref: str) -> int:
    review = tx.way.review(ReviewId(int(ref)))
    week = shelf.get(review.curriculum).week(review.week) if review else None
    return week.number if week else 0


def _seen(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _redraw(it: Share, turn: Turn) -> None:
    if turn.tx.cards.touch_group(it.group, [it.monday + A_WEEK], turn.now, turn.now - CARDS_EDITED_FOR):
        turn.wakes = True
