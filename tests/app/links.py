"""Two accounts on their way to one learner, in one line each."""

from datetime import time

from bot.app.app import App
from bot.app.commands import Join, Link, LinkNow, LinkPart, Settings
from bot.app.said import LinkCode, Linked, LinkOffer, LinkShown, Parted
from bot.core.people import Platform
from bot.core.plans import parse_plan
from tests.world import Person

EVERY_DAY = parse_plan("every day")


def on_both(app: App, number: int = 1) -> tuple[Person, Person]:
    """One person's account on Discord, and the one on Telegram."""
    return Person(app, f"d{number}", "Bea on Discord", Platform.DISCORD), Person(app, f"t{number}", "Bea on Telegram")


async def offered(there: Person, here: Person) -> LinkOffer:
    """`there` gives a code, `here` enters it."""
    given = await there.hears(LinkCode, Link())
    return await here.hears(LinkOffer, Link(given.code))


async def linked(there: Person, here: Person, picks: str = "") -> Linked:
    """The same, and the confirming press."""
    shown = await offered(there, here)
    return await here.hears(Linked, LinkNow(shown.other, shown.token, picks or shown.picks))


async def parted(person: Person) -> Parted:
    """Part them again."""
    shown = await person.hears(LinkShown, Link())
    return await person.hears(Parted, LinkPart(shown.union, sure=True))


async def both_prompted(app: App) -> tuple[Person, Person]:
    """Prompted at noon on Discord and at three on Telegram, UTC, every day of the week."""
    there, here = on_both(app)
    for account, hour in ((there, 12), (here, 15)):
        await account.says(Join(zone="UTC", hour=time(hour), plan=EVERY_DAY))
        await account.says(Settings(prompts=True))
    return there, here
