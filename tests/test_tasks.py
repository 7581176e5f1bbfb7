"""Tasks end with their owner: what is short is waited for, what is long is cancelled."""

import asyncio

from bot.tasks import Crew, Grace


async def test_what_a_task_starts_while_its_owner_leaves_is_waited_for_too() -> None:
    """Issue 2, point 5: a letter that was claimed in the last moment is sent, not left in doubt."""
    done: list[str] = []

    async def second() -> None:
        await asyncio.sleep(0)
        done.append("second")

    async def first(crew: Crew) -> None:
        await asyncio.sleep(0)
        crew.start(second())
        done.append("first")

    async with Crew(patience=5) as crew:
        crew.start(first(crew))

    assert done == ["first", "second"]


async def test_what_is_long_is_cancelled_when_the_patience_is_over() -> None:
    """Issue 2, point 5: no task outlives its owner."""
    async with Crew(patience=0.01) as crew:
        task = crew.start(asyncio.Event().wait())

    assert task.cancelled()


async def test_nothing_is_left_running_by_an_owner_that_is_cancelled_itself() -> None:
    """Issue 2, point 5: an owner whose own time is up takes its tasks along."""
    tasks = []

    async def owner() -> None:
        async with Crew(patience=60) as crew:
            tasks.append(crew.start(asyncio.Event().wait()))

    async with Crew(patience=0.01) as outer:
        tasks.append(outer.start(owner()))

    assert [task.cancelled() for task in tasks] == [True, True]


async def test_parts_that_end_one_after_the_other_share_one_time() -> None:
    """Issue 2, point 5: 5 seconds are for the whole bot; before the end each part has its own time."""
    grace = Grace(0.05)
    assert grace.left(3) == 3
    grace.begin()
    assert 0 < grace.left(3) <= 0.05
    async with Crew(patience=lambda: grace.left(3)) as crew:
        crew.start(asyncio.Event().wait())
    assert grace.left(3) == 0
