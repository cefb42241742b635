"""The safe repairs of the open sheet: planned once in the background for all who count, show or make them."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from courier.draft import Draft
from courier.messages import text
from courier.rules.repairs import Plan
from gui.work import Job


class SafeRepairs(QObject):
    """``counted``: the plan is known. ``pending``: it is being made; ``left_out``: rules whose repairs the person does
    not want in this sheet."""

    counted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.plan: Plan | None = None
        self.pending = False
        self.left_out: frozenset[str] = frozenset()
        self._wanted: Plan | None = None
        self._seen: set[str] = set()
        self._job: Job | None = None

    def begin_anew(self, left_out: Collection[str] = ()) -> None:
        """Forget everything, because another sheet was opened. ``left_out``: what was not wanted in one like it."""
        self.forget()
        self.left_out, self._seen = frozenset(left_out), set()

    def forget(self, *, pending: bool = False) -> None:
        """Forget the plan of a sheet as it was. ``pending``: another one follows."""
        if self._job is not None:
            self._job.cancel()
        self._job = self.plan = self._wanted = None
        self.pending = pending

    def count(self, draft: Draft) -> None:
        """Plan the safe repairs of a checked draft. Two problems may be one change, and a repair may change several
        cells or lead to another one: only a plan knows, which is too slow for the window's thread."""
        self.forget(pending=True)
        twin = draft.snapshot()

        def settle(plan: object) -> None:
            assert isinstance(plan, Plan)
            self._job, self.plan, self.pending = None, plan, False
            self.counted.emit()

        self._job = Job(lambda job: twin.plan(progress=job.report), self)
        self._job.done.connect(settle)
        self._job.start()

    @property
    def wanted(self) -> Plan | None:
        """The plan without what the person does not want."""
        if self._wanted is None and self.plan is not None:
            self._wanted = self.plan.without(self.left_out)
        return self._wanted

    @property
    def changes(self) -> int | None:
        """What the wanted repairs change, cells and rows that move; None while that is being counted."""
        return None if self.pending else self.wanted.total if self.wanted else 0

    @property
    def some(self) -> bool:
        """Whether there may be repairs, wanted or not."""
        return self.pending or bool(self.plan and self.plan.total)

    @property
    def reviewed(self) -> bool:
        """Whether the person has seen repairs of all these kinds in this sheet."""
        return self.wanted is not None and self._seen.issuperset(self.wanted.groups)

    @property
    def to_review(self) -> bool:
        """Whether that button leads to a review first, as far as that is known."""
        return not self._seen if self.changes is None else bool(self.changes) and not self.reviewed

    def note_review(self, plan: Plan, left_out: Collection[str]) -> None:
        """The person has seen a plan, and does not want the repairs of some of its rules."""
        self._seen |= set(plan.groups)
        self.left_out = (self.left_out - set(plan.groups)) | frozenset(left_out)
        self._wanted = None
        self.counted.emit()

    @property
    def words(self) -> str:
        """What the button for them says."""
        changes = self.changes
        if changes is None:
            return text("fix-review-uncounted") if self.to_review else text("fix-safely-uncounted")
        return text("fix-review", count=changes) if self.to_review else text("fix-safely", count=changes)
