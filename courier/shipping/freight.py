"""A written batch as it is recorded: headings, and parts with their rows."""

from __future__ import annotations

import getpass
import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from courier.batches.batch import Written
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Outgoing
from courier.destinations import Destination
from courier.draft import Draft
from courier.ledger.contents import earliest_expiry, rows_of
from courier.ledger.copies import Copies
from courier.ledger.recording import FreshPart
from courier.ledger.records import Heading


@dataclass(frozen=True)
class About:
    """Whose orders a batch holds. ``program``: the saved program's name, "" without one; ``campaign``: its campaign ID;
    ``source``: the name of the file they come from; ``zone``: of dates without one; ``note``: for whoever reads the
    history; ``draft``: the mark of the kept draft it is made of, "" for none."""

    program: str
    campaign: str
    source: str
    template: str
    zone: str | None
    note: str = ""
    draft: str = ""

    @classmethod
    def of(cls, draft: Draft, source: str, note: str = "", mark: str = "") -> About:
        """What a draft says. ``mark``: of the draft as it is kept."""
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
class Freight:
    """One part: the file, the facts that the manifest has of it, and its rows."""

    outgoing: Outgoing
    orders: int
    totals: dict[str, str]
    rows: pl.DataFrame

    @property
    def fresh(self) -> FreshPart:
        """The part as it is to be recorded."""
        out = self.outgoing
        return FreshPart(
            out.name, out.sha256, out.size, self.orders, self.totals, earliest_expiry(self.rows), self.rows
        )


def load(written: Written, about: About, copies: Copies) -> list[Freight]:
    """Read the parts of a batch from the disk, and keep their exact bytes. Raises DeliveryError for a file that is not
    the one that was written, and LedgerError."""
    freight = []
    for part, path in zip(written.parts, written.paths, strict=True):
        content = _content(path, part["sha256"])
        copies.keep(content, part["sha256"])
        out = Outgoing(part["name"], path, part["size"], part["sha256"])
        freight.append(Freight(out, part["orders"], part["totals"], rows_of(content, about.campaign, about.zone)))
    return freight


def os_user() -> str:
    """Who works at this computer, by the name of the system's account; "" where it has none."""
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
