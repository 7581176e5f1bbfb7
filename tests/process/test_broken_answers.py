"""Answers that are none: half a JSON, one of another shape, a page with a status, a 200 that says that it is not ok.

Each letter still arrives, and nothing that somebody asked for is done twice or forgotten.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from bot.core.people import Platform
from bot.opening import utc_clock
from bot.platforms.discord.desk import PATIENCE
from bot.storage.rhythms import Rhythm
from bot.storage.tx import Tx
from tests.process.harness import until
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene
from tests.process.street import Street
from tests.process.test_away import ASKED, SOON, Club
from tests.process.test_quiz import answered, explained
from tests.process.test_troubles_discord import street_on as on_discord_street
from tests.process.test_troubles_telegram import arrived, fault
from tests.process.test_troubles_telegram import street_on as on_telegram_street

pytestmark = pytest.mark.asyncio(loop_scope="session")

ODD = {"half": '{"id": "1', "empty": "{}", "list": "[]", "word": '"done"', "nothing": "null"}
PAGES = (401, 403, 404, 400)
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
ORIGINAL = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"


@pytest.mark.slow
async def test_discord_letters_arrive_once(scene: Scene) -> None:
    """Issue 6, 2; stack.md 5f: whether it was taken or not, the same nonce goes out again: one message."""
    names = (*(f"{name} {taken}" for name in ODD for taken in ("taken", "not")), "global", "fine")
    street, _ = await on_discord_street(scene, names)
    for name, (_, chat) in street.learners.items():
        kind, _, taken = name.partition(" ")
        route = f"POST /channels/{chat}/messages"
        if kind in ODD:
            await scene.discord("faults.odd", route=route, body=ODD[kind], taken=taken == "taken")
    slowed = f"POST /channels/{street.learners['global'][1]}/messages"
    await scene.discord("faults.status", route=slowed, status=429, retry_after=1.0, globally=True)
    street.prepare()
    bot = await scene.start(TELEGRAM_TOKEN="")
    await street.settled()
    assert (await bot.end()).code == 0
    assert street.states() == {name: ["sent"] for name in names}
    assert await scene.discord("faults.waiting") == []
    for _, chat in street.learners.values():
        assert len(await scene.discord("watch.messages", channel_id=chat)) == 1
    assert street.closed() == {}


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_telegram_letters_arrive_and_no_door_is_closed(scene: Scene) -> None:
    """Issue 6, 2; R23; refinement 9: a page with 403 is a proxy's, not somebody who blocked the bot; a learner gets the
    letter at least once, a group its card at most once."""
    names = ("not ok", "other shape", "half", *(f"page {status}" for status in PAGES), "fine")
    street = await on_telegram_street(scene, *names)
    owner = await scene.telegram.do("person", first_name="Hana", started=True)
    for name in ("g other shape", "g page 403"):
        street.groups[name] = await scene.telegram.do("group", title=name, owner=owner, bot="member")
    chats = {name: person for name, (person, _) in street.learners.items()} | street.groups
    for name, chat in chats.items():
        kind = name.removeprefix("g ")
        if kind == "not ok":
            await fault(scene, chat, "odd")
        elif kind == "other shape":
            await fault(scene, chat, "odd", body='{"ok":true,"result":{"message":1}}', acted=True)
        elif kind == "half":
            await fault(scene, chat, "garbled", acted=True)
        elif kind.startswith("page"):
            await fault(scene, chat, "page", status=int(kind.split()[1]))
    street.prepare()
    before = (await scene.telegram.do("counts"))["deliveries"]
    bot = await scene.start(DISCORD_TOKEN="")
    await street.settled()
    came = await arrived(scene, street, before)
    assert (await bot.end()).code == 0

    twice = Counter({"other shape": 2, "half": 2, "g other shape": 1})
    assert came == {name: twice[name] or 1 for name in chats}
    unknown = {"g other shape": ["unknown"]}
    assert street.states() == {name: ["sent"] for name in chats} | unknown
    assert street.closed() == {}


@pytest.mark.slow
async def test_what_people_ask_for_on_discord_is_done_once(scene: Scene) -> None:
    """Issue 6, 2; R20, section 4: whatever becomes of the answer, the effect is kept, once, and the next command works;
    also where the answer was deferred."""
    (ana,) = await on_discord(scene)
    bot = await scene.start(TELEGRAM_TOKEN="")
    minutes = 10
    faults: tuple[tuple[str, dict[str, Any]], ...] = (
        ("faults.odd", {"body": ODD["half"], "taken": True}),
        ("faults.odd", {"body": ODD["empty"], "taken": True}),
        ("faults.odd", {"body": ODD["list"]}),
        ("faults.garble", {"status": 200}),
        ("faults.garble", {"status": 403}),
        ("faults.status", {"status": 500}),
        ("faults.status", {"status": 503}),
        ("faults.status", {"status": 429, "retry_after": 0.3, "globally": True}),
        ("faults.lose", {}),
    )
    for verb, more in faults:
        await scene.discord(verb, route=CALLBACK, **more)
        await ana.ask("log", {"minutes": str(minutes)})
        await _struck(scene)
        minutes += 1
    for verb, more in (faults[1], faults[5], faults[7]):
        await scene.discord(verb, route=ORIGINAL, **more)
        with busy(scene.database):
            await ana.ask("log", {"minutes": str(minutes)})
            await asyncio.sleep(PATIENCE + 0.5)
        await _struck(scene)
        minutes += 1
    assert f"Logged {minutes} min" in (await ana.say("log", {"minutes": str(minutes)})).words
    assert (await bot.end()).code == 0
    assert sorted(logged(scene)) == list(range(10, minutes + 1))


@contextmanager
def busy(database: str) -> Iterator[None]:
    """Somebody else writes, so that the bot has to put its answers off."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def _struck(scene: Scene) -> None:
    """Wait until the fault met its request."""

    async def none_waits() -> bool:
        return not await scene.discord("faults.waiting")

    await until(none_waits)
    await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_what_people_ask_for_on_telegram_is_done_once(scene: Scene) -> None:
    """Issue 6, 2; R20: answers to words and to presses, edits in place, and polls for updates themselves."""
    (ben,) = await on_telegram(scene)
    bot = await scene.start(DISCORD_TOKEN="")
    odd: dict[str, Any] = {"fault": "odd", "body": '{"ok":true,"result":7}'}
    troubles: tuple[dict[str, Any], ...] = (
        *({"fault": "page", "status": status} for status in (*PAGES, 409, 502)),
        *(odd, {"fault": "odd"}, {"fault": "garbled", "acted": False}, {"fault": "flood", "retry_after": 1}),
    )
    minutes = 10
    for trouble in troubles:
        for method in ("getUpdates", "sendMessage"):
            await scene.telegram.do("fault", method=method, **trouble)
        await scene.telegram.act(ben.id, "tell", text=f"/log {minutes}")
        await asyncio.sleep(0.3)
        minutes += 1
    await scene.telegram.do("clear_faults")

    async def all_taken() -> bool:
        return not (await scene.telegram.do("counts"))["waiting_updates"]

    await until(all_taken, within=90)
    await ben.catch_up()
    await scene.telegram.act(ben.id, "tell", text=f"/log {minutes}")
    receipt = await ben.letter(f"Logged {minutes} min")  # answers from before may come late
    for method in ("answerCallbackQuery", "editMessageText"):
        await scene.telegram.do("fault", method=method, **odd)
    await scene.telegram.act(ben.id, "press", message=receipt.message, button="Undo")
    await asyncio.sleep(1)
    await scene.telegram.act(ben.id, "tell", text=f"/log {minutes + 1}")
    await ben.letter(f"Logged {minutes + 1} min")
    assert (await bot.end()).code == 0
    assert sorted(logged(scene)) == [*range(10, minutes), minutes + 1]


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_start_that_meets_only_broken_answers_waits_for_good_ones(scene: Scene) -> None:
    """Section 4, issue 6, 2: neither platform says who the bot is in words that can be read; menus and slash commands
    meet the same. It does not end, it does not fall silent: it serves as soon as it can."""
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    for kind in ("half", "list"):
        await scene.discord("faults.odd", route="GET /users/@me", body=ODD[kind])
    await scene.discord("faults.garble", route="GET /users/@me", status=401)
    await scene.discord("faults.odd", route="GET /gateway/bot", body="{}")
    for body in ('{"ok":true,"result":{}}', '{"ok":false}'):
        await scene.telegram.do("fault", fault="odd", method="getMe", body=body)
    await scene.telegram.do("fault", fault="page", method="getMe", status=401)
    await scene.telegram.do("fault", fault="odd", method="setMyCommands")
    bot = await scene.start()
    assert "Logged 30 min" in (await ana.say("log", {"minutes": "30"})).words
    assert "Logged 20 min" in (await ben.tell("/log 20")).words
    assert (await bot.end()).code == 0


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_cards_are_edited_in_the_end(scene: Scene) -> None:
    """R24, refinement 9: a card whose edit was answered with nonsense is drawn again, and no second one is posted."""
    discord = await on_discord_street(scene, ())
    telegram = Street(scene, Platform.TELEGRAM)
    owner = await scene.telegram.do("person", first_name="Hana", started=True)
    channel = await scene.discord("world.add_channel", guild_id=discord[1], name="study")
    group = await scene.telegram.do("group", title="Owls", owner=owner, bot="member")
    discord[0].groups, telegram.groups = {"study": channel}, {"Owls": group}
    for street in (discord[0], telegram):
        street.prepare()
    first = await scene.start()
    await telegram.settled()
    assert (await first.end()).code == 0

    edits = f"PATCH /channels/{channel}/messages/*"
    for body in (ODD["half"], ODD["list"], ""):
        if body:
            await scene.discord("faults.odd", route=edits, body=body)
            await scene.telegram.do("fault", fault="odd", method="editMessageText", body=body)
        scene.stored(_stale)
        before = await _edits(scene, channel, group)
        bot = await scene.start()

        async def both_tried(before: tuple[int, int] = before) -> bool:
            found = await _edits(scene, channel, group)
            return found[0] > before[0] and found[1] > before[1]

        await until(both_tried)
        await asyncio.sleep(0.5)
        assert (await bot.end()).code == 0
    assert scene.stored(lambda tx: tx.connection.execute(_SHOWN).all()) == [(True,), (True,)]
    assert len(await scene.discord("watch.messages", channel_id=channel)) == 1
    assert (await arrived(scene, telegram, 0))["Owls"] == 1


