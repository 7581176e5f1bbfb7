"""What somebody typed after a command, as values: `/log 1h30 svd notes when:yesterday focus:4 done`.

Named options (`focus:4`, `when="3 days ago"`) may stand anywhere. Of the other words the first are the fields
in their order, the rest is the note; a bare `done` means yes only as the very last word, and not after a word
like "not".
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.app.fields import ClockTime, CurriculumName, Duration, Number, OneOf, Passcode, Switch, When, Words, ZoneName
from bot.app.said import Refusal
from bot.core.minutes import BadMinutes
from bot.core.plans import BadPlan
from bot.core.whichday import BadDay, which_day
from bot.ui.forms import Field, Form
from bot.ui.heard import in_english
from bot.ui.values import read_field, tidy

__all__ = ["Typed", "read_field", "read_words"]

LONGEST = 7
"""The most words that a value without quotes may span: "mon tue wed thu fri sat sun"."""

_HEDGES = frozenset(
    {"not", "never", "no", "almost", "nearly", "half", "partly", "hardly", "barely", "be", "get"}
    | {"isnt", "wasnt", "arent", "havent", "hasnt"}
)
_BETWEEN = frozenset({"from", "to", "until", "till", "and", "-", "\u2013", "\u2014"})
"""Words between values that are values of nothing."""
ALIASES = {"from": "start", "to": "end", "until": "end"}  # of a range of days, where no field has that name
_UP_TO = frozenset({"to", "until", "till"})
DASHES = frozenset({"-", "\u2013", "\u2014", ":"})

SOME_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""Finds out how many words name a day; which day they mean only the turn can say."""

_WORD = re.compile(r"\S+")
_NAMED = re.compile(r"([A-Za-z_]+)[:=](.*)", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|“([^”]*)”|'([^']*)'(?!\S)")


@dataclass(frozen=True, slots=True)
class Typed:
    """The values that could be read, and the required fields that are still missing."""

    values: dict[str, object]
    missing: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the line; `option` is the field it names (`focus:4`), `text` what stands after the name."""

    text: str
    option: Field | None = None
    quoted: bool = False


def read_words(form: Form, text: str) -> Typed:
    """Read the words after a command. Raises Refusal for a value that its field cannot be, and nothing else.

    A command that offers no options (a review, a check-in) takes the whole text as its first answer.
    """
    values = _from_line(form, tidy(text)) if form.options else _whole(form, text)
    missing = tuple(each for each in form.fields if each.required and not each.ref and each.name not in values)
    return Typed(values, missing)


def _whole(form: Form, text: str) -> dict[str, object]:
    if not text.strip() or not form.asks:
        return {}
    first = form.asks[0]
    return {first.name: read_field(first, text)}


def _from_line(form: Form, text: str) -> dict[str, object]:
    rest = _rest_field(form)
    if not any(isinstance(each.kind, Words) for each in form.options):
        text = in_english(text)  # nobody's own words are in it
    words = list(_split(form, text, bare=rest is None))
    flags = _closing_flags(form, words) if rest else {}
    named, left = _named(words, free=rest is not None)
    values = {**flags, **named}
    if rest is None:
        return values | _in_any_order(_unset(form.options, values, days=True), left)
    before = form.options[: form.options.index(rest)]
    placed, left = _in_order(_unset(before, values), left)
    values |= placed
    if switch := _last_switch(before, values):  # "/setup Berlin 9:00 yes", "… board no"
        answer = left[1:] if left[:1] == [switch.name] else left
        if len(answer) == 1 and _recognised(switch, answer[0]):
            return values | {switch.name: read_field(switch, answer[0])}
    if left and left[0] in DASHES:
        left = left[1:]  # "90 - svd notes"
    if left:
        said = [*left, str(values.get(rest.name, ""))]
        values[rest.name] = read_field(rest, " ".join(said))
    return values


def _last_switch(before: Iterable[Field], values: Mapping[str, object]) -> Field | None:
    """The yes or no that stands right before the text, if it is not said yet."""
    last = list(before)[-1:]
    return last[0] if last and isinstance(last[0].kind, Switch) and last[0].name not in values else None


def _rest_field(form: Form) -> Field | None:
    """The one text that takes what is no option. Of two texts nobody could tell which: then there is none."""
    texts = [each for each in form.options if isinstance(each.kind, Words)]
    return texts[0] if len(texts) == 1 else None


def _unset(fields: Iterable[Field], values: dict[str, object], *, days: bool = False) -> list[Field]:
    """The fields that may be given by their place; a number or a choice only where no other stands before it.

    A day only with `days`: beside a note, a word such as "Monday" belongs to the note.
    """
    found: list[Field] = []
    for each in fields:
        match each.kind:
            case Words() | Switch() | CurriculumName() | Passcode():
                continue
            case When() if not days:
                continue
            case Number() | OneOf() if found:
                continue
        found.append(each)
    return [each for each in found if each.name not in values]


# --- words and names ----------------------------------------------------------------------------------------


def _split(form: Form, text: str, *, bare: bool) -> Iterable[Word]:
    """Cut a line into words. With `bare` a field's name is an option without its colon too (`hour 18:00`)."""
    fields = {each.name: each for each in form.options}
    at = 0
    while found := _WORD.search(text, at):
        at = found.end()
        pair = _NAMED.fullmatch(found[0])
        option = _option(fields, pair[1].casefold()) if pair else None
        if pair is None or option is None:
            yield (Word("", fields[found[0].casefold()]) if bare and found[0].casefold() in fields else Word(found[0]))
            continue
        start = found.start() + pair.start(2)
        if quoted := _QUOTED.match(text, start):
            at = quoted.end()
            yield Word(next(part for part in quoted.groups() if part is not None), option, quoted=True)
        else:
            yield Word(pair[2], option)


