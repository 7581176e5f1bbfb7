"""Groups, chats and members as rows."""

from datetime import time, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.people import Address, GroupId, Platform
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY, club, somebody

TOPIC = Address(Platform.TELEGRAM, "-100500", "7")
CHANNEL = Address(Platform.DISCORD, "333")


def test_a_group_comes_back_as_it_was_kept(tx: Tx) -> None:
    """Every setting, its days as weekdays."""
    group_id, _ = club(tx)
    group = tx.groups.get(group_id)
    assert group is not None
    assert (group.name, group.hour, group.days, group.board) == ("Club", time(9), frozenset(range(5)), True)
    tx.groups.change(group_id, hour=time(20, 30), board=True, zone="Asia/Tokyo")
    changed = tx.groups.of([group_id])[group_id]
    assert (changed.hour, changed.board, changed.zone) == (time(20, 30), True, "Asia/Tokyo")
    assert tx.groups.get(GroupId(999)) is None


def test_a_topic_is_another_chat_than_its_group(tx: Tx) -> None:
    """A Telegram group may hold several study groups, one a topic."""
    first, _ = club(tx, CLUB)
    second, _ = club(tx, TOPIC)
    found = [tx.groups.chat_at(address) for address in (CLUB, TOPIC, CHANNEL)]
    assert [chat.group if chat else None for chat in found] == [first, second, None]


def test_a_place_cannot_be_two_chats(tx: Tx) -> None:
    """Two facilitators at the same moment: the database refuses the second."""
    club(tx, CHANNEL)
    with pytest.raises(IntegrityError), tx.connection.begin_nested():
        club(tx, CHANNEL)


def test_a_group_meets_in_chats_of_both_platforms(tx: Tx) -> None:
    """One group, several chats."""
    group_id, chats = club(tx, CLUB, CHANNEL)
    assert [chat.address for chat in tx.groups.chats(group_id)] == [CLUB, CHANNEL]
    assert {chat: it.address for chat, it in tx.groups.chats_of(chats).items()} == dict(
        zip(chats, (CLUB, CHANNEL), strict=True)
    )


def test_a_chat_closes_once_and_keeps_why(tx: Tx) -> None:
    """Section 4: what is gone is kept as a fact; other chats are not touched."""
    _, (chat_id, other) = club(tx, CLUB, CHANNEL)
    assert tx.groups.close_chat(CLUB, NOW, "kicked") == [chat_id]
    assert tx.groups.close_chat(CLUB, NOW + timedelta(days=1), "again") == []
    chats = tx.groups.chats_of([chat_id, other])
    assert (chats[chat_id].closed_at, chats[chat_id].closed_because) == (NOW, "kicked")
    assert chats[other].closed_at is None
    tx.groups.open_chat(chat_id)
    opened = tx.groups.chat(chat_id)
    assert opened is not None
    assert (opened.closed_at, opened.closed_because) == (None, "")


def test_a_bot_that_was_removed_has_lost_every_topic(tx: Tx) -> None:
    """The whole chat is closed at once where the platform says so, else only the thread."""
    _, (first,) = club(tx, CLUB)
    _, (second,) = club(tx, TOPIC)
    assert tx.groups.close_chat(TOPIC, NOW, "the topic is gone") == [second]
    tx.groups.open_chat(second)
    assert sorted(tx.groups.close_chat(CLUB, NOW, "kicked", whole=True)) == [first, second]


def test_a_chat_gets_its_new_id_and_keeps_its_topic(tx: Tx) -> None:
    """A group that became a supergroup; all its topics are found at once."""
    club(tx, CLUB)
    _, (topic,) = club(tx, TOPIC)
    assert [it.address for it in tx.groups.chats_at(Platform.TELEGRAM, CLUB.chat)] == [CLUB, TOPIC]
    tx.groups.move_chat(topic, "-1009")
    moved = tx.groups.chat(topic)
    assert moved is not None
    assert moved.address == Address(Platform.TELEGRAM, "-1009", "7")
    assert tx.groups.chat_at(TOPIC) is None
    assert tx.groups.chat_at(CLUB) is not None


def test_joining_twice_is_joining_once(tx: Tx) -> None:
    """The first day of membership stays."""
    group_id, _ = club(tx)
    anna = somebody(tx)
    assert tx.groups.join(group_id, anna, TODAY) is True
    assert tx.groups.join(group_id, anna, TODAY + timedelta(days=9)) is False
    member = tx.groups.member(group_id, anna)
    assert member is not None
    assert (member.name, member.joined, member.listed) == ("Anna", TODAY, None)
    assert tx.groups.count(group_id) == 1


def test_a_member_is_listed_only_by_their_own_answer(tx: Tx) -> None:
    """R22: None until answered, then yes or no, in that group alone."""
    group_id, _ = club(tx)
    other, _ = club(tx, CHANNEL, name="Other")
    anna = somebody(tx)
    for group in (group_id, other):
        tx.groups.join(group, anna, TODAY)
    tx.groups.set_listed(group_id, anna, True)
    assert [(group.name, member.listed) for group, member in tx.groups.of_learner(anna)] == [
        ("Club", True),
        ("Other", None),
    ]


def test_members_are_those_of_the_group(tx: Tx) -> None:
    """Names come from the learners, in the order of their numbers."""
    group_id, _ = club(tx)
    anna, ben = somebody(tx), somebody(tx, person="202", name="Ben")
    tx.groups.join(group_id, ben, TODAY)
    tx.groups.join(group_id, anna, TODAY)
    assert [it.name for it in tx.groups.members(group_id)] == ["Anna", "Ben"]
    assert tx.groups.member(GroupId(999), anna) is None
