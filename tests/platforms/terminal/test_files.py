"""Files in the terminal: written beside the database, and read where they lie (issue 4, point 8)."""

import json
import stat
from pathlib import Path

from tests.journeys.walk import JOIN, Press, Walk


async def test_an_export_is_written_beside_the_database(walk: Walk) -> None:
    """The path is told, and the file is for its owner only; another person's has their name in front."""
    heard = await walk(*JOIN, "/log 30 mine", "/export", "@ana /export")
    folder = walk.database.parent
    path = folder / "pacekeeper-2026-03-02.json"
    assert f"Written to {path}" in heard.after("/export")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [it["note"] for it in json.loads(path.read_text("utf-8"))["logs"]] == ["mine"]
    hers = json.loads((folder / "ana-pacekeeper-2026-03-02.json").read_text("utf-8"))
    assert hers["learner"]["name"] == "Ana"
    assert len(hers["logs"]) > 10


async def test_a_path_is_typed_after_the_command_or_as_an_answer(walk: Walk, tmp_path: Path) -> None:
    """What is not there is told, and asked once more."""
    file = tmp_path / "my days.csv"
    file.write_text("date,minutes\n2026-03-01,50\n", "utf-8")
    heard = await walk(*JOIN, f"/import {file}", "/import", str(tmp_path / "nowhere.csv"), f'"{file}"')
    assert "1 flow brought in: 50 min" in heard.after(f"/import {file}")
    assert "Which CSV file?" in heard.after("/import")
    missing = heard.after(str(tmp_path / "nowhere.csv"))
    assert "There is no file" in missing
    assert "Which CSV file?" in missing
    assert "nothing was added" in heard[-1]


async def test_a_folder_and_a_giant_are_no_files(walk: Walk, tmp_path: Path) -> None:
    """Section 4: one sentence each."""
    giant = tmp_path / "giant.csv"
    with giant.open("wb") as file:
        file.truncate(5 * 1024 * 1024)
    heard = await walk(*JOIN, f"/import {tmp_path}", f"/import {giant}", "/import ~nobody-of-that-name/x")
    assert "There is no file" in heard[2]
    assert "larger than 4 MB" in heard[3]
    assert "There is no file" in heard[4]


async def test_the_portfolio_is_a_page_of_its_own(walk: Walk) -> None:
    """R14: from `/progress`; nothing is chosen unless it is pressed."""
    heard = await walk(
        "@ana /progress", "@ana /progress", Press("Portfolio"), Press("All reviews"), Press("Make the page")
    )
    assert "Written to" in heard[-1]
    page = next(walk.database.parent.glob("ana-portfolio-*.html")).read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert page.count("What I take from this week") >= 2
