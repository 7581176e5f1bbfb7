"""Each part has its fields and no others, each of its type and within its limit."""

import pytest

from .changed import at, examined, line_of, only_problem, put, replaced, values, written

REQUIRED = [
    *(
        "id",
        "version",
        "title",
        "language",
        "licence",
        "summary",
        "for_whom",
        "days_per_week",
        "minutes_per_day",
    ),
    *(
        "phases",
        "faq[0].id",
        "faq[0].question",
        "faq[0].answer",
        "tools[0].name",
        "tools[0].phases",
        "tools[0].why",
    ),
    *(f"phases[0].{name}" for name in ("id", "title", "why", "weeks", "project", "ready")),
    *(f"phases[0].project.{name}" for name in ("id", "title", "brief", "milestones")),
    *(f"phases[0].project.milestones[1].{name}" for name in ("id", "title", "accept")),
    *(f"phases[0].ready.{name}" for name in ("signal", "how_to_check")),
    *(f"phases[0].accelerated[0].{name}" for name in ("weeks", "days", "explain")),
    *(f"phases[0].weeks[1].{name}" for name in ("id", "number", "title", "why_now", "objectives", "days")),
    *(f"phases[0].weeks[1].{name}" for name in ("explain", "checkpoint", "if_stuck", "resources", "recall")),
    "phases[0].weeks[1].project_slice",
    *(f"phases[0].weeks[1].checkpoint.{name}" for name in ("do", "done_when")),
    "phases[0].weeks[1].resources[0].title",
    *(f"phases[0].weeks[1].days[1].{name}" for name in ("id", "title", "do", "done_when", "minutes")),
    *(f"phases[0].weeks[1].recall[1].{name}" for name in ("id", "ask", "answer")),
    "phases[0].weeks[0].recall[3].right",
]

REMOVE = "Remove it, or check its indentation."

LIMITS = {
    "title": 80,
    "summary": 400,
    "for_whom[0]": 120,
    "faq[0].question": 150,
    "faq[0].answer": 800,
    "tools[0].why": 150,
    "phases[0].title": 60,
    "phases[0].why": 500,
    "phases[0].ready.signal": 300,
    "phases[0].ready.how_to_check": 500,
    "phases[0].accelerated[0].explain": 250,
    "phases[0].weeks[0].title": 60,
    "phases[0].weeks[0].why_now": 200,
    "phases[0].weeks[0].objectives[0]": 140,
    "phases[0].weeks[0].explain": 250,
    "phases[0].weeks[0].checkpoint.do": 400,
    "phases[0].weeks[0].checkpoint.done_when": 200,
    "phases[0].weeks[0].if_stuck[0]": 200,
    "phases[0].weeks[1].project_slice": 200,
    "phases[0].weeks[0].days[0].title": 60,
    "phases[0].weeks[0].days[0].do": 600,
    "phases[0].weeks[0].days[0].done_when": 200,
    "phases[0].project.title": 80,
    "phases[0].project.brief": 600,
    "phases[0].project.milestones[0].title": 80,
    "phases[0].project.milestones[0].accept": 250,
    "phases[0].project.stretch": 250,
    "phases[0].weeks[0].recall[3].ask": 200,
    "phases[0].weeks[0].recall[3].answer": 400,
    "phases[0].weeks[0].recall[3].choices[0]": 90,
    "phases[0].weeks[0].recall[3].why": 180,
}

COUNTS = {
    "for_whom": (3, 5),
    "phases[0].weeks[0].objectives": (3, 4),
    "phases[0].weeks[0].if_stuck": (2, 3),
    "phases[0].weeks[0].resources": (1, 3),
    "phases[0].weeks[0].recall": (4, None),
    "phases[0].weeks[0].recall[3].choices": (2, 6),
    "phases[0].project.milestones": (4, 7),
}

NUMBERS = {
    "version": (1, None),
    "days_per_week": (2, 7),
    "minutes_per_day": (10, 600),
    "phases[0].weeks[0].days[0].minutes": (10, 600),
    "phases[0].weeks[0].recall[3].right": (0, None),
}


def test_there_is_one_known_limit_for_each_text_of_the_example() -> None:
    """A path of the tables below that the example lacks would test nothing."""
    top = values()

    assert all(isinstance(at(top, path), str) for path in LIMITS)
    assert all(isinstance(at(top, path), list) for path in COUNTS)
    assert all(isinstance(at(top, path), int) for path in NUMBERS)


@pytest.mark.parametrize("path", REQUIRED)
def test_a_missing_field_is_named(path: str) -> None:
    """Whatever a part needs is asked for by name."""
    top = values()
    del top["totals"]  # what counts days or names ids would rightly complain as well
    if "tools" not in path:
        del top["tools"]
    if "accelerated" not in path:
        del top["phases"][0]["accelerated"]
    group, _, name = path.rpartition(".")
    del (at(top, group) if group else top)[name]

    problem = only_problem(written(top))

    assert (problem.path, problem.what) == (path, "is missing")


