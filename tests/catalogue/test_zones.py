"""Time zones are found by the names that people give them."""

from datetime import UTC, datetime

import pytest

from courier.catalogue.headers import match_headers
from courier.catalogue.zone_headers import without_zone, zones_in_header
from courier.catalogue.zones import known_zone, search_zones, zone_named

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("zürich", "Europe/Zurich"),
        ("New York", "America/New_York"),
        ("CET", "CET"),
        ("(est)", "EST"),
        ("GMT", "UTC"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Eastern", "America/New_York"),
        ("Mitteleuropäische Zeit", "Europe/Berlin"),
        ("GMT+2", "+02:00"),
        ("(UTC+01:00)", "+01:00"),
        ("(GMT-05:00) America/New York", "America/New_York"),
        ("-0800", "-08:00"),
        ("\u221205:30", "-05:30"),
        # POSIX counts westwards, and so does this name
        ("Etc/GMT+2", "Etc/GMT+2"),
    ],
)
def test_a_name_means_one_zone(text: str, zone: str) -> None:
    assert zone_named(text) == zone
    assert zone_named(zone) == zone


@pytest.mark.parametrize(
    "text", ["", "CST", "BST", "IST", "Atlantis", "+25:00", "+01:75", "Louisville", "Factory", "B" * 999]
)
def test_a_name_of_several_zones_or_of_none_is_refused(text: str) -> None:
    assert not known_zone(text)


@pytest.mark.parametrize(
    ("text", "first"),
    [("CET", "Europe/Berlin"), ("berl", "Europe/Berlin"), ("pacific t", "America/Los_Angeles"),
      ("new y", "America/New_York"),
     ("EST", "America/New_York"), ("CST", "America/Chicago"), ("sao p", "America/Sao_Paulo"), ("+02:00", "+02:00")],
)  # fmt: skip
def test_what_is_typed_finds_the_likeliest_zone_first(text: str, first: str) -> None:
    assert search_zones(text, WINTER)[0].zone == first


def test_the_offset_is_that_of_the_moment() -> None:
    assert search_zones("Berlin", WINTER)[0].offset == "+01:00"
    assert search_zones("Berlin", SUMMER)[0].offset == "+02:00"
    assert search_zones("EST", SUMMER)[1].offset == "-05:00"


def test_nothing_typed_shows_the_zones_that_have_a_name() -> None:
    choices = search_zones("", WINTER, most=1_000)
    assert {"UTC", "Europe/London", "America/Denver"} <= {choice.zone for choice in choices}
    assert all(choice.name for choice in choices)
    assert len(search_zones("", WINTER, most=5)) == 5


def test_what_no_zone_is_called_finds_nothing() -> None:
    assert search_zones("atlantis", WINTER) == []


@pytest.mark.parametrize(
    ("header", "zones"),
    [
        ("Created (UTC)", ["UTC"]),
        ("Date / Time (UTC)", ["UTC"]),
        ("Created at UTC", ["UTC"]),
        ("created_at_utc", ["UTC"]),
        ("createdAtUtc", ["UTC"]),
        ("GMT Date", ["UTC"]),
        ("Order date [CET]", ["CET"]),
        ("Order date EST", ["EST"]),
        ("Zeit (MEZ)", ["MEZ"]),
        ("Date GMT+2", ["+02:00"]),
        ("Date (UTC-05:00)", ["-05:00"]),
        ("Time (Europe/Berlin)", ["Europe/Berlin"]),
        ("Sale time (Pacific Time)", ["America/Los_Angeles"]),
        ("Date (ET)", ["America/New_York"]),
        ("Created (UTC) / CET", ["UTC", "CET"]),
        ("Created at", []),
        ("Date (Est)", []),
        ("Order date (UK)", []),
        ("Date (dd/mm/yyyy)", []),
        ("Date/Time", []),
        ("Date (local time)", []),
        ("Outcome", []),
        ("x" * 10_000, []),
    ],
)
def test_what_a_header_says_about_the_zone(header: str, zones: list[str]) -> None:
    assert list(zones_in_header(header)) == zones


@pytest.mark.parametrize(("header", "bare"), [
    ("Created (UTC)", "Created"), ("created_at_utc", "created_at"), ("Order date EST", "Order date"),
    ("Time [GMT+2]", "Time"), ("Date (Europe/Berlin)", "Date"), ("Date (dd/mm/yyyy)", "Date (dd/mm/yyyy)"),
])  # fmt: skip
def test_a_header_without_its_zone(header: str, bare: str) -> None:
    assert without_zone(header) == bare


@pytest.mark.parametrize("header", ["Event Date (UTC)", "EventDate UTC", "event_date_utc", "Created At (CET)"])
def test_a_zone_does_not_hide_a_date_column(header: str) -> None:
    (match,) = match_headers([header], [["2026-11-20 10:00"]])
    assert match is not None
    assert match.field == "EventDate"


def test_a_zone_in_another_column_is_part_of_its_name() -> None:
    assert match_headers(["Quantity EST"], [["1"]]) == match_headers(["Quantity Est"], [["1"]])
