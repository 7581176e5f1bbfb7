"""Stuck, in the terminal: ways in, and the group asked with the exact post shown first."""

from tests.journeys.walk import JOIN, OWLS, Press, Walk

WORDS = "I get shapes (3,) and (3, 1)."


async def test_the_group_is_asked_only_after_the_exact_post_was_seen(walk: Walk) -> None:
    """Section 3: what is shown first is what the group gets, once; there is no second question on that day."""
    heard = await walk(*JOIN, "/stuck", Press("Ask my group"), WORDS, Press("Post it"), "/stuck")
    [post] = [it.text for it in heard.messages(OWLS) if WORDS in it.text]
    shown = heard.after(WORDS)
    assert "word for word" in shown
    assert post in shown
    assert WORDS not in heard.after("/stuck")
    assert "Ask my group" not in heard.after("/stuck")
