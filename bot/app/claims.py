"""The two transactions around a send: take a letter and what it costs, and write down what came of it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import causes
from bot.app import chats
from bot.app.asking import keep_post
from bot.app.courier import Delivered, Gone, Later, Moved, Parcel, Unacceptable, Undeliverable, Unsure, Vanished
from bot.app.letters import Reader, compose, look_ahead
from bot.app.said import Said
from bot.app.schedule import quiet_hours
from bot.app.shelf import Shelf
from bot.core.pacing import BUDGETS, CHAT_GAP
from bot.core.people import Address, ChatId, Learner, LearnerId, Platform
from bot.core.prompts import next_open
from bot.storage.budgets import Wanted, pace_key
from bot.storage.letters import BROKEN, Letter
from bot.storage.rests import rests_of
from bot.storage.store import StorageTrouble
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.post")
LEASE = timedelta(seconds=55)  # below a minute, so that a repeat falls inside Discord's nonce window
SEND_WITHIN = 25.0  # seconds: less than half the lease
NONCE_WINDOW = timedelta(seconds=110)  # Discord keeps a nonce for about two minutes
PAUSES = (2, 10, 30, 120, 300)  # seconds before the tries after the first
UNSURE_FOR = timedelta(minutes=5)  # at least, for which a message is repeated while nothing of it can be written down
MOVED = ("prompt", "checkin", "hello", "visit")  # by quiet hours (R16)
EDIT_PAUSE = timedelta(seconds=60)  # one edit of a card a minute


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that is held by us until an instant, drawn up."""

    letter: Letter
    parcel: Parcel
    revision: int  # of a card: what it was drawn at
    until: datetime

    def is_ours(self, now: datetime) -> bool:
        """Whether a send that begins now ends before anybody else may take the letter up."""
        return now + timedelta(seconds=SEND_WITHIN) <= self.until


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of trying to take letters: those that are held now, and those that were not come to, since the
    platform's budget is `short` for so many seconds. The others are nobody's any more, another's, or wait."""

    held: list[Claimed]
    left: list[int]
    short: float = 0.0


def claim(tx: Tx, platform: Platform, wanted: Sequence[int], shelf: Shelf, clock: Callable[[], datetime]) -> Taken:
    """Take letters of one platform for sending, in their order, as far as its budget goes. Left out is what somebody
    else has or what has ended; what goes to a busy chat waits. One that raises is tried again with pauses and set aside
    then; it holds up no other."""
    now = clock()
    # Nothing is drawn up in vain where the budget holds it up: a look at it comes first, which holds up nobody.
    room, short = tx.budgets.room(platform, now)
    if not room:
        return Taken([], list(wanted), short)
    letters, left = _one_for_each_group(tx.letters.takeable(wanted[:room], now)), list(wanted[room:])
    spoken_to = [LearnerId(it.subject) for it in letters if it.kind in MOVED]
    learners = tx.people.of(spoken_to, now) if spoken_to else {}
    off = tx.rests.off_of_many(spoken_to) if spoken_to else {}
    prompted = {LearnerId(it.subject) for it in letters if it.kind == "prompt"}
    places = look_ahead(tx, [learners[each] for each in sorted(prompted) if each in learners], shelf)
    drawn = []
    for it in letters:
        who = LearnerId(it.subject)
        reader = Reader(learners.get(who) if it.kind in MOVED else None, rests_of(off, who), places.get(who))
        drawing = _drawn_up(tx, it, reader, shelf, now)
        if drawing is not None:
            drawn.append((it, drawing))
    languages = tx.people.languages(platform, [it.address.person for it, _ in drawn if it.address.person])
    until, held, short = now + LEASE, [], 0.0
    now = clock()  # drawing takes its time, and the paces count from when letters go out
    outcomes = tx.budgets.take_some(platform, [_wanted(it) for it, _ in drawn], now)
    for (letter, drawing), (wait, busy_until) in zip(drawn, outcomes, strict=True):
        if busy_until is not None:
            tx.letters.hold_chat(letter.address, busy_until)
        elif wait:
            left.insert(len(left) - len(wanted[room:]), letter.id)
            short = wait
        else:
            person = letter.address.person
            language = languages.get(person, "") if person else tx.groups.language(letter.address)
            parcel = Parcel(letter.key, letter.address, drawing.said, language)
            held.append(Claimed(letter, parcel, drawing.revision, until))
    if held:
        tx.letters.claim([it.letter.id for it in held], now, until)
    for each in held:
        if each.letter.to_group and platform in BUDGETS:
            # What else waits for this chat need not be drawn up to learn that it is busy.
            tx.letters.hold_chat(each.letter.address, now + CHAT_GAP)
    return Taken(held, left, short)


