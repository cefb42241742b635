"""File names of parts: recognisable, unique, plain ASCII. Source: Batch Submit Conversion Data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from courier.catalogue.fields import Template
from courier.messages import UserError
from courier.rules.delivery_rules import matches_pattern, name_problems
from courier.rules.rule import Severity

_KINDS = {
    "item": "ItemConversions",
    "order": "OrderConversions",
    "chained": "ChainedConversions",
    "mobile": "MobileConversions",
    "modification": "Modifications",
}
_LONGEST_LABEL = 40
_FIELD = re.compile(r"\{([^{}]*)\}")
_PLAIN = re.compile(r"[A-Za-z0-9._-]*")


class PartNameError(UserError):
    """A text for the names of parts with which they could not be sent."""


@dataclass(frozen=True)
class PartFacts:
    """What the name of a part is made of. ``label``: the program's or the source's name; ``number`` of ``count`` parts,
    from 1; ``event``: the event type that all rows share, "" if they have several."""

    template: Template
    label: str
    now: datetime
    number: int
    count: int
    sha256: str
    event: str = ""

    def fields(self) -> dict[str, str]:
        """The values of the fields of a destination's names. Parts that differ in anything differ in ``hash``."""
        digits = max(2, len(str(self.count)))
        return {
            "program": ascii_label(self.label),
            "date": f"{self.now:%Y-%m-%d}",
            "year": f"{self.now:%Y}",
            "time": f"{self.now:%H%M%S}",
            "event": ascii_label(self.event or _KINDS[self.template]),
            "number": f"{self.number:0{digits}}",
            "hash": self.sha256[:8],
        }


def stem(template: Template, label: str, now: datetime) -> str:
    """The common beginning of a batch's file names: date, kind and label."""
    return f"{now:%Y-%m-%d}_{_KINDS[template]}_{ascii_label(label)}"


def part_name(facts: PartFacts, naming: str = "") -> str:
    """The name of one part: ``..._01of03_1a2b3c4d.csv``, or what ``naming`` says with its fields filled in."""
    fields = facts.fields()
    if naming:
        return _FIELD.sub(lambda field: fields[field[1]], naming)
    digits = len(fields["number"])
    beginning = stem(facts.template, facts.label, facts.now)
    return f"{beginning}_{fields['number']}of{facts.count:0{digits}}_{fields['hash']}.csv"


def example_name(naming: str, pattern: str, now: datetime) -> str:
    """An example of the names that ``naming`` makes ("" for the usual ones). ``pattern``: the names that a Connection
    takes, "" for all. Raises PartNameError if ``naming`` cannot be used, or its names would not be taken."""
    facts = PartFacts("item", "Acme", now, 1, 3, "1a2b3c4d")
    known, used = facts.fields(), _FIELD.findall(naming)
    if unknown := [field for field in used if field not in known]:
        fields = ", ".join(f"{{{field}}}" for field in known)
        raise PartNameError("part-names-field", field=f"{{{unknown[0]}}}", fields=fields)
    if not _PLAIN.fullmatch(_FIELD.sub("", naming)):
        raise PartNameError("part-names-characters")
    if naming and "hash" not in used:
        raise PartNameError("part-names-hash")
    name = part_name(facts, naming)
    if not name.endswith(".csv"):
        raise PartNameError("part-names-ending")
    for problem in name_problems(name):
        if problem.severity == Severity.ERROR:
            raise PartNameError(f"{problem.rule}.message", **problem.facts)
    if not matches_pattern(name, pattern):
        raise PartNameError("part-names-pattern", name=name, pattern=pattern)
    return name


def ascii_label(label: str) -> str:
    """A program's or source's name as letters, digits and hyphens, which every server accepts."""
    plain = unicodedata.normalize("NFKD", label.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST_LABEL].strip("-") or "batch"
