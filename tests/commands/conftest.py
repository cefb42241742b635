"""The command as a function."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from courier.cli import main
from tests.commands.running import Courier, Run, order, row, write
from tests.results.stand_in import StandIn, standing_in


@pytest.fixture
def courier(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    courier_home: Path,
    no_pauses: None,
) -> Courier:
    """Runs one command; ``typed`` goes to its standard input. A defect told in one sentence is still a defect."""

    def run(*arguments: str | Path, typed: str = "", defect: bool = False) -> Run:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        crashes = courier_home / "data" / "crashes"
        told = [path.read_text(encoding="utf-8") for path in crashes.glob("*")] if crashes.is_dir() else []
        assert defect or not told, "\n".join(told)
        return Run(code, out, err)

    return run


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """A sheet of four orders, the second of which has an error in one of its three rows."""
    rows = [*order(1, 2), *order(2, 3), row(3, CurrencyCode="EUR", Amount="0.10"), row(4)]
    rows[3]["Quantity"] = "0"
    return write(tmp_path / "Bestellungen März.csv", rows)


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A path that no user can write to, not even root: below a regular file."""
    (tmp_path / "plain-file").write_text("")
    return tmp_path / "plain-file" / "folder"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A German export: a title above the table, dates and times apart, an order number over two rows, a sum below."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Bestellungen"
    for cells in (
        ["Export der Muster GmbH"],
        [],
        ["Bestellnummer", "Datum", "Uhrzeit", "Betrag", "Währung", "Menge", "Artikelnummer", "Warengruppe",
         "Klick-ID", "Status", "E-Mail"],
        ["004711", "20.11.2026", "19:05", "1.249,00 €", "€", 1, "M-7", "Jacken",
         "16d4afa270ff905221b8ed", "abgeschlossen", "a@beispiel.de"],
        [None, None, None, "11,72", None, "1 Stk", "M-9", "Jacken", None, None, None],
        ["004712", "07.11.2026", "04:26", "694,08", "EUR", 2, "M-48", "Schuhe",
         "d43134cb1ce397f6bceb00", "storniert", "b@beispiel.de"],
        ["004713", "23.10.2026", "08:36", "405,16", "EUR", 2, "M-48", "Jacken",
         "15da3daa68966ce00bc4d1", "abgeschlossen", "c@beispiel.de"],
        ["Summe", None, None, "2.359,96", None, None, None, None, None, None, None],
    ):  # fmt: skip
        page.append(cells)
    page.merge_cells("A4:A5")
    path = tmp_path / "Bestellungen.xlsx"
    book.save(path)
    return path


@pytest.fixture
def impact() -> Iterator[StandIn]:
    """A server on loopback that answers like impact.com."""
    with standing_in() as stand_in:
        yield stand_in
