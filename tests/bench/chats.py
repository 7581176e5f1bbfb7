"""Groups whose cards are due now, for measuring, and what their cards show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import insert

from bot.app.links import new_key
from bot.core.days import local_day, monday_of
from bot.core.people import Address, Group, GroupId, Platform
from bot.core.prompts import GROUP_DAYS
from bot.core.zones import zone_named
from bot.opening import BOTS, open_store, utc_clock
from bot.storage.letters import Letter
from bot.storage.tables import accounts, learners, members, plans, zones
from bot.storage.tx import Tx

_TOGETHER = re.compile(r"Together (?:\*\*|<b>)(?:(\d+) h)? ?(?:(\d+) min)?")


@dataclass(slots=True)
class Chat:
    """A chat on a platform, the number of its group, those who log in it, and how many logs they are to make."""

    platform: Platform
    id: int
    group: int
    people: list[int]
    logs: int = 0

    def turns(self) -> Iterator[int]:
        """Who makes each of the logs."""
        return islice(cycle(self.people), self.logs)


@dataclass(frozen=True, slots=True)
class Edit:
    """A card as it was edited: when, and the minutes of the day that it shows."""

    at: float
    minutes: int


def minutes_together(text: str) -> int:
    """The minutes that a card names as the group's of its day; 0 if it names none."""
    found = _TOGETHER.search(text)
    return 60 * int(found[1] or 0) + int(found[2] or 0) if found else 0


def fill(database: Path, chats: list[Chat]) -> None:
    """A group for each number among the chats, its members, and the letters that post its cards."""
    store = open_store(str(database), BOTS)
    store.write_now(partial(_fill, chats, utc_clock()))
    store.close_now()


def _fill(chats: list[Chat], now: datetime, tx: Tx) -> None:
    day, later = local_day(now, zone_named("UTC")), now + timedelta(hours=2)
    groups: dict[int, GroupId] = {}
    for chat in chats:
        if chat.group not in groups:
            group = Group(GroupId(0), f"G{chat.group}", "ml-46", "UTC", time(9), GROUP_DAYS, True, new_key())
            groups[chat.group] = tx.groups.add(group, now)
        address = Address(chat.platform, str(chat.id))
        row = tx.groups.add_chat(groups[chat.group], address)
        tx.cards.add(row, day, later)
        tx.letters.queue([Letter(0, f"card:{row}:{day}", "card", row, day, address, "ready", now, later)])
    doors = [(n, who, chat) for n, (who, chat) in enumerate(((who, it) for it in chats for who in it.people), 1)]
    person = {"hour": "18:00", "prompts": False, "joined": day, "curriculum": "ml-46", "created_at": now}
    run = tx.connection.execute
    run(insert(learners), [{"id": n, "name": f"Learner {n}", **person} for n, _, _ in doors])
    run(insert(zones), [{"learner_id": n, "since": now, "zone": "UTC"} for n, _, _ in doors])
    run(insert(plans), [{"learner_id": n, "from_monday": monday_of(day), "weekdays": "01234"} for n, _, _ in doors])
    run(
        insert(accounts),
        [
            {"platform": chat.platform, "external_id": str(who), "learner_id": n, "name": "x", "used_at": now}
            | {"direct": str(who) if chat.platform is Platform.TELEGRAM else ""}
            for n, who, chat in doors
        ],
    )
    run(
        insert(members),
        [{"group_id": groups[chat.group], "learner_id": n, "joined": day, "listed": n % 3 > 0} for n, _, chat in doors],
    )
