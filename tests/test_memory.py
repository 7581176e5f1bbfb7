"""What is there at the start does not stop anything later."""

import json
import subprocess
import sys

LOOK = """
import gc, json, time
import bot.assembly, bot.memory

def looked():
    began = time.perf_counter()
    gc.collect()
    return time.perf_counter() - began

bot.memory.keep()
kept = looked()
gc.unfreeze()
print(json.dumps({"kept": kept, "without": looked()}))
"""


def test_what_was_there_at_the_start_is_not_looked_at_again() -> None:
    """In a process of its own, since nothing of this one may be kept: a look takes a fraction of what it took."""
    ran = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, check=True, text=True)
    found = json.loads(ran.stdout)
    assert found["kept"] < found["without"] / 10
