"""Telegram's HTML: text and entities out of the tags it knows, and its complaints about all others."""

import re
from dataclasses import dataclass, field
from html import unescape

from tests.fakes.telegram.refusals import RefusedError, bad
from tests.fakes.telegram.shapes import Json, utf16_length

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
KNOWN = frozenset({*SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
USER = re.compile(r"tg://user\?id=([0-9]{1,16})")
DATE_FORMAT = re.compile(r"r|w?[dD]?[tT]?")

_SPECIAL = re.compile(r"[<&]")
_CHARACTER = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot);?")
_SPACE = " \t\n\r\0\v"


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    piece: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    offset: int = 0
    pieces: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def complain(self, reason: str, at: int | None = None) -> RefusedError:
        place = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad(f"can't parse entities: {reason}{place}")

    def read(self) -> None:
        while (special := _SPECIAL.search(self.source, self.at)) is not None:
            self._keep(self.source[self.at : special.start()])
            self.at = special.start()
            if special.group() == "&":
                self._character()
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        self._keep(self.source[self.at :])
        if self.stack:
            raise self.complain(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')

    def _keep(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def _character(self) -> None:
        found = _CHARACTER.match(self.source, self.at)
        self._keep(unescape(found.group()) if found else "&")
        self.at = found.end() if found else self.at + 1

    def _skip(self, characters: str, *, until: bool) -> str:
        begin = self.at
        while self.at < len(self.source) and (self.source[self.at] in characters) is not until:
            self.at += 1
        return self.source[begin : self.at]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._skip(_SPACE + ">", until=True).lower()
        if self.at == len(self.source):
            raise self.complain("Unclosed start tag", begin)
        if tag not in KNOWN:
            raise self.complain(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.complain('Tag "span" must have class "tg-spoiler"', begin)
        self.stack.append(_Open(tag, attributes, self.offset, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip(_SPACE, until=False)
            if self.source.startswith(">", self.at):
                self.at += 1
                return found
            name = self._skip(_SPACE + "=>", until=True)
            if not name:
                raise self.complain(f'Empty attribute name in the tag "{tag}"', begin)
            self._skip(_SPACE, until=False)
            if not self.source.startswith("=", self.at):
                if tag != "blockquote" or name != "expandable":
                    raise self.complain(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
                found[name] = ""
                continue
            self.at += 1
            self._skip(_SPACE, until=False)
            found[name] = self._value(begin)

    def _value(self, begin: int) -> str:
        quote = self.source[self.at : self.at + 1]
        if quote in ("'", '"') and quote:
            end = self.source.find(quote, self.at + 1)
            if end < 0:
                raise self.complain("Unclosed start tag", begin)
            value = unescape(self.source[self.at + 1 : end])
            self.at = end + 1
            return value
        word_begin = self.at
        word = self._skip(_SPACE + ">", until=True)
        if not re.fullmatch(r"[A-Za-z0-9.-]*", word):
            raise self.complain("Unexpected end of name token", word_begin)
        return word.lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.stack:
            raise self.complain("Unexpected end tag", begin)
        self.at += 2
        tag = self._skip(_SPACE + ">", until=True).lower()
        self._skip(_SPACE, until=False)
        if not self.source.startswith(">", self.at):
            raise self.complain("Unclosed end tag", begin)
        self.at += 1
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            raise self.complain(
                f"Unmatched end tag at byte offset {len(self.source[:begin].encode())}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {"type": "", "offset": opened.offset, "length": self.offset - opened.offset}
        match opened.tag:
            case "a":
                url = opened.attributes.get("href") or "".join(self.pieces[opened.piece :])
                if person := USER.fullmatch(url):
                    entity |= {"type": "text_mention", "user": {"id": int(person[1])}}
                else:
                    entity |= {"type": "text_link", "url": url}
            case "code" | "pre":
                if self._joins_last(opened, entity):
                    return
                entity["type"] = opened.tag
                language = opened.attributes.get("class", "")
                if opened.tag == "code" and language.startswith("language-"):
                    entity["language"] = language.removeprefix("language-")
            case "blockquote":
                expandable = "expandable" in opened.attributes
                entity["type"] = "expandable_blockquote" if expandable else "blockquote"
            case "tg-emoji":
                entity |= {"type": "custom_emoji", "custom_emoji_id": self._number(opened, "emoji-id")}
            case "tg-time":
                entity |= {"type": "date_time", "unix_time": int(self._number(opened, "unix"))}
                if shape := opened.attributes.get("format", ""):
                    if not DATE_FORMAT.fullmatch(shape):
                        raise self.complain("Invalid date-time format specified")
                    entity["date_time_format"] = shape
            case simple:
                entity["type"] = SIMPLE[simple]
        self.entities.append(entity)

    def _number(self, opened: _Open, name: str) -> str:
        value = opened.attributes.get(name, "")
        if not value.isdigit():
            raise self.complain(f'Invalid attribute "{name}" of the tag "{opened.tag}"')
        return value

    def _joins_last(self, opened: _Open, entity: Json) -> bool:
        """<pre><code class="language-x">: one entity `pre` with a language."""
        if opened.tag != "pre" or not self.entities:
            return False
        last = self.entities[-1]
        same = last["type"] == "code" and "language" in last and last["length"] == entity["length"]
        if same and last["offset"] == entity["offset"]:
            last["type"] = "pre"
            return True
        return False


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text and its entities, the outer before the inner; RefusedError for what Telegram can't read."""
    if "<" not in source and "&" not in source:
        return source, []
    reader = _Reader(source)
    reader.read()
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    reader.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.pieces), reader.entities
