"""The zones that a file names for its dates count before the program's; two that do not agree are asked for."""

from datetime import UTC, datetime

import pytest

from courier.draft import Draft
from courier.draft_edits import change_mapping, set_zone, translate_values
from courier.open_sheet import OpenedSheet, OpenOptions, open_table
from courier.programs import Program
from courier.reading import read_bytes
from courier.rules.phrases import phrase
from courier.sheet.errors import MappingError
from courier.sheet.mapping import Column

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BERLIN = Program("Acme", zone="Europe/Berlin")


def opened(
    header: str, *dates: str, above: str = "", zone: str | None = None, program: Program | None = None
) -> OpenedSheet:
    """An order sheet whose event dates are in a column called ``header``, below the lines ``above``."""
    rows = [f"{number},{date},AC-{number},1000,18500,20000,USD,10.00" for number, date in enumerate(dates)]
    names = f"Line,{header},OrderId,CampaignId,ActionTrackerId,MediaId,CurrencyCode,Amount"
    content = "\n".join([*filter(None, [above]), names, *rows])
    options = OpenOptions(zone=zone, program=program, columns=((header, "EventDate"),))
    sheet = open_table(read_bytes(content.encode(), "x.csv"), "x.csv", None, options, NOW)
    sheet.draft.check()
    return sheet


def repaired(draft: Draft) -> list[str]:
    draft.do(draft.plan().edit)
    return draft.fields(draft.sheet.row_order)["EventDate"].to_list()


@pytest.mark.parametrize("program", [None, BERLIN])
def test_the_zone_of_the_header_counts_before_the_programs(program: Program | None) -> None:
    sheet = opened("Created (UTC)", "2026-11-20 23:30", "2026-11-20T23:45:00", program=program)
    assert repaired(sheet.draft) == ["2026-11-20T23:30:00+00:00", "2026-11-20T23:45:00+00:00"]
    assert any("Created (UTC)" in str(note) for note in sheet.notes)


def test_an_offset_in_the_value_counts_before_all() -> None:
    sheet = opened("Created (UTC)", "2026-11-20 23:30 +0100", above="Time zone: Europe/Berlin", program=BERLIN)
    assert repaired(sheet.draft) == ["2026-11-20T23:30:00+01:00"]


@pytest.mark.parametrize(
    ("line", "offset"),
    [
        ("Parameters:TimeZone=America/New_York", "-05:00"),
        ("Time zone,America/New_York", "-05:00"),
        ("Time zone: (GMT-05:00) Eastern Time", "-05:00"),
        ("Report of November. All times are in UTC.", "+00:00"),
        ("Zeitzone: MEZ", "+01:00"),
        ("Report of 2026-11-21 10:00 UTC", None),
        ("Times in town", None),
        ("Time zone: of the shop", None),
    ],
)
def test_a_line_above_the_table_names_the_zone(line: str, offset: str | None) -> None:
    sheet = opened("Sold", "2026-11-20 10:00", above=line)
    assert repaired(sheet.draft) == ["2026-11-20T10:00:00" + (offset or "")]
    assert any("skipped" in str(note) and line[:20].split(",")[0] in str(note) for note in sheet.notes)


def test_header_and_line_that_disagree_are_asked_for() -> None:
    sheet = opened("Sold (UTC)", "2026-11-20 10:00", above="TimeZone=America/New_York", program=BERLIN)
    (problem,) = [problem for problem in sheet.draft.problems() if problem.rule == "ROW-DATE-FMT"]
    assert problem.fix is None
    assert "Sold (UTC)" in phrase(problem, str)
    assert "TimeZone=America/New_York" in phrase(problem, str)
    sheet.draft.do(set_zone(sheet.draft, "Eastern"))
    assert repaired(sheet.draft) == ["2026-11-20T10:00:00-05:00"]


def test_a_choice_against_the_file_is_asked_for_and_a_choice_between_two_is_an_answer() -> None:
    draft = opened("Sold (UTC)", "2026-11-20 10:00", "2026-11-20T10:00:00", zone="Europe/Berlin").draft
    assert {problem.rule for problem in draft.problems()} >= {"ROW-DATE-FMT", "ROW-DATE-TZ"}
    assert repaired(draft) == ["2026-11-20 10:00", "2026-11-20T10:00:00"]
    for answer, offset in (("Berlin", "+01:00"), ("GMT", "+00:00")):
        answered = opened("Sold (UTC)", "2026-11-20 10:00", above="TimeZone=Europe/Berlin", zone=answer).draft
        assert repaired(answered) == [f"2026-11-20T10:00:00{offset}"]


def test_an_answer_about_two_zones_outlives_a_change_of_the_dates() -> None:
    draft = opened("Sold (UTC)", "2026-11-20 10:00", "yesterday", above="TimeZone=Europe/Berlin").draft
    draft.do(set_zone(draft, "UTC"))
    draft.do(translate_values(draft, "EventDate", [("yesterday", "2026-11-21 11:00")]))
    assert repaired(draft) == ["2026-11-20T10:00:00+00:00", "2026-11-21T11:00:00+00:00"]


def test_a_place_completes_the_abbreviation_of_its_clocks() -> None:
    dates = ("2026-11-20 10:00", "2026-09-20 10:00")
    there = ["2026-11-20T10:00:00+01:00", "2026-09-20T10:00:00+02:00"]
    assert repaired(opened("Sold (CET)", *dates, zone="Europe/Paris").draft) == there
    assert repaired(opened("Sold (CET)", *dates, program=BERLIN).draft) == there
    assert repaired(opened("Sold (CET)", *dates).draft) == [there[0], dates[1]]


def test_the_age_of_a_date_is_counted_in_its_zone() -> None:
    draft = opened("Sold (UTC-10:00)", "2026-11-22T20:00:00").draft
    assert "ROW-DATE-FUTURE" in {problem.rule for problem in draft.problems()}


def test_another_column_brings_the_zone_of_its_own_header() -> None:
    sheet = opened("Sold (UTC)", "2026-11-20 10:00")
    mapping = sheet.draft.choices.mapping
    sheet.draft.do(change_mapping(sheet.draft, mapping.with_feed("Date1", Column("c0"))))
    assert sheet.draft.choices.readings["EventDate"].zone == "UTC"
    assert sheet.draft.choices.readings["Date1"].zone is None


def test_no_zone_is_set_that_nobody_knows() -> None:
    draft = opened("Sold", "2026-11-20 10:00").draft
    with pytest.raises(MappingError):
        set_zone(draft, "Atlantis")
