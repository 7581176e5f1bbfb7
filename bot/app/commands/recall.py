"""Being asked again."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command
from bot.app.fields import Ref


@dataclass(frozen=True, slots=True)
class Recall(Command):
    """The question that is likeliest forgotten, at most five a day."""

    name: ClassVar[str] = "recall"
    code: ClassVar[str] = "rc"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ShowRecall(Command):
    """A check-in's one question, or (`answer`) the answer of any; `extra` counts towards nobody's five."""

    code: ClassVar[str] = "rw"
    changes: ClassVar[bool] = False

    recall: Annotated[int, Ref()]
    state: Annotated[str, Ref()]
    answer: Annotated[bool, Ref()] = False
    extra: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class RateRecall(Command):
    """How well it was there; the press names the state that it answers, so that no other press answers it again."""

    code: ClassVar[str] = "rr"
    once: ClassVar[bool] = True

    recall: Annotated[int, Ref()]
    state: Annotated[str, Ref()]
    rating: Annotated[Literal["again", "hard", "good"], Ref()]
    extra: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class ChooseRecall(Command):
    """One of a question's choices, from 0; the rest as with RateRecall."""

    code: ClassVar[str] = "rx"
    once: ClassVar[bool] = True

    recall: Annotated[int, Ref()]
    state: Annotated[str, Ref()]
    choice: Annotated[int, Ref()]
    extra: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class AnswerQuiz(Command):
    """A vote in a platform's own quiz, which knows nothing but its poll: no button says this."""

    code: ClassVar[str] = "qz"

    poll: Annotated[str, Ref()]
    choice: Annotated[int, Ref()]
