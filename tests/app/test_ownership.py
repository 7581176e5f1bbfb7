"""One's own data: all of it as files (R3, R23; issue 4, point 8)."""

import json
from datetime import date, timedelta
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import insert, select

from bot.app.app import App
from bot.app.commands import (
    Export,
    Forget,
    LogFlow,
    Privacy,
    Undo,
)
from bot.app.said import (
    Exported,
    Forgotten,
    Logged,
    PrivacyShown,
)
from bot.core.study_file import read_study_file
from bot.storage.store import Store
from bot.storage.tables import logs
from bot.storage.tx import Tx
from tests.app.life import mostly_embedded
from tests.app.links import linked, on_both, parted
from tests.app.scenes import TEXT, lives
from tests.world import Person, StoppedClock, founded

SCHEMA = json.loads(Path(__file__).with_name("export.schema.json").read_text("utf-8"))
GUIDE = (Path(__file__).parents[2] / "EXPORT.md").read_text("utf-8")
MONDAY = date(2026, 3, 2)


async def test_an_export_keeps_to_its_published_shape(anna: Person, host: Person, clock: StoppedClock) -> None:
    """Issue 4, 8: a documented, versioned shape; the schema allows nothing else."""
    Draft202012Validator.check_schema(SCHEMA)
    await founded(host)
    await lives(anna, clock)
    told = json.loads((await anna.hears(Exported, Export())).data)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(told)
    assert (told["format"], told["version"]) == ("pacekeeper.export", 1)
    assert told["learner"]["name"] == "Anna"
    assert [it["text"] for it in told["reviews"]] == [TEXT]
    assert [it["i_will"] for it in told["checkins"]] == ["sit down"]
    assert "half typed" in told["questions"][0]["question"]
    assert [(it["note"], it["undone_at"] is None) for it in told["logs"]][1] == ("taken back", False)


def test_the_guide_names_every_part_and_field_of_the_shape() -> None:
    """EXPORT.md is where the shape is documented."""
    for name, part in SCHEMA["properties"].items():
        fields = part.get("items", part).get("properties", {})
        row = next((line for line in GUIDE.splitlines() if line.startswith(f"| `{name}` |")), "")
        assert all(f"`{field}`" in row for field in fields), name
        assert row or f"`{name}`" in GUIDE or name == "made_at"


async def test_the_flows_are_a_file_that_can_be_brought_back(anna: Person, clock: StoppedClock) -> None:
    """R3, R19: what stands, oldest first; every minute, and a note that looks like a formula is none."""
    await anna.joins()
    await anna.says(LogFlow(30, "=1+1"))
    await anna.says(LogFlow(45, "first", when="2026-02-20"))
    gone = await anna.hears(Logged, LogFlow(99))
    await anna.says(Undo("log", gone.log.id))
    shown = await anna.hears(Exported, Export())
    assert "'=1+1" in shown.logs
    rows = read_study_file(shown.logs.encode(), MONDAY).rows
    assert [(it.day, it.minutes, it.note) for it in rows] == [(date(2026, 2, 20), 45, "first"), (MONDAY, 30, "=1+1")]
    assert shown.flows == 2


async def test_study_days_keep_their_names_from_one_file_to_the_next(anna: Person, clock: StoppedClock) -> None:
    """RFC 5545: a stable UID; a day of less than 10 minutes is no study day."""
    await anna.joins()
    await anna.says(LogFlow(5))
    await anna.says(LogFlow(5, when="2026-02-20"))
    await anna.says(LogFlow(5))
    first = await anna.hears(Exported, Export())
    clock.pass_(days=1)
    await anna.says(LogFlow(20))
    then = await anna.hears(Exported, Export())
    assert [(it.day, it.minutes, it.flows) for it in first.days] == [(MONDAY, 10, 2)]
    assert then.days[0].uid == first.days[0].uid != then.days[1].uid


async def test_study_days_keep_their_names_over_a_union_and_its_parting(app: App, clock: StoppedClock) -> None:
    """RFC 5545, EXPORT.md: stable for ever, on both sides."""
    pair = on_both(app)
    before = []
    for person in pair:
        await person.joins()
        await person.says(LogFlow(30))
        before.append((await person.hears(Exported, Export())).days)
    await linked(*pair)
    assert [it.uid for it in (await pair[1].hears(Exported, Export())).days] == [it.uid for it in before[0]]
    await parted(pair[1])
    assert [(await person.hears(Exported, Export())).days for person in pair] == before


async def test_an_export_is_its_askers_alone(anna: Person, ben: Person, clock: StoppedClock) -> None:
    """R23: nothing of anybody else, and nothing of it is kept: a request that comes again is answered anew."""
    await anna.joins()
    await ben.joins()
    await anna.says(LogFlow(30, "hers"))
    assert "hers" not in (await ben.hears(Exported, Export())).data
    first = await anna.says(Export(), request="once")
    assert await anna.app.replayed(anna.last) is None
    await anna.says(LogFlow(40))
    again = await anna.hears(Exported, Export(), request="once")
    assert isinstance(first.said, Exported)
    assert again.flows == first.said.flows + 1


async def test_a_stranger_has_nothing_to_take_away(anna: Person) -> None:
    """Section 4."""
    assert (await anna.refused(Export())).kind == "not_joined"
    assert await anna.hears(Forgotten, Forget()) == Forgotten(now=False)
    assert await anna.hears(PrivacyShown, Privacy()) == PrivacyShown(False, 0, 0, 0)


@mostly_embedded
async def test_years_of_flows_are_one_file(anna: Person, store: Store, clock: StoppedClock) -> None:
    """Issue 4, 8: ten flows a day for five years."""
    await anna.joins()
    await anna.says(LogFlow(30, "n" * 100))

    def many(tx: Tx) -> None:
        row = dict(tx.connection.execute(select(logs)).mappings().one())
        del row["id"]
        rows = [{**row, "day": row["day"] - timedelta(days=n // 10)} for n in range(1, 18_001)]
        tx.connection.execute(insert(logs), rows)

    await store.write(many)
    shown = await anna.hears(Exported, Export())
    assert (shown.flows, len(shown.days)) == (18_001, 1801)
    assert len(json.loads(shown.data)["logs"]) == 18_001
