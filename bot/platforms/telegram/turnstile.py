"""Turns away who is too fast. A message is answered once in a flood, a press always, since its button would spin."""

from functools import partial

from bot.app.app import App
from bot.app.asker import Asker
from bot.platforms.telegram.after import NOTHING, After
from bot.platforms.telegram.render import alert
from bot.platforms.telegram.voice import Shown, Voice
from bot.platforms.telegram.who import is_anonymous, private_address


class Turnstile:
    """Asked for each request before anything is done for it; None lets it through."""

    def __init__(self, app: App, voice: Voice) -> None:
        self._app = app
        self._voice = voice

    def written(self, asker: Asker, message: int) -> After | None:
        """A message: what it meets if its sender is too fast. They hear it before the answers that still wait."""
        late = self._app.admit(asker, within=_within(asker))
        if late is None:
            return None
        if late.told:
            return NOTHING
        shown = Shown(self._voice.of(late.said, self._app.last_tongues(asker).own))
        return After(at_once=partial(self.aside, asker, shown, message, spared=True))

    def pressed(self, asker: Asker, query: str) -> After | None:
        """A press: the same."""
        late = self._app.admit(asker, within=_within(asker))
        if late is None:
            return None
        text = alert(self._voice.of(late.said, self._app.last_tongues(asker).own))
        return After(at_once=partial(self._voice.answer_press, query, text.text if text else "", alert=True))

    async def aside(self, asker: Asker, shown: Shown, message: int, *, spared: bool) -> None:
        """Answer a message to its sender alone. Only who cannot be reached in private reads it where they asked,
        unless the group is `spared` this one."""
        answering = message if asker.private else None
        to = private_address(asker.person)
        if not is_anonymous(asker) and await self._voice.show(to, shown, answering=answering):
            return
        if not asker.private and (not spared or self._app.one_more_line(asker.chat)):
            await self._voice.show(asker.chat, Shown(shown.view), answering=message)


def _within(asker: Asker) -> str:
    """All anonymous administrators have one id: each group's are by themselves."""
    return asker.chat.chat if is_anonymous(asker) else ""
