"""Check a curriculum file: everything that is wrong with it, in one run, and never a stack trace."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from bot.core.curriculum import Curriculum
from bot.curriculum_file import building, complaints, models, rules, shortcuts
from bot.curriculum_file.problems import CurriculumBroken, Finding, Report, excerpt
from bot.curriculum_file.reading import decoded, read
from bot.curriculum_file.tree import Tree, grow

LONGEST_PATH = 4_096


def load(path: Path) -> Curriculum:
    """Read a curriculum; raises CurriculumBroken with every problem that the file has."""
    report = check(path)
    if report.curriculum is None:
        raise CurriculumBroken(report.problems)
    return report.curriculum


def check(path: Path) -> Report:
    """Read a curriculum and say what was found; a broken, hostile or absent file is a report too."""
    return taken_from(path)[1]


def taken_from(path: Path) -> tuple[bytes, Report]:
    """The bytes of a file, and what was found in them."""
    found = read(path)
    if isinstance(found, Finding):
        tree = Tree(excerpt(str(path), LONGEST_PATH))
        tree.add_at(None, found)
        return b"", Report(None, tree.problems)
    return found, examine(found, excerpt(str(path), LONGEST_PATH))


def examine(raw: bytes, file: str) -> Report:
    """Check the bytes of a file of that name."""
    tree = Tree(file)
    text = decoded(raw, tree)
    if text is None:
        return Report(None, tree.problems)
    seen = tree.found
    tree = grow(text, file)
    tree.found.update(seen)
    match tree.value:
        case dict() as top:
            return _examined(tree, top)
        case None if not tree.found:
            tree.add_at(1, Finding((), "is empty", "Write a curriculum in it."))
        case None:
            pass
        case _:
            tree.add_at(1, Finding((), "does not begin with a field", "Begin with 'id: ' at the top level."))
    return Report(None, tree.problems)


def _examined(tree: Tree, top: dict[str, object]) -> Report:
    written: models.Curriculum | None = None
    try:
        written = models.Curriculum.model_validate(top)
    except ValidationError as broken:
        _add(tree, complaints.spoken(broken))
    _add(tree, rules.findings(top))
    _add(tree, shortcuts.findings(top))
    weeks = [week for _, week in rules.parts(top, "phases", "weeks")]
    return Report(
        curriculum=building.curriculum(written) if written and not tree.found else None,
        problems=tree.problems,
        weeks=len(weeks),
        days=len(list(rules.parts(top, "phases", "weeks", "days"))),
        drafts=sum(week.get("draft") is True for week in weeks),
        questions=len(list(rules.parts(top, "phases", "weeks", "recall"))),
    )


def _add(tree: Tree, findings: Iterator[Finding]) -> None:
    for finding in findings:
        if tree.full:
            break
        tree.add(finding)


def built_in() -> Path:
    """The curriculum that comes with the bot: inside an installed package, or at the root of a checkout."""
    return shipped_with(Path(__file__).resolve().parents[1])


def shipped_with(package: Path) -> Path:
    """The curriculum that comes with the package in that folder."""
    packaged = package / "_files" / "curriculum.yaml"
    return packaged if packaged.is_file() else package.parent / "curriculum.yaml"


def template() -> str:
    """A small curriculum with a comment on every field, to begin one's own with."""
    return Path(__file__).with_name("template.yaml").read_text(encoding="utf-8")
