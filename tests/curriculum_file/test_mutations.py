"""Whatever happens to a good file, its check ends in a report."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.curriculum_file import Report
from bot.curriculum_file.checking import examine

from .changed import GOOD, examined, values, written

RAW = GOOD.encode()
PIECES = st.one_of(
    st.binary(max_size=6),
    st.text(max_size=6).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"\t", b"\n", b"\n\n  ", b": ", b"- ", b"? ", b"[", b"]", b"{", b"}", b"'", b'"', b"\\"]),
    st.sampled_from([b"&a ", b"*a", b"!t ", b"|\n", b">-\n", b"#", b"---\n", b"...\n", b"<<: ", b"%YAML 1.1\n"]),
    st.sampled_from([b"null", b"true", b"1e400", b"9" * 5_000]),
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["week-1", "w1d1"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "weeks", "days", "number", "do", "draft"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def sound(report: Report, lines: int) -> None:
    """A curriculum or problems, never both and never neither; each problem is one printable line."""
    assert (report.curriculum is None) == bool(report.problems)
    for problem in report.problems:
        assert problem.line is None or 1 <= problem.line <= lines + 1
        assert str(problem).isprintable()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(RAW)), st.integers(0, 40), PIECES), min_size=1, max_size=4))
def test_any_change_of_the_bytes_ends_in_a_report(changes: list[tuple[int, int, bytes]]) -> None:
    """Passages cut out and signs put in anywhere."""
    raw = RAW
    for at, lost, put in changes:
        raw = raw[:at] + put + raw[at + lost :]

    sound(examine(raw, "curriculum.yaml"), len(re.findall(rb"\r\n|\r|\n", raw)))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_ends_in_a_report(text: str) -> None:
    """Text that has nothing to do with a curriculum."""
    raw = text.encode("utf-8", "surrogatepass")

    sound(examine(raw, "curriculum.yaml"), len(re.findall(rb"\r\n|\r|\n", raw)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_in_any_place_ends_in_a_report(data: st.DataObject) -> None:
    """A field or an item becomes anything, is lost, or comes twice."""
    top = values()
    holder, key = data.draw(st.sampled_from(list(_places(top))))
    match data.draw(st.sampled_from(["replace", "lose", "repeat"])):
        case "replace":
            holder[key] = data.draw(VALUES)
        case "lose":
            del holder[key]
        case _ if isinstance(holder, list):
            holder.append(holder[key])
    text = written(top)

    sound(examined(text), text.count("\n"))


def _places(value: Any) -> Any:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