def _option(fields: Mapping[str, Field], name: str) -> Field | None:
    return fields.get(name) or fields.get(ALIASES.get(name, ""))


def _closing_flags(form: Form, words: list[Word]) -> dict[str, object]:
    """Take a bare `done` from the end of the line. "not done" is part of the note."""
    flags = {each.name: each for each in form.options if isinstance(each.kind, Switch)}
    if not words or words[-1].option or words[-1].text.casefold() not in flags:
        return {}
    before = words[-2].text.casefold().replace("\u2019", "'") if len(words) > 1 else ""
    if before in _HEDGES or before.endswith("n't"):
        return {}
    return {words.pop().text.casefold(): True}


def _named(words: list[Word], *, free: bool) -> tuple[dict[str, object], list[str]]:
    """The values of named options, and the words of none. `free`: a name without a value is a word."""
    values: dict[str, object] = {}
    left: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word.option is None:
            left.append(word.text)
            continue
        if word.quoted:
            values[word.option.name] = read_field(word.option, word.text)
            continue
        own = [word.text] if word.text else []
        following = _until_option(words[at:])
        if not own and not following:
            _nothing_said(word.option, values, left, free=free)
            continue
        count, values[word.option.name] = _take(word.option, _reach(word.option, own + following))
        at += count - len(own)
    return values, left


def _until_option(words: list[Word]) -> list[str]:
    texts = []
    for word in words:
        if word.option:
            break
        texts.append(word.text)
    return texts


def _nothing_said(option: Field, values: dict[str, object], left: list[str], *, free: bool) -> None:
    """A name with nothing after it: a word like any other, a yes, or something forgotten."""
    if free:
        left.append(f"{option.name}:")
    elif isinstance(option.kind, Switch):
        values[option.name] = True
    else:
        raise Refusal("missing", field=option.name)


# --- values by their place ----------------------------------------------------------------------------------


