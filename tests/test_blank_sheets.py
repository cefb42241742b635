"""Blank sheets: all cells are text, notes explain them, and a completed sheet is recognised when it is opened."""

import re
import zipfile
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from courier.blank_sheets import write_blank_csv, write_blank_workbook
from courier.blank_sheets.columns import HEADERS, columns
from courier.catalogue.field_words import example, label, note
from courier.catalogue.fields import FIELDS
from courier.messages import UserError
from courier.open_sheet import OpenedSheet, OpenOptions, open_source
from courier.programs import EventType, Program
from courier.rules.rule import Severity
from courier.rules.template_choice import TEMPLATES
from courier.verdict_json import template_reason

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PROGRAM = Program(
    "=Acme & Co",
    "1000",
    (EventType("18500", "Sale"),),
    "SEK",
    reasons=("VALIDATED_ORDER",),
    statuses=("VIP",),
)
SALE = {
    "CampaignId": "1000",
    "ActionTrackerId": "18500",
    "EventDate": "2026-11-20T10:00:00-08:00",
    "OrderId": "00042000000000000017",
    "ClickId": "QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWM0",
    "CustomerId": "BCZ2WVSH674563PDPYOTM3AXDQ",
    "CurrencyCode": "USD",
    "Amount": "10.00",
}
ITEM = {"Category": "Tennis", "Sku": "0012", "Quantity": "1"}
RIGHT: dict[str, list[dict[str, str]]] = {
    "item": [{**SALE, **ITEM, "GiftPurchase": "true", "OrderPromoCode": "ACME"}, {**SALE, **ITEM, "Sku": "0013"}],
    "order": [SALE, {**SALE, "OrderId": "2", "CustomerStatus": "NEW", "OrderTax": "1.00", "CustomerPostCode": "01067"}],
    "chained": [SALE, {**SALE, "ActionTrackerId": "18501", "EventDate": "2026-11-21T10:00:00-08:00", "OrderId": "2"}],
    "mobile": [{**SALE, "EventCode": "INSTALL", "AppVer": "1.2"}],
    "modification": [
        {"ActionId": "1000.4636.158133", "Amount": "5.00", "Reason": "ORDER_UPDATE"},
        {"ActionTrackerId": "18500", "OrderId": "0017", "Sku": "0012", "Quantity": "0", "Amount": "0.00",
         "CurrencyCode": "USD", "Reason": "ITEM_RETURNED"},
    ],
}  # fmt: skip


@cache
def blank(template: str, program: Program | None) -> bytes:
    """A blank workbook, written once for all tests that want the same one, with few prepared rows: all of them would
    take seconds to write and to read."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("courier.blank_sheets.writer._ROWS", 20)
        path = Path(folder) / "new.xlsx"
        write_blank_workbook(path, template, program)
        return path.read_bytes()


def written(folder: Path, template: str, program: Program | None = None) -> Path:
    path = folder / "new.xlsx"
    path.write_bytes(blank(template, program))
    return path


@cache
def book_of(content: bytes) -> Workbook:
    """A workbook to look at, read once."""
    return openpyxl.load_workbook(BytesIO(content))


def tabs(path: Path) -> tuple[Worksheet, Worksheet]:
    book = book_of(path.read_bytes())
    rows, page = book.worksheets[:2]
    assert (rows.sheet_state, page.sheet_state) == ("visible", "visible")
    return rows, page


def filled(path: Path, records: list[dict[str, str]]) -> Path:
    """The workbook filled in as a user would: text below its headers."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, record in enumerate(records, start=2):
        for name, value in record.items():
            sheet.cell(number, places[name]).value = value
    book.save(path)
    return path


def opened(path: Path, **wishes: str) -> OpenedSheet:
    result = open_source(path, OpenOptions(**wishes), NOW)  # type: ignore[arg-type]
    result.draft.check()
    return result


def errors(result: OpenedSheet) -> list[str]:
    return [problem.rule for problem in result.draft.problems() if problem.severity == Severity.ERROR]


def said(page: Worksheet) -> str:
    return "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None)


# ---------------------------------------------------------------------- the workbook


def test_every_template_has_a_sheet() -> None:
    assert set(HEADERS) == set(TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES)
