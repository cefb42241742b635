"""Four eyes: the database of a team asks for a second account's approval, whatever program speaks to it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from courier.batches.batch import WrittenBatch
from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.records import BatchOrigin
from courier.ledger.store import LedgerError
from courier.ledger.team_approvals import ApprovalLimit, TeamApprovals
from courier.shipping.rest import send_rest
from courier.shipping.ship import SendContext, ship
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, folder_at
from tests.ledger.team import Team, refused_by

CONTENT = "c" * 64
WANTED = "wants a second person's approval"


@pytest.fixture
def limited(team: Team) -> Team:
    """Above 15 a second person approves; a row has 10."""
    TeamApprovals(team.ledger("lea").store).set_limit(ApprovalLimit("Acme", "4711", "", Decimal(15)))
    return team


def approvals(team: Team, person: str) -> TeamApprovals:
    return TeamApprovals(team.ledger(person).store)


def send(folder: Path, ledger: Ledger, *rows: dict[str, str], **origin: str) -> list[State]:
    """Send these rows as a batch of the program Acme."""
    written, made_of = batch_of(folder, list(rows), most=1)
    return ship_as(folder, ledger, written, replace(made_of, **{"program": "Acme", **origin}))


def ship_as(folder: Path, ledger: Ledger, written: WrittenBatch, origin: BatchOrigin) -> list[State]:
    parts = ship(written, origin, folder_at(folder / "inbox"), ledger, SendContext(lambda: NOW))
    return [receipt.state for receipt in parts]


def go_on(folder: Path, ledger: Ledger) -> list[State]:
    """Send what is missing of the newest batch."""
    (batch, *_) = ledger.submissions()
    (folder / "rest").mkdir(exist_ok=True)
    rest = send_rest(batch, folder_at(folder / "inbox"), ledger, SendContext(lambda: NOW), folder / "rest")
    return [receipt.state for receipt in rest]


def arrived(folder: Path) -> int:
    return len(list((folder / "inbox").iterdir()))


def test_what_is_below_the_limit_needs_nobody(limited: Team, tmp_path: Path) -> None:
    assert send(tmp_path, limited.ledger("ann"), row(1)) == [State.ARRIVED]


@pytest.mark.parametrize("origin", [{}, {"program": "Renamed", "campaign": "4711"}], ids=["by name", "by campaign"])
def test_what_is_above_the_limit_goes_once_a_colleague_approved_it(
    limited: Team, tmp_path: Path, origin: dict[str, str]
) -> None:
    ann = limited.ledger("ann")
    sentence = refused_by(lambda: send(tmp_path, ann, row(1), row(2), **origin))
    assert WANTED in sentence
    assert "Acme has 20.00 USD here, and above 15" in sentence
    assert arrived(tmp_path) == 0
    (waiting,) = ann.submissions()
    assert waiting.unsent
    # the sentence names what a colleague types
    assert waiting.uuid[:8] in sentence
    assert "somebody else" in refused_by(lambda: approvals(limited, "ann").approve(waiting.uuid))
    approvals(limited, "bob").approve(waiting.uuid)
    assert go_on(tmp_path, ann) == [State.ARRIVED, State.ARRIVED]
    assert approvals(limited, "rob").who_approved(waiting.uuid) == ["bob"]


def test_an_approval_given_before_holds_for_that_content_up_to_its_amounts(limited: Team, tmp_path: Path) -> None:
    ann = limited.ledger("ann")
    approvals(limited, "bob").approve_content(CONTENT, {"USD": Decimal("20.00")})
    assert send(tmp_path, ann, row(1), row(2), content=CONTENT) == [State.ARRIVED, State.ARRIVED]
    # the same approval is not used up a second time
    assert WANTED in refused_by(lambda: send(tmp_path, ann, row(3), row(4), content=CONTENT))
    assert WANTED in refused_by(lambda: send(tmp_path, ann, row(5), row(6), content="d" * 64))
    assert arrived(tmp_path) == 2


def test_nobody_approves_alone(limited: Team, tmp_path: Path) -> None:
    ann = limited.ledger("ann")
    approvals(limited, "ann").approve_content(CONTENT, {"USD": Decimal(99)})
    assert WANTED in refused_by(lambda: send(tmp_path, ann, row(1), row(2), content=CONTENT))
    # nor does who approved a colleague's batch send it
    (waiting,) = ann.submissions()
    approvals(limited, "bob").approve(waiting.uuid)
    with pytest.raises(psycopg.DatabaseError, match="second person"):
        limited.sql("bob", "UPDATE parts SET state = 'sending'")


def test_an_approval_is_of_the_files_that_were_seen(limited: Team, tmp_path: Path) -> None:
    ann = limited.ledger("ann")
    assert WANTED in refused_by(lambda: send(tmp_path, ann, row(1), row(2)))
    approvals(limited, "bob").approve(ann.submissions()[0].uuid)
    columns = "submission, number, name, size, rows, orders, state, remote_path, at, message, facts, totals"
    limited.sql("ann", f"INSERT INTO parts (uuid, sha256, {columns}) SELECT 'x', 'y', {columns} FROM parts LIMIT 1",
                "DELETE FROM parts WHERE id = (SELECT min(id) FROM parts)")  # fmt: skip
    with pytest.raises(psycopg.DatabaseError, match="second person"):
        limited.sql("ann", "UPDATE parts SET state = 'sending'")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE approval_limits SET amount = 1000000", "DELETE FROM approval_limits",
        "INSERT INTO approval_limits (program, amount) VALUES ('Acme', 9)", "UPDATE approvals SET approved_by = 'bob'",
        "INSERT INTO approvals (content, totals, approved_by) VALUES ('c', '{}', 'bob')", "DELETE FROM approvals",
        "INSERT INTO approvals (submission, totals, files) VALUES ('c', '{}', '{}')",
        "UPDATE submissions SET content = 'c'", "UPDATE submissions SET program = 'Other'",
    ],
)  # fmt: skip
def test_a_sender_changes_no_limit_and_no_approval(limited: Team, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        limited.sql("ann", statement)


def test_a_reader_approves_nothing(limited: Team, tmp_path: Path) -> None:
    ann = limited.ledger("ann")
    assert WANTED in refused_by(lambda: send(tmp_path, ann, row(1), row(2)))
    assert "may not do this" in refused_by(lambda: approvals(limited, "rob").approve(ann.submissions()[0].uuid))


def test_a_part_that_begins_as_sending_is_asked_for_too(limited: Team, tmp_path: Path) -> None:
    ann = limited.ledger("ann")
    assert WANTED in refused_by(lambda: send(tmp_path, ann, row(1), row(2)))
    columns = "submission, number, name, sha256, size, rows, orders, remote_path, at, message, facts, totals"
    with pytest.raises(psycopg.DatabaseError, match="second person"):
        limited.sql("ann", f"INSERT INTO parts (uuid, state, {columns}) SELECT 'x', 'sending', {columns} FROM parts"
                    " LIMIT 1")  # fmt: skip


def test_a_limit_of_one_currency_leaves_others_alone(team: Team, tmp_path: Path) -> None:
    lead = approvals(team, "lea")
    lead.set_limit(ApprovalLimit("Acme", "", "EUR", Decimal(5)))
    assert send(tmp_path, team.ledger("ann"), row(1)) == [State.ARRIVED]
    assert WANTED in refused_by(lambda: send(tmp_path, team.ledger("ann"), row(2, CurrencyCode="EUR")))
    assert lead.remove_limits("Acme") == 1
    assert lead.limits() == []
    assert send(tmp_path, team.ledger("ann"), row(3, CurrencyCode="EUR")) == [State.ARRIVED]


def test_approvals_are_forgotten_with_what_they_are_of(limited: Team, tmp_path: Path) -> None:
    ann = limited.ledger("ann")
    with pytest.raises(LedgerError):
        send(tmp_path, ann, row(1), row(2))
    approvals(limited, "bob").approve(ann.submissions()[0].uuid)
    assert limited.ledger("lea").delete_before(NOW.replace(year=2030)) == 1
    assert limited.sql("rob", "SELECT count(*) FROM approvals") == [(0,)]
