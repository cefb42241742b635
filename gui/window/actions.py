"""Everything that can be done in a window, once: menus, toolbar, shortcuts and the list of all of them show these."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from courier.activity_log import ACTIVITY
from courier.messages import text
from gui.style.plain import literal, plain_words, set_tip

_Standard = QKeySequence.StandardKey
_Keys = str | QKeySequence.StandardKey
_Role = QAction.MenuRole


class WindowActions(QObject):
    """The actions of one window by name. What they do is connected by whoever does it; what needs a sheet is grey until
    there is one, and an action that is grey says why in its hint."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._needing_sheet: list[QAction] = []
        self._grey: dict[QAction, str] = {}
        # file
        self.new_window = self._add("newWindow", text("action-new-window"), _Standard.New, sheet=False)
        self.open = self._add("open", text("start-open"), _Standard.Open, sheet=False)
        self.open.setIconText(text("menu-open"))
        self.today = self._add("today", text("action-today"), "Ctrl+Shift+T", sheet=False)
        self.reading = self._add("reading", text("menu-reading"), "Ctrl+I")
        self.report = self._add("report", text("menu-report"), "Ctrl+Shift+E")
        self.show_source = self._add("showSource", text("action-show-source"))
        self.preferences = self._add(
            "preferences", text("action-preferences"), "Ctrl+,", sheet=False, role=_Role.PreferencesRole
        )
        self.close = self._add("closeWindow", text("action-close"), "Ctrl+W", sheet=False)
        self.close.setShortcuts([QKeySequence("Ctrl+W"), QKeySequence("Ctrl+F4")])
        self.quit = self._add("quit", text("action-quit"), "Ctrl+Q", sheet=False, role=_Role.QuitRole)
        # edit
        self.undo = self._add("undo", text("menu-undo"), _Standard.Undo)
        self.redo = self._add("redo", text("menu-redo"), _Standard.Redo)
        self.redo.setShortcuts([QKeySequence(_Standard.Redo), QKeySequence("Ctrl+Y")])
        self.cut = self._add("cut", text("grid-cut"), "Ctrl+X", grid=True)
        self.copy = self._add("copy", text("grid-copy"), "Ctrl+C", grid=True)
        self.paste = self._add("paste", text("grid-paste"), "Ctrl+V", grid=True)
        self.clear = self._add("clear", text("grid-clear"), "Del", grid=True)
        self.edit_cell = self._add("editCell", text("action-edit-cell"), "F2", grid=True)
        self.fill_down = self._add("fillDown", text("grid-fill-down"), "Ctrl+D", grid=True)
        self.fill_right = self._add("fillRight", text("grid-fill-right"), "Ctrl+R", grid=True)
        self.restore = self._add("restore", text("grid-revert"), grid=True)
        self.find_text = self._add("find", text("menu-find"), _Standard.Find)
        self.replace = self._add("replace", text("menu-replace"), "Ctrl+H")
        self.go_to_row = self._add("goToRow", text("goto-row"), "Ctrl+G")
        self.select_all = self._add("selectAll", text("action-select-all"), "Ctrl+A", grid=True)
        self.select_row = self._add("selectRow", text("action-select-row"), "Shift+Space", grid=True)
        self.select_column = self._add("selectColumn", text("action-select-column"), "Ctrl+Space", grid=True)
        # view
        self.sheet = self._add("showSheet", text("action-sheet"), "Esc", grid=True)
        self.sent_columns = self._add("sentColumns", text("action-sent-columns"), "Ctrl+Shift+M")
        self.filter = self._add("filter", text("menu-filter"), "Ctrl+Shift+L")
        self.show_ready = self._add("showReady", text("action-show-ready"))
        self.show_repair = self._add("showRepair", text("action-show-repair"))
        self.show_hold = self._add("showHold", text("action-show-hold"))
        self.show_excluded = self._add("showExcluded", text("action-show-excluded"))
        self.show_all = self._add("showAll", text("action-show-all"))
        self.refresh = self._add("refresh", text("action-refresh"), _Standard.Refresh, sheet=False)
        self.next_part = self._add("nextPart", text("action-next-part"), "F6", sheet=False)
        self.next_part.setShortcuts([QKeySequence("F6"), QKeySequence("Ctrl+Tab")])
        self.previous_part = self._add("previousPart", text("action-previous-part"), "Shift+F6", sheet=False)
        self.previous_part.setShortcuts([QKeySequence("Shift+F6"), QKeySequence("Ctrl+Shift+Tab")])
        # sheet
        self.columns = self._add("columns", text("action-columns"), "Ctrl+M")
        self.columns.setIconText(text("menu-columns"))
        self.fix_safely = self._add("fixSafely", text("fix-safely-uncounted"), "Ctrl+Shift+F")
        self.review = self._add("review", text("action-review"), "Ctrl+Shift+R")
        self.repair_cell = self._add("repairCell", text("action-repair-cell"), "Ctrl+.")
        self.next_problem = self._add("nextProblem", text("action-next-problem"), "F8")
        self.previous_problem = self._add("previousProblem", text("action-previous-problem"), "Shift+F8")
        self.hold = self._add("hold", text("action-hold"), "Ctrl+K")
        self.exclude = self._add("exclude", text("action-exclude"))
        self.insert_row = self._add("insertRow", text("action-insert-row"), "Ctrl++", grid=True)
        self.duplicate_row = self._add("duplicateRow", text("action-duplicate-row"), "Ctrl+Shift+D", grid=True)
        self.move_row_up = self._add("moveRowUp", text("grid-move-up"), "Alt+Up", grid=True)
        self.move_row_down = self._add("moveRowDown", text("grid-move-down"), "Alt+Down", grid=True)
        self.delete_rows = self._add("deleteRows", text("action-delete-rows"), "Ctrl+-", grid=True)
        # send
        self.upload = self._add("upload", text("menu-upload"), "Ctrl+U")
        self.send_later = self._add("sendLater", text("menu-send-later"), "Ctrl+Shift+U")
        self.export = self._add("export", text("action-export"), "Ctrl+E")
        self.export.setIconText(text("menu-export"))
        self.compare = self._add("compare", text("action-compare"), "Ctrl+Shift+O")
        self.hand_over = self._add("handOver", text("action-hand-over"))
        self.approve = self._add("approve", text("action-approve"))
        self.history = self._add("history", text("menu-history"), "Ctrl+Shift+H", sheet=False)
        self.results = self._add("results", text("menu-results"), "Ctrl+Shift+J", sheet=False)
        self.answers = self._add("importAnswers", text("menu-answers"), sheet=False)
        self.reversals = self._add("reversals", text("menu-reversals"), "Ctrl+Shift+V", sheet=False)
        self.programs = self._add("programs", text("menu-programs-open"), sheet=False)
        self.programs.setIconText(text("menu-programs"))
        # help
        self.guide = self._add("guide", text("action-guide"), sheet=False)
        self.practice = self._add("practice", text("start-practice"), sheet=False)
        self.practice_workbook = self._add("practiceWorkbook", text("action-practice-workbook"), sheet=False)
        self.practice_returns = self._add("practiceReturns", text("action-practice-returns"), sheet=False)
        self.palette = self._add("palette", text("action-palette"), "Ctrl+Shift+P", sheet=False)
        self.shortcuts = self._add("shortcuts", text("action-shortcuts"), "F1", sheet=False)
        self.shortcuts.setShortcuts([QKeySequence("F1"), QKeySequence("Ctrl+?")])
        self.result_words = self._add("resultWords", text("menu-result-words"), sheet=False)
        self.support = self._add("support", text("support-open"), sheet=False)
        self.updates = self._add("updates", text("action-updates"), sheet=False)
        self.news = self._add("news", text("action-news"), sheet=False)
        self.licences = self._add("licences", text("action-licences"), sheet=False)
        self.about = self._add("about", text("action-about"), sheet=False, role=_Role.AboutRole)
        self.show_sheet(False)

    def _add(
        self,
        name: str,
        words: str,
        keys: _Keys = "",
        *,
        sheet: bool = True,
        grid: bool = False,
        role: QAction.MenuRole = _Role.NoRole,
    ) -> QAction:
        """``sheet``: it needs one. ``grid``: the grid itself listens to the keys, and a field to type in has them for
        itself; so they are only shown here."""
        action = QAction(words, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        # by its words alone, macOS would move an action to a menu where nobody looks for it
        action.setMenuRole(role)
        if grid:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        else:
            self._window.addAction(action)
        action.triggered.connect(lambda: ACTIVITY.info("action %s", name))
        if sheet:
            self._needing_sheet.append(action)
        else:
            self._hint(action)
        return action

    def say(self, action: QAction, words: str) -> None:
        """Give an action other words, where they tell what it would do now."""
        action.setText(literal(words))
        self._hint(action)

    def allow(self, action: QAction, why_not: str = "") -> None:
        """Let an action be chosen, or make it grey and say why: ``why_not``, "" if it can be chosen."""
        self._grey[action] = why_not
        action.setEnabled(not why_not)
        self._hint(action)

    def why_not(self, action: QAction) -> str:
        """Why an action is grey, "" if it is not."""
        return self._grey.get(action, "")

    def show_sheet(self, shown: bool) -> None:
        """Allow what needs a sheet, or say that there is none."""
        why_not = "" if shown else text("why-no-sheet")
        for action in self._needing_sheet:
            self.allow(action, why_not)

    def _hint(self, action: QAction) -> None:
        words = plain_words(action).removesuffix("…")
        if why_not := self._grey.get(action, ""):
            set_tip(action, f"{words}: {why_not}")
        else:
            keys = shown_keys(action)
            set_tip(action, f"{words} ({keys})" if keys else words)


def shown_keys(action: QAction) -> str:
    """The keys of an action as the system writes them, "" for none."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
