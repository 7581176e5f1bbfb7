"""Study days as CSV: what is written out reads back, and what is wrong is told line by line (R2, R3, R19)."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.study_file import (
    FURTHEST_BACK,
    HEADER,
    MOST_ROWS,
    BadFile,
    StudyRow,
    clean,
    neutral,
    read_study_file,
    restored,
    written,
)

TODAY = date(2026, 3, 2)
notes = st.one_of(
    st.text(max_size=60),
    st.builds(lambda mark, text: mark + text, st.sampled_from("=+-@'\t;,\"\uff1d"), st.text(max_size=20)),
).map(lambda text: clean(text)[:500])
flows = st.tuples(st.dates(TODAY - FURTHEST_BACK, TODAY), st.integers(1, 600), notes)


def wrong(text: str | bytes) -> list[tuple[int, str]]:
    """The lines of a file that are refused, with the reasons."""
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BadFile) as caught:
        read_study_file(content, TODAY)
    return [(it.line, it.reason) for it in caught.value.problems]


def rows(text: str) -> list[tuple[int, date, int, str]]:
    """What a file holds."""
    return [(it.line, it.day, it.minutes, it.note) for it in read_study_file(text.encode(), TODAY).rows]


@given(st.lists(flows, min_size=1, max_size=20))
def test_what_is_written_out_reads_back_as_it_was(given_flows: list[tuple[date, int, str]]) -> None:
    """Issue 4, 8: the round trip of any note, with quotes, commas and what looks like a formula."""
    rest = [""] * (len(HEADER) - 3)
    text = written([[day.isoformat(), str(minutes), note, *rest] for day, minutes, note in given_flows])
    found = read_study_file(text.encode(), TODAY)
    assert [(it.day, it.minutes, it.note) for it in found.rows] == given_flows
    assert found.passed_over == ()


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=8))
def test_no_cell_is_taken_for_a_formula(cells: list[list[str]]) -> None:
    """Issue 4, 8: a spreadsheet that opens the file finds no cell that begins with one of its marks."""
    shown = list(csv.reader(io.StringIO(written(cells).removeprefix("\ufeff"), newline="")))
    marks = ("=", "+", "-", "@", "\t", "\r", "\n")
    assert all(not cell.startswith(marks) and not cell.lstrip().startswith(marks) for row in shown for cell in row)
    assert [[restored(cell) for cell in row] for row in shown[1:]] == cells


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-5", "'-5"),
        ("'=x", "''=x"),
        ("'tis", "''tis"),
        (" =1", "' =1"),
        ("a=b", "a=b"),
    ],
)
def test_an_apostrophe_keeps_a_formula_from_being_one(cell: str, shown: str) -> None:
    """An apostrophe of one's own is told from ours."""
    assert neutral(cell) == shown
    assert restored(shown) == cell


def test_somebody_elses_apostrophe_is_left_alone() -> None:
    """A file that was not written here has none of ours."""
    assert rows("date,minutes,note\n2026-03-01,20,'tis mine\n") == [(2, date(2026, 3, 1), 20, "'tis mine")]


@pytest.mark.parametrize(
    "text",
    [
        "date,minutes,note\n2026-03-01,90,svd\n",
        "\ufeffdate;minutes;note\r\n2026-03-01;1h30;svd\r\n",
        "\n\nNote , MINUTES,mood, Date\n svd ,1:30,4,2026-03-01\n,,,\n",
        'date,minutes,note\n"2026-03-01","90","svd"',
    ],
)
def test_the_spellings_of_a_file(text: str) -> None:
    """Commas or semicolons, any order, empty lines, other columns, R3's minutes, a mark at the beginning."""
    assert [row[1:] for row in rows(text)] == [(date(2026, 3, 1), 90, "svd")]


