"""What could turn words into code: statements that are not bound, and modules that run what they are given."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS_SQL = ("text", "exec_driver_sql", "execute", "executemany", "executescript")
# The only statements that are put together: by names of our own, in capitals or from a list of constants.
PUT_TOGETHER = {
    ("bot/storage/copying.py", "connection.dialect.identifier_preparer.format_table(table)"),
    ("bot/storage/copying.py", "name"),
    ("bot/storage/copying.py", "names"),
    ("bot/storage/engine.py", "pragma"),
    ("bot/storage/engine.py", "STANDS_STILL"),
    ("bot/storage/jobs.py", "DELIVER"),
}
RUNS_WHAT_IT_READS = re.compile(
    r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill|subprocess|pty|ctypes|code|codeop|runpy)\b"
    r"|(?<![\w.])(?:eval|exec|compile|__import__)\("
    r"|\bos\.(?:system|popen|exec\w*|spawn\w*)\(|\byaml\.(?:unsafe_|full_)?load\b|\bshell=True\b",
    re.MULTILINE,
)


@cache
def product() -> dict[str, str]:
    """The text of every file of the product."""
    paths = sorted((ROOT / "bot").rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def statements() -> Iterator[tuple[str, ast.Call]]:
    """Every call that may run SQL, and its file."""
    for file, text in product().items():
        if not re.search(rf"\b(?:{'|'.join(RUNS_SQL)})\(", text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and called(node) in RUNS_SQL:
                yield file, node


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
    assert {(file, part) for file, call in statements() for part in put_together(call)} == PUT_TOGETHER


def test_nothing_runs_what_it_is_given() -> None:
    """No pickle, no shell, no eval; YAML is read event by event and makes no objects."""
    found = {file: it[0] for file, text in product().items() if (it := RUNS_WHAT_IT_READS.search(text))}
    assert found == {}


def test_such_lines_would_be_found() -> None:
    """The same for what must be found, or the tests above prove nothing."""
    for line in ("import pickle", "    from subprocess import run", "x = eval(y)", "os.system(a)", "yaml.load(f)"):
        assert RUNS_WHAT_IT_READS.search(line), line
    for line in ("re.compile(a)", "tx.execute(b)", "import codecs", "yaml.parse(c)", "json.loads(d)"):
        assert not RUNS_WHAT_IT_READS.search(line), line
    for code in ('run.execute(f"SELECT {a}")', 'text("a" + b)', 'c.exec_driver_sql("{}".format(d))', 'text("%s" % e)'):
        call = next(it for it in ast.walk(ast.parse(code)) if isinstance(it, ast.Call) and called(it) in RUNS_SQL)
        assert list(put_together(call)), code
