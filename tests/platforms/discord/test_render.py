"""What is drawn keeps Discord's limits, whatever the view, and looks as it should."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.commands import EditLog, LogFlow, ShowWeek, Today, Undo
from bot.platforms.discord.ids import read_id
from bot.platforms.discord.marks import weight
from bot.platforms.discord.prose import write
from bot.platforms.discord.render import ACCENTS, layouts, letter
from bot.ui.codec import decode, decode_fill, is_fill
from bot.ui.phrase import Strong, plain
from bot.ui.view import Block, Checklist, Facts, Fill, Meter, Open, Option, Pick, Press, Quote, Say, Small, View
from tests.platforms.discord.samples import blocks, views

Json = Mapping[str, Any]


def every(components: Sequence[Json]) -> Iterator[Json]:
    """All components, nested ones too."""
    for each in components:
        yield each
        yield from every(each.get("components") or ())


def drawn(*shown: View) -> list[list[Json]]:
    """The components of each message that the views become."""
    return [[each.to_component_dict() for each in message.children] for message in layouts(shown)]


def texts(components: Sequence[Json]) -> list[str]:
    """What the text displays say."""
    return [each["content"] for each in every(components) if each["type"] == 10]


def check_rows(rows: Sequence[Json]) -> None:
    """Discord's limits for rows of buttons and selects, and ours for what they carry."""
    ids: list[str] = []
    for row in rows:
        controls = row["components"]
        kinds = {each["type"] for each in controls}
        assert kinds == {3} if 3 in kinds else kinds == {2}
        assert 1 <= len(controls) <= (1 if 3 in kinds else 5)
        for each in controls:
            if each["type"] == 3:
                ids.append(each["custom_id"])
                check_select(each)
            else:
                assert 1 <= len(each["label"]) <= 80
                if each.get("url"):
                    assert len(each["url"]) <= 512
                    assert each["url"].startswith("https://")
                else:
                    ids.append(each["custom_id"])
                    check_payload(each["custom_id"], "button")
    assert len(set(ids)) == len(ids)


def check_select(select: Json) -> None:
    """A select of 1 to 25 different lines."""
    assert 1 <= len(select["options"]) <= 25
    assert len(select.get("placeholder") or "") <= 150
    values = [option["value"] for option in select["options"]]
    assert len(set(values)) == len(values)
    for option in select["options"]:
        assert 1 <= len(option["label"]) <= 100
        assert len(option.get("description") or "") <= 100
        check_payload(option["value"], "option")


def check_payload(custom_id: str, on: str) -> None:
    """At most 100 characters, and readable by whoever comes after a restart."""
    carried = read_id(custom_id)
    assert len(custom_id) <= 100
    assert carried is not None
    assert carried.on == on
    (decode_fill if is_fill(carried.payload) else decode)(carried.payload)


def rows_of(components: Sequence[Json]) -> list[Json]:
    """The rows of buttons and selects."""
    return [each for each in every(components) if each["type"] == 1]


@settings(deadline=None, max_examples=30)
@given(st.lists(views, min_size=1, max_size=3))
def test_no_views_together_exceed_what_a_message_holds(shown: list[View]) -> None:
    """At most 40 components, 4,000 characters, 10,000 bytes, and no empty text (platforms.md)."""
    for message in drawn(*shown):
        said = "".join(texts(message))

        assert len(list(every(message))) <= 40
        assert len(said.encode("utf-16-le")) // 2 <= 4000
        assert len(said.encode()) <= 10_000
        assert all(text.strip() for text in texts(message))
        assert all(box["type"] == 17 and box["components"] for box in message)
        check_rows(rows_of(message))


@settings(deadline=None, max_examples=30)
@given(views)
def test_no_letter_exceeds_what_a_plain_message_holds(shown: View) -> None:
    """2,000 characters and 5 rows; never empty (platforms.md)."""
    drawn_letter = letter(shown)
    rows = drawn_letter.view.to_components()

    assert 1 <= len(drawn_letter.content.encode("utf-16-le")) // 2 <= 2000
    assert len(rows) <= 5
    check_rows(rows)


async def test_nothing_waits_for_presses() -> None:
    """A drawn view is finished: the library keeps none of it, presses are read from their ids."""
    view = View(plain("Hello"), actions=(Press("Today", Today()),))

    assert layouts([view])[0].is_finished()
    assert letter(view).view.is_finished()


