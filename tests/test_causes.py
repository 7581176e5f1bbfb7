"""One id for a request, in every task and thread that works for it, and on the letters that come of it."""

import asyncio

from bot import causes
from bot.storage.store import Store
from bot.tasks import Crew


def test_an_id_holds_inside_and_not_outside() -> None:
    """Issue 6, 5: what is given wins, then what holds already, then a new one."""
    assert causes.current() == ""
    with causes.caused_by() as one:
        assert len(one) == causes.LENGTH
        with causes.caused_by() as same, causes.caused_by("abcd1234") as given:
            assert (same, given, causes.current()) == (one, "abcd1234", "abcd1234")
        assert causes.current() == one
    assert causes.current() == ""


async def test_tasks_have_ids_of_their_own_and_hand_them_down() -> None:
    """Issue 6, 5: two requests at a time never share one, and what a request starts goes on under its id."""
    heard: dict[str, set[str]] = {}

    async def request(name: str) -> None:
        heard[name] = {causes.begin()}
        async with Crew() as crew:
            crew.start(reply(name))

    async def reply(name: str) -> None:
        await asyncio.sleep(0)
        heard[name].add(causes.begin())

    await asyncio.gather(request("one"), request("other"))
    assert [len(ids) for ids in heard.values()] == [1, 1]
    assert heard["one"] != heard["other"]


async def test_a_transaction_knows_who_asked_for_it(store: Store) -> None:
    """Issue 6, 5: turns run in other threads, many in one commit, and still each logs under its own id."""

    async def request(cause: str) -> tuple[str, str]:
        with causes.caused_by(cause):
            written = await store.write(lambda _: causes.current())
            return written, await store.read(lambda _: causes.current())

    ids = [f"{number:08x}" for number in range(1, 40)]
    assert await asyncio.gather(*map(request, ids)) == [(each, each) for each in ids]
