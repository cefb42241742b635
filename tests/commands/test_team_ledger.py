"""Where the ledger is kept, chosen and moved by command, over a real PostgreSQL."""

import platform
import re
from pathlib import Path

import pytest

from courier.programs import Program, Programs
from courier.settings import config_folder, ledger_folder
from courier.shipping.outgoing_parts import os_user
from tests.commands.running import Courier, row, write
from tests.keychain import FakeKeychain
from tests.postgres import PASSWORD, PostgresServer


@pytest.fixture
def team(postgres: PostgresServer) -> str:
    return str(postgres.address(postgres.fresh(), "lea"))


def send(courier: Courier, folder: Path, number: int) -> None:
    (folder / "inbox").mkdir(exist_ok=True)
    sheet = write(folder / f"orders-{number}.csv", [row(number)])
    done = courier("send", sheet, "--to", folder / "inbox")
    assert done.code == 0, done.err


@pytest.mark.usefixtures("keychain")
def test_a_record_moves_to_the_team_and_back_with_all_it_holds(courier: Courier, team: str, tmp_path: Path) -> None:
    send(courier, tmp_path, 1)
    used = courier("ledger", "use", team, typed=f"{PASSWORD}\n")
    assert used.code == 0, used.err
    assert "courier ledger move" in used.out
    moved = courier("ledger", "move")
    assert (moved.code, moved.err) == (0, "")
    assert "1 submission with 1 file and 1 row" in moved.out
    assert not (ledger_folder() / "ledger.sqlite").exists()
    assert [path.name for path in ledger_folder().glob("*.sqlite")] == ["ledger-moved-1.sqlite"]
    again = courier("send", tmp_path / "orders-1.csv", "--to", tmp_path / "inbox")
    assert "before" in again.err or "already" in again.out + again.err
    assert len(list((tmp_path / "inbox").iterdir())) == 1
    send(courier, tmp_path, 2)
    assert courier("ledger", "show", "--json").json["submissions"] == 2
    back = courier("ledger", "move", "--back")
    assert back.code == 0, back.err
    assert not (config_folder() / "ledger.json").exists()
    shown = courier("history", "--json").json
    assert [sent["source"] for sent in shown] == ["orders-2.csv", "orders-1.csv"]
    assert all(sent["machine"] for sent in shown)


@pytest.mark.usefixtures("keychain")
def test_a_move_that_was_interrupted_is_begun_again_though_the_team_went_on(
    courier: Courier, team: str, tmp_path: Path
) -> None:
    send(courier, tmp_path, 1)
    assert courier("ledger", "use", team, typed=f"{PASSWORD}\n").code == 0
    assert courier("ledger", "move").code == 0
    (sent,) = courier("history", "--json").json
    courier("history", "note", sent["id"], "asked support")
    # as if it was killed before the file was put aside
    (ledger_folder() / "ledger-moved-1.sqlite").rename(ledger_folder() / "ledger.sqlite")
    again = courier("ledger", "move")
    assert (again.code, again.err) == (0, "")
    assert "0 submissions" in again.out
    (kept,) = courier("history", "--json").json
    assert kept["note"] == "asked support"


def test_a_password_stays_out_of_the_address_and_goes_to_the_keychain(
    courier: Courier, team: str, keychain: FakeKeychain
) -> None:
    with_password = team.replace("lea@", "lea:secret@")
    assert "password" in courier("ledger", "use", with_password).sentence
    assert courier("ledger", "use", team, typed=f"{PASSWORD}\n").code == 0
    assert PASSWORD not in (config_folder() / "ledger.json").read_text()
    assert PASSWORD in str(vars(keychain))


