"""Asks Telegram about the bot from outside, while it runs or not: nothing is posted, and no update is taken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.core.people import Address
from bot.core.rights import RightFact
from bot.findings import Finding
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.refusals import plain
from bot.platforms.telegram.rights import Inspector
from bot.platforms.telegram.updates import REFUSED

MANY = 100  # updates that wait: more than a bot that runs ever leaves
LATELY = timedelta(hours=1)


class Checkup:
    """One look at Telegram. `webhook` is the address that the settings name, None for polling."""

    def __init__(self, line: Line, webhook: str | None) -> None:
        self._line = line
        self._webhook = webhook
        self._inspector = Inspector(line)

    async def account(self, now: datetime) -> list[Finding]:
        """Whom the token belongs to, and whether its updates come to this bot."""
        try:
            me = await self._line.get_me()
        except InvalidToken:
            return [Finding("telegram", False, REFUSED)]
        except TelegramError as problem:
            return [Finding("telegram", False, f"It cannot be reached: {plain(problem)}. Is there a way out?")]
        named = Finding("telegram", True, f"the token is @{me.username}'s")
        try:
            told = await self._line.get_webhook_info()
        except TelegramError as problem:
            return [named, Finding("updates", False, f"Telegram does not say where they go: {plain(problem)}.")]
        return [named, self._updates(told, now)]

    async def rights(self, address: Address) -> tuple[RightFact, ...]:
        """What the bot may do in a group or topic, by its standing there."""
        return await self._inspector.here(int(address.chat), int(address.thread or 0), tries=False)

    def _updates(self, told: WebhookInfo, now: datetime) -> Finding:
        waiting = told.pending_update_count
        if told.url and not self._webhook:
            return Finding(
                "updates",
                False,
                f"They are posted to {urlsplit(told.url).hostname}, so that polling gets none. The bot's start takes "
                "that webhook off; if it comes back, another program uses this token: give it its own bot.",
            )
        if self._webhook and told.url != self._webhook:
            return Finding("updates", False, "They do not go to TELEGRAM_WEBHOOK_URL: start the bot, it asks for that.")
        failed_at = told.last_error_date
        if self._webhook and failed_at is not None and now - failed_at < LATELY:
            why = (told.last_error_message or "no answer")[:120]
            return Finding(
                "updates",
                False,
                f"The last post failed at {failed_at:%H:%M} UTC ({why}): that address must lead to WEB_PORT.",
            )
        if waiting > MANY:
            return Finding("updates", False, f"{waiting} wait: does the bot run? Telegram keeps them for 24 hours.")
        way = "posted to TELEGRAM_WEBHOOK_URL" if self._webhook else "fetched by polling"
        return Finding("updates", True, f"{way}, {waiting} waiting")


@asynccontextmanager
async def looking_at_telegram(token: str, api_url: str | None, webhook: str | None) -> AsyncIterator[Checkup]:
    """Look at Telegram until the block ends."""
    line = Line(token, api_url)
    try:
        yield Checkup(line, webhook)
    finally:
        await line.shutdown()