def _in_order(fields: list[Field], left: list[str]) -> tuple[dict[str, object], list[str]]:
    """Read the leading words as fields in their order; optional ones may be left out."""
    values: dict[str, object] = {}
    for each in fields:
        if not left:
            break
        texts = _reach(each, left, fields)
        if each.required or _meant(each, left[0]) or _longest(each, texts) or _leads(each, left, fields):
            count, values[each.name] = _take(each, texts)
            left = left[count:]
    return values, left


def _in_any_order(fields: list[Field], left: list[str]) -> dict[str, object]:
    """Read words that all must be values. Those left over when every field has one do no harm."""
    values: dict[str, object] = {}
    while left and fields:
        if left[0].casefold() in _BETWEEN and len(left) > 1:
            if left[0].casefold() in _UP_TO and len(fields) > 1 and fields[0].kind == fields[1].kind:
                fields = fields[1:]  # "until Sunday" says nothing of the beginning
            left = left[1:]
            continue
        each = next((one for one in fields if _longest(one, _reach(one, left, fields))), None)
        each = each or next((one for one in fields if _meant(one, left[0])), fields[0])
        count, values[each.name] = _take(each, _reach(each, left, fields))
        left = left[count:]
        fields = [one for one in fields if one is not each]
    return values


def _reach(field: Field, left: list[str], fields: Iterable[Field] = ()) -> list[str]:
    """The words that a value could span. A place ends where another field's value begins.

    Behind its comma may stand a country ("Paris, France"), but not a line of words: those are a name.
    """
    if not isinstance(field.kind, ZoneName):
        return left
    others = [other for other in fields if other is not field]
    ends = (at for at in range(1, len(left[:LONGEST])) if _begins_another(others, left[at:]))
    end = next(ends, len(left))
    comma = next((at for at, text in enumerate(left[:end], 1) if text.endswith(",")), end)
    return left[:comma] if end == len(left) and end - comma > 1 else left[:end]


def _begins_another(others: Iterable[Field], left: list[str]) -> bool:
    return left[0][0].isdigit() or any(_longest(other, left) for other in others)


def _meant(field: Field, word: str) -> bool:
    """Whether a word that begins with a digit must be this field, well or badly written."""
    return word[0].isdigit() and isinstance(field.kind, ClockTime | Number | Duration)


def _leads(field: Field, left: list[str], fields: Iterable[Field]) -> bool:
    """Whether words that are nobody else's value must be this one, well or badly written."""
    others = [other for other in fields if other is not field]
    return isinstance(field.kind, ZoneName) and field.kind.leads and not _begins_another(others, left)


def _take(field: Field, texts: list[str]) -> tuple[int, object]:
    """Read a value from the beginning: how many words it took. Raises Refusal if there is none."""
    match field.kind:
        case Words() | CurriculumName() | Passcode():
            return len(texts), read_field(field, " ".join(texts))
        case Number() | Switch():
            count = 1
        case _:
            count = _longest(field, texts) or _culprit(field, texts)
    return count, read_field(field, _joined(texts[:count]))


def _joined(texts: list[str]) -> str:
    return " ".join(texts).rstrip(",;:") or texts[0]


def _longest(field: Field, texts: list[str]) -> int:
    """How many words the longest value spans; 0 if they begin with none."""
    counts = range(min(len(texts), LONGEST), 0, -1)
    return next((count for count in counts if _recognised(field, _joined(texts[:count]))), 0)


def _recognised(field: Field, text: str) -> bool:
    """Whether a text is a value of a field, or would be if it were not out of bounds ("11 hours")."""
    try:
        if isinstance(field.kind, When):
            which_day(in_english(text), SOME_NOON, ZoneInfo("UTC"))
        else:
            read_field(field, text)
    except BadDay as bad:
        return bad.reason != "unreadable"
    except Refusal as refusal:
        cause = refusal.__cause__
        return isinstance(cause, BadMinutes | BadPlan) and cause.reason != "unreadable"
    return True


def _culprit(field: Field, texts: list[str]) -> int:
    """How many words to refuse: the first, or for a place its name as far as it goes."""
    return min(len(texts), 3) if isinstance(field.kind, ZoneName) else 1
