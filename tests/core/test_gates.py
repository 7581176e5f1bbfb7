"""What leaving a phase takes (R14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.gates import gate, is_https, milestone_of
from tests.core.examples import curriculum

WAY = curriculum()
FIRST = WAY.phases[0]


def test_a_phase_takes_its_last_review_every_milestone_and_a_signal() -> None:
    """R14: and exactly what is missing is told."""
    nothing_yet = gate(FIRST, [], [], [])
    assert (nothing_yet.week, nothing_yet.milestones) == (FIRST.weeks[-1], FIRST.project.milestones)
    assert (nothing_yet.signal, nothing_yet.is_open) == (True, False)
    assert gate(FIRST, ["w2"], ["p1m1"], ["phase1"]).is_open


@given(st.sets(st.sampled_from(["w1", "w2", "gone"])), st.sets(st.sampled_from(["p1m1", "p2m1"])), st.booleans())
def test_each_part_is_missing_by_itself(closed: set[str], shipped: set[str], signalled: bool) -> None:
    """R14: what belongs to another phase, or is gone, opens nothing."""
    found = gate(FIRST, closed, shipped, ["phase1"] if signalled else ["phase2"])
    assert (found.week is None) == ("w2" in closed)
    assert (not found.milestones) == ("p1m1" in shipped)
    assert found.signal is not signalled
    assert found.is_open == ("w2" in closed and "p1m1" in shipped and signalled)


def test_a_milestone_is_found_with_its_phase() -> None:
    """By its id; one that is gone is found nowhere."""
    assert milestone_of(WAY, "p2m1") == (WAY.phases[1], WAY.phases[1].project.milestones[0])
    assert milestone_of(WAY, "gone") is None


@pytest.mark.parametrize(
    "link",
    [
        "https://github.com/me/linreg",
        "https://example.org",
        "HTTPS://Example.org/a?b=c#d",
        "https://my.host.example:8443/x",
        "https://münchen.example/ä",
    ],
)
def test_https_links_can_be_shipped(link: str) -> None:
    """R14: https, with a host."""
    assert is_https(link)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://example.org",
        "github.com/me/linreg",
        "https://",
        "https://localhost",
        "https:///path",
        "https://example.org/two words",
        "https://me:secret@example.org/",
        "https://.org",
        "javascript:alert(1)//https://example.org",
        "see https://example.org",
        "https://example.org\nhttps://b.example",
    ],
)
def test_nothing_else_can(link: str) -> None:
    """R14, section 4: no other scheme, no name or password, one link alone."""
    assert not is_https(link)
