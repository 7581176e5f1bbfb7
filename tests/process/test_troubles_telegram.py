"""What goes wrong while letters go out on Telegram: each address has a trouble of its own, the others flow."""

from collections import Counter
from typing import Any

import pytest

from bot.core.people import Platform
from tests.process.on_telegram import OnTelegram, seen_on_telegram
from tests.process.places import TelegramPlace
from tests.process.scene import Scene
from tests.process.street import Street

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def fault(scene: Scene, chat: int, kind: str, **more: object) -> None:
    """The next message to a chat meets a fault."""
    await scene.telegram.do("fault", fault=kind, method="sendMessage", chat_id=chat, **more)


async def street_on(scene: Scene, *names: str) -> Street:
    """Learners with these names."""
    street = Street(scene, Platform.TELEGRAM)
    for name in names:
        street.learners[name] = (await scene.telegram.do("person", first_name=name, started=True), 0)
    return street


async def arrived(scene: Scene, street: Street, before: int) -> Counter[str]:
    """How many messages each name got."""
    names = {person: name for name, (person, _) in street.learners.items()}
    names |= {chat: name for name, chat in street.groups.items()}
    found = await scene.telegram.do("deliveries", since=before)
    return Counter(names.get(each["message"]["chat"]["id"], "elsewhere") for each in found if each["change"] == "sent")


async def _presses(scene: Scene, person: int, group: int) -> dict[str, Any]:
    """Somebody presses "My next flow" on a group's card; how that was answered."""
    (card, *_) = await scene.telegram.do("deliveries", chat_id=group)
    query = await scene.telegram.act(person, "press", message=card["message"], button="My next flow")
    answer: dict[str, Any] = await scene.telegram.do("answer", query_id=query)
    return answer


@pytest.mark.slow
async def test_what_is_ambiguous_is_repeated_to_a_learner_and_never_to_a_group(scene: Scene) -> None:
    """Refinement 9: an answer that is lost, a 429, a proxy's page: a learner gets the letter at least once, a group
    its card at most once, and its facilitator is told of the day that nobody is sure of."""
    telegram = scene.telegram
    street = await street_on(scene, "fine", "lost", "cut before", "slowed", "paged")
    owner = await telegram.do("person", first_name="Hana", started=True)
    for name in ("g fine", "g lost", "g slowed", "g paged"):
        street.groups[name] = await telegram.do("group", title=name, owner=owner, bot="member")
    people, groups = street.learners, street.groups
    await fault(scene, people["lost"][0], "cut")
    await fault(scene, people["cut before"][0], "cut", acted=False)
    await fault(scene, people["slowed"][0], "flood", retry_after=1)
    await fault(scene, people["paged"][0], "page", status=502)
    await fault(scene, groups["g lost"], "cut")
    await fault(scene, groups["g slowed"], "flood", retry_after=1)
    await fault(scene, groups["g paged"], "page", status=502)
    street.prepare()
    before = (await telegram.do("counts"))["deliveries"]

    bot = await scene.start(DISCORD_TOKEN="")
    await street.settled()
    came = await arrived(scene, street, before)
    place = TelegramPlace(telegram, groups["g lost"], OnTelegram(telegram, owner))
    await place.host.catch_up()
    await place.said_in_group(place.host, "/help")
    trouble = await place.host.next()
    assert (await bot.end()).code == 0

    assert came == {
        "fine": 1,
        "lost": 2,
        "cut before": 1,
        "slowed": 1,
        "paged": 1,
        "g fine": 1,
        "g lost": 1,
        "g slowed": 1,
    }
    unknown = {"g lost": ["unknown"], "g paged": ["unknown"]}
    assert street.states() == {name: ["sent"] for name in (*people, *groups)} | unknown
    assert "Nobody knows whether the card of" in trouble.words
    assert trouble.private
    assert street.closed() == {}


@pytest.mark.slow
async def test_addresses_that_are_gone_stop_their_own_letters_alone(scene: Scene) -> None:
    """Section 4 of product.md; R23: a blocked bot, a deleted account, a group that put the bot out, a deleted topic and
    group; a group that became a supergroup is followed. The bot heard of none of it before it wrote. Who
    blocked it is told at the next answer, which opens their door again."""
    telegram = scene.telegram
    street = await street_on(scene, "blocked", "vanished", "fine")
    street.twice = frozenset({"blocked"})
    owner = await telegram.do("person", first_name="Hana", started=True)
    for name in ("put out", "deleted", "grown", "open"):
        kind = "group" if name == "grown" else "supergroup"
        members = [street.learners["blocked"][0]] if name == "open" else []
        street.groups[name] = await telegram.do(
            "group", title=name, owner=owner, members=members, kind=kind, bot="member"
        )
    forum = await telegram.do("group", title="forum", owner=owner, forum=True, bot="member")
    for name in ("topic gone", "topic"):
        street.groups[name] = forum
        street.topics[name] = await telegram.do("act", group=forum, act="topic", name=name)
    street.prepare()
    await telegram.do("act", group=forum, act="delete_topic", thread_id=street.topics["topic gone"])
    await telegram.act(street.learners["blocked"][0], "block")
    await telegram.act(street.learners["vanished"][0], "vanish")
    await telegram.act(owner, "remove_bot", chat_id=street.groups["put out"])
    await telegram.do("act", group=street.groups["deleted"], act="delete")
    grown = await telegram.do("act", group=street.groups["grown"], act="migrate")
    await telegram.do("drop_updates")
    counts = await telegram.do("counts")

    bot = await scene.start(DISCORD_TOKEN="")
    await street.settled()
    calls = await telegram.do("calls", method="sendMessage", since=counts["calls"])
    card = await telegram.do("deliveries", chat_id=grown, since=counts["deliveries"])
    pressed = [await _presses(scene, street.learners["blocked"][0], street.groups["open"]) for _ in range(2)]
    assert (await bot.end()).code == 0

    assert "My private messages do not reach you" in pressed[0]["text"]
    assert pressed[0]["show_alert"]
    assert pressed[1]["url"].endswith("?start=c_today")

    assert seen_on_telegram(card[0]).labels[-1] == "Join"
    street.groups["grown"] = grown
    assert await arrived(scene, street, counts["deliveries"]) == {
        "fine": 1,
        "open": 1,
        "grown": 1,
        "topic": 1,
    }
    assert street.states() == {
        "blocked": ["failed", "failed"],
        "vanished": ["failed"],
        "fine": ["sent"],
        "put out": ["failed"],
        "deleted": ["failed"],
        "grown": ["sent"],
        "open": ["sent"],
        "topic gone": ["failed"],
        "topic": ["sent"],
    }
    assert set(street.closed()) == {"vanished", "put out", "deleted", "topic gone"}
    refused = Counter(each["params"]["chat_id"] for each in calls if each["code"] != 200)
    assert refused[street.learners["blocked"][0]] == 1
