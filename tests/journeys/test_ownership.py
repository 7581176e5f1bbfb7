"""One's own data in the terminal: brought along, looked at, taken away, left, erased (issue 4, point 8)."""

from pathlib import Path

from tests.journeys.walk import JOIN, OWLS, Press, Walk


async def test_a_history_is_brought_along_and_taken_back(walk: Walk, tmp_path: Path) -> None:
    """R5, R19: it counts at once; a bad line changes nothing; undo takes all of it."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    rows = "".join(f"2026-02-{day},45,by hand\n" for day in range(16, 21))
    good.write_text(f"date,minutes,note\n{rows}", "utf-8")
    bad.write_text(f"date,minutes,note\n{rows}2026-03-09,20,\n", "utf-8")
    heard = await walk(
        *JOIN,
        f"/import {bad}",
        f"/import {good}",
        "/progress",
        f"/import {good}",
        "/history",
        Press("Undo 1"),
        "/progress",
    )
    assert "Line 7  that day has not come yet" in heard.after(f"/import {bad}")
    assert "5 flows brought in: 3 h 45 min" in heard[3]
    assert "1 week kept" in heard[4]
    assert "nothing was added" in heard[5]
    assert "brought in from a file, 5 flows, 3 h 45 min" in heard.after("/history")
    assert "Taken back: 5 flows, 3 h 45 min" in heard.after(Press("Undo 1"))
    assert "week kept" not in heard[-1]


async def test_leaving_the_group_takes_ones_name_off_its_card(walk: Walk) -> None:
    """R22: at once; the numbers stay, and joining again is one press."""
    heard = await walk(
        *JOIN,
        Press("Show my name"),
        "/log 60",
        "+2m",
        "/settings",
        Press("Leave a group or curriculum"),
        Press("Leave Night Owls"),
        Press("Leave"),
        "+2m",
        "/progress",
        "#/join",
    )
    cards = heard.messages(f"{OWLS}, card updated")
    assert any("In today: Newcomer" in card.text for card in cards)
    assert "Newcomer" not in cards[-1].text
    assert "You have left Night Owls." in heard.after(Press("Leave"))
    assert "1 flow" in heard.after("/progress")
    assert "Welcome to Night Owls" in heard[-1]


async def test_erased_is_erased(walk: Walk) -> None:
    """R23: after the second yes everything says "join"; the group's week keeps its sum; the file holds no trace."""
    heard = await walk(
        *JOIN, "/log 60 zirbelstube", "/privacy", Press("Forget me"), Press("Erase me for good"), "/today"
    )
    assert "Erase everything of yours, Newcomer?" in heard.after(Press("Forget me"))
    assert "You are erased." in heard.after(Press("Erase me for good"))
    assert "You have not joined yet" in heard[-1]
    files = [walk.database, walk.database.with_name(walk.database.name + "-wal")]
    assert not any(b"zirbelstube" in file.read_bytes() for file in files if file.exists())

    later = await walk("/export", "/forget", "#/join", Press("Join without prompts"), "/progress")
    assert "You have not joined yet" in later[0]
    assert "Nothing of yours is stored here." in later[1]
    assert "Week 1, day 1 of 5" in later[-1]


async def test_an_old_yes_erases_nobody(walk: Walk) -> None:
    """Issue 4, 8: its button is good for ten minutes."""
    heard = await walk(*JOIN, "/log 60", "/forget", "+11m", Press("Erase me for good"), "/progress")
    assert "out of date" in heard.after(Press("Erase me for good"))
    assert "1 flow" in heard[-1]
