"""The evidence for the reading of a column: what its rows prove, as message keys and facts."""

from __future__ import annotations

from courier.catalogue.fields import FIELDS
from courier.messages import Fact
from courier.rules.date_readings import decided
from courier.rules.number_dates import FORMS
from courier.sheet.choices import ColumnReading

Finding = tuple[str, dict[str, Fact]]


def evidence(name: str, reading: ColumnReading) -> list[Finding]:
    """What the rows of a field's column prove about its dates or decimals, what the user decided, and what is still
    open. Each is a message key with its facts; empty if there is nothing to decide."""
    if name in FIELDS and FIELDS[name].type == "datetime":
        return [*_numbers(reading), *_order(reading), *_years(reading), *_zone(reading)]
    return _decimals(reading)


def _numbers(reading: ColumnReading) -> list[Finding]:
    proofs = reading.proofs
    form, filled = reading.number_dates, proofs.get("filled", 0)
    if form is not None:
        count = proofs.get(form, 0)
        facts: dict[str, Fact] = {"count": count, "filled": filled, "form": form}
        return [("reading-numbers-all" if count == filled else "reading-numbers-most", facts)]
    numbers = max(proofs.get(name, 0) for name in FORMS)
    return [("reading-numbers-open", {"count": numbers, "others": filled - numbers})] if numbers else []


def _order(reading: ColumnReading) -> list[Finding]:
    day, month, either = (reading.proofs.get(label, 0) for label in ("day_first", "month_first", "either"))
    findings: list[Finding] = []
    if day and month:
        findings.append(("reading-order-torn", {"day": day, "month": month}))
    elif day or month:
        findings.append(("reading-day-first" if day else "reading-month-first", {"count": day or month}))
    elif either:
        findings.append(("reading-order-open", {"count": either}))
    if points := reading.proofs.get("points"):
        findings.append(("reading-order-points", {"count": points}))
    if findings and reading.day_first is not None and reading.day_first != decided(day, month):
        findings.append(("reading-day-told" if reading.day_first else "reading-month-told", {}))
    return findings


def _years(reading: ColumnReading) -> list[Finding]:
    short, unsure = (reading.proofs.get(label, 0) for label in ("short_years", "year_unsure"))
    keys = {None: "reading-years-open", True: "reading-years-told", False: "reading-years-refused"}
    findings: list[Finding] = [(keys[reading.short_years], {"count": short})] if short else []
    return [*findings, ("reading-years-unsure", {"count": unsure})] if unsure else findings


def _zone(reading: ColumnReading) -> list[Finding]:
    if reading.zone is None:
        return []
    if reading.other_source is not None:
        return [("reading-zones-torn", {"source": reading.zone_source, "other": reading.other_source})]
    return [("reading-zone", {"zone": reading.zone, "source": reading.zone_source})]


def _decimals(reading: ColumnReading) -> list[Finding]:
    comma, point = (reading.proofs.get(label, 0) for label in ("comma", "point"))
    if comma and point:
        return [("reading-decimals-torn", {"comma": comma, "point": point})]
    if comma or point:
        return [("reading-decimal-comma" if comma else "reading-decimal-point", {"count": comma or point})]
    return [("reading-decimals-open", {})] if "comma" in reading.proofs else []
