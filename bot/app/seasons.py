"""Seasons: a facilitator declares days off for a whole group, also after the fact, and takes them back."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.app.commands import EndSeason, Season
from bot.app.leading import led_group
from bot.app.said import Refusal, Said, SeasonsShown
from bot.app.schedule import CARDS_EDITED_FOR, reschedule_all
from bot.app.turn import Turn
from bot.core.days import local_day
from bot.core.people import Group
from bot.core.rests import BadRest
from bot.core.seasons import SeasonId, season_range, without

SHOWN = 8  # seasons that are listed
KINDS = {
    "unreadable": "bad_rest",
    "too_far": "rest_too_far",
    "too_far_ahead": "rest_too_far_ahead",
    "backwards": "rest_backwards",
    "too_long": "season_too_long",
    "over": "season_over",
}


def season(ask: Season, turn: Turn) -> Said:
    """Declare a season in a group's own chat, or show those that stand. The right is checked at each use."""
    _, group = led_group(turn, 0)
    today = local_day(turn.now, ZoneInfo(group.zone))
    if not ask.start.strip() and not ask.end.strip():
        return _shown(group, today, turn)
    try:
        first, last = season_range(ask.start, ask.end, today)
    except BadRest as bad:
        raise _refused(bad) from None
    name = " ".join(ask.called.split()) or "A break"
    declared = turn.tx.seasons.declare(group.id, name, first, last, turn.now, today)
    _redraw(group, today, turn)
    shown = _shown(group, today, turn)
    kept = turn.tx.seasons.get(declared)
    return replace(shown, done="declared", changed=kept)


def end_season(ask: EndSeason, turn: Turn) -> Said:
    """Take a season back: as a whole while it is new or has not begun, else from today on."""
    _, group = led_group(turn, 0)
    today = local_day(turn.now, ZoneInfo(group.zone))
    found = turn.tx.seasons.get(SeasonId(ask.season))
    if found is None or found.group != group.id:
        raise Refusal("outdated")
    try:
        left = without(found, today, turn.now)
    except BadRest as bad:
        raise _refused(bad) from None
    if left is None:
        turn.tx.seasons.undo(found.id, turn.now)
    else:
        turn.tx.seasons.end(found.id, left[1])
    reschedule_all(turn.tx, turn.tx.groups.everybody(group.id), turn.now)
    _redraw(group, today, turn)
    return replace(_shown(group, today, turn), done="ended" if left else "dropped", changed=found)


def _shown(group: Group, today: date, turn: Turn) -> SeasonsShown:
    return SeasonsShown(group.name, today, turn.tx.seasons.of(group.id, today)[:SHOWN])


def _refused(bad: BadRest) -> Refusal:
    days = (bad.day,) if bad.day else ()
    return Refusal(KINDS[bad.reason], given=bad.text, days=days)  # type: ignore[arg-type]  # one of these


def _redraw(group: Group, today: date, turn: Turn) -> None:
    """The cards of the last days say so, or no longer."""
    days = [today + timedelta(days=1 - ago) for ago in range(CARDS_EDITED_FOR.days + 1)]
    if turn.tx.cards.touch_group(group.id, days, turn.now, turn.now - CARDS_EDITED_FOR):
        turn.wakes = True
