"""What a letter says, from the facts at the moment it is delivered. None: it is no longer wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.app.asker import Asker
from bot.app.asking import compose_ask
from bot.app.digest import MOST_TOLD, digest_of
from bot.app.flows import next_flow
from bot.app.links import link_of
from bot.app.said import Card, CheckinCall, DailyPrompt, Hello, KindNote, Said
from bot.app.shelf import Shelf
from bot.app.snoozing import offers_evening
from bot.app.stand import place_of, spot_key
from bot.app.timer import TOTALS_FROM, compose_end, focusing_in
from bot.app.turn import Turn
from bot.app.visits import compose_offer
from bot.app.weekly import checkin_week
from bot.core.days import monday_of
from bot.core.people import ChatId, Learner, LearnerId
from bot.core.position import Place
from bot.core.prompts import SUNDAY, Rhythm, rhythm_after
from bot.core.rests import RestDays
from bot.storage.cards import CardRow
from bot.storage.letters import Letter
from bot.storage.store import StorageTrouble
from bot.storage.tx import Tx

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reader:
    """What was read already: whom a prompt, a check-in, a hello or an offer of a visit speaks to, with the days that
    are off for them, and perhaps where they stand; no other letter speaks to anybody alone. Of a card its row."""

    learner: Learner | None
    off: RestDays
    place: Place | None = None
    card: CardRow | None = None


def look_ahead(tx: Tx, people: Sequence[Learner], shelf: Shelf) -> dict[LearnerId, Place]:
    """Read what the prompts of several learners speak of in a statement for all of them, not for each. Returns where
    they stand, except whose place cannot be told: their letter will say why."""
    ids = [it.id for it in people]
    reads = (tx.timers.ahead, tx.visits.ahead, tx.groups.ahead, tx.way.ahead, tx.way.steps_ahead, tx.logs.ahead)
    for ahead in reads:
        ahead.read(ids)
    places = {it.id: place for it in people if (place := _place(tx, it, shelf)) is not None}
    tx.logs.read_spent([(it.id, it.curriculum, spot_key(places[it.id])) for it in people if it.id in places])
    return places


def _place(tx: Tx, learner: Learner, shelf: Shelf) -> Place | None:
    try:
        return place_of(tx, shelf.walk_of(learner), learner.id)
    except StorageTrouble:
        raise
    except Exception:  # noqa: BLE001  # it fails again where that letter alone is drawn up, and is told there
        return None


def compose(tx: Tx, letter: Letter, reader: Reader, shelf: Shelf, now: datetime) -> Said | None:
    """Draw a letter up. Prompts are not sent to who studied meanwhile, nor check-ins to who answered."""
    learner = reader.learner
    if letter.kind == "card":
        return compose_card(tx, ChatId(letter.subject), letter.day, reader.card, shelf, now)
    if letter.kind == "focus":
        return compose_end(tx, letter, shelf, now)
    if letter.kind == "ask":
        return compose_ask(tx, letter, shelf)
    if learner is None or not learner.prompts:
        return None
    if letter.kind == "hello":
        return Hello(learner.name, learner.hour)
    asker = Asker(letter.address.platform, letter.address.person, learner.name, letter.address, True, letter.key)
    turn = Turn(tx, now, asker, shelf, learner, None)
    if letter.day in reader.off and letter.kind in ("prompt", "checkin", "visit"):
        return None
    place = reader.place or turn.place()
    if place.is_finished:  # after the last phase prompts and check-ins stop (R14)
        return None
    if letter.kind == "visit":
        return compose_offer(tx, learner, now)
    if letter.kind == "checkin":
        monday = checkin_week(letter.day, learner.joined)
        if tx.way.checkin(learner.id, monday):
            return None
        stand = turn.stand_at(place)
        return CheckinCall(learner.name, monday, turn.standing().this_week, stand.spot == "review", stand)
    record = turn.record()
    if record.is_study_day(letter.day):
        return None
    if rhythm_after(learner.ignored) is Rhythm.NOTE:
        return KindNote(learner.name, turn.stand_at(place))
    last = tx.way.last_checkin(learner.id)
    recent = last is not None and last.monday >= monday_of(letter.day) - A_WEEK
    return DailyPrompt(
        learner.name,
        letter.day,
        next_flow(turn, place, record),
        (last.after, last.i_will) if last and recent else None,
        offers_evening(now, turn),
    )


def compose_card(tx: Tx, chat: ChatId, day: date, row: CardRow | None, shelf: Shelf, now: datetime) -> Card | None:
    """A group's card of a day as it should look now; `row` is what is kept of it, if it was posted before."""
    group = tx.groups.met_in(chat)
    if group is None:
        return None
    monday = monday_of(day)
    present = tx.weeks.in_on(group.id, group.curriculum, day, MOST_TOLD)
    week = tx.weeks.sums(group.id, group.curriculum, monday)
    enough, enough_in_week = present.learners >= TOTALS_FROM, week.learners >= TOTALS_FROM
    closed = row is not None and now >= row.closes_at
    season = tx.seasons.on(group.id, day)
    checked_in = tx.weeks.checked_in(group.id, monday) if day.weekday() == SUNDAY else 0
    return Card(
        group.name,
        group.id,
        day,
        "checkin" if day.weekday() == SUNDAY else "fresh" if day == monday else "day",
        closed=closed,
        names=present.names,
        learners=present.learners if enough else present.listed,
        studied=bool(present.learners),
        minutes=present.minutes if enough else None,
        checked_in=checked_in if checked_in >= TOTALS_FROM else 0,
        digest=digest_of(tx, group, monday - A_WEEK, shelf) if day == monday and group.digest else None,
        link=link_of(group),
        focusing=None if closed else focusing_in(tx, group, now),
        week_minutes=week.minutes if enough_in_week else None,
        week_kept=week.kept if enough_in_week else 0,
        season=season.name if season else "",
        season_until=season.last if season else None,
    )
