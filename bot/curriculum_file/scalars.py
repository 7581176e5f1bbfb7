"""What a plain word of YAML means: YAML 1.2's few types, so that `no`, `9:30`, `010` and dates stay text."""

import re

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_YES_NO = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
# Longer rows of digits than any number here are text: a name of 5,000 digits need not become an integer.
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")


def plain(word: str) -> str | int | float | bool | None:
    """The value of a scalar written without quotes."""
    if word in _NOTHING:
        return None
    if word in _YES_NO:
        return _YES_NO[word]
    if _WHOLE.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return float(word)
    return word
