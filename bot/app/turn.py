"""One turn: who asks, when, and the transaction that is open for it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app.asker import Asker
from bot.app.said import Refusal, Stand
from bot.app.shelf import Shelf
from bot.app.stand import place_of, stand_of
from bot.core.curriculum import Curriculum
from bot.core.days import local_day, monday_of
from bot.core.people import Account, Learner
from bot.core.plans import PlanHistory
from bot.core.position import Place
from bot.core.record import Record
from bot.core.standing import Standing, standing_on
from bot.storage.tx import Tx


@dataclass(slots=True)
class Turn:
    """What a handler may see and do. `wakes` asks for deliveries to be looked at right after the commit."""

    tx: Tx
    now: datetime
    asker: Asker
    shelf: Shelf
    learner: Learner | None
    account: Account | None
    wakes: bool = field(default=False)

    @property
    def me(self) -> Learner:
        """The asker as a learner. Raises Refusal("not_joined")."""
        if self.learner is None:
            raise Refusal("not_joined")
        return self.learner

    @property
    def zone(self) -> ZoneInfo:
        """The learner's zone that holds now."""
        return ZoneInfo(self.me.zone)

    @property
    def today(self) -> date:
        """The learner's local day (R1)."""
        return local_day(self.now, self.zone)

    @property
    def curriculum(self) -> Curriculum:
        """The learner's active curriculum as they walk it (R14), or the first one for who has not joined."""
        if self.learner is None:
            return self.shelf.first
        return self.shelf.walk_of(self.learner)

    def plans(self) -> PlanHistory:
        """The learner's plans."""
        return self.tx.people.plans(self.me.id)

    def record(self) -> Record:
        """The learner's facts that stand."""
        return self.tx.logs.record(self.me.id, self.me.joined, monday_of(self.today) + timedelta(days=6))

    def standing(self) -> Standing:
        """The learner's numbers today."""
        return standing_on(self.record(), self.today)

    def place(self) -> Place:
        """Where the learner stands in the curriculum."""
        return place_of(self.tx, self.curriculum, self.me.id)

    def stand(self) -> Stand:
        """The same, as facts to show."""
        return self.stand_at(self.place())

    def stand_at(self, place: Place) -> Stand:
        """A place of the learner's, as facts to show."""
        return stand_of(self.tx, self.curriculum, self.me.id, place)
