"""What the YAML parser's own complaints mean to someone who writes a curriculum."""

import re
from collections.abc import Iterator

import yaml

from bot.curriculum_file.problems import Finding, excerpt

DEEPEST = 20  # the format itself goes 9 deep
TOO_DEEP = (f"is nested more than {DEEPEST} deep", "Check the indentation.")

_TAB = re.compile(r" *\t")
_COLON = "mapping values are not allowed"
_BY_TAB = "tab character"
_NO_START = "cannot start any token"
_NESTED = "exceeded maximum nesting depth"  # newer parsers give up by themselves, far below what we refuse
_HINTS = {
    _COLON: "If the text itself holds ': ', put it in quotes; otherwise check the indentation.",
    _NO_START: "Put the text in quotes; none may begin with @ ` or %.",
    "did not find expected node content": "Close the bracket that opens here or above.",
    "unexpected end of stream": "Close the quotes or the bracket that opens in this line.",
    "could not find expected ':'": "Each field is 'name: text'; longer texts are indented below their name.",
    "did not find expected key": "Check the indentation, and that quotes here and above are closed.",
    "did not find expected '-'": "Check the indentation: items of one list begin in the same column.",
    "escape": "Use single quotes, in which a backslash is only a backslash.",
}


def explained(broken: yaml.YAMLError, text: str) -> Iterator[tuple[int | None, Finding]]:
    """Name the lines that are at fault and what to do; the parser stops at the first, tabs are all named."""
    if not isinstance(broken, yaml.MarkedYAMLError) or broken.problem_mark is None:
        yield None, Finding((), f"is not YAML: {excerpt(str(broken), 120)}", "Save it as plain UTF-8 text.")
        return
    last = text.rstrip().count("\n") + 1
    line = min(broken.problem_mark.line + 1, last)  # what never ends is noticed behind the end
    problem = excerpt(broken.problem or "", 120)
    if _NESTED in problem:
        yield line, Finding((), *TOO_DEEP)
        return
    if "end of stream" in problem and broken.context_mark is not None:
        line = broken.context_mark.line + 1
    tabs = list(_tabs(text)) if _NO_START in problem or _BY_TAB in problem else []
    if tabs and (line in tabs or _BY_TAB in problem):
        for at in tabs:
            yield at, Finding((), "is indented with a tab", "Indent with spaces; YAML allows no tabs there.")
        return
    hints = (hint for sign, hint in _HINTS.items() if sign in problem)
    yield line, Finding((), f"is not YAML: {problem}", next(hints, "Look at this line and the one above."))


def _tabs(text: str) -> Iterator[int]:
    return (at for at, content in enumerate(text.split("\n"), start=1) if _TAB.match(content))
