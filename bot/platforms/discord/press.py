"""What was pressed, picked or submitted, read from the ids alone: a restart changes nothing."""

from collections.abc import Mapping
from typing import Any, cast

import discord

from bot.app.fields import Words
from bot.app.said import Refusal
from bot.platforms.discord.asking import Interaction
from bot.platforms.discord.desk import Desk, Typed
from bot.platforms.discord.ids import read_id
from bot.platforms.discord.modal import typed_in
from bot.ui.codec import Filling, decode, decode_fill, is_fill
from bot.ui.forms import form_of
from bot.ui.reading import read_field


async def pressed(desk: Desk, interaction: Interaction) -> None:
    """Take a button, a select or a modal; whatever is not ours or no longer ours is politely refused."""
    submitted = cast("Mapping[str, Any]", interaction.data or {})
    try:
        if interaction.type is discord.InteractionType.component:
            await _chosen(desk, interaction, submitted)
        elif interaction.type is discord.InteractionType.modal_submit:
            await _filled(desk, interaction, submitted)
    except Refusal as refusal:
        await desk.tell(interaction, refusal.refused)


async def _chosen(desk: Desk, interaction: Interaction, submitted: Mapping[str, Any]) -> None:
    values = submitted.get("values")
    carried = read_id(values[0] if values else submitted.get("custom_id", ""))
    if carried is None or carried.on != ("option" if values else "button"):
        raise Refusal("outdated")
    if is_fill(carried.payload):
        filling = decode_fill(carried.payload)
        await desk.open_form(interaction, filling.form, filling.given, filling.asks)
        return
    message = interaction.message.id if interaction.message else interaction.id
    await desk.run(interaction, decode(carried.payload), press=f"{message}:{carried.payload}")


async def _filled(desk: Desk, interaction: Interaction, submitted: Mapping[str, Any]) -> None:
    carried = read_id(submitted.get("custom_id", ""))
    if carried is None or carried.on != "modal":
        raise Refusal("outdated")
    filling = decode_fill(carried.payload)
    texts = {name: text for name, text in typed_in(submitted).items() if name in filling.asks}
    typed = Typed(filling.form, filling.given, filling.asks, _worth_keeping(filling, texts))
    form = form_of(filling.form)
    try:
        values = {name: read_field(form.field(name), text) for name, text in texts.items()}
        ask = form.make({**filling.given, **values})
    except Refusal as refusal:
        await desk.tell(interaction, refusal.refused, typed)
    else:
        await desk.run(interaction, ask, press=carried.opening, typed=typed)


def _worth_keeping(filling: Filling, texts: Mapping[str, str]) -> tuple[str, ...]:
    """People's own words, which Discord throws away with the modal."""
    form = form_of(filling.form)
    return tuple(text for name, text in texts.items() if isinstance(form.field(name).kind, Words))
