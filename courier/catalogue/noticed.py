"""Columns that are not sent but tell something: what became of an order in the shop, and in a file of changes what the
action was before."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courier.catalogue.spelling import plain
from courier.resources import resource

NOTICED = "s:"
"""Prefix of the names that noticed columns have in a frame of fields."""


@dataclass(frozen=True)
class NoticedColumn:
    """One column that rules look at though it feeds no field. ``column``: its ID in the sheet.

    ``form``: ``words`` if its values are looked up, ``flag`` if yes tells, ``filled`` if any value does, such as the
    date of a cancellation, ``amount`` if any number but zero does. ``kind``: what those but ``words`` tell.
    """

    column: str
    form: str
    kind: str = ""


@dataclass(frozen=True)
class _Form:
    form: str
    kind: str


def _load() -> tuple[dict[str, _Form], dict[str, str], dict[str, str]]:
    record: Any = json.loads(resource("catalogue", "shop_status.json").read_text(encoding="utf-8"))
    forms = {
        plain(header): _Form(column["form"], column.get("kind", ""))
        for column in record["columns"]
        for header in column["headers"]
    }
    words = {word: kind for kind, listed in record["words"].items() for word in listed}
    stated = {plain(header): fact for fact, headers in record["stated"].items() for header in headers}
    return forms, words, stated


_FORMS, STATUS_KINDS, _STATED = _load()
"""`STATUS_KINDS`: what a shop's word for a status says, by the word in lower case: refunded, cancelled, failed,
pending, test, or partly (refunded in part)."""


def noticed_columns(headers: Sequence[str]) -> Mapping[str, NoticedColumn]:
    """The columns that say what became of an order in the shop, by their names in a frame of fields: statuses first,
    then dates, then amounts."""
    found = [
        NoticedColumn(f"c{index}", form.form, form.kind)
        for index, header in enumerate(headers)
        if (form := _FORMS.get(plain(header))) is not None
    ]
    ranks = ("words", "flag", "filled", "amount")
    found.sort(key=lambda column: ranks.index(column.form))
    return {NOTICED + column.column: column for column in found}


def stated_columns(headers: Sequence[str], sent: Collection[str]) -> Mapping[str, NoticedColumn]:
    """The columns in which a file of changes says what is known of the action, by their names in a frame of fields.

    Their ``form`` is the fact: ``amount``, what it was before, or ``locks_at``, the day from which on it cannot be
    changed. ``sent``: the sheet's columns that feed a field.
    """
    found: dict[str, NoticedColumn] = {}
    for index, header in enumerate(headers):
        fact, column = _STATED.get(plain(header)), f"c{index}"
        if fact is not None and column not in sent:
            found.setdefault(fact, NoticedColumn(column, fact))
    return {NOTICED + column.column: column for column in found.values()}
