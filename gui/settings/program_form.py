"""The facts of one program as a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QWidget,
)

from courier.catalogue.currencies import MINOR_UNITS
from courier.credentials import Credentials, Secret
from courier.messages import UserError, text
from courier.programs import Program
from courier.rules.emails import EMAIL_HASHES
from gui.settings.api_fields import ApiFields
from gui.settings.event_types import EventTypes
from gui.settings.rule_ticks import RuleTicks
from gui.style.layouts import vbox
from gui.style.parts import label, label_of, named
from gui.style.zone_box import ZoneBox

_AMOUNT = QRegularExpression(r"[0-9]{1,12}(\.[0-9]{0,4})?")


class ProgramForm(QTabWidget):
    """Shows a program and returns it as edited. ``edited``: the person changed something."""

    edited = Signal()

    def __init__(self, destinations: Iterable[str], credentials: Credentials) -> None:
        super().__init__()
        self.setObjectName("programForm")
        self.tabBar().setDrawBase(False)
        self._destinations = tuple(destinations)
        self._faults: dict[str, QLabel] = {}
        self._fields: dict[str, QWidget] = {}
        for key, page in (
            ("program-tab-general", self._general()),
            ("program-tab-events", self._event_types()),
            ("program-tab-lists", self._lists()),
            ("program-tab-rules", self._rules()),
            ("program-tab-api", self._api(credentials)),
        ):
            self.addTab(page, text(key))
        self.fill(None)

    def fill(self, program: Program | None) -> None:
        """Show a program; None for an empty form."""
        shown = program or Program("")
        self.blockSignals(True)
        self._recipe = shown.recipe
        self._locked.setText(text("program-locked", recipe=shown.recipe.name) if shown.recipe else "")
        self._locked.setVisible(shown.recipe is not None)
        self._name.setText(shown.name)
        self._campaign.setText(shown.campaign_id)
        self._currency.setCurrentText(shown.currency)
        self._zone.setCurrentText(shown.zone)
        self._offer_destinations(shown.destination)
        self._hash.setCurrentIndex(self._hash.findData(shown.email_hash))
        self._approval.setText("" if shown.approval_above is None else f"{shown.approval_above:f}")
        self._events.fill(shown.event_types)
        for field, values in (
            (self._reasons, shown.reasons),
            (self._statuses, shown.statuses),
            (self._promo, shown.promo_codes),
        ):
            field.setPlainText("\n".join(values))
        self._rule_ticks.switch_off(shown.rules_off)
        self._account.fill(shown)
        self.show_faults({})
        self._before = self.program()
        self.blockSignals(False)

    def program(self) -> Program:
        """The program in the form, valid or not."""
        return Program(
            self._name.text().strip(),
            self._campaign.text().strip(),
            self._events.events(),
            self._currency.currentText().strip().upper(),
            self._zone.currentText().strip(),
            _lines(self._reasons),
            _lines(self._statuses),
            _lines(self._promo),
            self._rule_ticks.off(),
            self._destination.currentData(),
            self._hash.currentData(),
            Decimal(self._approval.text()) if self._approval.text() else None,
            self._recipe,
            self._account.sid.text().strip(),
            self._account.url.text().strip(),
            self._account.checks.isChecked(),
        )

    @property
    def token(self) -> Secret | None:
        """The token that was typed for the program's account, None for none."""
        return self._account.typed

    @property
    def changed(self) -> bool:
        """Whether anything differs from what was shown."""
        return self.program() != self._before or self.token is not None

    def begin(self) -> None:
        """Focus the first field."""
        self.setCurrentIndex(0)
        self._name.setFocus()

    def show_faults(self, faults: Mapping[str, UserError]) -> None:
        """Show the faults beside their fields and focus the first one; clear all others."""
        for part, words in self._faults.items():
            words.setText(str(faults.get(part, "")))
            words.setVisible(part in faults)
        first = next((field for part, field in self._fields.items() if part in faults), None)
        if first is not None:
            pages = (self.widget(place) for place in range(self.count()))
            self.setCurrentIndex(next(place for place, page in enumerate(pages) if page and page.isAncestorOf(first)))
            first.setFocus()

    # ------------------------------------------------------------------ parts

    def _general(self) -> QWidget:
        self._name, self._campaign = QLineEdit(), QLineEdit()
        self._campaign.setPlaceholderText(text("program-campaign-hint"))
        self._currency = _editable("programCurrency", sorted(MINOR_UNITS), text("program-none-chosen"))
        self._zone = named(ZoneBox(), "programZone")
        self._zone.written.setPlaceholderText(text("program-zone-hint"))
        self._destination, self._hash = QComboBox(), QComboBox()
        for method in EMAIL_HASHES:
            self._hash.addItem(text(f"program-hash-{method}"), method)
        self._approval = QLineEdit()
        self._approval.setValidator(QRegularExpressionValidator(_AMOUNT, self._approval))
        self._approval.setPlaceholderText(text("program-approval-hint"))
        page = named(QWidget(), "programAccount")
        form = QFormLayout(page)
        form.setContentsMargins(4, 16, 4, 4)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, key, part, field in (
            ("programName", "program-name", "name", self._name),
            ("programCampaign", "program-campaign", "campaign_id", self._campaign),
            ("programCurrency", "program-currency", "currency", self._currency),
            ("programZone", "program-zone", "zone", self._zone),
            ("programDestination", "program-destination", "", self._destination),
            ("programHash", "program-hash", "", self._hash),
            ("programApproval", "program-approval", "", self._approval),
        ):
            field.setObjectName(name)
            field.setAccessibleName(text(key))
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            form.addRow(label_of(field, key), self._with_fault(part, name, field) if part else field)
            if isinstance(field, QLineEdit):
                field.textEdited.connect(lambda _, part=part: self._touched(part))
            else:
                (field.editTextChanged if field.isEditable() else field.activated).connect(
                    lambda _, part=part: self._touched(part)
                )
        self._locked = named(label(muted=True, wrap=True), "programLocked")
        form.addRow(self._locked)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        return scroll

    def _event_types(self) -> QWidget:
        self._events = EventTypes()
        self._events.changed.connect(lambda: self._touched("event_types"))
        page = QWidget()
        within = vbox(page, margins=(4, 12, 4, 4), spacing=10)
        within.addWidget(label(text("program-events-about"), muted=True, wrap=True))
        within.addWidget(self._with_fault("event_types", "programEvents", self._events), 1)
        self._fields["event_types"] = self._events.table
        return page

    def _lists(self) -> QWidget:
        self._reasons, self._statuses, self._promo = (QPlainTextEdit() for _ in range(3))
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(4, 12, 4, 4)
        grid.setSpacing(10)
        grid.addWidget(label(text("program-lists-about"), muted=True), 0, 0, 1, 3)
        grid.setRowStretch(2, 1)
        for column, (name, key, field) in enumerate((
            ("programReasons", "program-reasons", self._reasons),
            ("programStatuses", "program-statuses", self._statuses),
            ("programPromoCodes", "program-promo", self._promo),
        )):  # fmt: skip
            field.setObjectName(name)
            field.setAccessibleName(text(key))
            field.setTabChangesFocus(True)
            field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
            field.textChanged.connect(self.edited)
            about = label_of(field, key)
            about.setWordWrap(True)
            grid.addWidget(about, 1, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(field, 2, column)
            grid.setColumnStretch(column, 1)
        return page

    def _rules(self) -> QWidget:
        self._rule_ticks = RuleTicks()
        self._rule_ticks.ticked.connect(self.edited)
        page = QWidget()
        within = vbox(page, margins=(4, 12, 4, 4), spacing=10)
        within.addWidget(label(text("program-rules-about"), muted=True, wrap=True))
        within.addWidget(self._rule_ticks, 1)
        return page

    def _api(self, credentials: Credentials) -> QWidget:
        self._account = account = ApiFields(credentials)
        account.edited.connect(self.edited)
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(4, 12, 4, 4)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(label(text("program-api-about"), muted=True, wrap=True))
        for key, part, field in (
            ("program-sid", "account_sid", account.sid),
            ("program-token", "", account.token),
            ("program-api-url", "api_url", account.url),
        ):
            field.setAccessibleName(text(key))
            shown = self._with_fault(part, field.objectName(), field) if part else field
            form.addRow(label_of(field, key), shown)
            field.textEdited.connect(lambda _, part=part: self._touched(part))
        form.addRow(account.checks)
        form.addRow(account)
        return page

    def _with_fault(self, part: str, name: str, field: QWidget) -> QWidget:
        """A field above the sentence about its fault."""
        words = named(label(wrap=True), f"{name}Fault")
        words.setProperty("tag", "error")
        words.hide()
        both = QWidget()
        within = vbox(both, margins=(0, 0, 0, 0), spacing=4)
        within.addWidget(field)
        within.addWidget(words)
        self._faults[part], self._fields[part] = words, field
        return both

    def _touched(self, part: str) -> None:
        if part in self._faults:
            self._faults[part].hide()
        self.edited.emit()

    def _offer_destinations(self, chosen: str) -> None:
        self._destination.clear()
        self._destination.addItem(text("program-destination-none"), "")
        for name in self._destinations:
            self._destination.addItem(name, name)
        if chosen and chosen not in self._destinations:
            self._destination.addItem(text("program-destination-gone", name=chosen), chosen)
        self._destination.setCurrentIndex(self._destination.findData(chosen))


def _editable(name: str, values: list[str], hint: str) -> QComboBox:
    """An editable choice of known values."""
    choice = named(QComboBox(), name)
    choice.setEditable(True)
    choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    choice.addItems(values)
    choice.setCurrentIndex(-1)
    field, completer = choice.lineEdit(), choice.completer()
    assert field
    assert completer
    field.setPlaceholderText(hint)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return choice


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    stripped = (line.strip() for line in field.toPlainText().splitlines())
    return tuple(dict.fromkeys(line for line in stripped if line))
