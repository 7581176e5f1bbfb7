"""What could turn words into code: statements that are not bound, and modules that run what they are given."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS_SQL = ("text", "exec_driver_sql", "execute", "executemany", "executescript")
# The only statements that are put together: by names of our own, in capitals or from a list of constants.
PUT_TOGETHER = {
    ("bot/storage/engine.py", "pragma"),
    ("bot/storage/engine.py", "STANDS_STILL"),
    ("bot/storage/jobs.py", "DELIVER"),
}
RUNS_WHAT_IT_READS = {"pickle", "marshal", "shelve", "dill", "subprocess", "pty", "ctypes", "code", "codeop", "runpy"}
RUNS_IT = {"os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "yaml.full_load"}
CALLS = {"eval", "exec", "compile", "__import__"}


@cache
def product() -> list[tuple[str, ast.AST]]:
    """Everything that is called or imported in the product, with its file."""
    found = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        found += [(name, node) for node in nodes if isinstance(node, ast.Call | ast.Import | ast.ImportFrom)]
    return found


def calls() -> Iterator[tuple[str, ast.Call]]:
    """The calls alone."""
    return ((file, node) for file, node in product() if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The name that is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def put_together(call: ast.Call) -> Iterator[str]:
    """What is written into the text of a statement, instead of bound to it."""
    first = call.args[0] if call.args else None
    match first:
        case ast.JoinedStr(values=parts):
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield ast.unparse(part.value)
        case ast.BinOp():
            yield ast.unparse(first)
        case ast.Call() if called(first) in ("format", "join", "replace"):
            yield ast.unparse(first)


def test_every_statement_is_bound() -> None:
    """Issue 6, 3: nothing that anybody typed can become SQL: it goes beside the statement, never into it."""
    found = {(file, part) for file, call in calls() if called(call) in RUNS_SQL for part in put_together(call)}
    assert found == PUT_TOGETHER


def test_nothing_runs_what_it_is_given() -> None:
    """No pickle, no shell, no eval; YAML is read by a loader that knows no objects."""
    for file, call in calls():
        assert not (isinstance(call.func, ast.Name) and call.func.id in CALLS), (file, call.lineno)
        match call.func:
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                assert f"{module}.{name}" not in RUNS_IT, (file, call.lineno)
    for file, node in product():
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {name.partition(".")[0] for name in names} & RUNS_WHAT_IT_READS, file
