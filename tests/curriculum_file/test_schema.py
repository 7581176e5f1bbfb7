"""The JSON Schema for editors is made from the models, stands beside the curriculum and says the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.curriculum_file import built_in, json_schema, models

from .changed import at, put, values

WRITE_IT = (
    "Write it anew: python -c 'import json, bot.curriculum_file as f; "
    "print(json.dumps(f.json_schema(), indent=2, ensure_ascii=False))' > curriculum.schema.json"
)


def errors(value: object) -> list[str]:
    """The paths at which a value breaks the schema."""
    found = Draft202012Validator(json_schema()).iter_errors(value)
    return sorted(error.json_path for error in found)


def test_the_schema_is_a_schema() -> None:
    """Editors take it as it is."""
    Draft202012Validator.check_schema(json_schema())


def test_the_schema_is_made_from_the_models() -> None:
    """Each part's fields, what it demands and that nothing else may stand in it are its model's."""
    schema = json_schema()
    parts = {part.__name__: part for part in models.Part.__subclasses__()} | {"Day": models.Day}

    assert set(schema["$defs"]) | {schema["title"]} == set(parts)
    for name, part in parts.items():
        definition = schema if name == schema["title"] else schema["$defs"][name]
        fields = part.model_fields
        assert list(definition["properties"]) == list(fields)
        assert definition.get("required", []) == [each for each, field in fields.items() if field.is_required()]
        assert definition["additionalProperties"] is False
    assert schema["properties"]["title"]["maxLength"] == 80


def test_the_schema_beside_the_curriculum_is_the_models() -> None:
    """Whoever changes the format writes the file anew."""
    path = Path(models.__file__).parents[2] / "curriculum.schema.json"

    assert json.loads(path.read_text("utf-8")) == json_schema(), WRITE_IT


def test_the_example_keeps_to_the_schema() -> None:
    """An editor has nothing to underline in it."""
    assert errors(values()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "x" * 81),
        ("version", "1"),
        ("days_per_week", 8),
        ("phases[0].weeks[0].days[0].minutes", 5),
        ("phases[0].project.milestones", []),
        ("phases[0].id", "No Slug"),
        ("phases[0].needs_gpu", 3),
        ("faq[0].extra", 1),
    ],
)
def test_what_the_check_refuses_an_editor_underlines(path: str, value: Any) -> None:
    """Shapes and limits are the schema's too; what parts owe each other is not."""
    top = values()
    put(top, path, value)

    group = path.rpartition(".")[0] if path.endswith("extra") else path
    assert errors(top) == [f"$.{group}"]


def test_a_draft_keeps_to_the_schema() -> None:
    """Editors know the two kinds of week apart by `draft: true`."""
    top = values()
    week = at(top, "phases[0].weeks[1]")
    draft = {name: week[name] for name in ("id", "number", "title", "days")}

    put(top, "phases[0].weeks[1]", {**draft, "draft": True})
    assert errors(top) == []
    put(top, "phases[0].weeks[1]", draft)
    assert set(errors(top)) == {"$.phases[0].weeks[1]"}


def test_the_schema_stands_beside_the_built_in_curriculum() -> None:
    """A modeline in the YAML finds it by its bare name."""
    assert built_in().with_name("curriculum.schema.json").is_file()
