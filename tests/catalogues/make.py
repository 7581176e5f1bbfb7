"""Writes the catalogues anew: `python -m tests.catalogues.make`. With a tag (`de`) that language is begun.

The template comes from the code, each language's .po keeps what was translated, and its .mo is what the bot reads.
"""

import sys
from collections.abc import Sequence

from bot.ui.text import DOMAIN, LOCALE
from tests.catalogues.extract import sentences
from tests.catalogues.files import TEMPLATE, compiled, languages, renewed, template


def main(new: Sequence[str]) -> None:
    """Write the template, and every language's two files."""
    found = sentences()
    for tag in new:
        path = LOCALE / tag / "LC_MESSAGES" / f"{DOMAIN}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    LOCALE.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(template(found))
    for tag, path in languages():
        po = renewed(found, tag, path.read_bytes())
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(compiled(po, tag))


if __name__ == "__main__":
    main(sys.argv[1:])
