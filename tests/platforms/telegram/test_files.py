"""Files on Telegram: documents in the private chat, and one that is sent to the bot (R23; issue 4, point 8)."""

from datetime import UTC, date, datetime

import pytest

from bot.app import commands as c
from bot.app.said import Answer, DaysImported, Exported, Refused, StudyDay
from bot.core.study_file import MOST_BYTES
from tests.fakes.telegram import Flood, Refusal, words
from tests.platforms.telegram.parts import Stage

CSV = b"date,minutes\n2026-03-01,50\n"
DATA = Answer(
    Exported(
        datetime(2026, 3, 3, 18, tzinfo=UTC),
        date(2026, 3, 3),
        '{"name": "Zo\u00eb"}',
        "date,minutes\r\n",
        1,
        (StudyDay("20260303-ab@pacekeeper", date(2026, 3, 3), 50, 1),),
    )
)
BROUGHT = Answer(DaysImported(7, 1, 50, 0, date(2026, 3, 1), date(2026, 3, 1), False, (), date(2026, 3, 31), 0))
BAD = Answer(Refused("bad_file", given="1", numbers=(4,), names=("date",)))


def names(stage: Stage, chat: int) -> list[str]:
    """The files that were sent into a chat."""
    messages = [each.message for each in stage.server.platform.journal.in_chat(chat)]
    return [each["document"]["file_name"] for each in messages if "document" in each]


async def test_an_exports_files_come_as_documents(stage: Stage) -> None:
    """R23: after the answer, in the private chat, each through the budget; their bytes are what was made."""
    stage.app.says[c.Export] = DATA
    ana = stage.server.person("Ana", started=True)
    ana.tell("/export")
    last = await stage.server.message(ana.id, lambda it: it.get("document", {}).get("file_name", "").endswith(".ics"))
    assert names(stage, ana.id) == [
        "pacekeeper-2026-03-03.json",
        "pacekeeper-flows-2026-03-03.csv",
        "pacekeeper-study-days-2026-03-03.ics",
    ]
    first = next(iter(stage.server.platform.files.values()))
    assert first.content.decode() == '{"name": "Zo\u00eb"}'
    assert "SUMMARY:Studied 50 min" in stage.server.platform.files[last["document"]["file_id"]].content.decode()
    assert len(stage.around.passed) == 4


async def test_in_a_group_nothing_of_it_is_shown(stage: Stage) -> None:
    """R23: the typed command leads into the private chat, and there it runs."""
    stage.app.says[c.Export] = DATA
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, bot="member")
    group.say(ana, "/export@pacekeeper_bot") if hasattr(group, "say") else ana.say(group.id, "/export@pacekeeper_bot")
    line = await stage.server.message(group.id, "between you and me")
    assert stage.app.commands == []
    ana.follow(line, "Open the private chat")
    await stage.server.message(ana.id, lambda it: it.get("document", {}).get("file_name", "").endswith(".ics"))
    assert names(stage, group.id) == []


async def test_a_file_waits_out_a_flood_and_a_lost_one_holds_nothing_up(stage: Stage) -> None:
    """A 429 posted nothing: it is sent again; what is refused for good is left, and the others come."""
    stage.app.says[c.Export] = DATA
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Flood(1), "sendDocument", chat_id=ana.id)
    stage.server.faults.add(Refusal(400, "Bad Request: file is strange"), "sendDocument", chat_id=ana.id)
    ana.tell("/export")
    await stage.server.message(ana.id, lambda it: it.get("document", {}).get("file_name", "").endswith(".ics"))
    assert len(names(stage, ana.id)) == 2


@pytest.mark.parametrize("caption", ["/import", "/IMPORT@pacekeeper_bot", "/import please"])
async def test_a_document_with_the_command_as_its_caption_is_brought_in(stage: Stage, caption: str) -> None:
    """Issue 4, 8: sent to the bot in private."""
    stage.app.says[c.ImportDays] = BROUGHT
    ana = stage.server.person("Ana", started=True)
    ana.give("days.csv", CSV, caption)
    await stage.server.message(ana.id, "1 flow brought in")
    assert stage.app.commands == [c.ImportDays(CSV)]
    assert stage.app.last.chat.person == str(ana.id)


