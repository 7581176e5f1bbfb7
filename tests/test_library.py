"""The curriculum files of a running bot: new editions, broken ones, and those whose file is gone."""

import logging
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import Join
from bot.app.shelf import Shelf
from bot.core.editions import Counts
from bot.library import COMPARED, Library, NothingToStudy, read_all, stocked
from bot.storage.store import Store
from tests.curriculum_file.changed import GOOD, replaced
from tests.world import Person, StoppedClock

OTHER = GOOD.replace("id: bread-by-hand", "id: soup").replace("title: Bread by hand", "title: Soup from scratch")
LAST_DAY = GOOD[GOOD.index("          - id: w2d3\n") : GOOD.index("        explain: Why a cold night")]
NEW_DAY = LAST_DAY.replace("w2d3", "w2d4").replace("A shape that stays", "Two shapes that stay")


@dataclass(frozen=True, slots=True)
class Files:
    """The first curriculum's file and the folder of the others."""

    first: Path
    folder: Path
    library: Library

    async def load(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Read them (again); what is new, and what is wrong."""
        stock = await self.library.reload()
        return stock.news, stock.troubles


@pytest.fixture
def files(tmp_path: Path, store: Store, clock: StoppedClock) -> Files:
    """One good file and an empty folder."""
    first, folder = tmp_path / "first.yaml", tmp_path / "others"
    folder.mkdir()
    first.write_text(GOOD)
    return Files(first, folder, Library(store, Shelf(), first, folder, clock))


async def test_a_first_start_keeps_the_file_and_says_nothing(files: Files, store: Store) -> None:
    """Issue 3, point 4: what runs is kept from the first day."""
    assert await files.load() == ((), ())
    (volume,) = files.library.shelf.volumes
    kept = await store.read(lambda tx: tx.editions.newest("bread-by-hand"))
    assert kept is not None
    assert (volume.edition, volume.open, kept.file) == (kept.id, True, GOOD.encode())


async def test_the_same_file_again_is_the_same_edition(files: Files, store: Store) -> None:
    """A restart changes nothing, and neither does a remark in the file."""
    await files.load()
    await files.load()
    files.first.write_text(GOOD + "# a remark\n")
    assert await files.load() == ((), ())
    (kept,) = await store.read(lambda tx: tx.editions.all_of("bread-by-hand"))
    assert kept.file.endswith(b"# a remark\n")


async def test_a_new_version_knows_what_it_changes_in_each_earlier_one(files: Files) -> None:
    """Issue 3, point 4: compared by ids, over several versions."""
    await files.load()
    files.first.write_text(replaced("title: The poke", "title: Poke it").replace("version: 1", "version: 2"))
    assert (await files.load())[0] == ("Bread by hand: version 2 runs now.",)
    without = GOOD.replace(LAST_DAY, NEW_DAY).replace("w2d3", "w2d4")
    files.first.write_text(without.replace("version: 1", "version: 3"))
    assert await files.load() == (("Bread by hand: version 3 runs now.",), ())

    (volume,) = files.library.shelf.volumes
    first, second = volume.revisions.values()
    assert first.counts == Counts(0, 0, 1, 1, 0, 0)
    assert second.counts == Counts(0, 0, 1, 1, 1, 0)  # "Poke it" is "The poke" again
    assert files.library.shelf.gone("bread-by-hand", "day", "w2d3") == "A shape that stays"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("title: [\n", "is not YAML"),
        (GOOD.replace("days_per_week: 3", "days_per_week: 9"), "days_per_week: is 9, more than 7"),
        ("", "is empty"),
    ],
)
async def test_a_broken_file_keeps_what_runs_and_says_why(
    files: Files, text: str, because: str, store: Store, clock: StoppedClock
) -> None:
    """Issue 3, point 4: on a reload and on a restart; the file, the line and the fix are named."""
    await files.load()
    before = files.library.shelf.volumes
    files.first.write_text(text)
    news, (trouble,) = await files.load()
    assert (news, files.library.shelf.volumes) == ((), before)
    assert trouble.startswith(f"The curriculum is broken. {files.first}")
    assert because in trouble
    assert trouble.endswith("What ran before goes on.")

    restarted = await stocked(store, read_all(files.first, files.folder), clock)
    assert restarted.volumes == before
    assert restarted.troubles == (trouble,)


async def test_a_broken_file_that_never_ran_stops_the_start(files: Files, store: Store, clock: StoppedClock) -> None:
    """Section 4: one clear line; there is nothing that could go on instead."""
    files.first.write_text("title: [\n")
    with pytest.raises(NothingToStudy, match=r"The curriculum is broken\. .*is not YAML") as stopped:
        await stocked(store, read_all(files.first, files.folder), clock)
    assert "\n" not in str(stopped.value)


async def test_ids_that_are_gone_take_a_new_version(files: Files) -> None:
    """curriculum.md, section 2: removing an id is a new version, so that nobody does it by a slip."""
    await files.load()
    files.first.write_text(GOOD.replace(LAST_DAY, NEW_DAY).replace("w2d3", "w2d4"))
    _, (trouble,) = await files.load()
    assert "gone are w2d3. That takes a new version: write 'version: 2'." in trouble
    assert files.library.shelf.first.version == 1
    assert files.library.shelf.first.week("week-2").day("w2d3")  # type: ignore[union-attr]  # it is there


async def test_a_folder_holds_others_side_by_side(files: Files) -> None:
    """Issue 3, point 3: every file of the folder can be chosen; a broken one harms no other."""
    (files.folder / "soup.yaml").write_text(OTHER)
    (files.folder / "broken.yml").write_text("id: x\n")
    (files.folder / ".hidden.yaml").write_text("id: x\n")
    (files.folder / "notes.txt").write_text("not a curriculum\n")
    _, (trouble,) = await files.load()
    assert [it.title for it in files.library.shelf.open] == ["Bread by hand", "Soup from scratch"]
    assert files.library.shelf.first.title == "Bread by hand"
    assert "broken.yml" in trouble


async def test_two_files_with_one_id_do_not_fight(files: Files) -> None:
    """The first stays; the other is told to take an id of its own."""
    (files.folder / "copy.yaml").write_text(GOOD.replace("title: Bread by hand", "title: Another bread"))
    _, (trouble,) = await files.load()
    assert [it.title for it in files.library.shelf.open] == ["Bread by hand"]
    assert trouble == f"{files.folder / 'copy.yaml'}: another file has the id bread-by-hand too. Give this one its own."


async def test_who_is_on_a_curriculum_whose_file_is_gone_goes_on(
    files: Files, store: Store, clock: StoppedClock
) -> None:
    """Nobody loses a curriculum because a file was moved; nobody new comes to it either."""
    soup = files.folder / "soup.yaml"
    soup.write_text(OTHER)
    await files.load()
    app = App(store, files.library.shelf, clock, remember=remember, recall=recall)
    await Person(app, "5", "Eve").says(Join(zone="UTC", curriculum="soup"))
    soup.unlink()
    _, (trouble,) = await files.load()
    assert trouble == "Soup from scratch stands in no file any more; who is on it goes on with what was kept."
    assert [it.title for it in files.library.shelf.open] == ["Bread by hand"]
    assert files.library.shelf.get("soup").title == "Soup from scratch"


async def test_a_file_in_a_very_deep_folder_is_known_again(files: Files, store: Store, clock: StoppedClock) -> None:
    """PostgreSQL holds to the length of a column: of a long path the end is kept."""
    deep = files.folder.joinpath("d" * 150, "e" * 150)
    deep.mkdir(parents=True)
    library = Library(store, Shelf(), files.first, deep, clock)
    (deep / "soup.yaml").write_text(OTHER)
    for _ in range(2):
        assert (await library.reload()).troubles == ()
    (kept,) = await store.read(lambda tx: tx.editions.all_of("soup"))
    assert kept.source == str(deep / "soup.yaml")[-300:]


async def test_very_old_editions_are_let_go(files: Files, store: Store) -> None:
    """Of a file that is edited every day the last editions are compared with, and no more are kept."""
    for n in range(COMPARED + 4):
        files.first.write_text(replaced("title: The poke", f"title: Poke it {n} times"))
        await files.load()
    kept = await store.read(lambda tx: tx.editions.all_of("bread-by-hand"))
    assert len(kept) == COMPARED + 1


async def test_a_reload_is_told_in_the_log(files: Files, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever sent the signal sees what came of it."""
    caplog.set_level(logging.INFO, "pacekeeper.library")
    await files.load()
    files.first.write_text(replaced("title: The poke", "title: Poke it"))
    await files.load()
    files.first.write_text("")
    await files.load()
    assert [(it.levelname, it.message.split(".")[0]) for it in caplog.records] == [
        ("INFO", "Bread by hand: version 1 runs now"),
        ("ERROR", "The curriculum is broken"),
    ]
