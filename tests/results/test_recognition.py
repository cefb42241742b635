"""Tables of answers are told from sheets that are to be sent."""

from pathlib import Path

import pytest

from courier.results.recognition import recognise_file, recognise_text
from tests.ledger.batches import NOW

LIST = "File Name,Status,Records,Errors\nacme_01of01.csv,Complete,60,5\n"
ERRORS = "Line,Order ID,SKU,Reason\n2,AC-1,SKU-1,{}\n3,AC-2,SKU-1,{}\n4,AC-3,SKU-1,{}\n"


@pytest.mark.parametrize(
    ("content", "likeness", "submissions"),
    [
        (LIST, "sure", 1),
        (ERRORS.format("MALFORMED", "OID_DUPLICATE", "NEW_CODE"), "sure", 1),
        (ERRORS.format("MALFORMED", "ITEM_RETURNED", "ORDER_UPDATE"), "likely", 1),
        (ERRORS.format("ITEM_RETURNED", "ITEM_RETURNED", "ORDER_UPDATE"), "no", 0),
        ("OrderId,Amount,Sku\nAC-1,10.00,SKU-1\n", "no", 0),
        ("", "no", 0),
    ],
)
def test_files_and_texts_are_judged_alike(tmp_path: Path, content: str, likeness: str, submissions: int) -> None:
    path = tmp_path / "table.csv"
    path.write_text(content)
    for known in (recognise_file(path, "UTC", NOW), recognise_text(content, "UTC", NOW)):
        assert (known.likeness, len(known.found)) == (likeness, submissions)


def test_what_cannot_be_read_or_is_large_is_a_sheet(tmp_path: Path) -> None:
    assert recognise_file(tmp_path / "nowhere.csv", "UTC", NOW).likeness == "no"
    large = tmp_path / "large.csv"
    large.write_text(LIST + "x.csv,Complete,60,5\n" * 250_000)
    assert recognise_file(large, "UTC", NOW).likeness == "no"
