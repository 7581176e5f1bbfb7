"""The share of the permitted send rate that 1, 2 and 4 processes reach together, on both platforms at once.

Real `pacekeeper run --roles deliver` on PostgreSQL, against servers that enforce the platforms' own limits. What is
permitted is the budget (core/pacing.py), which stays below the platforms' limits so that nothing is refused.
"""

import tempfile
from pathlib import Path

from bot.core.pacing import BUDGETS
from bot.core.people import Platform
from tests.bench import fleet
from tests.bench.engines import engines
from tests.databases import POSTGRES

PROCESSES = (1, 2, 4)
LETTERS = {Platform.DISCORD: (2_000, 40), Platform.TELEGRAM: (1_300, 20)}  # private, and chats that get 10 each
QUICK = 2
TABLE = (
    "| processes | platform | letters | s | a second | of what is permitted | 429 | busiest second | doubled | ended |"
)


async def main(mode: str = "") -> None:
    """`quick` is the same with half of the letters; a number measures with so many processes alone."""
    few = QUICK if mode == "quick" else 1
    print(f"{TABLE}\n{'|---' * 10}|")
    with engines() as fresh, tempfile.TemporaryDirectory() as folder:
        for processes in (int(mode),) if mode.isdecimal() else PROCESSES:
            async with fleet.platforms(limits=True) as both:
                sides = [await both.side(each, a // few, b // few) for each, (a, b) in LETTERS.items()]
                for it in await fleet.deliver(both, Path(folder), fresh(POSTGRES), sides, processes):
                    permitted = BUDGETS[it.platform].per_second
                    print(
                        f"| {processes} | {it.platform} | {it.letters:,} | {it.seconds:.1f} | {it.rate:.1f} "
                        f"| {it.rate / permitted:.1%} of {permitted:.0f}/s | {it.refused} | {it.busiest} "
                        f"| {it.doubled} | {it.states} |",
                        flush=True,
                    )
