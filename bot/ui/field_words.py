"""How commands and their fields are spoken of."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldWords:
    """How a field is spoken of.

    `label` names it (at most 45 characters, a modal's limit), `hint` says what belongs in it (at most 100;
    also the text of a slash option), `question` asks for it where there is no modal.
    """

    label: str
    hint: str
    question: str


@dataclass(frozen=True, slots=True)
class CommandWords:
    """What a command does, and the words of the fields that people give.

    `description` has at most 100 characters (Discord), 45 if there are fields: then it is a modal's title, too.
    """

    description: str
    fields: Mapping[str, FieldWords]