def test_columns_begin_with_the_documented_header_and_belong_to_the_template(template: str, tmp_path: Path) -> None:
    sheet, _ = tabs(written(tmp_path, template))
    headers = [cell.value for cell in sheet[1]]
    assert headers == list(columns(template))
    assert len(set(headers)) == len(headers)
    assert all(template in FIELDS[str(name)].applies_to for name in headers)
    if template == "modification":
        assert set(HEADERS[template]) < set(headers)
    else:
        assert tuple(headers[: len(HEADERS[template])]) == HEADERS[template]


def test_all_cells_of_2000_rows_are_text(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    write_blank_workbook(path, "item")
    sheet, _ = tabs(path)
    assert sheet.max_row >= 2_000
    formats = {cell.number_format for row in sheet.iter_rows(max_row=2_000) for cell in row}
    assert formats == {"@"}
    assert {cell.value for row in sheet.iter_rows(min_row=2) for cell in row} == {None}
    assert all(sheet.column_dimensions[cell.column_letter].number_format == "@" for cell in sheet[1])


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_header_is_bold_frozen_and_explained(template: str, tmp_path: Path) -> None:
    sheet, _ = tabs(written(tmp_path, template))
    assert sheet.freeze_panes == "A2"
    for cell in sheet[1]:
        assert cell.font.bold
        assert cell.comment is not None
        assert note(str(cell.value)) in cell.comment.text
        assert re.search(r"Required|Optional|Every row needs", cell.comment.text), cell.value
        assert f"For example: {example(str(cell.value))}" in cell.comment.text


def lists(path: Path) -> dict[str, tuple[list[str], str | None]]:
    """Per header the values its list offers, and how strict it is."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headers = {cell.column_letter: str(cell.value) for cell in sheet[1]}
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        assert rule.type == "list"
        tab, area = str(rule.formula1).rsplit("!", 1)
        cells = book[tab.strip("'")][area.replace("$", "")]
        (letter,) = {str(place.coord)[: str(place.coord).index("2")] for place in rule.sqref.ranges}
        offered[headers[letter]] = ([str(row[0].value) for row in cells], rule.errorStyle)
    return offered


def test_lists_offer_what_may_stand_there(tmp_path: Path) -> None:
    offered = lists(written(tmp_path, "item"))
    assert set(offered) == {"CurrencyCode", "CustomerStatus", "GiftPurchase", "TrackingConsent"}
    assert {"USD", "EUR", "JPY"} < set(offered["CurrencyCode"][0])
    assert offered["CustomerStatus"] == (["NEW", "EXISTING"], "warning")
    assert offered["GiftPurchase"] == (["true", "false"], "stop")
    reasons, style = lists(written(tmp_path, "modification"))["Reason"]
    assert {"ORDER_UPDATE", "ITEM_RETURNED", "RESET"} < set(reasons)
    assert style == "warning"


def test_lists_offer_the_programs_own_values_first(tmp_path: Path) -> None:
    offered = lists(written(tmp_path, "modification", PROGRAM))
    assert offered["Reason"][0][:2] == ["VALIDATED_ORDER", "ORDER_UPDATE"]
    assert offered["CustomerStatus"][0] == ["VIP", "NEW", "EXISTING"]
    assert offered["CurrencyCode"][0].count("SEK") == 1
    assert offered["CurrencyCode"][0][0] == "SEK"


def test_a_program_is_shown_and_filled_in_nowhere(tmp_path: Path) -> None:
    sheet, page = tabs(written(tmp_path, "item", PROGRAM))
    notes = {str(cell.value): cell.comment.text for cell in sheet[1] if cell.comment}
    for name, value in (("CampaignId", "1000"), ("ActionTrackerId", "18500 (Sale)"), ("CurrencyCode", "SEK")):
        assert f"At =Acme & Co: {value}." in notes[name]
        assert (label(name), value) in list(page.iter_rows(max_col=2, values_only=True))
    assert "=Acme" not in notes["OrderId"]
    assert sheet.max_row > 2
    assert {cell.value for row in sheet.iter_rows(min_row=2) for cell in row} == {None}
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_page_explains_the_workbook(template: str, tmp_path: Path) -> None:
    _, page = tabs(written(tmp_path, template))
    words = said(page)
    assert "Do not upload this workbook" in words
    assert "Your program:" not in words
    assert ("Write dates as" in words) == (template != "modification")
    for name in columns(template):
        assert note(name) in words


@pytest.mark.usefixtures("short_blank_sheets")
def test_the_same_workbook_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    for template in ("item", "order"):
        write_blank_workbook(tmp_path / "new.xlsx", template, None)
    assert [path.name for path in tmp_path.iterdir()] == ["new.xlsx"]
    assert [cell.value for cell in tabs(tmp_path / "new.xlsx")[0][1]] == list(columns("order"))


# ---------------------------------------------------------------------- completed sheets


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_filled_workbook_comes_back_right(template: str, tmp_path: Path) -> None:
    result = opened(filled(written(tmp_path, template, PROGRAM), RIGHT[template]))
    draft = result.draft
    assert result.table.made_for == draft.choices.template == template
    assert template_reason(result) == "The workbook was made for it."
    assert {match.field for match in result.matches if match} == set(columns(template))
    assert dict(draft.choices.mapping.feeds).keys() == set(columns(template))
    assert errors(result) == []
    assert draft.summary().ready == draft.sheet.row_count == len(RIGHT[template])
    assert [note.key for note in result.table.notes] == ["note-other-tabs"]
    texts = draft.fields(draft.sheet.row_order).to_dicts()
    assert [{name: value for name, value in row.items() if value} for row in texts] == RIGHT[template]


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_empty_workbook_has_no_rows(template: str, tmp_path: Path) -> None:
    result = opened(written(tmp_path, template))
    assert (result.draft.sheet.row_count, result.draft.choices.template) == (0, template)
    assert errors(result) == []


def test_a_wish_counts_more_than_what_the_workbook_was_made_for(tmp_path: Path) -> None:
    result = opened(filled(written(tmp_path, "item"), RIGHT["item"]), template="order")
    assert result.draft.choices.template == "order"
    assert template_reason(result) == "Chosen by you."


def with_properties(path: Path, xml: str) -> Path:
    """The workbook with other document properties."""
    source = BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "docProps/core.xml" else old.read(name))
    return path


def keywords(said: str) -> str:
    return (
        '<p:coreProperties xmlns:p="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
        f"<p:keywords>{said}</p:keywords></p:coreProperties>"
    )


@pytest.mark.parametrize(
    ("xml", "made_for", "template"),
    [
        (keywords("orders; conversion-courier:item, March"), "item", "item"),
        (keywords("conversion-courier:recipe"), "recipe", "order"),
        (keywords("my-conversion-courier:item"), None, "order"),
        (keywords(""), None, "order"),
        ("<broken", None, "order"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + keywords("conversion-courier:item"), None, "order"),
    ],
)
def test_other_document_properties(xml: str, made_for: str | None, template: str, tmp_path: Path) -> None:
    result = opened(with_properties(filled(written(tmp_path, "order"), [SALE]), xml))
    assert (result.table.made_for, result.draft.choices.template) == (made_for, template)


# ---------------------------------------------------------------------- CSV


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_empty_csv_has_the_documented_header_only(template: str, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    write_blank_csv(path, template)
    assert path.read_bytes().decode() == ",".join(HEADERS[template]) + "\r\n"
    result = opened(path)
    assert {match.field for match in result.matches if match} == set(HEADERS[template])
    assert errors(result) == []
    # a chain has the headers of orders
    assert result.draft.choices.template == ("order" if template == "chained" else template)


# ---------------------------------------------------------------------- refusals


def test_an_unknown_template(tmp_path: Path) -> None:
    for write in (write_blank_csv, write_blank_workbook):
        with pytest.raises(UserError, match="recipe"):
            write(tmp_path / "new", "recipe")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "plain-file").write_text("")
    for write in (write_blank_csv, write_blank_workbook):
        with pytest.raises(UserError, match="cannot be written"):
            write(tmp_path / "plain-file" / "new", "item")


def test_a_program_with_a_name_that_no_workbook_can_hold(tmp_path: Path) -> None:
    _, page = tabs(written(tmp_path, "item", Program("A\x00\ufffe\ud800B")))
    assert "Your program: A\ufffd\ufffd\ufffdB" in said(page)


def test_every_field_has_a_name_and_a_note() -> None:
    for name in FIELDS:
        assert label(name)
        assert note(name).endswith(".")
    assert label("Text7") == "Custom text 7"
