"""Four eyes: a second person's word for exactly what would be sent.

Nobody proves who they are: names are what people say of themselves. What is certain is that an approval is of this very
content, and that it is void when a cell, a decision or a row of it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from courier.batches.errors import BatchError
from courier.batches.part_files import row_ranges, rows_content
from courier.draft import Draft
from courier.draft_edits import change_choices
from courier.formats import minute_text
from courier.messages import text
from courier.rules.totals import totals_json
from courier.sheet.edit import Edit
from courier.sheet.sign_off import Approval


class ApprovalMissing(BatchError):
    """A program's batch is above the amount from which it needs the approval of a second person."""


class ApprovalError(BatchError):
    """Somebody cannot approve this batch."""


def content_digest(draft: Draft) -> str:
    """The SHA-256 in hex of all rows that would be sent, in their order, with their columns. It does not depend on how
    they are divided into files or called."""
    digest = sha256()
    for rows in row_ranges(draft, draft.ready_rows()):
        digest.update(rows_content(draft, draft.fields(rows.ids)))
    return digest.hexdigest()


def approve(draft: Draft, by: str, at: datetime) -> Edit:
    """The edit that records an approval of what a checked draft would send. Raises ApprovalError for nobody's name, for
    whoever prepared the sheet, for a sheet that nobody handed over or that was changed since, and where nothing would
    be sent."""
    name, sign_off = " ".join(by.split()), draft.choices.sign_off
    if not name:
        raise ApprovalError("approval-no-name")
    if not sign_off.prepared_by:
        raise ApprovalError("approval-not-handed-over")
    if name.casefold() == sign_off.prepared_by.casefold():
        raise ApprovalError("approval-own", name=name)
    if not handed_over_as_is(draft):
        raise ApprovalError("approval-changed")
    if not draft.ready_rows().len():
        raise ApprovalError("approval-nothing")
    approvals = (*sign_off.approvals, Approval(name, at, content_digest(draft)))
    return change_choices(draft, "edit-approve", sign_off=replace(sign_off, approvals=approvals))


def handed_over_as_is(draft: Draft) -> bool:
    """Whether somebody handed the sheet over, and it was at most approved since."""
    edits = [edit.what for edit in draft.undo_stack.done if edit.what != "edit-approve"]
    return edits[-1:] == ["edit-handover"]


def approvals_in_force(draft: Draft) -> tuple[Approval, ...]:
    """The approvals of what a checked draft would send as it is now."""
    sign_off = draft.choices.sign_off
    if not sign_off.approvals:
        return ()
    content = content_digest(draft)
    return tuple(approval for approval in sign_off.approvals if approval.content == content)


def approval_words(approvals: Iterable[Approval]) -> list[str]:
    """Who approved and when, a sentence each."""
    return [text("note-approved", by=one.by, at=minute_text(one.at.astimezone())) for one in approvals]


def require_approval(draft: Draft, program: str, limit: Decimal, totals: Mapping[str, Decimal]) -> None:
    """Raises ApprovalMissing if the batches of a program have more than ``limit`` in a currency and the draft has no
    approval in force. An amount in any currency counts by its number, because no rate is known here."""
    over = {code: amount for code, amount in totals.items() if amount > limit}
    if over and not approvals_in_force(draft):
        code, amount = next(iter(totals_json(over).items()))
        facts = {"program": program, "amount": amount, "currency": code or "?", "limit": str(limit)}
        raise ApprovalMissing("approval-missing", **facts)
