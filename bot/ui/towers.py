"""Towers of accents, which would stand over the lines above and below them, whoever wrote those."""

import re

MOST = 3  # on one letter; no way of writing takes more of these
# Combining marks of no script in particular, which add up without end. Those of Hebrew, Arabic, Thai and the like are
# others, and stay as they are.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWER = re.compile(f"({_MARK}{{{MOST}}}){_MARK}+")


def levelled(text: str) -> str:
    """A text in which no letter has more than three accents."""
    return _TOWER.sub(r"\1", text)
