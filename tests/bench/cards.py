"""Card edits under 50 logs a second, with both platforms' limits enforced: one group, one group on both, 200 groups.

Beside it stands what a bot would send that edits the card at each log; that figure is computed, nobody sends it.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bot.core.people import Platform
from tests.bench.bots import bot
from tests.bench.chats import Chat, Edit, fill, minutes_together
from tests.fakes.discord import Remote, spawned
from tests.fakes.telegram import separate_server
from tests.fakes.telegram.remote import Remote as TelegramRemote

MINUTES = 10
SECONDS = 90
LAST_EDIT_WITHIN = 90.0
ANSWERED_WITHIN = 30
DISCORD_ALONE, DISCORD_BESIDE, TELEGRAM_BESIDE = 50, 30, 20
"""Logs a second. Each is answered by a message on Telegram, which takes 30 a second in all."""
TAKES = {Platform.DISCORD: 60, Platform.TELEGRAM: 20}
"""Edits that a platform takes in one chat in a minute (5 in 5 seconds; 20 messages and edits)."""
PATCH = "PATCH /channels/{channel_id}/messages/{message_id}"


@dataclass(frozen=True, slots=True)
class Setup:
    """How many groups of how many members on each platform; `joined`: each group meets on both of them."""

    key: str
    name: str
    discord: tuple[int, int]
    telegram: tuple[int, int]
    joined: bool = False

    def rate(self, platform: Platform) -> int:
        """Logs a second on a platform."""
        if not self.telegram[0]:
            return DISCORD_ALONE if platform is Platform.DISCORD else 0
        return DISCORD_BESIDE if platform is Platform.DISCORD else TELEGRAM_BESIDE


SETUPS = (
    Setup("one", "one group, one chat", (1, 300), (0, 0)),
    Setup("joined", "one group, a chat on each platform", (1, 180), (1, 120), joined=True),
    Setup("many", "200 groups, one chat each", (100, 12), (100, 8)),
)


@dataclass(slots=True)
class Run:
    """What one setup came to."""

    setup: Setup
    chats: list[Chat]
    asked: int = 0
    took: float = 0.0
    """Seconds from the first log to the last."""
    ended: float = 0.0
    """When the last log was asked for, by the steady clock."""
    answers: dict[Platform, list[float]] = field(default_factory=dict)
    edits: dict[int, list[Edit]] = field(default_factory=dict)
    refused: int = 0
    busy: float = 0.0
    """Seconds of a processor that the bot used for each second of logs."""

    def logs_of(self, group: int) -> int:
        """How many logs of a group were asked for."""
        return sum(chat.logs for chat in self.chats if chat.group == group)

    def unfinished(self) -> list[Chat]:
        """The chats whose last edit does not show every log of the group."""
        return [
            chat
            for chat in self.chats
            if not (edits := self.edits.get(chat.id)) or edits[-1].minutes != MINUTES * self.logs_of(chat.group)
        ]


async def people_of(setup: Setup, discord: Remote, telegram: TelegramRemote) -> list[Chat]:
    """Let the chats and those who meet in them exist on the servers."""
    chats = []
    guild = await discord("world.add_guild", name="Bench")
    for group in range(setup.discord[0]):
        channel = await discord("world.add_channel", guild_id=guild, name=f"g{group}")
        people = await discord("world.add_users", count=setup.discord[1], guild_id=guild, prefix=f"D{group}x")
        chats.append(Chat(Platform.DISCORD, channel, group, people))
    for nth in range(setup.telegram[0]):
        people = await telegram.do("people", count=setup.telegram[1], started=True)
        chat = await telegram.do("group", title=f"G{nth}", owner=people[0], members=people[1:], bot="member")
        chats.append(Chat(Platform.TELEGRAM, chat, nth if setup.joined else setup.discord[0] + nth, people))
    return chats


async def crowd(run: Run, discord: Remote, telegram: TelegramRemote, seconds: int) -> None:
    """So many seconds of logs, evenly over the chats and over the people in each."""
    begun = time.monotonic()
    sides = {
        platform: [chat for chat in run.chats if chat.platform is platform]
        for platform in (Platform.DISCORD, Platform.TELEGRAM)
    }
    for platform, chats in sides.items():
        for nth in range(run.setup.rate(platform) * seconds):
            chats[nth % len(chats)].logs += 1
    run.asked = sum(chat.logs for chat in run.chats)
    rate = run.setup.rate(Platform.DISCORD)
    rushes = [
        _rush(discord, chat, rate, len(sides[Platform.DISCORD]), nth)
        for nth, chat in enumerate(sides[Platform.DISCORD])
    ]
    written, taken = await asyncio.gather(_write(telegram, sides[Platform.TELEGRAM], run), asyncio.gather(*rushes))
    run.took = seconds
    run.answers[Platform.DISCORD] = [each for times in taken for each in times]
    run.answers[Platform.TELEGRAM] = await _answers(telegram, written)
    run.ended = begun + seconds


async def _rush(discord: Remote, chat: Chat, rate: int, chats: int, nth: int) -> list[float]:
    await asyncio.sleep(nth / rate)
    found = await discord(
        "crowd.rush",
        user_ids=list(chat.turns()),
        command="log",
        options={"minutes": str(MINUTES)},
        channel_id=chat.id,
        per_second=rate / chats,
        within=ANSWERED_WITHIN,
    )
    return list(found["milliseconds"])


async def _write(telegram: TelegramRemote, chats: list[Chat], run: Run) -> dict[int, list[float]]:
    """Everybody writes to the bot in private; when, by the steady clock."""
    written: dict[int, list[float]] = defaultdict(list)
    turns = [iter(list(chat.turns())) for chat in chats]
    begun, acts, rate = time.monotonic(), [], run.setup.rate(Platform.TELEGRAM)
    for nth in range(sum(chat.logs for chat in chats)):
        await asyncio.sleep(max(0.0, begun + nth / rate - time.monotonic()))
        person = next(turns[nth % len(turns)])
        written[person].append(time.monotonic())
        acts.append(asyncio.ensure_future(telegram.act(person, "tell", text=f"/log {MINUTES}")))
    await asyncio.gather(*acts)
    return written


async def _answers(telegram: TelegramRemote, written: Mapping[int, list[float]]) -> list[float]:
    """Milliseconds from each message of somebody to the message that answers it."""
    for _ in range(ANSWERED_WITHIN):
        came: dict[int, list[float]] = defaultdict(list)
        for call in await telegram.do("calls", method="sendMessage"):
            if call["code"] == 200:
                came[int(call["params"]["chat_id"])].append(call["at"])
        if all(len(came[person]) >= len(sinces) for person, sinces in written.items()):
            break
        await asyncio.sleep(1)
    pairs = [zip(sinces, came[person], strict=False) for person, sinces in written.items()]
    return [1e3 * (at - since) for each in pairs for since, at in each]


async def look(run: Run, discord: Remote, telegram: TelegramRemote) -> None:
    """Note every edit of a card so far, by the steady clock."""
    ahead = (
        await discord("clock.now") - time.monotonic()
    )  # the one server writes the wall's clock, the other the steady one
    found: dict[int, list[Edit]] = defaultdict(list)
    for record in await discord("watch.requests", route=PATCH):
        if record["status"] == 200:
            channel = int(record["path"].split("/channels/")[1].split("/")[0])
            found[channel].append(Edit(record["at"] - ahead, minutes_together(str(record["body"]))))
    for call in await telegram.do("calls", method="editMessageText"):
        if call["code"] == 200:
            text = call["params"]["text"]
            found[int(call["params"]["chat_id"])].append(Edit(call["at"], minutes_together(text)))
    run.edits = found


async def measure(setup: Setup, seconds: int) -> Run:
    """One setup, with servers and a bot of its own."""
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(spawned("--no-spec", "--limits"))
        telegram = await stack.enter_async_context(separate_server("--no-check", "--limits"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        run = Run(setup, await people_of(setup, discord, telegram))
        fill(folder / "bench.db", run.chats)
        settings = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": str(folder / "bench.db"),
        }
        async with bot(folder, settings) as ours, asyncio.timeout(seconds + 240):
            posted = 0
            while posted < len(run.chats):
                await asyncio.sleep(0.2)
                posted = await _posted(discord, telegram)
            used = ours.processor_s()
            await crowd(run, discord, telegram, seconds)
            run.busy = (ours.processor_s() - used) / seconds
            while time.monotonic() < run.ended + LAST_EDIT_WITHIN:
                await look(run, discord, telegram)
                if not run.unfinished():
                    break
                await asyncio.sleep(0.5)
            await asyncio.sleep(5)  # for an edit too many
            await look(run, discord, telegram)
            run.refused = (await discord("limits.counts"))["refused"] + (await telegram.do("counts"))["refused"]
    return run


async def _posted(discord: Remote, telegram: TelegramRemote) -> int:
    posted: int = (await discord("watch.counts"))["messages"] + (await telegram.do("counts"))["deliveries"]
    return posted


def _s(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f}"


def _ms(times: Iterable[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.0f} / {ordered[int(len(ordered) * 0.99)]:.0f}" if ordered else "-"


def report(run: Run) -> str:
    """A line of the table."""
    whole = max(edits[-1].at for edits in run.edits.values()) - (run.ended - run.took)
    edits = sum(map(len, run.edits.values()))
    gaps = [b.at - a.at for each in run.edits.values() for a, b in pairwise(each)]
    last = max(edits[-1].at for edits in run.edits.values()) - run.ended
    naive = sum(run.logs_of(chat.group) for chat in run.chats)
    busiest = max(run.chats, key=lambda chat: run.logs_of(chat.group) / TAKES[chat.platform])
    beyond = run.logs_of(busiest.group) / run.took * 60 / TAKES[busiest.platform]
    answered = sum(map(len, run.answers.values()))
    return (
        f"| {run.setup.name} | {len(run.chats)} | {answered} of {run.asked} | {answered / run.took:.1f} "
        f"| {_ms(run.answers[Platform.DISCORD])} | {_ms(run.answers[Platform.TELEGRAM])} "
        f"| {run.busy:.2f} | {edits} | {edits / len(run.chats) / whole * 60:.2f} "
        f"| {_s(min(gaps, default=None))} | {run.refused} "
        f"| {len(run.chats) - len(run.unfinished())} of {len(run.chats)}, {last:.0f} s "
        f"| {naive} ({naive / edits:.0f}) | {beyond:.1f} |"
    )


async def main(*wanted: str) -> None:
    """All setups, or those named, for 90 seconds each or as many as are named."""
    seconds = next((int(each) for each in wanted if each.isdecimal()), SECONDS)
    if seconds < 1:
        sys.exit("seconds of logs: a number from 1 up")
    print(
        "| setup | chats | answered | a second | Discord p50 / p99 ms | Telegram p50 / p99 ms | processor | edits "
        "| a minute and chat | shortest gap s | 429 | all shown, after the last log | naive (times ours) "
        "| naive, times what the busiest chat's platform takes |\n" + "|---" * 14 + "|"
    )
    for setup in [each for each in SETUPS if each.key in wanted] or SETUPS:
        print(report(await measure(setup, seconds)), flush=True)
