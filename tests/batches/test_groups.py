"""A sheet of several programs or event types becomes a batch for each; no row is mixed up, lost or duplicated."""

import json
from decimal import Decimal
from pathlib import Path

from courier.batches.batch import write_batch
from courier.batches.groups import GroupTotals, RowGroup, by_campaign, by_event, group_totals, whole_sheet
from courier.draft import Draft
from courier.draft_edits import change_choices
from courier.sheet.program_facts import ProgramFacts
from tests.batches.test_batches import draft_of, files, parsed, record


def orders(draft: Draft, group: RowGroup) -> list[str | None]:
    return draft.fields(group.ready)["OrderId"].to_list()


def mixed() -> Draft:
    """Two campaigns with alternating rows, and an order with an error in each."""
    return draft_of(
        [
            record(1),
            record(2, CampaignId="2000"),
            record(3),
            record(4, Amount="1,2,3"),
            record(5, CampaignId=" 2000 ", Amount="7.00"),
            record(5, 2, CampaignId="2000"),
            record(6, CampaignId="2000", Amount="none"),
            record(7, CampaignId=None),
        ]
    )


def test_each_campaign_is_a_group_with_its_set_aside_rows() -> None:
    draft = mixed()
    # the blank around a campaign ID is an error until it is repaired
    draft.do(draft.plan(safe_only=True).edit)
    first, second = by_campaign(draft)
    assert (first.campaign, second.campaign) == ("1000", "2000")
    assert orders(draft, first) == ["AC-1", "AC-3"]
    assert orders(draft, second) == ["AC-2", "AC-5", "AC-5"]
    assert draft.fields(second.set_aside)["OrderId"].to_list() == ["AC-6"]
    # a row without a campaign is not lost
    assert draft.fields(first.set_aside)["OrderId"].to_list() == ["AC-4", "AC-7"]
    assert group_totals(draft, second) == GroupTotals(3, 2, {"USD": Decimal(27)})
    every = whole_sheet(draft)
    for part in ("ready", "set_aside", "left_out"):
        apart = [row for group in (first, second) for row in getattr(group, part).to_list()]
        assert sorted(apart) == sorted(getattr(every, part).to_list())


def test_each_group_is_written_under_names_of_its_own(tmp_path: Path) -> None:
    draft = draft_of([record(number, CampaignId=f"{1 + number % 2}000") for number in range(6)])
    written = [write_batch(draft, tmp_path, "acme", 2, group=group) for group in by_campaign(draft)]
    names = [part["name"] for batch in written for part in batch.parts]
    assert len(names) == len(set(names)) == 4
    for batch, campaign in zip(written, ("1000", "2000"), strict=True):
        cells = [line for path in batch.paths for line in parsed(path.read_bytes())[1:]]
        assert [line[0] for line in cells] == [campaign] * 3
        assert batch.manifest is not None
        manifest = json.loads(batch.manifest.read_text(encoding="utf-8"))
        assert (manifest["rows"], manifest["orders"], manifest["totals"]) == (3, 3, {"USD": "30.00"})
    assert len({batch.manifest for batch in written}) == 2
    before = files(tmp_path)
    for group in by_campaign(draft):
        write_batch(draft, tmp_path, "acme", 2, group=group)
    assert files(tmp_path) == before


def test_one_campaign_or_none_is_one_group() -> None:
    draft = draft_of([record(1), record(2)])
    (only,) = by_campaign(draft)
    assert (only.campaign, orders(draft, only)) == ("1000", ["AC-1", "AC-2"])
    (nothing,) = by_campaign(draft_of([]))
    assert (nothing.campaign, nothing.ready.len()) == ("", 0)


def test_event_types_are_told_apart_and_first_events_go_first() -> None:
    draft = draft_of([record(1, ActionTrackerId="2"), record(2, ActionTrackerId="1"), record(3, ActionTrackerId="2")])
    (group,) = by_campaign(draft)
    assert [(part.event, orders(draft, part)) for part in by_event(draft, group)] == [
        ("2", ["AC-1", "AC-3"]),
        ("1", ["AC-2"]),
    ]
    draft.do(change_choices(draft, "edit-program", facts=ProgramFacts(parents={"2": "1"})))
    assert [(part.campaign, part.event) for part in by_event(draft, group)] == [("1000", "1"), ("1000", "2")]
    draft.do(change_choices(draft, "edit-program", facts=ProgramFacts(parents={"2": "1", "1": "2"})))
    assert [part.event for part in by_event(draft, group)] == ["2", "1"]
