"""Which of Discord's shards a process serves."""

import re
from dataclasses import dataclass

MOST = 16_384  # shards of one bot; more servers than anybody has
_WHOLE = re.compile(r"([0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*)/([0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shards:
    """The numbers of the shards of this process, out of so many of all processes together."""

    ids: tuple[int, ...]
    total: int

    def has(self, server: int) -> bool:
        """Whether a server is told of here."""
        return shard_of(server, self.total) in self.ids

    @property
    def is_part(self) -> bool:
        """Whether there are shards that are not here."""
        return len(self.ids) < self.total

    @property
    def has_first(self) -> bool:
        """Whether shard 0 is here: private chats are there, and what is done once for all is done there."""
        return 0 in self.ids


def shard_of(server: int, total: int) -> int:
    """Discord's rule: by the moment at which the server was made."""
    return (server >> 22) % total


def read_shards(text: str) -> Shards:
    """Understand `0-3/8`, `5/8` or `0,4-5/8`. Raises ValueError with a sentence."""
    found = _WHOLE.fullmatch(text.replace(" ", ""))
    if found is None:
        raise ValueError("DISCORD_SHARDS is said like 0-3/8: shards 0 to 3 out of 8.")
    total = int(found[2])
    if not 1 <= total <= MOST:
        raise ValueError(f"DISCORD_SHARDS: there are 1 to {MOST} shards.")
    ids: set[int] = set()
    for part in found[1].split(","):
        first, _, last = part.partition("-")
        if not int(first) <= int(last or first) < total:
            raise ValueError(f"DISCORD_SHARDS: out of {total} the shards are 0 to {total - 1}, the lower one first.")
        ids.update(range(int(first), int(last or first) + 1))
    return Shards(tuple(sorted(ids)), total)
