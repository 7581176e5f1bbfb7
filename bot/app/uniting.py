"""The confirming press that makes two learners one, and their parting within 7 days."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.app.commands import LinkNow, LinkPart
from bot.app.focus import let_one_run
from bot.app.linking import accounts_of, giver, picked, shared
from bot.app.said import Linked, LinkedAccount, Parted, PartOffer, Refusal, Said
from bot.app.schedule import CARDS_EDITED_FOR, reschedule
from bot.app.stand import place_of
from bot.app.turn import Turn
from bot.core.facts import Log
from bot.core.linking import PARTABLE_FOR, look_alikes
from bot.core.people import Account, Learner, LearnerId
from bot.core.position import Step
from bot.storage.linking import Union
from bot.storage.people import private_address
from bot.storage.rhythms import Rhythm
from bot.storage.settling import Chosen

UNDOABLE = timedelta(days=28)  # R19: what looks alike and is older can no longer be taken back
SHOWN_ALIKE = 5  # pairs of flows
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def link_now(ask: LinkNow, turn: Turn) -> Said:
    """Unite both in this transaction, as they were shown and picked."""
    there = giver(ask.other, ask.token, turn)
    here = turn.learner
    tell = [[own.id, "linked"] for own in turn.tx.people.accounts(there.id)]
    came_from = accounts_of(turn, there.id)[0]
    alike: tuple[tuple[Log, Log], ...] = ()
    added: list[int] = []
    if here is None:
        union = _taken_in(there, turn)
    else:
        since = turn.now - UNDOABLE
        alike = look_alikes(turn.tx.logs.recent(there.id, since), turn.tx.logs.recent(here.id, since))
        tell += [[own.id, "linked"] for own in turn.tx.people.accounts(here.id) if own != turn.account]
        union, added = _united(there, here, ask.picks, turn)
    kept = turn.tx.linking.union(union)
    if kept is None:
        raise LookupError("the union that was just made")
    turn.tx.linking.put_brought(union, {**kept.brought, "tell": tell, "added": added})
    _look_again(turn)
    let_one_run(turn)
    _rhythms(turn, turn.me)
    record = turn.record()
    return Linked(
        turn.me.name,
        accounts_of(turn, turn.me.id),
        turn.standing().kept,
        sum(facts.logs for facts in record.days.values()),
        turn.now + PARTABLE_FOR,
        turn.me.zone,
        alike[:SHOWN_ALIKE],
        max(0, len(alike) - SHOWN_ALIKE),
        came_from,
        LinkedAccount(turn.asker.platform, turn.asker.name[:80]),
    )


def link_part(ask: LinkPart, turn: Turn) -> Said:
    """Part two that became one, for 7 days; first it is shown what would go where."""
    union = turn.tx.linking.union(ask.union)
    if union is None or union.learner != turn.me.id or union.parted_at is not None:
        raise Refusal("outdated")
    if not union.is_open(turn.now):
        raise Refusal("link_final")
    goes, stays = _split(union, turn)
    newcomer = union.brought["learner"] is None
    if not ask.sure:
        moved = set(union.brought["moved"].get("logs", ()))
        flows = turn.tx.logs.recent(turn.me.id, EVER)
        went = sum(log.id in moved for log in flows)
        since = sum(log.at > union.at for log in flows if log.id not in moved)
        return PartOffer(union.id, stays, goes, turn.me.name, went, since, newcomer)
    there, pressed = turn.me.id, turn.account
    gone = [own for own in turn.tx.people.accounts(there) if own.id in union.brought["accounts"]]
    turn.tx.ownership.unsay(there, union.at)  # of either's facts; one of the two may be erased tomorrow
    parted = turn.tx.uniting.part(union, turn.now)
    _letters_part(there, gone, turn)
    if parted:
        _letters_part(parted, turn.tx.people.accounts(there), turn)
    for learner in (there, parted) if parted else (there,):
        _tell_parted(learner, pressed.id if pressed else 0, turn)
        found = turn.tx.people.get(learner, turn.now)
        if found is not None:
            _touch_cards(turn, learner)
            _rhythms(turn, found)
    _look_again(turn)
    return Parted(stays, goes, newcomer)


def _taken_in(there: Learner, turn: Turn) -> int:
    """An account that has not joined becomes another of that learner's."""
    asker, tx = turn.asker, turn.tx
    tx.people.add_account(there.id, asker.platform, asker.person, asker.name[:80], turn.now, asker.language)
    if asker.private:
        tx.people.set_direct(asker.platform, asker.person, asker.chat.chat)
    _look_again(turn)
    if turn.account is None:
        raise LookupError("the account that was just added")
    return tx.uniting.take_in(there.id, turn.account.id, turn.now)


