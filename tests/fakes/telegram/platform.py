"""The platform's whole state for one bot, and the few ways in which it changes."""

from dataclasses import dataclass, field
from itertools import count

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.inbox import Inbox
from tests.fakes.telegram.journal import Journal
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.privacy import hears
from tests.fakes.telegram.shapes import Json, Upload
from tests.fakes.telegram.world import Chat, User, World


@dataclass(slots=True)
class Query:
    """A press that waits for its answer; answer holds the parameters of answerCallbackQuery."""

    user_id: int
    asked_at: float
    answer: Json | None = None


@dataclass(slots=True)
class Ballot:
    """A poll of the bot: as the Bot API shows it, its chat, and who chose what."""

    card: Json
    chat_id: int
    votes: dict[int, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Profile:
    """What the bot told Telegram about itself, by scope and language."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    logged_out: bool = False


class Platform:
    """Telegram as one bot sees it."""

    def __init__(self, token: str, username: str, *, limits: bool, privacy: bool) -> None:
        self.clock = Clock()
        self.token = token
        self.token_valid = True
        self.privacy = privacy
        self.bot = User(int(token.partition(":")[0]), "Pacekeeper", username=username, is_bot=True)
        self.world = World(self.bot, self.clock)
        self.inbox = Inbox()
        self.journal = Journal()
        self.limits = Limits(self.clock, enforced=limits)
        self.profile = Profile()
        self.queries: dict[str, Query] = {}
        self.ballots: dict[str, Ballot] = {}
        self.files: dict[str, Upload] = {}
        self._query_ids = count(4_382_000_000_000_001)
        self._poll_ids = count(5_381_000_000_000_001)
        self._file_ids = count(1)

    def speak(self, chat: Chat, content: Json, thread_id: int | None) -> Json:
        """The bot writes a message."""
        message = self.world.post(chat, self.bot, content, thread_id)
        chat.bot_wrote_last = True
        self.journal.deliver("sent", message)
        return message

    def amend(self, chat: Chat, message: Json, changes: Json) -> Json:
        """The bot edits its message; a field set to None goes."""
        edited = {key: value for key, value in (message | changes).items() if value is not None}
        edited["edit_date"] = self.clock.unix()
        chat.messages[message["message_id"]] = edited
        self.journal.deliver("edited", edited)
        return edited

    def hear(self, chat: Chat, message: Json, kind: str = "message") -> int | None:
        """Tell the bot of a message, unless privacy mode keeps it away; the update's id if told."""
        if not hears(chat, message, self.bot, privacy=self.privacy):
            return None
        return self.inbox.put(kind, message, chat.id)

    def ask(self, user: User, chat: Chat, message: Json, payload: str) -> str:
        """A press becomes a callback query; its id."""
        query_id = str(next(self._query_ids))
        self.queries[query_id] = Query(user.id, self.clock.steady())
        query = {
            "id": query_id,
            "from": user.card(),
            "message": message,
            "chat_instance": str(chat.id * 1_000_003),
            "data": payload,
        }
        self.inbox.put("callback_query", query, chat.id)
        return query_id

    def new_poll_id(self) -> str:
        """The id of the next poll."""
        return str(next(self._poll_ids))

    def count_vote(self, user: User, ballot: Ballot, chosen: list[int]) -> int | None:
        """Somebody votes: the poll's new state, and in one that is not anonymous what they chose; that update's id."""
        ballot.votes[user.id] = chosen
        for at, option in enumerate(ballot.card["options"]):
            option["voter_count"] = sum(at in votes for votes in ballot.votes.values())
        ballot.card["total_voter_count"] = sum(bool(votes) for votes in ballot.votes.values())
        self.inbox.put("poll", {**ballot.card}, ballot.chat_id)
        if ballot.card["is_anonymous"]:
            return None
        names = [ballot.card["options"][at]["persistent_id"] for at in chosen]
        answer = {
            "poll_id": ballot.card["id"],
            "user": user.card(),
            "option_ids": chosen,
            "option_persistent_ids": names,
        }
        return self.inbox.put("poll_answer", answer, user.id)

    def keep(self, upload: Upload) -> tuple[str, str]:
        """Keep an uploaded file; its file_id and file_unique_id."""
        number = next(self._file_ids)
        file_id = f"AgACAgIAAxkDAAM{number:06d}"
        self.files[file_id] = upload
        return file_id, f"AQAD{number:06d}"
