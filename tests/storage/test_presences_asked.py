"""Whom a platform is asked after: a few at a time, in turn, and nobody of whom the group sees nothing (R23)."""

from datetime import timedelta

from sqlalchemy import insert

from bot.core.people import ChatId, Platform
from bot.core.presence import MOST_ASKED
from bot.storage.rhythms import Rhythm
from bot.storage.tables import members
from bot.storage.tx import Tx
from tests.storage.people import CLUB, NOW, TODAY, club, flow, somebody
from tests.storage.test_presences import LATER, SERVER, member, told


def ask(tx: Tx, chat: ChatId) -> list[str]:
    return [it.person for it in tx.presences.others(chat, MOST_ASKED)]


def test_who_was_asked_after_is_not_the_next_one(tx: Tx) -> None:
    """Those who never were come first, then those for whom it is longest ago."""
    group, (chat,) = club(tx)
    for person in ("101", "202", "303"):
        member(tx, group, person)
    assert ask(tx, chat) == ["101", "202", "303"]
    first, second, _ = tx.presences.others(chat, MOST_ASKED)
    tx.presences.asking(chat, first, NOW)
    tx.presences.asking(chat, second, LATER)
    assert ask(tx, chat) == ["303", "101", "202"]


def test_only_those_are_asked_after_whom_the_group_could_see(tx: Tx) -> None:
    """R23: of the unlisted who agreed to nothing there is nothing to take away; nor of those on another platform."""
    group, (chat, _) = club(tx, CLUB, SERVER)
    quiet = somebody(tx, person="404")
    tx.groups.join(group, quiet, TODAY)
    member(tx, group, "d1", platform=Platform.DISCORD)
    member(tx, group, "101")
    assert ask(tx, chat) == ["101"]
    tx.groups.agree(group, quiet, "partner", True)
    assert ask(tx, chat) == ["404", "101"]


def test_who_left_is_asked_after_again_when_they_study(tx: Tx) -> None:
    """Without the privileged intent nobody tells that they are back."""
    group, (chat,) = club(tx)
    anna = member(tx, group)
    told(tx, anna)
    assert ask(tx, chat) == []
    assert tx.presences.named(chat, TODAY, MOST_ASKED) == []
    flow(tx, anna)
    assert [it.person for it in tx.presences.named(chat, TODAY, MOST_ASKED)] == ["101"]


def test_a_refused_message_is_a_reason_to_ask_once(tx: Tx) -> None:
    """50007 and 50278, or a block: a hint and no more."""
    group, (chat,) = club(tx)
    member(tx, group)
    assert tx.presences.doubtful(chat, MOST_ASKED) == []
    tx.people.close(Platform.TELEGRAM, "101", NOW, "blocked")
    (asked,) = tx.presences.doubtful(chat, MOST_ASKED)
    tx.presences.asking(chat, asked, LATER)
    assert tx.presences.doubtful(chat, MOST_ASKED) == []


def test_a_large_group_is_asked_after_a_few_at_a_time(tx: Tx) -> None:
    """Ten at a time, each of them once before anybody is asked after again."""
    group, (chat,) = club(tx)
    people = [somebody(tx, person=str(number)) for number in range(1000, 1032)]
    joined = [{"group_id": group, "learner_id": each, "joined": TODAY, "listed": True} for each in people]
    tx.connection.execute(insert(members), joined)
    seen: list[str] = []
    for round_ in range(4):
        asked = tx.presences.others(chat, MOST_ASKED)
        assert len(asked) == MOST_ASKED
        for each in asked:
            tx.presences.asking(chat, each, NOW + timedelta(minutes=round_))
        seen += [each.person for each in asked]
    assert len(set(seen[:32])) == len(people)


def test_a_chat_is_taken_once_for_each_card(tx: Tx) -> None:
    """A few minutes ahead of it, by one of two processes, and not if the bot is no longer there."""
    _, (chat,) = club(tx)
    at = NOW + timedelta(minutes=4)
    tx.rhythms.put([Rhythm("card", chat, TODAY, at)])
    soon, before = NOW + timedelta(minutes=5), NOW - timedelta(minutes=10)
    assert tx.presences.take(Platform.DISCORD, soon, before, NOW) is None
    assert tx.presences.take(Platform.TELEGRAM, NOW + timedelta(minutes=3), before, NOW) is None
    taken = tx.presences.take(Platform.TELEGRAM, soon, before, NOW)
    assert taken is not None
    assert taken.id == chat
    assert tx.presences.take(Platform.TELEGRAM, soon, before, NOW) is None
    tx.presences.give_back(chat)
    assert tx.presences.take(Platform.TELEGRAM, soon, before, NOW) is not None
    tx.presences.give_back(chat)
    tx.groups.close_chat(CLUB, NOW, "kicked")
    assert tx.presences.take(Platform.TELEGRAM, soon, before, NOW) is None
