"""Files: what an answer hands over, and what somebody attaches to a command."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.app.commands import Command
from bot.app.fields import Upload
from bot.app.said import Refusal
from bot.ui.forms import Form
from bot.ui.view import File

LOST = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)


def enclosed(files: Sequence[File]) -> tuple[ui.LayoutView, list[discord.File]]:
    """A message that shows files, and the files to send with it: components V2 show only those that they name."""
    drawn = ui.LayoutView(timeout=None)
    for file in files:
        drawn.add_item(ui.File[Any](f"attachment://{file.name}"))
    drawn.stop()
    return drawn, [discord.File(io.BytesIO(file.content), filename=file.name) for file in files]


def attached(form: Form, values: Mapping[str, object]) -> dict[str, discord.Attachment]:
    """The files that came with a command. Raises Refusal for one that is too large to be fetched."""
    found = {name: value for name, value in values.items() if isinstance(value, discord.Attachment)}
    for name, value in found.items():
        kind = form.field(name).kind
        if isinstance(kind, Upload) and value.size > kind.most:
            raise Refusal("file_too_big", field=name, numbers=(kind.most // 1024**2,))
    return found


async def fetched(form: Form, values: Mapping[str, object], files: Mapping[str, discord.Attachment]) -> Command:
    """The command with the contents of its files. Raises Refusal if one is gone."""
    contents: dict[str, object] = {}
    for name, file in files.items():
        try:
            contents[name] = await file.read()
        except LOST:
            raise Refusal("file_lost", field=name) from None
    return form.make({**values, **contents})
