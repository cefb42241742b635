"""What a batch was made of, and its parts with their rows as they are recorded and sent."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from courier.approvals import approvals_in_force
from courier.batches.batch import WrittenBatch
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile
from courier.draft import Draft
from courier.ledger.contents import earliest_expiry, rows_of
from courier.ledger.part_archive import PartArchive
from courier.ledger.recorder import NewPart
from courier.ledger.records import BatchOrigin
from courier.rules.rule_changes import RULES_VERSION


def origin_of(draft: Draft, source: str, note: str = "", mark: str = "") -> BatchOrigin:
    """The origin of a batch that holds a whole draft. ``note``: instead of the draft's own; ``mark``: of the draft as
    it is kept."""
    choices = draft.choices
    campaign = choices.facts.campaign_id
    return BatchOrigin(
        choices.program or "",
        campaign,
        source,
        choices.template,
        choices.zone_of("EventDate"),
        note or choices.note,
        mark,
        RULES_VERSION,
        next((approval.content for approval in approvals_in_force(draft)), ""),
    )


@dataclass(frozen=True)
class OutgoingPart(NewPart):
    """A part that is to be recorded and sent. ``path``: its file."""

    path: Path

    @property
    def file(self) -> PartFile:
        """The part as it is sent."""
        return PartFile(self.name, self.path, self.size, self.sha256)


def read_parts(written: WrittenBatch, origin: BatchOrigin, copies: PartArchive) -> list[OutgoingPart]:
    """Read the parts of a batch from the disk, and keep their exact bytes. Raises DeliveryError for a file that differs
    from what was written, and LedgerError."""
    parts = []
    for record, path in zip(written.parts, written.paths, strict=True):
        name, sha256, size = record["name"], record["sha256"], record["size"]
        content = _content(path, sha256)
        copies.keep(content, sha256)
        rows = rows_of(content, origin.campaign, origin.zone)
        expires = earliest_expiry(rows)
        parts.append(OutgoingPart(name, sha256, size, record["orders"], record["totals"], expires, rows, path))
    return parts


def os_user() -> str:
    """The name of the operating system's user; "" if it has none."""
    # made for terminals: the window loads it only when something is sent
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _content(path: Path, sha256: str) -> bytes:
    with suppress(OSError):
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    raise DeliveryError("delivery-part-changed", path=str(path))
