"""The dialog of saved programs: create, change, import, export and delete them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from courier.api_account import account_faults, forget_token, keep_token, keychain_name
from courier.credentials import Secret
from courier.messages import UserError, text
from courier.programs import Program, ProgramError, faults, read_program, write_program
from courier.results.setup_help import setup_help
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_for_file, ask_where_to_save
from gui.session.questions import Question
from gui.session.services import AppServices
from gui.settings.program_form import ProgramForm
from gui.settings.setup_dialog import SetupDialog
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, vbox
from gui.style.parts import button, label, named
from gui.style.plain import set_tip
from gui.style.tab_order import tab_as_seen
from gui.work import Job

_NAME = Qt.ItemDataRole.UserRole


class ProgramsDialog(Dialog):
    """``finished`` when it is closed. Input counts once it is saved; unsaved input is not dropped without a
    question."""

    def __init__(self, services: AppServices, destinations: Iterable[str], chosen: str, parent: QWidget) -> None:
        """``destinations``: the names of saved ones; ``chosen``: the program to begin with, or ""."""
        super().__init__(parent)
        self.setObjectName("programsDialog")
        self.setWindowTitle(text("programs-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services, self._programs = services, services.programs
        self._shown = ""
        self._renamed: dict[str, str] = {}
        outer = vbox(self, margins=(24, 20, 24, 18), spacing=12)
        outer.addWidget(label(text("programs-title"), title=True, size=2))
        outer.addWidget(label(text("programs-about"), muted=True, wrap=True))
        middle = hbox(spacing=20)
        middle.addLayout(self._left(), 2)
        self._form = ProgramForm(destinations, services.credentials)
        self._form.edited.connect(lambda: self._answer.setText(""))
        middle.addWidget(self._form, 5)
        outer.addLayout(middle, 1)
        outer.addLayout(self._buttons())
        self._list.currentItemChanged.connect(lambda now, _: self._move_to(now))
        self._reload(chosen)
        self._fit()
        tab_as_seen(self)

    def now_called(self, name: str) -> str:
        """The current name of a program that had this name when the dialog was opened."""
        while name in self._renamed:
            name = self._renamed[name]
        return name

    def _left(self) -> QVBoxLayout:
        self._list = named(QListWidget(), "programsList", text("programs-known"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QGridLayout()
        buttons.setSpacing(8)
        self._remove = button(text("programs-remove-one"), name="programRemove")
        self._export = button(text("programs-export-one"), name="programExport")
        new = button(text("programs-new"), name="programNew")
        import_ = button(text("programs-import-one"), name="programImport")
        for place, (push, act) in enumerate((
            (new, lambda: self._after_unsaved(lambda: self._go_to(""))),
            (self._remove, self._ask_to_remove),
            (import_, lambda: self._after_unsaved(self._ask_for_import)),
            (self._export, lambda: self._after_unsaved(self._ask_for_export)),
        )):  # fmt: skip
            push.setAutoDefault(False)
            push.clicked.connect(act)
            buttons.addWidget(push, place // 2, place % 2)
        self._setup = button(text("setup-open"), name="programSetup", clicked=self._show_setup)
        self._setup.setAutoDefault(False)
        buttons.addWidget(self._setup, 2, 0, 1, 2)
        left = vbox(spacing=10)
        left.addWidget(self._list, 1)
        left.addLayout(buttons)
        return left

    def _buttons(self) -> QHBoxLayout:
        self._answer = named(label(wrap=True), "programsAnswer")
        close = button(text("programs-close"), name="programsClose", clicked=self.reject)
        close.setAutoDefault(False)
        save = button(text("programs-save"), primary=True, name="programSave", clicked=self._save)
        save.setDefault(True)
        line = QHBoxLayout()
        line.addWidget(self._answer, 1)
        line.addWidget(close)
        line.addWidget(save)
        return line

    def _fit(self) -> None:
        room = self.screen().availableSize()
        self.resize(min(1000, room.width() - 40), min(640, room.height() - 60))

    # ------------------------------------------------------------------ the list

    def _saved_programs(self) -> list[Program]:
        try:
            return list(self._programs)
        except ProgramError as problem:
            self._answer.setText(str(problem))
            return []

    def _names(self) -> list[str]:
        return [program.name for program in self._saved_programs()]

    def _reload(self, chosen: str) -> None:
        """Read the list again and show the program of that name, or the first one."""
        programs = self._saved_programs()
        with QSignalBlocker(self._list):
            self._list.clear()
            for program in programs:
                item = QListWidgetItem(program.name)
                item.setData(_NAME, program.name)
                set_tip(item, f"{program.name} {program.campaign_id}".strip())
                self._list.addItem(item)
        names = [program.name for program in programs]
        self._go_to(chosen if chosen in names else next(iter(names), ""))

    def _go_to(self, name: str) -> None:
        """Show a saved program, "" for a new one. Replaces the contents of the form."""
        program = next((saved for saved in self._saved_programs() if saved.name == name), None)
        self._shown = program.name if program else ""
        self._mark_shown()
        self._form.fill(program)
        for action in (self._remove, self._export, self._setup):
            action.setEnabled(program is not None)
        if program is None:
            self._form.begin()

    def _mark_shown(self) -> None:
        with QSignalBlocker(self._list):
            names = [self._list.item(row).data(_NAME) for row in range(self._list.count())]
            row = names.index(self._shown) if self._shown in names else -1
            self._list.setCurrentRow(row)
            if row < 0:
                self._list.clearSelection()

    def _move_to(self, item: QListWidgetItem | None) -> None:
        name = item.data(_NAME) if item else ""
        if name != self._shown:
            self._answer.setText("")
            self._after_unsaved(lambda: self._go_to(name))

    # ------------------------------------------------------------------ saving

    def _save(self) -> bool:
        program = self._form.program()
        wrong: dict[str, UserError] = {**faults(program), **account_faults(program)}
        if program.name != self._shown and program.name in self._names():
            wrong["name"] = ProgramError("program-fault-name-taken", name=program.name)
        self._form.show_faults(wrong)
        if wrong:
            return False
        before, token = self._programs.find(self._shown) if self._shown else None, self._form.token
        try:
            self._programs.save(program, instead_of=self._shown)
        except ProgramError as problem:
            self._answer.setText(str(problem))
            return False
        if self._shown and self._shown != program.name:
            self._renamed[self._shown] = program.name
        tab = self._form.currentIndex()
        self._reload(program.name)
        self._form.setCurrentIndex(tab)
        self._answer.setText(text("programs-saved"))
        self._take_token(program, before, token)
        return True

    def _take_token(self, program: Program, before: Program | None, token: Secret | None) -> None:
        """Keep the token of a program that was saved, and forget that of an account which it has no more."""
        left = before if before is not None and keychain_name(before) != keychain_name(program) else None
        if token is not None and program.account_sid:
            self._ask_keychain(lambda: keep_token(program, left, token, self._services))
        elif left is not None and keychain_name(left):
            self._ask_keychain(lambda: forget_token(left, self._services))

    def _ask_keychain(self, ask: Callable[[], bool | None]) -> None:
        """Change what the keychain has, without waiting for it here. ``ask``: False if there is no keychain."""
        self._answer.setText(text("destination-saving"))

        def done(kept: bool | None) -> None:
            self._answer.setText(text("program-token-session" if kept is False else "programs-saved"))

        Job(lambda _: ask(), self).start(done, lambda problem: self._answer.setText(error_text(problem)))

    def _after_unsaved(self, go: Callable[[], None]) -> None:
        """Go on, after asking about unsaved changes if there are any."""
        if not self._form.changed:
            go()
            return
        name = self._shown or text("programs-unsaved-new")
        words = text("programs-unsaved-question", name=name)
        question = Question("programUnsavedQuestion", text("programs-unsaved-title"), words, self)

        def save() -> None:
            if self._save():
                go()
            else:
                self._mark_shown()

        question.offer(text("programs-save"), save, primary=True, name="programUnsavedSave")
        question.offer(text("programs-unsaved-drop"), go, name="programUnsavedDrop")
        question.offer(text("button-cancel"), None, name="programUnsavedCancel")
        question.rejected.connect(self._mark_shown)
        question.ask()

    def reject(self) -> None:
        """Close, also by Escape and the window's close button."""
        self._after_unsaved(super().reject)

    # ------------------------------------------------------------------ forget, import, export

    def _ask_to_remove(self) -> None:
        words = text("programs-remove-question", name=self._shown)
        question = Question("programRemoveQuestion", text("programs-remove-title"), words, self)
        question.offer(text("programs-remove-go"), self._forget, name="programRemoveGo")
        question.ask_or_cancel(primary=True)

    def _forget(self) -> None:
        try:
            program = self._programs.find(self._shown)
            self._programs.remove(self._shown)
        except ProgramError as problem:
            self._answer.setText(str(problem))
            return
        self._reload("")
        if program is not None and keychain_name(program):
            self._ask_keychain(lambda: forget_token(program, self._services))

    def _ask_for_import(self) -> None:
        title = text("programs-import-title")
        ask_for_file(self, "programImportDialog", title, self._import, filters=_filters())

    def _import(self, path: Path) -> None:
        try:
            program = read_program(path)
        except ProgramError as problem:
            self._answer.setText(str(problem))
            return
        if program.name not in self._names():
            self._keep(program)
            return
        words = text("programs-replace-question", name=program.name)
        question = Question("programReplaceQuestion", text("programs-replace-title"), words, self)
        question.offer(text("programs-replace-go"), lambda: self._keep(program), name="programReplaceGo")
        question.ask_or_cancel(primary=True)

    def _keep(self, program: Program) -> None:
        try:
            before = self._programs.find(program.name)
            self._programs.save(program)
        except ProgramError as problem:
            self._answer.setText(str(problem))
            return
        self._reload(program.name)
        self._form.show_faults(faults(program))
        self._answer.setText(text("programs-imported", name=program.name))
        self._take_token(program, before, None)

    def _ask_for_export(self) -> None:
        title, name = text("programs-export-title"), re.sub(r'[\\/:*?"<>|\x00-\x1f]', "-", self._shown)[:100]
        ask_where_to_save(
            self, "programExportDialog", title, self._write, suffix="json", filters=_filters(), suggested=f"{name}.json"
        )

    def _write(self, path: Path) -> None:
        try:
            write_program(self._programs.get(self._shown), path)
        except ProgramError as problem:
            self._answer.setText(str(problem))
            return
        self._answer.setText(text("programs-written", name=self._shown, path=str(path)))

    def _show_setup(self) -> None:
        try:
            program = self._programs.get(self._shown)
            destination = self._services.destinations.find(program.destination) if program.destination else None
        except UserError as problem:
            self._answer.setText(str(problem))
            return
        SetupDialog(setup_help(program, destination), self).open()


def _filters() -> list[str]:
    return [f"{text('programs-filter')} (*.json)", f"{text('open-filter-all')} (*)"]
