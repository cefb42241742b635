"""Previews in the background how a source would be read with other options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from courier.reading.preview import Preview, PreviewResult, preview_of
from courier.reading.read_options import ReadOptions
from courier.reading.source import bytes_of
from gui.reading.sheet_loader import Origin
from gui.session.error_text import error_text
from gui.work import Job

_PAUSE = 120
"""Milliseconds without a further change before a preview is made."""


@dataclass(frozen=True)
class ReadRequest:
    """The tab and the options with which a source is read."""

    tab: str | None
    options: ReadOptions


class ReadingPreview(QObject):
    """``ready`` with the `Preview` and the `PreviewResult` at the source as it was read; ``looked`` with the
    `PreviewResult` of the newest request; ``failed`` with one sentence. Only the newest request is answered."""

    ready = Signal(object, object)
    looked = Signal(object)
    failed = Signal(str)

    def __init__(self, origin: Origin, now: ReadRequest, parent: QObject) -> None:
        super().__init__(parent)
        self._origin, self._now = origin, now
        self._preview: Preview | None = None
        self._request = now
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Fetch the source and preview it as it was read."""
        origin, now = self._origin, self._now

        def work(_job: Job) -> tuple[Preview, PreviewResult]:
            # the first of joined files stands for all
            path = origin.joined[0] if origin.joined else origin.path
            content = origin.content if path is None else bytes_of(path)
            preview = preview_of(content or b"", path.name if path else origin.name, now.options)
            return preview, preview.look(now.tab, now.options)

        self._start(Job(work, self), self._take)

    def request(self, request: ReadRequest) -> None:
        """Preview another way to read it, after a short delay."""
        self._request = request
        self._timer.start()

    def stop(self) -> None:
        """Stop all previews."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take(self, answer: tuple[Preview, PreviewResult]) -> None:
        self._preview = answer[0]
        self.ready.emit(*answer)

    def _look(self) -> None:
        preview, request = self._preview, self._request
        if preview is not None:
            self._start(Job(lambda _: preview.look(request.tab, request.options), self), self.looked.emit)

    def _start(self, job: Job, done: Callable[..., None]) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = job.start(done, lambda problem: self.failed.emit(error_text(problem, "opening-defect")))