@pytest.mark.usefixtures("keychain")
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "no address"),
        ("postgresql://ann@127.0.0.1:1/team", "cannot be reached"),
        ("postgresql://ann@127.0.0.1/team?sslmode=disable", "no address"),
        ("mysql://ann@127.0.0.1/team", "no address"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_changes(courier: Courier, address: str, words: str) -> None:
    done = courier("ledger", "use", address, typed="x\n")
    assert done.code == 2
    assert words in done.sentence
    assert not config_folder().joinpath("ledger.json").exists()


def test_without_a_keychain_a_schedule_gives_the_password_and_nobody_leaves_the_team_for_lack_of_it(
    courier: Courier, team: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = courier("ledger", "use", team, typed=f"{PASSWORD}\n")
    assert used.code == 0
    assert "PGPASSWORD" in used.sentence
    assert "Nobody gave the password" in courier("ledger", "show").sentence
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert courier("ledger", "show", "--json").json["submissions"] == 0
    monkeypatch.setenv("PGPASSWORD", "wrong")
    (tmp_path / "inbox").mkdir()
    sheet = write(tmp_path / "orders.csv", [row(1)])
    refused = courier("send", sheet, "--to", tmp_path / "inbox", "--without-team")
    assert "refuses your account" in refused.err
    assert list((tmp_path / "inbox").iterdir()) == []


@pytest.mark.usefixtures("keychain")
def test_a_database_without_tables_is_set_up_by_its_administrator(courier: Courier, postgres: PostgresServer) -> None:
    postgres.sql("ALTER ROLE postgres PASSWORD 'root'")
    database = postgres.fresh(set_up=False)
    ann = str(postgres.address(database))
    assert "holds no team's record" in courier("ledger", "use", ann, typed=f"{PASSWORD}\n").sentence
    assert "may not set up" in courier("ledger", "setup", ann, typed=f"{PASSWORD}\n").sentence
    for _ in range(2):
        done = courier("ledger", "setup", str(postgres.address(database, "postgres")), typed="root\n")
        assert (done.code, done.err) == (0, "")
    assert courier("ledger", "use", ann, typed=f"{PASSWORD}\n").code == 0
    printed = courier("ledger", "setup", "--print").out
    other = postgres.fresh(set_up=False)
    postgres.sql(printed, other)
    assert courier("ledger", "use", str(postgres.address(other)), typed=f"{PASSWORD}\n").code == 0


def test_an_unreadable_choice_sends_nothing_past_the_team(courier: Courier, tmp_path: Path) -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    config_folder().joinpath("ledger.json").write_text("{}")
    (tmp_path / "inbox").mkdir()
    done = courier("send", write(tmp_path / "orders.csv", [row(1)]), "--to", tmp_path / "inbox")
    assert done.code in (2, 3)
    assert "Choose it again" in done.err
    assert list((tmp_path / "inbox").iterdir()) == []


def test_a_version_that_never_was_is_not_gone_back_to(courier: Courier, postgres: PostgresServer) -> None:
    for version in (0, 99):
        done = courier("ledger", "setup", "--down", version, "--print")
        assert (done.code, done.out) == (2, "")
        assert f"{version} is none of them" in done.sentence
    postgres.sql("ALTER ROLE postgres PASSWORD 'root'")
    address = str(postgres.address(postgres.fresh(), "postgres"))
    done = courier("ledger", "setup", address, "--down", 1, typed="root\n")
    assert (done.code, done.err) == (0, "")
    assert "version 1 now" in done.out


@pytest.mark.usefixtures("keychain")
def test_a_second_person_approves_above_the_teams_limit(
    courier: Courier, postgres: PostgresServer, tmp_path: Path
) -> None:
    database = postgres.fresh()

    def sign_in(person: str) -> None:
        address = str(postgres.address(database, person))
        assert courier("ledger", "use", address, typed=f"{PASSWORD}\n").code == 0

    assert "No team's record" in courier("ledger", "limit").sentence
    sign_in("lea")
    Programs(config_folder()).save(Program("Acme", "4711"))
    assert "is no amount" in courier("ledger", "limit", "Acme", "-5").sentence
    assert courier("ledger", "limit", "Acme", "15").out == "Acme: a second person approves above 15 in any currency\n"
    sign_in("ann")
    assert "may not do this" in courier("ledger", "limit", "Acme", "9000").sentence
    (tmp_path / "inbox").mkdir()
    sheet = write(tmp_path / "orders.csv", [row(1), row(2)])
    to = ("--program", "Acme", "--to", tmp_path / "inbox")
    done = courier("send", sheet, *to)
    assert done.code == 3
    (approve,) = re.findall(r"“courier (ledger approve [0-9a-f]{8})”", done.err)
    assert list((tmp_path / "inbox").iterdir()) == []
    assert "somebody else" in courier(*approve.split()).sentence
    sign_in("bob")
    approved = courier(*approve.split())
    assert (approved.code, approved.err) == (0, "")
    assert "orders.csv with 2 rows, 20.00 USD" in approved.out
    sign_in("ann")
    sent = courier("send", "--rest", approve.split()[-1])
    assert (sent.code, sent.err) == (0, "")
    assert len(list((tmp_path / "inbox").iterdir())) == 1
    sign_in("lea")
    assert "no second person" in courier("ledger", "limit", "Acme", "--none").out
    assert "no limit" in courier("ledger", "limit", "Acme", "--none").out
    assert courier("ledger", "limit").out == ""


@pytest.mark.usefixtures("keychain")
def test_what_is_sent_without_the_team_is_brought_over_and_each_clash_named(
    courier: Courier, team: str, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, sheet = tmp_path / "inbox", write(tmp_path / "orders.csv", [row(1), row(2)])
    inbox.mkdir()
    assert courier("ledger", "use", team, typed=f"{PASSWORD}\n").code == 0
    assert "can be reached" in courier("send", sheet, "--to", inbox, "--without-team").err
    assert list(inbox.iterdir()) == []
    postgres.stop("immediate")
    refused = courier("send", sheet, "--to", inbox)
    assert "--without-team" in refused.err
    assert list(inbox.iterdir()) == []
    alone = courier("send", sheet, "--to", inbox, "--without-team")
    assert alone.code == 0, alone.err
    # nothing twice here either
    assert courier("send", sheet, "--to", inbox, "--without-team").code == 0
    assert len(list(inbox.iterdir())) == 1
    postgres.start()
    # meanwhile a colleague sent one of the orders
    database = team.rpartition("/")[2]
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("COURIER_HOME", str(tmp_path / "bob"))
        bob = str(postgres.address(database, "bob"))
        assert courier("ledger", "use", bob, typed=f"{PASSWORD}\n").code == 0
        send(courier, tmp_path, 2)
    shown = courier("history", "--json")
    (clash,) = shown.err.splitlines()
    assert clash.startswith("AC-2 went twice")
    assert len(shown.json) == 2
    assert [sent["note"] for sent in shown.json if sent["source"] == "orders.csv"] == [clash]
    assert courier("history").err == ""


@pytest.mark.usefixtures("keychain")
def test_a_lead_says_who_sees_a_program(courier: Courier, postgres: PostgresServer) -> None:
    database = postgres.fresh()
    assert courier("ledger", "use", str(postgres.address(database, "lea")), typed=f"{PASSWORD}\n").code == 0
    open_to_all = courier("ledger", "members", "Acme", "--add", "bob")
    assert open_to_all.out == "Acme: bob\n"
    assert "setup --by-program" in open_to_all.err
    postgres.sql(courier("ledger", "setup", "--by-program", "--print").out, database)
    assert courier("ledger", "members").out == "Acme: bob\n"
    assert "no account called nobody" in courier("ledger", "members", "Acme", "--add", "nobody").sentence
    assert courier("ledger", "members", "Acme", "--remove", "bob").out == ""


@pytest.mark.usefixtures("keychain")
def test_the_history_of_a_team_says_who_sent_and_shows_ones_own(
    courier: Courier, team: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    assert courier("ledger", "use", team, typed=f"{PASSWORD}\n").code == 0
    send(courier, tmp_path, 1)
    database = team.rpartition("/")[2]
    postgres.sql("UPDATE courier.submissions SET os_user = 'ben', machine = 'BENS-PC'", database)
    send(courier, tmp_path, 2)
    shown = courier("history")
    assert shown.code == 0, shown.err
    assert f"Sent by {os_user()} on {platform.node()}" in shown.out
    assert "Sent by ben on BENS-PC" in shown.out
    mine = courier("history", "--mine", "--json").json
    assert [batch["source"] for batch in mine] == ["orders-2.csv"]
    assert courier("history", "--mine", "--last", "1").out.count("orders-") == 1
    bens = next(batch["id"] for batch in courier("history", "--json").json if batch["os_user"] == "ben")
    assert "Sent by ben on BENS-PC" in courier("history", "show", bens).out


@pytest.mark.usefixtures("keychain")
def test_what_a_colleague_queued_is_sent_by_the_machine_that_has_it(
    courier: Courier, team: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    assert courier("ledger", "use", team, typed=f"{PASSWORD}\n").code == 0
    (tmp_path / "inbox").mkdir()
    sheet = write(tmp_path / "orders.csv", [row(1)])
    queued = courier("send", sheet, "--to", tmp_path / "inbox", "--at", "2000-01-01T00:00:00Z")
    assert queued.code == 0, queued.err
    database = team.rpartition("/")[2]
    postgres.sql("UPDATE courier.submissions SET machine = 'BENS-PC'", database)
    assert "Nothing waits whose moment has come" in courier("history", "send-due").out
    assert list((tmp_path / "inbox").iterdir()) == []
    postgres.sql(f"UPDATE courier.submissions SET machine = '{platform.node()}'", database)
    sent = courier("history", "send-due")
    assert sent.code == 0, sent.err
    assert len(list((tmp_path / "inbox").iterdir())) == 1


@pytest.mark.usefixtures("keychain")
def test_a_teams_record_is_brought_to_a_machine_that_never_had_one(courier: Courier, team: str) -> None:
    assert courier("ledger", "use", team, typed=f"{PASSWORD}\n").code == 0
    back = courier("ledger", "move", "--back")
    assert (back.code, back.err) == (0, "")
    assert (ledger_folder() / "ledger.sqlite").exists()
