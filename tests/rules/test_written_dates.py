"""Dates as people and programs write them: what has one meaning is repaired, what has several is not."""

import pytest

from courier.open_sheet import OpenOptions
from courier.rules.phrases import phrase
from tests.rules.one_cell import draft_of, judged, repaired


@pytest.mark.parametrize(
    ("written", "means"),
    [
        # zones
        ("2026-11-20 13:00:00 Europe/Berlin", "2026-11-20T13:00:00+01:00"),
        ("2026-11-20T13:00:00+01:00[Europe/Berlin]", "2026-11-20T13:00:00+01:00"),
        ("2026-11-20 13:00:00 +0000 UTC", "2026-11-20T13:00:00+00:00"),
        ("2026-11-20 13:00:00 GMT+2", "2026-11-20T13:00:00+02:00"),
        ("2026-11-20 13:00:00 UTC+01:00", "2026-11-20T13:00:00+01:00"),
        ("2026-11-20 13:00:00 (UTC+01:00)", "2026-11-20T13:00:00+01:00"),
        ("20.11.2026 13:00 MEZ", "2026-11-20T13:00:00+01:00"),
        ("20 Nov 2026 13:00 Pacific Time", "2026-11-20T13:00:00-08:00"),
        ("2026-11-20T13:00:00\u221205:00", "2026-11-20T13:00:00-05:00"),
        ("2026-11-20 13:00 Amsterdam", "2026-11-20T13:00:00+01:00"),
        # programs
        ("Fri, 20 Nov 2026 13:00:00 +0000", "2026-11-20T13:00:00+00:00"),
        ("Fri Nov 20 2026 13:00:00 GMT+0100 (Central European Standard Time)", "2026-11-20T13:00:00+01:00"),
        ("Fri Nov 20 13:00:00 UTC 2026", "2026-11-20T13:00:00+00:00"),
        ("20261120T130000Z", "2026-11-20T13:00:00+00:00"),
        ("20261120130000", "2026-11-20T13:00:00"),
        ("20261120 130000 Asia/Tokyo", "2026-11-20T13:00:00+09:00"),
        ("2026-11-20 05-11-50+0000", "2026-11-20T05:11:50+00:00"),
        ("2026-11-2 5:11", "2026-11-02T05:11:00"),
        ("2026-11-19 24:00:00", "2026-11-20T00:00:00"),
        # people
        ("20.11.2026 13:00 Uhr", "2026-11-20T13:00:00"),
        ("Fr., 20.11.2026, 13 Uhr", "2026-11-20T13:00:00"),
        ("20/11/2026 à 13h05", "2026-11-20T13:05:00"),
        ("20-11-2026 13.05", "2026-11-20T13:05:00"),
        ("20/11/2026 01:00:00 p. m.", "2026-11-20T13:00:00"),
        ("Friday, November 20th, 2026 at 1 PM", "2026-11-20T13:00:00"),
        ("２０２６-11-20 13:00:00", "2026-11-20T13:00:00"),
        ("2026年11月20日(金) 午後1:05", "2026-11-20T13:05:00"),
        ("2026. 11. 20. 13:00", "2026-11-20T13:00:00"),
        # months
        ("20 November 2026 13:00", "2026-11-20T13:00:00"),
        ("9. Mär. 2026 13:00", "2026-03-09T13:00:00"),
        ("vendredi 20 février 2026 13:00", "2026-02-20T13:00:00"),
        ("20 de septiembre de 2026 13:00", "2026-09-20T13:00:00"),
        ("20 mag 2026 13:00", "2026-05-20T13:00:00"),
        ("20 mei 2026 13:00", "2026-05-20T13:00:00"),
        ("20 de outubro de 2026 13:00", "2026-10-20T13:00:00"),
        ("20 ноября 2026 13:00", "2026-11-20T13:00:00"),
        # a Tuesday, not a month
        ("mar. 17 nov. 2026 13:00", "2026-11-17T13:00:00"),
    ],
)
def test_a_date_with_one_meaning_is_repaired(written: str, means: str) -> None:
    assert "ROW-DATE-FMT" in judged("EventDate", written)
    assert repaired("EventDate", written) == means


