"""The question about a server that was never seen before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.style.parts import label
from gui.window.questions import Question


def ask_host_key(parent: QWidget, host: str, fingerprint: str, accept: Callable[[], None]) -> None:
    """Show the key's SHA-256 fingerprint; ``accept`` is called when the person accepts it."""
    question = Question("hostKeyQuestion", text("host-key-title"), text("host-key-question", host=host), parent)
    shown = label(fingerprint, title=True)
    shown.setObjectName("hostKeyFingerprint")
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    question.body.addWidget(shown)
    question.offer(text("host-key-accept"), accept, name="hostKeyAccept")
    question.offer(text("button-cancel"), None, primary=True, name="hostKeyCancel")
    question.ask()
