"""The result of a connection test, step by step, to read and to copy."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout

from courier.delivery.trial import StepOutcome, Trial
from courier.messages import text
from gui.style.layouts import vbox
from gui.style.parts import button, empty, label, named, tag

_COLOURS = {StepOutcome.OK: "good", StepOutcome.FAILED: "error"}
"""The colour of an outcome's word; all others are plain."""


class TrialSteps(QFrame):
    """Hidden while there is nothing to show."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trialSteps")
        self.setProperty("card", True)
        column = vbox(self, margins=(14, 10, 14, 12))
        head = QHBoxLayout()
        self._verdict = named(label(title=True), "trialVerdict")
        self._copy = button(text("trial-copy"), name="copyTranscript", clicked=self._to_clipboard)
        self._copy.setAutoDefault(False)
        head.addWidget(self._verdict, 1)
        head.addWidget(self._copy)
        column.addLayout(head)
        self._steps = QGridLayout()
        self._steps.setHorizontalSpacing(12)
        self._steps.setVerticalSpacing(7)
        self._steps.setColumnStretch(2, 1)
        column.addLayout(self._steps)
        self._trial: Trial | None = None
        self.hide()

    def show_trial(self, trial: Trial) -> None:
        """Show the steps of a trial."""
        self._trial = trial
        early = any(step.outcome is StepOutcome.STOPPED for step in trial.steps)
        self._verdict.setText(text("trial-stopped" if early else "trial-fails" if trial.problem else "trial-works"))
        self._copy.setText(text("trial-copy"))
        empty(self._steps)
        for row, step in enumerate(trial.steps):
            word = tag(text(f"step-{step.outcome}"), _COLOURS.get(step.outcome, "note"))
            word.setObjectName(f"stepOutcome-{step.name}")
            failed = step.outcome is StepOutcome.FAILED
            reached = step.outcome is not StepOutcome.NOT_REACHED
            title = label(step.title, title=failed, muted=not reached)
            said = named(label(step.sentence, muted=not failed, wrap=True), f"stepSaid-{step.name}")
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for place, cell in enumerate((word, title, said)):
                self._steps.addWidget(cell, row, place, Qt.AlignmentFlag.AlignTop if place < 2 else Qt.AlignmentFlag(0))
        self.show()

    def forget(self) -> None:
        """Hide an outdated result."""
        self._trial = None
        self.hide()

    def _to_clipboard(self) -> None:
        if self._trial is not None:
            QGuiApplication.clipboard().setText(self._trial.transcript(datetime.now(UTC)))
            self._copy.setText(text("trial-copied"))