def _one_for_each_group(letters: Sequence[Letter]) -> list[Letter]:
    """The first for each group's chat, which is busy then: the others need not be drawn up to learn that."""
    kept: dict[str, Letter] = {}
    for it in letters:
        paced = it.to_group and it.address.platform in BUDGETS
        kept.setdefault(pace_key(it.address) if paced else f"letter {it.id}", it)
    return list(kept.values())


def _wanted(letter: Letter) -> Wanted:
    """What a letter takes of the budget; opening a private channel on Discord is a request of its own."""
    opens = letter.address.platform is Platform.DISCORD and not letter.address.chat
    return Wanted(letter.address, letter.to_group, 2 if opens else 1)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a letter says, and of a card the revision of that."""

    said: Said
    revision: int


def _drawn_up(tx: Tx, letter: Letter, reader: Reader, shelf: Shelf, now: datetime) -> _Drawn | None:
    """Draw a letter up. None: it has ended now, or waits for the morning."""
    try:
        with causes.caused_by(letter.cause):
            return _drawing(tx, letter, reader, shelf, now)
    except StorageTrouble:
        raise
    except Exception as problem:
        log.exception("letter %d (%s) cannot be drawn up", letter.id, letter.kind)
        trouble = f"{BROKEN}{type(problem).__name__}"
        if letter.attempts < len(PAUSES):
            tx.letters.put_off(letter.id, now + timedelta(seconds=PAUSES[letter.attempts]), trouble)
        else:
            _set_aside(tx, letter, now, trouble)
        return None


def _set_aside(tx: Tx, letter: Letter, now: datetime, trouble: str) -> None:
    log.error("letter %d (%s) was set aside (%s); a restart tries it again", letter.id, letter.kind, trouble)
    tx.letters.end(letter.id, "failed", now, trouble=trouble)


def _drawing(tx: Tx, letter: Letter, reader: Reader, shelf: Shelf, now: datetime) -> _Drawn | None:
    if letter.expires_at <= now:
        tx.letters.end(letter.id, "expired", now, trouble="too late")
        return None
    if _must_not_repeat(letter, now) or _repeats_for_ever(letter, now):
        tx.letters.end(letter.id, "unknown", now, trouble="nobody knows whether it was posted")
        return None
    # Read before it is drawn up: a log that commits in between makes the card want another drawing.
    row = tx.cards.get(ChatId(letter.subject), letter.day) if letter.kind == "card" else None
    opens = _opens(reader.learner, letter, now)
    said = compose(tx, letter, replace(reader, card=row), shelf, now) if opens < letter.expires_at else None
    if said is None:
        tx.letters.end(letter.id, "expired", now, trouble="no longer wanted")
        return None
    if opens > now:
        tx.letters.postpone(letter.id, opens)
        return None
    return _Drawn(said, row.wanted if row else 0)


def _opens(learner: Learner | None, letter: Letter, now: datetime) -> datetime:
    """The first open minute for a letter: what was held up, or whose learner has another clock by now, is not sent at
    night either (R16)."""
    return next_open(now, quiet_hours(learner, letter.day), ZoneInfo(learner.zone)) if learner else now


def _must_not_repeat(letter: Letter, now: datetime) -> bool:
    """A group's message that may have been posted is repeated only where the platform would notice."""
    if not letter.to_group or letter.unsure_since is None:
        return False
    return letter.address.platform is not Platform.DISCORD or letter.unsure_since < now - NONCE_WINDOW


