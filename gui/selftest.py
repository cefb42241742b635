"""Proves that an installed program works: a real window, the practice sheet checked, fixed and exported."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("pyside6-essentials", "polars", "python-calamine", "openpyxl", "keyring", "paramiko")


def self_test(log: Path | None) -> int:
    """0 when everything works, else 1. What was seen goes to standard output, or to ``log``: a windowed program on
    Windows has no console."""
    lines: list[str] = []
    try:
        _run(lines)
        code = 0
    except Exception:  # noqa: BLE001 (whatever fails, the report says it)
        lines.append(traceback.format_exc())
        code = 1
    lines.append(f"self-test: {'ok' if code == 0 else 'FAILED'}")
    report = "\n".join(lines) + "\n"
    if log is not None:
        log.write_text(report, encoding="utf-8")
    elif sys.stdout is not None:
        sys.stdout.write(report)
        sys.stdout.flush()
    return code


def _run(lines: list[str]) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QTimer

    from courier import version as our_version
    from courier.batches.batch import write_batch
    from gui.app import Windows
    from gui.application import make_app
    from gui.work import wait_for_all

    lines.append(f"conversion-courier {our_version()}, Python {sys.version.split()[0]}")
    lines.extend(f"{name} {_version(name)}" for name in _PACKAGES)
    app = make_app()
    windows = Windows()
    window = windows.open()
    loop = QEventLoop()
    QTimer.singleShot(60_000, loop.quit)
    window.workspace.session.opened_sheet.connect(loop.quit)
    window.workspace.loader.practice()
    loop.exec()
    if not window.workspace.session.sheet_open:
        raise RuntimeError("the practice sheet did not open")
    opened = window.workspace.session.opened
    lines.append(
        f"practice sheet: {window.workspace.model.rowCount()} rows, "
        f"{sum(opened.draft.verdict.counts().values())} problems"
    )
    sentences: list[str] = []
    window.workspace.repairs.told.connect(sentences.append)
    window.workspace.repairs.fix_all()
    standing = window.workspace.session.standing
    lines.append(f"fixed: {sentences[0]} {standing.ready if standing else 0} rows ready")
    app.processEvents()
    picture = window.grab()
    if picture.isNull():
        raise RuntimeError("the window shows nothing")
    lines.append(f"window: {picture.width()} x {picture.height()}")
    with tempfile.TemporaryDirectory() as folder:
        written = write_batch(opened.draft, Path(folder), opened.label)
        if not written.parts:
            raise RuntimeError("nothing was exported")
        lines.append(f"exported: {written.parts[0]['name']}")
    lines.append(f"keychain: {windows.services.credentials.state()}")
    window.workspace.session.kept = True
    window.close()
    wait_for_all()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(bundled)"
