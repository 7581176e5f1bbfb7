"""Notes every English sentence that is said while a test runs: each must stand in the template for translators."""

import gettext
from functools import cache
from io import BytesIO

from babel.messages.pofile import read_po

from bot.ui import text
from tests.catalogues.extract import Id
from tests.catalogues.files import TEMPLATE, id_of

_said: set[Id] = set()


class Noting(gettext.NullTranslations):
    """English, with an ear."""

    def gettext(self, message: str) -> str:
        """Note it."""
        _said.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Note both."""
        _said.add((msgid1, msgid2))
        return super().ngettext(msgid1, msgid2, n)


def listen() -> None:
    """From now on what is said in English is noted."""
    text.PLAIN = Noting()


def unlisted() -> set[Id]:
    """What was said since it was last asked for, and no translator could know."""
    said = _said.copy()
    _said.clear()
    return said - _listed() if said else said


@cache
def _listed() -> frozenset[Id]:
    return frozenset(id_of(message) for message in read_po(BytesIO(TEMPLATE.read_bytes())) if message.id)
