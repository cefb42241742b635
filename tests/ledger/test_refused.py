"""Rows that impact.com refused were not taken, so they do not count as sent."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.ledger.answers import PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.shipping.sent_before import SentBefore
from tests.commands.running import order, row
from tests.ledger.batches import NOW, deliver, draft_of
from tests.ledger.test_answers import answer, sent

AFTER = NOW + timedelta(hours=3)
REFUSED = {"row": 2, "order_id": "AC-2", "sku": "SKU-1", "reason": "ACTION_REF_NOT_FOUND"}


def repeated(ledger: Ledger, folder: Path, rows: list[dict[str, str]]) -> set[str]:
    """The orders among these that a check says were sent before."""
    draft = draft_of(folder, rows, ledger)
    marked = {problem.row for problem in draft.problems() if problem.rule == "GRP-SENT-BEFORE"}
    return {rows[draft.sheet.row_order.to_list().index(one)]["OrderId"] for one in marked if one is not None}


ALL = [row(number) for number in (1, 2, 3)]


@pytest.mark.parametrize("progress", [Progress.COMPLETE, Progress.UNKNOWN])
@pytest.mark.parametrize("further", [0, 400], ids=["few", "many"])
def test_a_refused_row_may_go_again_and_the_others_still_count(
    ledger: Ledger, tmp_path: Path, progress: Progress, further: int
) -> None:
    part = sent(ledger, tmp_path)
    rows = [*ALL, *(row(number) for number in range(10, 10 + further))]
    assert repeated(ledger, tmp_path, rows) == {"AC-1", "AC-2", "AC-3"}
    ledger.answers.record([replace(answer(part, REFUSED), progress=progress)])
    assert repeated(ledger, tmp_path, rows) == {"AC-1", "AC-3"}
    with pytest.raises(SentBefore):
        deliver(tmp_path, [row(1, Amount="9.00")], ledger, at=AFTER)
    (receipt,) = deliver(tmp_path, [row(2, ClickId="x" * 32)], ledger, at=AFTER)
    assert receipt.state is State.ARRIVED
    # what went again counts, until it is refused as well
    assert repeated(ledger, tmp_path, ALL) == {"AC-1", "AC-2", "AC-3"}


@pytest.mark.parametrize("reason", ["OID_DUPLICATE", "CONV_DUPLICATE", "oid_duplicate: seen before"])
def test_an_order_that_was_received_before_counts(ledger: Ledger, tmp_path: Path, reason: str) -> None:
    part = sent(ledger, tmp_path)
    ledger.answers.record([answer(part, {**REFUSED, "reason": reason})])
    assert repeated(ledger, tmp_path, ALL) == {"AC-1", "AC-2", "AC-3"}


@pytest.mark.parametrize("progress", [Progress.QUEUED, Progress.IN_PROGRESS])
def test_an_answer_that_is_not_finished_changes_nothing(ledger: Ledger, tmp_path: Path, progress: Progress) -> None:
    part = sent(ledger, tmp_path)
    ledger.answers.record([replace(answer(part, REFUSED), progress=progress)])
    assert repeated(ledger, tmp_path, ALL) == {"AC-1", "AC-2", "AC-3"}


def test_a_row_that_one_of_two_submissions_of_a_file_took_counts(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    took = PartAnswer(part, "F-0", Progress.COMPLETE, 3, 0, NOW, AFTER, AFTER, AnswerSource.API)
    ledger.answers.record([took, answer(part, REFUSED)])
    assert repeated(ledger, tmp_path, ALL) == {"AC-1", "AC-2", "AC-3"}


def test_an_order_of_which_an_item_was_taken_counts(ledger: Ledger, tmp_path: Path) -> None:
    rows = [*order(1, 2), *order(2, 2)]
    deliver(tmp_path, rows, ledger)
    part = ledger.submissions()[0].parts[0].uuid
    refused = [{"row": number, "reason": "MALFORMED"} for number in (2, 3, 4)]
    ledger.answers.record([answer(part, *refused)])
    assert repeated(ledger, tmp_path, rows) == {"AC-1"}


def test_a_file_that_was_refused_whole_may_go_again_as_it_is(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    refused = [{"row": number, "reason": "CONTRACT_NOT_FOUND"} for number in (1, 2, 3)]
    ledger.answers.record([answer(part, *refused[:2])])
    (receipt,) = deliver(tmp_path, ALL, ledger, at=AFTER)
    assert (receipt.key, len(ledger.submissions())) == ("receipt-sent-before", 1)
    ledger.answers.record([answer(part, *refused, at=AFTER)])
    (tmp_path / "inbox" / receipt.part).unlink()
    (receipt,) = deliver(tmp_path, ALL, ledger, at=AFTER)
    assert (receipt.state, len(ledger.submissions())) == (State.ARRIVED, 2)
    assert (tmp_path / "inbox" / receipt.part).exists()
