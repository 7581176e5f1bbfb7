"""Beginnings for a review: questions that ask why or how, without their answers (R13)."""

import re
from collections.abc import Sequence

from bot.core.curriculum import Question

MOST = 3
_ASKS = re.compile(r"(why|how)\b(?! (many|much|long|often|large|big)\b)", re.IGNORECASE)


def stems(recall: Sequence[Question], most: int = MOST) -> tuple[str, ...]:
    """Recall questions that begin with why or how, of both kinds where there are both; a "how many" is none.

    Empty where there are none, as in a draft week.
    """
    found = [question.ask for question in recall if _ASKS.match(question.ask)]
    whys = [ask for ask in found if ask.casefold().startswith("why")]
    hows = [ask for ask in found if ask not in whys]
    chosen = {*hows[:1], *whys[: most - len(hows[:1])], *hows[1 : 1 + max(0, most - 1 - len(whys))]}
    return tuple(ask for ask in found if ask in chosen)
