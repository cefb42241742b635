"""A batch handed to a colleague, and the approval of a second person for exactly what is sent."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from courier.approvals import ApprovalError, ApprovalMissing, approvals_in_force, approve, content_digest
from courier.batches.groups import RowGroup
from courier.credentials import Secret
from courier.destinations import Destination
from courier.draft import Draft
from courier.draft_edits import change_mapping, leave_out, set_aside, set_zone, type_cells
from courier.drafts.edits import choices_of, choices_values
from courier.handover import HandoverError, open_any, write_handover
from courier.ledger.ledger import Ledger
from courier.messages import UserError
from courier.open_sheet import OpenedSheet, OpenOptions, open_table
from courier.programs import Program, ProgramError, program_from_json, program_to_json
from courier.reading import read_bytes
from courier.report.difference import changed_cells, difference
from courier.sheet.exclusions import exclude_where
from courier.sheet.mapping import Column, Constant, Typed
from courier.sheet.mapping_recipe import make_recipe
from courier.sheet.row_edits import delete_rows, insert_rows
from courier.sheet.sent_rows import DeliveredRows, Delivery
from courier.shipping.dispatch import SendRequest, Services, dispatch
from courier.shipping.routing import RoutedBatch, refuse_unapproved
from courier.verdict_json import verdict_json

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEADER = "Order,Placed,ClickId,Currency,Amount,Remark"
COLUMNS = (("Order", "OrderId"), ("Placed", "EventDate"), ("Currency", "CurrencyCode"))
FOR_ALL = {"CampaignId": "1000", "ActionTrackerId": "18500"}


def line(order: str, amount: str = "10.00", remark: str = "") -> str:
    return f'{order},2026-11-20 10:00:00,QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWM{order},USD,"{amount}",{remark}'


def opened_of(*lines: str, program: Program | None = None) -> OpenedSheet:
    content = "\n".join([HEADER, *lines]).encode()
    options = OpenOptions(template="order", columns=COLUMNS, constants=FOR_ALL, zone="Europe/Berlin", program=program)
    opened = open_table(read_bytes(content, "x.csv"), "orders.csv", None, options, NOW)
    opened.draft.check()
    return opened


def worked_on() -> OpenedSheet:
    """Repaired, edited, with a row more and a row less, one excluded and one on hold."""
    opened = opened_of(
        line("A", "12,50"), line("B", "7.00", "refunded"), line("C"), line("D"), line("E"), line("F,F".replace(",", ""))
    )
    draft = opened.draft
    draft.do(draft.plan().edit)
    draft.do(leave_out(draft, exclude_where("c5", "is", "refunded")))
    draft.do(insert_rows(draft.sheet, 3, 1))
    new = draft.sheet.row_order[3]
    source = draft.sheet.frame([2])
    draft.do(type_cells(draft, [(new, column, source[column][0]) for column in source.columns if source[column][0]]))
    draft.do(type_cells(draft, [(new, "c0", "N"), (new, "c2", "QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWMN")]))
    draft.do(set_aside(draft, [new]))
    draft.do(delete_rows(draft.sheet, [5]))
    draft.check()
    return opened


def handed_over(opened: OpenedSheet, tmp_path: Path, by: str = "Ann", note: str = "") -> OpenedSheet:
    path = tmp_path / "batch.courier"
    write_handover(opened, path, by, NOW, note)
    return open_any(path, OpenOptions(), NOW)


def seen(draft: Draft) -> dict[str, Any]:
    found = difference(draft)
    changed = [field for field in found.fields if field.rows.len()]
    return {
        "shares": [(share.kind, share.rows, dict(share.totals)) for share in found.shares],
        "cells": {field.header: changed_cells(draft, field.name, field.rows).rows() for field in changed},
        "content": content_digest(draft),
    }


def test_a_colleague_sees_what_came_what_was_decided_and_what_would_leave(tmp_path: Path) -> None:
    opened = worked_on()
    theirs = handed_over(opened, tmp_path, note="The D order looked odd.")
    assert seen(theirs.draft) == seen(opened.draft)
    mine, their = (choices_values(sheet.draft.choices) for sheet in (opened, theirs))
    assert their.pop("sign_off") == {"prepared_by": "Ann", "approvals": []}
    mine.pop("sign_off")
    assert their == mine
    words = " ".join(map(str, theirs.notes))
    assert "Prepared by Ann" in words
    assert "The D order looked odd." in words
    assert "differs from what was handed over" not in words
    # all of it is one step, behind which is the sheet as it came
    theirs.draft.undo()
    assert theirs.draft.sheet.row_count == 6


def test_what_a_colleague_approves_is_exactly_that_and_void_after_any_change(tmp_path: Path) -> None:
    theirs = handed_over(worked_on(), tmp_path)
    draft = theirs.draft
    with pytest.raises(ApprovalError):
        approve(draft, " ann ", NOW)
    with pytest.raises(ApprovalError):
        approve(draft, "  ", NOW)
    draft.do(approve(draft, "Bob", NOW))
    (approval,) = approvals_in_force(draft)
    assert (approval.by, approval.at) == ("Bob", NOW)
    # it survives being kept, and being handed back
    assert choices_of(json.loads(json.dumps(choices_values(draft.choices)))).sign_off == draft.choices.sign_off
    back = handed_over(theirs, tmp_path, by="Bob")
    assert [one.by for one in approvals_in_force(back.draft)] == ["Bob"]
    assert back.draft.choices.sign_off.prepared_by == "Ann"
    assert verdict_json(back)["reading"]["notes"][-1].startswith("Approved by Bob, ")
    draft.do(type_cells(draft, [(0, "c4", "99.00")]))
    assert approvals_in_force(draft) == ()
    draft.undo()
    assert len(approvals_in_force(draft)) == 1
    draft.do(set_aside(draft, [3]))
    assert approvals_in_force(draft) == ()


def test_nothing_ready_cannot_be_approved(tmp_path: Path) -> None:
    with pytest.raises(ApprovalError, match="No row is ready"):
        approve(handed_over(opened_of(line("A", "x")), tmp_path).draft, "Bob", NOW)


def test_a_batch_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(HandoverError):
        write_handover(opened_of(line("A")), tmp_path / "batch.courier", " ", NOW)


def test_no_secret_and_no_destination_goes_along(tmp_path: Path) -> None:
    program = Program("Acme", campaign_id="1000", destination="Main server")
    opened = opened_of(line("A"), program=program)
    theirs = handed_over(opened, tmp_path)
    with zipfile.ZipFile(tmp_path / "batch.courier") as book:
        assert b"Main server" not in book.read("handover.json")
    assert theirs.options.program == replace(program, destination="")
    saved = replace(program, destination="Mine")
    again = open_any(tmp_path / "batch.courier", OpenOptions(programs={"Acme": saved}.get), NOW)
    assert again.options.program == saved


def test_time_that_passes_is_said(tmp_path: Path) -> None:
    path, opened = tmp_path / "batch.courier", opened_of(line("A"))
    opened.draft.do(opened.draft.plan().edit)
    write_handover(opened, path, "Ann", NOW)
    late = open_any(path, OpenOptions(), datetime(2029, 6, 1, tzinfo=UTC))
    assert "differs from what was handed over" in " ".join(map(str, late.notes))


# ---------------------------------------------------------------------- above an amount


def test_a_program_says_above_which_amount() -> None:
    program = Program("Acme", approval_above=Decimal("10000.50"))
    assert program_from_json(program_to_json(program)) == program
    assert program_from_json(program_to_json(Program("Acme"))).approval_above is None
    for wrong in ("-1", "ten", "1e9", "1,000", True, [], "9" * 40):
        with pytest.raises(ProgramError):
            program_from_json({"name": "Acme", "approval_above": wrong})


class _NoPasswords:
    def get(self, _account: str, /) -> Secret | None:
        return None


@pytest.mark.parametrize(("limit", "refused"), [("5.00", True), ("10.00", False)])
def test_a_batch_above_the_amount_leaves_only_with_an_approval(tmp_path: Path, limit: str, refused: bool) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    acme, place = Program("Acme", approval_above=Decimal(limit)), Destination("D", "folder", "", 0, folder=str(inbox))
    services = Services([acme], [place], _NoPasswords(), Ledger(tmp_path / "l.db"), lambda: NOW, tmp_path / "batches")
    opened = opened_of(line("A"), program=acme)
    opened.draft.do(opened.draft.plan().edit)
    draft = opened.draft
    request = SendRequest(place, "Acme", "orders.csv")
    if refused:
        with pytest.raises(ApprovalMissing, match="needs a second person"):
            dispatch(draft, request, services)
        assert list(inbox.iterdir()) == []
        # nobody approves what was never handed over
        with pytest.raises(ApprovalError):
            approve(draft, "Bob", NOW)
        draft = handed_over(opened, tmp_path).draft
        draft.do(approve(draft, "Bob", NOW))
    assert dispatch(draft, request, services).delivered
    assert list(inbox.iterdir())


def test_whoever_changed_a_batch_cannot_approve_it_but_the_first_can(tmp_path: Path) -> None:
    opened = opened_of(line("A"), line("B"))
    opened.draft.do(opened.draft.plan().edit)
    theirs = handed_over(opened, tmp_path)
    theirs.draft.do(type_cells(theirs.draft, [(0, "c4", "11.00")]))
    with pytest.raises(ApprovalError, match="changed after"):
        approve(theirs.draft, "Bob", NOW)
    back = handed_over(theirs, tmp_path, by="Bob").draft
    assert back.choices.sign_off.prepared_by == "Bob"
    back.do(approve(back, "Ann", NOW))
    assert len(approvals_in_force(back)) == 1


@pytest.mark.parametrize("named", [True, False], ids=["by its program", "by its campaign"])
def test_the_limit_holds_where_the_program_is_not_saved_or_not_chosen(tmp_path: Path, named: bool) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    acme = Program("Acme", campaign_id="1000", approval_above=Decimal("5.00"))
    place, ledger = Destination("D", "folder", "", 0, folder=str(inbox)), Ledger(tmp_path / "l.db")
    opened = opened_of(line("A"), program=acme if named else None)
    opened.draft.do(opened.draft.plan().edit)
    draft = handed_over(opened, tmp_path).draft
    services = Services([] if named else [acme], [place], _NoPasswords(), ledger, lambda: NOW, tmp_path / "batches")
    with pytest.raises(ApprovalMissing):
        dispatch(draft, SendRequest(place, "Acme", "orders.csv"), services)
    assert list(inbox.iterdir()) == []


def test_several_batches_of_a_program_count_together(tmp_path: Path) -> None:
    acme = Program("Acme", campaign_id="1000", approval_above=Decimal("15.00"))
    draft = opened_of(line("A"), line("B"), program=acme).draft
    draft.do(draft.plan().edit)
    rows = draft.ready_rows()
    nothing, place = rows.head(0), Destination("D", "folder", "", 0, folder=str(tmp_path))
    halves = [
        RoutedBatch(RowGroup("1000", "", half, nothing, nothing), "Acme", "Acme", place)
        for half in (rows.head(1), rows.tail(1))
    ]
    refuse_unapproved(draft, halves[:1], [acme])
    with pytest.raises(ApprovalMissing):
        refuse_unapproved(draft, halves, [acme])


def test_what_was_sent_does_not_go_again_from_a_colleague(tmp_path: Path) -> None:
    opened = opened_of(line("A"), line("B"))
    draft = opened.draft
    draft.do(draft.plan().edit)
    rows = draft.ready_rows().head(1)
    draft.mark_sent(DeliveredRows(rows, rows, Delivery("D", NOW, 1)))
    theirs = handed_over(opened, tmp_path)
    assert theirs.draft.ready_rows().to_list() == draft.ready_rows().to_list() == [1]
    assert "Rows sent before are on hold here (1)" in " ".join(map(str, theirs.notes))


def test_a_lock_of_the_program_holds_whatever_the_file_says(tmp_path: Path) -> None:
    acme = Program("Acme")
    opened = opened_of(line("A"), program=acme)
    path = tmp_path / "batch.courier"
    write_handover(opened, path, "Ann", NOW)
    headers, choices = opened.table.named_headers, opened.draft.choices
    locked = replace(acme, recipe=make_recipe("Ours", headers, choices.mapping, choices.template, choices.zone))
    changed = opened.draft.choices.mapping.with_feed("CurrencyCode", Constant("EUR"))
    opened.draft.do(change_mapping(opened.draft, changed))
    write_handover(opened, path, "Ann", NOW)
    theirs = open_any(path, OpenOptions(programs={"Acme": locked}.get), NOW)
    assert theirs.locked is not None
    assert theirs.draft.choices.mapping.feed("CurrencyCode") == Column("c3")
    assert "locks" in " ".join(map(str, theirs.notes))


def test_options_that_decide_are_refused_for_a_batch_that_was_decided(tmp_path: Path) -> None:
    path = tmp_path / "batch.courier"
    write_handover(opened_of(line("A")), path, "Ann", NOW)
    for options in (
        OpenOptions(excluded=("Remark is refunded",)),
        OpenOptions(template="item"),
        OpenOptions(zone="UTC"),
    ):
        with pytest.raises(HandoverError, match="brings all decisions"):
            open_any(path, options, NOW)


# ---------------------------------------------------------------------- files of others


def _about(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    def altered(parts: dict[str, bytes]) -> None:
        about = json.loads(parts["handover.json"])
        change(about)
        parts["handover.json"] = json.dumps(about).encode()

    return altered


HOSTILE: dict[str, Callable[[dict[str, bytes]], object]] = {
    "no part": lambda parts: parts.pop("now.csv"),
    "no json": lambda parts: parts.update({"handover.json": b"\xff"}),
    "deep": lambda parts: parts.update({"handover.json": b"[" * 100_000}),
    "a list": lambda parts: parts.update({"handover.json": b"[]"}),
    "newer": _about(lambda about: about.update(courier_handover=2)),
    "a name that leaves": _about(lambda about: about.update(name="../../x.csv")),
    "no template": _about(lambda about: about.update(template="none")),
    "no zone": _about(lambda about: about.update(zone="Mars/Base")),
    "a zone of numbers": _about(lambda about: about.update(zone=5)),
    "columns that are not there": _about(lambda about: about["mapping"]["feeds"].append(["Note", {"column": "c99"}])),
    "a field that is none": _about(lambda about: about["mapping"]["feeds"].append(["Evil", {"constant": "1"}])),
    "a condition on nothing": _about(lambda about: about["mapping"]["left_out"].append([["c99", "is", ["x"]]])),
    "on hold beyond the end": _about(lambda about: about.update(on_hold=[10**9])),
    "on hold below zero": _about(lambda about: about.update(on_hold=[-1])),
    "no headers": _about(lambda about: about["table"].update(headers=[])),
    "headers of numbers": _about(lambda about: about["table"].update(headers=[1, 2, 3, 4, 5, 6])),
    "a width beyond": _about(lambda about: about["table"].update(header_width=99)),
    "a program that is none": _about(lambda about: about.update(program={"name": 3})),
    "approvals without a zone": _about(
        lambda about: about["sign_off"]["approvals"].append({"by": "x", "at": "2026-01-01", "content": ""})
    ),
    "approvals by numbers": _about(
        lambda about: about["sign_off"]["approvals"].append({"by": 1, "at": "2026-01-01T00:00:00Z", "content": ""})
    ),
    "rows twice": lambda parts: parts.update({"now.csv": parts["now.csv"].replace(b"\n1,", b"\n0,")}),
    "rows beyond": lambda parts: parts.update({"now.csv": parts["now.csv"].replace(b"\n1,", b"\n77,")}),
    "rows of letters": lambda parts: parts.update({"now.csv": parts["now.csv"].replace(b"\n1,", b"\nx,")}),
    "numbers of letters": lambda parts: parts.update({"came.csv": parts["came.csv"].replace(b"\n2,", b"\nx,")}),
    "other columns": lambda parts: parts.update({"now.csv": parts["now.csv"].replace(b'"c5"', b'"c6"')}),
    "overrides of nothing": lambda parts: parts.update({"now.csv": parts["now.csv"].replace(b'"c5"', b'"f:Evil"')}),
    "nothing at all": lambda parts: parts.update({"came.csv": b"", "now.csv": b""}),
    "a moment beyond the calendar": _about(lambda about: about.update(at="9999-12-31T23:59:59-12:00")),
    "it unpacks without end": lambda parts: parts.update({"now.csv": b"\n" * 100_000_000}),
}


@pytest.mark.parametrize("alter", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_of_others_is_refused_in_a_sentence(tmp_path: Path, alter: Callable[[dict[str, bytes]], object]) -> None:
    path = tmp_path / "batch.courier"
    write_handover(opened_of(line("A"), line("B")), path, "Ann", NOW)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    alter(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    with pytest.raises(HandoverError) as refusal:
        open_any(path, OpenOptions(), NOW)
    assert "batch.courier" in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"Order,Amount\nA,1\n"], ids=["empty", "cut off", "a text"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "batch.courier"
    path.write_bytes(content)
    with pytest.raises(UserError):
        open_any(path, OpenOptions(), NOW)
    with pytest.raises(UserError):
        open_any(tmp_path / "gone.courier", OpenOptions(), NOW)


def test_a_damaged_download_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "batch.courier"
    write_handover(opened_of(*(line(f"A{place}") for place in range(200))), path, "Ann", NOW)
    content = bytearray(path.read_bytes())
    for place in range(60, len(content) - 300, 40):
        content[place] ^= 0x55
    path.write_bytes(content)
    with pytest.raises(HandoverError):
        open_any(path, OpenOptions(), NOW)


def test_fields_that_were_typed_go_along(tmp_path: Path) -> None:
    opened = opened_of(line("A"))
    draft = opened.draft
    draft.do(change_mapping(draft, draft.choices.mapping.with_feed("Note", Typed())))
    draft.do(type_cells(draft, [(0, "f:Note", "by hand")]))
    draft.do(set_zone(draft, "America/New_York"))
    draft.check()
    theirs = handed_over(opened, tmp_path).draft
    assert theirs.fields(theirs.sheet.row_order)["Note"].to_list() == ["by hand"]
    assert theirs.choices.zone == "America/New_York"
    assert "zone" in theirs.choices.chosen
