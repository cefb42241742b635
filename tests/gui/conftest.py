"""A real window for each test, closed and gone afterwards."""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.session.services import AppServices
from gui.style import colours, theme
from gui.window.main_window import MainWindow
from gui.work import _Run, wait_for_all

if TYPE_CHECKING:
    from courier.practice.server import PracticeServer
    from tests.delivery.test_ssh_login import TwoSteps

HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["conversion-courier", "-style", "fusion"]


@pytest.fixture(autouse=True)
def jobs_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coverage follows threads that Python starts; those of jobs are Qt's."""
    trace, run = threading.gettrace(), _Run.run

    def traced(job: _Run) -> None:
        sys.settrace(trace)
        run(job)

    if trace:
        monkeypatch.setattr(_Run, "run", traced)


@pytest.fixture(autouse=True)
def nothing_left_alive(qapp: QApplication) -> Iterator[None]:
    """Fails a test after which windows or threads live on."""
    widgets, threads = set(map(id, QApplication.topLevelWidgets())), set(threading.enumerate())
    # what outlived the last test belongs to modules, and looking through it takes longer than all else here
    gc.freeze()
    yield
    wait_for_all()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    gc.collect()
    left = [widget for widget in QApplication.topLevelWidgets() if id(widget) not in widgets]
    assert not left, f"windows left alive: {left}"
    running = [
        thread
        for thread in threading.enumerate()
        if thread not in threads and not isinstance(thread, threading._DummyThread)
    ]
    assert not running, f"threads left alive: {running}"


class EmptyWindow(MainWindow):
    """``others``: files that were to be opened in windows of their own."""

    def __init__(self) -> None:
        self.services = AppServices()
        super().__init__(self.services, lambda path, _left_out: self.others.append(path))
        self.others: list[Path] = []


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[EmptyWindow]:
    """An empty window."""
    theme.show(qapp, colours.LIGHT)
    shown = EmptyWindow()
    qtbot.addWidget(shown, before_close_func=_settle)
    shown.show()
    assert shown.workspace
    yield shown
    wait_for_all()
    shown.services.close()


def _settle(window: MainWindow) -> None:
    window.workspace.session.kept = True


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Writes a sheet of item rows: each row given as changes to a right one."""

    def write(*rows: dict[str, str], header: str = HEADER) -> Path:
        names = header.split(",")
        lines = [header]
        for number, changes in enumerate(rows, start=1):
            right = {
                "CampaignId": "1000",
                "ActionTrackerId": "18500",
                "EventDate": "2099-01-01T00:00:00Z" if "future" in changes else _yesterday(),
                "OrderId": f"AC-{number}",
                "ClickId": f"QiiWXOVnrQ3SQHl24jQjyxBGUkm{number:04}",
                "CustomerId": f"CUST00{number}XYZ",
                "CurrencyCode": "USD",
                "Amount": "10.00",
                "Category": "Tennis",
                "Sku": "SKU-1",
                "Quantity": "1",
                **changes,
            }
            lines.append(",".join(f'"{right.get(name, "")}"' for name in names))
        path = tmp_path / "orders.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def _yesterday() -> str:
    from datetime import UTC, datetime, timedelta

    return f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def open_edited(qtbot: QtBot, window: MainWindow, sheet: Callable[..., Path]) -> Callable[..., None]:
    """Opens a sheet of Acme's, with an edit, to be sent to a destination."""

    def go(*rows: dict[str, str], to: str = "Acme") -> None:
        window.open_file(sheet(*rows))
        qtbot.waitUntil(
            lambda: window.workspace.session.sheet_open and not window.workspace.loader.under_way, timeout=20_000
        )
        window.workspace.programs.choose("Acme")
        window.workspace.session.type_cell(0, "c8", "Golf")
        window.workspace.shipping.choose(to)
        qtbot.waitUntil(lambda: window.workspace.session.settled)

    return go


@pytest.fixture
def two_steps() -> Iterator["TwoSteps"]:
    """A server that asks for a password and for a code."""
    import paramiko

    from tests.delivery.test_ssh_login import TwoSteps

    server = TwoSteps("password")
    yield server
    server.close()
    # a thread that waits for an answer notices within a moment that the window is gone
    end = time.monotonic() + 5
    while time.monotonic() < end and any(isinstance(thread, paramiko.Transport) for thread in threading.enumerate()):
        time.sleep(0.02)
    # what paramiko ends a login with that takes too long
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()
            thread.join()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple["PracticeServer", Path]]:
    """A server where impact.com's would be, and the folder it stores files in."""
    from courier.destinations import presets
    from courier.practice.server import PracticeServer

    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with PracticeServer(inbox) as running:
        place = running.destination
        first = presets.PRESETS[0]
        start = replace(first.start, host=place.host, port=place.port)
        # the form offers the list, and finds presets in it by their names
        monkeypatch.setattr(presets, "PRESETS", (replace(first, start=start), *presets.PRESETS[1:]))
        monkeypatch.setattr("gui.delivery.destination_form.PRESETS", presets.PRESETS)
        yield running, inbox
