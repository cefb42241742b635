"""The menu bar: every action of the window in one of six menus, the same on the start page and beside a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from courier.messages import text
from gui.style.parts import named
from gui.style.plain import plain_words
from gui.window.actions import WindowActions


class MenuBar(QMenuBar):
    """``templates``, ``recent``, ``destinations``: menus that are filled once what they list is known."""

    def __init__(self, actions: WindowActions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("menuBar")
        a = actions
        self.recent = self._inner("recentMenu", text("recent-menu"))
        self.templates = self._inner("newMenu", text("start-new"))
        self.destinations = self._inner("destinationsMenu", text("menu-destinations"))
        self.file = self._menu("fileMenu", text("menu-bar-file"), [
            a.new_window, self.templates, a.open, self.recent, a.today, None,
            a.reading, a.report, a.show_source, None, a.preferences, a.close, a.quit,
        ])  # fmt: skip
        self.edit = self._menu("editMenu", text("menu-bar-edit"), [
            a.undo, a.redo, None, a.cut, a.copy, a.paste, a.clear, None, a.edit_cell, a.fill_down, a.fill_right,
            a.restore, None, a.find_text, a.replace, a.go_to_row, None, a.select_all, a.select_row, a.select_column,
        ])  # fmt: skip
        self.view = self._menu("viewMenu", text("menu-bar-view"), [
            a.sheet, None, a.sent_columns, None, a.filter, a.show_ready, a.show_repair, a.show_hold, a.show_excluded,
            a.show_all, None, a.refresh, a.next_part, a.previous_part,
        ])  # fmt: skip
        self.sheet = self._menu("sheetMenu", text("menu-bar-sheet"), [
            a.columns, None, a.fix_safely, a.review, a.repair_cell, a.next_problem, a.previous_problem, None, a.hold,
            a.exclude, None, a.insert_row, a.duplicate_row, a.move_row_up, a.move_row_down, a.delete_rows,
        ])  # fmt: skip
        self.send = self._menu("sendMenu", text("menu-bar-send"), [
            a.compare, None, a.upload, a.send_later, a.export, None,
            a.hand_over, a.approve, None, a.history, a.results, a.answers, a.reversals, None, a.programs,
            self.destinations,
        ])  # fmt: skip
        self.help = self._menu("helpMenu", text("menu-bar-help"), [
            a.guide, a.palette, a.shortcuts, a.result_words, None, a.practice, a.practice_workbook, a.practice_returns,
            None, a.support, None, a.updates, a.news, a.licences, a.about,
        ])  # fmt: skip

    def _inner(self, name: str, words: str) -> QMenu:
        return named(QMenu(words, self), name)

    def _menu(self, name: str, words: str, entries: Sequence[QAction | QMenu | None]) -> QMenu:
        menu = named(QMenu(words, self), name)
        # an action that is grey says there why
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                menu.addAction(entry)
        self.addMenu(menu)
        return menu

    def listed(self) -> Iterator[tuple[str, QAction]]:
        """Every action that is shown with the name of its menu, in the order of the menus."""
        for menu in (self.file, self.edit, self.view, self.sheet, self.send, self.help):
            for action in menu.actions():
                if action.isVisible() and not action.isSeparator() and action.menu() is None:
                    yield plain_words(menu.title()), action
