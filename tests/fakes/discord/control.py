"""The control API: POST /control/<part>/<verb> with a JSON object calls that method of that part."""

import dataclasses
import inspect
import json
from typing import Any

from aiohttp import web

from tests.fakes.discord.parts import Parts
from tests.fakes.discord.refusals import ActError, RefusedError

VERBS: dict[str, frozenset[str]] = {
    "world": frozenset(
        {
            "add_user",
            "add_users",
            "set_dms",
            "add_guild",
            "add_guilds",
            "add_role",
            "add_channel",
            "add_member",
            "remove_member",
            "ban_member",
            "set_rights",
            "add_thread",
            "delete_channel",
            "remove_guild",
            "return_guild",
            "add_again",
            "archive_thread",
            "lock_thread",
            "set_slow",
            "set_bot_role",
            "time_out",
            "conversation",
        }
    ),
    "people": frozenset(
        {
            "slash",
            "autocomplete",
            "press",
            "press_outdated",
            "choose",
            "submit",
            "deliver_again",
            "write",
        }
    ),
    "voices": frozenset({"enter", "mute", "leave"}),
    "roles": frozenset({"add", "raise_to_top", "change", "delete", "of_bot", "held"}),
    "crowd": frozenset({"rush"}),
    "watch": frozenset(
        {"answer", "shown", "message", "message_count", "request", "requests", "messages", "counts", "forget"}
        | {"broken_rules", "standing"}
    ),
    "faults": frozenset({"status", "hang", "lose", "garble", "odd", "slow", "waiting", "clear"}),
    "gateway": frozenset(
        {
            "counts",
            "sessions",
            "cut",
            "reconnect",
            "invalidate",
            "refuse",
            "acknowledge",
            "revoke_token",
            "restore_token",
        }
    ),
    "commands": frozenset({"listed"}),
    "limits": frozenset({"enforce", "counts", "reset"}),
    "clock": frozenset({"now", "advance"}),
    "settings": frozenset({"change"}),
}


class Control:
    """Lets another process steer the server; of things that have an id it gives back the id."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def serve(self, request: web.BaseRequest) -> web.Response:
        """One call; what it raises comes back as 400 with the error's name and words."""
        _, _, part, verb = [*request.path.split("/"), "", ""][:4]
        if verb not in VERBS.get(part, ()):
            return _json(404, {"error": "LookupError", "text": f"no such verb: {part}/{verb}"})
        try:
            arguments = json.loads(await request.read() or b"{}")
            result = getattr(getattr(self._parts, part), verb)(**arguments)
            if inspect.isawaitable(result):
                result = await result
        except (
            ActError,
            RefusedError,
            TimeoutError,
            LookupError,
            TypeError,
            ValueError,
            AttributeError,
        ) as error:
            return _json(400, {"error": type(error).__name__, "text": str(error)})
        return _json(200, {"result": _plain(result)})


def _plain(result: Any) -> Any:
    if isinstance(result, list):
        return [_plain(each) for each in result]
    if not dataclasses.is_dataclass(result) or isinstance(result, type):
        return result
    if hasattr(result, "id"):
        return result.id
    return dataclasses.asdict(result)


def _json(status: int, body: Any) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")
