"""What the parts of a curriculum owe each other is checked, and each mistake is told once, in its line."""

import pytest

from .changed import GOOD, examined, line_of, only_problem, put, replaced, told, values, written


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("id: week-2", "id: week-1 # again", "phases[0].weeks[1].id"),
        ("id: w2d1", "id: w1d1 # again", "phases[0].weeks[1].days[0].id"),
        ("id: w2q3", "id: w1q3 # again", "phases[0].weeks[1].recall[2].id"),
        ("id: own-plan", "id: own-notebook # again", "phases[0].project.milestones[1].id"),
    ],
)
def test_an_id_belongs_to_one_thing_of_its_kind(old: str, new: str, path: str) -> None:
    """Ids are for ever: progress that hangs on one must mean one thing, in whichever week it stands."""
    text = replaced(old, new)
    problems = [problem for problem in examined(text).problems if problem.path.endswith(".id")]

    (problem,) = problems
    assert (problem.path, problem.line) == (path, line_of(text, "# again"))
    assert problem.what.endswith("is taken by another of its kind")


@pytest.mark.parametrize(("kind", "most"), [("phases", 20), ("faq", 20), ("tools", 12)])
def test_what_a_chat_lists_in_one_message_has_an_end(kind: str, most: int) -> None:
    """Issue 3, point 5: within all limits; what stands in a list that is too long is checked all the same."""
    top = values()
    top[kind] = [{**top[kind][0], "id": f"it-{n}", "wrong": 1} for n in range(most + 1)]
    del top["totals"]

    problems = examined(written(top)).problems

    assert [it.what for it in problems if it.path == kind] == [f"has {most + 1} items, at most {most} are allowed"]
    assert sum(it.path.endswith(".wrong") for it in problems) == most + 1


@pytest.mark.parametrize("kind", ["phases", "faq"])
def test_a_phase_or_an_answer_told_twice_is_refused(kind: str) -> None:
    """A copied block whose id was left as it was."""
    top = values()
    top[kind].append(top[kind][0])
    del top["totals"]

    told_paths = [problem.path for problem in examined(written(top)).problems if "is taken" in problem.what]

    assert f"{kind}[1].id" in told_paths


def test_projects_of_two_phases_have_ids_of_their_own() -> None:
    """A project's id is one of the ids that are for ever."""
    top = values()
    top["phases"].append({**top["phases"][0], "id": "second", "weeks": []})

    told_paths = [problem.path for problem in examined(written(top)).problems if "is taken" in problem.what]

    assert "phases[1].project.id" in told_paths


@pytest.mark.parametrize(
    ("numbers", "wrong", "right"),
    [
        ([1, 2, 4, 5], 2, 3),
        ([1, 2, 2, 3], 2, 3),
        ([1, 2, 7, 4], 2, 3),
        ([2, 3, 4, 5], 0, 1),
        ([1, 3, 3, 4], 1, 2),
    ],
)
def test_a_gap_in_the_week_numbers_is_told_once(numbers: list[int], wrong: int, right: int) -> None:
    """One lost week or one wrong number does not make every later week wrong."""
    top = values()
    weeks = top["phases"][0]["weeks"] * 2
    top["phases"][0]["weeks"] = [{**week, "number": each} for week, each in zip(weeks, numbers, strict=True)]

    problems = [problem for problem in examined(written(top)).problems if problem.path.endswith("number")]

    (problem,) = problems
    assert problem.path == f"phases[0].weeks[{wrong}].number"
    assert problem.do.endswith(f"this is {right}.")


def test_week_numbers_go_on_through_the_phases() -> None:
    """The second phase does not begin at 1 again."""
    top = values()
    first, second = top["phases"][0]["weeks"]
    top["phases"] = [
        {**top["phases"][0], "weeks": [first], "accelerated": []},
        {**top["phases"][0], "weeks": [{**second, "number": 1}], "accelerated": [], "id": "second"},
    ]

    problems = [problem for problem in examined(written(top)).problems if problem.path.endswith("number")]

    assert [problem.path for problem in problems] == ["phases[1].weeks[0].number"]
    assert problems[0].what == "is 1, but the week before is 1"


