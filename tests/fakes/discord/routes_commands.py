"""The routes for registering commands and for answering interactions."""

import re
from typing import Any

from tests.fakes.discord.parts import Parts
from tests.fakes.discord.refusals import Form, missing_access
from tests.fakes.discord.routing import NO_CONTENT, Call, Routes
from tests.fakes.discord.shapes import Json

ROUTES = Routes()


def _list_of(parts: Parts, call: Call) -> int | None:
    """Which command list the path names: a server's or the global one (None)."""
    if call.id("application_id") != parts.world.bot.id:
        raise missing_access()
    return parts.world.seen_guild(call.id("guild_id")).id if "guild_id" in call.ids else None


@ROUTES.add("GET", "/applications/{application_id}/commands")
@ROUTES.add("GET", "/applications/{application_id}/guilds/{guild_id}/commands")
def get_commands(parts: Parts, call: Call) -> list[Json]:
    """The registered commands."""
    return parts.commands.listed(_list_of(parts, call))


@ROUTES.add("PUT", "/applications/{application_id}/commands")
@ROUTES.add("PUT", "/applications/{application_id}/guilds/{guild_id}/commands")
def put_commands(parts: Parts, call: Call) -> list[Json]:
    """Register exactly these commands."""
    return parts.commands.replace(call.body or [], _list_of(parts, call))


@ROUTES.add("GET", "/applications/{application_id}/commands/{command_id}")
@ROUTES.add("GET", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}")
def get_command(parts: Parts, call: Call) -> Json:
    """One registered command."""
    return parts.commands.one(call.id("command_id"), _list_of(parts, call))


@ROUTES.add("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
def callback(parts: Parts, call: Call) -> Any:
    """The first answer to an interaction."""
    interaction_id, token = call.id("interaction_id"), call.ids["interaction_token"]
    body = parts.interactions.callback(
        interaction_id, token, call.body, call.uploads, call.host, received=call.received
    )
    return body if call.query.get("with_response") in ("1", "true") else NO_CONTENT


@ROUTES.add("POST", "/webhooks/{webhook_id}/{webhook_token}")
def followup(parts: Parts, call: Call) -> Json:
    """A further message of an interaction."""
    application_id, token = call.id("webhook_id"), call.ids["webhook_token"]
    return parts.interactions.followup(application_id, token, call.body, call.uploads, call.host).body


_ONE_MESSAGE = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
_FIRST_MESSAGE = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


def _named_message(call: Call) -> tuple[int, str, str]:
    which = call.ids.get("message_id", "@original")
    if not re.fullmatch(r"@original|\d+", which):
        form = Form()
        form.add("message_id", "NUMBER_TYPE_COERCE", f'Value "{which}" is not snowflake.')
        form.check()
    return call.id("webhook_id"), call.ids["webhook_token"], which


@ROUTES.add("GET", _FIRST_MESSAGE)
@ROUTES.add("GET", _ONE_MESSAGE)
def get_answer(parts: Parts, call: Call) -> Json:
    """A message of an interaction."""
    return parts.interactions.message(*_named_message(call)).body


@ROUTES.add("PATCH", _FIRST_MESSAGE)
@ROUTES.add("PATCH", _ONE_MESSAGE)
def edit_answer(parts: Parts, call: Call) -> Json:
    """Change a message of an interaction."""
    return parts.interactions.edit(*_named_message(call), call.body, call.uploads, call.host).body


@ROUTES.add("DELETE", _FIRST_MESSAGE)
@ROUTES.add("DELETE", _ONE_MESSAGE)
def delete_answer(parts: Parts, call: Call) -> object:
    """Take a message of an interaction away."""
    parts.interactions.delete(*_named_message(call))
    return NO_CONTENT
