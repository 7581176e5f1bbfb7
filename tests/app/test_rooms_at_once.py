"""Several processes that see one study room at the same time, as while a shard moves, or rooms of different servers."""

import asyncio

from sqlalchemy import select

from bot.app.rooms import RoomSeen
from bot.storage.tables import visits
from tests.app.study_room import NAMES, STUDY, House
from tests.world import Person


async def states(house: House) -> list[str]:
    return await house.life.store.read(
        lambda tx: list(tx.connection.execute(select(visits.c.state).order_by(visits.c.id)).scalars())
    )


async def test_a_visit_that_two_see_begin_is_one(house: House, ada: Person) -> None:
    """R20: an offer and a log for one stretch of time, whoever told of it."""
    room = RoomSeen(STUDY, NAMES[STUDY], frozenset({ada.id}))
    looks = [house.rooms.look([room]) for _ in range(4)]
    await asyncio.gather(*looks, *(house.rooms.moved(ada.id, room) for _ in range(4)))
    assert await states(house) == ["here"]


async def test_who_left_another_servers_room_stays_in_this_one(house: House, ada: Person) -> None:
    """Somebody goes from one server's room to another one's; the process of the first may tell of it last."""
    await house.enters(ada)
    await house.rooms.moved(ada.id, None, left="999")
    assert await states(house) == ["here"]
    await house.rooms.moved(ada.id, None, left=STUDY)
    assert await states(house) == ["away"]
