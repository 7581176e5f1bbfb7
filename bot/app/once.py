"""What takes effect once, however often it is delivered (R20)."""

from bot.app.asker import Asker
from bot.app.commands import Command, WriteReview


def _is_once(ask: Command) -> bool:
    """Whether a second press would make a second fact; showing what a review must explain makes none."""
    return ask.once and not (isinstance(ask, WriteReview) and not ask.text)


def keys_of(asker: Asker, ask: Command | None = None) -> tuple[str, str]:
    """What identifies a request, and a press that takes effect once (R20): empty for any other."""
    own = f"{asker.platform}:{asker.person}:"  # begins each of them, so that a learner's can be erased
    press = f"{own}press:{asker.press}" if asker.press and ask and _is_once(ask) else ""
    return f"{own}{asker.request}", press
