"""Files that are no curriculum at all get a clear line, quickly, and never a stack trace."""

import os
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import pytest

from bot.curriculum_file import CurriculumBroken, Problem, check, load

from .changed import GOOD, examined, line_of, replaced

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def only(path: Path) -> Problem:
    """The one problem of a file."""
    report = check(path)
    assert report.curriculum is None
    assert (report.weeks, report.days, report.drafts, report.questions) == (0, 0, 0, 0)
    (problem,) = report.problems
    return problem


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """A slip in a name, or another folder."""
    path = tmp_path / "nowhere.yaml"

    assert str(only(path)) == f"{path}  is not there. Check the name and the folder."
    with pytest.raises(CurriculumBroken, match="is not there"):
        load(path)


def test_a_folder_is_no_curriculum(tmp_path: Path) -> None:
    """Somebody names the folder that the file is in."""
    assert only(tmp_path).what == "is a directory"


@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
def test_what_never_ends_is_not_read(name: str, tmp_path: Path) -> None:
    """A device or a pipe would keep the bot waiting for ever."""
    path = tmp_path / name
    if name == "pipe":
        os.mkfifo(path)

    assert only(path).what == "is no regular file"


@pytest.mark.parametrize("name", ["nul\0.yaml", "x" * 5_000, "loop.yaml"])
def test_a_name_that_the_system_refuses_is_explained(name: str, tmp_path: Path) -> None:
    """Names that are too long, hold a NUL or lead in a circle."""
    path = tmp_path / name
    if name == "loop.yaml":
        path.symlink_to(path)

    assert only(path).what.startswith("cannot be read: ")


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """What is printed of a name is harmless, and still says which file is meant."""
    path = tmp_path / "\x1b[31mred\udcff\n.yaml"

    said = str(only(path))

    assert said.isprintable()
    assert "[31mred" in said


def test_a_file_that_may_not_be_read_is_explained(tmp_path: Path) -> None:
    """A file of another account."""
    path = tmp_path / "curriculum.yaml"
    path.write_text(GOOD)
    path.chmod(0)

    with as_nobody_special():
        found = only(path)

    assert found.what == "cannot be read: Permission denied"


