"""Which languages are read where somebody asks."""

from collections import OrderedDict

from bot.app.asker import Asker
from bot.app.turn import Turn
from bot.core.languages import Tongues
from bot.core.people import Group, Platform

REMEMBERED = 2000


def heard_in(turn: Turn) -> None:
    """Keep the language that the asker's app names, so that what comes unasked is in it too."""
    account, language = turn.account, turn.asker.language
    if account is not None and language and language != account.language:
        turn.tx.people.set_language(account, language)


def tongues_of(turn: Turn, here: Group | None = None) -> Tongues:
    """What the asker chose, else what their app says; beside it the group's of this chat, else the platform's, else
    again the asker's. `here` is that group, if it was looked up already."""
    asker, account = turn.asker, turn.account
    chosen = turn.learner.language if turn.learner is not None else ""
    own = chosen or asker.language or (account.language if account is not None else "")
    if asker.private:
        return Tongues(own, own)
    spoken = turn.tx.groups.language(asker.chat) if here is None else here.language or here.platform_language
    return Tongues(own, spoken or asker.place_language or own)


class Ear:
    """Remembers in memory who reads what: for what must be said without a look into the database."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Platform, str, str, str], Tongues] = OrderedDict()

    def keep(self, asker: Asker, tongues: Tongues) -> Tongues:
        """Remember what was found."""
        self._known[_key(asker)] = tongues
        self._known.move_to_end(_key(asker))
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return tongues

    def last(self, asker: Asker) -> Tongues:
        """What was found last, else what the platform says."""
        told = Tongues(asker.language, asker.language if asker.private else asker.place_language or asker.language)
        return self._known.get(_key(asker), told)


def _key(asker: Asker) -> tuple[Platform, str, str, str]:
    return asker.platform, asker.person, asker.chat.chat, asker.chat.thread
