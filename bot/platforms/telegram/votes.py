"""What a vote in a quiz does. It names the poll and the voter alone, and is answered in the voter's private chat."""

from functools import partial

from telegram import PollAnswer

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import AnswerQuiz
from bot.app.said import Refused
from bot.core.languages import tidy_tag
from bot.core.people import Platform
from bot.platforms.telegram.after import NOTHING, After
from bot.platforms.telegram.voice import Voice
from bot.platforms.telegram.who import private_address


class Votes:
    """Takes votes."""

    def __init__(self, app: App, voice: Voice) -> None:
        self._app = app
        self._voice = voice

    async def take(self, vote: PollAnswer, update: int) -> After:
        """Carry a vote out. A quiz that was forwarded is answered by strangers too: they hear nothing of it."""
        if vote.user is None or not vote.option_ids:
            return NOTHING
        person = str(vote.user.id)
        asker = Asker(
            platform=Platform.TELEGRAM,
            person=person,
            name=vote.user.full_name,
            chat=private_address(person),
            private=True,
            request=str(update),
            language=tidy_tag(vote.user.language_code),
        )
        answer = await self._app.handle(AnswerQuiz(vote.poll_id, vote.option_ids[0]), asker)
        if isinstance(answer.said, Refused):
            return NOTHING
        return After(reply=partial(self._voice.show, asker.chat, self._voice.shown(answer)))
