"""The catalogues as files: a template with every sentence, and what each language makes of it.

Nothing is written that changes by itself: no dates, no lines of the code, no versions of a tool.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.ui.text import DOMAIN, LOCALE
from tests.catalogues.extract import Id, Sentence

TEMPLATE = LOCALE / f"{DOMAIN}.pot"
_ABOUT = """\
# Every sentence that Pacekeeper says, in English. How to add a language: CONTRIBUTING.md.
# {named} fields, **strong**, `code` and doubled braces stay as they are; a field may move."""


class Bare(Catalog):
    """A catalogue whose head says nothing of when or by what it was written."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs to read it."""
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")]
        if self.locale is not None:
            headers = [("Language", str(self.locale)), ("Plural-Forms", self.plural_forms), *headers]
        return headers


def template(found: dict[Id, Sentence]) -> bytes:
    """The file that translators begin with."""
    catalogue = Bare(header_comment=_ABOUT, fuzzy=False)
    for sentence in found.values():
        _add(catalogue, sentence)
    return _written(catalogue)


def renewed(found: dict[Id, Sentence], tag: str, before: bytes, *parts: bytes) -> bytes:
    """A language's file with today's sentences: what was translated stays, what is gone goes, the new is empty.

    A sentence that one of the `parts` translates is taken from there.
    """
    old = read_po(BytesIO(before), locale=tag)
    known = _translated(old)
    for part in parts:
        known |= _translated(read_po(BytesIO(part), locale=tag))
    catalogue = Bare(locale=tag, header_comment=old.header_comment, fuzzy=False)
    for sentence in found.values():
        _add(catalogue, sentence, known.get(sentence.id))
    return _written(catalogue)


def compiled(po: bytes, tag: str) -> bytes:
    """What the bot reads: the same as gettext's own format, made ready."""
    catalogue = Bare(locale=tag, fuzzy=False)
    for id_, string in _translated(read_po(BytesIO(po), locale=tag)).items():
        catalogue.add(id_, string)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def languages(locale: Path = LOCALE) -> Iterator[tuple[str, Path]]:
    """Each language's tag with its file."""
    for path in sorted(locale.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        yield path.parts[-3], path


def _translated(catalogue: Catalog) -> dict[Id, str | tuple[str, ...]]:
    """What is translated whole; an empty form would be shown as it is."""
    found: dict[Id, str | tuple[str, ...]] = {}
    for message in catalogue:
        string = message.string if isinstance(message.string, str) else tuple(message.string or ())
        if message.id and (all(string) if isinstance(string, tuple) else string):
            found[id_of(message)] = string
    return found


def id_of(message: Message) -> Id:
    """A message's sentence, or its two."""
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def _add(catalogue: Catalog, sentence: Sentence, string: str | tuple[str, ...] | None = None) -> None:
    catalogue.add(
        sentence.id,
        string,
        locations=[(file, 0) for file in sentence.files],
        auto_comments=sentence.notes,
    )


def _written(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()
