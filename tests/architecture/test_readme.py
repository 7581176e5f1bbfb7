"""What the README shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_transcript_is_what_the_terminal_chat_prints(tmp_path: Path) -> None:
    """Each paragraph of the README's transcript comes out of the terminal chat, in that order."""
    found = re.search(r"<!-- transcript --at (\S+)\n(.*?)-->\n```text\n(.*?)```", README, re.DOTALL)
    assert found
    at, lines, shown = found.groups()
    command = [sys.executable, "-m", "bot", "try", "--at", at, "--database", str(tmp_path / "readme.db")]
    said = subprocess.run(command, cwd=ROOT, input=lines + "+2m\n", capture_output=True, text=True, check=True).stdout
    place = 0
    for paragraph in shown.split("\n\n")[1:]:
        place = said.find(paragraph.strip(), place)
        assert place >= 0, f"{paragraph}\n--- is not in ---\n{said}"


def test_ci_runs_the_readmes_test_command() -> None:
    """The README's second command and CI's are the same, after the part that brings uv."""
    commands = re.findall(r"^python3 -m pip install -q --target \.uv uv && \.uv/bin/(uv run .*)$", README, re.MULTILINE)
    assert commands == ["uv run pacekeeper", "uv run --group test pytest"]
    assert f"${commands[1]} ||" in (ROOT / ".ci" / "run").read_text("utf-8")
