"""A bad month, lived in the terminal: rest, silence, prompts that fade, and being back (R15, R16, R22)."""

import re

import pytest

from tests.journeys.walk import JOIN, Press, Walk

WORDS_OF_DEBT = re.compile(r"\b(missed|owe|owed|overdue|behind|late|lost|failed|broke|broken)\b", re.IGNORECASE)


async def test_a_week_off_is_quiet_and_part_of_the_chain(walk: Walk) -> None:
    """R15: no prompt and no check-in on days off; the squares show them, the run holds."""
    heard = await walk(*JOIN, "/log 40", "/rest", Press("The rest of this week"), "+6d", "+1d")
    assert "Off: Monday 2 March to Sunday 8 March" in heard[4]
    assert "🟩🟪🟪🟪🟪" in heard[4]
    assert "Stop prompts" not in heard[5]
    assert "how did your week go" not in heard[5].lower()
    assert "Stop prompts" in heard[6]


async def test_a_month_away_is_met_by_a_welcome_and_one_button(walk: Walk) -> None:
    """R22: the first words are a welcome and the next small step; nothing that was sent meanwhile shames."""
    heard = await walk(
        *JOIN, "/log 40", "/log 40 when:yesterday", "+5w", "/log 25", Press("Count that time as rest"), "/progress"
    )
    assert "Welcome back." in heard[5]
    assert "Next: Week 1, day 1 of 5" in heard[5]  # the next small step, by its name
    assert "Off: " in heard[6]
    private = "".join(part for part in re.split(r"(?=^── )", heard.all, flags=re.MULTILINE) if "── private" in part)
    assert not WORDS_OF_DEBT.findall(private.replace("nothing is owed", ""))


@pytest.mark.slow
async def test_unread_prompts_end_in_one_kind_note(walk: Walk) -> None:
    """R16: after thirteen that nobody read there is one note, then silence, until any word."""
    heard = await walk(*JOIN, "+9w", "+4w", "hello?", "+3d")
    assert heard.after("+9w").count("No hurry") == 1
    assert "── private" not in heard.after("+4w")  # nor a check-in
    assert "Stop prompts" in heard.after("+3d")
