"""How an answer reaches a person: as the first response, in place of a message, or after a deferral."""

import logging
from collections.abc import Coroutine
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.platforms.discord.asking import Interaction, in_private

log = logging.getLogger("pacekeeper.discord")

BROKEN_ANSWER = (LookupError, TypeError, ValueError, AttributeError)
"""What the library raises where Discord's answer is half of one or of another shape; the message may stand."""
UNREACHED = (
    *(discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError, TimeoutError),
    *BROKEN_ANSWER,
)
FORM_ERROR = 50035


def is_hidden(interaction: Interaction, *, public: bool = False) -> bool:
    """Only the asker sees it. In private nobody else is there, and what is hidden would soon vanish."""
    return not public and not in_private(interaction)


def is_replaceable(interaction: Interaction, *, public: bool) -> bool:
    """Whether an answer may take the place of the message whose button was pressed: never a group's card."""
    message = interaction.message
    if message is None:
        return False
    if message.flags.ephemeral or in_private(interaction):
        return True
    asked = message.interaction_metadata
    return public and asked is not None and asked.user.id == interaction.user.id


async def reach(interaction: Interaction, drawn: ui.LayoutView, *, here: bool, hidden: bool) -> None:
    """Send the first answer, or what completes a deferred one."""
    if not interaction.response.is_done():
        if here:
            await interaction.response.edit_message(**_instead(interaction, drawn))
        else:
            await interaction.response.send_message(view=drawn, ephemeral=hidden)
    elif here:
        await interaction.edit_original_response(**_instead(interaction, drawn))
    elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=drawn)
    else:
        await interaction.followup.send(view=drawn, ephemeral=hidden)


def _instead(interaction: Interaction, drawn: ui.LayoutView) -> dict[str, Any]:
    """A container in place of a message; of a plain one the text has to be emptied by name."""
    message = interaction.message
    if message is None or message.flags.components_v2:
        return {"view": drawn}
    return {"view": drawn, "content": None, "embeds": [], "attachments": []}


async def defer(interaction: Interaction) -> None:
    """Win time: a press is acknowledged unseen, anything else shows that an answer is on its way."""
    if interaction.type is discord.InteractionType.application_command or interaction.message is None:
        await interaction.response.defer(ephemeral=is_hidden(interaction), thinking=True)
    else:
        await interaction.response.defer()


async def if_reached(answering: Coroutine[Any, Any, Any]) -> None:
    """Answer if Discord still takes it; if not there is nobody to tell but the log."""
    try:
        await answering
    except UNREACHED as problem:
        note_unreached(problem)


def note_unreached(problem: Exception) -> None:
    """Log that an answer got lost, by its kind and Discord's codes alone."""
    code = f" {problem.status}/{problem.code}" if isinstance(problem, discord.HTTPException) else ""
    log.warning("an answer did not reach Discord: %s%s", type(problem).__name__, code)
