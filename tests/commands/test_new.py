"""``courier new`` and ``courier check --report``: files for people who work in a spreadsheet."""

import json
from pathlib import Path

import openpyxl
import pytest

from courier.blank_sheets.columns import HEADERS, columns
from tests.commands.running import NOW, Courier, records, row, write

pytestmark = pytest.mark.usefixtures("short_blank_sheets")


@pytest.mark.parametrize("template", HEADERS)
def test_a_new_workbook_and_a_new_csv(courier: Courier, tmp_path: Path, template: str) -> None:
    for name in ("new.xlsx", "new.CSV"):
        run = courier("new", template, "--output", tmp_path / name)
        assert (run.code, run.err) == (0, "")
        assert str(tmp_path / name) in run.out
    assert records(tmp_path / "new.CSV") == [list(HEADERS[template])]
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(columns(template))


def test_check_knows_what_a_workbook_was_made_for(courier: Courier, tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    courier("new", "item", "--output", path)
    checked = courier("check", path, *NOW, "--json").json
    assert (checked["template"], checked["template_reason"]) == ("item", "The workbook was made for it.")
    chosen = courier("check", path, *NOW, "--json", "--template", "order").json
    assert (chosen["template"], chosen["template_reason"]) == ("order", "Chosen by you.")


def test_a_program_is_shown(courier: Courier, tmp_path: Path) -> None:
    facts = tmp_path / "acme.json"
    facts.write_text(json.dumps({"name": "Acme", "campaign_id": "4711"}), encoding="utf-8")
    assert courier("programs", "import", facts).code == 0
    assert courier("new", "order", "--output", tmp_path / "new.xlsx", "--program", "Acme").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx").worksheets[0]
    assert "At Acme: 4711." in sheet["A1"].comment.text


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("recipe", "--output", "new.xlsx"), "recipe"),
        (("recipe", "--output", "new.csv"), "recipe"),
        (("item", "--output", "new.pdf"), "new.pdf"),
        (("item", "--output", "there.xlsx"), "there.xlsx"),
        (("item", "--output", "no/folder/new.xlsx"), "new.xlsx"),
        (("item", "--output", "new.xlsx", "--program", "Nobody"), "Nobody"),
    ],
)
def test_refusals_write_nothing(
    courier: Courier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.xlsx").write_text("my rows")
    run = courier("new", *arguments)
    assert (run.code, run.out) == (2, "")
    assert named in run.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["there.xlsx"]
    assert (tmp_path / "there.xlsx").read_text(encoding="utf-8") == "my rows"


# ---------------------------------------------------------------------- check --report


@pytest.mark.parametrize("name", ["report.csv", "report.xlsx"])
def test_a_report_beside_the_verdict(courier: Courier, tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "orders.csv", [row(1), row(2, Quantity="0")])
    bare = courier("check", path, *NOW)
    run = courier("check", path, *NOW, "--report", tmp_path / name)
    assert (run.code, run.err) == (1, "")
    assert run.out == f"{bare.out}The report is in {tmp_path / name}\n"
    assert (tmp_path / name).stat().st_size
    shown = courier("check", path, *NOW, "--json", "--report", tmp_path / name)
    assert shown.json == courier("check", path, *NOW, "--json").json


def test_a_report_holds_the_rows(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1), row(2, Quantity="0")])
    courier("check", path, *NOW, "--report", tmp_path / "report.csv")
    header, *rows = records(tmp_path / "report.csv")
    assert header[1:4] == ["problems", "what becomes of it", "CampaignId"]
    assert [one[2] for one in rows] == ["ready", "needs repair"]


@pytest.mark.parametrize(
    ("files", "report", "named"),
    [
        (("orders.csv", "orders.csv"), "report.csv", "one sheet"),
        (("orders.csv",), "report.pdf", "report.pdf"),
        (("orders.csv",), "orders.csv", "file that was read"),
        (("orders.csv",), "no/folder/report.csv", "report.csv"),
        (("gone.csv",), "report.csv", "gone.csv"),
    ],
)
def test_refused_reports_write_nothing(
    courier: Courier,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: tuple[str, ...],
    report: str,
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = write(tmp_path / "orders.csv", [row(1)]).read_bytes()
    run = courier("check", *files, *NOW, "--report", report, "--json")
    assert (run.code, run.out) == (2, "")
    assert named in run.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]
    assert (tmp_path / "orders.csv").read_bytes() == before
