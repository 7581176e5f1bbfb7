"""The traveller: away for days or weeks, east and west, with and without a date of return."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from bot.app.commands import Settings
from bot.simulation.habits import Habit, flow
from bot.simulation.person import Act, Person

FAR = (
    *("Asia/Tokyo", "America/New_York", "Pacific/Apia", "Pacific/Pago_Pago", "Asia/Kathmandu", "Europe/Lisbon"),
    *("Australia/Lord_Howe", "America/Los_Angeles", "Africa/Casablanca"),
)


class Travels(Habit):
    """Steady at home; every few weeks elsewhere, where the evenings go on by the new clock (R11)."""

    name = "travels"

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        home = me.zone
        away = FAR[me.memory["to"]] if "to" in me.memory else ""
        back_on = date.fromordinal(me.memory.get("back", 1))
        for day in days:
            if not away and me.chance(0.03):
                me.memory["to"] = me.lot.randrange(len(FAR))
                away, back_on = FAR[me.memory["to"]], day + timedelta(days=me.lot.randint(2, 15))
                me.memory["back"] = back_on.toordinal()
                told = me.chance(0.5)
                me.memory["told"] = int(told)
                until = (back_on - timedelta(days=1)).isoformat() if told else ""
                yield Act(me.at(day, time(10)), Settings(zone=away, until=until))
            elif away and day >= back_on:
                if not me.memory["told"]:
                    yield Act(me.at(day, time(10), away), Settings(zone=home))
                away = ""
                del me.memory["to"]
            if day.weekday() < 5 and me.chance(0.8):
                yield flow(me, day, me.evening(), me.lot.randrange(40, 100, 5), zone=away or home)

    def besides(self, me: Person, days: Sequence[date], zone: str = "") -> Iterator[Act]:
        return super().besides(me, days, FAR[me.memory["to"]] if "to" in me.memory else me.zone)
