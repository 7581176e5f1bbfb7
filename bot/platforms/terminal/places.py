"""The terminal's chats: a private one for each person, and channels; whose clock each is read by."""

from collections.abc import Callable
from datetime import datetime

from bot.app.asker import Asker
from bot.core.people import Address, Platform
from bot.platforms.terminal import phrases
from bot.platforms.terminal.lines import display_name
from bot.platforms.terminal.screen import Spot
from bot.storage.store import Store
from bot.storage.tx import Tx
from bot.ui.text import Text

YOU = "you"
NEWCOMER = "Newcomer"
"""What the bot knows the person at the keyboard by, until they choose a name."""
UTC = "UTC"


def private_chat(person: str) -> Address:
    """The chat of one person with the bot."""
    return Address(Platform.TERMINAL, person, person=person)


def channel_chat(name: str) -> Address:
    """The channel of a name."""
    return Address(Platform.TERMINAL, f"#{name}")


def asker_at(chat: Address, person: str, request: str, *, press: str = "") -> Asker:
    """Somebody who asks in a chat. Whoever sits at the terminal may set groups up."""
    private = bool(chat.person)
    return Asker(
        platform=Platform.TERMINAL,
        person=person,
        name=NEWCOMER if person == YOU else display_name(person),
        chat=chat,
        private=private,
        request=request,
        press=press,
        facilitator=not private and person == YOU,
        place="" if private else display_name(chat.chat.removeprefix("#").replace("-", "_")),
    )


class Places:
    """Finds the heading and the clock of a chat. `channel` is the one that is meant where none is named."""

    def __init__(self, store: Store, clock: Callable[[], datetime], say: Text, channel: str) -> None:
        self._store = store
        self._clock = clock
        self._say = say
        self.channel = channel

    async def spot(self, chat: Address, reader: str = "") -> Spot:
        """A chat as it is read by everybody there, or in a channel by `reader` alone."""
        zone = await self._store.read(lambda tx: self._zone(tx, chat))
        mine = (chat.person or reader) == YOU
        if chat.person:
            title = phrases.private(chat.person, mine, self._say)
        elif reader:
            title = phrases.only_for(chat.chat.removeprefix("#"), reader, mine, self._say)
        else:
            title = chat.chat
        return Spot(chat, chat.person or reader, zone, title)

    async def knows(self, person: str) -> bool:
        """Whether somebody has joined."""
        found = await self._store.read(lambda tx: tx.people.by_account(Platform.TERMINAL, person, self._clock()))
        return found is not None

    def _zone(self, tx: Tx, chat: Address) -> str:
        if chat.person:
            found = tx.people.by_account(Platform.TERMINAL, chat.person, self._clock())
            if found is not None:
                return found[0].zone
            chat = channel_chat(self.channel)
        at = tx.groups.chat_at(chat)
        group = tx.groups.get(at.group) if at else None
        return group.zone if group else UTC
