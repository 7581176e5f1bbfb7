"""Files that want to hold the bot up: read or refused in a moment, whatever their four megabytes are made of."""

import gzip
import io
import time
import zipfile
from datetime import date

import pytest

from bot.core.study_file import MOST_BYTES, MOST_COLUMNS, MOST_NAME, BadFile, read_study_file

TODAY = date(2026, 3, 2)
HEAD = b"date,minutes,note\n"
WITHIN = 3.0  # seconds of processor time; each took under one


def full(piece: bytes, head: bytes = HEAD) -> bytes:
    """The largest file that is read at all, of one piece again and again."""
    return head + piece * ((MOST_BYTES - len(head)) // len(piece))


def packed() -> bytes:
    """A zip bomb: as a file it is nothing but bytes that are no text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("days.csv", b"0" * 50_000_000)
    return out.getvalue()


HOSTILE = {
    "a million columns": full(b"x,", b"date,minutes"),
    "different columns": b"date,minutes," + ",".join(map(str, range(600_000))).encode() + b"\n2026-03-01,20\n",
    "rows of a thousand cells": full(b"2026-03-01,20" + b"," * 1000 + b"\n"),
    "empty lines": full(b"\n"),
    "lines of blanks": full(b" \n"),
    "carriage returns": full(b"\r"),
    "quotes": full(b'"'),
    "unreadable lines": full(b'"a"b\n'),
    "a note that never ends": HEAD + b'2026-03-01,20,"' + full(b"x", b""),
    "NULs": full(b"\x00"),
    "combining marks": HEAD + b"2026-03-01,20," + "\u0301".encode() * 100_000,
    "formulas": full(b'2026-03-01,20,"=HYPERLINK(""https://evil.example"",""x"")"\n'),
    "a zip bomb": packed(),
    "gzip": gzip.compress(full(b"2026-03-01,20,\n")),
    "UTF-16": ("date,minutes\n" + "2026-03-01,20\n" * 1000).encode("utf-16"),
    "Latin-1": HEAD + "2026-03-01,20,caf\xe9\n".encode("latin-1"),
    "digits without end": full(b"9", HEAD + b"2026-03-01,"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_a_moment(kind: str) -> None:
    """Issue 6, 3: one sentence, and nobody else waits: a file is read in the transaction that would keep it."""
    began = time.process_time()
    with pytest.raises(BadFile):
        read_study_file(HOSTILE[kind], TODAY)
    assert time.process_time() - began < WITHIN


def test_a_column_without_a_meaning_is_named_in_short() -> None:
    """What a refusal or a receipt repeats of a file is kept with the answer."""
    name = "x" * 100_000
    found = read_study_file(f"date,minutes,{name}\n2026-03-01,20\n".encode(), TODAY)
    assert found.passed_over == ("x" * MOST_NAME,)


def test_a_hundred_columns_are_the_most() -> None:
    """Spreadsheets have dozens."""
    wide = ",".join(f"c{n}" for n in range(MOST_COLUMNS - 2))
    assert len(read_study_file(f"date,minutes,{wide}\n2026-03-01,20\n".encode(), TODAY).rows) == 1
    with pytest.raises(BadFile):
        read_study_file(f"date,minutes,{wide},one more\n2026-03-01,20\n".encode(), TODAY)
