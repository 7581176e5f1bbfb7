"""Runs a benchmark by name: `python -m tests.bench tick`."""

import asyncio
import importlib
import sys

NAMES = {
    "log": "`/log` through the real discord.py over a socket, against a bare command that only answers",
    "turn": "the turn of a `/log` without a platform: in no group, with the board off, with the board on",
    "board": "`/leaderboard` in groups of 10, 1,000 and 100,000 members with a year of logs, on both engines",
    "tick": "the scheduler's tick with nothing due and with 10,000 due, at up to a million learners",
    "cards": "card edits under 50 logs a second, with the platforms' limits, against an edit for each log",
    "stored": "bytes stored for a learner and a year, by table, on both engines, for 99 and 999 learners",
    "moving": "`pacekeeper move-to` for 999 learners with a year, against a bare copy of the rows",
    "due": "100,000 learners due at the same minute, on both engines, against one APScheduler job per learner",
    "letters": "10,000 letters due at once, with the platforms' limits",
    "share": "the share of the permitted send rate that 1, 2 and 4 processes reach together, on both platforms",
    "free": "letters a second without limits, on both engines, with 1, 2 and 4 processes, against the bare libraries",
    "logs": "300 `/log` a second for a minute, on both engines, against a handler that inserts one row",
    "guilds": "10,000 servers over 4 shards, against a bare `AutoShardedClient`, and 10,000 Telegram groups",
    "growth": "a year of 1,000 learners in one process: memory, the file, the beat, first week against last",
    "curriculum": "loading and checking the whole curriculum, against the bare YAML parser, and drawing /week",
    "start": "start to ready on each platform, and peak memory",
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        print("\n".join(f"python -m tests.bench {name:10} {about}" for name, about in NAMES.items()))
        sys.exit(2)
    asyncio.run(importlib.import_module(f"tests.bench.{sys.argv[1]}").main(*sys.argv[2:]))
