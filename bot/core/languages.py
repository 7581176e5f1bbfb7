"""The languages that Pacekeeper speaks, and which of them somebody reads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

AUTOMATIC = "automatic"
"""The choice that leaves it to the platform."""

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "de": "Deutsch"})
"""Each by its tag, named in itself."""

CHOICES = (AUTOMATIC, *LANGUAGES.values())
LONGEST_TAG = 20

_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Tongues:
    """The tags of what an asker reads (`own`) and of what is read where they ask (`here`; in private the same).
    Empty for English."""

    own: str = ""
    here: str = ""


ENGLISH = Tongues()


def tag_of(choice: str) -> str:
    """The tag of one of the choices; empty for the automatic one. Raises KeyError for any other text."""
    return "" if choice == AUTOMATIC else {name: tag for tag, name in LANGUAGES.items()}[choice]


def choice_of(tag: str) -> str:
    """The choice that a stored tag stands for."""
    return LANGUAGES.get(tag, AUTOMATIC)


def tidy_tag(said: str | None) -> str:
    """A platform's language tag ("pt-BR") as it may be kept; empty for none, and for what is no tag."""
    return said if said and len(said) <= LONGEST_TAG and _TAG.fullmatch(said) else ""
