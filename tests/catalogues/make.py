"""Writes the catalogues anew: `python -m tests.catalogues.make`.

The template comes from the code, each language's .po keeps what was translated, and its .mo is what the bot reads.
With a tag (`de`) that language is begun if it is new; .po files after it are parts to take translations from.
"""

import sys
from pathlib import Path

from bot.ui.text import DOMAIN, LOCALE
from tests.catalogues.extract import sentences
from tests.catalogues.files import TEMPLATE, compiled, languages, renewed, template


def main(tag: str = "", *parts: str) -> None:
    """Write the template, and every language's two files."""
    found = sentences()
    if tag:
        path = LOCALE / tag / "LC_MESSAGES" / f"{DOMAIN}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    LOCALE.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(template(found))
    for each, path in languages():
        more = [Path(part).read_bytes() for part in parts] if each == tag else []
        po = renewed(found, each, path.read_bytes(), *more)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(compiled(po, each))


if __name__ == "__main__":
    main(*sys.argv[1:])
