"""The format of a curriculum file: the one definition, for the check and for editors.

Limits are counted in characters (code points). What one field says about another stands in rules.py.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    Tag,
)
from pydantic_core import CoreSchema

from bot.curriculum_file.prose import line, text

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LINK = r"^https?://[^\s<>\x22/]+(/[^\s<>\x22]*)?$"

MOST = {"phases": 20, "faq": 20, "tools": 12}  # of each, since they are listed in one message; rules.py sees to it

Id = Annotated[str, StringConstraints(max_length=32, pattern=SLUG)]
Minutes = Annotated[int, Field(ge=10, le=600)]  # R3 and R5: a study day has at least 10, a log at most 600


class Part(BaseModel):
    """A group of fields: only the known ones, each of exactly its type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DraftDay(Part):
    """A day of a draft week: what to do is there already."""

    id: Id
    title: Annotated[str, line(60)]
    do: Annotated[str, text(600)]
    done_when: Annotated[str, text(200)] = ""
    minutes: Minutes | None = None


class Day(DraftDay):
    """One flow's work: one task, active and concrete, and a test of being done that the learner can see."""

    done_when: Annotated[str, text(200)]
    minutes: Minutes


class Checkpoint(Part):
    """About an hour's work that proves the week."""

    do: Annotated[str, text(400)]
    done_when: Annotated[str, text(200)]


class Resource(Part):
    """A book, course or page; leave the link out where you are not sure of it."""

    title: Annotated[str, line(120)]
    by: Annotated[str, line(120)] = ""
    url: Annotated[str, StringConstraints(max_length=300, pattern=LINK)] = ""


class Question(Part):
    """A recall question; with choices it can be a quiz, and `right` is the true one's position, from 0."""

    id: Id
    ask: Annotated[str, line(200)]
    answer: Annotated[str, text(400)]
    choices: Annotated[list[Annotated[str, line(90)]], Field(min_length=2, max_length=6)] = []
    right: Annotated[int, Field(ge=0)] | None = None
    why: Annotated[str, line(180)] = ""


class DraftWeek(Part):
    """A week that is not written out yet; what it has is held to the same limits."""

    id: Id
    number: Annotated[int, Field(ge=1, le=999)]
    title: Annotated[str, line(60)]
    draft: Literal[True]
    days: list[DraftDay]
    why_now: Annotated[str, line(200)] = ""
    objectives: Annotated[list[Annotated[str, line(140)]], Field(max_length=4)] = []
    explain: Annotated[str, text(250)] = ""
    checkpoint: Checkpoint | None = None
    if_stuck: Annotated[list[Annotated[str, text(200)]], Field(max_length=3)] = []
    resources: Annotated[list[Resource], Field(max_length=3)] = []
    recall: list[Question] = []
    project_slice: Annotated[str, line(200)] = ""


class Week(Part):
    """A week: why now, what to be able to do after it, its days, and how it is proved and remembered."""

    id: Id
    number: Annotated[int, Field(ge=1, le=999)]
    title: Annotated[str, line(60)]
    draft: Literal[False] = False
    days: list[Day]
    why_now: Annotated[str, line(200)]
    objectives: Annotated[list[Annotated[str, line(140)]], Field(min_length=3, max_length=4)]
    explain: Annotated[str, text(250)]
    checkpoint: Checkpoint
    if_stuck: Annotated[list[Annotated[str, text(200)]], Field(min_length=2, max_length=3)]
    resources: Annotated[list[Resource], Field(min_length=1, max_length=3)]
    recall: Annotated[list[Question], Field(min_length=4)]
    project_slice: Annotated[str, line(200)] = ""


class Milestone(Part):
    """A step of a project, shipped with a link or a note."""

    id: Id
    title: Annotated[str, line(80)]
    accept: Annotated[str, text(250)]


