"""Preferences: what is chosen here counts at once, so there is nothing to save or to cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from courier.messages import UserError, text
from courier.portable import portable_words
from courier.preferences import APPEARANCES, KEPT_DAYS, Preferences, PreferenceStore
from courier.privacy import KeptThings, kept_things
from courier.updates import update_source
from gui.session.file_dialogs import ask_for_folder
from gui.session.kept_list import kept_list
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.measures import scaled
from gui.style.parts import button, empty, label, label_of, named
from gui.style.zone_box import ZoneBox
from gui.work import Job


class PreferencesDialog(Dialog):
    """``outlived``: how many drafts and files would go if they were kept for so many days only; ``record``: the page
    that says where what was sent is recorded. ``changed``: something is preferred otherwise; ``delete_asked``: what is
    old is to be forgotten."""

    changed = Signal()
    delete_asked = Signal()

    def __init__(
        self, store: PreferenceStore, outlived: Callable[[int], tuple[int, int]], record: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preferencesDialog")
        self.setWindowTitle(text("preferences-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(680), scaled(520))
        self._store, self._outlived = store, outlived
        outer = vbox(self, margins=(24, 16, 24, 16), spacing=12)
        pages = named(QTabWidget(), "preferencesPages")
        for name, made in (("general", self._general()), ("privacy", self._privacy()), ("record", record)):
            pages.addTab(made, text(f"preferences-{name}"))
        outer.addWidget(pages, 1)
        foot = hbox(spacing=12)
        foot.addWidget(button(text("preferences-restore"), name="preferencesRestore", clicked=self._restore))
        foot.addStretch(1)
        self._said = named(label(text("preferences-at-once"), muted=True), "preferencesSaid")
        foot.addWidget(self._said)
        foot.addWidget(button(text("button-close"), primary=True, name="preferencesClose", clicked=self.close))
        outer.addLayout(foot)
        self._show_preferred()

    # ------------------------------------------------------------------ general

    def _general(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 16, 0, 0)
        form.setVerticalSpacing(14)
        form.addRow(label(text("preferences-language")), label(text("preferences-language-only")))
        self._looks = QButtonGroup(self)
        looks = hbox(spacing=20)
        for place, name in enumerate(APPEARANCES):
            look = named(QRadioButton(text(f"appearance-{name}")), f"appearance-{name}")
            self._looks.addButton(look, place)
            looks.addWidget(look)
        looks.addStretch(1)
        self._looks.idClicked.connect(lambda place: self._prefer(appearance=APPEARANCES[place]))
        form.addRow(label(text("preferences-appearance")), looks)
        self._zone = named(ZoneBox(), "preferredZone", text("preferences-zone"))
        self._zone.written.setPlaceholderText(text("preferences-zone-none"))
        self._zone.editTextChanged.connect(self._take_zone)
        form.addRow(label_of(self._zone, "preferences-zone"), _explained(self._zone, "preferences-zone-about"))
        self._folder = named(QLineEdit(), "preferredFolder", text("preferences-folder"))
        self._folder.setReadOnly(True)
        self._folder.setPlaceholderText(text("preferences-folder-none"))
        self._beside = button(text("preferences-folder-beside"), name="preferredFolderBeside")
        self._beside.clicked.connect(lambda: self._take_folder(""))
        folder = hbox(spacing=8)
        folder.addWidget(self._folder, 1)
        folder.addWidget(self._choose_folder())
        folder.addWidget(self._beside)
        form.addRow(label_of(self._folder, "preferences-folder"), folder)
        self._offer = named(QCheckBox(text("preferences-drafts")), "preferredDrafts")
        self._offer.clicked.connect(lambda ticked: self._prefer(offer_drafts=ticked))
        form.addRow(self._offer)
        source = update_source()
        words = text("preferences-updates", host=source.host if source else "")
        self._weekly = named(QCheckBox(words, page), "weeklyUpdates")
        # a build that names no address has nobody to ask
        self._weekly.setHidden(source is None)
        self._weekly.clicked.connect(lambda ticked: self._prefer(look_for_updates=ticked))
        if source is not None:
            form.addRow(self._weekly)
        return page

    def _choose_folder(self) -> QPushButton:
        def ask() -> None:
            start = self._store.now.export_folder or str(Path.home())
            title = text("preferences-folder")
            ask_for_folder(self, "preferredFolderDialog", title, start, lambda path: self._take_folder(str(path)))

        return button(text("preferences-folder-choose"), name="preferredFolderChoose", clicked=ask)

    def _show_preferred(self) -> None:
        now = self._store.now
        self._looks.button(APPEARANCES.index(now.appearance)).setChecked(True)
        self._zone.setEditText(now.zone)
        self._folder.setText(now.export_folder)
        self._beside.setEnabled(bool(now.export_folder))
        self._offer.setChecked(now.offer_drafts)
        self._weekly.setChecked(now.look_for_updates)
        self._days.setCurrentIndex(self._days.findData(now.kept_days))

    def _take_zone(self, typed: str) -> None:
        zone = self._zone.zone if typed.strip() else ""
        if zone is None:
            self._said.setText(text("zone-unclear", typed=typed.strip()))
        else:
            self._prefer(zone=zone)

    def _take_folder(self, folder: str) -> None:
        self._prefer(export_folder=folder)
        self._show_preferred()

    def _prefer(self, **values: str | bool | int) -> None:
        self._said.setText(text("preferences-at-once"))
        if all(getattr(self._store.now, name) == value for name, value in values.items()):
            return
        try:
            self._store.change(**values)
        except UserError as problem:
            self._said.setText(str(problem))
        self.changed.emit()

    def _restore(self) -> None:
        usual = Preferences()
        self._prefer(
            appearance=usual.appearance,
            zone=usual.zone,
            export_folder=usual.export_folder,
            offer_drafts=usual.offer_drafts,
            look_for_updates=usual.look_for_updates,
            kept_days=usual.kept_days,
        )
        self._show_preferred()

    # ------------------------------------------------------------------ privacy

    def _privacy(self) -> QWidget:
        page = QWidget()
        lines = vbox(page, margins=(0, 16, 0, 0), spacing=10)
        lines.addWidget(label(text("history-kept-title"), title=True))
        lines.addWidget(label(text("privacy-keychain"), muted=True, wrap=True))
        if words := portable_words():
            lines.addWidget(named(label(words, muted=True, wrap=True), "preferencesPortable"))
        days = hbox(spacing=8)
        self._days = named(QComboBox(), "preferredKeptDays", text("preferences-kept"))
        for choice in KEPT_DAYS:
            words = text("preferences-kept-days", days=choice) if choice else text("preferences-kept-always")
            self._days.addItem(words, choice)
        self._days.activated.connect(lambda _: self._take_days(self._days.currentData()))
        days.addWidget(label_of(self._days, "preferences-kept"))
        days.addWidget(self._days)
        days.addStretch(1)
        lines.addLayout(days)
        self._going = named(label(muted=True, wrap=True), "preferencesGoing")
        self._going.hide()
        lines.addWidget(self._going)
        self._kept = QVBoxLayout()
        lines.addLayout(self._kept, 1)
        delete = button(text("history-delete-it"), name="preferencesDelete", clicked=self.delete_asked)
        lines.addWidget(delete, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_kept()
        return page

    def show_kept(self) -> None:
        """Look at what is kept now."""
        days = self._store.now.kept_days
        Job(lambda _: kept_things(days), self).start(self._list)

    def _take_days(self, days: int) -> None:
        """Keep drafts and files for so long, and say what the next start deletes, while it can still be kept."""
        self._prefer(kept_days=days)
        self.show_kept()
        self._going.hide()
        Job(lambda _: self._outlived(days), self).start(lambda found: self._tell_going(days, *found))

    def _tell_going(self, days: int, drafts: int, files: int) -> None:
        if days == self._store.now.kept_days and drafts + files:
            self._going.setText(text("preferences-kept-going", drafts=drafts, files=files, days=days))
            self._going.show()

    def _list(self, things: list[KeptThings]) -> None:
        empty(self._kept)
        self._kept.addWidget(scrolling(kept_list(things), sideways=False, frame=False), 1)


def _explained(field: QWidget, key: str) -> QVBoxLayout:
    lines = vbox(spacing=2)
    lines.addWidget(field)
    lines.addWidget(label(text(key), muted=True, wrap=True))
    return lines
