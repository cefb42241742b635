"""The decisions made about a sheet, each changed only by an edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from courier.catalogue.fields import Template
from courier.catalogue.zones import ABBREVIATIONS, same_zone
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.program_facts import ProgramFacts
from courier.sheet.sign_off import SignOff


@dataclass(frozen=True)
class ColumnReading:
    """How the texts of one field's column are interpreted, decided from all its values at opening.

    ``day_first``: True for 31/12/2026, False for 12/31/2026, None where no row decides it.
    ``number_dates``: what plain numbers in a date column count: ``serial-1900`` or ``serial-1904`` (Excel's days),
    ``seconds`` or ``milliseconds`` (since 1970 in UTC); None where the rows disagree.
    ``year_last``: in dates of short numbers only, True for 31/12/26, False for 26-12-31, None where no row decides it.
    ``short_years``: whether 26 means 2026; None until the user answers, because no row can prove it.
    ``decimal_comma``: True for 1.234,50, False for 1,234.50, None where no row decides it.
    ``proofs``: how many rows prove each answer, shown beside it (see `courier.rules.evidence`).
    ``zone``: the zone that the file names for dates without one, None if it names none; ``zone_source``: the header or
    the line that names it; ``other_source``: what names another one, so that nobody knows which is right, else None.
    ``usual_width``: the length in characters of nearly all identifiers of the column, or None.
    ``longest``: characters in the longest value. ``few_dates``: some values, but not most, look like dates.
    ``per_line``: the same item costs a multiple where its quantity is higher, so a price is that of the whole line.
    ``rounded_ids``: more long identifiers than chance explains have only zeros behind the fifteenth digit.
    ``spellings``: order IDs that differ from another only by capitals or letters that look alike, each with that one.
    ``labelled_clicks``: some click IDs stand behind a label or in a web address.
    ``shared_click``: the click ID of nearly all rows although their customers differ, or None.
    """

    day_first: bool | None = None
    number_dates: str | None = None
    year_last: bool | None = None
    short_years: bool | None = None
    decimal_comma: bool | None = None
    zone: str | None = None
    zone_source: str = ""
    other_source: str | None = None
    usual_width: int | None = None
    longest: int = 0
    few_dates: bool = False
    rounded_ids: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)
    per_line: bool = False
    labelled_clicks: bool = False
    shared_click: str | None = None
    proofs: Mapping[str, int] = field(default_factory=dict)

    def zone_within(self, of_sheet: str | None) -> str | None:
        """The zone of the column's dates without one: what the file names for them, or else that of the sheet."""
        if self.zone and self.zone in ABBREVIATIONS and of_sheet and same_zone(self.zone, of_sheet):
            # a place knows summer and winter
            return of_sheet
        return self.zone or of_sheet


@dataclass(frozen=True)
class Choices:
    """Everything decided about a sheet besides its cells.

    ``program``: its name; ``facts``: what rules may use of it. ``zone``: IANA zone or offset of dates without one.
    ``set_aside``: row ids of whole orders kept out of this batch by choice. ``chosen``: which of ``template`` and
    ``zone`` a person decided, for this sheet or for one like it before; the others were detected.
    ``sign_off``: who prepared the sheet and who approved it. ``note``: what the history says of its batches, such as
    which batch the sheet mends.
    """

    mapping: FieldMapping
    template: Template
    program: str | None = None
    facts: ProgramFacts = field(default_factory=ProgramFacts)
    zone: str | None = None
    readings: Mapping[str, ColumnReading] = field(default_factory=dict)
    set_aside: frozenset[int] = frozenset()
    chosen: frozenset[str] = frozenset()
    sign_off: SignOff = field(default_factory=SignOff)
    note: str = ""

    def zone_of(self, name: str) -> str | None:
        """The zone of a field's dates without one."""
        return self.readings.get(name, ColumnReading()).zone_within(self.zone)
