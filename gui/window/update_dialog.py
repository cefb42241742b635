"""*Check for updates*: what is announced, and where it is to be had. Nothing is downloaded."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from courier import version
from courier.formats import day_text
from courier.messages import text
from courier.updates import Announcement, UpdateSource, announced
from gui.session.error_text import error_text
from gui.style.announce import announce
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, vbox
from gui.style.measures import scaled
from gui.style.parts import button, label, named
from gui.work import Job


class UpdateDialog(Dialog):
    """Looks as soon as it is made."""

    def __init__(self, source: UpdateSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("updateDialog")
        self.setWindowTitle(text("update-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(560), scaled(360))
        lines = vbox(self, margins=(24, 20, 24, 16), spacing=12)
        self._said = named(label(text("update-looking", host=source.host), wrap=True), "updateSaid")
        lines.addWidget(self._said)
        self._news = named(QPlainTextEdit(), "updateNews", text("about-tab-news"))
        self._news.setReadOnly(True)
        self._news.hide()
        lines.addWidget(self._news, 1)
        lines.addStretch()
        foot = hbox(spacing=8)
        foot.addStretch(1)
        self._page = ""
        self._open = button(text("update-page", host=source.host), name="updatePage", clicked=self._open_page)
        self._open.hide()
        foot.addWidget(self._open)
        foot.addWidget(button(text("button-close"), primary=True, name="updateClose", clicked=self.close))
        lines.addLayout(foot)
        Job(lambda _: announced(source, datetime.now(UTC)), self).start(
            self._show, lambda problem: self._say(error_text(problem))
        )

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self, words, at_once=True)

    def _show(self, found: Announcement) -> None:
        key = {True: "update-newer", False: "update-older", None: "update-same"}[found.newer]
        self._say(text(key, version=found.version, own=version(), day=day_text(found.released)))
        if found.newer:
            self._page = found.page
            self._open.setVisible(bool(found.page))
            self._news.setPlainText(found.news)
            self._news.setVisible(bool(found.news))

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page))
