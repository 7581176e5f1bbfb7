"""Many people at once, to measure the bot."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tests.fakes.discord.people import People
from tests.fakes.discord.shapes import Json
from tests.fakes.discord.watch import Watch


class Crowd:
    """Uses one command by many people and takes the time of each first answer."""

    def __init__(self, people: People, watch: Watch) -> None:
        self._people = people
        self._watch = watch

    async def rush(
        self,
        user_ids: list[int],
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        channel_id: int | None = None,
        per_second: float = 0.0,
        within: float = 5.0,
    ) -> Json:
        """Each person uses the command once, all at once or so many a second.

        Waits for all answers, but no longer than `within` seconds after the last act. Returns how many asked and
        were answered, and the milliseconds from each event to its first answer.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        asked: list[int] = []
        for number, user_id in enumerate(user_ids):
            if per_second:
                await asyncio.sleep(max(0.0, started + number / per_second - loop.time()))
            asked.append(self._people.slash(user_id, command, options, channel_id=channel_id))
        took: list[float] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                for interaction_id in asked:
                    answer = await self._watch.answer(interaction_id, within=within)
                    took.append(round(answer.seconds * 1000, 3))
        return {"asked": len(asked), "answered": len(took), "milliseconds": took}
