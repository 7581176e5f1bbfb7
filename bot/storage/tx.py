"""One transaction: a door to each table."""

from collections.abc import Callable
from functools import cached_property

from sqlalchemy import Connection

from bot.storage.ask_posts import AskPosts
from bot.storage.asks import Asks
from bot.storage.boards import Boards
from bot.storage.budgets import Budgets
from bot.storage.cards import Cards
from bot.storage.editions import Editions
from bot.storage.erased import Erased
from bot.storage.groups import Groups
from bot.storage.hellos import Hellos
from bot.storage.helping import Helping
from bot.storage.holders import Holders
from bot.storage.imports import Imports
from bot.storage.kudos import Kudos
from bot.storage.letters import Letters
from bot.storage.linking import Linking
from bot.storage.logs import Logs
from bot.storage.orphans import Orphans
from bot.storage.ownership import Ownership
from bot.storage.pairs import Pairs
from bot.storage.people import People
from bot.storage.places import Places
from bot.storage.presences import Presences
from bot.storage.projects import Projects
from bot.storage.recalls import Recalls
from bot.storage.remnants import Remnants
from bot.storage.requests import Requests
from bot.storage.rests import Rests
from bot.storage.rewards import Rewards
from bot.storage.rhythms import Rhythms
from bot.storage.seals import Sealing
from bot.storage.seasons import Seasons
from bot.storage.shares import Shares
from bot.storage.timers import Timers
from bot.storage.uniting import Uniting
from bot.storage.visits import Visits
from bot.storage.way import Way
from bot.storage.weeks import Weeks


class Tx:
    """One transaction, and everything that can be read and written in it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.then: list[Callable[[], None]] = []
        self.migrated = False  # whether this transaction changed the schema
        self.boards_later = False  # whether boards may follow what this transaction changes after it

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call something in the event loop once this transaction has been committed."""
        self.then.append(call)

    @cached_property
    def people(self) -> People:
        """Learners, accounts, zones, plans."""
        return People(self.connection)

    @cached_property
    def groups(self) -> Groups:
        """Groups, chats, members."""
        return Groups(self.connection)

    @cached_property
    def orphans(self) -> Orphans:
        """Groups that have lost every chat they met in, by the server or the Telegram group."""
        return Orphans(self.connection)

    @cached_property
    def places(self) -> Places:
        """Codes by which chats join groups, named facilitators, places that were greeted."""
        return Places(self.connection)

    @cached_property
    def presences(self) -> Presences:
        """Who has left which chat."""
        return Presences(self.connection)

    @cached_property
    def logs(self) -> Logs:
        """Logs and their sums."""
        return Logs(self.connection)

    @cached_property
    def boards(self) -> Boards:
        """What boards are read from."""
        return Boards(self.connection)

    @cached_property
    def way(self) -> Way:
        """Steps, reviews, check-ins."""
        return Way(self.connection)

    @cached_property
    def weeks(self) -> Weeks:
        """What groups did on a day and in a week."""
        return Weeks(self.connection)

    @cached_property
    def asks(self) -> Asks:
        """Questions to groups."""
        return Asks(self.connection)

    @cached_property
    def ask_posts(self) -> AskPosts:
        """Where these stand."""
        return AskPosts(self.connection)

    @cached_property
    def helping(self) -> Helping:
        """Who agreed to be asked for help, and who was."""
        return Helping(self.connection)

    @cached_property
    def pairs(self) -> Pairs:
        """Study pairs."""
        return Pairs(self.connection)

    @cached_property
    def hellos(self) -> Hellos:
        """Who agreed to a hello."""
        return Hellos(self.connection)

    @cached_property
    def kudos(self) -> Kudos:
        """Who cheered what a group did."""
        return Kudos(self.connection)

    @cached_property
    def recalls(self) -> Recalls:
        """What learners are asked again."""
        return Recalls(self.connection)

    @cached_property
    def projects(self) -> Projects:
        """Milestones shipped, readiness signals."""
        return Projects(self.connection)

    @cached_property
    def editions(self) -> Editions:
        """The texts that curricula had, and who knows which."""
        return Editions(self.connection)

    @cached_property
    def timers(self) -> Timers:
        """Focus timers."""
        return Timers(self.connection)

    @cached_property
    def visits(self) -> Visits:
        """Time in study rooms."""
        return Visits(self.connection)

    @cached_property
    def rewards(self) -> Rewards:
        """Roles that groups give for finished phases."""
        return Rewards(self.connection)

    @cached_property
    def holders(self) -> Holders:
        """Who should have such a role, and who may have one."""
        return Holders(self.connection)

    @cached_property
    def rhythms(self) -> Rhythms:
        """What comes round."""
        return Rhythms(self.connection)

    @cached_property
    def rests(self) -> Rests:
        """Days declared off."""
        return Rests(self.connection)

    @cached_property
    def seasons(self) -> Seasons:
        """Days off for whole groups."""
        return Seasons(self.connection)

    @cached_property
    def shares(self) -> Shares:
        """What learners let their groups read."""
        return Shares(self.connection)

    @cached_property
    def linking(self) -> Linking:
        """Codes that join accounts, and which learners became one."""
        return Linking(self.connection)

    @cached_property
    def uniting(self) -> Uniting:
        """Makes two learners one, and two again."""
        return Uniting(self.connection)

    @cached_property
    def letters(self) -> Letters:
        """The outbox."""
        return Letters(self.connection)

    @cached_property
    def budgets(self) -> Budgets:
        """The send budget."""
        return Budgets(self.connection)

    @cached_property
    def cards(self) -> Cards:
        """What each chat should show."""
        return Cards(self.connection)

    @cached_property
    def requests(self) -> Requests:
        """Replays, questions, small facts."""
        return Requests(self.connection)

    @cached_property
    def sealing(self) -> Sealing:
        """What is sealed, and with which key."""
        return Sealing(self.connection)

    @cached_property
    def imports(self) -> Imports:
        """Study days that were brought along."""
        return Imports(self.connection)

    @cached_property
    def ownership(self) -> Ownership:
        """Everything of one learner."""
        return Ownership(self.connection)

    @cached_property
    def erased(self) -> Erased:
        """Numbers of learners who were erased."""
        return Erased(self.connection)

    @cached_property
    def remnants(self) -> Remnants:
        """What erased learners leave to a group's sums."""
        return Remnants(self.connection)
