"""Builds the running bot from its parts, in order, and takes it down in reverse."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Any

from bot.answers import Answers
from bot.app.app import App
from bot.app.courier import Courier
from bot.app.post import Feeder, PostOffice
from bot.app.role_rounds import RoleKeeper
from bot.app.roll import Lookout, Roll
from bot.app.rooms import Rooms
from bot.app.shelf import Shelf
from bot.backup import Keeper, backup_folder
from bot.core.people import Address, Platform
from bot.heartbeat import beating
from bot.roles import ALL, Role
from bot.settings import Settings
from bot.storage.requests import SECOND_POLLER
from bot.storage.store import Store
from bot.storage.troubles import AGAIN, is_away
from bot.storage.tx import Tx
from bot.tasks import Crew, Grace

if TYPE_CHECKING:
    from bot.platforms.telegram.webhook import Webhook
    from bot.seeing.metrics import Metrics

log = logging.getLogger("pacekeeper")
Clock = Callable[[], datetime]
ENDS_WITHIN = 3.0  # seconds for all that is under way when the end comes; the whole bot has 5


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that runs: `ready` once every platform is connected; `failed` ends with a sentence if one cannot go on."""

    app: App
    post: PostOffice
    ready: Callable[[], Coroutine[None, None, None]]
    failed: Callable[[], Coroutine[None, None, str]]


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    store: Store,
    shelf: Shelf,
    clock: Clock,
    *,
    roles: frozenset[Role] = ALL,
    system: Clock | None = None,
) -> AsyncIterator[Running]:
    """Start the platforms that have a token, the post office and the heartbeat, as far as the roles go; stop them in
    reverse. `system` is this machine's clock, if `clock` is another one."""
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(store.close)
        metrics = _metrics(settings, store)
        grace = Grace(ENDS_WITHIN)
        answers = Answers(shelf)
        app = App(store, shelf, clock, remember=answers.remember, recall=answers.recall)
        doors = _Doors(stack, settings, app, store, clock, grace, roles)
        await _discord(doors)
        await _telegram(doors)
        if metrics is not None:
            await _open_port(doors, metrics)
        # Without the role no letters; roles for phases are given by whoever has the gateway.
        couriers = doors.couriers if Role.DELIVER in roles else {}
        post = PostOffice(store, couriers, shelf, clock, doors.keeper)
        await post.recover()
        app.wake = post.wake
        crew = await stack.enter_async_context(Crew(patience=0.5))
        if roles & {Role.DELIVER, Role.DISCORD}:
            delivering = crew.start(post.run(_feeder(store, post, clock)))
            stack.push_async_callback(_stopped, delivering)
        part = settings.shards if settings.shards and settings.shards.is_part else None
        asking = crew.start(Roll(store, doors.lookouts, clock, post.wake, shards=part).run())
        stack.push_async_callback(_stopped, asking)
        if Role.TICK in roles:
            keeper, sweep = _keeper(settings, store, clock), _sweep(store, clock)
            await stack.enter_async_context(beating(store, clock, post.wake, keeper, sweep=sweep, system=system))
        stack.callback(grace.begin)

        async def ready() -> None:
            for event in doors.connected.values():
                await event.wait()

        yield Running(app, post, ready, doors.failed)


def _keeper(settings: Settings, store: Store, clock: Clock) -> Keeper | None:
    """Who takes the daily back-ups: of the embedded database alone."""
    if not store.embedded or not settings.backup_days:
        return None
    database = Path(store.url.database or "")
    return Keeper(database, backup_folder(settings, database), timedelta(days=settings.backup_days), clock)


def _feeder(store: Store, post: PostOffice, clock: Clock) -> Feeder | None:
    """What hands letters over where other processes may deliver too."""
    if store.embedded:
        return None
    from bot.feeding import JobFeeder

    return JobFeeder(store, post, clock)


def _sweep(store: Store, clock: Clock) -> Callable[[], Awaitable[None]] | None:
    if store.embedded:
        return None
    from bot.feeding import Sweep

    return Sweep(store, clock).look


def _metrics(settings: Settings, store: Store) -> "Metrics | None":
    """Where measurements go, if somebody can read them: the library is loaded for that alone."""
    if settings.metrics_port is None:
        return None
    from bot.seeing.metrics import Metrics

    store.gauges = metrics = Metrics()
    return metrics


