"""sendPoll and stopPoll, for regular polls and quizzes."""

from typing import Any

from tests.fakes.telegram.access import own_message, reach
from tests.fakes.telegram.methods.sending import write
from tests.fakes.telegram.platform import Ballot, Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import RefusedError, bad
from tests.fakes.telegram.shapes import Json, utf16_length

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
OPTIONS_LIMIT = 12
EXPLANATION_LIMIT = 200
EXPLANATION_LINE_FEEDS = 2
DESCRIPTION_LIMIT = 1024
OPEN_PERIOD = range(5, 2_628_001)


def send_poll(platform: Platform, ask: Ask) -> Json:
    """sendPoll."""
    kind = ask.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad("unsupported poll type specified")
    card: Json = {
        "id": platform.new_poll_id(),
        "question": _line(ask.text("question"), QUESTION_LIMIT, "question"),
        "options": _options(ask),
        "total_voter_count": 0,
        "is_closed": ask.params.get("is_closed") is True,
        "is_anonymous": ask.params.get("is_anonymous") is not False,
        "type": kind,
        "allows_multiple_answers": ask.params.get("allows_multiple_answers") is True,
        "allows_revoting": ask.params.get("allows_revoting", kind == "regular"),
        "members_only": False,
    }
    if kind == "quiz":
        card |= _quiz(ask, len(card["options"]))
    if "open_period" in ask.params and ask.whole("open_period") not in OPEN_PERIOD:
        raise bad("poll open period is invalid")
    if description := ask.text("description").strip():
        if utf16_length(description) > DESCRIPTION_LIMIT:
            raise bad("message is too long")
        card["description"] = description
    message = write(platform, ask, {"poll": card})
    platform.ballots[card["id"]] = Ballot(card, message["chat"]["id"])
    return message


def stop_poll(platform: Platform, ask: Ask) -> Json:
    """stopPoll; the poll as it ended."""
    chat = reach(platform, ask, write=True)
    poll: Json | None = own_message(chat, ask, platform.bot).get("poll")
    if poll is None:
        raise bad("message with poll to stop not found")
    if poll["is_closed"]:
        raise bad("poll has already been closed")
    poll["is_closed"] = True
    return poll


def _line(text: str, limit: int, what: str) -> str:
    line = text.strip()
    if not line:
        raise bad(f"poll {what} must be non-empty")
    if utf16_length(line) > limit:
        raise bad(f"poll {what} length must not exceed {limit}")
    return line


def _options(ask: Ask) -> list[Json]:
    given: Any = ask.params.get("options")
    if not isinstance(given, list):
        raise bad("can't parse options JSON object")
    if not given:
        raise bad("poll must have at least 1 option")
    if len(given) > OPTIONS_LIMIT:
        raise bad(f"poll can't have more than {OPTIONS_LIMIT} options")
    texts = [str(each["text"] if isinstance(each, dict) else each) for each in given]
    return [
        {"persistent_id": f"o{at}", "text": _line(text, OPTION_LIMIT, "options"), "voter_count": 0}
        for at, text in enumerate(texts)
    ]


def _quiz(ask: Ask, options: int) -> Json:
    right: Any = ask.params.get("correct_option_ids")
    if not isinstance(right, list) or not right or right != sorted(set(right)):
        raise _wrong_option()
    if not all(isinstance(at, int) and 0 <= at < options for at in right):
        raise _wrong_option()
    explanation = ask.text("explanation").strip()
    if utf16_length(explanation) > EXPLANATION_LIMIT or explanation.count("\n") > EXPLANATION_LINE_FEEDS:
        raise bad("message is too long")
    return {"correct_option_ids": right} | ({"explanation": explanation} if explanation else {})


def _wrong_option() -> RefusedError:
    return bad("wrong correct option ID specified")
