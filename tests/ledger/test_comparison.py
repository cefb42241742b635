"""How a batch compares with earlier ones."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from courier.delivery.receipt import State
from courier.ledger.comparison import compare
from courier.ledger.ledger import Ledger
from courier.programs import Program
from tests.commands.running import row
from tests.ledger.batches import NOW, deliver, mark

ACME, OTHER = Program("Acme", "1000"), Program("Other", "1000")


def send(folder: Path, ledger: Ledger, first: int, count: int, day: int, **more: object) -> None:
    rows = [row(number) for number in range(first, first + count)]
    deliver(folder, rows, ledger, at=NOW + timedelta(days=day), **more)  # type: ignore[arg-type]


def test_a_batch_beside_the_last_four(ledger: Ledger, tmp_path: Path) -> None:
    sizes = (50, 10, 12, 8, 11)
    for day, size in enumerate(sizes):
        send(tmp_path, ledger, 1000 * day, size, day, program=ACME)
    send(tmp_path, ledger, 90_000, 99, 9, program=OTHER)
    send(tmp_path, ledger, 95_000, 3, 9, program=ACME)
    mark(ledger, State.REFUSED)
    seen = compare(42, {"USD": Decimal("210.00"), "EUR": Decimal(1)}, ledger.submissions(program="Acme"))
    assert (seen.batches, seen.since) == (4, NOW + timedelta(days=1))
    assert (seen.rows.usual, seen.rows.times) == (Decimal("10.5"), 4.0)
    assert (seen.totals["USD"].usual, seen.totals["USD"].times) == (Decimal("105"), 2.0)
    assert (seen.totals["EUR"].usual, seen.totals["EUR"].times) == (Decimal(0), None)


def test_a_first_batch_has_nothing_to_be_compared_with(ledger: Ledger) -> None:
    seen = compare(5, {"USD": Decimal(5)}, ledger.submissions(program="Acme"))
    assert (seen.batches, seen.since, seen.rows.times) == (0, None, None)
