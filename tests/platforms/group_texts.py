"""Everything that may stand in a group, drawn from what people chose to be called."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from bot.app.said import (
    Card,
    ChatAttached,
    ChatDetached,
    DetachAsked,
    Digest,
    Focusing,
    FocusRound,
    GroupAsked,
    GroupReady,
    GroupShown,
    GroupTaken,
    Helper,
    HelpShown,
    Introduced,
    Refused,
    Said,
    SeasonsShown,
    SetupOffer,
    SharedItem,
)
from bot.app.said.groups import ChatLine
from bot.core.people import Group, GroupId, Platform
from bot.core.prompts import GROUP_DAYS
from bot.core.seasons import Season, SeasonId

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
DAY, MONDAY, SUNDAY = date(2026, 3, 3), date(2026, 3, 9), date(2026, 3, 8)
LINK = "1-abcdefghijkl"


def group_texts(*names: str) -> Mapping[str, Said]:
    """Each kind of message that everybody in a group may read; `names` are used in turn for people and things."""
    first, second, third = (names * 3)[:3]
    group = Group(GroupId(1), first, "cs", "Europe/Berlin", time(9), frozenset(range(5)), board=True, key="k")
    quiet = Card(first, 1, DAY, "day", False, (), 0, None, 0, None, LINK, studied=False)
    full = Card(
        first, 1, DAY, "day", False, (first, second), 5, 310, 0, None, LINK, week_minutes=900, week_kept=2,
        focusing=Focusing((third,), 2, NOW + timedelta(minutes=40), "Europe/Berlin"),
    )  # fmt: skip
    digest = Digest(
        MONDAY - timedelta(days=7), 1250, 31, 6, ((first, 3), (second, 4)), 1, (third,), ((second, first),), 4, 1, 2,
        (
            SharedItem(1, first, "well", 0, second),
            SharedItem(2, "", "way", 0, third),
            SharedItem(3, second, "plan", 0, f"{first}\n{second}"),
            SharedItem(4, third, "review", 3, first * 3),
        ), 2, 3,
    )  # fmt: skip
    fresh = Card(first, 1, MONDAY, "fresh", False, (first,), 3, 90, 0, digest, LINK, week_minutes=90)
    small = Digest(MONDAY - timedelta(days=7), None, None, 2, (), 0, ())
    ready = GroupReady(group, True, NOW, second, ())
    chats = (
        ChatLine(1, Platform.TELEGRAM, False, True, ""),
        ChatLine(2, Platform.DISCORD, False, False, "the bot may not write in the channel"),
        ChatLine(3, Platform.TELEGRAM, True, False, ""),
    )
    shown = GroupShown(group, second, NOW, 12, chats, ((1, first), (2, "")), ((3, third),), False, "")
    season = Season(SeasonId(1), GroupId(1), second, DAY, DAY + timedelta(days=9), NOW)
    day = Season(SeasonId(2), GroupId(1), third, MONDAY, MONDAY, NOW)
    return {
        "card, nobody yet": quiet,
        "card, somebody in a group of two": Card(first, 1, DAY, "day", False, (first,), 1, None, 0, None, LINK),
        "card, somebody who is not listed": Card(first, 1, DAY, "day", False, (), 0, None, 0, None, LINK),
        "card, five in today": full,
        "card, closed": Card(first, 1, DAY, "day", True, (first,), 4, 200, 0, None, LINK, week_minutes=600),
        "card, closed, nobody": Card(first, 1, DAY, "day", True, (), 0, None, 0, None, LINK, studied=False),
        "card, in a season": Card(
            first, 1, DAY, "day", False, (), 0, None, 0, None, LINK, studied=False, season=second, season_until=MONDAY
        ),
        "card, Sunday": Card(first, 1, SUNDAY, "checkin", False, (first,), 4, 90, 2, None, LINK, week_minutes=600),
        "card, Monday": fresh,
        "card, Monday after a small week": Card(
            first, 1, MONDAY, "fresh", False, (), 0, None, 0, small, LINK, studied=False
        ),
        "question": GroupAsked(first, 3, second, third, (Helper(second, "77"), Helper(third, ""))),
        "question without a name": GroupAsked("", 3, second, third, ()),
        "round": FocusRound(1, 7, True, NOW, NOW + timedelta(minutes=50), "Europe/Berlin", 3),
        "introduced": Introduced(Platform.TELEGRAM),
        "set-up offer": SetupOffer("Europe/Berlin", NOW, time(9), GROUP_DAYS, False, True, second, "", (), ()),
        "set-up offer, groups that lost their chats": SetupOffer(
            "Europe/Berlin", NOW, time(9), GROUP_DAYS, False, True, second, "", (), (), ((1, first), (2, third))
        ),
        "set up": ready,
        "settings changed": GroupReady(group, False, NOW, second, ()),
        "settings": GroupReady(group, False, NOW, second, (), changed=False),
        "attached": ChatAttached(group, NOW, second, 2),
        "taken": GroupTaken(group, NOW, 3),
        "group": shown,
        "group, one named": GroupShown(group, second, NOW, 12, chats[:1], ((1, first),), (), True, "", "named"),
        "leave a chat?": DetachAsked(group, chats[0], True),
        "left": ChatDetached(first),
        "season declared": SeasonsShown(first, DAY, (season, day), "declared", season),
        "seasons": SeasonsShown(first, DAY, (season, day)),
        "no seasons": SeasonsShown(first, DAY, ()),
        "season taken back": SeasonsShown(first, DAY, (), "dropped", season),
        "help": HelpShown(private=False, group=first, facilitator=False, state="stranger"),
        "no group here": Refused("no_group"),
    }
