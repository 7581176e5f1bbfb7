"""Where a failure happened, for the log: places in the code and kinds, never the words in the message."""

import traceback
from pathlib import Path

PLACES = 6


def trail(problem: BaseException) -> str:
    """The kind of a failure, what it came from, and the last places it passed; nothing that anybody typed."""
    frames = traceback.extract_tb(problem.__traceback__)[-PLACES:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    cause = problem.__cause__ or problem.__context__
    kind = type(problem).__name__ + (f" after {type(cause).__name__}" if cause else "")
    return f"{kind} at {places}" if places else kind
