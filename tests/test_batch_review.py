"""The facts of the review of a batch: shares by event type and day, files, and exact money."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from courier import batch_review
from courier.batch_review import BatchReview, FileFigures, Share, review_of
from courier.batches.part_files import parts_of
from tests.test_blocking import HEADER, checked, row


def test_shares_add_up_to_the_batch(tmp_path: Path) -> None:
    rows = [row("A", "1.10"), row("B", "2.20", currency="EUR"), row("C", "3.30"), row("D", "n/a")]
    rows[2] = rows[2].replace("18500", "18501").replace("2026-11-23T", "2026-11-20T")
    review = review_of(checked(tmp_path, *rows))
    assert review == BatchReview(
        rows=3,
        orders=3,
        totals={"EUR": Decimal("2.2000"), "USD": Decimal("4.4000")},
        events={
            "18500": Share(2, {"EUR": Decimal("2.2000"), "USD": Decimal("1.1000")}),
            "18501": Share(1, {"USD": Decimal("3.3000")}),
        },
        days={
            date(2026, 11, 20): Share(1, {"USD": Decimal("3.3000")}),
            date(2026, 11, 23): Share(2, {"EUR": Decimal("2.2000"), "USD": Decimal("1.1000")}),
        },
        files=(FileFigures(3, 3),),
    )
    assert [*review.days] == sorted(review.days)


def test_the_day_is_that_of_the_sheet(tmp_path: Path) -> None:
    late = row("A").replace("2026-11-23T00:00:00Z", "2026-11-21T23:30:00-08:00")
    assert [*review_of(checked(tmp_path, late)).days] == [date(2026, 11, 21)]


def test_nothing_ready_is_an_empty_review(tmp_path: Path) -> None:
    assert review_of(checked(tmp_path, row("A", "n/a"))) == BatchReview(0, 0, {}, {}, {}, ())


def test_changes_have_no_days_and_files_keep_orders_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_review, "parts_of", lambda draft, rows: parts_of(draft, rows, 2))
    rows = (row("A"), row("B"), row("B", sku="B"), row("C"))
    assert review_of(checked(tmp_path, *rows)).files == (FileFigures(1, 1), FileFigures(2, 1), FileFigures(1, 1))
    header = HEADER.replace("EventDate", "Reason").replace("Quantity", "ActionId")
    change = "1000,18500,ITEM_RETURNED,A,,,USD,5.00,Hats,A,1000.4000.12345"
    review = review_of(checked(tmp_path, change, header=header))
    assert not [day for day in review.days if day is not None]
