"""answerCallbackQuery."""

from urllib.parse import urlsplit

from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import bad
from tests.fakes.telegram.shapes import utf16_length

ALERT_LIMIT = 200
QUERY_LIFETIME_S = 15.0


def answer_callback_query(platform: Platform, ask: Ask) -> bool:
    """answerCallbackQuery: once, within 15 seconds of the press, with up to 200 characters or a t.me link."""
    if utf16_length(ask.text("text")) > ALERT_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    url = ask.text("url")
    if url:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        if parts.netloc != "t.me" or parts.path.lower() != f"/{platform.bot.username.lower()}":
            raise bad("URL_INVALID")
    query = platform.queries.get(ask.text("callback_query_id"))
    late = query is None or platform.clock.steady() - query.asked_at > QUERY_LIFETIME_S
    if query is None or late or query.answer is not None:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    query.answer = ask.params
    return True
