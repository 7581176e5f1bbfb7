"""Words that try to be more than words, wherever somebody's words are shown: on every screen, on all platforms."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.said import Answer, GroupAsked, Said
from bot.platforms.discord.mentions import NOBODY, allowed
from bot.platforms.discord.render import layouts, letter
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import alert, draw
from bot.platforms.terminal.render import draw as drawn_in_terminal
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import View
from tests.app.changes import everything_that_changes
from tests.app.scenes import SIGNAL, TEXT
from tests.databases import SQLITE
from tests.fakes.telegram.wording import worded_text
from tests.platforms.group_texts import group_texts
from tests.platforms.test_languages import everything
from tests.platforms.test_reading_screens import every
from tests.world import PLACE, Person, StoppedClock

SAY = Text()
HOSTILE = {
    "mentions": "@everyone @here <@5> <@!5> <@&6> <#7> <:x:8> <a:x:8> </log:9> <t:1:R> <id:guide>",
    "links": "[free](https://evil.example) [x](<https://evil.example>) [y](tg://user?id=5)",
    "addresses": "https://evil.example/a_b http://evil.example <https://evil.example> steam://evil",
    "markdown": "||spoiler|| **b** __u__ ~~s~~ `c` ``` *",
    "lines": "# big\n- list\n1. one\n> quote\n>>> all\n-# small\n```\ncode",
    "html": "<b>b</b> <a href='tg://user?id=5'>y</a> &lt; &#64;durov <script>alert(1)</script>",
    "taps": "@durov /wipe #tag $EUR /wipe@evil_bot",
    "turned": "\u202eRTL\u202c \u2066x\u2069 \u200f\u061c zero\u200bwidth\u200d \ufeff",
    "controls": "\x1b[2J\x1b]0;owned\x07 \x00 \x08\x08 \x9b31m",
    "long": "N" * 80,
    "stacked": "Z" + "\u0301\u0489" * 38 + "algo",
    "escapes": "\\@everyone \\\\<@5> `` ` @here \\[x](https://evil.example)",
    "fields": "{name} {0.__class__} %s %(n)s ${x} {{",
    "nothing": "\u2800\u3164",
}
# What people are called and what they wrote, in the lives below.
TYPED = {
    *("Anna", "Hana", "Carla", "Dora", "Eva", "Eli", "Emil", "Gus", "Annie", "Bea on Discord", "Bea on Telegram"),
    *("Study club", "a note", "for Sunday", "Exams", "Three days", TEXT, SIGNAL),
}
OURS = re.compile(r"`` .*? ``|`[^`\n]*`|<t:-?\d+:[ftR]>|\]\(<https://[^>\s]*>\)")
MEANS_SOMETHING = re.compile(r"<[@#:/ai]|@everyone|@here|://|\]\(|\|\||~~|__")
TOWER = re.compile("[\u0300-\u036f\u0483-\u0489]{4}")
TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def retold(said: Said, words: str) -> Said:
    """The same, with other words wherever somebody's stood."""

    def other(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: other(value) for name, value in part.items()}
        if isinstance(part, list):
            return [other(each) for each in part]
        return words if part in TYPED else part

    return recall(json.dumps(other(json.loads(remember(Answer(said)))))).said


def written_on_discord(view: View) -> Iterator[str]:
    """What Discord would read markup in: as an answer, and as a letter."""
    for message in layouts([view]):
        components = [each.to_component_dict() for each in message.children]
        yield from (each["content"] for each in every(components) if each["type"] == 10)
    yield letter(view).content


def check_on_discord(view: View) -> None:
    """Nobody's words are markup, a mention, a link; no message pings anybody."""
    for text in written_on_discord(view):
        bare = re.sub(r"\\.", "", OURS.sub("", text), flags=re.DOTALL)
        assert MEANS_SOMETHING.findall(bare) == [], text
        assert not TURNS.search(text)
        assert not TOWER.search(text)
        assert "evil" not in "".join(re.findall(r"\]\((<[^>]*>)\)", re.sub(r"\\.", "", text, flags=re.DOTALL)))
    assert allowed(view) is NOBODY


def check_on_telegram(view: View) -> None:
    """Telegram finds no mention, no foreign command and no link that words hide."""
    shown = draw(view, Spot("pacekeeper_bot", group=False))
    for page in shown.pages:
        text, entities = worded_text(page, "HTML", [])
        units = text.encode("utf-16-le")
        assert not TURNS.search(text)
        assert not TOWER.search(text)
        for each in entities:
            part = units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
            assert each["type"] not in ("mention", "text_mention", "hashtag", "cashtag"), part
            assert "wipe" not in part or each["type"] != "bot_command", part
            assert "evil" not in each.get("url", ""), part
    if told := alert(view):
        assert not TURNS.search(told.text)


def check_in_terminal(view: View) -> None:
    """No control sequence reaches the terminal."""
    lines = drawn_in_terminal(view, lambda _: 1)
    text = "".join(run.text for line in lines for run in line)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


@pytest.fixture
async def told(app: App, host: Person, anna: Person, clock: StoppedClock) -> list[Said]:
    """Everything that two lives were told: one that reads, one that does one of each thing that changes something."""
    found: list[Said] = []
    for person, command in (await everything_that_changes(host, anna, clock)).values():
        answer = await person.says(command, PLACE if command.facilitator else None)
        found += [answer.said, *answer.asides]
    found += await everything(app, host, anna)
    return list({repr(said): said for said in found if any(name in repr(said) for name in TYPED)}.values())


@pytest.mark.slow
@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
async def test_on_every_screen_words_are_words(told: list[Said]) -> None:
    """Section 4, R22; issue 6, 3: names, notes, reviews, links, seasons, groups; as an answer, a letter, an alert."""
    assert len({type(said) for said in told}) >= 25
    for words in HOSTILE.values():
        for said in told:
            view = present(retold(said, words), SAY)
            check_on_discord(view)
            check_on_telegram(view)
            check_in_terminal(view)


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_group_reads_is_words(kind: str) -> None:
    """The same for each message that stands in a group. A question calls whoever agreed, and nobody by its words."""
    for said in group_texts(*[HOSTILE[kind]] * 3).values():
        view = present(said, SAY)
        if isinstance(said, GroupAsked):
            continue  # tests/platforms/test_mentions.py
        check_on_discord(view)
        check_on_telegram(view)
        check_in_terminal(view)
