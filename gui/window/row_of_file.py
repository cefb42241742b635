"""Shows one row of a file: in the sheet that was read from it, or in the one that it is opened as."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courier.open_sheet import OpenedSheet
from gui.soon import soon

if TYPE_CHECKING:
    from gui.window.workspace import Workspace


def shows_file(workspace: Workspace, path: Path) -> bool:
    """Whether the sheet in hand was read from this file."""
    return workspace.session.sheet_open and workspace.session.opened.path == path


def open_at_row(workspace: Workspace, path: Path, number: int) -> None:
    """Open a file at a row, counted from 1 below the header; a sheet that was read from it stays open."""

    def go() -> None:
        workspace.show_sheet()
        # a sheet numbers its rows as they were read
        workspace.grid.go_to(number - 1)
        workspace.grid.setFocus()

    def opened(sheet: OpenedSheet) -> None:
        workspace.loader.opened.disconnect(opened)
        if sheet.path == path:
            soon(workspace, go)

    if shows_file(workspace, path):
        go()
    else:
        workspace.loader.opened.connect(opened)
        workspace.loader.file(path)
