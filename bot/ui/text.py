"""Our own sentences, in one language: a template and its facts become a phrase.

Only the template is parsed, and before any fact is put in: what a person typed can never become markup.
"""

import gettext
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.ui.phrase import Code, Link, Mention, Moment, Person, Phrase, Plain, Span, Strong, words

PLAIN = gettext.NullTranslations()
"""English: each sentence as it is written."""
LOCALE = Path(__file__).with_name("locale")
DOMAIN = "pacekeeper"

Fact = str | int | Span | Phrase
Mark = Literal["plain", "strong", "code"]

_TOKEN = re.compile(r"\*\*|`|\{[a-z_][a-z0-9_]*\}|\{\{|\}\}|[{}]|[^*`{}]+|\*")
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a template: literal text, or the name of a field, within a mark."""

    mark: Mark
    text: str
    field: bool


def later(template: str) -> str:
    """Mark a sentence that stands in a table and is said elsewhere, so that the catalogues have it."""
    return template


class Text:
    """Says things in one language."""

    def __init__(self, translations: gettext.NullTranslations | None = None) -> None:
        self._translations = translations or PLAIN

    @classmethod
    def for_language(cls, tag: str, locale: Path = LOCALE) -> "Text":
        """Speak a platform's language tag ("pt-BR"), else its parent language, else English."""
        if not _TAG.fullmatch(tag):
            return cls()
        parts = tag.replace("-", "_").split("_")
        for length in range(len(parts), 0, -1):
            catalogue = locale / "_".join(parts[:length]) / "LC_MESSAGES" / f"{DOMAIN}.mo"
            if catalogue.is_file():
                return cls(_catalogue(catalogue))
        return cls()

    @property
    def tag(self) -> str:
        """The language that is spoken, as a page names it: "de"."""
        return str(self._translations.info().get("language", "en"))

    def __call__(self, template: str, /, **facts: Fact) -> Phrase:
        """Say a sentence with `{named}` fields, `**strong**` and `` `code` ``; `{{` and `}}` are braces.

        Raises ValueError for a fact that is missing or unknown to the sentence, or for a broken template.
        """
        needed = _fields(template)
        _check(template, needed, frozenset(facts))
        return _fill(_best(self._translations.gettext(template), template, needed, needed), facts)

    def many(self, one: str, many: str, n: int, /, **facts: Fact) -> Phrase:
        """Say a sentence that depends on a count; `{n}` is the count and may be left out of either form."""
        needed = _fields(one) | _fields(many) | {"n"}
        _check(many, needed, frozenset(facts) | {"n"})
        source = one if n == 1 else many
        return _fill(_best(self._translations.ngettext(one, many, n), source, frozenset(), needed), {**facts, "n": n})

    def known(self, text: str) -> str:
        """A sentence without fields that was kept in English, such as a reason; any other text stays as it is."""
        return text if self._translations is PLAIN or not text else self._translations.gettext(text)

    def words(self, template: str, /, **facts: Fact) -> str:
        """The same as bare text, for labels and titles."""
        return words(self(template, **facts))

    def many_words(self, one: str, many: str, n: int, /, **facts: Fact) -> str:
        """The same as `many`, as bare text."""
        return words(self.many(one, many, n, **facts))


@lru_cache(maxsize=256)
def text_in(tag: str) -> Text:
    """Our sentences in the language that a tag names; English where there are none in it."""
    return Text.for_language(tag)


@lru_cache(maxsize=32)
def _catalogue(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _check(template: str, needed: frozenset[str], given: frozenset[str]) -> None:
    if needed != given:
        missing, unknown = sorted(needed - given), sorted(given - needed)
        raise ValueError(f"{template!r}: missing {missing}, unknown {unknown}")


def _best(translated: str, source: str, least: frozenset[str], most: frozenset[str]) -> tuple[Piece, ...]:
    """Read the translation; one that is broken, loses a field or invents one yields to the source."""
    if translated and translated != source:
        try:
            if least <= _fields(translated) <= most:
                return parse(translated)
        except ValueError:
            pass
    return parse(source)


def _fields(template: str) -> frozenset[str]:
    return frozenset(piece.text for piece in parse(template) if piece.field)


@lru_cache(maxsize=4096)
def parse(template: str) -> tuple[Piece, ...]:
    """Read our own markup. Raises ValueError for a mark that is left open, or a brace that stands alone."""
    pieces: list[Piece] = []
    mark: Mark = "plain"
    for token in _TOKEN.findall(template):
        match token:
            case "**" if mark != "code":
                mark = "plain" if mark == "strong" else "strong"
                pieces.append(Piece(mark, "", field=False))  # keeps neighbours of one mark apart
            case "`" if mark != "strong":
                mark = "plain" if mark == "code" else "code"
                pieces.append(Piece(mark, "", field=False))
            case "{{" | "}}":
                pieces.append(Piece(mark, token[0], field=False))
            case "{" | "}" | "`":
                raise ValueError(f"{template!r}: stray {token}")
            case _ if token.startswith("{"):
                pieces.append(Piece(mark, token[1:-1], field=True))
            case _:
                pieces.append(Piece(mark, token, field=False))
    if mark != "plain":
        raise ValueError(f"{template!r}: {mark} is left open")
    return tuple(pieces)


def _fill(pieces: tuple[Piece, ...], facts: dict[str, Fact]) -> Phrase:
    """Put the facts in. A span keeps its own kind inside a mark; empty spans are left out."""
    spans: list[Span] = []
    open_mark: Mark = "plain"
    text = ""

    def close() -> None:
        nonlocal text
        if text:
            spans.append(_marked(open_mark, text))
        text = ""

    for piece in pieces:
        if piece.mark != open_mark:
            close()
            open_mark = piece.mark
        for part in _parts(facts[piece.text]) if piece.field else (Plain(piece.text),):
            if isinstance(part, Plain):
                text += part.text
            else:
                close()
                spans.append(part)
    close()
    return tuple(spans)


def _marked(mark: Mark, text: str) -> Span:
    match mark:
        case "plain":
            return Plain(text)
        case "strong":
            return Strong(text)
        case "code":
            return Code(text)


def _parts(fact: Fact) -> Phrase:
    match fact:
        case bool():
            raise TypeError("say yes or no in words")
        case str():
            return (Plain(fact),)
        case int():
            return (Plain(str(fact)),)
        case tuple():
            return fact
        case Plain() | Strong() | Code() | Moment() | Person() | Mention() | Link():
            return (fact,)
