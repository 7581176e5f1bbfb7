"""What `--roles` and `DISCORD_SHARDS` may say (issue 6, point 1): each wrong one gets one clear line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.roles import ALL, BadRoles, Role, check_roles, read_roles
from bot.shards import MOST, Shards, read_shards, shard_of

EVERYTHING = {"DISCORD_TOKEN": True, "TELEGRAM_TOKEN": True, "TELEGRAM_WEBHOOK_URL": True}


def test_roles_are_named_with_commas_between() -> None:
    """In any order and case; left out, it is all of them."""
    assert read_roles(None) == ALL
    assert read_roles("Tick, deliver,tick,") == {Role.TICK, Role.DELIVER}
    assert read_roles("discord,telegram,tick,deliver,web") == ALL


@pytest.mark.parametrize("text", ["", " , ", "ticks", "tick,sweep", "tick deliver", "alles"])
def test_what_is_no_role_is_refused_with_those_that_are(text: str) -> None:
    """One line that names the roles."""
    with pytest.raises(BadRoles, match=r"The roles are discord, telegram, tick, deliver, web\.$") as refused:
        read_roles(text)
    assert "\n" not in str(refused.value)


def test_one_process_does_everything_on_sqlite() -> None:
    """One process owns the file; all roles by name are no part."""
    check_roles(ALL, embedded=True, has=EVERYTHING)
    with pytest.raises(BadRoles, match="On SQLite one process does everything"):
        check_roles(ALL - {Role.WEB}, embedded=True, has=EVERYTHING)
    check_roles(ALL, embedded=True, has=EVERYTHING, shards=Shards((0, 1), 2))
    with pytest.raises(BadRoles, match="On SQLite one process serves every server"):
        check_roles(ALL, embedded=True, has=EVERYTHING, shards=Shards((0,), 2))


@pytest.mark.parametrize(
    ("role", "missing", "words"),
    [
        (Role.DISCORD, ("DISCORD_TOKEN",), "The role discord needs DISCORD_TOKEN."),
        (Role.TELEGRAM, ("TELEGRAM_TOKEN",), "The role telegram needs TELEGRAM_TOKEN."),
        (Role.WEB, ("TELEGRAM_WEBHOOK_URL",), "The role web needs TELEGRAM_WEBHOOK_URL."),
        (Role.WEB, ("TELEGRAM_TOKEN",), "The role web needs TELEGRAM_TOKEN."),
        (Role.DELIVER, ("DISCORD_TOKEN", "TELEGRAM_TOKEN"), "The role deliver needs DISCORD_TOKEN or TELEGRAM_TOKEN."),
    ],
)
def test_a_role_that_was_asked_for_needs_its_settings(role: Role, missing: tuple[str, ...], words: str) -> None:
    """Asked for by name it is not left out in silence."""
    has = EVERYTHING | dict.fromkeys(missing, False)
    with pytest.raises(BadRoles) as refused:
        check_roles(frozenset({role}), embedded=False, has=has)
    assert str(refused.value) == words


def test_what_needs_nothing_runs_with_nothing() -> None:
    """A tick sends nothing; whoever delivers for one platform alone may; without `--roles` what has no token is off."""
    nothing = dict.fromkeys(EVERYTHING, False)
    check_roles(frozenset({Role.TICK}), embedded=False, has=nothing)
    check_roles(frozenset({Role.DELIVER}), embedded=False, has=nothing | {"TELEGRAM_TOKEN": True})
    check_roles(ALL, embedded=False, has=nothing)


@given(st.integers(1, MOST), st.data())
def test_shards_are_read_back(total: int, data: st.DataObject) -> None:
    """Numbers and ranges, in any order, each once."""
    ids = data.draw(st.sets(st.integers(0, total - 1), min_size=1, max_size=5))
    assert read_shards(f"{','.join(map(str, ids))}/{total}") == Shards(tuple(sorted(ids)), total)
    first, last = min(ids), max(ids)
    assert read_shards(f"{first}-{last} / {total}").ids == tuple(range(first, last + 1))


@given(st.integers(0, 2**63 - 1), st.integers(1, 64))
def test_each_server_is_told_of_in_one_process(server: int, total: int) -> None:
    """However the shards are dealt out."""
    parts = [Shards(tuple(range(first, total, 3)), total) for first in range(min(3, total))]
    assert [part.has(server) for part in parts].count(True) == 1
    assert shard_of(server, total) < total


@pytest.mark.parametrize(
    "text", ["", "4", "0-3", "/8", "0-3/", "3-0/8", "0-8/8", "8/8", "-1/8", "0/0", "0/99999", "a/b", "²/3"]
)
def test_shards_that_cannot_be_had_are_refused(text: str) -> None:
    """A sentence that says what is wrong."""
    with pytest.raises(ValueError, match=r"^DISCORD_SHARDS"):
        read_shards(text)