def _united(there: Learner, here: Learner, picks: str, turn: Turn) -> tuple[int, list[int]]:
    """The union, and the steps that put the learner where they picked."""
    tx, both = turn.tx, shared(turn, there)
    chosen = picked(picks, both)
    places = {
        it.id: place_of(tx, it, here.id if side == "here" else there.id)
        for it, side in zip(both, chosen.places, strict=True)
    }
    paths = [it.id for it, side in zip(both, chosen.places, strict=True) if side == "here"]
    union = tx.uniting.unite(there.id, here.id, Chosen(chosen.settings, chosen.name, paths), turn.now)
    _look_again(turn)
    added: list[int] = []
    for it in both:
        stands = place_of(tx, it, there.id)
        if stands != places[it.id]:
            step = Step("placed", stands, places[it.id])
            added.append(tx.way.add_step(there.id, it.id, step, turn.now, turn.today))
    _touch_cards(turn, there.id)
    return union, added


def _split(union: Union, turn: Turn) -> tuple[tuple[LinkedAccount, ...], tuple[LinkedAccount, ...]]:
    """The accounts that came with a union, and those that were there."""
    own = sorted(turn.tx.people.accounts(turn.me.id), key=lambda it: it.id)
    came = tuple(LinkedAccount(it.platform, it.name) for it in own if it.id in union.brought["accounts"])
    return came, tuple(LinkedAccount(it.platform, it.name) for it in own if it.id not in union.brought["accounts"])


def _letters_part(learner: LearnerId, others: Iterable[Account], turn: Turn) -> None:
    """What waits for accounts that are another's now, also the nudge of a timer, is for its learner alone (R23)."""
    door = turn.tx.people.doors([learner]).get(learner)
    for other in others:
        turn.tx.linking.keep_letters(learner, private_address(other), private_address(door) if door else None, turn.now)


def _tell_parted(learner: LearnerId, but: int, turn: Turn) -> None:
    """The accounts that did not press hear of it at their next answer."""
    tell = [[own.id, "parted"] for own in turn.tx.people.accounts(learner) if own.id != but]
    note = turn.tx.linking.newest(learner)
    if note is not None:
        turn.tx.linking.put_brought(note.id, {**note.brought, "tell": tell})


def _look_again(turn: Turn) -> None:
    """Whose account this is may have changed."""
    found = turn.tx.people.by_account(turn.asker.platform, turn.asker.person, turn.now)
    turn.learner, turn.account = found or (None, None)


def _rhythms(turn: Turn, learner: Learner) -> None:
    """Prompts and check-ins follow the settings that hold now, and a zone that was to come back still does."""
    tx = turn.tx
    tx.rhythms.stop("zone", learner.id)
    if coming := tx.people.next_zone(learner.id, turn.now):
        tx.rhythms.put([Rhythm("zone", learner.id, None, coming[0])])
    reschedule(tx, learner, tx.people.plans(learner.id), turn.now)


def _touch_cards(turn: Turn, learner: LearnerId) -> None:
    """The cards of the last days show one name where there were two, or two again."""
    oldest = turn.now - CARDS_EDITED_FOR
    days = [(turn.now - timedelta(days=ago)).date() for ago in range(-1, CARDS_EDITED_FOR.days + 1)]
    for curriculum in {group.curriculum for group, _ in turn.tx.groups.of_learner(learner)}:
        if turn.tx.cards.touch(learner, curriculum, days, turn.now, oldest):
            turn.wakes = True