def test_a_missing_field_is_asked_for_in_the_line_of_its_group() -> None:
    """There is no line of what is not there."""
    text = replaced("            minutes: 60\n          - id: w1d2", "          - id: w1d2")

    assert only_problem(text).line == line_of(text, "- id: w1d1")


@pytest.mark.parametrize(("name", "why"), [("project", "every phase ends with a project"), ("ready", "may leave it")])
def test_a_phase_without_its_end_is_told_why_it_needs_one(name: str, why: str) -> None:
    """R14: leaving a phase takes its project and its readiness signal."""
    top = values()
    del top["phases"][0][name]

    assert why in only_problem(written(top)).do


@pytest.mark.parametrize(
    ("old", "new", "path", "do"),
    [
        ("licence: CC0", "license: CC0", "license", "Did you mean 'licence'?"),
        ("  days: 6", "  dayz: 6", "totals.dayz", "Did you mean 'days'?"),
        ("    ready:\n", "    reddy: 1\n    ready:\n", "phases[0].reddy", "Did you mean 'ready'?"),
        ("number: 2", "number: 2\n        nunber: 2", "phases[0].weeks[1].nunber", "Did you mean 'number'?"),
        (
            "title: The poke",
            "title: The poke\n            hours: 1",
            "phases[0].weeks[1].days[1].hours",
            REMOVE,
        ),
        ("- id: oven", "- id: oven\n    <week>: 1", "faq[0].<week>", REMOVE),
        ("version: 1", "version: 1\n<draft>: 1", "<draft>", REMOVE),
    ],
)
def test_an_unknown_field_is_refused_with_the_nearest_known_one(old: str, new: str, path: str, do: str) -> None:
    """A slip in a name is not passed over in silence."""
    text = replaced(old, new)
    problems = [each for each in examined(text).problems if each.what == "is not a field of this format"]

    (problem,) = problems
    assert (problem.path, problem.do) == (path, do)
    assert problem.line == line_of(text, path.rpartition(".")[2] + ":")


@pytest.mark.parametrize("path", LIMITS)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(path: str) -> None:
    """Limits are counted in characters, whatever they are."""
    limit, top = LIMITS[path], values()
    put(top, path, "é" * limit)
    assert examined(written(top)).problems == ()

    put(top, path, "é" * (limit + 1))
    problem = only_problem(written(top))

    assert problem.path == path
    assert f"is too long ({limit + 1} of {limit})" in problem.what


def test_a_text_that_is_too_long_is_shown_by_its_beginning_and_its_line() -> None:
    """The author sees at once which text is meant."""
    text = replaced("title: The poke", "title: The poke" + " and the dent" * 5)

    assert str(only_problem(text)) == (
        f"curriculum.yaml:{line_of(text, 'title: The poke')}  phases[0].weeks[1].days[1].title: "
        "“The poke and the dent and the dent and t…” is too long (73 of 60). Shorten it."
    )


@pytest.mark.parametrize("path", COUNTS)
def test_a_list_may_have_as_many_items_as_the_format_says(path: str) -> None:
    """Too few objectives, questions or milestones are refused, and so are too many."""
    fewest, most = COUNTS[path]
    top = values()
    items = at(top, path)
    put(top, path, items[: fewest - 1])
    problem = only_problem(written(top)) if "choices" not in path else examined(written(top)).problems[0]
    assert (problem.path, problem.what) == (path, f"has {fewest - 1} of at least {fewest} items")

    if most is not None:
        put(top, path, [_another(items[0], number) for number in range(most)])
        assert examined(written(top)).problems == ()
        put(top, path, [_another(items[0], number) for number in range(most + 1)])
        problem = only_problem(written(top))
        assert (problem.path, problem.what) == (path, f"has {most + 1} items, at most {most} are allowed")


def _another(item: object, number: int) -> object:
    if isinstance(item, dict):
        return {**item, "id": f"other-{number}"} if "id" in item else item
    return f"Another one, number {number}."


@pytest.mark.parametrize("path", NUMBERS)
def test_a_number_stays_within_its_bounds(path: str) -> None:
    """R3 and R5 bound the minutes, a plan's two to seven days bound the days a week."""
    least, most = NUMBERS[path]
    top = values()
    put(top, path, least - 1)
    assert _told(top, path) == f"is {least - 1}, less than {least}"

    if most is not None:
        put(top, path, most + 1)
        assert _told(top, path) == f"is {most + 1}, more than {most}"


def _told(top: object, path: str) -> str:
    return next(problem.what for problem in examined(written(top)).problems if problem.path == path)
