"""What answers teach: how long they take, and which share of the rows is refused."""

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from courier.ledger.answers import PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.programs import Program
from courier.results.learning import refused_shares, standings, usual_wait, write_shares
from tests.commands.running import row
from tests.ledger.batches import NOW, deliver
from tests.ledger.test_answers import refused_rows

ACME = Program("Acme", "1000")


def answer(ledger: Ledger, hours: float, *reasons: str, which: int = 0, **more: object) -> None:
    """Answer the only part of a batch, so long after it was sent."""
    part = ledger.submissions()[which].parts[0]
    done = part.at + timedelta(hours=hours)
    refused = refused_rows(*({"row": number, "reason": reason} for number, reason in enumerate(reasons, start=1)))
    whole = PartAnswer(
        part.uuid, f"F-{which}", Progress.COMPLETE, part.rows, len(reasons), part.at, done, done, AnswerSource.API,
        refused,
    )  # fmt: skip
    ledger.answers.record([replace(whole, **more)])  # type: ignore[arg-type]


def send(ledger: Ledger, folder: Path, first: int, days: int = 0) -> None:
    deliver(folder, [row(first), row(first + 1)], ledger, at=NOW + timedelta(days=days), program=ACME)


def test_a_time_is_usual_once_three_parts_were_answered(ledger: Ledger, tmp_path: Path) -> None:
    for place, hours in enumerate((1, 9, 2)):
        assert usual_wait(ledger, "Acme") is None
        send(ledger, tmp_path, 10 * place + 1)
        answer(ledger, hours)
    assert usual_wait(ledger, "Acme") == timedelta(hours=2)
    assert usual_wait(ledger, "") is None
    assert usual_wait(ledger, "Acme", without=ledger.submissions()[0].uuid) is None


def test_a_batch_is_by_now_usually_answered(ledger: Ledger, tmp_path: Path) -> None:
    for place in range(3):
        send(ledger, tmp_path, 10 * place + 1)
        answer(ledger, 2)
    send(ledger, tmp_path, 41, days=1)
    newest, *_, first = ledger.submissions()
    sent = newest.parts[0].at

    def by_now(hours: float) -> bool:
        return standings(ledger, [newest, first], sent + timedelta(hours=hours))[newest.uuid].by_now

    assert (by_now(1), by_now(3)) == (False, True)
    assert standings(ledger, [newest, first], sent + timedelta(days=1))[first.uuid].by_now is False
    answer(ledger, 2.5, "MALFORMED")
    standing = standings(ledger, [newest], sent + timedelta(hours=3))[newest.uuid]
    assert (standing.by_now, standing.counts.words) == (False, "answered: 1 accepted, 1 refused")


def test_shares_are_of_all_answered_rows_by_month_and_code(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, 1)
    answer(ledger, 1, "MALFORMED", "OID_DUPLICATE")
    send(ledger, tmp_path, 11)
    answer(ledger, 1, "malformed", which=0)
    send(ledger, tmp_path, 21, days=10)
    answer(ledger, 1)
    send(ledger, tmp_path, 31, days=10)
    answer(ledger, 1, "UNCLAIMED", progress=Progress.IN_PROGRESS)
    shares = [(one.month, one.code.code, one.rows, one.answered) for one in refused_shares(ledger, "Acme")]
    assert shares == [
        ("2026-12", "UNCLAIMED", 1, 3),
        ("2026-11", "MALFORMED", 2, 4),
        ("2026-11", "OID_DUPLICATE", 1, 4),
    ]
    assert refused_shares(ledger) == refused_shares(ledger, "Acme")
    assert refused_shares(ledger, "Other") == []
    write_shares(refused_shares(ledger), tmp_path / "shares.csv")
    with (tmp_path / "shares.csv").open(encoding="utf-8", newline="") as file:
        header, first, *rest = csv.reader(file)
    assert header == ["program", "month", "code", "refused_rows", "answered_rows", "share"]
    assert first == ["Acme", "2026-12", "UNCLAIMED", "1", "3", "0.333333"]
    assert len(rest) == 2
