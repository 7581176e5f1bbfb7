"""What people type in any of our languages, in the English words that the rules read (R2, R3, R11).

The words are those of the catalogues: what a screen calls a day is understood, too. English is never changed.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from bot.core.languages import LANGUAGES
from bot.ui.dates import MONTHS, WEEKDAYS, WEEKDAYS_SHORT
from bot.ui.text import Text, later, text_in

ENGLISH = "en"
WORDS = (
    *WEEKDAYS,
    *WEEKDAYS_SHORT,
    *MONTHS,
    later("today"),
    later("yesterday"),
    later("tomorrow"),
    later("every day"),
    later("weekdays"),
    later("weekend"),
    later("hours"),
    later("hour"),
    later("minutes"),
    later("minute"),
    later("yes"),
    later("no"),
    later("and"),
    later("to"),
    later("until"),
)
_AGO = ("{n} day ago", "{n} days ago")
_NUMBER = "{n}"


def in_english(text: str) -> str:
    """The same with every word of another language in English; what is no such word stays as it is."""
    for ago in _agos():
        text = ago.sub(lambda found: f"{found[1]} day ago" if found[1] == "1" else f"{found[1]} days ago", text)
    return _any_word().sub(lambda found: _meant()[found[0].casefold()], text) if _meant() else text


def words_in(say: Text) -> Iterator[tuple[str, str]]:
    """What a language calls each word, with its English."""
    for word in WORDS:
        said = say.words(word)
        if said.casefold() != word.casefold():
            yield said.casefold(), word.casefold()


def _others() -> list[Text]:
    return [text_in(tag) for tag in LANGUAGES if tag != ENGLISH]


@cache
def _meant() -> Mapping[str, str]:
    return {said: word for say in _others() for said, word in words_in(say)}


@cache
def _any_word() -> re.Pattern[str]:
    longest_first = sorted(_meant(), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])", re.IGNORECASE)


@cache
def _agos() -> tuple[re.Pattern[str], ...]:
    """Each language's "3 days ago"."""
    return tuple(
        re.compile(rf"\b{re.escape(form).replace(re.escape(_NUMBER), '([0-9]{1,4})')}\b", re.IGNORECASE)
        for say in _others()
        for form in sorted({say.many_words(*_AGO, n).replace(str(n), _NUMBER) for n in (1, 2, 3, 5)})
    )
