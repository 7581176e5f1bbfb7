"""How the server says no: to the bot as the API does, to a test whose person asks the impossible."""

from dataclasses import dataclass, field

from tests.fakes.discord.shapes import Json


class ActError(Exception):
    """A person in the test tries what Discord's own client would not let them do."""


class RefusedError(Exception):
    """The API refuses a request, with Discord's status, code and words."""

    def __init__(self, status: int, code: int, text: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {text}")
        self.status = status
        self.code = code
        self.text = text
        self.errors = errors
        self.retry_after: float | None = None

    def body(self) -> Json:
        """The JSON of the answer."""
        answer: Json = {"message": self.text, "code": self.code}
        if self.errors is not None:
            answer["errors"] = self.errors
        if self.retry_after is not None:
            answer |= {"retry_after": self.retry_after, "global": False}
        return answer

    def headers(self) -> dict[str, str]:
        """Those of a refusal that names a wait."""
        if self.retry_after is None:
            return {}
        return {"Retry-After": str(max(1, round(self.retry_after))), "Via": "1.1 google", "X-RateLimit-Scope": "shared"}


def unauthorized() -> RefusedError:
    """The token is wrong or was revoked."""
    return RefusedError(401, 0, "401: Unauthorized")


def no_such_route() -> RefusedError:
    """The API (or this server's part of it) has no such route."""
    return RefusedError(404, 0, "404: Not Found")


def unknown(what: str) -> RefusedError:
    """Something that the path names does not exist."""
    codes = {
        "Channel": 10003,
        "Guild": 10004,
        "Member": 10007,
        "Message": 10008,
        "Role": 10011,
        "User": 10013,
        "Webhook": 10015,
        "Interaction": 10062,
        "application command": 10063,
    }
    return RefusedError(404, codes[what], f"Unknown {what}")


def missing_access() -> RefusedError:
    """The bot cannot see the place at all."""
    return RefusedError(403, 50001, "Missing Access")


def missing_permissions() -> RefusedError:
    """The bot sees the place but lacks the right."""
    return RefusedError(403, 50013, "Missing Permissions")


def thread_locked() -> RefusedError:
    """A locked thread takes messages only from those who may manage threads."""
    return RefusedError(400, 160005, "Thread is locked")


def archived_thread() -> RefusedError:
    """What stands in an archived thread cannot be changed."""
    return RefusedError(400, 50083, "Thread is archived")


def slow_mode(seconds: float) -> RefusedError:
    """Slow mode: the bot's next message has to wait."""
    refused = RefusedError(429, 20016, "This action cannot be performed due to slowmode rate limit")
    refused.retry_after = seconds
    return refused


def not_the_author() -> RefusedError:
    """A bot edits only what it wrote."""
    return RefusedError(403, 50005, "Cannot edit a message authored by another user")


def direct_messages_closed() -> RefusedError:
    """The person does not take direct messages from the bot."""
    return RefusedError(403, 50007, "Cannot send messages to this user")


def no_shared_server() -> RefusedError:
    """The person shares no server with the bot."""
    return RefusedError(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def empty_message() -> RefusedError:
    """A message has to hold something."""
    return RefusedError(400, 50006, "Cannot send an empty message")


def already_answered() -> RefusedError:
    """An interaction has one first answer."""
    return RefusedError(400, 40060, "Interaction has already been acknowledged.")


def token_expired() -> RefusedError:
    """An interaction's token lives 15 minutes."""
    return RefusedError(401, 50027, "Invalid Webhook Token")


def too_large() -> RefusedError:
    """A file is above 10 MiB or the request above 25 MiB."""
    return RefusedError(413, 40005, "Request entity too large")


@dataclass(slots=True)
class Form:
    """Collects what is wrong with a body, by path, as Discord's error 50035 lists it."""

    errors: Json = field(default_factory=dict)

    def add(self, path: str, code: str, text: str) -> None:
        """Note that the field at path (dots between its steps) is wrong."""
        place = self.errors
        for step in path.split("."):
            place = place.setdefault(step, {})
        place.setdefault("_errors", []).append({"code": code, "message": text})

    def length(self, path: str, text: object, most: int, *, least: int = 0) -> None:
        """Note a text outside least..most characters, or no text where one is needed."""
        if text is None or text == "":
            if least:
                self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not isinstance(text, str):
            self.add(path, "STRING_TYPE_CONVERT", f"Could not interpret {text!r} as string.")
        elif not least <= len(text) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def check(self) -> None:
        """Refuse with 50035 if anything was noted."""
        if self.errors:
            raise RefusedError(400, 50035, "Invalid Form Body", self.errors)