async def _open_port(doors: "_Doors", metrics: "Metrics") -> None:
    from bot.seeing.port import Seen, open_port

    settings, store = doors.settings, doors.store
    backups = settings.backups  # on PostgreSQL its own tools write there
    if store.embedded:
        backups = backup_folder(settings, Path(store.url.database or "")) if settings.backup_days else None
    connected = {str(platform): event for platform, event in doors.connected.items()}
    seen = Seen(store, doors.clock, connected, doors.latency, backups)
    port = open_port(settings.metrics_host, settings.metrics_port or 0, seen, metrics)
    await doors.stack.enter_async_context(port)


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


@dataclass(slots=True)
class _Doors:
    """What the platforms are opened with, and what came of it."""

    stack: contextlib.AsyncExitStack
    settings: Settings
    app: App
    store: Store
    clock: Clock
    grace: Grace
    roles: frozenset[Role]
    couriers: dict[Platform, Courier] = field(default_factory=dict)
    lookouts: dict[Platform, Lookout] = field(default_factory=dict)
    keeper: RoleKeeper | None = None
    connected: dict[Platform, asyncio.Event] = field(default_factory=dict)
    latency: Callable[[], float | None] = lambda: None
    failures: dict[Platform, asyncio.Future[Any]] = field(default_factory=dict)

    def opened(self, platform: Platform, courier: Courier, ready: asyncio.Event, failed: asyncio.Future[Any]) -> None:
        """A platform's door is open."""
        self.couriers[platform] = courier
        self.connected[platform] = ready
        self.failures[platform] = failed

    async def failed(self) -> str:
        """Why this process has to end: a platform refuses it that was never connected, which is a wrong setting, or
        there is none left. One that refuses it later, say since its token was reset, leaves the others to go on."""
        left = dict(self.failures)
        once = {name: asyncio.ensure_future(event.wait()) for name, event in self.connected.items()}
        try:
            while left:
                await asyncio.wait(left.values(), return_when=asyncio.FIRST_COMPLETED)
                for platform in [name for name, future in left.items() if future.done()]:
                    why = _why(left.pop(platform))
                    if not left or not once[platform].done():
                        return why
                    log.error("%s Until a restart with a new one nothing goes out there; the rest goes on.", why)
            await asyncio.Event().wait()  # no platform, no failure
            raise AssertionError
        finally:
            for waiting in once.values():
                waiting.cancel()


def _why(ended: asyncio.Future[Any]) -> str:
    problem = ended.exception()
    return str(problem if problem is not None else ended.result())


async def _discord(doors: _Doors) -> None:
    settings, app, store = doors.settings, doors.app, doors.store
    token = settings.discord_token
    if token is None or not doors.roles & {Role.DISCORD, Role.DELIVER}:
        return
    if Role.DISCORD not in doors.roles:
        await _discord_line(doors, token.get_secret_value())
        return
    from bot.platforms.discord.door import open_discord

    door = await doors.stack.enter_async_context(
        open_discord(
            app=app,
            rooms=Rooms(store, doors.clock),
            token=token.get_secret_value(),
            remembered=_fact(store, "discord.commands"),
            remember=_keep_fact(store, "discord.commands"),
            api_url=settings.discord_api_url,
            gateway_url=settings.discord_gateway_url,
            shards=settings.shards,
            grace=doors.grace,
        )
    )
    app.inspectors[Platform.DISCORD] = door.inspector
    doors.lookouts[Platform.DISCORD] = door.lookout
    doors.keeper = door.keeper
    doors.latency = door.latency
    doors.opened(Platform.DISCORD, door.courier, door.ready, door.failed)


async def _discord_line(doors: _Doors, token: str) -> None:
    """For letters alone."""
    from bot.platforms.discord.line import open_line

    api_url = doors.settings.discord_api_url
    door = await doors.stack.enter_async_context(open_line(token=token, api_url=api_url, grace=doors.grace))
    doors.opened(Platform.DISCORD, door.courier, door.ready, door.failed)


