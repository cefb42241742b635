"""The batch at a look: what the side pane shows while nothing is wrong."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from courier.destinations import Destination
from courier.draft_edits import set_aside
from courier.programs import EventType, Program
from gui.delivery.ready_check import check_ready
from gui.session.services import AppServices
from gui.style import theme
from gui.style.charts import Bar, DayChart, ShareBars
from tests.gui.test_journey import drop, wait_open


def words(window) -> list[str]:
    """The words that are to be seen, in the order of the pane."""
    return [label.text() for label in window.workspace.review.findChildren(QLabel) if label.isVisible()]


def test_a_clean_sheet_is_shown_at_a_look(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"ActionTrackerId": "18501", "CurrencyCode": "EUR"}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    review = window.workspace.review
    assert not review.isVisible()
    quantity = next(column.column for column in window.workspace.model.columns if column.title == "Quantity")
    window.workspace.session.type_cell(2, quantity, "1")
    qtbot.waitUntil(lambda: words(window)[:6] == ["3", "rows", "3", "orders", "1", "file"])
    assert words(window)[7:9] == ["EUR 10.00", "USD 20.00"]
    assert "3 rows, 3 orders" in words(window)
    assert review.findChild(ShareBars).accessibleDescription() == "18500: USD 20.00; 18501: EUR 10.00"
    days = review.findChild(DayChart)
    assert len(days.bars) == 1
    assert days.bars[0].figure == "EUR 10.00, USD 20.00"
    # an error ends the review
    window.workspace.session.type_cell(2, quantity, "0")
    assert not review.isVisible()
    window.workspace.session.undo()
    # orders that stay behind are named
    session = window.workspace.session
    session.do(set_aside(session.draft, [0]))
    qtbot.waitUntil(lambda: "On hold" in words(window))
    assert words(window)[:2] == ["2", "rows"]


def test_notes_and_warnings_stand_behind_a_button(qtbot, window, sheet) -> None:
    drop(window, sheet({"EventDate": "2099-01-01T00:00:00Z"}, {}))
    wait_open(qtbot, window)
    toggle = window.findChild(QToolButton, "reviewToggle")
    cards = window.workspace.problems.cards
    assert cards.isVisible()
    assert toggle.text() == "Look at the batch"
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.workspace.review.isVisible)
    assert not cards.isVisible()
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert cards.isVisible()


def test_errors_of_orders_on_hold_leave_the_batch_to_be_reviewed_and_sent(qtbot, window, sheet, tmp_path: Path) -> None:
    AppServices().destinations.save(Destination("Acme", "folder", "", 0, folder=str(tmp_path / "in")))
    (tmp_path / "in").mkdir()
    drop(window, sheet({"Quantity": "0"}, {}))
    wait_open(qtbot, window)
    workspace = window.workspace
    session, problems = workspace.session, workspace.problems
    workspace.shipping.choose("Acme")
    detail = problems.findChild(QLabel, "problemsDetail")
    assert "Errors hold back 1 row" in detail.text()
    session.do(set_aside(session.draft, [0]))
    assert "hold back" not in detail.text()
    qtbot.waitUntil(workspace.review.isVisible)
    toggle = window.findChild(QToolButton, "reviewToggle")
    assert toggle.isVisible()
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert problems.cards.isVisible()
    assert workspace.commands.upload.text() == "Upload to Acme"
    went: list[bool] = []
    check_ready(window, session, lambda: went.append(True))
    assert went == [True]


def test_the_batch_is_compared_with_those_before(qtbot, window, sheet, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    services = AppServices()
    services.destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    services.programs.save(
        Program("Acme", campaign_id="1000", event_types=(EventType("18500", "Online sale"),), destination="Acme")
    )
    workspace = window.workspace
    for name, rows in (("first.csv", ({},)), ("second.csv", ({"OrderId": "X", "Amount": "30.00"}, {"OrderId": "Y"}))):
        path = sheet(*rows)
        workspace.session.kept = True
        workspace.loader.file(path.rename(tmp_path / name))
        qtbot.waitUntil(lambda: not workspace.loader.under_way and workspace.session.sheet_open, timeout=20_000)
        workspace.programs.choose("Acme")
        workspace.shipping.choose("Acme")
        if name == "first.csv":
            with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
                workspace.commands.upload.trigger()
            workspace.shipping.pane.back.emit()
    qtbot.waitUntil(lambda: "Against the batch before" in words(window), timeout=20_000)
    assert "2 × usual" in words(window)
    assert "4 × usual" in words(window)
    assert workspace.review.findChild(ShareBars).bars[0].name == "Online sale"


def test_charts_are_painted_and_say_a_bar_in_a_tooltip(qtbot, qapp) -> None:
    theme.show(qapp, theme.LIGHT)
    bars = [Bar(size, f"2026-11-{size:02}", f"USD {size}.00") for size in range(1, 21)]
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        days, shares = DayChart("days"), ShareBars("shares")
        for chart in (days, shares):
            qtbot.addWidget(chart)
            chart.setLayoutDirection(direction)
            chart.show_bars(bars[:3] if chart is shares else bars)
            chart.resize(300, chart.sizeHint().height())
            chart.show()
        picture = days.grab().toImage()
        ground = picture.height() - days.fontMetrics().height() - 5
        highest, lowest = (290, 8) if direction == Qt.LayoutDirection.LeftToRight else (8, 290)
        assert picture.pixelColor(highest, 10).name() == theme.LIGHT.accent
        assert picture.pixelColor(lowest, 10).name() != theme.LIGHT.accent
        assert picture.pixelColor(lowest, ground).name() == theme.LIGHT.accent
        at = QPoint(290 if direction == Qt.LayoutDirection.LeftToRight else 8, 10)
        none = Qt.MouseButton.NoButton
        here, there = QPointF(at), QPointF(days.mapToGlobal(at))
        moved = QMouseEvent(QEvent.Type.MouseMove, here, there, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(days, moved)
        assert days.toolTip() == "2026-11-20: USD 20.00"
        begin = 5 if direction == Qt.LayoutDirection.LeftToRight else 295
        underline = shares.fontMetrics().height() + 4
        assert shares.grab().toImage().pixelColor(begin, underline).name() == theme.LIGHT.accent
    many = [Bar(1, str(number), "") for number in range(100)]
    days.show_bars(many)
    assert [days.bars[0].name, days.bars[-1].name] == ["38", "99"]