def test_columns_that_mean_nothing_are_named_and_our_own_are_not() -> None:
    """The answer says what was passed over, so that a misspelt note does not vanish in silence."""
    file = read_study_file(b"date,minutes,notes,focus,zone\n2026-03-01,20,x,3,UTC\n", TODAY)
    assert file.passed_over == ("notes",)
    assert file.rows == (StudyRow(2, date(2026, 3, 1), 20, ""),)


def test_every_bad_line_gets_its_number_and_reason() -> None:
    """Issue 4, 8: all of them at once, by the lines that an editor shows."""
    text = (
        "date,minutes,note\n"
        '2026-03-01,20,"two\nlines"\n'
        "01.03.2026,20\n"
        "2026-02-30,20\n"
        "2026-03-03,20\n"
        "2016-02-29,20\n"
        "2026-03-01,0\n"
        "2026-03-01,601\n"
        "2026-03-01,lots\n"
        f"2026-03-01,20,{'x' * 501}\n"
        "2026-03-01,20,svd, notes\n"
        "2026-03-01\n"
        '2026-03-01,20,"open" quote\n'
    )
    assert wrong(text) == [
        (4, "date"),
        (5, "date"),
        (6, "ahead"),
        (7, "too_far"),
        (8, "minutes"),
        (9, "minutes"),
        (10, "minutes"),
        (11, "note"),
        (12, "columns"),
        (13, "columns"),
        (14, "unreadable"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", (0, "no_header")),
        (b"\n \n", (0, "no_header")),
        (b"2026-03-01,20\n", (1, "no_header")),
        (b"date,date,minutes\n2026-03-01,2026-03-01,20\n", (1, "no_header")),
        (b"date,minutes\n\n", (0, "no_rows")),
        (b"date,minutes\n2026-03-01,20\xff\n", (0, "not_text")),
        (b"date,minutes,note\n2026-03-01,20,\x00\n", (0, "not_text")),
        ("date,minutes\n2026-03-01,20\n".encode("utf-16"), (0, "not_text")),
        (b'date,minutes,note\n2026-03-01,20,"' + b"x" * 200_000, (2, "unreadable")),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(content: bytes, reason: tuple[int, str]) -> None:
    """Hostile input: another encoding, no header, nothing below it, a quote that never ends."""
    assert wrong(content) == [reason]


def test_the_days_that_may_be_brought_along_have_both_ends() -> None:
    """Today and ten years back are in, tomorrow and the day before are not."""
    first = TODAY - FURTHEST_BACK
    assert [row[1] for row in rows(f"date,minutes\n{TODAY},1\n{first},600\n")] == [TODAY, first]
    assert wrong(f"date,minutes\n{TODAY + timedelta(days=1)},1\n{first - timedelta(days=1)},1\n") == [
        (2, "ahead"),
        (3, "too_far"),
    ]


def test_five_thousand_rows_are_the_most() -> None:
    """One more is refused, and so is one more that is wrong."""
    most = "date,minutes\n" + "2026-03-01,20\n" * MOST_ROWS
    assert len(rows(most)) == MOST_ROWS
    assert wrong(most + "2026-03-01,20\n") == wrong(most + "nonsense,20\n") == [(0, "too_many_rows")]


@given(st.binary(max_size=200), st.sampled_from([b"", b"date,minutes,note\n", b"date;minutes\n"]))
def test_any_bytes_are_read_or_refused(content: bytes, head: bytes) -> None:
    """Hostile input: never an internal error, and every row that comes out keeps the limits."""
    try:
        file = read_study_file(head + content, TODAY)
    except BadFile:
        return
    assert all(1 <= it.minutes <= 600 and len(it.note) <= 500 and it.day <= TODAY for it in file.rows)
    assert not any(ord(char) < 32 for it in file.rows for char in it.note)


def test_a_note_cannot_turn_its_line_around() -> None:
    """Controls and text direction marks are left out."""
    assert clean(" a\u202eb\x07 \u2066c\n d ") == "ab c d"
