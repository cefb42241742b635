"""About the app: its version, its licence, and the libraries in it with theirs. *What's new* has the same frame."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QTabWidget, QWidget

from courier import version
from courier.about import news, own_licence
from courier.licences import licence_lines
from courier.messages import text
from courier.portable import portable_words
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, vbox
from gui.style.measures import scaled
from gui.style.parts import button, label, named
from gui.work import Job


class AboutDialog(Dialog):
    """``page``: the tab to begin with."""

    def __init__(self, parent: QWidget, page: str = "about") -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(text("about-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(640), scaled(500))
        lines = vbox(self, margins=(24, 20, 24, 16), spacing=12)
        lines.addWidget(label(text("app-name"), title=True, size=4))
        lines.addWidget(named(label(text("about-version", version=version()), muted=True), "aboutVersion"))
        tabs = named(QTabWidget(), "aboutTabs")
        for name, content in (
            ("about", "\n\n".join(filter(None, (text("about-text"), portable_words())))),
            ("news", news() or text("about-missing")),
            ("licence", own_licence() or text("about-missing")),
            ("libraries", ""),
        ):
            shown = named(QPlainTextEdit(content), f"about-{name}", text(f"about-tab-{name}"))
            shown.setReadOnly(True)
            tabs.addTab(shown, text(f"about-tab-{name}"))
            if name == page:
                tabs.setCurrentWidget(shown)
        # the texts of all libraries take longer than a click may
        Job(lambda _: "\n".join(licence_lines()), self).start(shown.setPlainText)
        lines.addWidget(tabs, 1)
        foot = hbox(spacing=8)
        foot.addStretch(1)
        foot.addWidget(button(text("button-close"), primary=True, name="aboutClose", clicked=self.close))
        lines.addLayout(foot)
