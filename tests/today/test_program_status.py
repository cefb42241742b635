"""Where programs stand."""

from datetime import timedelta
from pathlib import Path

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.programs import Program
from courier.shipping.queue import send_later
from courier.today.program_status import program_statuses
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, deliver, folder_at, mark

ACME, OTHER = Program("Acme", "1000"), Program("Other", "1000")


def send(folder: Path, ledger: Ledger, first: int, count: int, day: int, **more: object) -> None:
    rows = [row(number) for number in range(first, first + count)]
    deliver(folder, rows, ledger, at=NOW + timedelta(days=day), **more)  # type: ignore[arg-type]


def test_where_programs_stand(ledger: Ledger, tmp_path: Path) -> None:
    send(tmp_path, ledger, 1, 1, 0, program=ACME)
    send(tmp_path, ledger, 2, 1, 1, program=ACME)
    mark(ledger, State.UNCONFIRMED)
    send(tmp_path, ledger, 3, 1, 2, program=ACME)
    mark(ledger, State.REFUSED)
    written, origin = batch_of(tmp_path, [row(4)], program=OTHER)
    queued = send_later(written, origin, folder_at(tmp_path / "inbox"), ledger, NOW, NOW + timedelta(days=1))
    acme, other, none = program_statuses(ledger, ["Acme", "Other", "Unheard"])
    assert acme.last is not None
    assert (acme.last.state, acme.last.made_at) == (State.REFUSED, NOW + timedelta(days=2))
    assert (len(acme.unconfirmed), acme.open, acme.waiting) == (1, (acme.last,), ())
    assert acme.expires == NOW.replace(day=20, hour=10) + timedelta(days=88)
    assert ([one.uuid for one in other.waiting], other.open, other.unconfirmed) == ([queued.uuid], (), ())
    assert (none.last, none.expires) == (None, None)
    # the same bytes arrived after all
    (tmp_path / "inbox" / acme.last.parts[0].name).unlink()
    send(tmp_path, ledger, 3, 1, 3, program=ACME)
    assert program_statuses(ledger, ["Acme"])[0].open == ()
