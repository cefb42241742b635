"""The codes with which impact.com refuses rows: what each means, what to do, and which of our rules prevent it.

Sources: Batch Submit Conversion Data; impact.com Error Codes Reference; Submissions, Brand API v14.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from courier.catalogue.fields import FIELDS
from courier.messages import text
from courier.resources import resource

Repair = Literal["again", "change", "drop", "late", "none"]
"""What may become of a refused row: it goes again once it is repaired; impact.com has its order, so that only a change
of it can be sent; it has to be dropped; it is too late; or nothing in the file helps."""
REPAIRS: tuple[Repair, ...] = get_args(Repair)

_INVALID = re.compile(r"\s*(\w+)\s*:\s*(\w+)\s+value is invalid\s*\.?\s*", re.IGNORECASE)
_CODE = re.compile(r"\s*([A-Za-z]+(?:_[A-Za-z]+)*)\s*(?:[:.,;(\u2013-].*)?", re.DOTALL)
_FIELD_RULES: Mapping[str, tuple[str, ...]] = {
    "ActionTrackerId": ("ROW-EVENT-ID", "ROW-PAIR"),
    "CampaignId": ("ROW-CAMPAIGN",),
    "OrderId": ("ROW-OID",),
    "EventDate": ("ROW-DATE-FMT",),
    "CurrencyCode": ("ROW-CURRENCY",),
    "Amount": ("ROW-AMOUNT-NUM", "ROW-AMOUNT-SIZE"),
    "Quantity": ("ITEM-QTY",),
    "CustomerEmail": ("ROW-EMAIL",),
    "Reason": ("MOD-REASON",),
}


@dataclass(frozen=True)
class ResultCode:
    """One code. ``code``: as impact.com's pages write it, of an unknown one as it stood in the answer; ``key``: of its
    messages; ``field``: the field that it names, else ""; ``rules``: those of ours that find it before it is sent."""

    code: str
    key: str
    repair: Repair
    rules: tuple[str, ...] = ()
    field: str = ""

    @property
    def known(self) -> bool:
        """Whether it stands in the pages of impact.com."""
        return self.key != "result-unknown"

    @property
    def title(self) -> str:
        """Its name in words, such as *Received before*."""
        return self._words("")

    @property
    def meaning(self) -> str:
        """What impact.com says with it."""
        return self._words(".meaning")

    @property
    def next_step(self) -> str:
        """What to do with the rows."""
        return self._words(".next")

    def _words(self, which: str) -> str:
        return text(f"{self.key}{which}", field=self.field, code=self.code)


def code_of(reason: str) -> ResultCode:
    """The code in a *Reason* or *Message* of impact.com; what is not known is shown as it is."""
    invalid = _INVALID.fullmatch(reason)
    if invalid and _same_field(invalid[1], invalid[2]):
        return _invalid(_field(invalid[1]))
    begun = _CODE.fullmatch(reason)
    named = begun[1].upper() if begun else ""
    known = _codes().get(named) or next(
        (code for beginning, code in _beginnings().items() if named.startswith(beginning)), None
    )
    return known or ResultCode(" ".join(reason.split()), "result-unknown", "none")


def search_codes(words: str = "") -> tuple[ResultCode, ...]:
    """All codes, or those in whose code or explanation each of these words stands."""
    asked = words.casefold().replace("_", " ").split()
    if asked and (invalid := code_of(words)).field:
        return (invalid,)
    known = (*_codes().values(), _invalid("ActionTrackerId"))
    return tuple(code for code in known if all(word in _all_words(code) for word in asked))


def _all_words(code: ResultCode) -> str:
    everything = (code.code, code.title, code.meaning, code.next_step, *code.rules)
    return " ".join(everything).casefold().replace("_", " ")


def _invalid(field: str) -> ResultCode:
    return ResultCode(f"{field}:{field} value is invalid", "result-field-invalid", "again", _FIELD_RULES.get(field, ()),
                      field)  # fmt: skip


def _same_field(left: str, right: str) -> bool:
    return _spelled(left) == _spelled(right)


def _spelled(field: str) -> str:
    """A field's name without case; impact.com's own page writes a small L for the capital I in ``Id``."""
    lower = field.lower()
    return f"{lower[:-2]}id" if lower.endswith("ld") else lower


def _field(written: str) -> str:
    """The name of a field as our catalogue writes it, or as it stands there."""
    return next((name for name in FIELDS if _spelled(name) == _spelled(written)), written)


@cache
def _records() -> list[dict[str, list[str] | str]]:
    records: list[dict[str, list[str] | str]] = json.loads(
        resource("catalogue", "result_codes.json").read_text(encoding="utf-8")
    )
    return records


@cache
def _codes() -> Mapping[str, ResultCode]:
    codes = {}
    for record in _records():
        code, repair = str(record["code"]), next(each for each in REPAIRS if each == record["repair"])
        codes[code] = ResultCode(code, f"result-{code.lower().replace('_', '-')}", repair, tuple(record["rules"]))
    return codes


@cache
def _beginnings() -> Mapping[str, ResultCode]:
    """The codes by the beginnings of other names that pages give them."""
    return {beginning: _codes()[str(record["code"])] for record in _records() for beginning in record.get("begins", ())}
