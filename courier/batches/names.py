"""Names of parts: recognisable, unique, plain ASCII. Source: Batch Submit Conversion Data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from courier.rules.rule import Problem, Severity

_KINDS = {"item": "ItemConversions", "order": "OrderConversions"}
_LONGEST_LABEL = 40
_RESERVED = ("receipt_", "result_")
_STYLE = re.compile(r"\d{4}-\d{2}-\d{2}_[A-Za-z]+[A-Za-z0-9_-]*\.\w+")


def stem(template: str, label: str, now: datetime) -> str:
    """What the names of a batch begin with: date, kind and whose orders they are."""
    return f"{now:%Y-%m-%d}_{_KINDS[template]}_{ascii_label(label)}"


def part_name(beginning: str, number: int, count: int, sha256: str) -> str:
    """The name of one part: ``..._01of03_1a2b3c4d.csv``."""
    digits = max(2, len(str(count)))
    return f"{beginning}_{number:0{digits}}of{count:0{digits}}_{sha256[:8]}.csv"


def ascii_label(label: str) -> str:
    """A program's or source's name in letters, digits and - that every server takes."""
    plain = unicodedata.normalize("NFKD", label.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST_LABEL].strip("-") or "batch"


def name_problems(name: str) -> Iterator[Problem]:
    """What is wrong with the name of a part about to be delivered (FILE-EXT, FILE-NAME, FILE-NAME-STYLE)."""
    facts = {"name": name}
    if not name.lower().endswith((".csv", ".xml")):
        yield Problem("FILE-EXT", Severity.ERROR, facts=facts)
    if name.lower().startswith(_RESERVED):
        yield Problem("FILE-NAME", Severity.ERROR, facts=facts)
    elif not _STYLE.fullmatch(name):
        yield Problem("FILE-NAME-STYLE", Severity.NOTE, facts=facts)