def test_a_view_becomes_a_container_with_its_accent() -> None:
    """Title, blocks and buttons of one view stand in one container, coloured by meaning."""
    view = View(
        (Strong("90"), *plain(" minutes")),
        (
            Say(plain("Well done.")),
            Facts((("Week", plain("3 flows")),)),
            Meter(2, 5, 1),
            Checklist((("done", plain("one")), ("next", plain("two")), ("open", plain("three")))),
            Quote("my\nnotes"),
            Small(plain("aside")),
        ),
        (
            Press("Undo", Undo("log", 7), "danger"),
            Fill("Edit", EditLog, {"log": 7}),
            Open("Read", "https://example.org"),
        ),
        accent="good",
    )

    [[box]] = drawn(view)

    assert box["accent_color"] == ACCENTS["good"]
    assert texts([box]) == [
        "### 90 minutes",
        "Well done.",
        "**Week** · 3 flows",
        "🟩🟩🟦⬜⬜",
        "✅ one\n▶️ two\n▫️ three",
        "> my\n> notes",
        "-# aside",
    ]
    [row] = rows_of([box])
    assert [each["label"] for each in row["components"]] == ["Undo", "Edit", "Read"]
    assert [each["style"] for each in row["components"]] == [4, 2, 5]


def test_a_letter_is_text_that_a_push_notification_can_show() -> None:
    """Discord leaves components V2 out of push notifications, so a letter has content."""
    drawn_letter = letter(View(plain("Good morning"), (Say(plain("Day 2.")),), (Press("Today", Today(), "main"),)))

    assert drawn_letter.content == "**Good morning**\n\nDay 2."
    assert drawn_letter.view.to_components()[0]["components"][0]["custom_id"] == "1b|1:td"


def test_a_long_quote_gives_way_before_our_own_words() -> None:
    """A review of 4,000 characters is shortened between words; the question after it stays whole."""
    view = View(plain("Your review"), (Quote("word " * 800), Say(plain("Anything missing?"))))

    [message] = drawn(view)
    title, quote, question = texts(message)

    assert question == "Anything missing?"
    assert quote.endswith("word…")
    assert len(title + quote + question) > 3900


def test_what_is_said_besides_stands_below_in_the_same_message() -> None:
    """An aside shares the message while both fit whole, and follows in its own if not."""
    aside = View(plain("By the way"))

    assert len(drawn(View(plain("Short")), aside)) == 1
    assert len(drawn(View(plain("Long"), (Say(plain("word " * 796)),)), aside)) == 2


def test_two_buttons_of_one_command_differ() -> None:
    """Discord refuses a message with two equal custom_ids; both are read as the same press."""
    view = View(plain("Twice"), actions=(Press("Here", Today()), Press("There", Today())))

    first, second = (each["custom_id"] for each in rows_of(drawn(view, view)[0])[0]["components"])

    assert first != second
    assert [read_id(first), read_id(second)] == [read_id("1b|1:td")] * 2


def test_an_address_too_long_for_a_button_becomes_a_link() -> None:
    """A button's address has at most 512 characters."""
    url = f"https://example.org/paper?page={'1' * 600}"

    [message] = drawn(View(plain("Read"), actions=(Open("Paper", url),)))

    assert rows_of(message) == []
    assert texts(message)[-1] == f"-# [Paper](<{url}>)"


def test_more_buttons_than_fit_lose_the_last_and_say_so_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """40 components hold 30 buttons and a text."""
    view = View(plain("Many"), actions=tuple(Press(str(n), ShowWeek(n)) for n in range(1, 41)))

    [message] = drawn(view)

    assert sum(len(row["components"]) for row in rows_of(message)) == 30
    assert "8 rows of buttons, 6 are shown" in caplog.text


def test_a_pick_is_a_select_whose_lines_carry_commands() -> None:
    """An option's value is its command; an option may have a quieter second line."""
    pick = Pick("Which week?", (Option("Week 1", ShowWeek(1), "Vectors"), Option("Week 2", ShowWeek(2))))

    [message] = drawn(View(plain("Weeks"), actions=(pick, Fill("Log", LogFlow))))
    select = rows_of(message)[0]["components"][0]

    assert select["placeholder"] == "Which week?"
    assert [(each["label"], each.get("description")) for each in select["options"]] == [
        ("Week 1", "Vectors"),
        ("Week 2", None),
    ]
    assert isinstance(layouts([View(plain("x"), actions=(pick,))])[0], ui.LayoutView)


@settings(deadline=None, max_examples=30)
@given(blocks, st.integers(0, 300))
def test_a_block_keeps_within_its_room(block: Block, room: int) -> None:
    """Shortening works for every kind of block."""
    written = write(View((), (block,)), room, "{}")

    assert weight("\n\n".join(written.texts)) <= room
