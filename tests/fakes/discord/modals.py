"""Modals: Discord's rules for them, and what a person sends with the Submit button."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.components import check_options, check_select, every_component
from tests.fakes.discord.refusals import ActError, Form
from tests.fakes.discord.shapes import SELECTS, Json, Part

INPUT_TEXT = 4000
_IN_LABEL = {
    Part.TEXT_INPUT,
    Part.UPLOAD,
    Part.RADIO_GROUP,
    Part.CHECKBOX_GROUP,
    Part.CHECKBOX,
    *(Part(each) for each in SELECTS),
}


def check_modal(modal: Json) -> None:
    """Refuse with 50035 a modal that Discord would not open."""
    form = Form()
    form.length("title", modal.get("title"), 45, least=1)
    form.length("custom_id", modal.get("custom_id"), 100, least=1)
    items = modal.get("components") or []
    if not 1 <= len(items) <= 5:
        form.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for index, item in enumerate(items):
        _check_item(f"components.{index}", item, form)
    custom_ids = [each["custom_id"] for each in every_component(items) if each.get("custom_id")]
    if len(set(custom_ids)) < len(custom_ids):
        text = "Component custom id cannot be duplicated"
        form.add("components", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
    form.check()


def _check_item(path: str, item: Json, form: Form) -> None:
    match item.get("type"):
        case Part.TEXT:
            form.length(f"{path}.content", item.get("content"), INPUT_TEXT, least=1)
        case Part.ROW:
            children = item.get("components") or []
            if len(children) != 1 or children[0].get("type") != Part.TEXT_INPUT:
                form.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "A row of a modal holds one text input.")
                return
            form.length(f"{path}.components.0.label", children[0].get("label"), 45, least=1)
            _check_field(f"{path}.components.0", children[0], form)
        case Part.LABEL:
            form.length(f"{path}.label", item.get("label"), 45, least=1)
            form.length(f"{path}.description", item.get("description"), 100)
            inside = item.get("component") or {}
            if inside.get("type") not in _IN_LABEL:
                form.add(f"{path}.component.type", "UNION_TYPE_CHOICES", "No such field in a label.")
                return
            if inside.get("label"):
                form.add(f"{path}.component.label", "COMPONENT_LABEL", "The label stands outside.")
            _check_field(f"{path}.component", inside, form)
        case _:
            form.add(f"{path}.type", "UNION_TYPE_CHOICES", "Value must be one of (1, 10, 18).")


def _check_field(path: str, it: Json, form: Form) -> None:
    kind = it["type"]
    if kind in SELECTS:
        check_select(path, it, form)
        return
    form.length(f"{path}.custom_id", it.get("custom_id"), 100, least=1)
    if kind == Part.TEXT_INPUT:
        form.length(f"{path}.placeholder", it.get("placeholder"), 100)
        form.length(f"{path}.value", it.get("value"), INPUT_TEXT)
        least, most = it.get("min_length") or 0, it.get("max_length") or INPUT_TEXT
        if not 0 <= least <= most <= INPUT_TEXT:
            form.add(f"{path}.max_length", "BASE_TYPE_BAD_RANGE", "min_length and max_length don't fit")
    elif kind in (Part.RADIO_GROUP, Part.CHECKBOX_GROUP):
        options = it.get("options") or []
        if not (2 if kind == Part.RADIO_GROUP else 1) <= len(options) <= 10:
            form.add(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Too few or more than 10 options.")
        check_options(f"{path}.options", options, form, most=1 if kind == Part.RADIO_GROUP else 10)


def filled(modal: Json, given: Mapping[str, Any]) -> list[Json]:
    """The components of a submit: what the person gave by custom_id, else what stood there already.

    Raises ActError for what the form on the screen would not let through.
    """
    fields = {each["custom_id"] for each in every_component(modal["components"]) if each.get("custom_id")}
    if strangers := set(given) - fields:
        raise ActError(f"the modal has no field {', '.join(sorted(strangers))}")
    return [_filled_item(item, given) for item in modal["components"]]


def _filled_item(item: Json, given: Mapping[str, Any]) -> Json:
    match item["type"]:
        case Part.ROW:
            inside = [_filled_field(each, given) for each in item["components"]]
            return {"type": item["type"], "id": item["id"], "components": inside}
        case Part.LABEL:
            return {
                "type": item["type"],
                "id": item["id"],
                "component": _filled_field(item["component"], given),
            }
        case _:
            return {"type": item["type"], "id": item["id"]}


def _filled_field(it: Json, given: Mapping[str, Any]) -> Json:
    kind, custom_id = it["type"], it["custom_id"]
    sent = {"type": kind, "id": it["id"], "custom_id": custom_id}
    value = given.get(custom_id)
    match kind:
        case Part.TEXT_INPUT:
            return sent | {"value": _text(it, value)}
        case Part.CHECKBOX:
            return sent | {"value": bool(it.get("default") if value is None else value)}
        case Part.RADIO_GROUP:
            chosen = _chosen(it, None if value is None else [value], most=1)
            return sent | {"value": chosen[0] if chosen else None}
        case Part.UPLOAD:
            if value or it.get("required", True):
                raise ActError("files in modals are not modelled")
            return sent | {"values": []}
        case _:
            return sent | {"values": _chosen(it, value, most=it.get("max_values", 1))}


def _text(it: Json, value: Any) -> str:
    text = (it.get("value") or "") if value is None else str(value)
    if not text and it.get("required", True):
        raise ActError(f"{it['custom_id']} is required")
    least, most = it.get("min_length") or 0, it.get("max_length") or INPUT_TEXT
    if text and not least <= len(text) <= most:
        raise ActError(f"{it['custom_id']} takes {least} to {most} characters, not {len(text)}")
    return text


def _chosen(it: Json, values: Any, *, most: int) -> list[str]:
    options = it.get("options") or []
    if values is None:
        values = [option["value"] for option in options if option.get("default")]
    chosen = [str(value) for value in values]
    least = it.get("min_values", 1) if it.get("required", True) else 0
    if not least <= len(chosen) <= most:
        raise ActError(f"{it['custom_id']} takes {least} to {most} values, not {len(chosen)}")
    strangers = set(chosen) - {option["value"] for option in options}
    if options and strangers:
        raise ActError(f"{it['custom_id']} has no option {', '.join(sorted(strangers))}")
    return chosen
