"""What a message may say: the rules for its text, embeds, flags and mentions."""

import re
from typing import Any

from tests.fakes.discord.components import check_components, texts_of, with_ids
from tests.fakes.discord.refusals import Form, empty_message
from tests.fakes.discord.shapes import Flag, Json

CONTENT = 2000
EMBEDS, EMBED_TEXT, EMBED_FIELDS = 10, 6000, 25
ATTACHMENTS = 10
NONCE = 25

_SETTABLE_AT_FIRST = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.COMPONENTS_V2
_SETTABLE_LATER = Flag.SUPPRESS_EMBEDS | Flag.COMPONENTS_V2
_MENTION = re.compile(r"<@(&?)!?(\d+)>")


def composed(request: Json, before: Json | None = None, *, ephemeral_allowed: bool = False) -> Json:
    """What a new or edited message will hold, after every check that needs no state.

    Raises RefusedError: 50035 with the paths of what is wrong, 50006 if nothing is left to show.
    """
    form = Form()
    if isinstance(nonce := request.get("nonce"), str) and len(nonce) > NONCE:
        form.add("nonce", "NONCE_TYPE_TOO_LONG", f"Must be {NONCE} or fewer in length.")
    held = {
        "content": _taken(request, before, "content", "").strip(),
        "embeds": _taken(request, before, "embeds", []),
        "components": _taken(request, before, "components", []),
        "flags": _flags(request, before, ephemeral_allowed=ephemeral_allowed),
    }
    v2 = bool(held["flags"] & Flag.COMPONENTS_V2)
    form.length("content", held["content"], CONTENT)
    _check_embeds(held["embeds"], form)
    check_components(held["components"], form, v2=v2)
    if v2 and (held["content"] or held["embeds"] or request.get("poll") or request.get("sticker_ids")):
        code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        text = "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        form.add("content" if held["content"] else "embeds", code, text)
    kept = request.get("attachments", (before or {}).get("attachments")) or []
    if len(kept) > ATTACHMENTS:
        form.add("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {ATTACHMENTS} or fewer in length.")
    form.check()
    if not (held["content"] or held["embeds"] or held["components"] or kept or request.get("poll")):
        raise empty_message()
    held["components"] = with_ids(held["components"])
    return held | _mentions(held, request.get("allowed_mentions"))


def words_of(body: Json) -> str:
    """All that a person reads in a message: content, embeds, text displays, labels."""
    lines = [body.get("content") or ""]
    for embed in body.get("embeds") or []:
        lines += [text for text in _embed_texts(embed) if text]
    components = body.get("components") or []
    lines += texts_of(components)
    return "\n".join(line for line in lines if line)


def _taken(request: Json, before: Json | None, name: str, empty: Any) -> Any:
    source = request if before is None or name in request else before
    return source.get(name) or empty


def _flags(request: Json, before: Json | None, *, ephemeral_allowed: bool) -> int:
    asked = int(request.get("flags") or 0)
    if before is None:
        allowed = _SETTABLE_AT_FIRST | (Flag.EPHEMERAL if ephemeral_allowed else 0)
        return int(asked & allowed)
    old = int(before["flags"]) & ~int(Flag.LOADING)
    if request.get("flags") is None:
        return old
    kept = old & ~int(_SETTABLE_LATER) | old & int(Flag.COMPONENTS_V2)
    return kept | asked & int(_SETTABLE_LATER)


def _embed_texts(embed: Json) -> list[str | None]:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for each in embed.get("fields") or []:
        texts += [each.get("name"), each.get("value")]
    return texts


def _check_embeds(embeds: list[Json], form: Form) -> None:
    if len(embeds) > EMBEDS:
        form.add("embeds", "BASE_TYPE_MAX_LENGTH", f"Must be {EMBEDS} or fewer in length.")
    for index, embed in enumerate(embeds):
        path = f"embeds.{index}"
        form.length(f"{path}.title", embed.get("title"), 256)
        form.length(f"{path}.description", embed.get("description"), 4096)
        form.length(f"{path}.footer.text", (embed.get("footer") or {}).get("text"), 2048)
        form.length(f"{path}.author.name", (embed.get("author") or {}).get("name"), 256)
        fields = embed.get("fields") or []
        if len(fields) > EMBED_FIELDS:
            form.add(f"{path}.fields", "BASE_TYPE_MAX_LENGTH", f"Must be {EMBED_FIELDS} or fewer in length.")
        for number, each in enumerate(fields):
            form.length(f"{path}.fields.{number}.name", each.get("name"), 256, least=1)
            form.length(f"{path}.fields.{number}.value", each.get("value"), 1024, least=1)
    total = sum(len(text) for embed in embeds for text in _embed_texts(embed) if text)
    if total > EMBED_TEXT:
        text = f"Embed size exceeds maximum size of {EMBED_TEXT}"
        form.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", text)


def _mentions(held: Json, allowed: Json | None) -> Json:
    """Who is pinged: what the words name, as far as allowed_mentions lets them."""
    words = "\n".join([held["content"], *texts_of(held["components"])])
    found = _MENTION.findall(words) if "<@" in words else []
    users = dict.fromkeys(number for mark, number in found if not mark)
    roles = dict.fromkeys(number for mark, number in found if mark)
    everyone = "@everyone" in words or "@here" in words
    if allowed is not None:
        parse = allowed.get("parse") or []
        if "users" not in parse:
            users = dict.fromkeys(each for each in users if each in map(str, allowed.get("users") or []))
        if "roles" not in parse:
            roles = dict.fromkeys(each for each in roles if each in map(str, allowed.get("roles") or []))
        everyone = everyone and "everyone" in parse
    return {"mentions": list(users), "mention_roles": list(roles), "mention_everyone": everyone}
