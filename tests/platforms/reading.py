"""Every screen on which a curriculum is read, and a curriculum as long as the check lets through."""

import json
from collections.abc import Iterator
from typing import Any

from bot.app.app import App
from bot.app.commands import Command, Faq, Join, Settings, ShowCurriculum, ShowWeek
from bot.app.said import Said
from bot.app.shelf import Shelf, Volume
from bot.core.curriculum import Curriculum
from bot.curriculum_file import examine
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import View
from tests.world import Person

Json = dict[str, Any]
LATIN = "plain words "
CHINESE = "漢字假名"
MARKUP = "*_[<&`|#-"
EMOJI = "🙂🙃"


def requests_in(volume: Volume, shelf: Shelf) -> Iterator[Command]:
    """All that can be pressed or typed to read a curriculum of a shelf."""
    whole, of = volume.curriculum, "" if volume.curriculum is shelf.first else volume.ref
    yield ShowCurriculum(of)
    yield ShowCurriculum(of, "about")
    yield from (Faq(n, of) for n in range(len(whole.faq) + 1))
    for n, phase in enumerate(whole.phases, 1):
        yield from (ShowCurriculum(of, "phase", n, page) for page in range(1 + len(phase.weeks) // 20))
        yield ShowCurriculum(of, "project", n)
    for week in whole.weeks:
        yield ShowWeek(week.number, of=of)
        yield ShowWeek(week.number, "help", of=of)
        yield from (ShowWeek(week.number, "day", n, of) for n in range(1, len(week.days) + 1))


async def every_screen(app: App, shelf: Shelf) -> list[tuple[Said, View]]:
    """Each screen as a learner sees it who stands in the second week and has explained nothing."""
    ana = Person(app, "101", "Ana")
    await ana.says(Join(zone="UTC"))
    await ana.says(Settings(week=2))
    asked = [ask for volume in shelf.volumes for ask in requests_in(volume, shelf)]
    said = [(await ana.says(ask)).said for ask in asked]
    return [(it, present(it, Text())) for it in said]


def filled(sign: str, length: int) -> str:
    """A text of exactly so many characters, which begins with a word: else it would be no task."""
    text = "Do it " + (sign * (length // len(sign) + 1))[: length - 6]
    return text if text == text.strip() else text.strip() + "x" * (length - len(text.strip()))


def longest(sign: str, phases: int = 20) -> Curriculum:
    """A curriculum in which every text and list is as long as the check lets through, made of these signs."""

    def words(length: int) -> str:
        return filled(sign, length)

    def week(number: int, phase: int) -> Json:
        name = f"p{phase}-w{number}"
        return {
            "id": name,
            "number": number,
            "title": words(60),
            "why_now": words(200),
            "objectives": [words(140) for _ in range(4)],
            "days": [
                {"id": f"{name}-d{n}", "title": words(60), "do": words(600), "done_when": words(200), "minutes": 600}
                for n in range(7)
            ],
            "explain": words(250),
            "checkpoint": {"do": words(400), "done_when": words(200)},
            "if_stuck": [words(200) for _ in range(3)],
            "resources": [
                {"title": words(120), "by": words(120), "url": "https://example.org/" + "a" * 280} for _ in range(3)
            ],
            "recall": [{"id": f"{name}-q{n}", "ask": words(200), "answer": words(400)} for n in range(4)],
            "project_slice": words(200),
        }

    def phase(n: int, numbers: range) -> Json:
        steps = [{"id": f"p{n}-m{at}", "title": words(80), "accept": words(250)} for at in range(7)]
        return {
            "id": f"p{n}",
            "title": words(60),
            "why": words(500),
            "weeks": [week(number, n) for number in numbers],
            "project": {
                "id": f"project-{n}",
                "title": words(80),
                "brief": words(600),
                "milestones": steps,
                "stretch": words(250),
            },
            "ready": {"signal": words(300), "how_to_check": words(500)},
            "needs_gpu": words(200),
        }

    many = 45  # weeks of the first phase: three pages of it
    written = {
        "id": "x" * 32,
        "version": 999_999,
        "title": words(80),
        "language": "en",
        "licence": words(80),
        "summary": words(400),
        "for_whom": [words(120) for _ in range(5)],
        "days_per_week": 7,
        "minutes_per_day": 600,
        "phases": [
            phase(1, range(1, many + 1)),
            *(phase(n, range(many + n - 1, many + n)) for n in range(2, phases + 1)),
        ],
        "faq": [{"id": f"q{n}", "question": words(150), "answer": words(800)} for n in range(20)],
        "tools": [{"name": words(60), "phases": ["p1"], "why": words(150)} for _ in range(12)],
    }
    report = examine(json.dumps(written, ensure_ascii=False).encode(), "longest.yaml")
    assert report.curriculum, report.problems[:5]
    return report.curriculum
