"""Workbooks of which calamine reads the values; their number formats stay unseen, and that is said."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from courier.reading.workbooks import packages
from courier.reading.workbooks.book import Cells, Tab
from courier.reading.workbooks.columns import Columns


class ValuesOnly:
    """A workbook of any kind that calamine reads."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.format = kind
        if kind == "xlsb":
            packages.opened(data).close()
        self._book = CalamineWorkbook.from_filelike(BytesIO(data))
        self.tabs: Sequence[Tab] = [
            Tab(one.name, one.visible != SheetVisibleEnum.Visible)
            for one in self._book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet
        ]

    def cells(self, tab: str) -> Cells:
        """All cells of a tab."""
        sheet = self._book.get_sheet_by_name(tab)
        texts, damaged = Columns(sheet.to_python(skip_empty_area=False)).texts()
        return Cells(texts, damaged, formats_unseen=True)

    def made_for(self) -> str | None:
        """Blank workbooks of ours are never of this kind."""
        return None
