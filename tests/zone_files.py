"""Made-up zones, as files that `zoneinfo` reads from a folder in PYTHONTZPATH."""

import struct
from pathlib import Path


def write_zone(folder: Path, name: str, hours: int) -> None:
    """Let a zone be so many hours ahead of UTC (RFC 8536, version 2), all the year round."""
    file = folder.joinpath(*name.split("/"))
    file.parent.mkdir(parents=True, exist_ok=True)
    called = f"{hours:+03d}"
    header = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, len(called) + 1)
    kinds = struct.pack(">lbb", hours * 3600, 0, 0) + called.encode() + b"\0"
    file.write_bytes((header + kinds) * 2 + f"\n<{called}>{-hours}\n".encode())