_SHOWN = text("SELECT wanted = shown FROM cards")


def _stale(tx: Tx) -> None:
    """Somebody logged, and the minute is over in which a card is left as it is."""
    tx.connection.execute(text("UPDATE cards SET wanted = wanted + 1"))
    for card in (1, 2):
        tx.cards.hold(card, utc_clock())


async def _edits(scene: Scene, channel: int, group: int) -> tuple[int, int]:
    """How often an edit was tried."""
    found = await scene.discord("watch.requests", route="PATCH /channels/{channel_id}/messages/{message_id}")
    calls = await scene.telegram.do("calls", method="editMessageText")
    return (
        sum(each["path"].startswith(f"/channels/{channel}/") for each in found),
        sum(each["params"]["chat_id"] == group for each in calls),
    )


@pytest.mark.slow
async def test_nobody_is_taken_out_of_a_group_by_a_broken_answer(scene: Scene) -> None:
    """R22, refinement 12: only what a platform says of a person counts; a page and another JSON say nothing."""
    club = Club(scene)
    await club.meets(discord=["Ana", "Mia"], telegram=["Ben", "Kim"])
    await scene.discord("faults.odd", route=ASKED, body="{}")
    await scene.discord("faults.garble", route=ASKED, status=404, times=100)
    odd = {"fault": "odd", "body": '{"ok":true,"result":{}}'}
    await scene.telegram.do("fault", method="getChatMember", pass_first=1, **odd)  # the bot itself is asked after first
    await scene.telegram.do("fault", fault="page", method="getChatMember", pass_first=1, status=400, times=100)
    scene.stored(lambda tx: tx.rhythms.put([Rhythm("card", 2, utc_clock().date(), utc_clock() + SOON)]))
    before = (await scene.telegram.do("counts"))["calls"]
    bot = await scene.start()

    async def asked() -> bool:
        return (
            await club.asked() >= 1 and len(await scene.telegram.do("calls", method="getChatMember", since=before)) > 1
        )

    await until(asked, within=60)
    await asyncio.sleep(1)
    assert (await bot.end()).code == 0
    assert club.gone() == set()


@pytest.mark.slow
async def test_a_quiz_that_did_not_arrive_is_asked_again(scene: Scene) -> None:
    """R20: the question waits; nothing was answered for anybody."""
    (ben,) = await on_telegram(scene)
    explained(scene, Platform.TELEGRAM, ben.id)
    bot = await scene.start(DISCORD_TOKEN="")
    first = await ben.press(await ben.tell("/recall"), "Show what I wrote")
    told = await ben.press(first, "Got it")
    for trouble in ({"fault": "page", "status": 502}, {"fault": "odd"}, {"fault": "cut", "acted": False}):
        await scene.telegram.do("fault", method="sendPoll", **trouble)
        await scene.telegram.act(ben.id, "press", message=told.message, button="Next question")
        await asyncio.sleep(0.5)
    quiz = await ben.tell("/recall")
    assert quiz.message["poll"]["type"] == "quiz"
    assert (await bot.end()).code == 0
    assert len(answered(scene)) == 1
