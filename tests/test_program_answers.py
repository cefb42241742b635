"""What a sheet says about its program."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from courier.draft import Draft
from courier.open_sheet import OpenOptions, open_source
from courier.program_answers import distinct_values, program_of
from courier.programs import EventType, Program


def draft_of(tmp_path: Path, *rows: tuple[str, str, str]) -> Draft:
    path = tmp_path / "orders.csv"
    lines = [f"{campaign},{event},A{place},{currency},5.00" for place, (campaign, event, currency) in enumerate(rows)]
    path.write_text("\n".join(["CampaignId,ActionTrackerId,OrderId,CurrencyCode,Amount", *lines]), encoding="utf-8")
    return open_source(path, OpenOptions(zone="Europe/Paris"), datetime(2026, 11, 30, tzinfo=UTC)).draft


def test_what_is_the_same_in_all_rows_is_an_answer(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, ("1000", "2", "usd"), ("", "1", ""), (" 1000 ", "1", "usd"))
    made = program_of(draft, "Acme", destination="Server")
    events = (EventType("1"), EventType("2"))
    assert made == Program("Acme", "1000", events, "USD", "Europe/Paris", destination="Server")


def test_what_differs_answers_nothing_and_keeps_what_was_known(tmp_path: Path) -> None:
    before = Program("Acme", "7", (EventType("1", "Sale", "item"),), "EUR", reasons=("LATE",), destination="Server")
    draft = draft_of(tmp_path, ("1000", "1", "USD"), ("2000", "3", "EUR"))
    made = program_of(draft, "Acme", before)
    assert (made.campaign_id, made.currency, made.reasons, made.destination) == ("7", "EUR", ("LATE",), "Server")
    assert made.event_types == (EventType("1", "Sale", "item"), EventType("3"))


def test_a_column_of_many_values_holds_no_event_types(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, *((str(n), str(n), "USD") for n in range(1, 40)))
    assert program_of(draft, "Acme").event_types == ()
    assert len(distinct_values(draft, "ActionTrackerId", 5)) == 6


@pytest.mark.parametrize("field", ["Sku", "nothing"])
def test_a_field_that_nothing_feeds_has_no_values(tmp_path: Path, field: str) -> None:
    assert distinct_values(draft_of(tmp_path, ("1", "1", "USD")), field, 3) == []
