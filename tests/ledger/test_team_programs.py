"""A program with members is seen and sent by them and by leads only."""

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.postgres_programs import BY_PROGRAM
from courier.ledger.store import LedgerError
from courier.ledger.team_members import TeamMembers
from courier.shipping.sent_before import SentBefore
from courier.shipping.ship import SendContext, ship
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, folder_at
from tests.ledger.team import Team, refused_by

TABLES = ("submissions", "parts", "rows", "part_keys", "answers", "answer_rows")


@pytest.fixture
def apart(team: Team) -> Team:
    """Bob is the only member of the program Acme."""
    for _ in range(2):
        team.server.sql(BY_PROGRAM, team.database)
    TeamMembers(team.ledger("lea").store).add("Acme", "bob")
    return team


def send(folder: Path, ledger: Ledger, *rows: dict[str, str], program: str = "Acme", reason: str = "") -> list[State]:
    written, made_of = batch_of(folder, list(rows))
    origin = replace(made_of, program=program)
    parts = ship(written, origin, folder_at(folder / "inbox"), ledger, SendContext(lambda: NOW), reason)
    return [receipt.state for receipt in parts]


def counts(team: Team, person: str) -> list[object]:
    return [team.sql(person, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_a_program_with_members_is_seen_by_them_and_by_leads(apart: Team, tmp_path: Path) -> None:
    assert send(tmp_path, apart.ledger("bob"), row(1)) == [State.ARRIVED]
    apart.sql("bob", "INSERT INTO answers (part, batch, progress, checked_at, source) SELECT id, '', '', '', '' FROM"
              " parts", "INSERT INTO answer_rows (answer, reason, kind) SELECT id, '', '' FROM answers")  # fmt: skip
    assert send(tmp_path, apart.ledger("ann"), row(2), program="Bolt") == [State.ARRIVED]
    for person, programs in (
        ("ann", ["Bolt"]),
        ("rob", ["Bolt"]),
        ("bob", ["Acme", "Bolt"]),
        ("lea", ["Acme", "Bolt"]),
    ):
        assert sorted(sent.program for sent in apart.ledger(person).submissions()) == programs
    assert counts(apart, "ann") == [1, 1, 1, 1, 0, 0]
    assert counts(apart, "bob") == [2, 2, 2, 2, 1, 1]


def test_only_members_send_for_it(apart: Team, tmp_path: Path) -> None:
    assert "you are none of them" in refused_by(lambda: send(tmp_path, apart.ledger("ann"), row(1)))
    assert not (tmp_path / "inbox").exists() or list((tmp_path / "inbox").iterdir()) == []
    assert send(tmp_path, apart.ledger("lea"), row(1)) == [State.ARRIVED]


def test_nothing_goes_twice_past_what_is_hidden(apart: Team, tmp_path: Path) -> None:
    assert send(tmp_path, apart.ledger("bob"), row(1)) == [State.ARRIVED]
    # without the program, whose orders this account cannot see
    for reason in ("", "on purpose"):
        again = lambda: send(tmp_path, apart.ledger("ann"), row(1), row(2), program="", reason=reason)  # noqa: B023, E731
        assert "you are none of them" in refused_by(again)
    with pytest.raises(SentBefore):
        send(tmp_path, apart.ledger("lea"), row(1), row(2), program="")
    assert len(list((tmp_path / "inbox").iterdir())) == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE parts SET state = 'refused' RETURNING 1", "DELETE FROM rows RETURNING 1",
     "DELETE FROM submissions RETURNING 1",
     "UPDATE submissions SET note = 'x' RETURNING 1", "SELECT 1 FROM rows r, parts p"],
)  # fmt: skip
def test_what_is_hidden_is_not_changed_either(apart: Team, tmp_path: Path, statement: str) -> None:
    send(tmp_path, apart.ledger("bob"), row(1))
    assert apart.sql("ann", statement) == []


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO program_members VALUES ('Acme', 'ann')", "DELETE FROM program_members",
     "ALTER TABLE rows DISABLE ROW LEVEL SECURITY", "DROP POLICY by_program ON rows"],
)  # fmt: skip
def test_a_sender_lets_nobody_in(apart: Team, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        apart.sql("ann", statement)
    with pytest.raises(psycopg.DatabaseError):
        apart.sql("ann", "SET row_security = off", "SELECT * FROM rows")


def test_without_members_all_see_it_again(apart: Team, tmp_path: Path) -> None:
    send(tmp_path, apart.ledger("bob"), row(1))
    members = TeamMembers(apart.ledger("lea").store)
    assert members.counts
    assert members.of_programs() == {"Acme": ["bob"]}
    with pytest.raises(LedgerError, match="no account called"):
        members.add("Acme", "nobody")
    members.remove("Acme", "bob")
    assert len(apart.ledger("ann").submissions()) == 1


def test_a_lead_forgets_all_programs(apart: Team, tmp_path: Path) -> None:
    send(tmp_path, apart.ledger("bob"), row(1))
    assert apart.ledger("lea").delete_before(NOW.replace(year=2030)) == 1
    assert counts(apart, "bob") == [0] * 6
