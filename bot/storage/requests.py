"""What was asked before and what is still being asked: replays, open questions, set-aside updates, small facts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select

from bot.core.people import Address
from bot.storage.engine import insert_or_ignore, upsert
from bot.storage.tables import meta, questions, requests, set_aside

SECOND_POLLER = "telegram.second"
"""A small fact: since when another program fetches the updates of the bot's token."""

_seen = select(requests.c.answer).where(requests.c.key.in_(bindparam("keys", expanding=True))).limit(1)


class Requests:
    """Requests, questions and small facts, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def answered(self, keys: Sequence[str]) -> str | None:
        """The answer given to any of these requests before (R20)."""
        answer: str | None = self._connection.execute(_seen, {"keys": list(keys)}).scalar_one_or_none()
        return answer

    def keep(self, request: str, press: str, answer: str, now: datetime) -> bool:
        """Remember an answer under the request and the press that asked for it. False if another turn was first."""
        rows = [{"key": request, "at": now, "press": False, "answer": answer}]
        if press:
            rows.append({"key": press, "at": now, "press": True, "answer": answer})
        statement = insert_or_ignore(self._connection, requests)
        return all(self._connection.execute(statement, row).rowcount for row in rows)

    def hold(self, key: str, text: str, now: datetime) -> None:
        """Keep what was typed until its question is answered, as long as a request."""
        row = {"key": key, "at": now, "press": False, "answer": text}
        self._connection.execute(insert_or_ignore(self._connection, requests), row)

    def held(self, key: str) -> str:
        """What was typed, empty if it is no longer kept."""
        return self.answered([key]) or ""

    def forget(self, requests_before: datetime, presses_before: datetime) -> int:
        """Delete what is older than the retention of requests and of presses."""
        old = or_((requests.c.at < requests_before) & requests.c.press.is_(False), requests.c.at < presses_before)
        return self._connection.execute(delete(requests).where(old)).rowcount

    # --- open questions

    def question(self, address: Address, person: str) -> tuple[str, datetime] | None:
        """The open question of a person in a chat, and since when."""
        query = select(questions).where(*_asked(address, person))
        row = self._connection.execute(query).one_or_none()
        return (row.question, row.at) if row else None

    def put_question(self, address: Address, person: str, question: str | None, now: datetime) -> None:
        """Keep, replace or (None) close a question."""
        if question is None:
            self._connection.execute(delete(questions).where(*_asked(address, person)))
            return
        keys = [questions.c.platform, questions.c.chat, questions.c.person]
        statement = upsert(self._connection, questions, keys, ["question", "at"])
        values = {
            "platform": address.platform,
            "chat": _chat_key(address),
            "person": person,
            "question": question,
            "at": now,
        }
        self._connection.execute(statement, values)

    def forget_questions(self, before: datetime) -> int:
        """Delete questions that ended."""
        return self._connection.execute(delete(questions).where(questions.c.at < before)).rowcount

    # --- what could not be carried out

    def put_aside(self, platform: str, request: str, payload: str, error: str, now: datetime) -> None:
        """Keep an update that failed after its tries, so that it can be looked at."""
        values = {
            "platform": platform,
            "request": request,
            "payload": payload,
            "error": error[:200],
            "at": now,
        }
        self._connection.execute(insert(set_aside), values)

    def count_aside(self) -> int:
        """How many updates were set aside."""
        return int(self._connection.execute(select(func.count()).select_from(set_aside)).scalar_one())

    def aside(self) -> list[tuple[datetime, str]]:
        """When each update was set aside, and the kind of its failure; nothing of what it says."""
        query = select(set_aside.c.at, set_aside.c.error).order_by(set_aside.c.at)
        return [(row.at, row.error.partition(";")[0]) for row in self._connection.execute(query)]

    def forget_aside(self, before: datetime) -> int:
        """Delete the updates that were set aside before an instant."""
        return self._connection.execute(delete(set_aside).where(set_aside.c.at < before)).rowcount

    # --- small facts

    def fact(self, key: str) -> str | None:
        """A small fact of this installation."""
        value: str | None = self._connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()
        return value

    def lock_fact(self, key: str) -> bool:
        """Keep a fact for this transaction alone; False where another one has it, or there is none."""
        query = select(meta.c.key).where(meta.c.key == key).with_for_update(skip_locked=True)
        return self._connection.execute(query).one_or_none() is not None

    def drop_fact(self, key: str) -> None:
        """Keep a fact no longer."""
        self._connection.execute(delete(meta).where(meta.c.key == key))

    def set_fact(self, key: str, value: str) -> None:
        """Keep a small fact of this installation."""
        self._connection.execute(upsert(self._connection, meta, [meta.c.key], ["value"]), {"key": key, "value": value})


def _chat_key(address: Address) -> str:
    return f"{address.chat}/{address.thread}" if address.thread else address.chat


def _asked(address: Address, person: str) -> tuple[Any, ...]:
    return (
        questions.c.platform == address.platform,
        questions.c.chat == _chat_key(address),
        questions.c.person == person,
    )
