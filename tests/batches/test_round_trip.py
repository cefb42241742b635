"""Any text in any cell survives opening, editing, exporting and opening again."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from courier.batches.batch import write_batch
from courier.draft_edits import type_cells
from courier.open_sheet import OpenOptions, open_source
from tests.tries import tries

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEADER = [
    "CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CustomerId", "CurrencyCode", "Amount",
    "Category", "Sku", "Quantity", "Text1",
]  # fmt: skip
# plain addresses are never sent, and a file cannot contain text that is not valid UTF-8
TEXT = st.text(st.characters(exclude_characters="@\0", exclude_categories=["Cs"]), max_size=30)


def record(number: int, text: str) -> list[str]:
    return [
        "1000", "18500", "2026-11-20T10:00:00Z", f"AC-{number}", "QiiWXOVnrQ3SQHl24jQjyxBGUkm0001", f"CUST{number:06}",
        "USD", "5.00", "Hats", "S-1", "1", text,
    ]  # fmt: skip


@pytest.mark.soak
@given(texts=st.lists(TEXT, min_size=1, max_size=6), typed=TEXT)
@example(texts=['a "b", c', "x\r\ny", "\ufeffz", " \t ", "=1+1", "000042", "12:30"], typed="\n")
@settings(max_examples=tries(6, 250))
def test_any_text_survives_open_edit_export_and_reopen(texts: list[str], typed: str) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        out = io.StringIO(newline="")
        csv.writer(out).writerows([HEADER, *(record(number, text) for number, text in enumerate(texts))])
        (folder / "orders.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
        draft = open_source(folder / "orders.csv", OpenOptions(template="item"), NOW).draft
        draft.check()
        last = f"c{len(HEADER) - 1}"
        assert [draft.sheet.cell(row, last) for row in range(len(texts))] == texts
        draft.do(type_cells(draft, [(0, last, typed)]))
        wanted = [typed, *texts[1:]]
        ready = draft.ready_rows().to_list()
        written = write_batch(draft, folder / "out", "orders")
        if not ready:
            assert not written.paths
            return
        again = open_source(written.paths[0], OpenOptions(template="item"), NOW).draft
        place = next(index for index, name in enumerate(again.sheet.headers) if name == "Text1")
        texts_again = [again.sheet.cell(row, f"c{place}") for row in range(again.sheet.row_count)]
        assert texts_again == [wanted[row] for row in ready]