async def test_a_document_answers_the_question_for_one(stage: Stage) -> None:
    """`/import` asks for the file; words are none; a no leaves the question open, and a yes closes it."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/import")
    await stage.server.message(ana.id, "Which CSV file?")
    ana.tell("days.csv")
    await stage.server.message(ana.id, "hand me the file itself")
    stage.app.says[c.ImportDays] = BAD
    ana.give("days.csv", b"nonsense")
    await stage.server.message(ana.id, "1 line needs another look")
    assert len(stage.app.rows) == 1
    stage.app.says[c.ImportDays] = BROUGHT
    ana.give("days.csv", CSV)
    await stage.server.message(ana.id, "1 flow brought in")
    await stage.settled()
    assert stage.app.rows == {}
    assert stage.app.commands == [c.ImportDays(b"nonsense"), c.ImportDays(CSV)]


async def test_words_after_the_command_are_no_file(stage: Stage) -> None:
    """Section 4: the sentence says what would work."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/import days.csv")
    await stage.server.message(ana.id, "hand me the file itself")
    assert stage.app.commands == []


async def test_a_document_that_is_too_large_is_not_fetched(stage: Stage) -> None:
    """Section 4."""
    ana = stage.server.person("Ana", started=True)
    ana.give("days.csv", b"x" * (MOST_BYTES + 1), "/import")
    await stage.server.message(ana.id, "larger than 4 MB")
    assert not stage.server.platform.journal.called("getFile")


async def test_a_document_that_is_gone_is_told(stage: Stage) -> None:
    """Section 4: Telegram keeps files as long as it likes."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Refusal(400, "Bad Request: wrong file_id"), "getFile")
    ana.give("days.csv", CSV, "/import")
    await stage.server.message(ana.id, "send it once more")
    assert stage.app.commands == []


async def test_a_trouble_of_the_network_is_tried_again(stage: Stage) -> None:
    """The update is carried out once the file could be fetched."""
    stage.app.says[c.ImportDays] = BROUGHT
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Refusal(500, "Internal Server Error"), "getFile")
    ana.give("days.csv", CSV, "/import")
    await stage.server.message(ana.id, "1 flow brought in")
    assert stage.around.aside == []


@pytest.mark.parametrize("caption", ["", "my notes", "/log 30"])
async def test_any_other_document_is_not_understood(stage: Stage, caption: str) -> None:
    """A file that nobody asked for is not looked into."""
    ana = stage.server.person("Ana", started=True)
    ana.give("days.csv", CSV, caption)
    message = await stage.server.message(ana.id)
    assert words(message).startswith("I did not understand that.")
    assert not stage.server.platform.journal.called("getFile")


@pytest.mark.parametrize("command", ["/start", "/help", "/settings", "/privacy", "/export", "/forget"])
async def test_the_commands_that_telegrams_terms_demand_are_understood(stage: Stage, command: str) -> None:
    """platforms.md: /start, /help, /settings, /privacy; section 3: /export and /forget when typed."""
    ana = stage.server.person("Ana", started=True)
    ana.tell(command)
    await stage.server.message(ana.id)
    expected = {"/start": c.Join(), "/help": c.Help(), "/settings": c.Settings(), "/privacy": c.Privacy()}
    assert stage.app.commands == [expected.get(command, c.Export() if command == "/export" else c.Forget())]
    told = {entry["command"] for call in stage.server.platform.journal.called("setMyCommands") for entry in _menu(call)}
    assert {"help", "settings", "privacy"} <= told


def _menu(call: object) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = getattr(call, "params")["commands"]  # noqa: B009 - the journal's calls are untyped here
    return entries
