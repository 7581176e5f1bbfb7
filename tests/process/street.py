"""Letters to addresses with troubles of their own, all due in one run: what each got, and what is set down of it."""

from dataclasses import dataclass, field

from bot.core.people import Platform
from bot.storage.tx import Tx
from tests.process.bulk import Bulk
from tests.process.scene import Scene
from tests.process.stock import Stock


@dataclass(slots=True)
class Street:
    """Chats by a name that says what is wrong with them. A learner's chat gets a prompt, a group's a card."""

    scene: Scene
    platform: Platform
    learners: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Person and private chat (0: not known yet)."""
    groups: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    """The topic in which a group meets, where it has one."""
    twice: frozenset[str] = frozenset()
    """Learners who have a second letter waiting, a check-in."""

    def prepare(self) -> None:
        """All rows, and what is due."""

        def fill(tx: Tx) -> None:
            stock = Stock(tx, self.scene.zone)
            for name, (person, chat) in self.learners.items():
                learner = stock.learner(self.platform, person, name=name, direct=chat)
                stock.due("prompt", [learner])
                if name in self.twice:
                    stock.due("checkin", [learner])
            stock.waiting_cards(
                stock.group(self.platform, chat, thread=self.topics.get(name, 0), name=name)[1]
                for name, chat in self.groups.items()
            )

        self.scene.stored(fill)

    async def settled(self) -> None:
        """Wait until nothing waits any more."""
        await Bulk(self.scene, 0, 0).all_settled()

    def states(self) -> dict[str, list[str]]:
        """What is set down of each name's letters."""
        found: dict[str, list[str]] = {name: [] for name in (*self.learners, *self.groups)}
        for name, state in self.scene.stored(_states):
            found[name].append(state)
        return found

    def closed(self) -> dict[str, str]:
        """The addresses that are set down as gone, with the reason."""
        return dict(self.scene.stored(_closed))


def _states(tx: Tx) -> list[tuple[str, str]]:
    rows = tx.connection.exec_driver_sql(
        "SELECT coalesce(learners.name, groups.name) AS name, letters.state FROM letters"
        " LEFT JOIN learners ON kind <> 'card' AND learners.id = letters.subject"
        " LEFT JOIN chats ON kind = 'card' AND chats.id = letters.subject"
        " LEFT JOIN groups ON groups.id = chats.group_id ORDER BY letters.id"
    )
    return [(row.name, row.state) for row in rows]


def _closed(tx: Tx) -> list[tuple[str, str]]:
    rows = tx.connection.exec_driver_sql(
        "SELECT learners.name, closed_because FROM accounts JOIN learners ON learners.id = learner_id"
        " WHERE closed_at IS NOT NULL UNION ALL "
        "SELECT groups.name, closed_because FROM chats JOIN groups ON groups.id = group_id WHERE closed_at IS NOT NULL"
    )
    return [(row.name, row.closed_because) for row in rows]
