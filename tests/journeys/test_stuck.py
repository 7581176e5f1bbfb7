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


BLOCKER = "Broadcasting (3,) against (3, 1) still surprises me."


async def test_a_question_begins_with_what_got_in_the_way(walk: Walk) -> None:
    """Issue 5: Enter takes the blocker of a check-in; R23: it is seen word for word before the group gets it."""
    look = ("Mornings", BLOCKER, "breakfast", "open the notebook", "4")
    heard = await walk(*JOIN, "+6d", "/checkin", *look, Press("Ask my group"), "", Press("Post it"))
    asked = heard.after(Press("Ask my group"))
    assert f"You wrote: {BLOCKER}" in " ".join(asked.split())
    assert "Enter keeps it" in asked
    assert "word for word" in heard.after("")
    [post] = [it.text for it in heard.messages(OWLS) if "Broadcasting" in it.text]
    assert BLOCKER in " ".join(post.replace("│", "").split())


async def test_a_blocker_that_is_too_short_for_a_question_is_written_anew(walk: Walk) -> None:
    """What would be refused is not offered as an answer."""
    look = ("Mornings", "Shapes", "breakfast", "open the notebook", "4")
    heard = await walk(*JOIN, "+6d", "/checkin", *look, Press("Ask my group"), "", WORDS)
    assert "Shapes" not in heard.after(Press("Ask my group"))
    assert "word for word" in heard.after(WORDS)
