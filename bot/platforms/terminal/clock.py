"""A clock that can be moved: it runs along with the real one, or stands still where it was set."""

from collections.abc import Callable
from datetime import datetime, timedelta


class MovedClock:
    """Shows an instant (UTC) of its own.

    With `real` it runs on from `shown` as that clock does; without, it moves only by `move_to`.
    """

    def __init__(self, shown: datetime, real: Callable[[], datetime] | None = None) -> None:
        self._real = real
        self._shown = shown
        self._since = real() if real else shown

    @property
    def runs(self) -> bool:
        """Whether it moves by itself."""
        return self._real is not None

    def __call__(self) -> datetime:
        """The instant that is now."""
        if self._real is None:
            return self._shown
        return self._shown + max(self._real() - self._since, timedelta())

    def move_to(self, at: datetime) -> None:
        """Show `at` from now on; never an earlier instant than is shown already."""
        self._shown = max(at, self())
        if self._real is not None:
            self._since = self._real()
