"""Opening a source prepares the rules only once, after everything about the sheet is decided."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from courier.draft_edits import kinds_apart, set_zone, type_cells
from courier.drafts.store import DraftStore
from courier.open_sheet import OpenOptions, open_source
from courier.practice.sheet import open_practice
from courier.programs import EventType, Program
from courier.rules.checker import Checker
from courier.sheet.memory import Memories
from courier.verdict_json import template_reason

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CONTENT = "Order ID;Order Date;Amount;SKU\nA-1;03/04/2026 10:00;10.50;S1\nA-2;04/04/2026 10:00;3.00;S2\n"
PROGRAM = Program("Acme", "1000", (EventType("18500"),), "EUR", "Europe/Berlin")


@pytest.fixture
def checkers(monkeypatch: pytest.MonkeyPatch) -> list[Checker]:
    """All checkers created during a test, in order."""
    checkers: list[Checker] = []
    plain = Checker.__init__

    def count(checker: Checker, *values: object, **named: object) -> None:
        checkers.append(checker)
        plain(checker, *values, **named)

    monkeypatch.setattr(Checker, "__init__", count)
    return checkers


def wishes_with_everything(folder: Path) -> OpenOptions:
    """A program with facts, and stored decisions about such a sheet with an answer about its dates."""
    memories = Memories(folder)
    first = open_source(folder / "orders.csv", OpenOptions(), NOW)
    memories.remember(
        first.table.headers, first.draft.choices.mapping, zone="Europe/Paris", day_first={"EventDate": True}
    )
    return OpenOptions(program=PROGRAM, memories=memories, constants={"Note": "x"})


def test_one_checker_is_made_for_a_sheet_with_program_and_memory(tmp_path: Path, checkers: list[Checker]) -> None:
    (tmp_path / "orders.csv").write_text(CONTENT, encoding="utf-8")
    options = wishes_with_everything(tmp_path)
    checkers.clear()
    draft = open_source(tmp_path / "orders.csv", options, NOW).draft
    draft.check()
    assert checkers == [draft.checker]
    assert draft.choices.readings["EventDate"].day_first is True
    assert (draft.choices.program, draft.choices.zone) == ("Acme", "Europe/Paris")
    # the values of the program are read too, and the checker has them
    assert {"CampaignId", "ActionTrackerId", "CurrencyCode"} <= draft.choices.readings.keys()
    assert draft.checker.mapping is draft.choices.mapping
    assert draft.checker.context.readings is draft.choices.readings


def test_one_checker_is_made_for_the_practice_sheet(checkers: list[Checker]) -> None:
    draft = open_practice(NOW).draft
    assert checkers == [draft.checker]
    assert draft.checker.mapping.left_out


def test_one_checker_is_made_for_a_draft_to_go_on_with(tmp_path: Path, checkers: list[Checker]) -> None:
    (tmp_path / "orders.csv").write_text(CONTENT, encoding="utf-8")
    store = DraftStore(tmp_path / "drafts")
    opened = open_source(tmp_path / "orders.csv", OpenOptions(), NOW)
    journal = store.begin(opened)
    for edit in (type_cells(opened.draft, [(0, "c0", "A-9")]), set_zone(opened.draft, "UTC")):
        journal.did(edit)
        opened.draft.do(edit)
    journal.close()
    checkers.clear()
    resumed = store.resume(journal.id, NOW)
    draft = resumed.opened.draft
    resumed.journal.close()
    assert checkers == [draft.checker]
    assert (draft.checker.context.zone, draft.sheet.cells([0], "c0")) == ("UTC", ["A-9"])


def test_rows_that_are_left_out_do_not_decide_the_template(tmp_path: Path) -> None:
    head = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"
    sale = "1000,18500,2026-11-20T10:00:00Z,O-{},QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i,C1,USD,5.00,Tennis,S1,1,"
    change = "1000,18500,,O-{},,,USD,0.00,,,,ITEM_RETURNED"
    rows = [sale.format(1), *(change.format(number) for number in range(2, 6))]
    path = tmp_path / "both.csv"
    path.write_text("\n".join([f"{head},Reason", *rows]) + "\n", encoding="utf-8")
    draft = open_source(path, OpenOptions(), NOW).draft
    assert draft.choices.template == "modification"
    apart = kinds_apart(draft.choices.mapping)
    assert apart is not None
    for exclusion, template in zip(apart, ("item", "modification"), strict=True):
        opened = open_source(path, OpenOptions(left_out=(exclusion,)), NOW)
        assert (opened.draft.choices.template, opened.draft.choices.chosen) == (template, frozenset())
        assert "Chosen by you" not in template_reason(opened)
