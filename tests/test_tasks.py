"""Tasks end with their owner: what is short is waited for, what is long is cancelled."""

import asyncio

from bot.tasks import Crew


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
