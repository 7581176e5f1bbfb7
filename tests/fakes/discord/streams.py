"""How gateway messages are packed: plain, zlib-stream or zstd-stream, as the client asks."""

import zlib
from importlib import import_module
from typing import Protocol


class Packing(Protocol):
    """Turns one gateway message into a frame; one packing lives as long as its connection."""

    def pack(self, text: str) -> bytes | None:
        """The bytes to send, or None for a text frame."""


class Plain:
    """No compression."""

    def pack(self, text: str) -> bytes | None:
        """Always a text frame."""
        return None


class Zlib:
    """One deflate stream over all messages, flushed after each."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(level=1)

    def pack(self, text: str) -> bytes | None:
        """A part of the stream that ends with Z_SYNC_FLUSH's mark."""
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """One zstandard stream over all messages; discord.py asks for it where it can unpack it."""

    def __init__(self) -> None:
        try:
            library = import_module("compression.zstd")
            self._stream = library.ZstdCompressor()
            self._flush = self._stream.FLUSH_BLOCK
            self._builtin = True
        except ModuleNotFoundError:
            library = import_module("zstandard")
            self._stream = library.ZstdCompressor().compressobj()
            self._flush = library.COMPRESSOBJ_FLUSH_BLOCK
            self._builtin = False

    def pack(self, text: str) -> bytes | None:
        """A part of the stream that ends with a whole block."""
        if self._builtin:
            packed: bytes = self._stream.compress(text.encode(), mode=self._flush)
            return packed
        return bytes(self._stream.compress(text.encode()) + self._stream.flush(self._flush))


def packing(asked: str | None) -> Packing:
    """The packing for the compress parameter of the gateway's address."""
    match asked:
        case "zlib-stream":
            return Zlib()
        case "zstd-stream":
            return Zstd()
        case _:
            return Plain()
