"""The terminal chat, put together: its file, its clock that moves, a group to look at, and the lines that are typed."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.answers import Answers
from bot.app.app import App
from bot.app.letters import compose_card
from bot.app.post import PostOffice
from bot.app.said import Card, Said
from bot.app.shelf import Shelf
from bot.core.days import local_day
from bot.core.people import Platform
from bot.heartbeat import tidy
from bot.library import Read, Stock, stocked
from bot.opening import TERMINAL, CannotOpen, open_store, utc_clock
from bot.platforms.terminal import phrases
from bot.platforms.terminal.chat import Chat
from bot.platforms.terminal.clock import MovedClock
from bot.platforms.terminal.courier import TerminalCourier
from bot.platforms.terminal.keyboard import Keyboard
from bot.platforms.terminal.paper import WIDTH
from bot.platforms.terminal.places import Places, channel_chat
from bot.platforms.terminal.screen import Screen, clock_words
from bot.platforms.terminal.stage import Stage
from bot.platforms.terminal.travel import A_STEP, Travel
from bot.seed import CHANNEL, GROUP, ZONE, seed
from bot.storage.store import Store
from bot.storage.tx import Tx
from bot.ui.present import present
from bot.ui.text import text_in
from bot.ui.view import View

SEEDED = "terminal.seeded"
RUNS = "terminal.runs"
SHOWN = "terminal.shown"  # what the clock showed last
REAL = "terminal.real"  # and what the system's clock showed then


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where lines come from and go to."""

    stdin: TextIO
    stdout: TextIO
    interactive: bool
    colour: bool
    language: str = ""


async def try_it(
    *,
    database: Path,
    at: datetime | None,
    reads: Sequence[Read],
    stdin: TextIO,
    stdout: TextIO,
    interactive: bool,
    colour: bool = True,
    language: str = "",
) -> int:
    """Run the terminal chat until the input ends; returns the exit code. Raises CannotOpen, or NothingToStudy.

    `at` sets the clock, which then stands still but for `+1d` and the like; without it the clock runs on from where
    the file's last run left it. With `interactive` there are colours (unless `colour` is off), a welcome and a prompt;
    without, only answers. `language` is the tag of the one that is spoken to who has not chosen another.
    """
    for stream in (stdin, stdout):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    terminal = Terminal(stdin, stdout, interactive, interactive and colour and _has_colours(stdout), language)
    store = open_store(str(database), TERMINAL)
    try:
        clock = _clock(await store.read(_kept_clock), at)
        try:
            await _chat(store, clock, await stocked(store, reads, clock), terminal, database.parent)
        except BrokenPipeError:
            _let_go(stdout)
        except asyncio.CancelledError:
            if not interactive:
                raise
            stdout.write(f"\n{phrases.farewell(text_in(language))}\n")  # Ctrl-C while the clock was moving
        finally:
            await store.write(lambda tx: _keep_clock(tx, clock()))
    finally:
        await store.close()
    return 0


async def _chat(store: Store, clock: MovedClock, stock: Stock, terminal: Terminal, folder: Path) -> None:
    run, shelf, say = await store.write(_next_run), Shelf(*stock.volumes), text_in(terminal.language)
    screen = Screen(terminal.stdout, run, colour=terminal.colour, width=_width(terminal))
    places = Places(store, clock, say, CHANNEL)

    def draw(said: Said, language: str) -> View:
        return present(said, text_in(language or terminal.language))

    courier = TerminalCourier(screen, places, clock, say, draw)
    post = PostOffice(store, {Platform.TERMINAL: courier}, shelf, clock)
    travel = Travel(store, post, clock)
    answers = Answers(shelf)
    app = App(store, shelf, clock, remember=answers.remember, recall=answers.recall)
    chat = Chat(app, travel, clock, Stage(screen, places, clock, say, draw, folder), run)
    if terminal.interactive:
        screen.add(phrases.welcome(say, CHANNEL, GROUP))
        for line in stock.troubles:
            screen.tell(line)
    if await store.read(lambda tx: tx.requests.fact(SEEDED)) is None:
        if terminal.interactive:
            screen.tell(phrases.preparing(say))
        await seed(store, shelf, clock())
        await store.write(lambda tx: tx.requests.set_fact(SEEDED, clock().isoformat()))
    await store.write(lambda tx: tidy(tx, clock()))
    await post.recover()
    if terminal.interactive and (hanging := await store.read(lambda tx: _card_of_the_day(tx, shelf, clock()))):
        card, message = hanging
        screen.show(await places.spot(channel_chat(CHANNEL)), clock(), draw(card, ""), known=message)
    await travel.settle()
    await chat.begin()
    if terminal.interactive:
        await _at_the_keyboard(chat, travel, store, clock, Keyboard(terminal.stdout, erases=terminal.colour))
        screen.tell(phrases.farewell(say))
        return
    for line in iter(terminal.stdin.readline, ""):
        if not await chat.hear(line):
            return
        await store.write(lambda tx: _keep_clock(tx, clock()))


