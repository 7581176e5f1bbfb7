"""`/link` in the terminal: a code, and why two of its people cannot become one (issue 4, point 9)."""

import re

from tests.journeys.walk import JOIN, Walk


async def test_the_terminal_gives_a_code_and_takes_none_of_its_own(walk: Walk) -> None:
    """Issue 4, point 9: an account of each platform, so nothing is joined here; a wrong code says so kindly."""
    heard = await walk(*JOIN, "/link")
    code = re.search(r"Your code: (\S{4}-\S{4})", heard[2])
    assert code
    again = await walk(f"@zoe /link {code[1]}", "@zoe /link hello", f"/link {code[1]}", at=None)
    assert "a learner has one of each kind" in " ".join(again[0].split())
    assert "does not work here" in again[1]
    assert "account that the code was made for" in " ".join(again[2].split())


async def test_help_for_a_code_is_at_hand(walk: Walk) -> None:
    """Who has not joined learns where a code comes from."""
    heard = await walk("@zoe /link")
    assert "say /link where you have" in heard[0]
