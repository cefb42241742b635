"""The pinned host keys or the pinned certificate of a server, in the form of a destination."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from courier.messages import UserError, text
from gui.delivery.server_questions import in_lines
from gui.session.file_dialogs import new_file_dialog
from gui.session.questions import Question
from gui.style.parts import button, label, set_style
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._shown = label()
        self._shown.setObjectName("hostKeysPinned" if what == "key" else "certificatePinned")
        self._shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._shown)
        line = QHBoxLayout()
        self._forget = button(
            text(f"identity-forget-{what}"), name="forgetHostKey" if what == "key" else "forgetCertificate"
        )
        self._forget.clicked.connect(self._ask_to_forget)
        line.addWidget(self._forget)
        if what == "key":
            take = button(text("identity-import"), name="importKnownHosts")
            take.clicked.connect(self._ask_for_file)
            line.addWidget(take)
        line.addStretch(1)
        column.addLayout(line)
        self._show()

    def pin(self, *fingerprints: str) -> None:
        """Replace what is pinned by these, for the host and port in the form."""
        self._pinned, self._pinned_for = tuple(filter(None, fingerprints)), self._place()
        self._show()

    def pinned(self) -> tuple[str, ...]:
        """What is pinned for the host and port in the form; none if it was pinned for others."""
        return self._pinned if self._place() == self._pinned_for else ()

    def follow_place(self) -> None:
        """Show what is pinned for the host and port in the form."""
        self._show()

    def _show(self) -> None:
        pinned = self.pinned()
        none = text("identity-none-key" if self._what == "key" else "identity-none-certificate")
        self._shown.setText("\n".join(map(in_lines, pinned)) or none)
        set_style(self._shown, "muted", not pinned)
        self._forget.setVisible(bool(pinned))

    def _ask_to_forget(self) -> None:
        name = "forgetHostKey" if self._what == "key" else "forgetCertificate"
        words = text(f"identity-forget-{self._what}-question", host=self._place()[0])
        question = Question(f"{name}Question", text(f"identity-forget-{self._what}-title"), words, self.window())
        question.offer(text(f"identity-forget-{self._what}"), self._let_go, name=f"{name}Go")
        question.offer(text("button-cancel"), None, primary=True, name=f"{name}Cancel")
        question.ask()

    def _let_go(self) -> None:
        self.pin()
        self.edited.emit()

    def _ask_for_file(self) -> None:
        usual = _KNOWN_HOSTS.expanduser()
        dialog = new_file_dialog(self.window(), "knownHostsDialog", text("identity-import-title"), str(usual.parent))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setFilter(QDir.Filter.AllEntries | QDir.Filter.Hidden | QDir.Filter.NoDotAndDotDot)
        if usual.is_file():
            dialog.selectFile(str(usual))
        dialog.fileSelected.connect(lambda path: self._take_over(Path(path)))
        dialog.open()

    def _take_over(self, path: Path) -> None:
        host, port = self._place()

        def work(_job: Job) -> tuple[str, ...]:
            # paramiko takes a while to load
            from courier.delivery.host_keys import known_to_openssh

            return known_to_openssh(path, host, port)

        def found(keys: object) -> None:
            assert isinstance(keys, tuple)
            if not keys:
                self.told.emit(text("destinations-no-keys", host=host or "-", port=str(port), path=str(path)))
            elif self._place() == (host, port):
                self.pin(*dict.fromkeys((*self.pinned(), *keys)))
                self.edited.emit()

        job = Job(work, self)
        job.done.connect(found)
        job.failed.connect(
            lambda problem: self.told.emit(str(problem) if isinstance(problem, UserError) else type(problem).__name__)
        )
        job.start()
