"""The parts of the server, wired together once."""

from tests.fakes.discord.asking import Asking
from tests.fakes.discord.bell import Bell
from tests.fakes.discord.clock import Clock, Snowflakes
from tests.fakes.discord.commands import Commands
from tests.fakes.discord.crowd import Crowd
from tests.fakes.discord.faults import Faults
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.limits import Limits
from tests.fakes.discord.messages import Messages
from tests.fakes.discord.people import People
from tests.fakes.discord.roles import Roles
from tests.fakes.discord.sessions import Sessions
from tests.fakes.discord.settings import Settings
from tests.fakes.discord.voices import Voices
from tests.fakes.discord.watch import Watch
from tests.fakes.discord.world import World


class Parts:
    """Everything that the server is, without its socket; tests steer it through these."""

    def __init__(self, settings: Settings, clock: Clock, *, limits: bool) -> None:
        ids, bell = Snowflakes(), Bell()
        self.settings = settings
        self.clock = clock
        self.limits = Limits(clock, enforced=limits)
        self.faults = Faults()
        sessions = Sessions(clock, settings)
        emit = sessions.emit
        self.world = World(clock, ids, emit)
        application_id = self.world.bot.id
        self.commands = Commands(ids, application_id)
        self.messages = Messages(self.world, clock, ids, settings, bell, emit)
        self.interactions = Interactions(self.messages, clock, settings, bell, application_id)
        asking = Asking(self.world, self.interactions, clock, ids, emit)
        self.people = People(self.world, self.commands, self.messages, self.interactions, asking)
        self.voices = Voices(self.world, emit)
        self.roles = Roles(self.world, ids, emit)
        self.watch = Watch(self.messages, self.interactions, bell)
        self.crowd = Crowd(self.people, self.watch)
        self.gateway = Gateway(self.world, sessions, settings, clock)