async def _telegram(doors: _Doors) -> None:
    settings, app, store, clock = doors.settings, doors.app, doors.store, doors.clock
    token = settings.telegram_token
    webhook = _webhook(settings)
    serves = Role.WEB in doors.roles and webhook is not None
    if token is None or not (serves or doors.roles & {Role.TELEGRAM, Role.DELIVER}):
        return
    from bot.platforms.telegram.door import open_telegram

    async def set_aside(request: str, payload: str, error: str) -> None:
        await store.write(lambda tx: tx.requests.put_aside(Platform.TELEGRAM, request, payload, error, clock()))

    async def note_second(second: bool) -> None:
        def note(tx: Tx) -> None:
            if second:
                tx.requests.set_fact(SECOND_POLLER, f"{clock():%Y-%m-%d %H:%M} UTC")
            else:
                tx.requests.drop_fact(SECOND_POLLER)

        await store.write(note)

    async def moved(old: str, new: str) -> None:
        await app.news.chat_moved(Platform.TELEGRAM, old, new)

    door = await doors.stack.enter_async_context(
        open_telegram(
            app=app,
            token=token.get_secret_value(),
            api_url=settings.telegram_api_url,
            take_reply=_reply_budget(store, clock),
            set_aside=set_aside,
            remembered=_fact(store, "telegram.menu"),
            remember=_keep_fact(store, "telegram.menu"),
            webhook=webhook,
            chat_closed=app.news.address_closed,
            chat_moved=moved,
            door_opened=app.door_opened,
            note_second=note_second,
            grace=doors.grace,
            fetches=Role.TELEGRAM in doors.roles,
            serves=serves,
        )
    )
    if door.handler is not None and webhook is not None:
        from bot.web import serving

        await doors.stack.enter_async_context(serving(settings.web_host, settings.web_port, webhook.url, door.handler))
    app.inspectors[Platform.TELEGRAM] = door.inspector
    if Role.TELEGRAM in doors.roles:
        doors.lookouts[Platform.TELEGRAM] = door.lookout
    doors.opened(Platform.TELEGRAM, door.courier, door.ready, door.failed)


def _webhook(settings: Settings) -> "Webhook | None":
    if settings.telegram_webhook_url is None or settings.telegram_webhook_secret is None:
        return None
    from bot.platforms.telegram.webhook import Webhook

    return Webhook(settings.telegram_webhook_url, settings.telegram_webhook_secret.get_secret_value())


def _reply_budget(store: Store, clock: Clock) -> Callable[[Address], Awaitable[None]]:
    """Let a reply pass through the one send budget, before everything that is bulk.

    The pace of a stranger's chat is kept under a name that only this run can make: it may be somebody who was erased
    a moment ago, and nothing of them may be stored again by telling them so.
    """
    secret = token_bytes(16)

    def paced(tx: Tx, address: Address) -> Address:
        if not address.person or tx.people.knows(address):
            return address
        nobody = blake2b(address.chat.encode(), key=secret, digest_size=12).hexdigest()
        return Address(address.platform, nobody, person=nobody)

    queue = asyncio.Lock()  # if all who wait asked at each token, the writer would do nothing else

    async def in_turn(address: Address) -> datetime | None:
        """Take a send as soon as the budget has one. Until when the chat itself is busy, if it is: that holds up
        nobody else."""
        group = address.person == "" and address.chat.startswith("-")
        async with queue:
            while True:
                try:
                    short, busy_until = await store.write(
                        lambda tx: tx.budgets.take(paced(tx, address), clock(), group=group, reply=True)
                    )
                except Exception as problem:
                    if not is_away(problem):
                        raise
                    await asyncio.sleep(AGAIN)  # what was done stands: who did it has to read so
                    continue
                if short <= 0:
                    return busy_until
                await asyncio.sleep(short)

    async def take(address: Address) -> None:
        while True:
            busy_until = await in_turn(address)
            if busy_until is None:
                return
            await asyncio.sleep((busy_until - clock()).total_seconds())

    return take


def _fact(store: Store, key: str) -> Callable[[], Awaitable[str]]:
    async def read() -> str:
        return await store.read(lambda tx: tx.requests.fact(key)) or ""

    return read


def _keep_fact(store: Store, key: str) -> Callable[[str], Awaitable[None]]:
    async def keep(value: str) -> None:
        await store.write(lambda tx: tx.requests.set_fact(key, value))

    return keep
