"""The curricula that are installed, side by side: which one runs in which edition, and how one is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from bot.core.curriculum import Curriculum
from bot.core.editions import Kind, Revision
from bot.core.people import Learner

ACCELERATED = "accelerated"
"""A learner's `path` who takes the shorter way through a phase."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A curriculum as it runs here.

    `edition` numbers its text (0 where none is kept), `revisions` say what it changes in earlier ones. It is not
    `open` once its file is gone: who is on it goes on, and nobody new comes to it.
    """

    curriculum: Curriculum
    edition: int = 0
    revisions: Mapping[int, Revision] = field(default_factory=dict)
    open: bool = True
    short: Curriculum = field(init=False, repr=False, compare=False)
    """The same, walked by its accelerated paths."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "short", self.curriculum.walked(shortened=True))

    @property
    def ref(self) -> str:
        """A short name for buttons, the same for ever: an id may be too long beside a time zone."""
        return sha256(self.curriculum.id.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several curricula, as a button names it."""

    ref: str
    title: str


class Shelf:
    """The curricula that are installed; the first is the one that newcomers and new groups get.

    `put` replaces them while the bot runs, so a turn works on `still()`: what was there when it began.
    """

    def __init__(self, *volumes: Curriculum | Volume) -> None:
        self._volumes: dict[str, Volume] = {}
        self.put(*volumes)

    def put(self, *volumes: Curriculum | Volume) -> None:
        """Stand these here instead of what was there."""
        found = (it if isinstance(it, Volume) else Volume(it) for it in volumes)
        self._volumes = {it.curriculum.id: it for it in found}

    def still(self) -> "Shelf":
        """The shelf as it is now; nothing that is put on this one later changes it."""
        return Shelf(*self._volumes.values())

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """Everything, the first one first."""
        return tuple(self._volumes.values())

    @property
    def first(self) -> Curriculum:
        """What newcomers and new groups get."""
        return next(iter(self._volumes.values())).curriculum

    @property
    def open(self) -> tuple[Curriculum, ...]:
        """What may be chosen."""
        return tuple(it.curriculum for it in self._volumes.values() if it.open)

    def volume(self, curriculum: str) -> Volume:
        """Find a curriculum; one that is no longer installed reads as the first."""
        return self._volumes.get(curriculum) or next(iter(self._volumes.values()))

    def get(self, curriculum: str) -> Curriculum:
        """The same, as what there is to do."""
        return self.volume(curriculum).curriculum

    def walk_of(self, learner: Learner) -> Curriculum:
        """A learner's active curriculum as they walk it (R14)."""
        volume = self.volume(learner.curriculum)
        return volume.short if learner.path == ACCELERATED else volume.curriculum

    def choices(self, *without: str) -> tuple[Choice, ...]:
        """What may be chosen, without some; empty where there is no choice."""
        found = [it for it in self._volumes.values() if it.open]
        return tuple(Choice(it.ref, it.curriculum.title) for it in found if it.curriculum.id not in without)

    def find(self, text: str) -> Curriculum | None:
        """What somebody means by an id, a title, the beginning of one, or what a button carries; None if unclear."""
        wanted = text.strip().casefold()
        for it in self._volumes.values():
            if wanted in (it.ref, it.curriculum.id, it.curriculum.title.casefold()):
                return it.curriculum
        like = [it for it in self.open if wanted and (wanted in it.title.casefold() or it.id.startswith(wanted))]
        return like[0] if len(like) == 1 else None

    def gone(self, curriculum: str, kind: Kind, id_: str) -> str:
        """The title of what a newer edition no longer has; empty if nobody knows it."""
        titles = [it.gone[kind, id_] for it in self.volume(curriculum).revisions.values() if (kind, id_) in it.gone]
        return titles[-1] if titles else ""
