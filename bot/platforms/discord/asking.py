"""Who asks, from where, read from an interaction."""

from typing import Any

import discord

from bot.app.asker import Asker
from bot.core.languages import tidy_tag
from bot.core.people import Address, Platform

Interaction = discord.Interaction[Any]


def in_private(interaction: Interaction) -> bool:
    """Whether this is the direct conversation of the bot and one person."""
    return interaction.guild_id is None


def asker_of(interaction: Interaction, press: str = "") -> Asker:
    """Read the sender of a request. `press` names what may take effect only once (R20).

    The right to facilitate is the one that Discord computed for this very request, not one from a cache.
    """
    private = in_private(interaction)
    person = str(interaction.user.id)
    rights = interaction.permissions
    return Asker(
        platform=Platform.DISCORD,
        person=person,
        name=interaction.user.display_name,
        chat=Address(Platform.DISCORD, str(interaction.channel_id), person=person if private else ""),
        private=private,
        request=str(interaction.id),
        press=press,
        facilitator=not private and (rights.manage_guild or rights.administrator),
        place="" if private else _place(interaction),
        beside=channels_of(interaction.guild) if interaction.guild else (),
        server="" if private else str(interaction.guild_id),
        hands_out_roles=not private and hands_out_roles(interaction),
        came=interaction.user.joined_at if isinstance(interaction.user, discord.Member) else None,
        language=_tag(interaction.locale),
        place_language="" if private else _tag(interaction.guild_locale),
    )


def channels_of(guild: discord.Guild) -> tuple[str, ...]:
    """All channels and threads of a server: who is in it is in each of them."""
    return tuple(str(place.id) for place in (*guild.channels, *guild.threads))


def _tag(locale: discord.Locale | None) -> str:
    """A client's or a server's language; one that the library does not know yet is kept as Discord calls it."""
    return tidy_tag(locale.value if locale is not None else "")


def _place(interaction: Interaction) -> str:
    """The server and the channel, as people see them; the server's name is unknown during an outage."""
    guild = interaction.guild.name if interaction.guild else ""
    channel = getattr(interaction.channel, "name", "") or ""
    return f"{guild} #{channel}".strip(" #") if channel else guild


def hands_out_roles(interaction: Interaction) -> bool:
    """Whether the asker may give roles in the server, by its own rights.

    Manage Server is taken from this very request. Manage Roles is not: in a channel's permissions the same bit means
    that somebody may set that channel's permissions, so it is read from the roles that they have in the server.
    """
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    member, guild = interaction.user, interaction.guild
    if not isinstance(member, discord.Member) or guild is None or guild.default_role is None:
        return False
    return member.guild_permissions.manage_roles
