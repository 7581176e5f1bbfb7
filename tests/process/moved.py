"""`python -m bot` on a machine whose clock is set while it runs: `python -m tests.process.moved FILE WORDS`.

FILE holds by how many seconds that clock is ahead of the real one. The steady counter of the machine runs on, as it
does when a clock is set. Processes that share a database look at its clock each second, in place of each minute.
"""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from apscheduler.schedulers import base

from bot import __main__, cli, shared_clock
from bot.opening import utc_clock


def machine(file: Path) -> Callable[[], datetime]:
    """The machine's clock."""

    def now() -> datetime:
        return utc_clock() + timedelta(seconds=float(file.read_text()))

    return now


def set_clock(file: Path, ahead: float) -> None:
    """Set it, seconds ahead of the real one."""
    new = file.with_suffix(".new")
    new.write_text(str(ahead))
    new.replace(file)


def main() -> None:
    """Run the bot."""
    now = machine(Path(sys.argv.pop(1)))

    class Told(datetime):
        """What the scheduler asks for the time."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return now().astimezone(tz)

    vars(base)["datetime"] = Told
    vars(cli)["utc_clock"] = now
    vars(shared_clock)["EVERY"] = 1.0
    __main__.main()


if __name__ == "__main__":
    main()
