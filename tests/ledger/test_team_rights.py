"""What each role may do with a team's record, by the app and by SQL around it."""

import shutil
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.shipping.queue import send_later
from courier.shipping.sent_before import SentBefore
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, deliver, folder_at, nobody_there
from tests.ledger.team import Team, refused_by

KEPT = "stays as it was recorded"
LATER = NOW + timedelta(days=1)


def test_a_reader_sees_everything_and_records_nothing(team: Team, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], team.ledger("ann"))
    rob = team.ledger("rob")
    (seen,) = rob.submissions()
    assert seen.state is State.ARRIVED
    assert "may not do this" in refused_by(lambda: deliver(tmp_path, [row(2)], rob))
    assert "may not do this" in refused_by(lambda: rob.write_note(seen.uuid, "looked at"))
    assert "may not do this" in refused_by(lambda: rob.delete_before(LATER))
    assert len(list((tmp_path / "inbox").iterdir())) == 1
    for statement in ("INSERT INTO beginnings VALUES ('anew')", "UPDATE submissions SET note = 'x'",
                      "DELETE FROM rows", "TRUNCATE rows", "DROP TABLE rows"):  # fmt: skip
        with pytest.raises(errors.InsufficientPrivilege):
            team.sql("rob", statement)


def test_an_account_without_a_role_sees_nothing(team: Team) -> None:
    assert "may not do this" in refused_by(team.ledger("eve").submissions)
    with pytest.raises(errors.InsufficientPrivilege):
        team.sql("eve", "SELECT * FROM courier.submissions")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parts SET sha256 = repeat('0', 64)", "UPDATE parts SET totals = '{}'", "UPDATE parts SET rows = 0",
        "UPDATE parts SET begun = false", "UPDATE parts SET recorded_in = txid_current()",
        "UPDATE rows SET amount = '0.01'", "UPDATE rows SET order_id = 'other'", "UPDATE part_keys SET keys = ''",
        "UPDATE submissions SET made_at = '2020-01-01'", "UPDATE submissions SET program = 'Other'",
        "UPDATE submissions SET recorded_by = 'bob'", "UPDATE kinds SET currency = 'EUR'",
        "UPDATE answers SET errors = 0", "TRUNCATE parts CASCADE", "TRUNCATE rows", "DROP TABLE rows",
        "DROP SCHEMA courier CASCADE", "ALTER TABLE parts DISABLE TRIGGER ALL", "DELETE FROM beginnings",
        "ALTER TABLE parts DROP COLUMN begun", "UPDATE ledger SET version = 0", "DROP FUNCTION keep_parts CASCADE",
        "CREATE OR REPLACE FUNCTION is_lead() RETURNS BOOLEAN LANGUAGE sql AS 'SELECT true'",
        "CREATE TABLE courier.mine (x INT)", "SET session_replication_role = replica", "GRANT courier_lead TO ann",
        "SET ROLE courier_lead", "SET SESSION AUTHORIZATION lea",
    ],
)  # fmt: skip
def test_nothing_recorded_is_changed_by_sql(team: Team, tmp_path: Path, statement: str) -> None:
    deliver(tmp_path, [row(1)], team.ledger("ann"))
    with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedFunction)):
        team.sql("ann", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parts SET state = 'refused'", "UPDATE parts SET state = 'unconfirmed'",
        "UPDATE parts SET state = 'prepared', message = ''", "DELETE FROM parts", "DELETE FROM rows",
        "DELETE FROM part_keys", "UPDATE parts SET name = 'other.csv'",
        "UPDATE parts SET submission = (SELECT max(id) FROM submissions)",
        "INSERT INTO part_keys SELECT part + 1000, keys FROM part_keys",
        "INSERT INTO rows SELECT key, part, number + 5, kind, order_id, action_id, sku, '0.01' FROM rows",
        "INSERT INTO rows SELECT key, part + 1000, number, kind FROM rows",
    ],
)  # fmt: skip
def test_a_delivery_is_not_unsaid_by_sql(team: Team, tmp_path: Path, statement: str) -> None:
    deliver(tmp_path, [row(1)], team.ledger("ann"))
    # an empty submission to which a part could be moved
    team.sql("ann", "INSERT INTO submissions (uuid, program, campaign, source, template, made_at, os_user, note,"
             " destination, url, reason) SELECT 'x', '', '', '', '', '', '', '', '', '', ''")  # fmt: skip
    with pytest.raises(psycopg.DatabaseError, match=KEPT):
        team.sql("ann", statement)
    (part,) = team.ledger("bob").submissions()[0].parts
    assert part.state is State.ARRIVED
    with pytest.raises(SentBefore):
        deliver(tmp_path, [row(1), row(2)], team.ledger("bob"))


def test_a_sender_cannot_take_away_what_was_on_its_way_and_refused(team: Team, tmp_path: Path) -> None:
    ann = team.ledger("ann")
    deliver(tmp_path, [row(1)], ann)
    with team.server.unguarded(team.database):
        team.sql("lea", "UPDATE parts SET state = 'unconfirmed'")
    ann.settle_by_hand(ann.submissions()[0].parts[0].uuid, State.REFUSED, NOW, "ann")
    with pytest.raises(psycopg.DatabaseError, match=KEPT):
        team.sql("ann", "DELETE FROM rows", "DELETE FROM part_keys", "DELETE FROM parts", "DELETE FROM submissions")
    assert len(ann.submissions()) == 1


