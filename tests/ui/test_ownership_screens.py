"""How one's own data reads: what is kept, files that stay within limits, bad lines, and the page of a portfolio."""

import io
import random
import re
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.said import (
    Exported,
    PortfolioChoice,
    PortfolioMade,
    PrivacyShown,
    ProjectLine,
    Refused,
    ReviewLine,
    ReviewText,
    ShippedLine,
    StudyDay,
)
from bot.core.days import monday_of
from bot.core.plans import PlanHistory, default_plan
from bot.core.record import DayFacts, Record
from bot.core.standing import standing_on
from bot.storage.tables import metadata
from bot.ui.codec import encode
from bot.ui.pages.portfolio import page
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.screens.privacy import KEPT
from bot.ui.text import Text
from bot.ui.view import Facts, Press, Say, Small
from tests.core.calendars import events

NOW = datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
TODAY = date(2026, 3, 3)
PLANS = PlanHistory(((monday_of(TODAY), default_plan(5)),))
say = Text()


# --- what is kept


def test_what_is_kept_names_every_table_once() -> None:
    """R23: a new table fails here until a sentence of `/privacy` covers it."""
    named = Counter(table for tables, _ in KEPT for table in tables)
    assert named == Counter(table.name for table in metadata.sorted_tables)


def test_each_sentence_is_said() -> None:
    """R23: and that whoever hosts the bot can read its database."""
    view = present(PrivacyShown(joined=True, logs=1, reviews=2, checkins=3), say)
    told = [words(block.text) for block in view.blocks if isinstance(block, Say)]
    assert all(words(sentence(say)) in told for _, sentence in KEPT)
    assert any("Whoever hosts this bot can read its database" in text for text in told)
    assert sum(map(len, told)) < 3000  # one message on either platform


def test_a_stranger_gets_no_buttons_for_what_is_not_there() -> None:
    """Section 4."""
    assert present(PrivacyShown(joined=False, logs=0, reviews=0, checkins=0), say).actions == ()


# --- export


def exported(data: str, logs: str = "date,minutes\r\n") -> Exported:
    """An export of such a size."""
    days = (StudyDay("20260303-x@pacekeeper", TODAY, 90, 2), StudyDay("20260302-x@pacekeeper", date(2026, 3, 2), 45, 1))
    return Exported(NOW, TODAY, data, logs, 3, days)


def test_an_export_is_three_files() -> None:
    """Issue 4, 8: JSON, CSV and a calendar that a strict reader takes, with the minutes of each day."""
    view = present(exported("{}"), say)
    assert [(it.name, it.media) for it in view.files] == [
        ("pacekeeper-2026-03-03.json", "application/json"),
        ("pacekeeper-flows-2026-03-03.csv", "text/csv"),
        ("pacekeeper-study-days-2026-03-03.ics", "text/calendar"),
    ]
    assert view.private
    calendar = events(view.files[2].content.decode())
    assert [it["SUMMARY"] for it in calendar] == ["Studied 1 h 30 min, 2 flows", "Studied 45 min"]


def test_a_large_export_is_packed() -> None:
    """Discord takes 10 MiB a file: above 8 they come as one archive, the same from the same data."""
    big = exported("\u00fc" * 5_000_000)
    (packed,) = present(big, say).files
    assert packed.name == "pacekeeper-2026-03-03.zip"
    assert len(packed.content) < 8 * 1024**2
    assert packed == present(big, say).files[0]
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.testzip() is None
        assert archive.read("pacekeeper-2026-03-03.json").decode() == big.data
        assert len(archive.namelist()) == 3


def test_an_export_that_no_chat_can_carry_is_told() -> None:
    """What cannot be sent is not sent by half."""
    noise = random.Random(1).randbytes(9 * 1024**2).hex()  # noqa: S311 - only noise
    view = present(exported(noise + noise), say)
    assert view.files == ()
    (block,) = view.blocks
    assert isinstance(block, Say)
    assert "larger than a chat can carry" in words(block.text)


# --- import


def test_bad_lines_are_told_by_number_and_reason() -> None:
    """Issue 4, 8."""
    view = present(Refused("bad_file", given="2", numbers=(3, 9), names=("date", "ahead")), say)
    assert words(view.title) == "Nothing was brought in: 2 lines need another look."
    (facts,) = [block for block in view.blocks if isinstance(block, Facts)]
    assert [(name, words(text)) for name, text in facts.rows] == [
        ("Line 3", "the date has to read like 2026-03-02"),
        ("Line 9", "that day has not come yet"),
    ]
    assert view.files == ()


def test_very_many_bad_lines_come_as_a_file() -> None:
    """Every line that is told, and how many more there are."""
    numbers = tuple(range(2, 502))
    view = present(Refused("bad_file", given="4000", numbers=numbers, names=("minutes",) * 500), say)
    told = view.files[0].content.decode().splitlines()
    assert told[0] == "Line 2: takes 1 to 600 minutes, such as 90 or 1h30"
    assert told[-1] == "… and 3500 more"
    assert len(told) == 501
    assert isinstance(view.blocks[-1], Small)


