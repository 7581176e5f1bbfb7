"""Every sentence of ours, read from the code that shows it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN_BY = ("bot/ui", "bot/platforms", "bot/try_it.py")

Id = str | tuple[str, str]

_SAYERS = {"say": 1, "words": 1, "later": 1, "many": 2, "many_words": 2}
_TABLES: Mapping[str, tuple[str, ...]] = {
    "CommandWords": ("what a command does; a form's title, too: 45 characters at most if it has fields, else 100",),
    "FieldWords": (
        "a field's label: 45 characters at most",
        "what belongs in a field: 100 characters at most, no full stop at its end",
        "asks for a field",
    ),
}
_SHOWN_IN: Mapping[str, str] = {"Press": "button", "Fill": "button", "Pick": "list", "Option": "choice"}


@dataclass(slots=True)
class Sentence:
    """A template, or the two that a count chooses from; the files it stands in, and notes for a translator."""

    id: Id
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sentences(root: Path = ROOT) -> dict[Id, Sentence]:
    """Every sentence that is written out, in the order of files and lines."""
    found: dict[Id, Sentence] = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        for id_, note in _said_in(ast.parse(path.read_text("utf-8"))):
            sentence = found.setdefault(id_, Sentence(id_))
            if name not in sentence.files:
                sentence.files.append(name)
            if note and note not in sentence.notes:
                sentence.notes.append(note)
    return found


def _files(root: Path) -> Iterator[Path]:
    for each in SHOWN_BY:
        path = root / each
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _said_in(tree: ast.Module) -> Iterator[tuple[Id, str]]:
    around = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name in _TABLES:
            for argument, note in zip(call.args, _TABLES[name], strict=False):
                yield from ((text, note) for text in _texts(argument))
        elif _SAYERS.get(name) == 1 and call.args:
            yield from ((text, _note(call, around)) for text in _texts(call.args[0]))
        elif _SAYERS.get(name) == 2 and len(call.args) > 1:
            pairs = zip(_texts(call.args[0]), _texts(call.args[1]), strict=True)
            yield from ((pair, _note(call, around)) for pair in pairs)


def _texts(node: ast.expr) -> list[str]:
    """The templates that an argument may be: written out, or one of two."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return [*_texts(one), *_texts(other)]
    return []


def _note(call: ast.Call, around: Mapping[ast.AST, ast.AST]) -> str:
    """What shows it: a button, or the function around it with what that says of itself."""
    shown_in = ""
    node: ast.AST | None = call
    while node is not None and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        outer = around.get(node)
        if isinstance(outer, ast.Call) and isinstance(outer.func, ast.Name) and outer.args[:1] == [node]:
            shown_in = shown_in or _SHOWN_IN.get(outer.func.id, "")
        node = outer
    if node is None:
        return shown_in
    about = (ast.get_docstring(node) or node.name.strip("_").replace("_", " ")).split("\n")[0]
    return f"{shown_in}: {about}" if shown_in else about
