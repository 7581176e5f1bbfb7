"""Polls and quizzes: what Telegram takes, and how a vote comes."""

from typing import Any

import pytest
from telegram import Bot
from telegram.constants import PollType
from telegram.error import BadRequest

from tests.fakes.telegram import ActError, Person, TelegramServer
from tests.fakes.telegram.shapes import Json


async def quiz(server: TelegramServer, bot: Bot, ana: Person, **more: Any) -> Json:
    """A quiz that is not anonymous; the message as the chat shows it."""
    given: dict[str, Any] = {
        "question": "Which?",
        "options": ["a", "b", "c"],
        "is_anonymous": False,
        "type": PollType.QUIZ,
        "correct_option_ids": [1],
    }
    await bot.send_poll(ana.id, **(given | more))
    return await server.message(ana.id)


async def test_a_quiz_arrives_as_the_library_reads_it(bot: Bot, ana: Person) -> None:
    """All that the Bot API's Poll must have is there; a quiz gives no second choice."""
    sent = await bot.send_poll(
        ana.id, "Which?", ["a", "b"], is_anonymous=False, type="quiz", correct_option_ids=[1], explanation="So."
    )
    assert sent.poll is not None
    assert (sent.poll.question, [each.text for each in sent.poll.options]) == ("Which?", ["a", "b"])
    assert (sent.poll.type, sent.poll.is_anonymous, sent.poll.allows_revoting) == ("quiz", False, False)
    assert (sent.poll.correct_option_ids, sent.poll.explanation) == ((1,), "So.")


async def test_a_vote_comes_as_the_polls_state_and_as_what_somebody_chose(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """An answer names the poll and the voter, and no chat."""
    message = await quiz(server, bot, ana)
    ana.vote(message, 2)
    state, answer = await bot.get_updates(allowed_updates=["poll", "poll_answer"])
    assert state.poll is not None
    assert [each.voter_count for each in state.poll.options] == [0, 0, 1]
    assert state.poll.total_voter_count == 1
    assert answer.poll_answer is not None
    assert answer.poll_answer.poll_id == message["poll"]["id"]
    assert answer.poll_answer.option_ids == (2,)
    assert answer.poll_answer.user is not None
    assert answer.poll_answer.user.id == ana.id
    assert answer.effective_chat is None


async def test_who_did_not_ask_for_votes_hears_none(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """allowed_updates."""
    await bot.get_updates(allowed_updates=["message"])
    ana.vote(await quiz(server, bot, ana), 0)
    assert await bot.get_updates() == ()


async def test_an_anonymous_poll_tells_no_names(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """The default: only counts come."""
    message = await quiz(server, bot, ana, is_anonymous=None)
    assert ana.vote(message, 0) is None
    (update,) = await bot.get_updates(allowed_updates=["poll", "poll_answer"])
    assert update.poll is not None


async def test_a_quiz_is_answered_once_also_by_who_was_sent_it_on(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """A choice is for good; a poll that was passed on is the same poll."""
    ben = server.person("Ben")
    message = await quiz(server, bot, ana)
    ana.vote(message, 0)
    with pytest.raises(ActError, match="for good"):
        ana.vote(message, 1)
    with pytest.raises(ActError, match="not in the chat"):
        ben.vote(message, 1)
    assert ben.vote(message, 1, forwarded=True)
    with pytest.raises(ActError, match="no option"):
        server.person("Kim").vote(message, 3, forwarded=True)


async def test_a_stopped_poll_takes_no_votes(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """stopPoll, once."""
    message = await quiz(server, bot, ana)
    assert (await bot.stop_poll(ana.id, message["message_id"])).is_closed
    with pytest.raises(ActError, match="no open poll"):
        ana.vote(message, 1)
    with pytest.raises(BadRequest, match="already been closed"):
        await bot.stop_poll(ana.id, message["message_id"])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"question": "x" * 301}, "question length must not exceed 300"),
        ({"question": " "}, "question must be non-empty"),
        ({"options": ["x"] * 13}, "more than 12 options"),
        ({"options": []}, "at least 1 option"),
        ({"options": ["a", "b", "x" * 101]}, "options length must not exceed 100"),
        ({"options": ["a", "", "c"]}, "options must be non-empty"),
        ({"correct_option_ids": [3]}, "Wrong correct option id"),
        ({"correct_option_ids": [1, 0]}, "Wrong correct option id"),
        ({"correct_option_ids": None}, "Wrong correct option id"),
        ({"explanation": "x" * 201}, "too long"),
        ({"explanation": "a\nb\nc\nd"}, "too long"),
        ({"description": "x" * 1025}, "too long"),
        ({"type": "exam"}, "unsupported poll type"),
        ({"open_period": 4}, "open period"),
    ],
)
async def test_what_does_not_fit_is_refused(
    server: TelegramServer, bot: Bot, ana: Person, more: dict[str, Any], words: str
) -> None:
    """Question 300, 1 to 12 options of 100, explanation 200 with 2 line feeds, 5 s to 2,628,000 s."""
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await quiz(server, bot, ana, **more)


async def test_all_that_fits_is_taken(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """The limits themselves."""
    message = await quiz(
        server,
        bot,
        ana,
        question="x" * 300,
        options=["y" * 99 + str(at % 10) for at in range(12)],
        explanation="z" * 198 + "\n\n",
        open_period=2_628_000,
    )
    assert len(message["poll"]["options"]) == 12
