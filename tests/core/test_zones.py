"""Finding the zone that a person means."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.cities import CITIES
from bot.core.zones import UnknownZone, search_zones, zone_named


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("  BERLIN ", "Europe/Berlin"),
        ("Berlin, Germany", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("America / New York", "America/New_York"),
        ("port-au-prince", "America/Port-au-Prince"),
        ("port au prince", "America/Port-au-Prince"),
        ("São Paulo", "America/Sao_Paulo"),
        ("zürich", "Europe/Zurich"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("istanbul", "Europe/Istanbul"),
        ("singapore", "Asia/Singapore"),
        ("mumbai", "Asia/Kolkata"),
        ("San Francisco", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("US/Eastern", "US/Eastern"),
    ],
)
def test_a_zone_is_found_as_people_write_it(said: str, name: str) -> None:
    """R11: case, spaces, underscores and accents are free, and a city alone is enough."""
    assert zone_named(said).key == name


@pytest.mark.parametrize("said", ["Europe/Berlin", "Asia/Kathmandu", "America/Argentina/Ushuaia", "Pacific/Apia"])
def test_an_iana_name_is_always_taken_at_its_word(said: str) -> None:
    """A name that another program gave is kept as it is."""
    assert zone_named(said) is ZoneInfo(said)


@pytest.mark.parametrize(
    ("said", "likely"),
    [
        ("UTC+2", "Europe/Berlin"),
        ("utc + 2", "Europe/Berlin"),
        ("+02:00", "Europe/Berlin"),
        ("GMT+1", "Europe/London"),
        ("+0530", "Asia/Kolkata"),
        ("+5:45", "Asia/Kathmandu"),
        ("-3:30", "America/St_Johns"),
        ("UTC-5", "America/New_York"),
        ("UTC\u22125", "America/New_York"),
        ("Etc/GMT+5", "America/New_York"),  # POSIX signs point west
        ("GMT+5", "Asia/Karachi"),
        ("+14", "Pacific/Kiritimati"),
    ],
)
def test_an_offset_is_refused_with_zones_that_have_it(said: str, likely: str) -> None:
    """R11: a fixed offset follows no place through the year, so a place is asked for."""
    with pytest.raises(UnknownZone) as refused:
        zone_named(said)
    assert likely in refused.value.nearest
    assert refused.value.text == said


@pytest.mark.parametrize(
    ("said", "likely"),
    [("EST", "America/New_York"), ("PST", "America/Los_Angeles"), ("IST", "Asia/Kolkata"), ("cest", "Europe/Berlin")],
)
def test_an_abbreviation_is_refused_with_what_it_may_mean(said: str, likely: str) -> None:
    """R11: EST is a zone without summer time, which nobody in New York means."""
    with pytest.raises(UnknownZone) as refused:
        zone_named(said)
    assert likely in refused.value.nearest


@pytest.mark.parametrize(
    ("said", "likely"),
    [("berlln", "Europe/Berlin"), ("new yrok", "America/New_York"), ("Europe/Amsterdm", "Europe/Amsterdam")],
)
def test_a_slip_of_the_finger_is_refused_with_the_nearest_match(said: str, likely: str) -> None:
    """An unknown zone is refused with the nearest matches."""
    with pytest.raises(UnknownZone) as refused:
        zone_named(said)
    assert likely in refused.value.nearest


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "qqqqqq",
        "+99",
        "localtime",
        "Factory",
        "posix/Europe/Berlin",
        "right/UTC",
        "../etc/passwd",
        "Europe/",
        "/",
        "eastern",
        "\0",
        "europe",
    ],
)
def test_what_is_no_zone_is_refused(said: str) -> None:
    """Neither files of the system nor names that fit several places are zones."""
    with pytest.raises(UnknownZone):
        zone_named(said)


@given(st.text(max_size=40))
def test_any_text_is_a_zone_or_a_refusal_with_zones(said: str) -> None:
    """Whatever is typed, the answer is a zone that exists or a few that do."""
    try:
        found: tuple[str, ...] = (zone_named(said).key,)
    except UnknownZone as refused:
        found = refused.nearest
    assert len(found) <= 5
    assert set(found) <= available_timezones()


@given(st.text(max_size=20), st.integers(1, 30))
@example("AIC", 2)  # Jamaica is America/Jamaica, said shorter
def test_a_search_gives_each_zone_once_and_no_more_than_asked_for(said: str, limit: int) -> None:
    """Discord shows 25 suggestions."""
    found = search_zones(said, limit)
    assert len(found) == len(set(found)) <= limit
    for name in found:
        assert zone_named(name).key == name


def test_a_city_that_begins_so_comes_first() -> None:
    """Suggestions: the beginning of a city, then the beginning of another name, then the middle of one."""
    found = search_zones("ber")
    assert found[:2] == ["Europe/Berlin", "Atlantic/Bermuda"]
    assert found.index("Atlantic/Bermuda") < found.index("Europe/Zurich") < found.index("Australia/Canberra")


def test_other_cities_on_the_same_clock_are_suggested_too() -> None:
    """Suggestions: who types Mumbai sees the zone of Mumbai."""
    assert search_zones("mumb") == ["Asia/Kolkata"]


def test_an_area_lists_its_zones() -> None:
    """Suggestions: the well-known ones of an area lead."""
    found = search_zones("europe/")
    assert found[:3] == ["Europe/Berlin", "Europe/Istanbul", "Europe/London"]
    assert len(found) == 25
    assert all(name.startswith("Europe/") for name in found)


def test_with_nothing_typed_the_world_is_shown() -> None:
    """Suggestions: every continent, and UTC."""
    found = search_zones("")
    areas = {name.split("/")[0] for name in found}
    assert areas == {"Africa", "America", "Asia", "Australia", "Europe", "Pacific", "UTC"}
    assert len(found) == 25


def test_an_offset_in_a_search_shows_its_zones() -> None:
    """Suggestions: an offset is never one itself, but leads to places."""
    assert "Asia/Kolkata" in search_zones("+5:30")


def test_two_spellings_of_one_city_are_offered_once() -> None:
    """Suggestions: the better of two names for a place."""
    found = search_zones("buenos")
    assert found == ["America/Argentina/Buenos_Aires"]


def test_every_city_of_our_own_lives_in_a_zone() -> None:
    """The table names only zones that exist."""
    assert set(CITIES.values()) <= available_timezones()
    for city, name in CITIES.items():
        assert zone_named(city).key == name
