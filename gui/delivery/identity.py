"""The pinned host keys or the pinned certificate of a server, as part of the destination form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from courier.messages import text
from gui.delivery.server_questions import in_lines
from gui.session.error_text import error_text
from gui.session.file_dialogs import new_file_dialog
from gui.session.questions import Question
from gui.style.layouts import vbox
from gui.style.parts import button, label, named, set_style
from gui.work import Job

_KNOWN_HOSTS = Path("~/.ssh/known_hosts")


class Identity(QWidget):
    """``what``: key or certificate; ``place``: gives host and port of the form. ``edited``: the person changed what is
    pinned; ``told``: a sentence about it. A pin belongs to the host and port it was set for."""

    edited = Signal()
    told = Signal(str)

    def __init__(self, what: str, place: Callable[[], tuple[str, int]]) -> None:
        super().__init__()
        self._what, self._place = what, place
        self._pinned: tuple[str, ...] = ()
        self._pinned_for: tuple[str, int] = ("", 0)
        column = vbox(self, margins=(0, 0, 0, 0), spacing=6)
        self._shown = named(label(), "hostKeysPinned" if what == "key" else "certificatePinned")
        self._shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._shown)
        line = QHBoxLayout()
        self._name = "forgetHostKey" if what == "key" else "forgetCertificate"
        self._forget = button(text(f"identity-forget-{what}"), name=self._name, clicked=self._ask_to_forget)
        line.addWidget(self._forget)
        if what == "key":
            take = button(text("identity-import"), name="importKnownHosts", clicked=self._ask_for_file)
            line.addWidget(take)
            # what has a proxy takes part in Tab only by it
            self.setFocusProxy(take)
            self.setFocusPolicy(take.focusPolicy())
        line.addStretch(1)
        column.addLayout(line)
        self.refresh()

    def pin(self, *fingerprints: str) -> None:
        """Replace the pins by these, for the host and port in the form."""
        self._pinned, self._pinned_for = tuple(filter(None, fingerprints)), self._place()
        self.refresh()

    def pinned(self) -> tuple[str, ...]:
        """The pins for the host and port in the form; empty if they were set for others."""
        return self._pinned if self._place() == self._pinned_for else ()

    def refresh(self) -> None:
        """Show the pins for the host and port in the form."""
        pinned = self.pinned()
        self._shown.setText("\n".join(map(in_lines, pinned)) or text(f"identity-none-{self._what}"))
        set_style(self._shown, "muted", not pinned)
        self._forget.setVisible(bool(pinned))

    def _ask_to_forget(self) -> None:
        name = self._name
        words = text(f"identity-forget-{self._what}-question", host=self._place()[0])
        question = Question(f"{name}Question", text(f"identity-forget-{self._what}-title"), words, self.window())
        question.offer(text(f"identity-forget-{self._what}"), self._forget_pins, name=f"{name}Go")
        question.ask_or_cancel(name=f"{name}Cancel", primary=True)

    def _forget_pins(self) -> None:
        self.pin()
        self.edited.emit()

    def _ask_for_file(self) -> None:
        path = _KNOWN_HOSTS.expanduser()
        dialog = new_file_dialog(self.window(), "knownHostsDialog", text("identity-import-title"), str(path.parent))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setFilter(QDir.Filter.AllEntries | QDir.Filter.Hidden | QDir.Filter.NoDotAndDotDot)
        if path.is_file():
            dialog.selectFile(str(path))
        dialog.fileSelected.connect(lambda chosen: self._import(Path(chosen)))
        dialog.open()

    def _import(self, path: Path) -> None:
        host, port = self._place()

        def work(_job: Job) -> tuple[str, ...]:
            # imported late: paramiko is slow to load
            from courier.delivery.host_keys import known_to_openssh

            return known_to_openssh(path, host, port)

        def take(keys: object) -> None:
            assert isinstance(keys, tuple)
            if not keys:
                self.told.emit(text("destinations-no-keys", host=host or "-", port=str(port), path=str(path)))
            elif self._place() == (host, port):
                self.pin(*dict.fromkeys((*self.pinned(), *keys)))
                self.edited.emit()

        Job(work, self).start(take, lambda problem: self.told.emit(error_text(problem, "")))
