"""Files by their paths: what is handed over is put beside the database, what is brought along is read where it is."""

from pathlib import Path

from bot.app.fields import Upload
from bot.app.said import Refusal
from bot.platforms.terminal.places import YOU
from bot.ui.forms import Field
from bot.ui.view import File


def put_down(folder: Path, person: str, file: File) -> Path:
    """Write a file for somebody, readable by its owner only; one of that name is replaced."""
    path = folder / (file.name if person == YOU else f"{person}-{file.name}")
    path.touch(mode=0o600)
    path.write_bytes(file.content)
    return path


def picked_up(field: Field, typed: str) -> bytes:
    """The content of the file at a path. Raises Refusal for one that is not there, or too large."""
    most = field.kind.most if isinstance(field.kind, Upload) else 0
    try:
        with Path(typed.strip().strip("\"'")).expanduser().open("rb") as file:
            content = file.read(most + 1)
    except (OSError, RuntimeError, ValueError):
        raise Refusal("no_file", field=field.name, given=typed) from None
    if len(content) > most:
        raise Refusal("file_too_big", field=field.name, numbers=(most // 1024**2,))
    return content
