"""Codes are guessed in vain: few tries, a large space, a short life, and no answer tells which codes there are."""

import random
from datetime import timedelta

from bot.app.app import App
from bot.app.commands import InviteChat, Link, Setup
from bot.app.links import SIGNATURE, group_of_link, link_of
from bot.app.said import ChatCode, LinkCode, Refused
from bot.core.linking import ALPHABET, CODE_LIVES, HALF, MOST_TRIES, TRIES_WITHIN, new_code
from bot.core.people import Address, Platform
from bot.storage.store import Store
from tests.app.life import mostly_embedded
from tests.world import PLACE, Person, StoppedClock, founded

SPACE = len(ALPHABET) ** (2 * HALF)


def test_the_odds_are_those_that_the_page_tells() -> None:
    """SECURITY.md: a thousand accounts that guess for a year, while a hundred codes are alive at any moment."""
    tries = 1000 * MOST_TRIES * (timedelta(days=365) / TRIES_WITHIN)
    assert (31**8, timedelta(minutes=10), 5, timedelta(hours=1)) == (SPACE, CODE_LIVES, MOST_TRIES, TRIES_WITHIN)
    assert 100 * tries / SPACE < 1 / 190


@mostly_embedded
async def test_many_guesses_of_many_accounts_find_nothing(app: App, clock: StoppedClock) -> None:
    """Issue 4, point 9; issue 6, 3: for two hours eight accounts guess as fast as they can; five guesses of an account
    are looked at in an hour, and all sound alike until then."""
    alive = []
    for number in range(3):
        giver = Person(app, f"g{number}", f"Giver {number}", Platform.DISCORD)
        await giver.joins()
        alive.append((await giver.hears(LinkCode, Link())).code)
    pick = random.Random(7).choice  # noqa: S311 - an attacker's dice
    heard: dict[str, int] = {}
    for _ in range(2):
        for number in range(8):
            for _ in range(8):
                guess = new_code(pick)
                assert guess not in alive
                kind = (await Person(app, f"a{number}", "Mallory").refused(Link(guess))).kind
                heard[kind] = heard.get(kind, 0) + 1
        clock.pass_(hours=1)
    assert heard == {"link_wrong": 2 * 8 * MOST_TRIES, "link_shut": 2 * 8 * (8 - MOST_TRIES)}


@mostly_embedded
async def test_who_guessed_too_often_is_not_let_in_by_the_right_code(
    app: App, host: Person, clock: StoppedClock
) -> None:
    """The count is one for both kinds of codes, and a chat that joins a group is no way round it."""
    group = await founded(host)
    code = (await host.hears(ChatCode, InviteChat(group.id), PLACE)).code
    mallory = Person(app, "666", "Mallory", Platform.DISCORD, facilitator=True)
    place = Address(Platform.DISCORD, "9009")
    for number in range(MOST_TRIES):
        ask = Link("AAAA-AAAA") if number % 2 else Setup(attach="AAAA-AAAA")
        said = (await mallory.says(ask, place if isinstance(ask, Setup) else None)).said
        assert isinstance(said, Refused)
    assert (await mallory.refused(Setup(attach=code), place)).kind == "link_shut"
    clock.pass_(minutes=10)
    other = Person(app, "667", "Trudy", Platform.DISCORD, facilitator=True)
    assert (await other.refused(Setup(attach=code), place)).kind == "code_wrong"  # it lives ten minutes


@mostly_embedded
async def test_a_link_that_invites_cannot_be_made_up(host: Person, store: Store) -> None:
    """72 bits of a signature with the group's own key; a near miss is as far off as any."""
    group = await founded(host)
    good = link_of(group)
    assert len(good.partition("-")[2]) == SIGNATURE
    number, _, signed = good.partition("-")
    swapped = signed[:-1] + ("A" if signed[-1] != "A" else "B")
    for forged in (
        f"{number}-{swapped}",
        f"{number}-",
        number,
        f"{number}-{signed}x",
        f"{int(number) + 1}-{signed}",
        "",
    ):
        assert await store.read(lambda tx, forged=forged: group_of_link(tx, forged)) is None  # type: ignore[misc]  # this round's
    assert await store.read(lambda tx: group_of_link(tx, good)) is not None
