"""Answers find the parts and rows that they are about."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart
from courier.ledger.values import AnswerSource, Progress
from courier.results.matching import Matched, match
from courier.results.submissions import FoundSubmission
from tests.commands.running import order, row
from tests.ledger.batches import CHANGES, NOW, deliver, folder_at
from tests.ledger.test_answers import refused_rows

LATER = NOW + timedelta(hours=2)


def said(*rows: dict[str, object], file: str = "", at: datetime | None = LATER, **more: object) -> FoundSubmission:
    """A finished submission that refuses these rows."""
    values: dict[str, object] = {"progress": Progress.COMPLETE, "submitted_at": at, "errors": len(rows)} | more
    return FoundSubmission(AnswerSource.TABLE, file=file, refused=refused_rows(*rows), **values)  # type: ignore[arg-type]


def refusal(order_id: str | None, sku: str | None = "SKU-1", **more: object) -> dict[str, object]:
    """A refused row as impact.com names it."""
    names = {"order_id": order_id, "sku": sku, "campaign": "1000", "event": "18500", "reason": "MALFORMED"}
    return {**names, **more}


def sent(ledger: Ledger, folder: Path, rows: list[dict[str, str]], **more: object) -> RecordedPart:
    """The first part of a batch that was just delivered."""
    deliver(folder, rows, ledger, **more)  # type: ignore[arg-type]
    return ledger.submissions()[0].parts[0]


def places(matched: Matched) -> list[tuple[str, int | None]]:
    """The part and the row number of each refused row that was matched with a part."""
    return [(answer.part, number) for answer in matched.answers for number in answer.refused["row"].to_list()]


def test_without_anything_sent_all_is_unmatched(ledger: Ledger) -> None:
    matched = match(ledger, [said(refusal("AC-1"), file="a.csv")], LATER)
    assert (matched.answers, matched.unmatched_rows.height, len(matched.unmatched_submissions)) == ((), 1, 1)


def test_a_submission_is_found_by_its_file_name_and_its_rows_by_order_and_sku(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [*order(1, 3), *order(2, 2)])
    found = said(refusal("AC-2", "SKU-2"), refusal("AC-1", " sku-3 "), file=part.name.upper(), batch="F-1", records=5)
    matched = match(ledger, [found], LATER)
    (answer,) = matched.answers
    assert (answer.part, answer.batch, answer.records, answer.complete) == (part.uuid, "F-1", 5, True)
    assert answer.refused["row"].to_list() == [5, 3]
    assert (matched.unmatched_rows.height, matched.unmatched_submissions) == (0, ())


def test_of_two_uploads_of_one_name_the_moment_tells_which(ledger: Ledger, tmp_path: Path) -> None:
    first = sent(ledger, tmp_path, [row(1)])
    elsewhere = folder_at(tmp_path / "elsewhere")
    later = NOW + timedelta(hours=5)
    second = sent(ledger, tmp_path, [row(1)], destination=elsewhere, reason="again", at=later)
    assert first.name == second.name
    assert first.uuid != second.uuid
    at = [
        NOW + timedelta(hours=4),
        later + timedelta(minutes=1),
        later - timedelta(minutes=5),
        NOW - timedelta(hours=3),
    ]
    matched = match(ledger, [said(file=first.name, at=moment) for moment in at], LATER)
    expected = [first.uuid, second.uuid, second.uuid, first.uuid]
    assert [answer.part for answer in matched.answers] == expected
    long_before = said(file=first.name, at=NOW - timedelta(days=3))
    assert match(ledger, [long_before], LATER).unmatched_submissions == (long_before,)


def test_files_of_others_and_rows_that_fit_nothing_are_listed(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [row(1)])
    stranger = said(refusal("X-1"), file="theirs.csv")
    ours = said(refusal("AC-9"), refusal("AC-1"), file=part.name)
    matched = match(ledger, [stranger, ours], LATER)
    assert matched.unmatched_submissions == (stranger,)
    assert matched.unmatched_rows["order_id"].to_list() == ["AC-9", "X-1"]
    # what belongs to a known part stays with its answer
    assert places(matched) == [(part.uuid, None), (part.uuid, 1)]


def test_the_line_tells_equal_rows_apart_whether_or_not_it_counts_the_header(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [*order(1, 3), *order(2, 2)])
    for header in (0, 1):
        proof = [refusal("AC-2", f"SKU-{item}", line=3 + item + header) for item in (1, 2)]
        matched = match(ledger, [said(*proof, refusal("AC-1", None, line=2 + header), file=part.name)], LATER)
        assert [number for _, number in places(matched)] == [4, 5, 2]


def test_a_row_without_an_order_is_found_by_a_line_that_is_sure(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [row(number) for number in range(1, 6)])
    sure = said(refusal("AC-2", line=3), refusal(None, None, line=5), file=part.name)
    assert [number for _, number in places(match(ledger, [sure], LATER))] == [2, 4]
    # the last line is one that a file without a header does not have
    counted = said(refusal(None, None, line=6), refusal(None, None, line=4), file=part.name)
    assert [number for _, number in places(match(ledger, [counted], LATER))] == [5, 3]
    uncounted = said(refusal(None, None, line=1), file=part.name)
    assert [number for _, number in places(match(ledger, [uncounted], LATER))] == [1]
    unsure = match(ledger, [said(refusal(None, None, line=3), file=part.name)], LATER)
    assert (places(unsure), unsure.unmatched_rows["line"].to_list()) == ([(part.uuid, None)], [3])


def test_an_order_refused_without_an_item_is_refused_whole(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [*order(1, 3), row(2)])
    (answer,) = match(ledger, [said(refusal("AC-1", None), file=part.name)], LATER).answers
    assert answer.refused.select("row", "sku").rows() == [(1, "SKU-1"), (2, "SKU-2"), (3, "SKU-3")]


def test_campaign_and_event_type_may_be_missing_or_said_otherwise(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [row(1), row(2), row(3)])
    found = said(
        refusal("AC-1", campaign=None, event=None),
        refusal("AC-2", campaign="Acme US", event="Online Sale"),
        refusal("AC-3", event="99999", sku="OTHER"),
    )
    assert sorted(places(match(ledger, [found], LATER))) == [(part.uuid, 1), (part.uuid, 2), (part.uuid, 3)]


def test_rows_of_another_program_are_not_taken_for_ours(ledger: Ledger, tmp_path: Path) -> None:
    sent(ledger, tmp_path, [row(1)])
    sent(ledger, tmp_path, [row(2, CampaignId="2000")])
    matched = match(ledger, [said(refusal("AC-1", campaign="2000"))], LATER)
    assert (matched.answers, matched.unmatched_rows["order_id"].to_list()) == ((), ["AC-1"])


def test_errors_without_a_file_name_find_their_part_from_their_rows(ledger: Ledger, tmp_path: Path) -> None:
    conversions = sent(ledger, tmp_path, [row(number) for number in (1, 2, 3, 4)])
    shared = {"ActionTrackerId": "18500", "Sku": "SKU-1", "Amount": "5.00", "CurrencyCode": "USD"}
    changes = [{**shared, "OrderId": f"AC-{number}", "Reason": "ORDER_UPDATE"} for number in (4, 3)]
    changed = sent(ledger, tmp_path, changes, header=CHANGES, at=NOW + timedelta(hours=1))
    both = [refusal("AC-3", campaign=None), refusal("AC-4", campaign=None)]
    assert {part for part, _ in places(match(ledger, [said(*both)], LATER))} == {changed.uuid}
    # the lines fit only one of the two
    lines = [{**refused, "line": line} for refused, line in zip(both, (4, 5), strict=True)]
    assert places(match(ledger, [said(*lines)], LATER)) == [(conversions.uuid, 3), (conversions.uuid, 4)]
    more = [*both, refusal("AC-1", campaign=None)]
    assert {part for part, _ in places(match(ledger, [said(*more)], LATER))} == {conversions.uuid}
    chosen = match(ledger, [said(*both)], LATER, part=conversions.uuid)
    assert {part for part, _ in places(chosen)} == {conversions.uuid}


def test_errors_copied_from_two_files_become_two_answers(ledger: Ledger, tmp_path: Path) -> None:
    sent(ledger, tmp_path, [row(number) for number in range(1, 5)], most=2)
    first, second = ledger.submissions()[0].parts
    matched = match(ledger, [said(refusal("AC-4"), refusal("AC-1"), errors=None)], LATER)
    assert sorted(places(matched)) == sorted([(second.uuid, 2), (first.uuid, 1)])
    assert {answer.progress for answer in matched.answers} == {Progress.UNKNOWN}


def test_errors_join_the_submission_that_is_known_of_their_part(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [row(1), row(2)])
    listed = said(file=part.name, batch="F-1", errors=1)
    errors = said(refusal("AC-2"), progress=Progress.UNKNOWN, at=None, errors=None)
    ledger.answers.record(match(ledger, [errors, listed], LATER).answers)
    (known,) = ledger.answers.of_parts([part.uuid])[part.uuid]
    assert (known.batch, known.complete, known.unnamed, known.refused["row"].to_list()) == ("F-1", True, 0, [2])


def test_errors_that_came_before_the_list_are_not_lost(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [row(1), row(2)])
    errors = said(refusal("AC-2"), progress=Progress.UNKNOWN, at=None, errors=None)
    ledger.answers.record(match(ledger, [errors], LATER).answers)
    ledger.answers.record(match(ledger, [said(file=part.name, batch="F-1", errors=1)], LATER).answers)
    known = ledger.answers.of_parts([part.uuid])[part.uuid][-1]
    assert (known.batch, known.complete, known.refused["row"].to_list()) == ("F-1", True, [2])


def test_a_change_that_names_an_action_is_found_by_it_or_by_its_order(ledger: Ledger, tmp_path: Path) -> None:
    changes = [
        {"ActionId": f"1000.1.{n}", "OrderId": f"AC-{n}", "Amount": "5.00", "Reason": "ORDER_UPDATE"} for n in (1, 2)
    ]
    part = sent(ledger, tmp_path, changes, header="ActionId,OrderId,Amount,Reason")
    by_action = refusal(None, None, action_id="1000.1.2")
    by_order = refusal("AC-1", None)
    matched = match(ledger, [said(by_action, by_order, file=part.name)], LATER)
    assert [number for _, number in places(matched)] == [2, 1]


def test_a_queued_batch_is_not_answered_before_it_could_leave(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [row(1)])
    with ledger.store.writing() as db:
        db.execute("UPDATE submissions SET not_before = ?", ((NOW + timedelta(days=9)).isoformat(),))
    assert match(ledger, [said(file=part.name)], LATER).answers == ()
    assert len(match(ledger, [said(file=part.name, at=datetime(2027, 1, 1, tzinfo=UTC))], LATER).answers) == 1


def test_copies_that_are_gone_take_nothing_else_along(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path, [row(1), row(2)])
    ledger.archive.forget(part.sha256)
    found = said(refusal("AC-1"), refusal("AC-9"), refusal(None, None, line=2), file=part.name)
    matched = match(ledger, [found], LATER)
    assert matched.unmatched_rows["order_id"].to_list() == ["AC-9", None]
    assert [number for _, number in places(matched)] == [1, None, None]


def test_nothing_found_gives_nothing(ledger: Ledger, tmp_path: Path) -> None:
    sent(ledger, tmp_path, [row(1)])
    assert match(ledger, [], LATER).unmatched_rows.equals(pl.DataFrame(schema=refused_rows().schema))
