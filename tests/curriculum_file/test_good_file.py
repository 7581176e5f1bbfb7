"""A file in which nothing is wrong becomes the curriculum that the rules know."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from bot.curriculum_file import CurriculumBroken, check, load

from .changed import EXAMPLE, GOOD, at, examined, replaced, values, written


def test_the_example_has_no_problems_and_is_counted() -> None:
    """A custom curriculum can be this small: two weeks of three days."""
    report = check(EXAMPLE)

    assert report.problems == ()
    assert (report.weeks, report.days, report.drafts, report.questions) == (2, 6, 0, 8)
    assert report.curriculum == load(EXAMPLE)


def test_every_part_of_the_file_arrives_in_the_curriculum() -> None:
    """What is written under a field is found under the same name."""
    loaded = asdict(load(EXAMPLE))
    top = values()
    del top["totals"]  # a sum to check, nothing to study

    leaves = list(_leaves(top, ""))

    assert len(leaves) > 130
    assert {path: at(loaded, path) for path, _ in leaves} == dict(leaves)


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _leaves(inner, f"{path}.{name}")
        case list():
            for number, inner in enumerate(value):
                yield from _leaves(inner, f"{path}[{number}]")
        case _:
            yield path, value


def test_what_is_optional_may_be_left_out() -> None:
    """Optional are totals, FAQ, tools, the GPU, the accelerated path and what a project adds."""
    top = values()
    for name in ("totals", "faq", "tools"):
        del top[name]
    phase = top["phases"][0]
    del phase["needs_gpu"], phase["accelerated"], phase["project"]["stretch"]

    loaded = examined(written(top)).curriculum

    assert loaded is not None
    assert (loaded.faq, loaded.tools, loaded.phases[0].accelerated) == ((), (), ())
    assert (loaded.phases[0].needs_gpu, loaded.phases[0].project.stretch) == (False, "")


@pytest.mark.parametrize("bare", ["on", "no", "yes", "9:30", "010", "2026-11-22", "0x1F", "1e3", "12:30:45", "1_000"])
def test_a_bare_word_that_older_yaml_would_turn_into_something_else_stays_text(bare: str) -> None:
    """YAML 1.2: only true, false, null and plain numbers are anything but text."""
    loaded = examined(replaced("title: The window", f"title: {bare}")).curriculum

    assert loaded is not None
    assert loaded.phases[0].weeks[0].days[1].title == bare


def test_norwegian_is_a_language() -> None:
    """`language: no` is a tag, not a refusal."""
    loaded = examined(replaced("language: en", "language: no")).curriculum

    assert loaded is not None
    assert loaded.language == "no"


def test_a_draft_needs_only_its_number_its_title_and_days_to_do() -> None:
    """The other fields of a draft week, its days' tests of being done and their minutes may come later."""
    top = values()
    whole = top["phases"][0]["weeks"][1]
    top["phases"][0]["weeks"][1] = {
        **{name: whole[name] for name in ("id", "number", "title")},
        "draft": True,
        "days": [{name: day[name] for name in ("id", "title", "do")} for day in whole["days"]],
    }

    report = examined(written(top))

    assert report.problems == ()
    assert (report.drafts, report.questions) == (1, 4)
    assert report.curriculum is not None
    week = report.curriculum.phases[0].weeks[1]
    assert (week.draft, week.checkpoint, week.recall) == (True, None, ())
    assert (week.days[0].done_when, week.days[0].minutes) == ("", 60)


def test_a_gpu_can_be_needed_in_words() -> None:
    """Some of a phase can need one: then the file says what for."""
    text = replaced("needs_gpu: false", "needs_gpu: A free notebook GPU serves for the last two weeks.")
    loaded = examined(text).curriculum

    assert loaded is not None
    assert loaded.phases[0].needs_gpu == "A free notebook GPU serves for the last two weeks."


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(ending: str) -> None:
    """A file saved on Windows is the same curriculum, and so is one that begins with a byte-order mark."""
    assert examined("\ufeff" + GOOD.replace("\n", ending)).curriculum == load(EXAMPLE)


def test_space_around_a_text_is_no_part_of_it() -> None:
    """A block that keeps its last line break is a line all the same, and the limit counts what is left."""
    text = replaced("title: The window", "title: >\n              " + "w" * 60)
    loaded = examined(text).curriculum

    assert loaded is not None
    assert loaded.phases[0].weeks[0].days[1].title == "w" * 60


def test_a_long_text_may_have_paragraphs() -> None:
    """What is shown as a text of its own keeps its line breaks."""
    text = replaced("do: Bake yesterday's dough", "do: |-\n              Bake.\n\n              Yesterday's dough")
    loaded = examined(text).curriculum

    assert loaded is not None
    assert loaded.phases[0].weeks[0].days[2].do.startswith("Bake.\n\nYesterday's")


def test_a_broken_file_is_refused_with_everything_that_is_wrong_in_it(tmp_path: Path) -> None:
    """All problems are told in one run, by line, each as file:line, path, what and what to do."""
    path = tmp_path / "curriculum.yaml"
    path.write_text(
        GOOD.replace("title: The poke", "titel: The poke")
        .replace("number: 2", "number: 3")
        .replace("version: 1", "v: 1")
    )

    with pytest.raises(CurriculumBroken) as broken:
        load(path)

    number = "is 3, but the week before is 1. Number the weeks without a gap: this is 2."
    assert str(broken.value).splitlines() == [
        f"{path}:2  version: is missing. Add it.",
        f"{path}:3  v: is not a field of this format. Remove it, or check its indentation.",
        f"{path}:88  phases[0].weeks[1].number: {number}",
        f"{path}:101  phases[0].weeks[1].days[1].title: is missing. Add it.",
        f"{path}:102  phases[0].weeks[1].days[1].titel: is not a field of this format. Did you mean 'title'?",
    ]


def test_three_hundred_kilobytes_are_read_in_a_blink() -> None:
    """The built-in curriculum is about that long, and the bot is to serve within a second of its start."""
    top = values()
    for name in ("totals", "tools"):
        del top[name]
    (phase,) = top["phases"]
    del phase["accelerated"]
    phase["weeks"] = [_again(phase["weeks"][at % 2], at + 1) for at in range(160)]
    text = written(top)
    assert len(text) > 250_000

    took = []
    for _ in range(4):
        began = process_time()
        assert examined(text).problems == ()
        took.append(process_time() - began)

    assert min(took) < 0.3


def _again(week: dict[str, Any], number: int) -> dict[str, Any]:
    def renamed(name: str) -> list[dict[str, Any]]:
        return [{**each, "id": f"{each['id']}-{number}"} for each in week[name]]

    ids = {"id": f"week-{number}", "number": number, "days": renamed("days"), "recall": renamed("recall")}
    return {**week, **ids, "project_slice": "Go on with your own bread."}
