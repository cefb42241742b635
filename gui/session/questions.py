"""Questions: named dialogs that open without blocking and answer through a function."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QWidget,
)

from courier.messages import text
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, vbox
from gui.style.parts import button, label, named
from gui.style.tab_order import tab_as_seen
from gui.style.zone_box import ZoneBox


class Question(Dialog):
    """A title, a sentence and buttons; each button closes the dialog and calls its answer."""

    def __init__(self, name: str, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.body = vbox(self, margins=(24, 20, 24, 18), spacing=14)
        self.body.addWidget(label(title, title=True, size=2))
        self.sentence = label(sentence, wrap=True)
        self.sentence.setMinimumWidth(400)
        self.body.addWidget(self.sentence)
        self._buttons = QDialogButtonBox()
        self._foot = hbox()

    def offer(
        self, words: str, answer: Callable[[], object] | None, *, primary: bool = False, name: str = ""
    ) -> QPushButton:
        """Add a button. ``answer`` None: it only closes."""
        push = button(words, primary=primary, name=name)
        roles = QDialogButtonBox.ButtonRole
        role = roles.RejectRole if answer is None else roles.AcceptRole if primary else roles.ActionRole
        self._buttons.addButton(push, role)
        push.setDefault(primary)

        def press() -> None:
            self.done(QDialog.DialogCode.Rejected if answer is None else QDialog.DialogCode.Accepted)
            if answer is not None:
                answer()

        push.clicked.connect(press)
        return push

    def add_aside(self, push: QPushButton) -> None:
        """Add a button that does not close the dialog, at the other end from those that do."""
        push.setAutoDefault(False)
        self._foot.addWidget(push)

    def ask(self) -> None:
        """Show it."""
        self._foot.addWidget(self._buttons, 1)
        self.body.addLayout(self._foot)
        tab_as_seen(self)
        self.open()

    def tell(self) -> None:
        """Show it with OK alone: there is nothing to decide."""
        self.offer(text("button-ok"), None, primary=True, name=f"{self.objectName()}Ok")
        self.ask()

    def ask_or_cancel(self, *, name: str = "", primary: bool = False) -> None:
        """Show it with a last button that only closes it."""
        self.offer(text("button-cancel"), None, primary=primary, name=name)
        self.ask()


def ask_zone(parent: QWidget, answer: Callable[[str], object]) -> None:
    """Ask for the time zone of dates without one."""
    question = Question("zoneQuestion", text("zone-title"), text("zone-question"), parent)
    zones = named(ZoneBox(), "zoneChoice", text("zone-title"))
    zones.setEditText("UTC")
    question.body.addWidget(zones)
    unclear = named(label(muted=True, wrap=True), "zoneUnclear")
    question.body.addWidget(unclear)
    take = question.offer(text("button-ok"), lambda: answer(zones.currentText()), primary=True, name="zoneOk")

    def judge(typed: str) -> None:
        take.setEnabled(zones.zone is not None)
        unclear.setText("" if zones.zone or not typed.strip() else text("zone-unclear", typed=typed.strip()))

    zones.editTextChanged.connect(judge)
    question.ask_or_cancel()
