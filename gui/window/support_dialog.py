"""Details for support: all of them can be read here before they are saved, and nothing is sent anywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QWidget

from courier.messages import text
from courier.support_bundle import bundle_texts, write_bundle
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.style.dialog import Dialog
from gui.style.layouts import vbox
from gui.style.measures import scaled
from gui.style.parts import button, label, named
from gui.work import Job

_NAME = "conversion-courier-support.zip"


class SupportDialog(Dialog):
    """The files that would be saved, and what is in them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("supportDialog")
        self.setWindowTitle(text("support-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(760), scaled(480))
        self._texts: dict[str, str] = {}
        lines = vbox(self, margins=(24, 20, 24, 18), spacing=12)
        lines.addWidget(label(text("support-about"), wrap=True))
        self._files = named(QListWidget(), "supportFiles", text("support-files"))
        self._files.setFixedWidth(220)
        self._content = named(QPlainTextEdit(), "supportContent", text("support-content"))
        self._content.setReadOnly(True)
        self._content.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        within = QHBoxLayout()
        within.addWidget(self._files)
        within.addWidget(self._content, 1)
        lines.addLayout(within, 1)
        self._said = named(label(wrap=True), "supportSaid")
        lines.addWidget(self._said)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(text("button-close"), name="supportClose", clicked=self.close))
        self._save = button(text("support-save"), primary=True, name="supportSave", clicked=self._ask_where)
        self._save.setEnabled(False)
        foot.addWidget(self._save)
        lines.addLayout(foot)
        self._files.currentTextChanged.connect(lambda name: self._content.setPlainText(self._texts.get(name, "")))
        facts = _facts()
        Job(lambda _: bundle_texts(facts), self).start(self._show)

    def _show(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._files.addItems(list(texts))
        self._files.setCurrentRow(0)
        self._save.setEnabled(True)

    def _ask_where(self) -> None:
        ask_where_to_save(
            self, "supportSaveDialog", text("support-title"), self.save, suffix="zip",
            filters=[f"{text('support-kind')} (*.zip)"], start=str(Path.home()), suggested=_NAME,
        )  # fmt: skip

    def save(self, path: Path) -> None:
        """Write what is shown, no more."""
        texts = dict(self._texts)
        Job(lambda _: write_bundle(path, texts), self).start(
            lambda _: self._said.setText(text("support-saved", path=str(path))),
            lambda problem: self._said.setText(error_text(problem)),
        )


def _facts() -> dict[str, str]:
    screens = [f"{screen.size().width()} x {screen.size().height()}" for screen in QGuiApplication.screens()]
    return {
        "Qt": qVersion(),
        "Platform": QGuiApplication.platformName(),
        "Screens": ", ".join(screens),
        "Scale": ", ".join(f"{screen.devicePixelRatio():g}" for screen in QGuiApplication.screens()),
    }