@pytest.mark.parametrize(("name", "declared", "there"), [("weeks", 3, 2), ("days", 5, 6)])
def test_declared_totals_are_the_sums(name: str, declared: int, there: int) -> None:
    """What the author believes the file holds is compared with what it does."""
    text = replaced(f"  {name}: {there}\n", f"  {name}: {declared}\n")

    told(text, f"  {name}: {declared}", f"totals.{name}", f"is {declared}, but there are {there}")


def test_a_week_has_as_many_days_as_the_curriculum_says() -> None:
    """`days_per_week` holds for every week."""
    start, end = GOOD.index("          - id: w2d2"), GOOD.index("          - id: w2d3")
    text = (GOOD[:start] + GOOD[end:]).replace("  days: 6", "  days: 5")

    problem = only_problem(text)

    assert problem.what == "has 2 days, but days_per_week is 3"
    assert (problem.path, problem.line) == ("phases[0].weeks[1].days", line_of(text, "- id: w2d1") - 1)
    assert problem.do == "Write exactly 3."


@pytest.mark.parametrize(
    "task",
    [
        "tbd",
        "To" + "do",
        "(to be written)",
        "...",
        "- - -",
        "Lorem ipsum dolor sit",
        "coming soon",
    ],
)
def test_a_task_is_something_to_do(task: str) -> None:
    """A day can be started at once; a note to write it is none, in a draft week either."""
    old = "do: Poke the rising dough every fifteen minutes and note how fast the dent comes back."
    text = replaced(old, f"do: '{task}'").replace("number: 2", "number: 2\n        draft: true")

    told(text, f"do: '{task}'", "phases[0].weeks[1].days[1].do", f"“{task}” is no task")


def test_a_task_says_more_than_its_title() -> None:
    """A title put in the place of the task."""
    old = "do: Poke the rising dough every fifteen minutes and note how fast the dent comes back."
    text = replaced(old, "do: the poke")

    told(text, "do: the poke", "phases[0].weeks[1].days[1].do", "only repeats the title")


def test_from_its_second_week_on_a_phase_works_on_its_project() -> None:
    """Every such week carries its slice; the first may, and a draft may wait."""
    text = replaced("        project_slice: Bake", "        # Bake")
    problem = only_problem(text)

    assert (problem.path, problem.what) == ("phases[0].weeks[1].project_slice", "is missing")
    assert problem.line == line_of(text, "- id: week-2")
    assert examined(text.replace("number: 2", "number: 2\n        draft: true")).problems == ()


@pytest.mark.parametrize("right", [3, 6, 10**15])
def test_the_right_answer_is_among_the_choices(right: int) -> None:
    """`right` counts the choices from 0."""
    text = replaced("right: 1", f"right: {right}")
    problem = only_problem(text)

    assert problem.what == f"is {right}, which is not among the choices"
    assert (problem.path, problem.line) == ("phases[0].weeks[0].recall[3].right", line_of(text, "right:"))
    assert problem.do == "Count from 0: the last choice is 2."


def test_choices_without_a_right_one_are_no_quiz() -> None:
    """Somebody would choose in vain."""
    text = replaced("            right: 1\n", "")
    problem = only_problem(text)

    assert (problem.path, problem.what) == ("phases[0].weeks[0].recall[3].right", "is missing")


@pytest.mark.parametrize(("name", "value"), [("right", 0), ("why", "Because.")])
def test_a_right_answer_or_its_reason_needs_choices(name: str, value: object) -> None:
    """Without choices neither would ever be shown."""
    top = values()
    put(top, f"phases[0].weeks[0].recall[0].{name}", value)

    problem = only_problem(written(top))

    assert (problem.path, problem.what) == (f"phases[0].weeks[0].recall[0].{name}", "stands without choices")


def test_choices_differ() -> None:
    """Two equal choices of which one is wrong."""
    text = replaced("- More flour", "- More salt # again")

    told(text, "# again", "phases[0].weeks[0].recall[3].choices[2]", "“More salt” stands in this list already")
