"""Colours and shapes, light and dark, following the system."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from courier.resources import resource


@dataclass(frozen=True)
class Theme:
    """The colours of one scheme, as ``#rrggbb``."""

    window: str
    surface: str
    header: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    error: str
    error_fill: str
    warning: str
    warning_fill: str
    note: str
    note_fill: str
    good: str
    good_fill: str
    selection: str
    mark_del: str
    """Behind characters that go."""
    mark_ins: str
    """Behind characters that come."""
    chevron: str
    """The picture in ``resources/icons`` of the arrow of choices."""
    tick: str
    """The one of a tick on the accent colour."""


LIGHT = Theme(
    window="#f4f6f9", surface="#ffffff", header="#eceff4", line="#dfe3ea", text="#1b2130", muted="#667085",
    accent="#2f5bd8", on_accent="#ffffff", error="#c62f3b", error_fill="#fdeaec", warning="#a06300",
    warning_fill="#fff3d6", note="#5b6b8c", note_fill="#eef2f9", good="#1d7a4d", good_fill="#e4f5ec",
    selection="#dbe5ff", mark_del="#ffd3d7", mark_ins="#c9efd9", chevron="chevron-light.svg", tick="tick-light.svg",
)  # fmt: skip
DARK = Theme(
    window="#15181e", surface="#1d2129", header="#252a34", line="#333a47", text="#e8ebf1", muted="#97a1b3",
    accent="#7c9cff", on_accent="#10141c", error="#ff7a83", error_fill="#43222a", warning="#f0b64e",
    warning_fill="#40331c", note="#a5b4d4", note_fill="#272f3f", good="#68d49d", good_fill="#1d3a2d",
    selection="#2c3b63", mark_del="#6b2c36", mark_ins="#1f5a40", chevron="chevron-dark.svg", tick="tick-dark.svg",
)  # fmt: skip


_shown = LIGHT


def current() -> Theme:
    """The theme shown now."""
    return _shown


def apply_theme(app: QApplication) -> None:
    """Give the app its look, now and whenever the system changes its scheme."""
    app.setStyle("Fusion")
    show(app, _wanted(app.styleHints().colorScheme()))
    app.styleHints().colorSchemeChanged.connect(lambda scheme: show(app, _wanted(scheme)))


def _wanted(scheme: Qt.ColorScheme) -> Theme:
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def show(app: QApplication, theme: Theme) -> None:
    """Show a theme everywhere."""
    global _shown
    _shown = theme
    app.setPalette(_palette(theme))
    app.setStyleSheet(_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.window),
        (QPalette.ColorRole.WindowText, theme.text),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.AlternateBase, theme.header),
        (QPalette.ColorRole.Text, theme.text),
        (QPalette.ColorRole.Button, theme.surface),
        (QPalette.ColorRole.ButtonText, theme.text),
        (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.on_accent),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.ToolTipBase, theme.surface),
        (QPalette.ColorRole.ToolTipText, theme.text),
        (QPalette.ColorRole.Link, theme.accent),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


