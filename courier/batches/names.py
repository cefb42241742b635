"""File names of parts: recognisable, unique, plain ASCII. Source: Batch Submit Conversion Data."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from courier.catalogue.fields import Template

_KINDS = {
    "item": "ItemConversions",
    "order": "OrderConversions",
    "chained": "ChainedConversions",
    "mobile": "MobileConversions",
    "modification": "Modifications",
}
_LONGEST_LABEL = 40


def stem(template: Template, label: str, now: datetime) -> str:
    """The common beginning of a batch's file names: date, kind and label."""
    return f"{now:%Y-%m-%d}_{_KINDS[template]}_{ascii_label(label)}"


def part_name(beginning: str, number: int, count: int, sha256: str) -> str:
    """The name of one part: ``..._01of03_1a2b3c4d.csv``."""
    digits = max(2, len(str(count)))
    return f"{beginning}_{number:0{digits}}of{count:0{digits}}_{sha256[:8]}.csv"


def ascii_label(label: str) -> str:
    """A program's or source's name as letters, digits and hyphens, which every server accepts."""
    plain = unicodedata.normalize("NFKD", label.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST_LABEL].strip("-") or "batch"
