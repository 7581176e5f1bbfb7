"""The routes that give a member a role and take it away."""

from tests.fakes.discord.parts import Parts
from tests.fakes.discord.routing import NO_CONTENT, Call, Routes

ROUTES = Routes()
_PATH = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"


@ROUTES.add("PUT", _PATH)
def give_role(parts: Parts, call: Call) -> object:
    """Give a member a role."""
    parts.roles.give(call.id("guild_id"), call.id("user_id"), call.id("role_id"))
    return NO_CONTENT


@ROUTES.add("DELETE", _PATH)
def take_role(parts: Parts, call: Call) -> object:
    """Take a role away from a member."""
    parts.roles.take(call.id("guild_id"), call.id("user_id"), call.id("role_id"))
    return NO_CONTENT
