"""What became of a batch, put together from its answers and from what was sent."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from courier.ledger.answers import PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.programs import Program
from courier.results.answered import answered_counts
from courier.results.batch_result import BatchResult, result_of
from tests.commands.running import order, row
from tests.ledger.batches import CHANGES, NOW, deliver
from tests.ledger.test_answers import refused_rows

LATER = NOW + timedelta(hours=2)


def answered(ledger: Ledger, *refused: dict[str, object], which: int = 0, **more: object) -> BatchResult:
    """The result of the newest batch, of which one part got this answer."""
    part = ledger.submissions()[0].parts[which]
    answer = PartAnswer(
        part.uuid, "F-1", Progress.COMPLETE, part.rows, len(refused), NOW, LATER, LATER, AnswerSource.API,
        refused_rows(*({"reason": "MALFORMED"} | each for each in refused)),
    )  # fmt: skip
    ledger.answers.record([replace(answer, **more)])  # type: ignore[arg-type]
    return result_of(ledger, ledger.submissions()[0])


def figures(result: BatchResult) -> tuple[int, int, int]:
    return result.counts.accepted, result.counts.refused, result.counts.unanswered


def test_without_an_answer_nothing_is_claimed(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    result = result_of(ledger, ledger.submissions()[0])
    assert (figures(result), result.counts.words, result.complete, result.checked_at) == ((0, 0, 2), "", False, None)
    assert (result.accepted_totals, result.refused_totals, result.groups) == ({}, {}, ())


def test_a_file_that_is_done_is_not_accepted_while_nobody_counts_its_errors(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    said = answered(ledger, errors=None, source=AnswerSource.TABLE)
    assert (figures(said), said.complete) == ((0, 0, 2), False)
    counted = answered(ledger, errors=0, source=AnswerSource.TABLE)
    assert (figures(counted), counted.complete) == ((2, 0, 0), True)


def test_accepted_refused_and_unanswered_add_up_with_their_money(ledger: Ledger, tmp_path: Path) -> None:
    rows = [*order(1, 2), row(2, CurrencyCode="EUR", Amount="7.50"), row(3), row(4)]
    deliver(tmp_path, rows, ledger, most=3)
    assert [part.rows for part in ledger.submissions()[0].parts] == [3, 2]
    result = answered(ledger, {"row": 2, "line": 3}, {"row": 3, "line": 4})
    assert figures(result) == (1, 2, 2)
    assert result.counts.words == "answered: 1 accepted, 2 refused, 2 not answered yet"
    assert (result.refused_totals, result.refused_orders) == ({"USD": Decimal("10.00"), "EUR": Decimal("7.50")}, 2)
    assert result.accepted_totals == {"USD": Decimal("10.00"), "EUR": Decimal("0.00")}
    assert (result.complete, result.parts[0].counts_header, result.parts[1].counts_header) == (False, True, None)
    whole = answered(ledger, which=1, batch="F-2")
    assert (figures(whole), whole.complete) == ((3, 2, 0), True)
    assert whole.counts.words == "answered: 3 accepted, 2 refused"
    assert answered_counts(ledger, ledger.submissions()) == {whole.submission.uuid: whole.counts}


def test_a_file_in_progress_accepts_nothing_yet(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    result = answered(ledger, {"row": 1}, progress=Progress.IN_PROGRESS)
    assert (figures(result), result.accepted_totals) == ((0, 1, 1), {})


def test_errors_that_are_only_counted_are_refused_without_a_row(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2), row(3)], ledger)
    result = answered(ledger, {"row": 1}, errors=2)
    assert figures(result) == (1, 2, 0)
    # nobody can tell whose money was accepted
    assert result.accepted_totals is None


def test_a_file_that_impact_could_not_read_is_not_accepted(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    result = answered(ledger, records=0)
    assert (figures(result), result.parts[0].answered.unread) == ((0, 0, 2), True)


def test_what_one_of_two_submissions_took_is_accepted(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    answered(ledger, {"row": 2})
    result = answered(ledger, {"row": 1, "reason": "OID_DUPLICATE"}, batch="F-2", submitted_at=LATER)
    assert figures(result) == (2, 0, 0)


def test_a_row_that_two_ways_name_differently_is_one_row(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2), row(3)], ledger)
    answered(ledger, {"row": 2, "line": 3, "campaign": "1000", "order_id": "AC-2"}, errors=2)
    result = answered(ledger, {"row": 2, "order_id": "AC-2"}, {"row": 3}, errors=None, source=AnswerSource.TABLE)
    assert (figures(result), [refused.number for refused in result.rows]) == ((1, 2, 0), [2, 3])
    assert result.parts[0].answered.completed_at == LATER


def test_rows_are_grouped_by_code_the_most_frequent_first(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(number) for number in range(1, 6)], ledger)
    invalid = "ActionTrackerld:ActionTrackerld value is invalid"
    result = answered(
        ledger,
        {"row": 1, "reason": "NEW_CODE"},
        {"row": 2, "reason": invalid},
        {"row": 3, "reason": invalid},
        {"row": 3, "reason": "MALFORMED"},
        {"order_id": "X-9", "line": 9, "reason": invalid},
    )
    assert [(group.code.title, group.count) for group in result.groups] == [
        ("ActionTrackerId is not valid", 3), ("NEW_CODE", 1), ("Not understood", 1),
    ]  # fmt: skip
    # a row with two reasons is one row, and one that fits none is not forgotten
    assert figures(result) == (1, 4, 0)
    astray = result.rows[-1]
    assert (astray.number, astray.order, astray.known, astray.repair) == (None, "X-9", None, "none")


def test_rows_of_one_code_are_counted_in_all_files_and_can_be_looked_at_alone(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(number) for number in range(1, 5)], ledger, most=2)
    answered(ledger, {"row": 1}, {"row": 2, "reason": "NO_ITEM"})
    result = answered(ledger, {"row": 1}, which=1)
    malformed, no_item = result.groups
    # row 1 of each file
    assert (malformed.code.code, malformed.count, malformed.count_of("again")) == ("MALFORMED", 2, 2)
    assert [refused.order for refused in result.only(malformed.code.code).rows] == ["AC-1", "AC-3"]
    assert [refused.order for refused in result.only(no_item.code.code).rows] == ["AC-2"]
    assert (result.count("again"), result.only(no_item.code.code).count("again")) == (3, 1)


def test_what_is_known_here_decides_what_becomes_of_a_duplicate(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2, Amount="23.00"), *order(3, 1)], ledger, at=NOW - timedelta(days=11))
    again = [row(1), row(2, Amount="21.00"), row(3, Sku="OTHER"), row(4)]
    deliver(tmp_path, again, ledger, reason="corrected")
    result = answered(ledger, *({"row": number, "reason": "OID_DUPLICATE"} for number in (1, 2, 3, 4)))
    assert [(refused.known.words if refused.known else "", refused.repair) for refused in result.rows] == [
        ("sent on 2026-11-12 with the same amount", "drop"),
        ("sent on 2026-11-12 with 23.00", "change"),
        ("order sent on 2026-11-12 without this item", "none"),
        ("not sent in another file from this computer", "none"),
    ]
    assert (result.count("drop"), result.count("change"), result.count("again")) == (1, 1, 0)


def test_a_row_with_two_reasons_goes_again_only_if_both_allow_it(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    result = answered(ledger, {"row": 1}, {"row": 1, "reason": "UNCLAIMED"})
    assert {refused.repair for refused in result.rows} == {"none"}


def test_what_went_again_since_is_said_and_needs_nothing(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    answered(ledger, {"row": 1}, {"row": 2})
    first = ledger.submissions()[0]
    deliver(tmp_path, [row(2, ClickId="y" * 32)], ledger, at=NOW + timedelta(days=1))
    rows = result_of(ledger, first).rows
    assert [(refused.known.words if refused.known else "", refused.repair) for refused in rows] == [
        ("not sent in another file from this computer", "again"),
        ("sent again on 2026-11-24", "drop"),
    ]
    assert rows[1].known is not None
    assert rows[1].known.submission == ledger.submissions()[0].uuid


def test_a_change_that_changed_nothing_is_compared_with_what_was_sent(ledger: Ledger, tmp_path: Path) -> None:
    acme = Program("Acme", "1000")
    deliver(tmp_path, [row(1, Amount="20.00"), row(2, Amount="5.00")], ledger, program=acme)
    shared = {"ActionTrackerId": "18500", "Sku": "SKU-1", "Amount": "5.00", "Reason": "ORDER_UPDATE"}
    changes = [{**shared, "OrderId": f"AC-{number}"} for number in (1, 2)]
    deliver(tmp_path, changes, ledger, header=CHANGES, at=NOW + timedelta(days=1), program=acme)
    result = answered(ledger, {"row": 1, "reason": "NO_CHANGE"}, {"row": 2, "reason": "NO_CHANGE"})
    assert [refused.repair for refused in result.rows] == ["change", "drop"]


def test_a_batch_whose_bytes_are_gone_still_says_what_was_refused(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    ledger.archive.forget(ledger.submissions()[0].parts[0].sha256)
    result = answered(ledger, {"row": 2, "order_id": "AC-2", "sku": "SKU-1"})
    (refused,) = result.rows
    assert (figures(result), refused.order, refused.amount) == ((1, 1, 0), "AC-2", None)
    assert (result.refused_totals, result.accepted_totals) == (None, None)
