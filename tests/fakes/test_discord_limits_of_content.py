"""What Discord refuses in a message or a modal."""

from typing import Any

import pytest

from tests.fakes.discord.components import check_components, with_ids
from tests.fakes.discord.contents import composed
from tests.fakes.discord.modals import check_modal
from tests.fakes.discord.refusals import Form, RefusedError

V2 = 1 << 15


def button(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": f"go{number}"} | fields


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


def select(count: int = 2, **fields: Any) -> dict[str, Any]:
    options = [{"label": "x", "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "pick", "options": options} | fields


def text(words: str = "x") -> dict[str, Any]:
    return {"type": 10, "content": words}


def section(*texts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": 9, "components": list(texts), "accessory": button(9)} | fields


def embed(**fields: Any) -> dict[str, Any]:
    return {"embeds": [fields]}


def v2(*components: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(components)} | fields


def classic(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"content": "x", "components": list(rows)}


GOOD = [
    {"content": "x" * 2000},
    embed(title="t" * 256, description="d" * 4096),
    embed(description="d" * 4096, footer={"text": "f" * 1904}),
    classic(*(row(*(button(5 * line + place) for place in range(5))) for line in range(5))),
    classic(row(select(25))),
    classic(row({"type": 2, "style": 5, "label": "Open", "url": "https://example.org"})),
    classic(row(button(label=None, emoji={"name": "✅"}))),
    v2(*(text() for _ in range(40))),
    v2(text("x" * 4000)),
    v2({"type": 17, "components": [section(text(), text(), text()), {"type": 14}, row(select())]}),
    v2({"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}]}),
]

BAD = {
    "nothing": ({}, 50006),
    "only blanks": ({"content": "  \n"}, 50006),
    "content over 2,000": ({"content": "x" * 2001}, 50035),
    "title over 256": (embed(title="t" * 257), 50035),
    "description over 4,096": (embed(description="d" * 4097), 50035),
    "a field without a value": (embed(fields=[{"name": "n", "value": ""}]), 50035),
    "26 fields": (embed(fields=[{"name": "n", "value": "v"}] * 26), 50035),
    "embeds over 6,000 in all": ({"embeds": [{"description": "d" * 3001}] * 2}, 50035),
    "11 embeds": ({"embeds": [{"title": "t"}] * 11}, 50035),
    "6 rows": (classic(*(row(button(number)) for number in range(6))), 50035),
    "6 buttons in a row": (classic(row(*(button(number) for number in range(6)))), 50035),
    "an empty row": (classic(row()), 50035),
    "a select beside a button": (classic(row(select(), button())), 50035),
    "a button outside a row": (classic(button()), 50035),
    "a label over 80": (classic(row(button(label="x" * 81))), 50035),
    "neither label nor emoji": (classic(row(button(label=None))), 50035),
    "a custom_id over 100": (classic(row(button(custom_id="x" * 101))), 50035),
    "no custom_id": (classic(row(button(custom_id=None))), 50035),
    "a link without address": (classic(row({"type": 2, "style": 5, "label": "x"})), 50035),
    "a link with a custom_id": (classic(row(button(style=5, url="https://example.org"))), 50035),
    "the same custom_id twice": (classic(row(button(1), button(1))), 50035),
    "26 options": (classic(row(select(26))), 50035),
    "no options": (classic(row(select(0))), 50035),
    "an option twice": (classic(row(select(options=[{"label": "x", "value": "1"}] * 2))), 50035),
    "more values than options": (classic(row(select(2, max_values=3))), 50035),
    "a placeholder over 150": (classic(row(select(placeholder="x" * 151))), 50035),
    "V2 parts without the flag": ({"components": [text()]}, 50035),
    "V2 without components": ({"flags": V2}, 50035),
    "V2 with content": (v2(text(), content="x"), 50035),
    "V2 with embeds": (v2(text(), embeds=[{"title": "t"}]), 50035),
    "41 components": (v2(*(text() for _ in range(41))), 50035),
    "41 with nested ones": (
        v2({"type": 17, "components": [text()] * 20}, {"type": 17, "components": [text()] * 19}),
        50035,
    ),
    "V2 text over 4,000 in all": (v2(text("x" * 2001), text("x" * 2000)), 50035),
    "an empty text": (v2(text("")), 50035),
    "a container in a container": (v2({"type": 17, "components": [{"type": 17, "components": [text()]}]}), 50035),
    "an empty container": (v2({"type": 17, "components": []}), 50035),
    "4 texts in a section": (v2(section(*(text() for _ in range(4)))), 50035),
    "a section without accessory": (v2(section(text(), accessory=None)), 50035),
    "an empty gallery": (v2({"type": 12, "items": []}), 50035),
    "the same id twice": (v2(text() | {"id": 3}, text() | {"id": 3}), 50035),
}


@pytest.mark.parametrize("body", GOOD, ids=range(len(GOOD)))
def test_what_is_within_the_limits_passes(body: dict[str, Any]) -> None:
    """Platform: each limit's own value is still allowed."""
    assert composed(body)["content"] == body.get("content", "")


@pytest.mark.parametrize("name", BAD)
def test_what_discord_refuses_is_refused(name: str) -> None:
    """Platform: 50006 for an empty message, 50035 with the path for everything else."""
    body, code = BAD[name]
    with pytest.raises(RefusedError) as caught:
        composed(body)
    assert caught.value.code == code
    assert bool(caught.value.errors) is (code == 50035)


def test_ids_are_given_where_none_stand() -> None:
    """Platform: every component of a stored message has an id, those that were given stay."""
    numbered = with_ids([text() | {"id": 1}, {"type": 17, "components": [text(), section(text())]}])
    check_components(numbered, form := Form(), v2=True)
    assert not form.errors
    assert numbered[0]["id"] == 1
    assert numbered[1]["components"][1]["accessory"]["id"] > 1


def label(component: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": 18, "label": "Words", "component": component} | fields


def field(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"type": 4, "style": 2, "custom_id": f"words{number}"} | fields


def modal(*components: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"title": "Review", "custom_id": "review", "components": list(components)} | fields


@pytest.mark.parametrize(
    "body",
    [
        modal(label(field(min_length=80, max_length=4000)), title="t" * 45),
        modal(*(label(field(number)) for number in range(5))),
        modal(row(field(label="Words"))),
        modal(text("Read this first"), label(select())),
        modal(label({"type": 21, "custom_id": "one", "options": select(2)["options"]})),
        modal(label({"type": 22, "custom_id": "some", "options": select(10)["options"]})),
        modal(label({"type": 23, "custom_id": "yes"}), label(field(), description="d" * 100)),
    ],
)
def test_a_modal_within_the_limits_opens(body: dict[str, Any]) -> None:
    """Platform: title 45, 1-5 items, label 45, hint 100, text 4,000, radio 2-10, checkboxes 1-10."""
    check_modal(body)


@pytest.mark.parametrize(
    "body",
    [
        modal(),
        modal(*(label(field(number)) for number in range(6))),
        modal(label(field()), title="t" * 46),
        modal(label(field()), title=""),
        modal(label(field()), custom_id="x" * 101),
        modal(label(field(1)), label(field(1))),
        modal(label(field(), label="l" * 46)),
        modal(label(field(), description="d" * 101)),
        modal(label(field(label="inside"))),
        modal(label(button())),
        modal(row(field())),
        modal(row(button())),
        modal(field()),
        modal(label(field(max_length=4001))),
        modal(label(field(min_length=9, max_length=8))),
        modal(label(field(placeholder="p" * 101))),
        modal(label(field(value="v" * 4001))),
        modal(label({"type": 21, "custom_id": "one", "options": select(1)["options"]})),
        modal(label({"type": 22, "custom_id": "some", "options": select(11)["options"]})),
    ],
)
def test_a_modal_beyond_a_limit_does_not_open(body: dict[str, Any]) -> None:
    """Platform: 50035 with the path."""
    with pytest.raises(RefusedError) as caught:
        check_modal(body)
    assert caught.value.code == 50035
