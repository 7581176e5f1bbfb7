"""The times by which the server measures, changeable while it runs."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(slots=True)
class Settings:
    """Times in seconds, Discord's own unless a test changes them."""

    token: str = "a-bot-token"
    first_answer_seconds: float = 3.0
    token_seconds: float = 900.0
    nonce_seconds: float = 120.0
    heartbeat_seconds: float = 41.25
    resume_seconds: float = 180.0
    identify_gap_seconds: float = 0.0
    """Discord allows one IDENTIFY per 5 s; 0 only counts them, so that tests may restart a bot quickly."""
    privileged_intents: int = 0
    """The privileged intents switched on for the application; asking for others closes with 4014."""
    shards: int = 1
    starts_left: int | None = None
    """How many sessions may still begin today; None counts them from 1,000 down."""
    starts_reset_seconds: float = 86_400.0

    def change(self, **values: Any) -> None:
        """Set some of the fields; an unknown name raises AttributeError."""
        known = {each.name for each in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise AttributeError(name)
            setattr(self, name, value)
