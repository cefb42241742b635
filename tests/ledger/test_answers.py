"""What impact.com answered, as the ledger keeps it."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA, PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from tests.commands.running import row
from tests.ledger.batches import NOW, deliver

LATER = NOW + timedelta(hours=2)


def refused_rows(*rows: dict[str, object]) -> pl.DataFrame:
    """Refused rows; what is not said is null, or "" where something has to stand."""
    empty = dict.fromkeys(REFUSED_SCHEMA, None) | {"reason": "", "kind": ""}
    return pl.DataFrame([empty | one for one in rows], REFUSED_SCHEMA)


def sent(ledger: Ledger, folder: Path) -> str:
    """The UUID of the only part of a delivered batch."""
    deliver(folder, [row(number) for number in (1, 2, 3)], ledger)
    return ledger.submissions()[0].parts[0].uuid


def answer(part: str, *rows: dict[str, object], at: datetime = LATER, **more: object) -> PartAnswer:
    """A finished answer of the API that refuses these rows."""
    values: dict[str, object] = {"records": 3, "errors": len(rows), "submitted_at": NOW, "completed_at": at}
    return PartAnswer(
        part,
        "F-1",
        Progress.COMPLETE,
        checked_at=at,
        source=AnswerSource.API,
        refused=refused_rows(*rows),
        **(values | more),
    )  # type: ignore[arg-type]


def test_a_ledger_without_answers_says_none(ledger: Ledger) -> None:
    assert ledger.answers.of_parts(["0" * 32]) == {}


def test_an_answer_is_kept_with_its_refused_rows(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    ledger.answers.record([answer(part, {"row": 2, "line": 3, "order_id": "A-2", "reason": "OID_DUPLICATE"})])
    (known,) = ledger.answers.of_parts([part])[part]
    assert (known.complete, known.records, known.errors, known.unnamed) == (True, 3, 1, 0)
    assert known.refused.row(0, named=True)["order_id"] == "A-2"


def test_a_finished_answer_does_not_become_unfinished(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    ledger.answers.record([answer(part, {"order_id": "A-2", "reason": "NO_CHANGE"})])
    late = replace(answer(part, at=LATER + timedelta(hours=1)), progress=Progress.IN_PROGRESS, records=1, errors=0)
    ledger.answers.record([late])
    (known,) = ledger.answers.of_parts([part])[part]
    assert (known.complete, known.records, known.refused.height) == (True, 3, 1)


def test_a_later_look_replaces_what_was_not_finished(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    early = replace(answer(part, {"order_id": "A-1", "reason": "MALFORMED"}), progress=Progress.IN_PROGRESS)
    ledger.answers.record([early, answer(part, {"order_id": "A-2", "reason": "NO_CHANGE"})])
    (known,) = ledger.answers.of_parts([part])[part]
    assert (known.progress, known.refused["order_id"].to_list()) == (Progress.COMPLETE, ["A-2"])


def test_tables_that_a_person_brings_add_up_and_say_the_same_once(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    by_hand = {"source": AnswerSource.TABLE, "progress": Progress.UNKNOWN}
    first = replace(answer(part, {"order_id": "A-1", "reason": "MALFORMED"}), **by_hand)  # type: ignore[arg-type]
    both = answer(
        part, {"order_id": "A-2", "reason": "NO_CHANGE"}, {"order_id": "A-1", "reason": "MALFORMED", "row": 1}
    )
    ledger.answers.record([first, replace(both, **by_hand)])  # type: ignore[arg-type]
    (known,) = ledger.answers.of_parts([part])[part]
    assert sorted(known.refused["order_id"].to_list()) == ["A-1", "A-2"]
    assert not known.complete


def test_a_file_that_was_taken_in_twice_has_two_answers_the_latest_last(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    again = replace(answer(part), batch="F-2", submitted_at=LATER)
    ledger.answers.record([again, answer(part)])
    assert [known.batch for known in ledger.answers.of_parts([part])[part]] == ["F-1", "F-2"]


def test_what_is_forgotten_takes_its_answers_along(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    ledger.answers.record([answer(part, {"order_id": "A-2", "reason": "NO_CHANGE"})])
    ledger.delete_before(datetime(2030, 1, 1, tzinfo=UTC))
    ledger.answers.record([answer(part)])
    with ledger.store.reading() as db:
        assert db.execute("SELECT (SELECT count(*) FROM answers), (SELECT count(*) FROM answer_rows)").fetchone() == (
            0,
            0,
        )


def test_a_colleagues_answer_comes_along_and_the_newer_one_stays(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    ledger.export(tmp_path / "before.sqlite")
    theirs = Ledger(tmp_path / "theirs")
    theirs.merge(tmp_path / "before.sqlite")
    theirs.answers.record([answer(part, {"order_id": "A-2", "reason": "NO_CHANGE"})])
    theirs.export(tmp_path / "answered.sqlite")
    theirs.close()
    for _ in range(2):
        ledger.merge(tmp_path / "answered.sqlite")
        (known,) = ledger.answers.of_parts([part])[part]
        assert known.refused["reason"].to_list() == ["NO_CHANGE"]
    ledger.answers.record([answer(part, {"order_id": "A-3", "reason": "MALFORMED"}, at=LATER + timedelta(hours=3))])
    ledger.merge(tmp_path / "answered.sqlite")
    assert ledger.answers.of_parts([part])[part][0].refused["reason"].to_list() == ["MALFORMED"]


def test_a_ledger_of_an_earlier_version_is_merged_without_answers(ledger: Ledger, tmp_path: Path) -> None:
    part = sent(ledger, tmp_path)
    ledger.export(tmp_path / "old.sqlite")
    with sqlite3.connect(tmp_path / "old.sqlite") as db:
        db.executescript("DROP TABLE answers; DROP TABLE answer_rows; PRAGMA user_version = 3")
    db.close()
    fresh = Ledger(tmp_path / "fresh")
    assert fresh.merge(tmp_path / "old.sqlite").parts == 1
    assert fresh.answers.of_parts([part]) == {}
    fresh.close()
