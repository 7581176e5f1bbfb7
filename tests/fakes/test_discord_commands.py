"""What Discord refuses in a list of commands, and what it keeps."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fakes.discord import DiscordServer


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(check_spec=False) as it:
        yield it


async def put(server: DiscordServer, *commands: dict[str, Any]) -> tuple[int, Any]:
    url = f"{server.api_url}/applications/{server.world.bot.id}/commands"
    headers = {"Authorization": f"Bot {server.token}"}
    async with ClientSession(headers=headers) as session, session.put(url, json=commands) as response:
        assert response.headers["Content-Type"] == "application/json"
        return response.status, await response.json()


def command(name: str = "log", *options: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"name": name, "description": "d", "options": list(options)} | fields


def option(name: str = "note", **fields: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "d"} | fields


async def test_commands_keep_their_ids_while_their_names_stay(server: DiscordServer) -> None:
    """Platform: PUT replaces the list; renaming makes a new command, which costs admins their overrides."""
    _, first = await put(server, command("log"), command("today"))
    _, second = await put(server, command("log", option()), command("review"))
    assert first[0]["id"] == second[0]["id"]
    assert second[1]["id"] not in {each["id"] for each in first}
    assert server.commands.created == 3
    assert [each["name"] for each in server.commands.listed()] == ["log", "review"]


@pytest.mark.parametrize(
    "wrong",
    [
        [command("Log")],
        [command("log it")],
        [command("x" * 33)],
        [command("")],
        [command(description="")],
        [command(description="d" * 101)],
        [command("log"), command("log")],
        [command("log", option("a"), option("b", required=True))],
        [command("log", option("a"), option("a"))],
        [command("log", *(option(f"o{number}") for number in range(26)))],
        [command("log", option(choices=[{"name": "n", "value": "v"}] * 26))],
        [command("log", option(choices=[{"name": "n" * 101, "value": "v"}]))],
        [command("log", option(choices=[{"name": "n", "value": "v"}], autocomplete=True))],
        [command("log", option(type=5, autocomplete=True))],
        [command("log", option("a"), {"type": 1, "name": "sub", "description": "d"})],
        [
            command(
                "log",
                *(option(f"o{n}", choices=[{"name": "n" * 100, "value": str(c)} for c in range(25)]) for n in range(4)),
            )
        ],
        [command(f"c{number}") for number in range(101)],
        [{"type": 2, "name": "Look", "description": "none allowed"}],
    ],
)
async def test_commands_that_break_a_rule_are_refused(server: DiscordServer, wrong: list[dict[str, Any]]) -> None:
    """Platform: names, descriptions, order and number of options, choices, 8,000 characters, 100 commands."""
    status, answer = await put(server, *wrong)
    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"]
    assert server.commands.listed() == []


async def test_names_in_any_script_pass(server: DiscordServer) -> None:
    """Platform: letters and numbers of every script, hyphen, underscore, apostrophe."""
    status, _ = await put(server, command("día-1"), command("日誌"), command("सीखना"))
    assert status == 200
