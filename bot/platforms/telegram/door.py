"""Opens the door to Telegram: builds its parts, connects, receives, and closes in the reverse order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.app.app import App
from bot.core.people import Address, Platform
from bot.platforms.telegram.asking import Asking
from bot.platforms.telegram.courier import TelegramCourier
from bot.platforms.telegram.crowd import Crowd
from bot.platforms.telegram.lanes import PAUSES, Lanes, SetAside
from bot.platforms.telegram.line import UPDATES, Line
from bot.platforms.telegram.lookout import Lookout
from bot.platforms.telegram.membership import Arrived, ChatClosed, ChatMoved, Departed, DoorOpened, Membership, Person
from bot.platforms.telegram.menu import Remember, Remembered, publish
from bot.platforms.telegram.post import Post
from bot.platforms.telegram.press import Presses
from bot.platforms.telegram.reception import Reception
from bot.platforms.telegram.refusals import plain, seconds_of
from bot.platforms.telegram.rights import Inspector
from bot.platforms.telegram.talk import Talk
from bot.platforms.telegram.turnstile import Turnstile
from bot.platforms.telegram.updates import REFUSED, DoorError, NoteSecond, Pace, Poller, unnoted
from bot.platforms.telegram.voice import Voice
from bot.platforms.telegram.votes import Votes
from bot.platforms.telegram.who import Leaders
from bot.tasks import Crew, Grace

if TYPE_CHECKING:
    from bot.platforms.telegram.webhook import Handler, Webhook

log = logging.getLogger("pacekeeper.telegram")

CLOSES_WITHIN = 3.0  # seconds for replies that are under way
BROKEN = "The Telegram door met an error of its own; the log tells where."

__all__ = ["Door", "DoorError", "open_telegram"]


@dataclass(frozen=True, slots=True)
class Door:
    """An open door. `ready` is set while Telegram answers and updates come in; by webhook, once it is asked for.

    `failed` ends with an exception if the door cannot stay open: DoorError says why in one sentence. `handler` is
    the webhook's route; None with polling, and where nothing is served.
    """

    courier: TelegramCourier
    inspector: Inspector
    lookout: Lookout
    ready: asyncio.Event
    failed: "asyncio.Future[None]"
    handler: "Handler | None"


@asynccontextmanager
async def open_telegram(
    *,
    app: App,
    token: str,
    api_url: str | None,
    take_reply: Callable[[Address], Awaitable[None]],
    set_aside: SetAside,
    remembered: Remembered,
    remember: Remember,
    webhook: "Webhook | None",
    chat_closed: ChatClosed,
    chat_moved: ChatMoved,
    door_opened: DoorOpened,
    pauses: tuple[float, ...] = PAUSES,
    pace: Pace | None = None,
    note_second: NoteSecond = unnoted,
    grace: Grace | None = None,
    fetches: bool = True,
    serves: bool = True,
) -> AsyncIterator[Door]:
    """Open the door and keep it open until the block ends; connecting goes on in the background.

    One process alone `fetches`: by polling, or by telling Telegram of the webhook. Any number of others serve what is
    posted there; one that does neither only sends.

    `take_reply` is awaited before each reply. `set_aside` keeps an update that failed three times, `remembered` and
    `remember` the hash of the menu. `note_second` is told of another program that fetches the updates. `pauses` stand
    between the tries of an update, `pace` between those to connect. `grace` is the time that is left at the end, shared
    with others.
    """
    left = (grace or Grace(CLOSES_WITHIN)).left
    line = Line(token, api_url)
    pace = pace or Pace()
    ready, failed = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def put_aside(request: str, payload: str, error: str) -> None:
        await set_aside(request, payload, error)
        app.gauges.updated("aside")

    post = Post(line, take_reply, app.quiz_sent, app.gauges)
    async with _shutting(line), Crew(patience=lambda: left(CLOSES_WITHIN)) as crew:
        membership = Membership(chat_closed, chat_moved, door_opened, *_comings(app), app.news.opened)
        reception = _reception(line, app, Voice(line, post), membership, pace)
        lanes = Lanes(reception.take, reception.apologise, put_aside, crew, pauses, app.gauges)
        handler = None
        if webhook is not None and serves:
            from bot.platforms.telegram.webhook import handler as handler_of  # aiohttp's server only if it serves

            handler = handler_of(webhook, line, lanes, put_aside, ready.is_set)

        def fail(problem: DoorError) -> None:
            ready.clear()
            if not failed.done():
                failed.set_exception(problem)

        async def be_refused() -> None:
            """A token may be revoked at any time, and a process that only sends hears of it by a send."""
            await line.refused.wait()
            fail(DoorError(REFUSED))

        async def stay_open() -> None:
            try:
                await _connect(line, pace)
                if fetches:
                    await publish(line, remembered, remember)
                    await _receive(line, webhook, pace)
                if fetches and webhook is None:
                    await Poller(line, lanes, put_aside, crew, pace, ready, left, note_second).run()
                else:
                    ready.set()
            except DoorError as problem:
                fail(problem)
            except Exception:
                log.exception("the Telegram door broke")
                fail(DoorError(BROKEN))

        opening, refusal = crew.start(stay_open()), crew.start(be_refused())
        try:
            yield Door(TelegramCourier(line, post), Inspector(line), Lookout(line), ready, failed, handler)
        finally:
            ready.clear()
            opening.cancel()
            refusal.cancel()
            await asyncio.wait({opening, refusal})
            if not failed.cancel() and not failed.cancelled():
                failed.exception()  # seen: it must not be reported as lost


@asynccontextmanager
async def _shutting(line: Line) -> AsyncIterator[None]:
    """Close the connections at the end."""
    try:
        yield
    finally:
        await line.shutdown()


def _comings(app: App) -> tuple[Arrived, Departed, Person, Person]:
    async def arrived(place: str) -> None:
        await app.news.arrived(Platform.TELEGRAM, [place])

    async def departed(place: str) -> None:
        await app.news.departed(Platform.TELEGRAM, place)

    async def came(place: str, person: str) -> None:
        await app.news.came(Platform.TELEGRAM, place, person)

    async def went(place: str, person: str) -> None:
        await app.news.went(Platform.TELEGRAM, place, person)

    return arrived, departed, came, went


def _reception(line: Line, app: App, voice: Voice, membership: Membership, pace: Pace) -> Reception:
    asking, leaders, turnstile = Asking(app, voice), Leaders(line), Turnstile(app, voice)

    async def introduces(place: str) -> bool:
        return await app.news.introduces(Platform.TELEGRAM, place, [place])

    return Reception(
        line,
        voice,
        turnstile,
        Talk(app, voice, asking, membership.door_opened),
        Crowd(app, voice, asking, leaders, turnstile),
        Presses(app, voice, asking, leaders, turnstile, membership.door_opened),
        Votes(app, voice),
        membership,
        introduces,
        pace.settle,
    )


async def _connect(line: Line, pace: Pace) -> None:
    """Learn who the bot is. Troubles of the network are waited out; a wrong token raises DoorError."""
    await _insist(line.initialize, pace)


async def _receive(line: Line, webhook: "Webhook | None", pace: Pace) -> None:
    """Choose between polling and webhook: Telegram refuses to do both."""
    if webhook is None:
        await _insist(line.delete_webhook, pace)
        return

    async def set_webhook() -> None:
        await line.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=list(UPDATES))

    await _insist(set_webhook, pace)


async def _insist(call: Callable[[], Awaitable[object]], pace: Pace) -> None:
    pause = pace.first
    while True:
        try:
            await call()
        except InvalidToken:
            raise DoorError(REFUSED) from None
        except RetryAfter as problem:
            await asyncio.sleep(seconds_of(problem))
        except BadRequest as problem:
            raise DoorError(f"Telegram refuses to start: {plain(problem)}.") from None
        except TelegramError as problem:
            log.warning("Telegram does not answer (%s); trying again", plain(problem))
            await asyncio.sleep(pause)
            pause = min(pause * 2, pace.longest)
        except Exception as problem:  # noqa: BLE001  # the library says nothing of what a broken answer raises
            log.warning("Telegram does not answer in its own words (%s); trying again", type(problem).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, pace.longest)
        else:
            return