@contextmanager
def as_nobody_special() -> Iterator[None]:
    """Root may read everything, so for a moment it is somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (b"", 1, "is empty"),
        (b"# only a remark\n", 1, "is empty"),
        (b"---\n...\n", 1, "is empty"),
        (b"- a\n- b\n", 1, "does not begin with a field"),
        (b"just words\n", 1, "does not begin with a field"),
        (b"42\n", 1, "does not begin with a field"),
        (bytes(range(256)) * 200, None, "is not a text file"),
        (GOOD.encode("utf-16"), None, "is not a text file"),
        (GOOD.replace("Bread by", "Brød by").encode("latin-1"), 4, "is not UTF-8"),
        (GOOD.encode() + b"\xff\xfe", 171, "is not UTF-8"),
        (GOOD.encode() + b"# \xed\xa0\x80", 171, "is not UTF-8"),
        (b"[" * 4_000_000, 1, "is nested more than 20 deep"),
        (b"{a: " * 1_000_000, 1, "is nested more than 20 deep"),
        (b"- " * 2_000_000, 1, "is nested more than 20 deep"),
        (b"".join(b" " * depth + b"a:\n" for depth in range(2_000)), 22, "is nested more than 20 deep"),
        (b"? " * 2_000_000, 1, "has a field whose name is not a word"),
        (b"[a, b]: c\n", 1, "has a field whose name is not a word"),
        (b"phases:\n" + b"- x\n" * 900_000, 200_000, "more than 200,000 values"),
        (b"# " + b"x" * 5_000_000, None, "is larger than 5 MB"),
    ],
)  # fmt: skip
def test_what_is_no_curriculum_gets_one_line(raw: bytes, line: int | None, what: str, tmp_path: Path) -> None:
    """One line that says what the file is instead, within seconds."""
    path = tmp_path / "curriculum.yaml"
    path.write_bytes(raw)

    began = perf_counter()
    problem = only(path)

    assert (problem.line, problem.what) == (line, what)
    assert perf_counter() - began < 10


def test_a_giant_file_is_not_taken_into_memory(tmp_path: Path) -> None:
    """A file of a gigabyte is refused by its first five megabytes."""
    path = tmp_path / "curriculum.yaml"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)

    tracemalloc.start()
    assert only(path).what == "is larger than 5 MB"
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 20_000_000


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    """Nine lines that would unfold to 400 million words: each anchor and alias is refused where it is."""
    began = perf_counter()
    said = [(problem.line, problem.what) for problem in examined(BOMB).problems]

    assert (1, "sets an anchor (&a)") in said
    assert (2, "uses an alias (*a)") in said
    assert perf_counter() - began < 2


def test_an_alias_of_itself_is_refused() -> None:
    """A list that holds itself never ends."""
    said = [problem.what for problem in examined("phases: &x [*x]\n").problems]

    assert "uses an alias (*x)" in said


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("title: The poke", "title: &poke The poke", "sets an anchor (&poke)"),
        ("title: The poke", "title: *poke", "uses an alias (*poke)"),
        ("title: The poke", "*poke : The poke", "has a field whose name is not a word"),
        ("title: The poke", "&name title: The poke", "sets an anchor (&name)"),
        ("title: The poke", "!name title: The poke", "has a tag (!name)"),
        ("title: The poke", "title: !poke The poke", "has a tag (!poke)"),
        ("title: The poke", "title: ! The poke", "has a tag (!)"),
        ("title: The poke", "title: !!str The poke", "has a tag (tag:yaml.org,2002:str)"),
        (
            "title: The poke",
            "title: !!python/object/apply:os.system [id]",
            "has a tag (tag:yaml.org,2002:python/object/apply:os…)",
        ),
        ("title: The poke", "title: The poke\n            title: A poke", "appears twice in the same group"),
        ("title: The poke", "title: The \x1b[31mpoke", "holds a control character (U+001B)"),
        ("title: The poke", "title: The\u2028poke", "holds a control character (U+2028)"),
        ("            title: The poke", "\t    title: The poke", "is indented with a tab"),
        (
            "            title: The poke",
            "           title: The poke",
            "is not YAML: did not find expected '-'",
        ),
        ("title: The poke", "title: The poke: one", "is not YAML: mapping values are not allowed"),
        ("title: The poke", "title: @poke", "is not YAML: found character that cannot start any token"),
        ("title: The poke", "title: 'The' poke", "is not YAML: did not find expected key"),
        ("title: The poke", 'title: "The \\poke"', "is not YAML: found unknown escape character"),
        ("title: The poke", "The poke", "is not YAML: could not find expected ':'"),
    ],
)
def test_yaml_that_a_curriculum_does_not_need_is_refused_in_its_line(old: str, new: str, what: str) -> None:
    """Each is told once, with its line; nothing is constructed, followed or silently dropped."""
    text = replaced(old, new)
    (problem,) = examined(text).problems

    assert problem.what.startswith(what)
    late = "appears twice" in what or "could not find" in what  # seen in the line after
    assert problem.line == line_of(text, new) + late


def test_a_field_that_appears_twice_is_told_with_both_lines() -> None:
    """Most readers of YAML keep the last one without a word."""
    text = replaced("title: The poke", "title: The poke\n            title: A poke")
    (problem,) = examined(text).problems

    assert problem.path == "phases[0].weeks[1].days[1].title"
    assert problem.what.endswith(f"(first in line {line_of(text, 'title: The poke')})")


def test_every_line_that_a_tab_indents_is_told() -> None:
    """The parser stops at the first; the author should not have to."""
    text = GOOD.replace("        number:", "\tnumber:").replace("    ready:", "   \tready:")

    said = [(problem.line, problem.what) for problem in examined(text).problems]

    tabs = [number for number, line in enumerate(text.split("\n"), start=1) if "\t" in line]
    assert len(tabs) == 3
    assert said == [(number, "is indented with a tab") for number in tabs]


def test_quotes_that_are_never_closed_are_told_where_they_open() -> None:
    """The parser notices at the end of the file, far from the cause."""
    text = replaced("why: Water is weighed, since", 'why: "Water is weighed, since')
    (problem,) = examined(text).problems

    assert problem.line == line_of(text, 'why: "Water')
    assert problem.do.startswith("Close the quotes")


def test_a_bracket_that_is_never_closed_is_told_in_the_last_line() -> None:
    """The parser notices behind the end, in a line that is not there."""
    (problem,) = examined("id: bread\nfor_whom: [\n\n").problems

    assert problem.line == 2
    assert problem.do.startswith("Close the bracket")


def test_a_second_document_is_refused_and_the_first_is_checked_all_the_same() -> None:
    """Two curricula in one file."""
    text = GOOD.replace("version: 1", "version: 0") + "---\nid: another\n"

    said = [(problem.line, problem.what) for problem in examined(text).problems]

    assert said == [(3, "is 0, less than 1"), (171, "a second document begins here ('---')")]


def test_endless_complaints_come_to_an_end() -> None:
    """A file with sixty thousand mistakes is told so, with the first of them."""
    began = perf_counter()
    problems = examined("phases: [" + "{}," * 10_000 + "]").problems

    assert len(problems) == 5_001
    assert str(problems[0]) == "curriculum.yaml  has 5,000 problems or more. Begin with these."
    assert perf_counter() - began < 20