@pytest.mark.parametrize(
    "written",
    [
        "3/4/2026 13:00", "3/4/26 13:00 Uhr", "20 jui 2026 13:00", "20 lis 2026 13:00", "2026-11-20 13:00 PM",
        "2026-11-20 24:01", "20261320130000", "13:00 Uhr", "Friday", "2026-11-20 13:00 tomorrow", "x" * 5_000,
        "2026-11-20 " + "0" * 5_000,
    ],
)  # fmt: skip
def test_nothing_is_guessed(written: str) -> None:
    assert repaired("EventDate", written) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-10-25 02:30:00 Europe/Berlin", "came twice"),
        ("2026-03-29 02:30:00 Europe/Berlin", "never was"),
        ("2026-11-20 13:00:00 IST", "unknown or ambiguous time zone"),
        ("2026-11-20T13:00:00+02:00[Europe/Berlin]", "two time zones"),
        ("2026-11-20 13:00:00 +0100 EST", "two time zones"),
        ("03/04/2026 13:00", "may begin with day or month"),
        ("3/4/2026 13h00", "may begin with day or month"),
        ("20.11.26 13:00", "year of two digits"),
        ("20-Nov-26 13:00", "year of two digits"),
        ("Mon, 20 Nov 2026 13:00:00 +0000", "the wrong day of the week"),
        ("2026年11月20日(月) 13:00", "the wrong day of the week"),
    ],
)
def test_what_is_open_or_contradicts_itself_is_explained_and_left_alone(written: str, said: str) -> None:
    problem = judged("EventDate", written, MediaId="10000")["ROW-DATE-FMT"]
    assert problem.fix is None
    assert said in phrase(problem, str)


def test_points_mean_day_first_unless_a_row_proves_the_other() -> None:
    def after(*dates: str) -> list[str]:
        draft = draft_of(*({"EventDate": date} for date in dates))
        draft.do(draft.plan().edit)
        return draft.fields(draft.sheet.row_order)["EventDate"].to_list()

    assert after("08.11.2026 13:00", "9.11.2026 8:00") == ["2026-11-08T13:00:00", "2026-11-09T08:00:00"]
    assert after("08.11.2026 13:00", "11.20.2026 8:00") == ["2026-08-11T13:00:00", "2026-11-20T08:00:00"]
    assert after("08.11.2026 13:00", "08/11/2026 13:00") == ["2026-11-08T13:00:00", "08/11/2026 13:00"]
    both = ("08.11.2026 13:00", "20.11.2026 13:00", "11.20.2026 8:00")
    assert after(*both)[0] == both[0]


def test_unusual_dates_prove_the_order_of_their_column() -> None:
    draft = draft_of({"EventDate": "03/04/2026 13h00"}, {"EventDate": "20/11/2026 13h00"})
    draft.do(draft.plan().edit)
    assert draft.fields(draft.sheet.row_order)["EventDate"][0] == "2026-04-03T13:00:00"


def test_an_abbreviation_for_the_whole_sheet_counts_only_in_its_time_of_the_year() -> None:
    rows = ({"EventDate": "2026-11-20 13:00", "MediaId": "1"}, {"EventDate": "2026-09-20 13:00", "MediaId": "1"})
    draft = draft_of(*rows, options=OpenOptions(zone="CET"))
    draft.do(draft.plan().edit)
    assert draft.fields(draft.sheet.row_order)["EventDate"].to_list() == [
        "2026-11-20T13:00:00+01:00",
        "2026-09-20 13:00",
    ]
    (left,) = [problem for problem in draft.problems() if problem.rule == "ROW-DATE-FMT"]
    assert "another name" in phrase(left, str)


@pytest.mark.parametrize("written", ["20.11.2026 13:00 Uhr", "20261120T130000"])
def test_dates_of_ones_own_are_repaired_too(written: str) -> None:
    assert repaired("Date1", written) == "2026-11-20T13:00:00"
