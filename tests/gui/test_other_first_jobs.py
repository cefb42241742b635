"""The first job of people whose orders stand in a German workbook or in a list that a spreadsheet has damaged."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt

from tests.gui.person import Person
from tests.gui.test_first_job import delivered, ready
from tests.gui.test_journey import wait_open

pytestmark = pytest.mark.usefixtures("no_pauses", "keychain")


def day(ago: int, form: str) -> str:
    return f"{datetime.now(UTC) - timedelta(days=ago):{form}}"


def workbook(folder: Path) -> Path:
    """Five orders, one of which was called off and one of which credits nobody, below a title and above a remark."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Bestellungen"
    for cells in (
        ["Bestellexport Muster GmbH"],
        [],
        ["Bestellnummer", "Datum", "Uhrzeit", "Betrag", "Währung", "Menge", "Artikelnummer", "Warengruppe",
         "Klick-ID", "Gutscheincode", "Status", "E-Mail"],
        ["004711", day(20, "%d.%m.%Y"), "19:05", "1.249,00 €", "€", 1, "M-7", "Jacken",
         "16d4afa270ff905221b8ed", None, "abgeschlossen", "a@beispiel.de"],
        ["004711", day(20, "%d.%m.%Y"), None, "11,72", "EUR", "1 Stk", "M-9", "Jacken",
         "16d4afa270ff905221b8ed", None, "abgeschlossen", "a@beispiel.de"],
        ["004712", day(19, "%d.%m.%Y"), "04:26", "694,08", "EUR", 2, "M-48", "Schuhe",
         "d43134cb1ce397f6bceb00", None, "storniert", "b@beispiel.de"],
        ["004713", day(18, "%d.%m.%Y"), "08:36", "405,16", "EUR", "2 Stk", "M-48", "Zubehör",
         "15da3daa68966ce00bc4d1", "LENA15", "abgeschlossen", "c@beispiel.de"],
        ["004714", day(17, "%d.%m.%Y"), "10:00", "20,00", "EUR", 1, "M-1", "Schuhe",
         None, None, "abgeschlossen", "d@beispiel.de"],
        ["004715", day(16, "%d.%m.%Y"), "11:15", "1167,78", "EUR", 1, "M-2", "Jacken",
         "2bfbe0bc53277529025720", None, "abgeschlossen", "e@beispiel.de"],
        ["Erstellt von der Buchhaltung"],
    ):  # fmt: skip
        page.append(cells)
    book.create_sheet("Legende").append(["nur intern"])
    path = folder / "Bestellungen.xlsx"
    book.save(path)
    return path


AFFILIATES = """\
Order ID,Date,Partner,Promo,Sale Amount,Currency,Product,Qty,Click
4.50012E+15,{0} 10:02,Mia,MIA20,504.20 ,US Dollar,Tee,1,n/a
4500120000047514,{0} 11:20,,,$718.75,usd,Runner,1,a2ab1959c1c3bfa295b0
4500120000071271,{0} 15:39,Mia,,USD 1156.86,USD,Tee,,im_ref: bfeb734d2eb5d0915145
4500120000095028,{0} 07:07,,,"1,735.22",US Dollar,Tee,2,91052b1cecbef0d754d1
4500120000142542,{0} 09:15,,,81.10,USD,Tee,1,n/a
"""


def do_the_job(qtbot, window, path: Path, server, *, called_off: bool, sent: int) -> list[dict[str, str]]:
    """From the drop to the delivery, in at most 20 actions: the rows that arrived."""
    running, inbox = server
    first = Person(qtbot, window)
    first.drops(path)
    wait_open(qtbot, window)
    for value in ("1000", "18500"):
        first.types(value)
        first.presses(Qt.Key.Key_Return)
    first.presses(Qt.Key.Key_Escape)
    if called_off:
        first.clicks("excludeCalledOff")
    first.clicks("fixSafelyButton")
    first.clicks("fixPreviewGo")
    qtbot.waitUntil(lambda: ready(window) == sent, timeout=20_000)
    first.clicks("uploadButton")
    first.clicks("setAsideGo")
    first.logs_in(running)
    qtbot.waitUntil(lambda: delivered(window), timeout=30_000)
    assert len(first.did) <= 20, first.did
    (part,) = inbox.iterdir()
    return list(csv.DictReader(part.read_text("utf-8").splitlines()))


def test_a_german_workbook(qtbot, window, tmp_path: Path, server) -> None:
    rows = do_the_job(qtbot, window, workbook(tmp_path), server, called_off=True, sent=4)
    assert [(row["OrderId"], row["Sku"], row["Amount"], row["Quantity"]) for row in rows] == [
        ("004711", "M-7", "1249.00", "1"),
        ("004711", "M-9", "11.72", "1"),
        ("004713", "M-48", "405.16", "2"),
        ("004715", "M-2", "1167.78", "1"),
    ]
    # both rows of an order have its time, which stands in the first only
    assert [row["EventDate"][:16] for row in rows[:2]] == [day(20, "%Y-%m-%dT19:05")] * 2
    assert {(row["CampaignId"], row["ActionTrackerId"], row["CurrencyCode"]) for row in rows} == {
        ("1000", "18500", "EUR")
    }
    assert not any("@" in cell for row in rows for cell in row.values())


def test_a_list_of_sales_with_damaged_order_numbers(qtbot, window, tmp_path: Path, server) -> None:
    path = tmp_path / "Affiliate sales - Sheet1.csv"
    # a day above the twelfth tells which number is the month
    path.write_text(AFFILIATES.format(sold := day_above_12()), encoding="utf-8")
    rows = do_the_job(qtbot, window, path, server, called_off=False, sent=3)
    assert [(row["OrderId"], row["Amount"], row["ClickId"]) for row in rows] == [
        ("4500120000047514", "718.75", "a2ab1959c1c3bfa295b0"),
        ("4500120000071271", "1156.86", "bfeb734d2eb5d0915145"),
        ("4500120000095028", "1735.22", "91052b1cecbef0d754d1"),
    ]
    month, number, year = sold.split("/")
    assert {row["EventDate"][:10] for row in rows} == {f"{year}-{month}-{number}"}
    assert {row["CurrencyCode"] for row in rows} == {"USD"}


def day_above_12() -> str:
    """A day of the last weeks after the twelfth of its month, month first."""
    past = (datetime.now(UTC) - timedelta(days=ago) for ago in range(2, 40))
    return f"{next(one for one in past if one.day > 12):%m/%d/%Y}"
