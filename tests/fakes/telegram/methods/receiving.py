"""Methods by which the bot receives: updates by long polls and the webhook, and files."""

import re
from typing import Any

from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import bad, conflict
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.webhook import Pusher, Target

LONGEST_POLL_S = 50
BATCH = 100
CONNECTIONS = 40
MOST_CONNECTIONS = 100
DOWNLOAD_BYTES = 20 * 1024 * 1024
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

RECEIVING = frozenset({"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"})


async def receive(platform: Platform, pusher: Pusher, method: str, ask: Ask) -> Any:
    """Answer one of the four methods in RECEIVING."""
    match method:
        case "getUpdates":
            return await _get_updates(platform, ask)
        case "setWebhook" if ask.text("url"):
            return await _set_webhook(platform, pusher, ask)
        case "setWebhook" | "deleteWebhook":
            _maybe_drop(platform, ask)
            await pusher.stop()
            return True
        case _:
            return pusher.facts()


def get_file(platform: Platform, ask: Ask) -> Json:
    """getFile: where a file can be fetched. Telegram hands bots up to 20 MB."""
    file_id = ask.text("file_id")
    upload = platform.files.get(file_id)
    if upload is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(upload.content) > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": f"AQAD{file_id[-6:]}",
        "file_size": len(upload.content),
        "file_path": f"documents/{file_id}",
    }


async def _get_updates(platform: Platform, ask: Ask) -> list[Json]:
    _allow(platform, ask)
    limit = min(max(ask.whole("limit", BATCH), 1), BATCH)
    timeout = min(max(ask.whole("timeout"), 0), LONGEST_POLL_S)
    return await platform.inbox.poll(ask.whole("offset"), limit, timeout)


def _allow(platform: Platform, ask: Ask) -> None:
    allowed = ask.params.get("allowed_updates")
    platform.inbox.allow([str(kind) for kind in allowed] if isinstance(allowed, list) else None)


def _maybe_drop(platform: Platform, ask: Ask) -> None:
    if ask.params.get("drop_pending_updates") is True:
        platform.inbox.drop_all()


async def _set_webhook(platform: Platform, pusher: Pusher, ask: Ask) -> bool:
    """As a Bot API server of one's own does, plain http is fine here; Telegram's wants https."""
    secret = ask.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    connections = ask.whole("max_connections", CONNECTIONS)
    if not 1 <= connections <= MOST_CONNECTIONS:
        connections = CONNECTIONS
    _allow(platform, ask)
    _maybe_drop(platform, ask)
    platform.inbox.end_poll(conflict("terminated by setWebhook request"))
    await pusher.stop()
    pusher.point(Target(ask.text("url"), secret, connections))
    return True
