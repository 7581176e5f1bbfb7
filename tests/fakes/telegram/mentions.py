"""Whom a message calls by id: people whom Telegram lets the bot call there. Of all others only the words stay."""

from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, World


def resolved(world: World, chat: Chat, entities: list[Json]) -> list[Json]:
    """The entities, with the person behind each mention: a member of the chat, or somebody who started the bot."""
    found = []
    for entity in entities:
        if entity["type"] != "text_mention":
            found.append(entity)
            continue
        user = world.users.get(entity["user"]["id"])
        if user is not None and (user.started or chat.holds(user.id)):
            found.append({**entity, "user": user.card()})
    return found
