"""Sheets of what was refused."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from courier.batches.batch import write_batch
from courier.drafts.opening_record import opening_record_of, pack_opening_record, unpack_opening_record
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.open_sheet import OpenOptions
from courier.programs import Program
from courier.results.batch_result import result_of
from courier.results.fix_sheet import FixSheet, fix_sheet, open_fix_sheet, write_fix_sheet
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.ship import SendContext, ship
from tests.commands.running import HEADER, order, records, row
from tests.ledger.batches import CHANGES, NOW, deliver, draft_of, folder_at
from tests.results.test_batch_result import answered

ACME = Program("Acme", "1000")


def duplicate(number: int) -> dict[str, object]:
    return {"row": number, "reason": "OID_DUPLICATE"}


def sheet_of(ledger: Ledger, *refused: dict[str, object], **more: object) -> FixSheet:
    return fix_sheet(ledger, answered(ledger, *refused, **more))


def test_refused_rows_go_again_as_they_were_sent_and_nothing_else_does(ledger: Ledger, tmp_path: Path) -> None:
    rows = [*order(1, 2), *order(2, 2, Category='Täglich, "neu"'), row(3), row(4)]
    deliver(tmp_path, rows, ledger)
    (sent,) = [records(path) for path in (tmp_path / "inbox").iterdir()]
    sheet = sheet_of(ledger, {"row": 3}, {"row": 4}, {"row": 5, "reason": "UNCLAIMED"})
    write_fix_sheet(sheet.again, tmp_path / "fix.csv")
    assert records(tmp_path / "fix.csv") == [sent[0], sent[3], sent[4]]
    assert (sheet.orders, sheet.cut, sheet.left, sheet.unnamed, sheet.changes.height) == (1, 0, {"none": 1}, 0, 0)


def test_as_a_draft_it_is_kept_and_sent_as_what_mends_the_batch(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    result = answered(ledger, {"row": 2})
    first = result.submission
    sheet = fix_sheet(ledger, result)
    opened = open_fix_sheet(sheet.again, first.template, result, OpenOptions(history=ledger.history), NOW)
    assert (opened.name, opened.draft.choices.template) == (f"orders-{first.uuid[:8]}.csv", first.template)
    record = unpack_opening_record(pack_opening_record(opening_record_of(opened)))
    assert record.choices.note == record.options.note
    opened.draft.check()
    written = write_batch(opened.draft, tmp_path / "batches", "mended", 9999)
    origin = origin_of(opened.draft, opened.name)
    (receipt,) = ship(written, origin, folder_at(tmp_path / "inbox"), ledger, SendContext(lambda: NOW))
    assert receipt.state.delivered
    assert ledger.submissions()[0].note == f"Mends what was refused of {first.uuid[:8]}"


def test_the_sheet_is_checked_and_sent_again_like_any_other(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [*order(1, 2), row(2)], ledger)
    sheet = sheet_of(ledger, {"row": 1}, {"row": 2})
    write_fix_sheet(sheet.again, tmp_path / "fix.csv")
    header, *rows = records(tmp_path / "fix.csv")
    again = [dict(zip(header, cells, strict=True)) for cells in rows]
    draft = draft_of(tmp_path, again, ledger, header=",".join(header))
    assert [problem.rule for problem in draft.problems() if problem.rule == "GRP-SENT-BEFORE"] == []
    (receipt,) = deliver(tmp_path, again, ledger, at=NOW + timedelta(days=1))
    assert receipt.state.delivered
    first = ledger.submissions()[1]
    after = fix_sheet(ledger, result_of(ledger, first))
    assert (after.again.height, after.left) == (0, {"drop": 2})


def test_an_order_of_which_an_item_was_taken_is_said_to_be_cut(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [*order(1, 3), row(2)], ledger)
    sheet = sheet_of(ledger, {"row": 2})
    assert (sheet.again["Sku"].to_list(), sheet.orders, sheet.cut) == (["SKU-2"], 1, 1)


def test_what_was_received_with_another_amount_becomes_a_change(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2, Amount="23.00")], ledger, at=NOW - timedelta(days=11))
    again = [row(1), row(2, Amount="21.00"), row(3)]
    deliver(tmp_path, again, ledger, reason="corrected")
    sheet = sheet_of(ledger, duplicate(1), duplicate(2), {"row": 3})
    assert sheet.again["OrderId"].to_list() == ["AC-3"]
    assert sheet.left == {"drop": 1}
    assert sheet.changes.rows(named=True) == [
        {"ActionTrackerId": "18500", "OrderId": "AC-2", "Sku": "SKU-1", "Category": "Tennis", "Quantity": "1",
         "Amount": "21.00", "CurrencyCode": "USD", "Reason": "ORDER_UPDATE"}
    ]  # fmt: skip
    rows = sheet.changes.rows(named=True)
    draft = draft_of(tmp_path, rows, ledger, header=",".join(sheet.changes.columns), program=ACME)
    assert (draft.choices.template, draft.summary().ready) == ("modification", 1)


def test_a_difference_that_changed_nothing_becomes_the_final_amount(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1, Amount="20.00"), row(2, Amount="30.00")], ledger, program=ACME)
    changes = [
        {"ActionTrackerId": "18500", "OrderId": f"AC-{number}", "Sku": "SKU-1", "Amount": amount, "Reason": reason}
        for number, amount, reason in ((1, "15.00", "ITEM_RETURNED"), (2, "30.00", "ORDER_UPDATE"))
    ]
    deliver(tmp_path, changes, ledger, header=CHANGES, at=NOW + timedelta(days=1), program=ACME)
    sheet = sheet_of(ledger, {"row": 1, "reason": "NO_CHANGE"}, {"row": 2, "reason": "NO_CHANGE"})
    assert sheet.changes.select("OrderId", "Amount", "Reason").rows() == [("AC-1", "15.00", "ITEM_RETURNED")]
    assert (sheet.again.height, sheet.left) == (0, {"drop": 1})


def test_rows_of_all_parts_stand_under_one_header(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(number) for number in range(1, 5)], ledger, most=2)
    answered(ledger, {"row": 2})
    sheet = sheet_of(ledger, {"row": 1}, which=1, batch="F-2")
    assert sheet.again["OrderId"].to_list() == ["AC-2", "AC-3"]
    assert sheet.again.columns == HEADER.split(",")


def test_errors_without_a_row_are_counted(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    assert sheet_of(ledger, {"row": 1}, errors=2).unnamed == 1


def test_without_anything_refused_the_sheet_is_empty(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    sheet = sheet_of(ledger)
    assert (sheet.again.height, sheet.changes.height, sheet.left) == (0, 0, {})


def test_a_copy_that_is_gone_is_said(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    result = answered(ledger, {"row": 1})
    ledger.archive.forget(ledger.submissions()[0].parts[0].sha256)
    with pytest.raises(LedgerError):
        fix_sheet(ledger, result)
    assert result.refused_totals == {"USD": Decimal("10.00")}
