"""The rules that may be switched off for a program, each with a tick for checked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from courier.catalogue.rules import RULE_FACTS, RuleFacts
from courier.messages import text
from courier.rules.phrases import title
from gui.style.plain import set_tip

_HEADS = ("program-rule-name", "program-rule-page")
_UNNAMED = "inferred"


class RuleTicks(QTableWidget):
    """``ticked``: a person switched a rule on or off. Documented rules are always checked and not here."""

    ticked = Signal()

    def __init__(self) -> None:
        inferred = (rule for rule in RULE_FACTS.values() if rule.confidence == "inferred")
        rules = sorted(inferred, key=lambda rule: (title(rule.id).casefold(), rule.id))
        super().__init__(len(rules), len(_HEADS))
        self.setObjectName("programRules")
        self.setAccessibleName(text("program-tab-rules"))
        self.setHorizontalHeaderLabels([text(key) for key in _HEADS])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._names: list[QTableWidgetItem] = []
        for row, facts in enumerate(rules):
            name = QTableWidgetItem(title(facts.id))
            name.setData(Qt.ItemDataRole.UserRole, facts.id)
            name.setCheckState(Qt.CheckState.Checked)
            name.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text('program-rule-checked')}: {title(facts.id)}")
            self._names.append(name)
            page = QTableWidgetItem(_page(facts))
            for column, item in enumerate((name, page)):
                set_tip(item, f"{facts.id}: {title(facts.id)}\n{_page(facts)}")
                self.setItem(row, column, item)
        self.itemChanged.connect(lambda _: self.ticked.emit())

    def switch_off(self, rules: Iterable[str]) -> None:
        """Show these rules as switched off and all others as checked."""
        off = set(rules)
        self.blockSignals(True)
        for item in self._names:
            checked = item.data(Qt.ItemDataRole.UserRole) not in off
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.blockSignals(False)

    def off(self) -> tuple[str, ...]:
        """The rules that are switched off."""
        return tuple(sorted(
            item.data(Qt.ItemDataRole.UserRole) for item in self._names if item.checkState() == Qt.CheckState.Unchecked
        ))  # fmt: skip


def _page(facts: RuleFacts) -> str:
    return text("program-rule-no-page") if facts.source == _UNNAMED else facts.source
