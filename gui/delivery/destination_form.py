"""The form of a destination: its kind, address and login, and a test of the connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from courier.batches.names import PartNameError, example_name
from courier.credentials import Secret
from courier.delivery.trial import Trial
from courier.destination_registry import DestinationRegistry
from courier.destinations import PORTS, Destination, DestinationError
from courier.destinations.api_address import ApiAccountError, api_account
from courier.destinations.destination import ADDRESS, IMPLICIT_PORTS, refuse_line_breaks
from courier.destinations.presets import PRESETS, Preset, carried_over, preset, preset_of
from courier.formats import listing
from courier.messages import text
from gui.delivery.connection_test import ConnectionTest
from gui.delivery.destination_fields import DestinationFields
from gui.delivery.trial_steps import TrialSteps
from gui.session.error_text import error_text
from gui.session.questions import Question
from gui.soon import soon
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.parts import button, card, label, label_of, named
from gui.style.tab_order import tab_as_seen
from gui.work import Job

_WITH_SFTP = {"impact-ftp": "impact-sftp", "own-ftp": "own-sftp", "connection-ftp": "connection-sftp"}
"""The encrypted preset for the same server."""
_CHANGED = ("delivery-host-key-changed", "delivery-certificate-changed")
"""Errors that only forgetting the old key or certificate resolves."""
_WIDTH = 600
_MOST_OF_SCREEN = 0.85


class DestinationForm(Dialog):
    """Creates or changes a destination. ``saved`` is called with it once it is saved; ``unkept``: its password is kept
    for this session only."""

    unkept = Signal()

    def __init__(
        self,
        places: DestinationRegistry,
        existing: Destination | None,
        saved: Callable[[Destination], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("destinationForm")
        self.setWindowTitle(text("destination-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._places, self._saved = places, saved
        self._existing = existing
        self._saving: Job | None = None
        self._asked_for = ""
        self._asks = existing is not None and existing.asks
        self._preset = preset_of(existing) if existing else PRESETS[0]
        self._fields = DestinationFields()
        self._port = self._fields.port
        self._steps = TrialSteps()
        self._connection_test = ConnectionTest(self)
        self._lay_out()
        self._connect()
        self._fields.arrange(self._preset)
        self._fields.fill(existing or self._preset.start, self._preset)
        if existing is not None:
            self._name.setText(existing.name)
            self._fields.password.setPlaceholderText(text("destination-password-kept"))
        else:
            self._name.setText(self._free_name())
        self._refresh()
        # kind and name have an answer already
        (self._fields.first_empty(self._preset) or self._kind).setFocus()

    # ------------------------------------------------------------------ what it looks like

    def _lay_out(self) -> None:
        inside = named(QWidget(), "cards")
        column = vbox(inside, margins=(24, 20, 24, 12), spacing=12)
        column.addWidget(label(text("destination-title"), title=True, size=2))
        head = QFormLayout()
        head.setSpacing(8)
        self._kind = named(QComboBox(), "destinationKind")
        for offered in PRESETS:
            self._kind.addItem(text(f"destination-preset-{offered.name}"), offered.name)
        self._kind.setCurrentIndex(self._kind.findData(self._preset.name))
        self._name = named(QLineEdit(), "destinationName")
        self._name.setPlaceholderText(text("destination-name-hint"))
        for field, key in ((self._kind, "destination-kind"), (self._name, "destination-name")):
            field.setAccessibleName(text(key))
            head.addRow(label_of(field, key), field)
            head.labelForField(field).setMinimumWidth(self._fields.title_width)
        self._about, self._keychain = label(muted=True, wrap=True), label(muted=True, wrap=True)
        self._answer = named(label(wrap=True), "destinationAnswer")
        column.addLayout(head)
        for part in (self._about, self._fields, self._warning(), self._keychain, self._answer, self._steps):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll, self._inside = scrolling(inside, sideways=False, frame=False), inside
        outer = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        outer.addWidget(self._scroll, 1)
        self._below = self._buttons()
        outer.addLayout(self._below)
        self.setMinimumWidth(_WIDTH)

    def _warning(self) -> QWidget:
        self._ftp_warning = named(card(), "ftpWarning")
        self._ftp_warning.setProperty("alert", True)
        line = QHBoxLayout(self._ftp_warning)
        self._ftp_warning_words = label(wrap=True)
        self._use_sftp = button(text("destination-use-sftp"), name="useSftp")
        self._use_sftp.setAutoDefault(False)
        line.addWidget(self._ftp_warning_words, 1)
        line.addWidget(self._use_sftp)
        return self._ftp_warning

    def _buttons(self) -> QHBoxLayout:
        line = hbox(margins=(24, 10, 24, 18), spacing=8)
        self._test = button(text("destination-test"), name="testConnection", clicked=self._test_connection)
        self._stop = button(text("destination-test-stop"), name="stopTest", clicked=self._connection_test.cancel)
        self._stop.hide()
        line.addWidget(self._test)
        line.addWidget(self._stop)
        delete = button(text("destination-delete"), name="destinationDelete", clicked=self._ask_to_delete)
        delete.setVisible(self._existing is not None)
        line.addWidget(delete)
        cancel = button(text("button-cancel"), clicked=self.reject)
        save = button(text("destination-save"), primary=True, name="destinationSave", clicked=self._save)
        save.setDefault(True)
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(save)
        self._action_buttons = (self._test, delete, save)
        return line

    def _connect(self) -> None:
        self._kind.currentIndexChanged.connect(lambda _: self._change_to(preset(self._kind.currentData())))
        self._use_sftp.clicked.connect(
            lambda: self._kind.setCurrentIndex(self._kind.findData(_WITH_SFTP[self._preset.name]))
        )
        self._fields.edited.connect(self._edited)
        self._fields.told.connect(self._tell)
        self._fields.unfolded.connect(self._fit_soon)
        self._fields.tls.currentIndexChanged.connect(lambda _: self._follow_encryption())
        self._connection_test.reached.connect(
            lambda step: self._tell(text("destination-testing-step", step=text(f"step-{step}")))
        )
        self._connection_test.tried.connect(self._show_trial)
        self._connection_test.failed.connect(self._test_failed)
        self._connection_test.trusted.connect(self._trust)
        self.finished.connect(lambda _: self._stop_all())

    def _fit_soon(self) -> None:
        soon(self, self._fit)

    def _fit(self) -> None:
        """Fit the size to the contents and the buttons, up to most of the screen, and let Tab follow them."""
        tab_as_seen(self)
        width = max(self.width(), _WIDTH, self._below.sizeHint().width())
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        layout = self._inside.layout()
        assert layout
        layout.activate()
        wanted = layout.totalHeightForWidth(width - bar)
        # for wrapped text the layout asks for the height it has in the narrowest width
        self._inside.setMinimumHeight(wanted)
        below = self._below.sizeHint().height()
        self.resize(width, min(wanted + below + 4, round(self.screen().availableGeometry().height() * _MOST_OF_SCREEN)))

    # ------------------------------------------------------------------ another kind of place

    def _change_to(self, other: Preset | None) -> None:
        assert other
        kept = carried_over(self._fields.destination(self._preset.start, self._preset), self._preset, other)
        self._preset = other
        self._fields.arrange(other)
        self._fields.fill(kept, other)
        if self._existing is None:
            self._name.setText(
                self._free_name() if self._name.text() in ("", *self._own_names()) else self._name.text()
            )
        self._refresh()
        self._edited()

    def _own_names(self) -> list[str]:
        usual = text("destination-name-default")
        return [usual, *(f"{usual} {number}" for number in range(2, 10))]

    def _free_name(self) -> str:
        """A name for a new destination at impact.com; others are named after their place."""
        if not self._preset.name.startswith("impact"):
            return ""
        return next((name for name in self._own_names() if not self._name_taken(name)), "")

    def _name_taken(self, name: str) -> bool:
        try:
            return self._places.destinations.find(name) is not None
        except DestinationError:
            return False

    def _follow_encryption(self) -> None:
        """Follow the usual port of the chosen encryption."""
        kind = self._preset.start.kind
        if kind in IMPLICIT_PORTS and self._port.value() in (PORTS[kind], IMPLICIT_PORTS[kind]):
            implicit = self._fields.tls.currentData() == "implicit"
            self._port.setValue(IMPLICIT_PORTS[kind] if implicit else PORTS[kind])
        self._refresh()

    def _refresh(self) -> None:
        start = self._preset.start
        self._about.setText(text(f"destination-about-{self._preset.name}"))
        what = "token" if start.by_call else "password"
        self._keychain.setText(text("destination-keychain", what=what))
        self._keychain.setVisible(start.takes_password)
        tls = self._fields.tls.currentData() if "tls" in (*self._preset.asks, *self._preset.more) else start.tls
        self._ftp_warning.setVisible(start.kind == "ftp" and tls in ("when-offered", "off"))
        offered = tls == "when-offered"
        self._ftp_warning_words.setText(
            text("destination-in-the-open-offered" if offered else "destination-in-the-open")
        )
        self._tell(self._answer.text())

    def _stop_all(self) -> None:
        """Stop background work when the form closes."""
        self._connection_test.stop()
        if self._saving is not None:
            self._saving.cancel()

    def _edited(self) -> None:
        # the result of a test belongs to the values that were tested
        self._connection_test.stop()
        self._show_testing(False)
        self._steps.forget()
        self._tell("")

    def _tell(self, words: str) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
        self._fit_soon()

    # ------------------------------------------------------------------ contents

    def _destination(self) -> Destination | None:
        """The destination in the form; None, and a sentence why, while it is incomplete."""
        same = self._existing is not None and preset_of(self._existing) == self._preset
        base = self._existing if same and self._existing else self._preset.start
        destination = self._fields.destination(base, self._preset)
        wanted = {"sftp": ("host", "user"), "ftp": ("host", "user"), "email": ("to", "host"), "eml": ("to", "folder"),
                  "api": ("host", "user")}  # fmt: skip
        missing = [name for name in wanted.get(destination.kind, ("folder",)) if not getattr(destination, name)]
        if missing:
            named_so = {"user": "user-conversions"} if destination.by_call else {}
            keys = (f"destination-{named_so.get(name, name)}" for name in missing)
            self._tell(text("destination-missing", fields=listing(map(text, keys))))
            return None
        for address in filter(None, (destination.to, *destination.cc, destination.sender)):
            if not ADDRESS.fullmatch(address):
                self._tell(text("destination-no-address", address=address))
                return None
        try:
            refuse_line_breaks(destination)
            if destination.by_call:
                api_account(destination.user, destination.api.url)
            if destination.part_names:
                example_name(destination.part_names, destination.pattern, datetime.now(UTC))
        except (ApiAccountError, PartNameError, DestinationError) as problem:
            self._tell(str(problem))
            return None
        place = destination.to or destination.host or Path(destination.folder).name or destination.folder
        return replace(destination, name=self._name.text().strip() or place, asks=self._asks)

    # ------------------------------------------------------------------ trying it

    def _test_connection(self) -> None:
        destination = self._destination()
        if destination is None or self._asks_password_anew(destination):
            return
        self._steps.forget()
        self._tell(text("destination-testing"))
        self._show_testing(True)
        typed, existing, credentials = self._typed(), self._existing, self._places.credentials
        account = existing.account if existing and existing.login == destination.login else ""
        self._connection_test.begin(destination, lambda: typed or (credentials.get(account) if account else None))

    def _asks_password_anew(self, destination: Destination) -> bool:
        """Ask once for the password if the one that was kept belongs to another login."""
        existing = self._existing
        anew = existing is not None and existing.takes_password and existing.login != destination.login
        if not anew or not destination.needs_password or self._typed() or self._asked_for == destination.login:
            return False
        self._asked_for = destination.login
        self._tell(text("destination-password-anew"))
        self._fields.password.setFocus()
        return True

    def _typed(self) -> Secret | None:
        return Secret(self._fields.password.text()) if self._fields.password.text() else None

    def _show_testing(self, under_way: bool) -> None:
        # the keyboard focus stays at the same place
        shown, hidden = (self._stop, self._test) if under_way else (self._test, self._stop)
        had_focus = hidden.hasFocus()
        hidden.hide()
        shown.show()
        if had_focus:
            shown.setFocus()

    def _show_trial(self, trial: object) -> None:
        assert isinstance(trial, Trial)
        self._show_testing(False)
        self._asks = self._connection_test.wanted
        self._steps.show_trial(trial)
        self._tell("")
        if trial.problem is not None and trial.problem.key in _CHANGED:
            self._fields.unfold()
        soon(self, lambda: self._scroll.ensureWidgetVisible(self._steps))

    def _test_failed(self, problem: object) -> None:
        self._show_testing(False)
        self._tell(error_text(problem, "destination-defect"))

    def _trust(self, trusting: object) -> None:
        assert isinstance(trusting, Destination)
        self._fields.host_keys.pin(*trusting.host_keys)
        self._fields.certificate.pin(trusting.tls_pin)
        self._test_connection()

    # ------------------------------------------------------------------ keeping it

    def _save(self) -> None:
        destination = self._destination()
        if destination is None or self._asks_password_anew(destination):
            return
        before = self._existing.name if self._existing else ""
        if destination.name != before and self._name_taken(destination.name):
            self._tell(text("destination-name-taken", name=destination.name))
            return
        typed = self._typed()

        def done(kept: object) -> None:
            if not kept:
                self.unkept.emit()
            self.accept()
            self._saved(destination)

        self._run_and_close(
            "destination-saving",
            lambda job: self._places.keep(destination, typed, before, lambda: job.report(None)),
            done,
        )

    def _ask_to_delete(self) -> None:
        assert self._existing
        words = text("destination-delete-question", name=self._existing.name)
        question = Question("destinationDeleteQuestion", text("destination-delete-title"), words, self)
        question.offer(text("destination-delete"), self._delete, name="destinationDeleteGo")
        question.ask_or_cancel(primary=True)

    def _delete(self) -> None:
        assert self._existing
        name = self._existing.name
        self._run_and_close("destination-deleting", lambda _: self._places.forget(name), lambda _: self.reject())

    def _run_and_close(self, words: str, work: Callable[[Job], object], done: Callable[[object], None]) -> None:
        """Work in the background, because the keychain may be slow; the person can cancel meanwhile."""
        self._connection_test.stop()
        self._show_testing(False)
        self._steps.forget()
        self._tell(text(words))
        self._show_busy(True)
        self._saving = Job(work, self).start(done, self._not_saved)

    def _not_saved(self, problem: object) -> None:
        self._show_busy(False)
        self._tell(error_text(problem, "destination-defect"))

    def _show_busy(self, busy: bool) -> None:
        for part in (self._inside, *self._action_buttons):
            part.setEnabled(not busy)
