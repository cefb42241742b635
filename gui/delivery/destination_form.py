"""The form of a destination: where to, as whom, and whether it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from courier.credentials import CredentialError, Credentials, Keychain, Secret
from courier.delivery.parcel import HostKeyUnknown
from courier.delivery.trial import try_destination
from courier.destinations import IMPACT_HOST, PORTS, Destination, DestinationError, Destinations
from courier.messages import PlainError, text
from gui.delivery.host_key import ask_host_key
from gui.style.parts import button, label
from gui.work import Job

_OFFERED = ("sftp", "ftp", "folder")
_LOCAL = ("folder", "draft")


class DestinationForm(QDialog):
    """Makes or changes a destination. ``saved`` is called with it once it is kept."""

    def __init__(
        self,
        destinations: Destinations,
        credentials: Credentials,
        known: Destination | None,
        saved: Callable[[Destination], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("destinationForm")
        self.setWindowTitle(text("destination-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._destinations, self._credentials, self._saved = destinations, credentials, saved
        self._known = known
        self._keys: tuple[str, ...] = known.host_keys if known else ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 18)
        outer.setSpacing(12)
        outer.addWidget(label(text("destination-title"), title=True, size=2))
        outer.addLayout(self._fields())
        self._hint = label(muted=True, wrap=True)
        self._answer = label(wrap=True)
        self._answer.setObjectName("destinationAnswer")
        outer.addWidget(self._hint)
        outer.addWidget(self._answer)
        outer.addLayout(self._buttons())
        self._kind.currentIndexChanged.connect(lambda _: self._take_up_kind(preset=True))
        self._fill(known or Destination(text("destination-name-default")))
        self._take_up_kind(preset=False)

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(8)
        self._kind = QComboBox()
        self._kind.setObjectName("destinationKind")
        for kind in _OFFERED if self._known is None or self._known.kind in _OFFERED else (self._known.kind,):
            self._kind.addItem(text(f"destination-kind-{kind}"), kind)
        self._name, self._host, self._user, self._password, self._folder = (QLineEdit() for _ in range(5))
        self._port = QSpinBox()
        self._port.setRange(1, 65_535)
        self._port.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        for name, field in (
            ("kind", self._kind),
            ("name", self._name),
            ("host", self._host),
            ("port", self._port),
            ("user", self._user),
            ("password", self._password),
            ("folder", self._folder),
        ):
            field.setObjectName(f"destination{name.capitalize()}")
            field.setAccessibleName(text(f"destination-{name}"))
            form.addRow(text(f"destination-{name}"), field)
        self._form = form
        return form

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._test = button(text("destination-test"), name="testConnection")
        self._test.clicked.connect(self._try)
        line.addWidget(self._test)
        if self._known is not None:
            delete = button(text("destination-delete"), name="destinationDelete")
            delete.clicked.connect(self._delete)
            line.addWidget(delete)
        line.addStretch(1)
        cancel = button(text("button-cancel"))
        cancel.clicked.connect(self.reject)
        save = button(text("destination-save"), primary=True, name="destinationSave")
        save.setDefault(True)
        save.clicked.connect(self._save)
        line.addWidget(cancel)
        line.addWidget(save)
        return line

    def _fill(self, known: Destination) -> None:
        self._kind.setCurrentIndex(self._kind.findData(known.kind))
        self._name.setText(known.name)
        self._host.setText(known.host)
        self._port.setValue(known.port or 22)
        self._user.setText(known.user)
        self._folder.setText(known.folder)
        if self._known is not None:
            self._password.setPlaceholderText(text("destination-password-kept"))

    def _take_up_kind(self, *, preset: bool) -> None:
        kind = self._kind.currentData()
        remote = kind not in _LOCAL
        for field in (self._host, self._port, self._user, self._password):
            self._form.setRowVisible(field, remote)
        if preset and remote:
            self._port.setValue(PORTS[kind])
            if not self._host.text():
                self._host.setText(IMPACT_HOST)
        self._folder.setPlaceholderText(text("destination-folder-hint" if remote else "destination-folder-local-hint"))
        ready = self._credentials.state() is Keychain.READY
        words = [text("destination-keychain" if ready else "destination-session")] if remote else []
        if kind == "ftp":
            words.append(text("destination-ftp-warning"))
        self._hint.setText("\n".join(words))

    def _made(self) -> Destination | None:
        kind = self._kind.currentData()
        folder = self._folder.text().strip()
        if kind in _LOCAL:
            if not folder:
                self._answer.setText(text("destination-needs-folder"))
                return None
            base = self._known if self._known and self._known.kind == kind else Destination("", kind, "", 0)
            return replace(base, name=self._name.text().strip() or folder, folder=folder)
        host, user = self._host.text().strip(), self._user.text().strip()
        if not host or not user:
            self._answer.setText(text("destination-needs"))
            return None
        same_host = self._known is not None and (self._known.host, self._known.port) == (host, self._port.value())
        base = self._known or Destination("")
        keys = self._keys if same_host or self._known is None else ()
        return replace(
            base, name=self._name.text().strip() or host, kind=kind, host=host, port=self._port.value(), user=user,
            folder=folder, host_keys=keys,
        )  # fmt: skip

    def _secret(self, destination: Destination) -> Secret | None:
        if self._password.text():
            return Secret(self._password.text())
        return self._credentials.get(self._known.name if self._known else destination.name)

    def _try(self) -> None:
        destination = self._made()
        if destination is None:
            return
        self._answer.setText(text("destination-testing"))
        self._test.setEnabled(False)
        typed = Secret(self._password.text()) if self._password.text() else None
        credentials, name = self._credentials, self._known.name if self._known else destination.name

        def work(_job: Job) -> object:
            return try_destination(destination, typed or credentials.get(name))

        job = Job(work, self)
        job.done.connect(self._tried)
        job.failed.connect(lambda problem: self._not_tried(destination, problem))
        job.start()

    def _tried(self, sentence: object) -> None:
        self._test.setEnabled(True)
        self._answer.setText(str(sentence))

    def _not_tried(self, destination: Destination, problem: object) -> None:
        self._test.setEnabled(True)
        if isinstance(problem, HostKeyUnknown):
            self._answer.setText("")
            ask_host_key(self, destination.host, problem.fingerprint, lambda: self._accept(problem.fingerprint))
            return
        self._answer.setText(str(problem) if isinstance(problem, PlainError) else type(problem).__name__)

    def _accept(self, fingerprint: str) -> None:
        self._keys = (*self._keys, fingerprint)
        self._try()

    def _save(self) -> None:
        destination = self._made()
        if destination is None:
            return
        try:
            if self._password.text():
                self._credentials.set(destination.name, Secret(self._password.text()))
            elif self._known is not None and self._known.name != destination.name:
                kept = self._credentials.get(self._known.name)
                if kept is not None:
                    self._credentials.set(destination.name, kept)
            if self._known is not None and self._known.name != destination.name:
                self._destinations.remove(self._known.name)
                self._credentials.delete(self._known.name)
            self._destinations.save(destination)
        except (CredentialError, DestinationError) as problem:
            self._answer.setText(str(problem))
            return
        self.accept()
        self._saved(destination)

    def _delete(self) -> None:
        assert self._known is not None
        try:
            self._destinations.remove(self._known.name)
            self._credentials.delete(self._known.name)
        except (CredentialError, DestinationError) as problem:
            self._answer.setText(str(problem))
            return
        self.reject()
