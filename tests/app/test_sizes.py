"""A week of a group of 3, of 30 and of 3,000 that meets on both platforms: what is sent fits, and is one message a chat
and day (issue 5, R24)."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import update

from bot.app.app import App
from bot.app.commands import Agree, AskGroup, InGroup, InviteChat, Kudos, Leaderboard, LogFlow, PostAsk, Setup
from bot.app.said import AskShown, Belonging, BoardShown, Card, ChatAttached, ChatCode, Cheered, GroupAsked, Said
from bot.core.curriculum import Curriculum
from bot.core.people import Platform
from bot.platforms.discord.render import layouts
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.platforms.telegram.spans import TEXT, weight
from bot.storage.tables import learners, members
from bot.storage.tx import Tx
from bot.ui.present import present
from bot.ui.text import Text
from tests.app.crowd import crowded
from tests.app.life import Life
from tests.app.scenes import CHANNEL, member
from tests.app.scenes import TEXT as QUESTION
from tests.databases import SQLITE
from tests.fakes.telegram.wording import worded_text
from tests.world import PLACE, Person, founded

LONG = "🙂neader *of* <b> @everyone 漢字漢字漢字 "  # and a number behind it; in UTF-16 longer than it looks


def fits(said: Said) -> None:
    """It is one message on either platform, within the limits of both."""
    view = present(said, Text())
    (page,) = draw(view, Spot("pacekeeper_bot", group=True)).pages
    assert weight(worded_text(page, "HTML", [])[0]) <= TEXT
    (message,) = layouts([view])
    assert message.content_length() <= 4000
    assert message.total_children_count <= 40


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
@pytest.mark.parametrize("size", [3, 30, pytest.param(3000, marks=pytest.mark.slow)])
async def test_a_week_of_a_group_on_two_platforms(
    app: App, host: Person, life: Life, curriculum: Curriculum, size: int
) -> None:
    """Cards, Sunday's call, Monday's digest, a question, kudos, the board, pairs."""
    group = await founded(host, board=True)
    guest = Person(app, "700", "Gus", Platform.DISCORD, facilitator=True)
    code = (await host.hears(ChatCode, InviteChat(group.id), PLACE)).code
    await guest.hears(ChatAttached, Setup(attach=code), CHANNEL)

    def fill(tx: Tx) -> None:
        crowded(tx, group, size, curriculum.phases[0].weeks[0].id)
        tx.connection.execute(update(learners).values(name=LONG + learners.c.name))
        tx.connection.execute(update(members).values(helps=True, partner=True, listed=True))

    await app._store.write(fill)
    anna = await member(app, 1, group)
    there = Person(app, "702", "Dora", Platform.DISCORD)
    await there.joins(place=CHANNEL)
    for day in range(2, 9):
        await life.until(f"2026-03-{day:02} 12:00")
        await anna.says(LogFlow(30))
        await there.says(LogFlow(20), CHANNEL)
    await anna.hears(Belonging, Agree(group.id, "partner", True))
    asked = (await anna.hears(AskShown, AskGroup(group.id, QUESTION))).asked
    await anna.says(PostAsk(group.id, asked))
    await life.until("2026-03-09 12:00")
    await there.hears(Cheered, Kudos(group.id, "2026-03-02"))
    await life.until("2026-03-09 13:00")

    board, pair = await anna.hears(BoardShown, Leaderboard(), PLACE), await anna.hears(Belonging, InGroup(group.id))
    for said in (*(it.said for it in (*life.sent(), *life.telegram.edits, *life.discord.edits)), board, pair):
        fits(said)
    here = [it for it in life.sent() if it.address in (PLACE, CHANNEL)]
    cards = Counter((it.address, it.at.date()) for it in here if isinstance(it.said, Card))
    assert set(cards.values()) == {1}
    assert {day for _, day in cards} == {date(2026, 3, day) for day in (3, 4, 5, 6, 8, 9)}
    assert {address for address, _ in cards} == {PLACE, CHANNEL}
    questions = [it.said for it in here if isinstance(it.said, GroupAsked)]
    assert [len(it.helpers) <= 3 for it in questions] == [True, True]
    assert len(here) == sum(cards.values()) + len(questions)
    last = [it.said for it in here if isinstance(it.said, Card)][-1]
    assert last.kind == "fresh"
    assert last.digest is not None
    assert last.digest.learners == size + 2
    assert board.total_learners == size  # on this Monday
    assert pair.pair.partners
