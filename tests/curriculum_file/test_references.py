"""Ids that name something elsewhere in the file name what is there, and merged weeks keep their own days."""

import pytest

from .changed import only_problem, replaced, told, values, written


@pytest.mark.parametrize(
    ("old", "new", "path", "what"),
    [
        (
            "phases: [first-loaves]",
            "phases: [first]",
            "tools[0].phases[0]",
            "“first” is not the id of a phase",
        ),
        (
            "phases: [first-loaves]",
            "phases: [first-loaves, first-loaves]",
            "tools[0].phases[1]",
            "“first-loaves” stands in this list already",
        ),
        (
            "weeks: [week-1, week-2]",
            "weeks: [week-1, week-2, week-9]",
            "phases[0].accelerated[0].weeks[2]",
            "“week-9” is not a week of this phase",
        ),
        (
            "weeks: [week-1, week-2]",
            "weeks: [week-2, week-1]",
            "phases[0].accelerated[0].weeks",
            "skips or turns round weeks",
        ),
        (
            "weeks: [week-1, week-2]",
            "weeks: [week-1, week-2, week-2]",
            "phases[0].accelerated[0].weeks[2]",
            "“week-2” stands in this list already",
        ),
        (
            "days: [w1d2, w1d3, w2d3]",
            "days: [w1d2, w1d3, w1d9]",
            "phases[0].accelerated[0].days[2]",
            "“w1d9” is not a day of these weeks",
        ),
        (
            "days: [w1d2, w1d3, w2d3]",
            "days: [w1d2, w1d3, w1d2]",
            "phases[0].accelerated[0].days[2]",
            "“w1d2” stands in this list already",
        ),
        (
            "days: [w1d2, w1d3, w2d3]",
            "days: [w1d2, w1d3]",
            "phases[0].accelerated[0].days",
            "has 2, but days_per_week is 3",
        ),
    ],
)
def test_a_reference_names_what_is_there(old: str, new: str, path: str, what: str) -> None:
    """Ids in references are known, and merged weeks choose their days from their own."""
    text = replaced(old, new)

    told(text, f"{new}\n", path, what)


def test_merged_weeks_keep_days_of_their_own_only() -> None:
    """A day of another week of the phase is not theirs."""
    text = replaced("weeks: [week-1, week-2]", "weeks: [week-1]")

    told(text, "days: [w1d2", "phases[0].accelerated[0].days[2]", "“w2d3” is not a day of these weeks")


def test_a_week_is_merged_once() -> None:
    """Two ways through one week would close it twice."""
    top = values()
    merged = top["phases"][0]["accelerated"]
    merged.append({**merged[0], "weeks": ["week-2"], "days": ["w2d1", "w2d2", "w2d3"]})

    problem = only_problem(written(top))

    assert (problem.path, problem.what) == ("phases[0].accelerated[1].weeks[0]", "“week-2” is merged twice")
