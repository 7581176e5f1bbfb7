"""Views as lines: each block, each kind of button."""

from datetime import UTC, datetime

from bot.app.commands import LogFlow, Today
from bot.platforms.terminal.paper import WIDTH, Line, columns
from bot.platforms.terminal.render import draw
from bot.ui.phrase import Code, Link, Moment, Person, Plain, Strong, plain
from bot.ui.view import Action, Block, Checklist, Facts, Fill, Meter, Open, Option, Pick, Press, Quote, Say, Small, View


def shown(*blocks: Block, actions: tuple[Action, ...] = (), title: str = "Title", width: int = WIDTH) -> list[str]:
    """A view as bare lines, its buttons numbered from 1."""
    numbers = iter(range(1, 200))
    lines: list[Line] = draw(View(plain(title) if title else (), blocks, actions), lambda _: next(numbers), width)
    return ["".join(run.text for run in line) for line in lines]


def test_a_title_stands_apart_from_what_follows() -> None:
    """Title, blank line, text."""
    assert shown(Say(plain("Text."))) == ["Title", "", "Text."]


def test_a_view_without_a_title_begins_with_its_text() -> None:
    """No blank lines where there is nothing above."""
    assert shown(Say(plain("Text.")), title="") == ["Text."]


def test_a_meter_draws_the_reserve_as_part_of_the_chain() -> None:
    """R7: studied, then reserve, then the rest of the plan; its words stand right below."""
    lines = shown(Meter(filled=2, total=5, reserve=1), Say(plain("2 flows")))

    assert lines[2:] == ["🟩🟩🟦⬜⬜", "2 flows"]


def test_a_meter_never_draws_more_than_there_is() -> None:
    """Impossible numbers make a short row, not a strange one."""
    assert shown(Meter(filled=9, total=5, reserve=9))[2:] == ["🟩" * 5]
    assert shown(Meter(filled=-1, total=2, reserve=0))[2:] == ["⬜⬜"]


def test_facts_stand_in_columns() -> None:
    """Labels in one column, values beside them, long ones going on under themselves."""
    lines = shown(Facts((("Name", plain("Ana")), ("Study days", plain("word " * 20)))))

    assert lines[2] == "Name        Ana"
    assert lines[3].startswith("Study days  word")
    assert lines[4].startswith("            word")


def test_a_label_too_long_for_its_column_has_its_value_below() -> None:
    """One long label does not push all values away."""
    lines = shown(Facts((("Name", plain("Ana")), ("A label that is longer than a column", plain("x")))))

    assert lines[2:] == ["Name  Ana", "A label that is longer than a column", "      x"]


def test_a_checklist_marks_what_is_done_and_what_is_next() -> None:
    """Three marks, one column."""
    lines = shown(Checklist((("done", plain("one")), ("next", plain("two")), ("open", plain("three")))))

    assert lines[2:] == ["✓ one", "▸ two", "· three"]


def test_a_quote_has_a_bar_on_every_line() -> None:
    """Somebody's own words are set apart, line breaks kept."""
    assert shown(Quote("first\nsecond"))[2:] == ["│ first", "│ second"]


def test_spans_read_as_text() -> None:
    """A moment by its fallback, a link with its address."""
    phrase = (
        Plain("a "),
        Strong("b "),
        Code("/c"),
        Plain(" "),
        Moment(datetime(2026, 3, 2, tzinfo=UTC), "Monday"),
        Plain(" "),
        Person("Ana"),
        Plain(" "),
        Link("docs", "https://example.org"),
    )

    assert shown(Say(phrase))[2] == "a b /c Monday Ana docs (https://example.org)"


def test_buttons_stand_side_by_side_with_their_numbers() -> None:
    """As many as fit into a line, in their order."""
    actions = (Press("Today", Today()), Fill("Log", LogFlow), Open("Docs", "https://example.org"))

    assert shown(actions=actions) == ["Title", "", "[1] Today   [2] Log   ↗ Docs: https://example.org"]
    assert shown(actions=actions[:2], width=16)[2:] == ["[1] Today", "[2] Log"]


def test_a_choice_of_several_stands_in_columns_below_its_heading() -> None:
    """Read downwards, aligned."""
    options = tuple(Option(f"City {n}", Today()) for n in range(1, 8))

    lines = shown(actions=(Pick("Your city", options), Press("Other", Today())), width=40)

    assert lines[2:] == [
        "Your city",
        " [1] City 1   [4] City 4   [7] City 7",
        " [2] City 2   [5] City 5",
        " [3] City 3   [6] City 6",
        "[8] Other",
    ]


def test_nothing_is_wider_than_the_screen() -> None:
    """80 columns hold everything, with words longer than a line too."""
    long = "x" * 200
    lines = shown(
        Say(plain(long)),
        Facts(((long, plain(long)),)),
        Checklist((("next", plain(long)),)),
        Quote(long),
        Small(plain(long)),
        actions=(Press(long, Today()), Pick(long, (Option(long, Today(), long),)), Open(long, f"https://{long}")),
        title=long,
    )

    assert max(columns(line) for line in lines) <= WIDTH


def test_what_people_wrote_cannot_move_the_cursor() -> None:
    """Escapes vanish from every place that shows a person's words."""
    evil = "a\x1b[2Jb"
    lines = shown(
        Say((Person(evil),)), Quote(evil), Facts(((evil, plain(evil)),)), actions=(Press(evil, Today()),), title=evil
    )

    assert not any("\x1b" in line for line in lines)