async def _at_the_keyboard(chat: Chat, travel: Travel, store: Store, clock: MovedClock, keyboard: Keyboard) -> None:
    """Take lines until Ctrl-D, Ctrl-C or /exit; what comes due while one is typed is shown in between."""
    while True:
        due = await travel.settle()
        if due is not None and due <= clock():
            due = clock() + A_STEP  # it could not be done
        wait = partial(_seconds_until, due, clock) if due is not None and clock.runs else None
        try:
            line = keyboard.line("\n? " if chat.is_asking else "\n> ", many=chat.takes_lines, wait=wait)
        except (EOFError, KeyboardInterrupt):
            return
        if line is None:
            await chat.catch_up()
        elif not await chat.hear(line):
            return
        await store.write(lambda tx: _keep_clock(tx, clock()))


def _seconds_until(due: datetime, clock: MovedClock) -> float:
    return (due - clock()).total_seconds()


def _has_colours(stdout: TextIO) -> bool:
    """Whether the terminal's own description knows of colours; a dumb one has none."""
    try:
        import curses

        curses.setupterm(fd=stdout.fileno())
        return curses.tigetnum("colors") >= 8
    except (ImportError, OSError, ValueError):
        return False
    except curses.error:  # nobody knows this terminal
        return False


def _width(terminal: Terminal) -> int:
    with suppress(OSError, ValueError):
        if terminal.interactive:
            return max(20, os.get_terminal_size(terminal.stdout.fileno()).columns - 1)
    return WIDTH


def _card_of_the_day(tx: Tx, shelf: Shelf, now: datetime) -> tuple[Card, str] | None:
    """The card that hangs in the seeded group's channel, for who has just come in, and its message."""
    chat = tx.groups.chat_at(channel_chat(CHANNEL))
    group = tx.groups.get(chat.group) if chat else None
    if chat is None or group is None:
        return None
    day = local_day(now, ZoneInfo(group.zone))
    row = tx.cards.get(chat.id, day)
    card = compose_card(tx, chat.id, day, row, shelf, now) if row is not None and row.message else None
    return (card, row.message) if card is not None and row is not None else None


# --- the clock


def _clock(kept: tuple[datetime, datetime] | None, at: datetime | None) -> MovedClock:
    """The clock to begin with. Raises CannotOpen for one that would run backwards."""
    if at is not None:
        if kept is not None and at < kept[0]:
            shown = clock_words(kept[0], ZONE.key, year=True)
            raise CannotOpen(
                f"This file's clock already shows {shown} ({ZONE.key}). Name a later --at, leave it out, "
                "or take another --database."
            )
        return MovedClock(at.astimezone(UTC))
    real = utc_clock()
    return MovedClock(real if kept is None else kept[0] + max(real - kept[1], timedelta()), utc_clock)


def _kept_clock(tx: Tx) -> tuple[datetime, datetime] | None:
    shown, real = tx.requests.fact(SHOWN), tx.requests.fact(REAL)
    return (datetime.fromisoformat(shown), datetime.fromisoformat(real)) if shown and real else None


def _keep_clock(tx: Tx, now: datetime) -> None:
    tx.requests.set_fact(SHOWN, now.isoformat())
    tx.requests.set_fact(REAL, utc_clock().isoformat())


def _next_run(tx: Tx) -> int:
    """Number this run: what it sends and what is asked in it differs from every other run's."""
    run = int(tx.requests.fact(RUNS) or 0) + 1
    tx.requests.set_fact(RUNS, str(run))
    return run


def _let_go(stdout: TextIO) -> None:
    """Nobody reads any more: let what is still buffered vanish instead of failing at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
