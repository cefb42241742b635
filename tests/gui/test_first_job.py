"""The first job of somebody new, from the drop of a shop's export to the delivery, and the same a week later."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.gui.conftest import EmptyWindow
from tests.gui.person import Person
from tests.gui.test_journey import wait_open

pytestmark = pytest.mark.usefixtures("no_pauses", "keychain")

SHOP = """\
Name,Email,Financial Status,Currency,Subtotal,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,\
Note Attributes
#{0}1,a@example.org,paid,EUR,55.00,{1} 10:00:00 +0100,2,Mug,20.00,MUG,im_ref: 2f80f558a93cf3619d9c
#{0}1,a@example.org,,,,{1} 10:00:00 +0100,1,Tea,15.00,TEA,
#{0}2,b@example.org,refunded,EUR,60.00,{1} 11:00:00 +0100,1,Pot,60.00,POT,im_ref: c8651cb17a0bc7af738d
#{0}3,c@example.org,paid,EUR,32.00,{1} 12:00:00 +0100,1,Pot,32.00,,im_ref: 8e2c9cb4950e2f64e150
"""


def shop_sheet(folder: Path, week: int) -> Path:
    day = (datetime.now(UTC) - timedelta(days=9 - week)).date().isoformat()
    path = folder / f"orders_export_{week}.csv"
    path.write_text(SHOP.format(week, day), encoding="utf-8")
    return path


def another_window(qtbot) -> EmptyWindow:
    shown = EmptyWindow()
    qtbot.addWidget(shown, before_close_func=lambda window: setattr(window.workspace.session, "kept", True))
    shown.show()
    assert shown.workspace
    return shown


def ready(window) -> int:
    standing = window.workspace.session.standing
    return 0 if standing is None else standing.ready


def delivered(window) -> bool:
    words = window.findChild(QLabel, "sendingOutcome")
    return words is not None and words.text().startswith("Delivered")


def test_the_first_job_takes_at_most_20_actions_and_the_next_at_most_4(qtbot, window, tmp_path, server) -> None:
    running, inbox = server
    first = Person(qtbot, window)
    first.drops(shop_sheet(tmp_path, 1))
    wait_open(qtbot, window)
    for value in ("1000", "18500", "Kitchen"):
        first.types(value)
        first.presses(Qt.Key.Key_Return)
    first.presses(Qt.Key.Key_Escape)
    first.clicks("excludeCalledOff")
    first.clicks("fixSafelyButton")
    first.clicks("fixPreviewGo")
    qtbot.waitUntil(lambda: ready(window) == 2, timeout=20_000)
    first.clicks("uploadButton")
    first.clicks("setAsideGo")
    first.logs_in(running)
    qtbot.waitUntil(lambda: delivered(window), timeout=30_000)
    assert len(first.did) <= 20, first.did
    window.close()

    again = another_window(qtbot)
    second = Person(qtbot, again)
    second.drops(shop_sheet(tmp_path, 2))
    wait_open(qtbot, again)
    second.clicks("recipeSuggestionUse")
    qtbot.waitUntil(lambda: ready(again) == 2, timeout=20_000)
    second.clicks("uploadButton")
    second.clicks("setAsideGo")
    qtbot.waitUntil(lambda: delivered(again), timeout=30_000)
    assert len(second.did) <= 4, second.did

    parts = [list(csv.DictReader(path.read_text("utf-8").splitlines())) for path in sorted(inbox.iterdir())]
    assert [[(row["OrderId"], row["Sku"], row["ItemPrice"]) for row in rows] for rows in parts] == [
        [("#11", "MUG", "20.00"), ("#11", "TEA", "15.00")],
        [("#21", "MUG", "20.00"), ("#21", "TEA", "15.00")],
    ]
