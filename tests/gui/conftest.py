"""A real window for each test, closed and gone afterwards."""

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from courier.destinations import Destination
from courier.programs import Program
from gui.style import theme
from gui.window.house import House
from gui.window.main_window import MainWindow
from gui.work import _Run, wait_for_all

HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["conversion-courier"]


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
    yield
    wait_for_all()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    gc.collect()
    left = [one for one in QApplication.topLevelWidgets() if id(one) not in widgets]
    assert not left, f"windows left alive: {left}"
    running = [
        one for one in threading.enumerate() if one not in threads and not isinstance(one, threading._DummyThread)
    ]
    assert not running, f"threads left alive: {running}"


@pytest.fixture
def window(qtbot, qapp: QApplication) -> Iterator[MainWindow]:
    """An empty window."""
    theme.show(qapp, theme.LIGHT)
    opened: list[Path] = []
    made = MainWindow(House(), lambda path, _left_out: opened.append(path))
    made.others = opened
    qtbot.addWidget(made, before_close_func=_settle)
    made.show()
    assert made.desk
    yield made
    wait_for_all()


def _settle(window: MainWindow) -> None:
    window.desk.session.kept = True


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
def inboxes(tmp_path: Path) -> dict[str, Path]:
    """Two programs, and a folder that each delivers to."""
    house, folders = House(), {}
    for name, campaign in (("Acme", "1000"), ("Bolt", "2000")):
        folders[name] = tmp_path / name
        folders[name].mkdir()
        house.destinations.save(Destination(name, "folder", "", 0, folder=str(folders[name])))
        house.program_store.save(Program(name, campaign, destination=name))
    return folders


@pytest.fixture
def open_edited(qtbot, window, sheet) -> Callable[..., None]:
    """Opens a sheet of Acme's, with an edit, to be sent to a destination."""

    def go(*rows: dict[str, str], to: str = "Acme") -> None:
        window.open_file(sheet(*rows))
        qtbot.waitUntil(lambda: window.desk.session.sheet_open and not window.desk.opening.under_way, timeout=20_000)
        window.desk.programs.choose("Acme")
        window.desk.session.type_cell(0, "c8", "Golf")
        window.desk.shipping.choose(to)
        qtbot.waitUntil(lambda: window.desk.session.settled)

    return go