def _repeats_for_ever(letter: Letter, now: datetime) -> bool:
    """A message of which the outcome can never be written down is not sent again and again."""
    since = letter.unsure_since
    return since is not None and since < now - UNSURE_FOR and letter.attempts > len(PAUSES)


def settle(tx: Tx, outcomes: Sequence[tuple[Claimed, Delivered | Undeliverable]], now: datetime) -> None:
    """Write down what came of sends."""
    sent = [(claimed.letter, outcome) for claimed, outcome in outcomes if isinstance(outcome, Delivered)]
    tx.letters.sent({letter.id: outcome.message for letter, outcome in sent}, now)
    # Only a prompt that was delivered can be ignored (R16).
    tx.people.prompted({LearnerId(letter.subject) for letter, _ in sent if letter.kind == "prompt"}, now)
    for claimed, outcome in outcomes:
        _settle(tx, claimed, outcome, now)


def _settle(tx: Tx, claimed: Claimed, outcome: Delivered | Undeliverable, now: datetime) -> None:
    """What else follows from one."""
    letter, address = claimed.letter, claimed.letter.address
    match outcome:
        case Delivered(message=message, chat=chat):
            if letter.to_group:
                chats.reached(tx, address, now)
            if letter.kind == "ask":
                keep_post(tx, letter, message)
            if chat and address.person and chat != address.chat:
                tx.people.set_direct(address.platform, address.person, chat)
            if letter.kind == "card":
                free_at = now + EDIT_PAUSE
                tx.cards.posted(ChatId(letter.subject), letter.day, message, shown=claimed.revision, free_at=free_at)
        case Gone():
            if not chats.close(tx, address, now, outcome.reason, held=letter):
                tx.letters.end(letter.id, "failed", now, trouble=outcome.reason)
        case Moved():
            _again(tx, claimed, outcome, now, 0.1, letter.unsure_since)
            chats.move(tx, address.platform, address.chat, outcome.chat, now)
        case Later():
            if outcome.throttled:
                slow_down(tx, address, now, outcome.seconds)
            _again(tx, claimed, outcome, now, max(outcome.seconds, 0.1), letter.unsure_since)
        case Unsure():
            since = letter.unsure_since or now - timedelta(seconds=SEND_WITHIN)
            _again(tx, claimed, outcome, now, 0, since)
        case Unacceptable() | Vanished():
            tx.letters.end(letter.id, "failed", now, trouble=outcome.reason)
        case _:  # a fault of our own, before anything was sent
            _again(tx, claimed, outcome, now, 0, letter.unsure_since)


def slow_down(tx: Tx, address: Address, now: datetime, seconds: float) -> None:
    """A 429 in a group is nearly always the group's own: it holds that chat alone, not the platform."""
    if address.person:
        tx.budgets.empty(address.platform, now, seconds)
    else:
        tx.letters.hold_chat(address, now + timedelta(seconds=seconds))


def _again(
    tx: Tx,
    claimed: Claimed,
    outcome: Undeliverable,
    now: datetime,
    least: float,
    unsure_since: datetime | None,
) -> None:
    tried = claimed.letter.attempts
    if tried >= len(PAUSES) and not isinstance(outcome, Later):
        if outcome.reason.startswith(BROKEN) and not unsure_since:
            _set_aside(tx, claimed.letter, now, outcome.reason)
            return
        state = "unknown" if unsure_since else "failed"
        tx.letters.end(claimed.letter.id, state, now, trouble=outcome.reason)  # type: ignore[arg-type]  # both are states
        return
    pause = max(least, PAUSES[min(tried, len(PAUSES) - 1)] if not least else 0)
    due_at = now + timedelta(seconds=pause)
    tx.letters.retry(claimed.letter.id, due_at, outcome.reason, unsure_since, claimed.until)


def give_back(tx: Tx, claimed: Claimed, now: datetime) -> None:
    """What was held for too long before it could be sent waits again, if nobody has taken it up meanwhile."""
    letter = claimed.letter
    tx.letters.retry(letter.id, now, "held for too long", letter.unsure_since, claimed.until)