class Project(Part):
    """What a phase ends with; its first milestone is its repository, or wherever the work will live."""

    id: Id
    title: Annotated[str, line(80)]
    brief: Annotated[str, text(600)]
    milestones: Annotated[list[Milestone], Field(min_length=4, max_length=7)]
    stretch: Annotated[str, text(250)] = ""


class Ready(Part):
    """The signal that someone may leave a phase, and how to check it."""

    signal: Annotated[str, text(300)]
    how_to_check: Annotated[str, text(500)]


class Accelerated(Part):
    """Weeks of a phase taken as one: which of their days it keeps, and what its one review must explain."""

    weeks: Annotated[list[Id], Field(min_length=1)]
    days: list[Id]
    explain: Annotated[str, text(250)]


# Marks that tell apart what may stand in one place; they show up in the ways that errors name.
MARKS = frozenset({"<week>", "<draft>", "<bool>", "<text>"})


def _week_kind(value: Any) -> str:
    return "<draft>" if isinstance(value, dict) and value.get("draft") is True else "<week>"


def _gpu_kind(value: Any) -> str:
    return "<text>" if isinstance(value, str) else "<bool>"


class _ByDraft:
    """Tells editors which of the two weeks they look at: they underline the field and not the week."""

    def __get_pydantic_json_schema__(self, kinds: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        week, draft = handler(kinds)["oneOf"]
        marked = {"properties": {"draft": {"const": True}}, "required": ["draft"]}
        return {"if": marked, "then": draft, "else": week}


AnyWeek = Annotated[
    Annotated[Week, Tag("<week>")] | Annotated[DraftWeek, Tag("<draft>")],
    Discriminator(_week_kind),
    _ByDraft(),
]
NeedsGpu = Annotated[
    Annotated[bool, Tag("<bool>")] | Annotated[str, line(200), Tag("<text>")], Discriminator(_gpu_kind)
]


class Phase(Part):
    """Weeks in a fixed order that end in a project."""

    id: Id
    title: Annotated[str, line(60)]
    why: Annotated[str, text(500)]
    weeks: Annotated[list[AnyWeek], Field(min_length=1)]
    project: Project
    ready: Ready
    needs_gpu: NeedsGpu = False
    accelerated: list[Accelerated] = []


class Faq(Part):
    """A question that learners ask about the curriculum, and its answer."""

    id: Id
    question: Annotated[str, line(150)]
    answer: Annotated[str, text(800)]


class Tool(Part):
    """Something the curriculum is done with, and the phases that use it."""

    name: Annotated[str, line(60)]
    phases: Annotated[list[Id], Field(min_length=1)]
    why: Annotated[str, line(150)]


class Totals(Part):
    """What the author believes the file holds; the check compares."""

    weeks: Annotated[int, Field(ge=1)] | None = None
    days: Annotated[int, Field(ge=1)] | None = None


class Curriculum(Part):
    """What a group studies: phases of weeks of days, and each phase's project."""

    id: Id
    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, line(80)]
    language: Annotated[str, StringConstraints(max_length=35, pattern=LANGUAGE)]
    licence: Annotated[str, line(80)]
    summary: Annotated[str, text(400)]
    for_whom: Annotated[list[Annotated[str, line(120)]], Field(min_length=3, max_length=5)]
    days_per_week: Annotated[int, Field(ge=2, le=7)]  # it is the default plan too, and a plan has 2 to 7 days
    minutes_per_day: Minutes
    totals: Totals | None = None
    phases: Annotated[list[Phase], Field(min_length=1, json_schema_extra={"maxItems": MOST["phases"]})]
    faq: Annotated[list[Faq], Field(json_schema_extra={"maxItems": MOST["faq"]})] = []
    tools: Annotated[list[Tool], Field(json_schema_extra={"maxItems": MOST["tools"]})] = []


def json_schema() -> dict[str, Any]:
    """The format as a JSON Schema (draft 2020-12), for editors that help while a file is written."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Curriculum.model_json_schema()}
