"""deploy/FAILURES.md names tests that are there."""

import re

from tests.architecture.test_security_page import ROOT, defined_in

PAGE = (ROOT / "deploy" / "FAILURES.md").read_text("utf-8")


def test_every_failure_has_a_test_that_is_there() -> None:
    """Issue 6, 2: a test that is renamed or deleted takes its line of the page along."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| failure")]
    assert len(rows) > 40
    for row in rows:
        proven = row.strip("| ").rsplit(" | ", 1)[1]
        files = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", proven)
        assert files, row
        for file, name in files:
            assert (ROOT / file).is_file(), file
            assert not name or name in defined_in(file), f"{file}::{name}"
