"""Files on Discord: attachments that only their asker sees, and one that comes with a command."""

import asyncio

import pytest

from bot.app.asker import Asker
from bot.app.commands import Command, Export, ImportDays
from bot.app.said import Answer, PortfolioMade
from bot.core.days import monday_of
from bot.core.plans import PlanHistory, default_plan
from bot.core.record import Record
from bot.core.standing import standing_on
from bot.core.study_file import MOST_BYTES
from bot.platforms.discord.door import open_discord
from bot.ui.phrase import plain
from bot.ui.view import File, View
from tests.fakes.discord import DiscordServer, Flag
from tests.platforms.discord.parts import RecordingApp, RecordingRooms
from tests.platforms.discord.stage import Marks, Stage, parts_of, text_of
from tests.platforms.discord.test_door import until
from tests.platforms.telegram.samples import TODAY

FILES = (File("data.json", "application/json", b'{"a": "\xc3\xbc"}'), File("days.ics", "text/calendar", b"BEGIN"))
CSV = b"date,minutes\n2026-03-01,50\n"


async def test_an_answers_files_follow_it_and_are_its_askers_alone(stage: Stage) -> None:
    """R23: in a server both messages are ephemeral; each file is named by a component, else V2 hides it."""
    stage.answer(View(plain("Your data"), files=FILES))
    result = await stage.ben.slash(stage.channel, "export")
    first, (second,) = result.response, result.followups
    assert first is not None
    assert text_of(first) == "### Your data"
    assert first.ephemeral
    assert second.ephemeral
    assert [(it.filename, await it.read()) for it in second.attachments] == [(it.name, it.content) for it in FILES]
    shown = [each["file"]["url"].rpartition("/")[2] for each in parts_of(second) if each["type"] == 13]
    assert shown == ["data.json", "days.ics"]


async def test_files_arrive_after_a_deferral_too(stage: Stage) -> None:
    """An export of years may take longer than Discord waits."""
    stage.answer(View(plain("Your data"), files=FILES))
    slow = stage.app.answer

    async def slowly(ask: Command, asker: Asker) -> Answer:
        await asyncio.sleep(8)
        return slow

    stage.app.instead = slowly
    result = await stage.ben.slash(stage.channel, "export")
    await stage.env.advance_time(10)
    (followup,) = result.followups
    assert [each["type"] for each in stage.sent("POST", "/callback")] == [5]
    assert followup.ephemeral
    assert [it.filename for it in followup.attachments] == ["data.json", "days.ics"]


async def test_an_attachment_becomes_the_commands_file(stage: Stage) -> None:
    """Issue 4, 8: `/import` with a file; its content is fetched before the turn."""
    await stage.ben.slash(stage.channel, "import", file=("days.csv", CSV))
    assert stage.app.commands == [ImportDays(CSV)]
    assert stage.app.last.person == str(stage.ben.id)


async def test_a_file_that_is_too_large_is_not_fetched(stage: Stage) -> None:
    """Section 4: one polite sentence, to the asker alone."""
    result = await stage.ben.slash(stage.channel, "import", file=("days.csv", b"x" * (MOST_BYTES + 1)))
    assert stage.app.commands == []
    assert result.ephemeral
    assert text_of(result.response) == "### No: file\\_too\\_big file"


async def test_a_file_that_is_gone_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Section 4: Discord's store may have lost it; nothing is done."""
    import discord

    async def lost(_: discord.Attachment, **__: object) -> bytes:
        raise OSError("connection reset")

    monkeypatch.setattr(discord.Attachment, "read", lost)
    result = await stage.ben.slash(stage.channel, "import", file=("days.csv", CSV))
    assert stage.app.commands == []
    assert text_of(result.response) == "### No: file\\_lost file"


async def test_the_portfolio_goes_over_the_wire_as_it_was_made() -> None:
    """R14: over sockets, as Discord documents multipart requests; its bytes are the page's."""
    record = Record(TODAY, {}, PlanHistory(((monday_of(TODAY), default_plan(5)),)))
    said = PortfolioMade(
        "Ana & Bö", "Maths", "", TODAY, TODAY, standing_on(record, TODAY), 0, 2, False, projects=(), reviews=()
    )
    async with DiscordServer() as server:
        guild = server.world.add_guild("Maths club")
        channel = server.world.add_channel(guild.id, "study")
        [ana] = server.world.add_users(1, guild_id=guild.id)
        app, marks = RecordingApp(Answer(said)), Marks()
        async with open_discord(
            app=app,
            rooms=RecordingRooms(),
            token=server.token,
            remembered=marks.recall,
            remember=marks.keep,
            api_url=server.api_url,
            gateway_url=server.gateway_url,
        ) as door:
            async with asyncio.timeout(10):
                await door.ready.wait()
            asked = server.people.slash(ana, "export", channel_id=channel.id)
            shown = await server.watch.shown(asked)
            await until(lambda: bool(server.messages.files))
        assert shown["flags"] & Flag.EPHEMERAL
        assert app.commands == [Export()]
        (((_, name), upload),) = server.messages.files.items()
        assert name == "portfolio-2026-03-03.html"
        assert "Ana &amp; Bö" in upload.content.decode()
        assert server.watch.violations == []
