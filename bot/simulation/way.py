"""Where a learner must stand by R12 and R13, moved by nothing but what they themselves did."""

from dataclasses import dataclass

from bot.app.said import Stand
from bot.core.curriculum import Curriculum

Spot = int | str  # a day of the week from 1, or "checkpoint", "review", "finished"


@dataclass(slots=True)
class Way:
    """A place in a curriculum of `weeks`: (days, whether it has a checkpoint). `week` counts from 1."""

    weeks: tuple[tuple[int, bool], ...]
    week: int = 1
    spot: Spot = 1

    @property
    def here(self) -> tuple[int, Spot]:
        """The place as it can be compared."""
        return self.week, self.spot

    @property
    def is_work(self) -> bool:
        """Whether a flow is to be marked done here."""
        return isinstance(self.spot, int) or self.spot == "checkpoint"

    def done(self) -> None:
        """R12: one day on; after the last and after the checkpoint the review is due."""
        if isinstance(self.spot, int) and self.spot < self.weeks[self.week - 1][0]:
            self.spot += 1
        elif self.is_work:
            self.spot = "review"

    def explained(self) -> None:
        """R13: nothing is missing, on to the next week; open days count as passed over."""
        if self.week < len(self.weeks):
            self.week, self.spot = self.week + 1, 1
        else:
            self.spot = "finished"

    def missing(self) -> None:
        """R13: something is missing, and the next day's work is the week's checkpoint."""
        self.spot = "checkpoint" if self.weeks[self.week - 1][1] else "review"

    def placed(self, week: int) -> None:
        """R12: a place that was chosen; who is on one of its days already stays there."""
        if week != self.week or not isinstance(self.spot, int):
            self.week, self.spot = week, 1


def beginning(curriculum: Curriculum) -> Way:
    """The first day of the first week."""
    return Way(tuple((len(week.days), week.checkpoint is not None) for week in curriculum.weeks))


def shown_at(stand: Stand) -> tuple[int, Spot]:
    """The place that an answer names."""
    return stand.week.number, stand.number if stand.spot == "day" else stand.spot