def _sheet(theme: Theme) -> str:
    chevron, tick = (f'url("{resource("icons", name).as_posix()}")' for name in (theme.chevron, theme.tick))
    return f"""
    QWidget#bar, QWidget#startPage > QFrame#dropArea {{ background: {theme.surface}; }}
    QWidget#bar {{ border-bottom: 1px solid {theme.line}; }}
    QWidget#inspector {{ background: {theme.surface}; border-top: 1px solid {theme.line}; }}
    QWidget#statusLine {{ background: {theme.window}; border-top: 1px solid {theme.line}; }}
    QWidget#sidePane {{ background: {theme.window}; border-left: 1px solid {theme.line}; }}
    QWidget#sidePane QScrollArea, QWidget#cards, QWidget#mappingPane QScrollArea, QWidget#mappingRows,
    QWidget#startPage QScrollArea, QWidget#startSide, QWidget#historyPane QScrollArea {{
        background: transparent; border: none;
    }}
    QFrame#dropArea {{ border: 2px dashed {theme.line}; border-radius: 12px; }}
    QFrame#dropArea[dragged="true"] {{ border-color: {theme.accent}; }}
    QFrame[card="true"] {{
        background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 8px;
    }}
    QWidget#columnsHead {{
        background: {theme.header}; border-top-left-radius: 8px; border-top-right-radius: 8px; margin: 1px;
    }}
    QFrame[opens="true"]:hover, QFrame[opens="true"]:focus {{ border-color: {theme.accent}; }}
    QWidget[chosen="true"] {{ background: {theme.selection}; border-radius: 6px; }}
    QFrame[alert="true"] {{ background: {theme.error_fill}; border: none; border-radius: 8px; }}
    QLabel[title="true"] {{ font-weight: 600; }}
    QLabel[muted="true"] {{ color: {theme.muted}; }}
    QLabel[striking="true"] {{ color: {theme.warning}; }}
    QLabel[tag="good"], QLabel[tag="warning"], QLabel[tag="note"], QLabel[tag="error"] {{
        border-radius: 5px; padding: 2px 8px; font-weight: 600;
    }}
    QLabel[tag="good"] {{ color: {theme.good}; background: {theme.good_fill}; }}
    QLabel[tag="warning"] {{ color: {theme.warning}; background: {theme.warning_fill}; }}
    QLabel[tag="note"] {{ color: {theme.note}; background: {theme.note_fill}; }}
    QLabel[tag="error"] {{ color: {theme.error}; background: {theme.error_fill}; }}
    QPushButton, QToolButton {{
        background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px; padding: 5px 12px;
        color: {theme.text};
    }}
    QPushButton[small="true"] {{ padding: 2px 8px; }}
    QLabel[good="true"] {{ color: {theme.good}; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {theme.accent}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {theme.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {theme.muted}; }}
    QPushButton[primary="true"], QToolButton[primary="true"] {{
        background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent}; font-weight: 600;
    }}
    QPushButton[primary="true"]:disabled {{
        background: {theme.header}; color: {theme.muted}; border-color: {theme.line};
    }}
    QToolButton[plain="true"] {{ border: none; padding: 5px 8px; }}
    QToolButton::menu-indicator {{ image: none; }}
    QToolButton[popupMode="1"] {{ padding-right: 22px; }}
    QToolButton::menu-button {{ border: none; width: 22px; }}
    QToolButton::menu-arrow {{ image: {chevron}; width: 10px; height: 10px; }}
    QToolButton[primary="true"]::menu-arrow {{ image: none; }}
    QToolButton[flat="true"] {{ border: none; padding: 1px 4px; color: {theme.muted}; background: transparent; }}
    QToolButton[flat="true"]:hover {{ color: {theme.accent}; }}
    QToolButton[flat="true"]:checked {{ color: {theme.accent}; font-weight: 600; }}
    QLineEdit, QComboBox, QSpinBox, QDateTimeEdit {{
        background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px; padding: 4px 8px;
        selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
    }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus {{ border-color: {theme.accent}; }}
    QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
    QComboBox#templateChoice, QComboBox#programChoice {{ background: {theme.header}; border: none; }}
    QDateTimeEdit::drop-down {{ border: none; width: 24px; }}
    QDateTimeEdit::down-arrow {{ image: {chevron}; width: 10px; height: 10px; }}
    QTableView#historyTable {{
        border: 1px solid {theme.line}; border-radius: 8px; selection-background-color: {theme.selection};
        selection-color: {theme.text};
    }}
    QTableView#historyTable QHeaderView, QTreeView QHeaderView {{ background: {theme.header}; border: none; }}
    QTableView#historyTable QHeaderView::section, QTreeView QHeaderView::section {{
        background: {theme.header}; color: {theme.muted}; border: none; padding: 7px 9px;
    }}
    QTableView#historyTable::item {{ padding: 0 6px; }}
    QSpinBox#readingHeaderRow::up-button, QSpinBox#readingHeaderRow::down-button {{ width: 0; border: none; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: {chevron}; width: 10px; height: 10px; }}
    QComboBox QAbstractItemView {{ background: {theme.surface}; border: 1px solid {theme.line}; outline: none; }}
    QLineEdit#cellEditor {{ border: 2px solid {theme.accent}; border-radius: 0; padding: 0 6px; }}
    QLineEdit#cellEditor[severity="error"] {{ border-color: {theme.error}; }}
    QLineEdit#cellEditor[severity="warning"] {{ border-color: {theme.warning}; }}
    QComboBox[cell="true"] {{ background: transparent; border: none; border-radius: 0; }}
    QPlainTextEdit, QListWidget, QTreeView, QTabWidget QTableView {{
        background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px;
    }}
    QPlainTextEdit {{ padding: 2px 4px; }}
    QPlainTextEdit:focus, QListWidget:focus, QTabWidget QTableView:focus {{ border-color: {theme.accent}; }}
    QListWidget {{ padding: 4px; outline: none; }}
    QTreeView {{ outline: none; }}
    QTreeView::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QListWidget::item {{ padding: 7px 8px; border-radius: 5px; }}
    QListWidget::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
    QTabBar::tab {{ background: transparent; border: none; padding: 7px 14px; color: {theme.muted}; }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; }}
    QTabBar:focus::tab:selected {{ color: {theme.accent}; }}
    QTabWidget QTableView {{ gridline-color: {theme.line}; }}
    QTabWidget QTableView::indicator, QListWidget::indicator, QCheckBox::indicator {{
        width: 14px; height: 14px; border: 1px solid {theme.muted}; border-radius: 4px; background: {theme.surface};
    }}
    QTabWidget QTableView::indicator:checked, QListWidget::indicator:checked, QCheckBox::indicator:checked {{
        background: {theme.accent}; border-color: {theme.accent}; image: {tick};
    }}
    QTabWidget QScrollArea, QWidget#programAccount {{ background: transparent; border: none; }}
    QTableView {{ background: {theme.surface}; border: none; gridline-color: {theme.line}; }}
    QAbstractScrollArea::corner {{ background: {theme.surface}; border: none; }}
    QTableView QTableCornerButton::section {{ background: {theme.header}; border: none; }}
    QWidget#filterBar, QWidget[suggestion="true"] {{ background: {theme.selection}; }}
    QScrollBar {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ width: 12px; }}
    QScrollBar:horizontal {{ height: 12px; }}
    QScrollBar::handle {{ background: {theme.line}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {theme.muted}; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QFrame[line="true"] {{ background: {theme.line}; border: none; }}
    QProgressBar {{ background: {theme.header}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
    QMenu {{ background: {theme.surface}; border: 1px solid {theme.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 22px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
    QToolTip {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
    """
