"""What impact.com answered, on the rows of a sheet that is opened again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courier.draft_edits import type_cells
from courier.ledger.ledger import Ledger
from courier.programs import Program
from courier.results.row_answers import RowAnswers, answers_on
from courier.sheet.row_edits import delete_rows
from tests.commands.running import order, row
from tests.ledger.batches import CHANGES, NOW, deliver, draft_of
from tests.results.test_batch_result import answered

Rows = list[dict[str, str]]


def seen(ledger: Ledger, folder: Path, rows: Rows, **more: object) -> RowAnswers:
    """The answers to a sheet with these rows."""
    return answers_on(draft_of(folder, rows, ledger, **more), ledger)  # type: ignore[arg-type]


def codes(found: RowAnswers) -> dict[int, tuple[str, ...]]:
    return {number: tuple(code.code for code in refusal.codes) for number, refusal in found.refused.items()}


def test_without_answers_nothing_is_said(ledger: Ledger, tmp_path: Path) -> None:
    assert not seen(ledger, tmp_path, [row(1)]).refused
    deliver(tmp_path, [row(1)], ledger)
    found = seen(ledger, tmp_path, [row(1)])
    assert (found.refused, found.accepted.len()) == ({}, 0)


def test_rows_carry_what_was_answered_wherever_they_stand_now(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [*order(1, 3), row(2), row(3)], ledger, most=3)
    answered(ledger, {"row": 2}, {"row": 2, "reason": "UNCLAIMED"}, {"row": 3, "reason": "OID_DUPLICATE"})
    answered(ledger, which=1, batch="F-2")
    draft = draft_of(tmp_path, [row(9), row(3), *reversed(order(1, 3)), row(2)], ledger)
    found = answers_on(draft, ledger)
    assert codes(found) == {2: ("OID_DUPLICATE",), 3: ("MALFORMED", "UNCLAIMED")}
    assert found.accepted.sort().to_list() == [1, 4, 5]
    assert [found.took(number, draft) for number in (1, 0, 2)] == [True, False, False]
    assert {refusal.among for refusal in found.refused.values()} == {1}
    assert found.refused[2].part == ledger.submissions()[0].parts[0].name
    groups = [(group.code.code, group.rows, group.batches) for group in found.by_code()]
    sent = {ledger.submissions()[0].uuid}
    assert groups == [("OID_DUPLICATE", (2,), sent), ("MALFORMED", (3,), sent), ("UNCLAIMED", (3,), sent)]


def test_an_answer_belongs_to_the_order_that_was_answered(ledger: Ledger, tmp_path: Path) -> None:
    rows = [*order(1, 2), row(2)]
    deliver(tmp_path, rows, ledger)
    answered(ledger, {"row": 1}, {"row": 2})
    draft = draft_of(tmp_path, rows, ledger)
    found = answers_on(draft, ledger)
    assert (list(found.still(draft).refused), found.took(2, draft)) == ([0, 1], True)
    names = {draft.sheet.header(column): column for column in draft.sheet.columns}
    for row_id, column, typed in ((1, "Sku", "SKU-X"), (2, "OrderId", "AC-7"), (0, "Amount", "7.00")):
        draft.do(type_cells(draft, [(row_id, names[column], typed)]))
    assert (list(found.still(draft).refused), found.took(2, draft)) == ([0], False)
    draft.undo()
    draft.undo()
    assert (list(found.still(draft).refused), found.took(2, draft)) == ([0], True)
    draft.undo()
    assert list(found.still(draft).refused) == [0, 1]
    draft.do(delete_rows(draft.sheet, [0]))
    assert list(found.still(draft).refused) == [1]


def test_of_rows_that_look_alike_none_is_guessed(ledger: Ledger, tmp_path: Path) -> None:
    twins = [row(1), row(1, Amount="12.00"), row(2)]
    deliver(tmp_path, twins, ledger)
    answered(ledger, {"row": 1})
    found = seen(ledger, tmp_path, twins)
    assert {number: refusal.among for number, refusal in found.refused.items()} == {0: 2, 1: 2}
    assert found.accepted.to_list() == [2]
    # which of both the only one is that is left, nobody knows
    alone = seen(ledger, tmp_path, twins[1:])
    assert (alone.refused, alone.accepted.to_list()) == ({}, [1])
    answered(ledger, {"row": 1}, {"row": 2})
    assert {refusal.among for refusal in seen(ledger, tmp_path, twins).refused.values()} == {1}


def test_what_was_sent_last_counts(ledger: Ledger, tmp_path: Path) -> None:
    rows = [row(1), row(2)]
    deliver(tmp_path, rows, ledger)
    answered(ledger, {"row": 1})
    assert codes(seen(ledger, tmp_path, rows)) == {0: ("MALFORMED",)}
    later = NOW + timedelta(hours=3)
    deliver(tmp_path, [row(1, Amount="11.00")], ledger, at=later, reason="corrected")
    waiting = seen(ledger, tmp_path, rows)
    assert (waiting.refused, waiting.accepted.to_list()) == ({}, [1])
    answered(ledger, batch="F-9")
    assert sorted(seen(ledger, tmp_path, rows).accepted.to_list()) == [0, 1]


@pytest.mark.parametrize("more", [{"errors": 2}, {"records": 0}])
def test_accepted_is_only_claimed_where_every_refused_row_is_known(
    ledger: Ledger, tmp_path: Path, more: dict[str, object]
) -> None:
    deliver(tmp_path, [row(1), row(2), row(3)], ledger)
    answered(ledger, *([{"row": 1}] if "errors" in more else []), **more)
    assert not seen(ledger, tmp_path, [row(2), row(3)]).accepted.len()


def test_changes_are_told_from_what_they_change(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    answered(ledger, {"row": 1})
    change = {key: value for key, value in row(1, Amount="0", Reason="ITEM_RETURNED").items() if key in CHANGES}
    assert not seen(ledger, tmp_path, [change], header=CHANGES, program=Program("Acme", "1000")).refused


def test_a_program_names_the_campaign_that_the_sheet_does_not(ledger: Ledger, tmp_path: Path) -> None:
    acme = replace(Program("Acme"), campaign_id="1000")
    deliver(tmp_path, [row(1)], ledger, program=acme)
    answered(ledger, {"row": 1})
    bare = "ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"
    assert codes(seen(ledger, tmp_path, [row(1)], header=bare, program=acme)) == {0: ("MALFORMED",)}
