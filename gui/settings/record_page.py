"""The page of the preferences that says where what was sent is recorded: on this machine, or for a team."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QLineEdit, QRadioButton, QWidget

from courier.credentials import Secret
from courier.ledger.location import FILE
from courier.messages import UserError, text
from courier.settings import ledger_folder
from gui.session.error_text import error_text
from gui.session.questions import Question
from gui.session.services import AppServices
from gui.style.announce import announce
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import vbox
from gui.style.parts import button, label, label_of, named
from gui.work import Job

if TYPE_CHECKING:
    from courier.ledger.team_address import TeamAddress

_HERE, _TEAM = 0, 1


class RecordPage(QWidget):
    """Nothing is chosen before the team's database answered. All that waits for it runs beside the window."""

    def __init__(self, services: AppServices) -> None:
        super().__init__()
        self._services = services
        self._job: Job | None = None
        lines = vbox(self, margins=(0, 16, 0, 0), spacing=10)
        lines.addWidget(label(text("record-title"), title=True))
        self._ways = QButtonGroup(self)
        for place, name in enumerate(("here", "team")):
            way = named(QRadioButton(text(f"record-{name}")), f"record-{name}")
            self._ways.addButton(way, place)
            lines.addWidget(way)
            lines.addWidget(label(text(f"record-{name}-about"), muted=True, wrap=True))
        self._ways.idClicked.connect(self._choose)
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(24, 0, 0, 0)
        self._address = named(QLineEdit(), "recordAddress", text("record-address"))
        self._address.setPlaceholderText(text("record-address-hint"))
        self._password = named(QLineEdit(), "recordPassword", text("record-password"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        form.addRow(label_of(self._address, "record-address"), self._address)
        form.addRow(label_of(self._password, "record-password"), self._password)
        self._connect = button(text("record-connect"), name="recordConnect", clicked=self._try)
        self._bring = button(text("record-bring"), name="recordBring", clicked=self._bring_along)
        self._leave = button(text("record-leave"), name="recordLeave", clicked=self._ask_leave)
        for action in (self._connect, self._bring, self._leave):
            action.setAutoDefault(False)
        for field in (self._address, self._password):
            field.returnPressed.connect(self._try)
        actions = FlowLayout()
        for action in (self._connect, self._bring, self._leave):
            actions.addWidget(action)
        form.addRow(actions)
        lines.addWidget(self._form)
        self._said = named(label(wrap=True), "recordSaid")
        lines.addWidget(self._said)
        lines.addStretch(1)
        self._show()

    def _show(self) -> None:
        """Show what is chosen."""
        words, team = "", None
        try:
            team = self._services.ledger_location.team
        except UserError as problem:
            words = str(problem)
        with QSignalBlocker(self._ways):
            self._ways.button(_HERE if team is None else _TEAM).setChecked(True)
        self._form.setVisible(team is not None)
        self._address.setText("" if team is None else str(team))
        self._password.clear()
        self._password.setPlaceholderText("" if team is None else text("record-password-kept"))
        self._leave.setVisible(self._services.team is not None and bool(self._services.team.trouble))
        self._bring.setVisible(team is not None and (ledger_folder() / FILE).exists())
        self._say(words)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        if words:
            announce(self, words)

    def _choose(self, way: int) -> None:
        if way == _HERE and self._in_use:
            self._ask_back()
        self._form.setVisible(way == _TEAM)
        if way == _TEAM:
            self._address.setFocus()

    @property
    def _in_use(self) -> bool:
        """Whether a team's record is chosen, or nobody can say what is."""
        try:
            return self._services.ledger_location.team is not None
        except UserError:
            return True

    # ------------------------------------------------------------------ to a team

    def _try(self) -> None:
        from courier.ledger.team_address import team_address

        try:
            team = team_address(self._address.text())
        except UserError as problem:
            self._say(str(problem))
            return
        typed = Secret(self._password.text()) if self._password.text() else None
        services = self._services

        def work(_job: Job) -> bool:
            # the driver is loaded only where a team is chosen
            from courier.ledger.team_setup import try_team

            secret = typed or services.credentials.get(team.account)
            try_team(team, secret)
            return typed is None or services.credentials.set(team.account, typed)

        self._begin(text("ledger-connecting", place=str(team)), work, lambda kept: self._connected(team, kept))

    def _connected(self, team: TeamAddress, kept: bool) -> None:
        # chosen here: who closes the page before the answer has chosen nothing
        if not self._use(team):
            return
        words = [text("ledger-is-team", place=str(team))]
        if not kept:
            words.append(text("ledger-password-not-kept"))
        if not self._bring.isHidden():
            words.append(text("record-bring-about"))
        self._say(" ".join(words))

    def _bring_along(self) -> None:
        services = self._services

        def work(_job: Job) -> str:
            from courier.ledger.mover import move_to_team

            moved = move_to_team(ledger_folder() / FILE, services.ledger.store)
            return moved.words(services.ledger.store.place)

        def done(words: str) -> None:
            services.move_ledger()
            self._show()
            self._say(words)

        self._begin(text("ledger-moving"), work, done)

    # ------------------------------------------------------------------ without it for now

    def _ask_leave(self) -> None:
        question = Question("recordLeaveQuestion", text("record-leave"), text("record-leave-question"), self)
        question.offer(text("record-leave-go"), self._go_on_alone, primary=True, name="recordLeaveGo")
        question.ask_or_cancel(name="recordLeaveCancel")

    def _go_on_alone(self) -> None:
        services = self._services

        def left(_answer: object) -> None:
            services.take_leave()
            self._show()
            self._say(text("team-left"))

        self._begin(text("ledger-connecting", place=services.ledger.store.place), lambda _: services.leave_team(), left)

    # ------------------------------------------------------------------ back

    def _ask_back(self) -> None:
        question = Question("recordBack", text("record-back-title"), text("record-back-question"), self)
        question.offer(text("record-back-bring"), self._bring_back, primary=True, name="recordBackBring")
        here = text("ledger-is-local", path=str(ledger_folder() / FILE))
        question.offer(text("record-back-only"), lambda: self._use_here(here), name="recordBackOnly")
        question.rejected.connect(self._show)
        question.ask_or_cancel(name="recordBackCancel")

    def _bring_back(self) -> None:
        services = self._services

        def work(_job: Job) -> str:
            from courier.ledger.mover import move_from_team

            file = ledger_folder() / FILE
            return move_from_team(services.ledger.store, file).words(str(file))

        self._begin(text("ledger-moving"), work, self._use_here)

    def _use_here(self, words: str) -> None:
        if self._use(None):
            self._say(words)

    def _use(self, team: TeamAddress | None) -> bool:
        """Record there from now on. False where that cannot be kept, which is said."""
        try:
            self._services.ledger_location.choose(team)
        except UserError as problem:
            self._show()
            self._say(str(problem))
            return False
        self._services.move_ledger()
        self._show()
        return True

    # ------------------------------------------------------------------ beside the window

    def _begin(self, words: str, work: Callable[[Job], object], done: Callable[..., object]) -> None:
        self._say(words)
        self._allow(False)
        self._job = Job(work, self)

        def ended(answer: object) -> None:
            self._allow(True)
            done(answer)

        def failed(problem: object) -> None:
            self._allow(True)
            self._say(error_text(problem))

        self._job.start(ended, failed, waits=True)

    def _allow(self, free: bool) -> None:
        self._form.setEnabled(free)
        for way in self._ways.buttons():
            way.setEnabled(free)
