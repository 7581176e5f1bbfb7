"""The card of a group of 3, of 30 and of 3,000: as many statements, as many names, one message (issue 5, 2)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.app.letters import compose_card
from bot.app.said import Card
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import ChatId
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.storage.store import Store
from bot.storage.tables import chats
from bot.storage.tx import Tx
from bot.ui.present import present
from bot.ui.text import Text
from tests.app.crowd import crowded
from tests.app.life import mostly_embedded
from tests.world import Person, founded

pytestmark = mostly_embedded
DAYS = {"day": date(2026, 3, 3), "checkin": date(2026, 3, 8), "fresh": date(2026, 3, 9)}
NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)


def counted(tx: Tx, chat: ChatId, day: date, shelf: Shelf) -> tuple[Card, int]:
    """The card of a day, and how many statements it took."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(tx.connection.engine, "before_cursor_execute", note)
    card = compose_card(tx, chat, day, tx.cards.get(chat, day), shelf, NOW)
    event.remove(tx.connection.engine, "before_cursor_execute", note)
    assert card is not None
    return card, len(statements)


@pytest.mark.parametrize("size", [3, 30, 3000])
@pytest.mark.parametrize("kind", list(DAYS))
async def test_a_card_costs_the_same_for_any_group(
    host: Person, store: Store, curriculum: Curriculum, size: int, kind: str
) -> None:
    """R23, R24: everybody in the sums, at most 30 by name, one message; fifteen statements at most."""
    group = await founded(host)
    week = curriculum.phases[0].weeks[0].id

    def work(tx: Tx) -> tuple[Card, int]:
        crowded(tx, group, size, week)
        chat = tx.connection.execute(select(chats.c.id).where(chats.c.group_id == group.id)).scalar_one()
        return counted(tx, ChatId(chat), DAYS[kind], Shelf(curriculum))

    card, statements = await store.write(work)
    assert statements <= 15
    assert (card.kind, card.learners, card.minutes) == (kind, size, 30 * size)
    assert len(card.names) in (min(size // 2, 30), min(size // 2 + 1, 30))
    assert card.checked_in == (size if kind == "checkin" else 0)
    if kind == "fresh":
        assert card.digest is not None
        told = card.digest
        assert (told.learners, told.kept, told.minutes) == (size, size, 4 * 30 * size)
        assert len(told.finished) + told.finished_unlisted == size
    assert len(draw(present(card, Text()), Spot("bot", group=True)).pages) == 1
