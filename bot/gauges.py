"""What the bot tells of its own work while it works. Nobody listens unless a port for it is open."""

from typing import Literal

Outcome = Literal["told", "refused", "failed"]
Taken = Literal["taken", "aside"]


class Gauges:
    """Where measurements go: here, nowhere. All times are seconds; any thread may call."""

    def handled(self, command: str, outcome: Outcome, seconds: float) -> None:
        """A command was carried out."""

    def delivered(self, kind: str, platform: str, late: float) -> None:
        """A platform took a letter, so long after it was first due."""

    def failed(self, platform: str, trouble: str) -> None:
        """A message did not go out; `trouble` is a word of `bot.app.courier.trouble_of`, "throttled" for a 429,
        or "unreached" for an answer on Discord."""

    def beaten(self, late: float, took: float, decided: int) -> None:
        """The scheduler looked at what is due: later than it should have, for so long, and decided so much."""

    def committed(self, seconds: float) -> None:
        """A commit took so long."""

    def updated(self, outcome: Taken) -> None:
        """One of Telegram's updates was seen through; also one that was set aside, which is told as well."""

    def resumed(self) -> None:
        """Discord's gateway was cut and took the session up again."""


SILENT = Gauges()
