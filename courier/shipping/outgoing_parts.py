"""A written batch as it goes out and is recorded: what it was made of, and its parts with their rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from courier.batches.batch import WrittenBatch
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile
from courier.destinations import Destination
from courier.draft import Draft
from courier.ledger.contents import earliest_expiry, rows_of
from courier.ledger.part_archive import PartArchive
from courier.ledger.recorder import NewPart
from courier.ledger.records import Heading


@dataclass(frozen=True)
class BatchOrigin:
    """What a batch was made of. ``program``: the saved program's name, "" without one; ``campaign``: its campaign ID;
    ``source``: the name of the sheet's file; ``zone``: of dates without one; ``note``: for readers of the history;
    ``draft``: the mark of the kept draft, "" for none."""

    program: str
    campaign: str
    source: str
    template: str
    zone: str | None
    note: str = ""
    draft: str = ""

    @classmethod
    def of(cls, draft: Draft, source: str, note: str = "", mark: str = "") -> BatchOrigin:
        """The origin of a batch that holds a whole draft. ``mark``: of the draft as it is kept."""
        chosen = draft.choices
        campaign = chosen.facts.campaign_id
        return cls(chosen.program or "", campaign, source, chosen.template, chosen.zone, note, mark)

    def heading(self, destination: Destination, reason: str, not_before: datetime | None = None) -> Heading:
        """The heading under which a batch for a destination is recorded."""
        return Heading(
            self.program,
            self.campaign,
            self.source,
            self.template,
            self.zone,
            os_user(),
            destination.name,
            destination.url,
            self.note,
            reason,
            not_before,
            self.draft,
        )


@dataclass(frozen=True)
class OutgoingPart:
    """One part: the file, the facts that the manifest has of it, and its rows."""

    file: PartFile
    orders: int
    totals: dict[str, str]
    rows: pl.DataFrame

    @property
    def new_part(self) -> NewPart:
        """The part as it is to be recorded."""
        out = self.file
        return NewPart(out.name, out.sha256, out.size, self.orders, self.totals, earliest_expiry(self.rows), self.rows)


def read_parts(written: WrittenBatch, origin: BatchOrigin, copies: PartArchive) -> list[OutgoingPart]:
    """Read the parts of a batch from the disk, and keep their exact bytes. Raises DeliveryError for a file that differs
    from what was written, and LedgerError."""
    parts = []
    for record, path in zip(written.parts, written.paths, strict=True):
        content = _content(path, record["sha256"])
        copies.keep(content, record["sha256"])
        out = PartFile(record["name"], path, record["size"], record["sha256"])
        parts.append(
            OutgoingPart(out, record["orders"], record["totals"], rows_of(content, origin.campaign, origin.zone))
        )
    return parts


def os_user() -> str:
    """Who works at this computer, by the name of the system's account; "" where it has none."""
    # made for terminals: no window loads it before something is sent
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _content(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        raise DeliveryError("delivery-part-changed", path=str(path)) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DeliveryError("delivery-part-changed", path=str(path))
    return content
