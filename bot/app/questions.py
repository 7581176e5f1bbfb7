"""A question that is still open: the command so far, asked field by field where there is no modal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

ENDS_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What somebody is being asked in a chat. Kept as a row, so a long answer typed across a restart is not lost.

    `form` is the command's code, `given` its values as a payload, `todo` the fields still to ask (the first is the one
    that is open), `answers` what was typed for the others. `opened_by` is the press or message that began it (R20: a
    form takes effect once), `request` the platform's id of the last request that moved it on: a replay of that one
    asks the open field again and changes nothing. `message` is the question's own message.
    """

    form: str
    given: str
    todo: tuple[str, ...]
    answers: Mapping[str, str]
    opened_by: str
    request: str
    message: str = ""
