"""The connection to the Bot API: its time-outs, its raw updates, and its silence in the log."""

import asyncio
import logging
import warnings
from typing import Any, cast

from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.app.courier import Later

UPDATES = ("message", "callback_query", "my_chat_member", "chat_member", "poll_answer")
"""The kinds of updates that are asked for; edits of a message change nothing here. `chat_member` has to be asked for by
name, and comes only where the bot is an administrator."""

OFFICIAL = "https://api.telegram.org"
READ_S = 10.0
CONNECT_S = 5.0
POOL_S = 5.0
CONNECTIONS = 72  # 64 sends at the same time, and what answers presses beside them

_REFUSED = "Unauthorized"  # Telegram's own word; with 404 it also means a method that it does not know
_MESSAGE = ("message_id", "date", "chat")
_SHAPES = {  # what the library takes for granted in the answers that it reads
    "getMe": ("id", "is_bot", "first_name"),
    "getChatMember": ("status", "user"),
    "sendMessage": _MESSAGE,
    "sendPoll": _MESSAGE,
    "sendDocument": _MESSAGE,
    "editMessageText": _MESSAGE,
}
_CHATTY = ("httpx", "httpcore", "telegram")


class BrokenAnswer(NetworkError):
    """What came is no answer of the Bot API: what it was asked may be done or not."""


class Between(NetworkError):
    """Something between the bot and Telegram refused: nothing was done."""


class Line(Bot):
    """The library's Bot, with the updates as they came: one that cannot be read must not hide the others."""

    __slots__ = ("_refused",)

    def __init__(self, token: str, api_url: str | None) -> None:
        quiet()
        self._refused = asyncio.Event()
        root = (api_url or OFFICIAL).rstrip("/")
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=_request(root, CONNECTIONS),
            get_updates_request=_request(root, 1),
        )

    @property
    def refused(self) -> asyncio.Event:
        """Set once Telegram accepts the token no longer, whichever request heard of it first."""
        return self._refused

    async def _post(self, endpoint: str, *more: Any, **values: Any) -> Any:
        """Every request of the bot. Whatever comes instead of an answer becomes a TelegramError: the library lets a
        200 without a result through as a KeyError, and takes a proxy's page with 401 for Telegram's own word."""
        if self.refused.is_set():  # asked again and again it would shut this machine out
            raise InvalidToken(_REFUSED)
        try:
            found = await super()._post(endpoint, *more, **values)
        except (Forbidden, InvalidToken, BadRequest, Conflict) as problem:
            if isinstance(problem.__cause__, TelegramError):  # a page, which could not be read
                raise Between(f"something between the bot and Telegram refused ({type(problem).__name__})") from None
            if isinstance(problem, InvalidToken) and _REFUSED in problem.message:
                self.refused.set()
            raise
        except TelegramError:
            raise
        except Exception as problem:
            raise BrokenAnswer(f"an answer that cannot be read ({type(problem).__name__})") from problem
        if any(not isinstance(found, dict) or name not in found for name in _SHAPES.get(endpoint, ())):
            raise BrokenAnswer("an answer of another shape")
        return found

    async def raw_updates(self, offset: int | None, seconds: float) -> list[dict[str, Any]]:
        """Wait up to `seconds` for updates from `offset` on; asking confirms all before. Raises TelegramError."""
        asked = {"offset": offset, "timeout": int(seconds), "limit": 100, "allowed_updates": list(UPDATES)}
        found = await self._post("getUpdates", asked, read_timeout=READ_S + seconds)
        if not isinstance(found, list) or not all(isinstance(each, dict) and "update_id" in each for each in found):
            raise BrokenAnswer("updates that cannot be read")
        return cast("list[dict[str, Any]]", found)

    @property
    def name_in_links(self) -> str:
        """The bot's username. Raises Later while Telegram has not told it yet."""
        self._must_be_known()
        return self.username

    @property
    def own_id(self) -> int:
        """The bot's own id. Raises Later as long."""
        self._must_be_known()
        return self.bot.id

    def _must_be_known(self) -> None:
        if not self._bot_initialized:
            raise Later("Telegram has not answered yet.", CONNECT_S)


def quiet() -> None:
    """Keep the libraries from logging addresses, which hold the token, and what people typed.

    The library warns about the unit of a 429 whenever it reads one; both units are understood here.
    """
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", message=".*`retry_after`", category=PTBDeprecationWarning)


def _request(root: str, connections: int) -> HTTPXRequest:
    plain = root.startswith("http://")  # a server of one's own beside the bot; certificates take long to load
    return HTTPXRequest(
        httpx_kwargs={"verify": False} if plain else None,
        connection_pool_size=connections,
        read_timeout=READ_S,
        write_timeout=READ_S,
        connect_timeout=CONNECT_S,
        pool_timeout=POOL_S,
    )
