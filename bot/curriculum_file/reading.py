"""A file's bytes as text, or the reason why they are none."""

import re
import stat
from pathlib import Path

from bot.curriculum_file.problems import Finding, excerpt
from bot.curriculum_file.tree import Tree

LARGEST = 5_000_000  # bytes; the built-in curriculum has about 300,000
MOST_NAMED = 20  # a text with more lines of control characters is no text

# The control characters that YAML would choke on or read as line breaks; tab and line feed are none.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def read(path: Path) -> bytes | Finding:
    """The bytes of a regular file of at most `LARGEST` bytes; anything else is a finding."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a directory" if path.is_dir() else "no regular file"
            return Finding((), f"is {kind}", "Name the curriculum file itself.")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Finding((), "is not there", "Check the name and the folder.")
    except (OSError, ValueError) as refused:
        reason = getattr(refused, "strerror", None) or str(refused)
        return Finding((), f"cannot be read: {excerpt(reason, 80)}", "Check its name and its permissions.")
    if len(raw) > LARGEST:
        return Finding(
            (), f"is larger than {LARGEST // 1_000_000} MB", "A curriculum is text: split it, or shorten it."
        )
    return raw


def decoded(raw: bytes, tree: Tree) -> str | None:
    """The text, with what YAML would choke on named and taken out; None if the bytes are no text at all."""
    if b"\0" in raw:
        tree.add_at(None, Finding((), "is not a text file", "Save it as plain UTF-8 text."))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        tree.add_at(line, Finding((), "is not UTF-8", "Save the file in the encoding UTF-8."))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in _CONTROL.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        what = f"holds a control character (U+{ord(found[0]):04X})"
        tree.add_at(line, Finding((), what, "Remove it."))
        if len(tree.found) >= MOST_NAMED:
            return None
    return _CONTROL.sub("\ufffd", text)
