"""Why a column is read as it is: what its rows prove, as message keys and facts."""

from __future__ import annotations

from courier.catalogue.fields import FIELDS
from courier.messages import Fact
from courier.rules.date_readings import decided
from courier.rules.number_dates import FORMS
from courier.sheet.choices import ColumnReading

Finding = tuple[str, dict[str, Fact]]


def evidence(name: str, reading: ColumnReading) -> list[Finding]:
    """What the rows of a field's column prove about its dates or decimals, what somebody said about them, and what
    is left to say. Each is a message key with its facts; none where there is nothing to decide."""
    if name in FIELDS and FIELDS[name].type == "datetime":
        return [*_numbers(reading), *_order(reading), *_years(reading)]
    return _decimals(reading)


def _numbers(reading: ColumnReading) -> list[Finding]:
    proofs = reading.proofs
    form, filled = reading.number_dates, proofs.get("filled", 0)
    if form is not None:
        count = proofs.get(form, 0)
        facts: dict[str, Fact] = {"count": count, "filled": filled, "form": form}
        return [("reading-numbers-all" if count == filled else "reading-numbers-most", facts)]
    numbers = max(proofs.get(one, 0) for one in FORMS)
    return [("reading-numbers-open", {"count": numbers, "others": filled - numbers})] if numbers else []


def _order(reading: ColumnReading) -> list[Finding]:
    day, month, either = (reading.proofs.get(label, 0) for label in ("day_first", "month_first", "either"))
    found: list[Finding] = []
    if day and month:
        found.append(("reading-order-torn", {"day": day, "month": month}))
    elif day:
        found.append(("reading-day-first", {"count": day}))
    elif month:
        found.append(("reading-month-first", {"count": month}))
    elif either:
        found.append(("reading-order-open", {"count": either}))
    if reading.day_first is not None and reading.day_first != decided(day, month) and (found or either):
        found.append(("reading-day-told" if reading.day_first else "reading-month-told", {}))
    return found


def _years(reading: ColumnReading) -> list[Finding]:
    short, unsure = (reading.proofs.get(label, 0) for label in ("short_years", "year_unsure"))
    found: list[Finding] = []
    if short and reading.short_years is None:
        found.append(("reading-years-open", {"count": short}))
    elif short:
        found.append(("reading-years-told" if reading.short_years else "reading-years-refused", {"count": short}))
    if unsure:
        found.append(("reading-years-unsure", {"count": unsure}))
    return found


def _decimals(reading: ColumnReading) -> list[Finding]:
    comma, point = (reading.proofs.get(label, 0) for label in ("comma", "point"))
    if comma and point:
        return [("reading-decimals-torn", {"comma": comma, "point": point})]
    if comma:
        return [("reading-decimal-comma", {"count": comma})]
    if point:
        return [("reading-decimal-point", {"count": point})]
    return [("reading-decimals-open", {})] if "comma" in reading.proofs else []
