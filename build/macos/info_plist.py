"""What macOS is told of the app: its version, the least system, and the files that it opens."""

from __future__ import annotations

from typing import Any, NamedTuple

from courier.handover import SUFFIX as HANDED_OVER

IDENTIFIER = "org.conversion-courier.app"
LEAST_SYSTEM = "13.0"
"""The oldest macOS that the bundled Qt is made for."""


class SheetType(NamedTuple):
    """A kind of file as macOS knows it."""

    name: str
    identifier: str
    parent: str
    ending: str


SHEETS = (
    SheetType("CSV", "public.comma-separated-values-text", "public.delimited-values-text", "csv"),
    SheetType("TSV", "public.tab-separated-values-text", "public.delimited-values-text", "tsv"),
    SheetType("Excel", "org.openxmlformats.spreadsheetml.sheet", "public.spreadsheet", "xlsx"),
    SheetType("Excel, macros", "org.openxmlformats.spreadsheetml.sheet.macroenabled", "public.spreadsheet", "xlsm"),
    SheetType("Excel 97", "com.microsoft.excel.xls", "public.spreadsheet", "xls"),
    SheetType("Excel, binary", "com.microsoft.excel.sheet.binary.macroenabled", "public.spreadsheet", "xlsb"),
    SheetType("OpenDocument", "org.oasis-open.opendocument.spreadsheet", "public.spreadsheet", "ods"),
)
"""What is opened but belongs to other programs, so that a double-click still opens theirs."""
BATCH = SheetType("Checked batch", "org.conversion-courier.batch", "public.data", HANDED_OVER.removeprefix("."))
"""The app's own files."""


def info_plist(version: str) -> dict[str, Any]:
    """What Info.plist holds beyond what PyInstaller writes by itself. `version` is of the form ``1.2.3``."""
    return {
        "CFBundleExecutable": "conversion-courier",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDocumentTypes": [
            *(_opened(one, "Alternate") for one in SHEETS),
            _opened(BATCH, "Owner"),
        ],
        # a Mac without a spreadsheet program may not know some of them
        "UTImportedTypeDeclarations": [_declared(one) for one in SHEETS],
        "UTExportedTypeDeclarations": [_declared(BATCH)],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": LEAST_SYSTEM,
        # the second program in the bundle is a command, which must not make the app one
        "LSBackgroundOnly": False,
        "NSHighResolutionCapable": True,
    }


def _opened(one: SheetType, rank: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": one.name,
        "CFBundleTypeRole": "Editor",
        "LSHandlerRank": rank,
        "LSItemContentTypes": [one.identifier],
    }


def _declared(one: SheetType) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": one.identifier,
        "UTTypeDescription": one.name,
        "UTTypeConformsTo": [one.parent],
        "UTTypeTagSpecification": {"public.filename-extension": [one.ending]},
    }
