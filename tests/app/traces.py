"""What of somebody stands: their logs, their place, and every number that follows."""

from bot.app.commands import (
    LogFlow,
    Progress,
    Today,
)
from bot.app.said import (
    Logged,
    NumbersShown,
    ProgressShown,
    Said,
    TodayShown,
)
from tests.world import Person


async def logs(person: Person, minutes: int = 30, **more: object) -> Logged:
    return await person.hears(Logged, LogFlow(minutes, **more))  # type: ignore[arg-type]  # fields of a log


async def stands_at(person: Person) -> str:
    stand = (await person.hears(TodayShown, Today())).stand
    return stand.day.id if stand.day else f"{stand.week.id}/{stand.spot}"


async def all_numbers(person: Person) -> tuple[Said, ...]:
    """Everything that is derived from what stands."""
    return (
        await person.hears(ProgressShown, Progress()),
        await person.hears(NumbersShown, Progress("numbers")),
        await person.hears(TodayShown, Today()),
    )
