"""Who a message may ping: whom its view mentions, and nobody else, whatever stands in its words."""

import discord

from bot.ui.phrase import Mention
from bot.ui.view import View, phrases_of

NOBODY = discord.AllowedMentions.none()


def is_account(person: str) -> bool:
    """Whether this is an id of Discord's."""
    return person.isascii() and person.isdecimal()


def allowed(view: View) -> discord.AllowedMentions:
    """The very accounts that a view mentions."""
    spans = (span for phrase in phrases_of(view) for span in phrase)
    ids = {int(span.person) for span in spans if isinstance(span, Mention) and is_account(span.person)}
    if not ids:
        return NOBODY
    users = [discord.Object(each) for each in sorted(ids)]
    return discord.AllowedMentions(everyone=False, users=users, roles=False, replied_user=False)