def test_who_recorded_is_who_logged_in(team: Team, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], team.ledger("ann"))
    columns = "program, campaign, source, template, made_at, os_user, note, destination, url, reason"
    team.sql("ann", f"INSERT INTO submissions (uuid, recorded_by, {columns}) SELECT 'x', 'bob', {columns}"
             " FROM submissions")  # fmt: skip
    assert team.sql("rob", "SELECT DISTINCT recorded_by FROM submissions") == [("ann",)]


def test_functions_and_tables_of_a_callers_own_stand_in_for_nothing(team: Team, tmp_path: Path) -> None:
    """In PostgreSQL 13 and 14 everybody may make functions in the schema ``public``."""
    deliver(tmp_path, [row(1)], team.ledger("ann"))
    team.server.sql("GRANT CREATE ON SCHEMA public TO PUBLIC", team.database)
    tricks = (
        "CREATE FUNCTION public.pg_has_role(name, text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE FUNCTION public.always(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
        "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.always)",
        "CREATE OPERATOR public.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = public.always)",
        "CREATE FUNCTION public.is_lead() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE TEMP TABLE parts (id BIGINT, run TEXT, begun BOOLEAN, recorded_in BIGINT)",
        "SET search_path = pg_temp, public, pg_catalog, courier",
    )
    for statement in ("UPDATE courier.parts SET state = 'refused'", "DELETE FROM courier.rows",
                      "DELETE FROM courier.parts"):  # fmt: skip
        with pytest.raises(psycopg.DatabaseError, match=KEPT):
            team.sql("ann", *tricks, statement)


def test_only_a_lead_forgets_what_is_old(team: Team, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], team.ledger("ann"))
    assert "only a lead deletes" in refused_by(lambda: team.ledger("bob").delete_before(LATER))
    assert len(team.ledger("rob").submissions()) == 1
    assert team.ledger("lea").delete_before(LATER) == 1
    for table in ("submissions", "parts", "rows", "part_keys"):
        assert team.sql("rob", f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_lead_deletes_nothing_that_is_on_its_way(team: Team, tmp_path: Path) -> None:
    ann = team.ledger("ann")
    deliver(tmp_path, [row(1)], ann)
    team.sql("ann", "UPDATE parts SET run = 'r'")
    with pytest.raises(psycopg.DatabaseError, match=KEPT):
        team.sql("lea", "DELETE FROM rows")


def test_a_sender_takes_own_batches_out_of_the_queue(team: Team, tmp_path: Path) -> None:
    ann = team.ledger("ann")
    written, origin = batch_of(tmp_path, [row(1)])
    inbox = folder_at(tmp_path / "inbox")
    unsent = send_later(written, origin, inbox, ann, NOW, LATER)
    ann.drop(unsent.uuid)
    assert (ann.waiting(), ann.submissions()) == ([], [])
    tried = send_later(written, origin, inbox, ann, NOW, LATER)
    (part,) = tried.parts
    ann.states.mark_sending(part.uuid, "run", NOW)
    ann.states.settle(part.uuid, Receipt(part.name, State.REFUSED, "Acme", "", part.size, NOW, "receipt-cancelled"))
    assert ann.drop(tried.uuid).unsent
    # what was on its way stays to be seen
    assert ann.waiting() == []
    assert [kept.state for kept in ann.submissions()] == [State.REFUSED]


def test_an_attempt_that_sent_nothing_is_taken_over_by_a_colleague(team: Team, tmp_path: Path) -> None:
    inbox = folder_at(tmp_path / "inbox")
    with nobody_there(inbox), pytest.raises(DeliveryError):
        deliver(tmp_path, [row(1)], team.ledger("ann"), inbox)
    shutil.rmtree(tmp_path / "batches")
    (receipt,) = deliver(tmp_path, [row(1)], team.ledger("bob"), inbox)
    assert receipt.state is State.ARRIVED
    (sent,) = team.ledger("rob").submissions()
    assert team.sql("rob", "SELECT recorded_by FROM submissions") == [("bob",)]
    assert len(sent.parts) == 1


def test_answers_are_replaced_and_never_only_taken_away(team: Team, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], team.ledger("ann"))
    answer = "INSERT INTO answers (part, batch, progress, checked_at, source) SELECT id, 'B', 'complete', '', 'api'"
    team.sql("ann", f"{answer} FROM parts", "INSERT INTO answer_rows (answer, reason, kind) SELECT id, '', '' FROM"
             " answers")  # fmt: skip
    assert team.sql("rob", "SELECT recorded_by FROM answers") == [("ann",)]
    for taken_away in ("DELETE FROM answers", "DELETE FROM answer_rows"):
        with pytest.raises(psycopg.DatabaseError, match=KEPT):
            team.sql("bob", taken_away)
    team.sql("bob", "DELETE FROM answer_rows", "DELETE FROM answers", f"{answer} FROM parts")
    assert team.sql("rob", "SELECT recorded_by FROM answers") == [("bob",)]
    assert team.ledger("lea").delete_before(LATER) == 1
    assert team.sql("rob", "SELECT count(*) FROM answers") == [(0,)]
