"""File dialogs: named windows that open without stopping the program and call back with what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.style.parts import named

_Take = Callable[[Path], object]


def new_file_dialog(
    parent: QWidget, name: str, title: str, start: str = "", filters: Sequence[str] = ()
) -> QFileDialog:
    """A dialog with an object name and a title, not yet open. ``start``: the folder to begin in."""
    dialog = named(QFileDialog(parent, title, start), name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(filters)
    return dialog


def ask_for_folder(parent: QWidget, name: str, title: str, start: str, take: _Take) -> None:
    """Call ``take`` with the folder that the person chooses."""
    dialog = new_file_dialog(parent, name, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, take)


def ask_for_file(
    parent: QWidget, name: str, title: str, take: _Take, start: str = "", filters: Sequence[str] = ()
) -> None:
    """Call ``take`` with the existing file that the person chooses."""
    dialog = new_file_dialog(parent, name, title, start, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, take)


def ask_where_to_save(
    parent: QWidget,
    name: str,
    title: str,
    take: _Take,
    *,
    suffix: str,
    filters: Sequence[str],
    start: str = "",
    suggested: str = "",
) -> None:
    """Call ``take`` with the file to write; the dialog asks before it replaces one. ``suffix``: added to a name without
    one; ``suggested``: the name to begin with."""
    dialog = new_file_dialog(parent, name, title, start, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    if suggested:
        dialog.selectFile(suggested)
    _open(dialog, take)


def _open(dialog: QFileDialog, take: _Take) -> None:
    dialog.fileSelected.connect(lambda path: take(Path(path)))
    dialog.open()
