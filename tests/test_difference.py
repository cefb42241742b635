"""What leaves beside what came: every changed cell, all rows and all money, and a page of it that is safe to open."""

from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from courier.draft import Draft
from courier.draft_edits import change_mapping, delete_rows, leave_out, set_aside, translate_values, type_cells
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.report import difference_html
from courier.report.difference import changed_cells, difference
from courier.report.difference_html import write_difference
from courier.sheet.exclusions import exclude_where
from courier.sheet.mapping import Constant
from courier.shipping.file_preview import preview_files
from courier.shipping.routing import by_program

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FOR_ALL = {"CampaignId": "1000", "ActionTrackerId": "18500"}
HEADER = "Order,Placed,ClickId,Currency,Amount,Remark"


def draft_of(*lines: str) -> Draft:
    content = "\n".join([HEADER, *lines]).encode()
    columns = (("Order", "OrderId"), ("Placed", "EventDate"), ("Currency", "CurrencyCode"))
    options = OpenOptions(template="order", columns=columns, constants=FOR_ALL)
    draft = open_table(read_bytes(content, "x.csv"), "x.csv", None, options, NOW).draft
    draft.check()
    return draft


def line(order: str, amount: str = "10.00", currency: str = "USD", remark: str = "") -> str:
    return f'{order},2026-11-20T10:00:00Z,QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWM{order},{currency},"{amount}",{remark}'


def shares(draft: Draft) -> dict[str, tuple[int, dict[str, str]]]:
    return {
        share.kind: (share.rows, {code: f"{amount:f}" for code, amount in share.totals.items()})
        for share in difference(draft).shares
    }


def changes(draft: Draft) -> dict[str, list[tuple[int | None, str, str]]]:
    found = difference(draft)
    return {
        field.header: changed_cells(draft, field.name, field.rows).rows() for field in found.fields if field.rows.len()
    }


def test_a_sheet_that_was_not_touched_leaves_as_it_came() -> None:
    draft = draft_of(line("A"), line("B"))
    found = difference(draft)
    assert found.cells == 0
    assert found.before == found.after == {"USD": Decimal("20.00")}
    assert found.staying == ("Remark",)
    assert [(field.header, field.value) for field in found.fields][:2] == [
        ("CampaignId", "1000"),
        ("ActionTrackerId", "18500"),
    ]


def test_repairs_edits_and_translations_are_listed_cell_by_cell_in_the_order_of_the_file() -> None:
    draft = draft_of(line("A", "12,50"), line("B", currency="Dollars"), line("C"))
    draft.do(draft.plan().edit)
    draft.do(translate_values(draft, "CurrencyCode", [("Dollars", "USD")]))
    amount = draft.checker.frames.column_of("Amount")
    draft.do(type_cells(draft, [(2, amount, "11.00")]))
    assert changes(draft) == {
        "CurrencyCode": [(3, "Dollars", "USD")],
        "Amount": [(2, "12,50", "12.50"), (4, "10.00", "11.00")],
    }


def test_a_value_for_all_rows_is_no_change_but_one_typed_over_it_is() -> None:
    draft = draft_of(line("A"), line("B"))
    assert changes(draft) == {}
    draft.do(type_cells(draft, [(1, "f:CampaignId", "2000")]))
    assert changes(draft) == {"CampaignId": [(3, "1000", "2000")]}
    draft.do(change_mapping(draft, draft.choices.mapping.with_feed("CampaignId", Constant("3000"))))
    assert difference(draft).fields[0].value == "3000"


def test_all_rows_and_all_money_are_somewhere() -> None:
    draft = draft_of(
        line("A"), line("B", "7.00", remark="refunded"), line("C", "x"), line("D", "3,00"), line("E", "2.00")
    )
    draft.do(leave_out(draft, exclude_where("c5", "is", "refunded")))
    draft.do(set_aside(draft, [3]))
    assert shares(draft) == {
        "came": (5, {"USD": "22.0000"}),
        "excluded": (1, {"USD": "7.0000"}),
        "on-hold": (1, {"USD": "3.0000"}),
        "needs-repair": (1, {}),
        "leaves": (2, {"USD": "12.0000"}),
    }
    draft.do(delete_rows(draft.sheet, pl.Series([4], dtype=pl.UInt32)))
    found = shares(draft)
    assert found["removed"] == (1, {"USD": "2.0000"})
    assert found["leaves"] == (1, {"USD": "10.0000"})


class _Page(HTMLParser):
    """Collects the tags and the texts of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_says_the_same_and_nothing_of_the_sheet_runs_in_it(tmp_path: Path) -> None:
    draft = draft_of(line("A", "12,50"), line("B").replace("B,", "<img src=//host/x>\u202ejane@example.com,", 1))
    column = draft.checker.frames.column_of("OrderId")
    draft.do(draft.plan().edit)
    draft.do(type_cells(draft, [(1, column, "B-1")]))
    path = tmp_path / "difference.html"
    write_difference(draft, difference(draft), "<script>alert(1)</script> jane@example.com", path)
    page = _Page(path.read_text(encoding="utf-8"))
    assert not {"script", "img", "a", "link", "iframe"} & set(page.tags)
    assert {"12,50", "12.50", "B-1", "22.50"} <= set(page.texts)
    assert any("<img src=//host/x>‹U+202E›" in words for words in page.texts)
    assert not any("jane@example.com" in words for words in page.texts)
    assert any("default-src 'none'" in part for part in path.read_text(encoding="utf-8").splitlines())


def test_a_page_lists_so_many_cells_and_counts_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(difference_html, "MOST_LISTED", 2)
    draft = draft_of(*[line(f"{number}", f"{number},50") for number in range(1, 6)])
    draft.do(draft.plan().edit)
    path = tmp_path / "difference.html"
    write_difference(draft, difference(draft), "orders", path)
    texts = _Page(path.read_text(encoding="utf-8")).texts
    assert "2.50" in texts
    assert "3.50" not in texts
    assert any(words.startswith("3 cells more changed;") for words in texts)


def test_each_file_can_be_read_before_it_is_sent(tmp_path: Path) -> None:
    draft = draft_of(line("A"), line("B"))
    (file,) = preview_files(draft, by_program(draft, "orders", []))
    made = file.made(draft)
    from courier.shipping.dispatch import write_batches

    (written,) = write_batches(draft, "orders", tmp_path, []).batches
    assert written.written is not None
    (path,) = written.written.paths
    assert (made.name, made.content) == (path.name, path.read_bytes())
