"""One command, one transaction, one answer."""

from collections.abc import Mapping

from bot.app.asker import Asker
from bot.app.commands import Command
from bot.app.questions import OpenQuestion
from bot.app.said import Answer


class App:
    """What every platform talks to."""

    async def handle(self, ask: Command, asker: Asker) -> Answer:
        """Carry a command out and return what to say. Never raises for what a person did; storage failures do raise."""
        raise NotImplementedError

    async def replayed(self, asker: Asker) -> Answer | None:
        """The answer already given to this very request, if it was carried out before (R20)."""
        raise NotImplementedError

    async def prefill(self, form: type[Command], given: Mapping[str, object], asker: Asker) -> Mapping[str, str]:
        """Present values of a form's fields as text, for inputs that start filled."""
        raise NotImplementedError

    async def question(self, asker: Asker) -> OpenQuestion | None:
        """The question that is open for this person in this chat, if it has not ended."""
        raise NotImplementedError

    async def put_question(self, asker: Asker, question: OpenQuestion | None) -> None:
        """Open a question, move it on, or close it with None."""
        raise NotImplementedError

    async def welcome_known(self, asker: Asker) -> None:
        """Somebody wrote or pressed in private: their door is open again."""
        raise NotImplementedError
