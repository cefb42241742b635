"""What ``courier check`` says of rules that changed since a program's last file."""

import json
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.rules.rule_changes import RULES_VERSION
from tests.commands.running import NOW, Courier, row, write

SAID = "Rules changed since the last file of Acme: "


@pytest.fixture
def sheet(courier: Courier, tmp_path: Path, inbox: Path) -> Path:
    """A further sheet of a program that sent one before."""
    (tmp_path / "program.json").write_text(json.dumps({"name": "Acme"}), encoding="utf-8")
    assert courier("programs", "import", tmp_path / "program.json").code == 0
    first = write(tmp_path / "first.csv", [row(1)])
    assert courier("send", first, "--to", inbox, *NOW, "--program", "Acme").code == 0
    return write(tmp_path / "second.csv", [row(2)])


def recorded(ledger: Ledger, version: str) -> None:
    """As an app with these rules would have recorded it."""
    with ledger.store.writing() as db:
        db.execute("UPDATE submissions SET rules = ?", (version,))


def test_rules_that_changed_since_the_programs_last_file_are_named(
    courier: Courier, sheet: Path, ledger: Ledger
) -> None:
    assert [submission.rules for submission in ledger.submissions()] == [RULES_VERSION]
    assert SAID not in courier("check", sheet, *NOW, "--program", "Acme").out
    recorded(ledger, "1")
    checked = courier("check", sheet, *NOW, "--program", "Acme")
    assert SAID in checked.out
    assert checked.code == 0
    assert SAID not in courier("check", sheet, *NOW).out


def test_a_version_that_nobody_knows_says_nothing(courier: Courier, sheet: Path, ledger: Ledger) -> None:
    recorded(ledger, "")
    assert SAID not in courier("check", sheet, *NOW, "--program", "Acme").out


def test_a_lost_ledger_is_rebuilt_with_the_version(courier: Courier, sheet: Path, ledger: Ledger) -> None:
    ledger.close()
    ledger.store.path.unlink()
    assert courier("history", "rebuild").code == 0
    assert [submission.rules for submission in ledger.submissions()] == [RULES_VERSION]
    # of an earlier version of the app
    facts = next(ledger.store.path.parent.rglob("*-*.json"))
    record = json.loads(facts.read_text("utf-8"))
    del record["submission"]["rules"]
    facts.write_text(json.dumps(record), encoding="utf-8")
    ledger.close()
    ledger.store.path.unlink()
    assert courier("history", "rebuild").code == 0
    assert [(submission.source, submission.rules) for submission in ledger.submissions()] == [("first.csv", "")]
    assert courier("check", sheet, *NOW, "--program", "Acme").code == 0
