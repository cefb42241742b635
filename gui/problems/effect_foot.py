"""What repairs do to the batch: ready rows, money per currency, files."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from courier.batch_words import plain_sums
from courier.formats import number_text
from courier.messages import text
from courier.repair_effect import RepairEffect
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import vbox
from gui.style.parts import empty, label, named


class EffectFoot(QWidget):
    """A figure beside the other, before and after; one that stays is shown once."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "repairEffect", text("effect-name"))
        self._line = FlowLayout()
        self._line.setSpacing(32)
        self._line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._line)
        self.setMinimumHeight(64)

    def say_counting(self) -> None:
        """Say that the figures are not known yet."""
        self._show([(text("effect-ready"), text("effect-counting"), "")])

    def show_effect(self, effect: RepairEffect) -> None:
        """Show the figures."""
        before, after = effect.before, effect.after
        more = after.ready - before.ready
        figures = [
            (text("effect-rows"), number_text(effect.rows), ""),
            (
                text("effect-ready"),
                _change(number_text(before.ready), number_text(after.ready)),
                text("effect-more", rows=more),
            ),
        ]
        for code in dict.fromkeys((*before.totals, *after.totals)):
            old, new = (
                plain_sums({code: totals[code]})[code or "?"] if code in totals else "0"
                for totals in (before.totals, after.totals)
            )
            figures.append((code or text("effect-no-currency"), _change(old, new), _same(old, new)))
        files = _change(number_text(before.parts), number_text(after.parts))
        self._show([*figures, (text("effect-files"), files, _same(before.parts, after.parts))])

    def _show(self, figures: list[tuple[str, str, str]]) -> None:
        empty(self._line)
        for name, figure, remark in figures:
            column = QWidget()
            lines = vbox(column, margins=(0, 0, 0, 0), spacing=0)
            for words, title in ((name, False), (figure, True), (remark, False)):
                lines.addWidget(label(words, title=title, muted=not title))
            self._line.addWidget(column)
        self.setAccessibleDescription(". ".join(" ".join(filter(None, figure)) for figure in figures))


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _same(before: object, after: object) -> str:
    return text("effect-same") if before == after else ""