@pytest.mark.parametrize("reason", ["not_text", "no_header", "no_rows", "too_many_rows"])
def test_what_is_wrong_with_a_file_as_a_whole_is_one_sentence(reason: str) -> None:
    """Section 4."""
    view = present(Refused("bad_file", given="1", numbers=(0,), names=(reason,)), say)
    assert words(view.title).endswith(".")
    assert view.blocks == ()


# --- portfolio


def made(**changed: object) -> PortfolioMade:
    """A page with one project and one review."""
    days = {date(2026, 3, 2): DayFacts(90, 2, 90)}
    facts: dict[str, object] = {
        "name": "Ana",
        "curriculum": "Machine learning",
        "summary": "46 weeks.",
        "today": TODAY,
        "since": date(2026, 3, 2),
        "standing": standing_on(Record(date(2026, 1, 5), days, PLANS), TODAY),
        "weeks_explained": 1,
        "weeks": 46,
        "finished": False,
        "projects": (
            ProjectLine(
                1, "Mathematics", "By hand", (ShippedLine("First", "https://example.org/a?b=1&c=2", "", TODAY),), 2
            ),
        ),
        "reviews": (ReviewText(1, "Vectors", "In my words.\nTwice.", TODAY),),
    }
    return PortfolioMade(**{**facts, **changed})  # type: ignore[arg-type]  # the facts are those above


class Reader(HTMLParser):
    """Notes every tag with its attributes, and all text; fails for tags that are not closed in order."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It must be the one that was opened last."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note it, but for the style."""
        if self._open[-1:] != ["style"]:
            self.text += data

    @classmethod
    def of(cls, text: str) -> "Reader":
        """Read a whole page."""
        reader = cls()
        reader.feed(text)
        reader.close()
        assert reader._open == []
        return reader


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer", "article"),
    *("p", "h1", "h2", "h3", "dl", "div", "dd", "dt", "i", "span", "ul", "li", "b", "time", "a", "blockquote", "br"),
}
hostile = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    st.sampled_from(["</style><script>", '"><img src=x onerror=alert(1)>', "<!--", "&lt;b&gt;", "javascript:alert(1)"]),
)


@given(hostile, hostile, hostile, hostile)
def test_nothing_that_somebody_wrote_becomes_markup(name: str, link: str, note: str, text: str) -> None:
    """R23: every text stands there as it was written, in the tags of ours, and only https links are links."""
    shipped = ShippedLine(note, link, note, TODAY)
    said = made(
        name=name,
        curriculum=note,
        summary=text,
        projects=(ProjectLine(1, text, name, (shipped,), 3),),
        reviews=(ReviewText(1, note, text, None),),
    )
    reader = Reader.of(page(said, say))
    assert {tag for tag, _ in reader.tags} <= TAGS
    for tag, attributes in reader.tags:
        assert not any(each.startswith("on") or each in ("src", "style") for each in attributes)
        if "href" in attributes:
            assert tag == "a"
            assert str(attributes["href"]).startswith("https://")
    for each in (name, note, text):
        assert each in reader.text


def test_the_page_needs_nothing_else() -> None:
    """Issue 4: one self-contained file: no script, nothing loaded, and a policy that would forbid it."""
    text = page(made(), say)
    assert not re.search(r"<script|<link|<img|@import|url\(|@font-face", text)
    assert "default-src 'none'" in text
    assert re.findall(r'(?:href|src)="([^"]*)"', text) == ["https://example.org/a?b=1&amp;c=2"]
    assert "@media print" in text


def test_the_page_tells_projects_numbers_and_chosen_reviews() -> None:
    """R14."""
    told = Reader.of(page(made(), say)).text
    for expected in ("By hand", "1 of 2 milestones shipped", "example.org/a?b=1&c=2", "1 h 30 min", "In my words."):
        assert expected in told
    assert "Twice." in told
    assert "3 March 2026" in told
    without = Reader.of(page(made(reviews=(), projects=()), say)).text
    assert "In my own words" not in without
    assert "on its way" in without
    assert "the whole way, 46 weeks" in Reader.of(page(made(finished=True), say)).text


def test_an_absence_is_drawn_like_rest() -> None:
    """R22: the chain of weeks has no word and no colour for a quiet one."""
    text = page(made(), say)
    shades = re.findall(r'<i class="(\w+)">', text)
    assert set(shades[:-4]) == {"rest"}  # eight quiet weeks; the last four are the legend
    assert len(shades) == 8 + 4
    assert "quiet" not in Reader.of(text).text


def test_the_choice_of_reviews_fits_every_button() -> None:
    """R23: also with all of 46 weeks chosen, on the last page."""
    everything = f"{sum(1 << number for number in range(1, 176)):x}"
    lines = tuple(ReviewLine(n, f"Week {n}", chosen=n % 2 == 0, toggled=everything) for n in range(40, 48))
    view = present(PortfolioChoice(lines, 46, 20, everything, everything, 5, 7), say)
    presses = [action for action in view.actions if isinstance(action, Press)]
    assert len(presses) == len(view.actions) <= 25
    assert all(len(encode(action.command)) <= 64 for action in presses)
    assert {"Week 41", "Without week 40", "All reviews", "No reviews", "Later weeks"} <= {it.label for it in presses}
