"""All rows of a column decide how its dates and decimals are read; nothing is guessed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courier.draft import Draft
from courier.draft_edits import set_date_order, set_short_years
from courier.messages import text
from courier.open_sheet import OpenOptions
from courier.rules.evidence import evidence
from courier.rules.phrases import phrase
from courier.rules.readings import read_columns
from courier.sheet.choices import ColumnReading
from tests.rules.one_cell import NOW, draft_of
from tests.tries import tries

ISO = "2026-11-20T10:00:00Z"


def dated(*dates: str, zone: str | None = None, agreed: bool | None = None, field: str = "EventDate") -> Draft:
    """A checked draft with these dates; ``agreed``: the decision about years of two digits."""
    draft = draft_of(*({field: date} for date in dates), options=OpenOptions(zone=zone))
    if agreed is not None:
        draft.do(set_short_years(draft, field, agreed=agreed))
    return draft


def after_repairs(draft: Draft, field: str = "EventDate") -> list[str | None]:
    """The texts of the column after all safe repairs."""
    draft.do(draft.plan().edit)
    return draft.fields(draft.sheet.row_order)[field].to_list()


def said(draft: Draft, field: str = "EventDate") -> list[str]:
    """The sentences about a column."""
    return [text(key, **facts) for key, facts in evidence(field, draft.choices.readings[field])]


def proposals(draft: Draft) -> list[tuple[bool, str] | None]:
    """Per date that impact.com cannot read: whether its repair is safe, and the new text."""
    unreadable = [problem for problem in draft.problems() if problem.rule == "ROW-DATE-FMT"]
    return [(problem.fix.safe, str(problem.fix.value)) if problem.fix else None for problem in unreadable]


# ---------------------------------------------------------------------- numbers


@pytest.mark.parametrize(("written", "means"), [
    ("46346.4166667", "2026-11-20T10:00:00"), ("46346,4166667", "2026-11-20T10:00:00"),
    ("46345.99999999", "2026-11-20T00:00:00"), ("46346.5870023", "2026-11-20T14:05:17"),
    ("44884.4166667", "2026-11-20T10:00:00"),
    ("1795168800", "2026-11-20T10:00:00+00:00"), ("1795168800123", "2026-11-20T10:00:00.123+00:00"),
    ("1795168800000", "2026-11-20T10:00:00+00:00"),
    ("46346", None), ("46346.0", None), ("12345.5", None), ("1395168800", None), ("17951688001", None),
    ("２６３４６.5", None), ("٤٦٣٤٦.5", None),
])  # fmt: skip
def test_numbers_that_are_dates(written: str, means: str | None) -> None:
    draft = dated(written)
    assert {problem.rule for problem in draft.problems()} == {"ROW-DATE-FMT"}
    assert after_repairs(draft) == [means or written]


def test_a_spreadsheets_day_is_local_and_a_unix_time_is_not() -> None:
    assert after_repairs(dated("46346.4166667", zone="Europe/Berlin")) == ["2026-11-20T10:00:00+01:00"]
    assert after_repairs(dated("1795168800", zone="Europe/Berlin")) == ["2026-11-20T10:00:00+00:00"]


def test_a_day_without_a_time_becomes_noon_only_if_asked() -> None:
    draft = dated("46346", "46345", zone="-08:00")
    assert proposals(draft) == [(False, "2026-11-20T12:00:00-08:00"), (False, "2026-11-19T12:00:00-08:00")]


@pytest.mark.parametrize("dates", [
    (ISO, ISO, "46346.5"), (ISO, "46346.5", "46346.5"), ("46346.5",) * 19 + ("20/11/2026 10:00",),
    ("46346.5", "44884.5"), ("46346.5", "1795168800"), ("1795168800", "1795168800000"), ("46346.5", "n/a"),
    ("46346.5", "47.5"), ("46346.5", "5-JAN-17"),
])  # fmt: skip
def test_numbers_in_a_mixed_column_are_never_guessed(dates: tuple[str, ...]) -> None:
    draft = dated(*dates)
    assert draft.choices.readings["EventDate"].number_dates is None
    bare = [index for index, date in enumerate(dates) if date[:4].isdigit() and "-" not in date]
    assert bare
    left = after_repairs(draft)
    assert [left[index] for index in bare] == [dates[index] for index in bare]


def test_a_few_stray_texts_and_old_rows_leave_the_others_readable() -> None:
    dates = ["46346.5"] * 18 + ["unknown", "45000.5"]
    draft = dated(*dates)
    assert after_repairs(draft)[17:] == ["2026-11-20T12:00:00", "unknown", "2023-03-15T12:00:00"]
    assert said(draft) == [
        "18 of 20 are Excel day numbers of the last 13 months, and all numbers are read so.",
    ]


def test_empty_cells_prove_nothing() -> None:
    assert dated("46346.5", *[""] * 30).choices.readings["EventDate"].number_dates == "serial-1900"
    assert dated("", " ").choices.readings["EventDate"].proofs["filled"] == 0


def test_what_is_plausible_depends_on_the_moment() -> None:
    column = pl.DataFrame({"EventDate": ["44884.5"]})
    then = datetime(2022, 12, 1, tzinfo=UTC)
    assert read_columns(column, NOW)["EventDate"].number_dates == "serial-1904"
    assert read_columns(column, then)["EventDate"].number_dates == "serial-1900"


def test_dates_of_ones_own_are_read_in_the_same_way() -> None:
    draft = dated("46346.5", "46345.25", field="Date1")
    assert after_repairs(draft, "Date1") == ["2026-11-20T12:00:00", "2026-11-19T06:00:00"]


# ---------------------------------------------------------------------- years of two digits


@pytest.mark.parametrize(("written", "means"), [
    ("20/11/26 10:00", "2026-11-20T10:00:00"), ("11/20/26 1:05 PM", "2026-11-20T13:05:00"),
    ("20-11-26 10:00", "2026-11-20T10:00:00"), ("11.11.26 10:00", "2026-11-11T10:00:00"),
    ("05-JAN-17 13:02:11 EST", "2017-01-05T13:02:11-05:00"), ("20 Nov 26 10:00", "2026-11-20T10:00:00"),
    ("Nov 20, 26 10:00", "2026-11-20T10:00:00"),
    # not safe: noon, and dates that may begin with the year
    ("20.11.26", None), ("26-11-20 10:00", None), ("26/11/20 10:00", None), ("26-NOV-20 10:00", None),
    ("25/10/26 10:00", None), ("01/02/03 10:00", None), ("03/04/26 10:00", None), ("31/02/26 10:00", None),
])  # fmt: skip
def test_years_of_two_digits_are_read_once_somebody_agreed(written: str, means: str | None) -> None:
    for agreed in (None, False):
        draft = dated(written, agreed=agreed)
        assert (proposals(draft), after_repairs(draft)) == ([None], [written])
    draft = dated(written, agreed=True)
    assert after_repairs(draft) == [means or written]


def test_to_agree_is_one_step_that_can_be_undone() -> None:
    draft = dated("20/11/26 10:00")
    draft.do(set_short_years(draft, "EventDate", agreed=True))
    assert proposals(draft) == [(True, "2026-11-20T10:00:00")]
    undone = draft.undo()
    assert undone is not None
    assert text(undone.what) == "years of two digits"
    assert proposals(draft) == [None]


def test_other_rows_prove_where_the_year_stands() -> None:
    dates = ["25/10/26 10:00", "20/10/26 10:00", "03/10/26 10:00"]
    draft = dated(*dates, agreed=True)
    assert after_repairs(draft) == ["2026-10-25T10:00:00", "2026-10-20T10:00:00", "2026-10-03T10:00:00"]
    first = dated("26-10-25 10:00", "26-10-20 10:00", "26-10-03 10:00", agreed=True)
    assert proposals(first) == [None] * 3
    assert first.choices.readings["EventDate"].day_first is None


def test_a_day_without_a_time_and_with_a_short_year_becomes_noon_only_if_asked() -> None:
    assert proposals(dated("20.11.26", agreed=True)) == [(False, "2026-11-20T12:00:00")]


def test_the_question_of_day_or_month_is_asked_of_short_years_too() -> None:
    assert dated("03/04/26 10:00").undecided_date("EventDate") == "03/04/26 10:00"
    assert dated("26-11-20 10:00").undecided_date("EventDate") is None
    draft = dated("03/04/26 10:00", agreed=True)
    draft.do(set_date_order(draft, "EventDate", day_first=True))
    assert proposals(draft) == [(True, "2026-04-03T10:00:00")]


# ---------------------------------------------------------------------- day and month


@pytest.mark.parametrize(("dates", "means"), [
    (("03/04/2026 10:00", "20/11/2026 10:00"), "2026-04-03T10:00:00"),
    (("03/04/2026 10:00", "11/20/2026 10:00"), "2026-03-04T10:00:00"),
    (("03/04/2026 10:00", "20/11/26 10:00"), "2026-04-03T10:00:00"),
    (("03/04/2026 10:00", "20/11/2026 10:00", "11/20/2026 10:00"), None),
    (("03/04/2026 10:00", "26-11-20 10:00"), None),
    (("03/04/2026 10:00", ISO), None),
])  # fmt: skip
def test_one_row_decides_for_all_unless_another_contradicts(dates: tuple[str, ...], means: str | None) -> None:
    assert after_repairs(dated(*dates))[0] == (means or dates[0])


@pytest.mark.parametrize(("dates", "asked"), [
    (("20.11.2026 10:00", "11/20/2026 10:00", "03/04/2026 10:00"), None),
    (("13.13.2026 10:00",), None), (("31/31/2026 10:00",), None),
    (("31/31/2026 10:00", "03/04/2026 10:00"), "03/04/2026 10:00"),
])  # fmt: skip
def test_only_a_date_that_can_be_read_both_ways_is_asked_about(dates: tuple[str, ...], asked: str | None) -> None:
    assert dated(*dates).undecided_date("EventDate") == asked


def test_dates_that_contradict_each_other_are_said_to() -> None:
    first, *_ = dated("20.11.2026 10:00", "11/20/2026 10:00").problems(rules=["ROW-DATE-FMT"])
    assert "others with the month. Type “20.11.2026 10:00” as" in phrase(first, str)


# ---------------------------------------------------------------------- clock changes

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(("written", "rule", "clock"), [
    ("2026-03-29T02:30:00", "ROW-DATE-TZ", "gap"), ("2026-10-25T02:30:00", "ROW-DATE-TZ", "overlap"),
    ("2026-10-25T03:00:00", "ROW-DATE-TZ", "fine"), ("2026-03-29 02:30", "ROW-DATE-FMT", "gap"),
    ("25.10.2026 02:30", "ROW-DATE-FMT", "overlap"), ("46320.1041667", "ROW-DATE-FMT", "overlap"),
    ("2026-10-25 02:30 CET", "ROW-DATE-FMT", "fine"), ("", "ROW-DATE-FMT", "fine"), ("soon", "ROW-DATE-FMT", "fine"),
])  # fmt: skip
def test_an_hour_that_the_clocks_left_out_or_ran_twice_is_pointed_out(written: str, rule: str, clock: str) -> None:
    draft = draft_of({"EventDate": written, "MediaId": "10000"}, options=OpenOptions(zone=BERLIN))
    (problem,) = [problem for problem in draft.problems() if problem.rule.startswith("ROW-DATE")]
    assert (problem.rule, problem.facts["clock"]) == (rule, clock)
    if clock != "fine":
        assert problem.fix is None
        assert after_repairs(draft) == [written]
    words = phrase(problem, str)
    assert ("were put forward" in words, "were put back" in words) == (clock == "gap", clock == "overlap")


@pytest.mark.parametrize("zone", [None, "+01:00", "UTC"])
def test_zones_without_clock_changes_have_no_such_hours(zone: str | None) -> None:
    draft = dated("2026-03-29T02:30:00", "2026-10-25 02:30", zone=zone)
    assert {problem.facts["clock"] for problem in draft.problems() if problem.rule.startswith("ROW-DATE")} == {"fine"}


# ---------------------------------------------------------------------- words


@pytest.mark.parametrize(("dates", "words"), [
    ((ISO,), []),
    (("20/11/2026 10:00",) * 14, ["14 rows prove day first; none prove month first."]),
    (("11/20/2026 10:00",), ["1 row proves month first; none prove day first."]),
    (("03/04/2026 10:00", "11/11/2026 10:00"),
     ["No row decides between day first and month first; 1 can be read both ways."]),
    (("20/11/2026 10:00", "11/20/2026", "11/21/2026"), ["1 row proves day first and 2 month first."]),
    (("46346.5",) * 60, ["All values (60) are Excel day numbers."]),
    (("44884.5",), ["All values (1) are Excel day numbers from 1904 on."]),
    (("1795168800",) * 2, ["All values (2) are seconds since 1970 (UTC)."]),
    (("46346.5", "46346.5", ISO),
     ["2 rows may hold a date as a number, but 1 is written otherwise, so numbers are not read as dates."]),
    (("05-JAN-17 10:00",) * 3, ["3 rows have years of two digits: say that 26 means 2026."]),
    (("26-11-20",),
     ["1 row does not show which number is the year, and nothing of that is read. Write the year in full."]),
])  # fmt: skip
def test_what_is_said_about_dates(dates: tuple[str, ...], words: list[str]) -> None:
    assert said(dated(*dates)) == words


def test_what_somebody_decided_is_said_too() -> None:
    draft = dated("03/04/26 10:00", "11/09/26 10:00")
    draft.do(set_date_order(draft, "EventDate", day_first=False))
    draft.do(set_short_years(draft, "EventDate", agreed=True))
    assert said(draft) == [
        "No row decides between day first and month first; 2 can be read both ways.",
        "You said that the month comes first.",
        "2 rows have years of two digits; you said that 26 means 2026.",
    ]
    draft.do(set_short_years(draft, "EventDate", agreed=False))
    assert said(draft)[2].startswith("2 rows have years of two digits; you said that 26 does not mean 2026")


@pytest.mark.parametrize(("amounts", "words"), [
    (("12.50",), []),
    (("12,50",) * 12, ["12 rows prove a decimal comma; none prove a point."]),
    (("1,234.50", "1,234"), ["1 row proves a decimal point; none prove a comma."]),
    (("1,234",), ["No row decides between a decimal comma and a point."]),
    (("12,50", "12.50"), ["1 row proves a decimal comma and 1 a point."]),
])  # fmt: skip
def test_what_is_said_about_decimals(amounts: tuple[str, ...], words: list[str]) -> None:
    assert said(draft_of(*({"Amount": amount} for amount in amounts)), "Amount") == words


def test_nothing_is_said_where_nothing_was_read() -> None:
    assert (
        evidence("EventDate", ColumnReading())
        == evidence("Amount", ColumnReading())
        == evidence("Sku", ColumnReading())
        == []
    )


# ---------------------------------------------------------------------- any moment in any form


def _serial(local: datetime, zero: datetime) -> str:
    assume(local.time() != datetime.min.time())
    return f"{(local - zero) / timedelta(days=1):.7f}"


FORMS: dict[str, Callable[[datetime, datetime], str]] = {
    "iso": lambda local, _: local.isoformat(),
    "iso with a blank": lambda local, _: local.isoformat(" "),
    "year first": lambda local, _: local.strftime("%Y/%m/%d %H:%M:%S"),
    "day first": lambda local, _: local.strftime("%d/%m/%Y %H:%M:%S"),
    "month first": lambda local, _: local.strftime("%m/%d/%Y %I:%M:%S %p"),
    "points": lambda local, _: local.strftime("%d.%m.%y %H:%M:%S"),
    "short month first": lambda local, _: local.strftime("%m/%d/%y %I:%M:%S %p"),
    "word": lambda local, _: local.strftime("%d-%b-%Y %H:%M:%S").upper(),
    "word and short year": lambda local, _: local.strftime("%d-%b-%y %H:%M:%S"),
    "word first": lambda local, _: local.strftime("%B %d, %Y %I:%M:%S %p"),
    "offset": lambda _, moment: moment.strftime("%Y-%m-%d %H:%M:%S +00:00"),
    "abbreviation": lambda _, moment: (moment - timedelta(hours=5)).strftime("%d-%b-%Y %H:%M:%S EST"),
    "serial of 1900": lambda local, _: _serial(local, datetime.fromisoformat("1899-12-30")),
    "serial of 1904": lambda local, _: _serial(local, datetime.fromisoformat("1904-01-01")),
    "seconds": lambda _, moment: str(round(moment.timestamp())),
    "milliseconds": lambda _, moment: str(round(moment.timestamp() * 1000)),
}
PROVING = datetime(2026, 10, 20, 10, 0, 1, tzinfo=UTC)
"""A moment whose day cannot be a month and whose form is plausible in one way only."""


@pytest.mark.soak
@given(
    moments=st.lists(
        st.datetimes(datetime.fromisoformat("2025-10-20"), datetime.fromisoformat("2026-11-24")).map(
            lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
        ),
        min_size=1,
        max_size=12,
    ),
    form=st.sampled_from(sorted(FORMS)),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]),
)
@settings(max_examples=tries(12, 250))
def test_any_moment_in_any_form_stays_the_same_moment(moments: list[datetime], form: str, zone: str) -> None:
    local_zone = ZoneInfo(zone)
    all_moments = [PROVING, *moments]
    locals_ = [moment.astimezone(local_zone) for moment in all_moments]
    # an ambiguous hour has no safe repair; fold distinguishes its two moments
    assume(all(moment.utcoffset() == moment.replace(fold=1 - moment.fold).utcoffset() for moment in locals_))
    dates = [
        FORMS[form](local.replace(tzinfo=None), moment) for local, moment in zip(locals_, all_moments, strict=True)
    ]
    repaired = after_repairs(dated(*dates, zone=zone, agreed=True))
    assert [datetime.fromisoformat(str(date)) for date in repaired] == all_moments


# ---------------------------------------------------------------------- a million rows

MILLION = 1_000_000
_COUNT = pl.int_range(0, MILLION, eager=True)
_MOMENTS = (_COUNT.cast(pl.Int64) * 17_000 + 1_767_225_600_000).cast(pl.Datetime("ms"))
