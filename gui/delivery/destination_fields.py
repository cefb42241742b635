"""The fields of a destination: those of its preset, with rarely used ones folded away."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)

from courier.batches.names import PartNameError, example_name
from courier.destinations import TLS_MODES, Destination
from courier.destinations.presets import Preset
from courier.messages import text
from gui.delivery.identity import Identity
from gui.session.file_dialogs import ask_for_file, ask_for_folder
from gui.style.layouts import hbox, vbox
from gui.style.parts import button, label, label_of, named, show_folded, title_of

_LINES = ("host", "user", "folder", "key_file", "pattern", "part_names", "to", "sender", "subject", "event_type")
_LOCAL = ("folder", "eml")
_MOST_HOURS = 14 * 24
_MOST_SECONDS = 3600


class DestinationFields(QWidget):
    """``edited``: the person changed something; ``told``: a sentence about it; ``unfolded``: the height changed."""

    edited = Signal()
    told = Signal(str)
    unfolded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.port, self._hours = _number("destinationPort", 1, 65_535), _number("destinationWaitHours", 0, _MOST_HOURS)
        self._seconds = _number("destinationTimeoutSeconds", 1, _MOST_SECONDS)
        self._seconds.setSuffix(text("destination-seconds"))
        self._hours.valueChanged.connect(lambda hours: self._hours.setSuffix(text("destination-hours", hours=hours)))
        self._lines = {name: QLineEdit() for name in (*_LINES, "cc", "password")}
        self.password = self._lines["password"]
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for hinted in ("key_file", "pattern", "part_names", "to", "cc", "subject", "event_type"):
            self._lines[hinted].setPlaceholderText(text(f"destination-{_dashed(hinted)}-hint"))
        self.tls = QComboBox()
        ticks = ("agent", "rename", "old_methods")
        self._ticks = {name: QCheckBox(text(f"destination-{_dashed(name)}-tick")) for name in ticks}
        self.host_keys, self.certificate = Identity("key", self._place), Identity("certificate", self._place)
        for identity in (self.host_keys, self.certificate):
            identity.edited.connect(self.edited)
            identity.told.connect(self.told)
        self._example = named(label(muted=True, wrap=True), "destinationPartNamesExample")
        for naming in ("pattern", "part_names"):
            self._lines[naming].textChanged.connect(lambda _: self._show_example())
        self._show_example()
        self._choose_folder = self._chooser("folder")
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        for name, field in self._controls().items():
            self._add_field(name, field)
        for changed in (self._lines["host"].textChanged, self.port.textChanged):
            changed.connect(lambda _: self.host_keys.refresh())
            changed.connect(lambda _: self.certificate.refresh())
        self.title_width = max(title.sizeHint().width() for title, _ in self._rows.values())
        for title, _ in self._rows.values():
            title.setMinimumWidth(self.title_width)
        self._main_form, self._more_form = _form(), _form()
        self._more = QWidget()
        self._more.setLayout(self._more_form)
        self._fold = named(QToolButton(), "destinationMore")
        self._fold.setText(text("destination-more"))
        self._fold.setProperty("flat", True)
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.toggled.connect(self._unfold)
        column = vbox(self, margins=(0, 0, 0, 0), spacing=8)
        column.addLayout(self._main_form)
        column.addWidget(self._fold)
        column.addWidget(self._more)
        self._unfold(False)

    # ------------------------------------------------------------------ contents

    def arrange(self, preset: Preset) -> None:
        """Show the fields of a preset."""
        for form in (self._main_form, self._more_form):
            while form.rowCount():
                form.takeRow(0)
        for title, field in self._rows.values():
            title.hide()
            field.hide()
        for form, names in ((self._main_form, preset.asks), (self._more_form, preset.more)):
            for name in names:
                title, field = self._rows[name]
                form.addRow(title, field)
                title.show()
                field.show()
        self._fold.setVisible(bool(preset.more))
        self._more.setVisible(bool(preset.more) and self._fold.isChecked())
        kind = preset.start.kind
        local = kind in _LOCAL
        self._choose_folder.setVisible(local)
        self._hint("folder", "folder-local-hint" if local else "folder-hint")
        self._hint("user", "user-hint-email" if kind == "email" else "")
        for name in ("user", "password"):
            key = f"destination-{name}-conversions" if kind == "api" else f"destination-{name}"
            self._rows[name][0].setText(title_of(key))
            self._lines[name].setAccessibleName(text(key))
        self._hint("sender", "sender-hint-draft" if kind == "eml" else "sender-hint")
        self._hint("host", "" if preset.start.host else "host-hint-email" if kind == "email" else "host-hint")
        self.tls.blockSignals(True)
        self.tls.clear()
        for mode in TLS_MODES:
            if kind != "email" or mode in ("required", "implicit"):
                self.tls.addItem(text(f"destination-tls-{mode}"), mode)
        self.tls.blockSignals(False)
        self.unfolded.emit()

    def fill(self, shown: Destination, preset: Preset) -> None:
        """Show a destination in the fields of its preset; rarely used fields only if they differ from the preset."""
        for name in _LINES:
            self._lines[name].setText(getattr(shown, name))
        self._lines["cc"].setText(", ".join(shown.cc))
        self.port.setValue(shown.port or 1)
        self._hours.setValue(shown.wait_hours)
        self._hours.setSuffix(text("destination-hours", hours=shown.wait_hours))
        self._seconds.setValue(round(shown.timeout_seconds))
        for name, tick in self._ticks.items():
            tick.setChecked(getattr(shown, name))
        self.tls.setCurrentIndex(max(0, self.tls.findData(shown.tls)))
        self.host_keys.pin(*shown.host_keys)
        self.certificate.pin(shown.tls_pin)
        unusual = [name for name in preset.more if name not in ("host_keys", "tls_pin")]
        self._fold.setChecked(any(getattr(shown, name) != getattr(preset.start, name) for name in unusual))

    def unfold(self) -> None:
        """Show the rarely used fields."""
        self._fold.setChecked(True)

    def destination(self, base: Destination, preset: Preset) -> Destination:
        """``base`` with the values of the fields of a preset, valid or not."""
        attributes = {field.name for field in fields(Destination)}
        facts = {name: self._value(name) for name in (*preset.asks, *preset.more) if name in attributes}
        return replace(base, **facts)

    def _value(self, name: str) -> Any:
        match name:
            case "port":
                return self.port.value()
            case "wait_hours":
                return self._hours.value()
            case "timeout_seconds":
                return float(self._seconds.value())
            case "tls":
                return self.tls.currentData()
            case "agent" | "rename" | "old_methods":
                return self._ticks[name].isChecked()
            case "host_keys":
                return self.host_keys.pinned()
            case "tls_pin":
                return "".join(self.certificate.pinned())
            case "cc":
                return tuple(self._lines["cc"].text().replace(";", " ").replace(",", " ").split())
        return self._lines[name].text().strip()

    def _place(self) -> tuple[str, int]:
        return self._lines["host"].text().strip(), self.port.value()

    # ------------------------------------------------------------------ parts

    def first_empty(self, preset: Preset) -> QLineEdit | None:
        """The first field that a person has to fill in, None if there is none."""
        lines = (self._lines[name] for name in preset.asks if name in self._lines)
        return next((line for line in lines if not line.text()), None)

    def _controls(self) -> dict[str, QWidget]:
        return {
            **self._lines,
            "part_names": _with_example(self._lines["part_names"], self._example),
            "folder": _with_button(self._lines["folder"], self._choose_folder),
            "key_file": _with_button(self._lines["key_file"], self._chooser("key_file")),
            "port": self.port,
            "wait_hours": self._hours,
            "timeout_seconds": self._seconds,
            "tls": self.tls,
            **self._ticks,
            "host_keys": self.host_keys,
            "tls_pin": self.certificate,
        }

    def _add_field(self, name: str, field: QWidget) -> None:
        control: QWidget = self._lines.get(name, field)
        key = f"destination-{_dashed(name)}"
        control.setObjectName("destination" + "".join(part.capitalize() for part in name.split("_")))
        control.setAccessibleName(text(key))
        title = label_of(control, key)
        title.setParent(self)
        field.setParent(self)
        self._rows[name] = (title, field)
        match control:
            case QLineEdit():
                control.textEdited.connect(lambda _: self.edited.emit())
            case QSpinBox():
                control.valueChanged.connect(lambda _: self.edited.emit())
            case QComboBox():
                control.currentIndexChanged.connect(lambda _: self.edited.emit())
            case QCheckBox():
                control.toggled.connect(lambda _: self.edited.emit())

    def _show_example(self) -> None:
        """Say what a file would be called, or why no file could be called so."""
        naming, pattern = (self._lines[name].text().strip() for name in ("part_names", "pattern"))
        try:
            words = text("destination-part-names-example", name=example_name(naming, pattern, datetime.now(UTC)))
        except PartNameError as problem:
            words = str(problem)
        self._example.setText(words)
        self.unfolded.emit()

    def _hint(self, name: str, key: str) -> None:
        self._lines[name].setPlaceholderText(text(f"destination-{key}") if key else "")

    def _unfold(self, open_: bool) -> None:
        show_folded(self._fold, not open_)
        self._more.setVisible(open_)
        self.unfolded.emit()

    def _chooser(self, name: str) -> QWidget:
        """A button that lets the person choose the file or folder of a field."""
        choose = button(
            text("destination-choose"),
            name="chooseFolder" if name == "folder" else "chooseKeyFile",
            clicked=lambda: self._choose(name),
        )
        choose.setAccessibleName(f"{text('destination-choose')} {text(f'destination-{_dashed(name)}')}")
        choose.setAutoDefault(False)
        return choose

    def _choose(self, name: str) -> None:
        line = self._lines[name]
        default = Path.home() if name == "folder" else Path("~/.ssh").expanduser()
        title, start = text(f"destination-{_dashed(name)}"), line.text() or str(default)

        def take(path: Path) -> None:
            line.setText(str(path))
            self.edited.emit()

        if name == "folder":
            ask_for_folder(self.window(), "destinationFolderDialog", title, start, take)
        else:
            ask_for_file(self.window(), "keyFileDialog", title, take, start)


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _number(name: str, least: int, most: int) -> QSpinBox:
    number = named(QSpinBox(), name)
    number.setRange(least, most)
    number.setMinimumWidth(90)
    number.lineEdit().setTextMargins(6, 0, 6, 0)
    return number


def _with_button(line: QLineEdit, more: QWidget) -> QWidget:
    both = QWidget()
    layout = hbox(both, margins=(0, 0, 0, 0))
    layout.addWidget(line, 1)
    layout.addWidget(more)
    return both


def _with_example(line: QLineEdit, example: QLabel) -> QWidget:
    both = QWidget()
    layout = vbox(both, margins=(0, 0, 0, 0), spacing=2)
    layout.addWidget(line)
    layout.addWidget(example)
    return both


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setSpacing(8)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form
