"""The account of a program at impact.com's API: fields of the program form, and a test of what is in them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QWidget

from courier.api_account import keychain_name
from courier.credentials import Credentials, Secret
from courier.destinations.api_address import API_URL, ApiAccount, ApiAccountError, api_account
from courier.messages import UserError, text
from courier.programs import Program
from gui.session.error_text import error_text
from gui.style.layouts import hbox
from gui.style.parts import button, label, named
from gui.work import Job


class ApiFields(QWidget):
    """The line of the test, and the fields above it, which the form lays out. ``edited`` by a person."""

    edited = Signal()

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials
        self._kept = ""
        """What the token of the shown program is kept under, "" if it has none."""
        self.sid, self.token, self.url = (_line(name) for name in ("programSid", "programToken", "programApiUrl"))
        self.sid.setPlaceholderText(text("program-sid-hint"))
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.url.setPlaceholderText(API_URL)
        for field in (self.sid, self.token, self.url):
            field.textEdited.connect(lambda _: self._touched())
        self.checks = named(QCheckBox(text("program-api-checks")), "programApiChecks")
        self.checks.clicked.connect(lambda _: self.edited.emit())
        self._test = button(text("program-api-test"), name="programApiTest", clicked=self._begin)
        self._test.setAutoDefault(False)
        self._said = named(label(wrap=True), "programApiAnswer")
        self._stop = threading.Event()
        self._job: Job | None = None
        line = hbox(spacing=12)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._test, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._said, 1)
        self.setLayout(line)

    def fill(self, program: Program) -> None:
        """Show the account of a program; its token is not read."""
        self._end()
        self._kept = keychain_name(program)
        self.sid.setText(program.account_sid)
        self.url.setText(program.api_url)
        self.checks.setChecked(program.api_checks)
        self.token.clear()
        self.token.setPlaceholderText(text("program-token-kept" if self._kept else "program-token-hint"))
        self._show()

    @property
    def typed(self) -> Secret | None:
        """The token that was typed, None for none."""
        written = self.token.text().strip()
        return Secret(written) if written else None

    def _touched(self) -> None:
        self._end()
        self._show()
        self.edited.emit()

    def _show(self, words: str = "") -> None:
        self._said.setText(words)
        self._test.setEnabled(bool(self.sid.text().strip()) and self._job is None)

    def _begin(self) -> None:
        try:
            account = api_account(self.sid.text().strip(), self.url.text().strip())
        except UserError as problem:
            self._show(str(problem))
            return
        self._end()
        self._stop = stop = threading.Event()
        typed = self.typed
        self._job = job = Job(lambda _: _try(account, typed, self._credentials, stop), self)
        job.start(lambda _: self._ended(text("program-api-works")), lambda problem: self._ended(error_text(problem)))
        self._show(text("program-api-testing"))

    def _ended(self, words: str) -> None:
        self._job = None
        self._show(words)

    def _end(self) -> None:
        """Give up a test that is under way; nothing is said of it."""
        self._stop.set()
        if self._job is not None:
            self._job.cancel()
            self._job = None


def _try(account: ApiAccount, typed: Secret | None, credentials: Credentials, stop: threading.Event) -> None:
    from courier.results.api_answers import listed_submissions
    from courier.results.api_client import ApiClient

    token = typed or credentials.get(account.keychain_name)
    if token is None:
        raise ApiAccountError("program-token-needed")
    # the shortest list that shows whether the account may read them
    listed_submissions(ApiClient(account, token, cancelled=stop.is_set), datetime.now(UTC))


def _line(name: str) -> QLineEdit:
    field = named(QLineEdit(), name)
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return field
