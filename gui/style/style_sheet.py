"""The style sheet of a theme."""

from __future__ import annotations

from PySide6.QtGui import QColor

from courier.resources import resource
from gui.style.colours import Theme


def style_sheet(theme: Theme, *, mirrored: bool = False) -> str:
    """What the theme looks like, for the whole app. ``mirrored``: from right to left."""
    begin, end = ("right", "left") if mirrored else ("left", "right")
    chevron, tick = (f'url("{resource("icons", name).as_posix()}")' for name in (theme.chevron, theme.tick))
    contrary = "white" if QColor(theme.on_accent).lightness() > 127 else "black"
    on_accent = f'url("{resource("icons", f"chevron-{contrary}.svg").as_posix()}")'
    return f"""
    QWidget#bar, QFrame#dropArea {{ background: {theme.surface}; }}
    QWidget#bar {{ border-bottom: 1px solid {theme.line}; }}
    QWidget#inspector {{ background: {theme.surface}; border-top: 1px solid {theme.line}; }}
    QWidget#statusLine {{ background: {theme.window}; border-top: 1px solid {theme.line}; }}
    QWidget#sidePane, QWidget#sideRail {{ background: {theme.window}; border-{begin}: 1px solid {theme.line}; }}
    QWidget#sidePane QScrollArea, QWidget#cards, QWidget#mappingPane QScrollArea, QWidget#mappingRows,
    QWidget#startPage QScrollArea, QWidget#startSide, QWidget#historyPane QScrollArea, QWidget#resultsPage QScrollArea,
    QDialog#wordsDialog QScrollArea {{
        background: transparent; border: none;
    }}
    QFrame#dropArea {{ border: 2px dashed {theme.field}; border-radius: 12px; }}
    QFrame#dropArea[dragged="true"] {{ border-color: {theme.accent}; }}
    QFrame[card="true"] {{
        background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 8px;
    }}
    QFrame#fieldPicker QListView {{ border: none; }}
    QWidget#columnsHead {{
        background: {theme.header}; border-top-left-radius: 8px; border-top-right-radius: 8px; margin: 1px;
    }}
    QFrame[opens="true"]:hover {{ border-color: {theme.accent}; }}
    QWidget[chosen="true"] {{ background: {theme.selection}; border-radius: 6px; }}
    QFrame[alert="true"] {{ background: {theme.error_fill}; border: none; border-radius: 8px; }}
    QPushButton, QToolButton, QCheckBox, QRadioButton, QComboBox, QTabBar {{ outline: none; }}
    QCheckBox, QRadioButton {{ min-height: 24px; spacing: 8px; }}
    QLabel[title="true"] {{ font-weight: 600; }}
    QLabel[muted="true"] {{ color: {theme.muted}; }}
    QLabel[alarming="true"] {{ color: {theme.error}; }}
    QLabel[striking="true"] {{ color: {theme.warning}; }}
    QLabel[tag="good"], QLabel[tag="warning"], QLabel[tag="note"], QLabel[tag="error"] {{
        border-radius: 5px; padding: 2px 8px; font-weight: 600;
    }}
    QLabel[tag="good"] {{ color: {theme.good}; background: {theme.good_fill}; }}
    QLabel[tag="warning"] {{ color: {theme.warning}; background: {theme.warning_fill}; }}
    QLabel[tag="note"] {{ color: {theme.note}; background: {theme.note_fill}; }}
    QLabel[tag="error"] {{ color: {theme.error}; background: {theme.error_fill}; }}
    QPushButton, QToolButton {{
        background: {theme.surface}; border: 1px solid {theme.field}; border-radius: 6px; padding: 5px 12px;
        color: {theme.text};
    }}
    QPushButton[small="true"] {{ padding: 2px 8px; min-height: 18px; }}
    QLabel[good="true"] {{ color: {theme.good}; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {theme.accent}; background: {theme.hover}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {theme.muted}; border-color: {theme.edge}; }}
    QPushButton[primary="true"], QToolButton[primary="true"] {{
        background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent}; font-weight: 600;
    }}
    QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover {{ border-color: {theme.text}; }}
    QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled {{
        background: {theme.header}; color: {theme.muted}; border-color: {theme.edge};
    }}
    QToolButton[plain="true"] {{ border: none; padding: 5px 8px; }}
    QToolButton::menu-indicator {{ image: none; }}
    QToolButton[popupMode="1"] {{ padding-{end}: 22px; }}
    QToolButton::menu-button {{ border: none; width: 22px; }}
    QToolButton::menu-arrow {{ image: {chevron}; width: 10px; height: 10px; }}
    QToolButton[primary="true"]::menu-arrow {{ image: {on_accent}; }}
    QToolButton[flat="true"] {{
        border: none; padding: 1px 4px; color: {theme.muted}; background: transparent;
        min-width: 16px; min-height: 22px;
    }}
    QToolButton[flat="true"]:hover {{ color: {theme.accent_text}; }}
    QToolButton[flat="true"]:checked {{ color: {theme.accent_text}; font-weight: 600; }}
    QToolButton[chip="true"] {{ border-radius: 11px; padding: 2px 9px; min-height: 18px; }}
    QWidget#statusLine QToolButton[chip="true"] {{ padding-{end}: 1px; }}
    QToolButton[chip="true"]:checked {{ border: 2px solid {theme.ring}; padding: 1px 8px; }}
    QToolButton[segment="true"] {{
        background: {theme.header}; border: 1px solid {theme.header}; color: {theme.muted}; padding: 3px 10px;
    }}
    QToolButton[segment="true"]:checked {{
        background: {theme.surface}; border-color: {theme.field}; color: {theme.text}; font-weight: 600;
    }}
    QToolButton#rowsShown {{ padding-{end}: 22px; }}
    QToolButton#rowsShown::menu-indicator {{
        image: {chevron}; width: 10px; height: 10px; subcontrol-origin: padding; subcontrol-position: {end} center;
    }}
    QWidget#gridBar, QWidget#noticeBar {{ background: {theme.surface}; border-bottom: 1px solid {theme.line}; }}
    QLineEdit, QComboBox, QSpinBox, QDateTimeEdit {{
        background: {theme.surface}; border: 1px solid {theme.field}; border-radius: 6px; padding: 4px 8px;
        selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
    }}
    QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDateTimeEdit:disabled {{
        background: {theme.header}; border-color: {theme.edge};
    }}
    QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
    QComboBox#templateChoice, QComboBox#programChoice {{ background: {theme.header}; }}
    QDateTimeEdit::drop-down {{ border: none; width: 24px; }}
    QDateTimeEdit::down-arrow {{ image: {chevron}; width: 10px; height: 10px; }}
    QTableView#historyTable, QTableView#differenceCells, QTableWidget {{
        border: 1px solid {theme.field}; border-radius: 8px; selection-background-color: {theme.selection};
        selection-color: {theme.text};
    }}
    QTableView#historyTable QHeaderView, QTableView#differenceCells QHeaderView, QTableWidget QHeaderView,
    QTableView#refusedRows QHeaderView,
    QTreeView QHeaderView {{ background: {theme.header}; border: none; }}
    QTableView#historyTable QHeaderView::section, QTableView#differenceCells QHeaderView::section,
    QTableView#refusedRows QHeaderView::section,
    QTableWidget QHeaderView::section, QTreeView QHeaderView::section {{
        background: {theme.header}; color: {theme.muted}; border: none; padding: 7px 9px;
    }}
    QTableView#historyTable::item, QTableView#differenceCells::item, QTableView#refusedRows::item, QTableWidget::item {{
        padding: 0 6px;
    }}
    QSpinBox#readingHeaderRow::up-button, QSpinBox#readingHeaderRow::down-button {{ width: 0; border: none; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: {chevron}; width: 10px; height: 10px; }}
    QComboBox QAbstractItemView {{ background: {theme.surface}; border: 1px solid {theme.field}; outline: none; }}
    QLineEdit#cellEditor {{ border: 2px solid {theme.accent}; border-radius: 0; padding: 0 6px; }}
    QLineEdit#cellEditor[severity="error"] {{ border-color: {theme.error}; }}
    QLineEdit#cellEditor[severity="warning"] {{ border-color: {theme.warning}; }}
    QComboBox[cell="true"] {{ background: transparent; border: none; border-radius: 0; }}
    QPlainTextEdit, QListWidget, QTreeView, QTabWidget QTableView {{
        background: {theme.surface}; border: 1px solid {theme.field}; border-radius: 6px;
    }}
    QPlainTextEdit {{ padding: 2px 4px; }}
    QListWidget {{ padding: 4px; outline: none; }}
    QTreeView {{ outline: none; }}
    QTreeView::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QListWidget::item {{ padding: 7px 8px; border-radius: 5px; }}
    QListWidget::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
    QTabBar::tab {{ background: transparent; border: none; padding: 7px 14px; color: {theme.muted}; }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; }}
    QTabWidget QTableView {{ gridline-color: {theme.line}; }}
    QTabWidget QTableView::indicator, QListWidget::indicator, QTreeView::indicator, QCheckBox::indicator {{
        width: 14px; height: 14px; border: 1px solid {theme.field}; border-radius: 4px; background: {theme.surface};
    }}
    QTabWidget QTableView::indicator:checked, QListWidget::indicator:checked, QTreeView::indicator:checked,
    QCheckBox::indicator:checked {{
        background: {theme.accent}; border-color: {theme.accent}; image: {tick};
    }}
    QRadioButton::indicator {{
        width: 12px; height: 12px; border: 2px solid {theme.field}; border-radius: 8px; background: {theme.surface};
    }}
    QRadioButton::indicator:checked {{
        width: 6px; height: 6px; border: 5px solid {theme.accent}; border-radius: 8px; background: {theme.on_accent};
    }}
    QTabWidget QScrollArea, QWidget#programAccount {{ background: transparent; border: none; }}
    QTableView {{ background: {theme.surface}; border: none; gridline-color: {theme.line}; }}
    QTableView#refusedRows {{
        background: {theme.header}; selection-background-color: {theme.selection}; selection-color: {theme.text};
    }}
    QAbstractScrollArea::corner {{ background: {theme.surface}; border: none; }}
    QTableView QTableCornerButton::section {{ background: {theme.header}; border: none; }}
    QWidget#filterBar, QWidget[suggestion="true"] {{ background: {theme.selection}; }}
    QScrollBar {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ width: 12px; }}
    QScrollBar:horizontal {{ height: 12px; }}
    QScrollBar::handle {{ background: {theme.field}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {theme.muted}; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QFrame[line="true"] {{ background: {theme.line}; border: none; }}
    QProgressBar {{ background: {theme.header}; border: 1px solid {theme.field}; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
    QMenu {{ background: {theme.surface}; border: 1px solid {theme.field}; padding: 4px; }}
    QMenu::item {{ padding: 5px 22px; border-radius: 4px; }}
    QMenu::item:disabled {{ color: {theme.muted}; }}
    QMenu::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
    QToolTip {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.field}; padding: 4px; }}
    """
