"""How the server says no: to the bot as the Bot API does, to a test whose person asks the impossible."""

from tests.fakes.telegram.shapes import Json


class ActError(Exception):
    """A person in the test tries what Telegram's own app would not let them do."""


class RefusedError(Exception):
    """The Bot API refuses a request, with Telegram's code and words."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON of the answer."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            answer["parameters"] = self.parameters
        return answer


def bad(reason: str) -> RefusedError:
    """400: the request itself is wrong, and repeating it changes nothing."""
    return RefusedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    """403: the bot may not write there."""
    return RefusedError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusedError:
    """409: somebody else receives the updates."""
    return RefusedError(409, f"Conflict: {reason}")


def too_many(seconds: int) -> RefusedError:
    """429: wait for so many seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(new_chat_id: int) -> RefusedError:
    """The group lives on as a supergroup under another id."""
    return RefusedError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )


def unauthorized() -> RefusedError:
    """The token is wrong or was revoked."""
    return RefusedError(401, "Unauthorized")


def not_served(method: str) -> RefusedError:
    """The Bot API, or this server's part of it, has no such method."""
    return RefusedError(404, f"Not Found: method {method} not found")
