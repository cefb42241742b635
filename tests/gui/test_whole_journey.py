"""A shop's export from the drop to the parts, by clicks in a real window, with the money counted by hand."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from courier.draft_edits import change_mapping
from courier.sheet.mapping import Constant
from tests.gui.test_journey import drop, question, wait_open

SHOP = """\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Created at,Lineitem quantity,Lineitem name,Lineitem price,\
Lineitem sku,Lineitem discount,Note Attributes
#1,a@example.org,paid,2026-11-20 10:05:00 +0100,EUR,50.00,2026-11-20 10:00:00 +0100,2,Mug,20.00,MUG,5.00,\
im_ref: 2f80f558a93cf3619d9c
#1,a@example.org,,,,,2026-11-20 10:00:00 +0100,1,Tea,15.00,TEA,0.00,
#2,b@example.org,refunded,2026-11-20 11:05:00 +0100,EUR,80.00,2026-11-20 11:00:00 +0100,1,Pot,60.00,POT,0.00,\
im_ref: c8651cb17a0bc7af738d
#2,b@example.org,,,,,2026-11-20 11:00:00 +0100,1,Mug,20.00,MUG,0.00,
#3,c@example.org,paid,2026-11-20 12:05:00 +0100,EUR,32.00,2026-11-20 12:00:00 +0100,1,Pot,32.00,,0.00,\
im_ref: 8e2c9cb4950e2f64e150
"""


def test_drop_exclude_repair_export(qtbot, window, tmp_path: Path) -> None:
    path = tmp_path / "orders_export.csv"
    # the window counts ages from now
    day = (datetime.now(UTC) - timedelta(days=9)).date().isoformat()
    path.write_text(SHOP.replace("2026-11-20", day), encoding="utf-8")
    drop(window, path)
    wait_open(qtbot, window)
    session = window.workspace.session
    mapping = session.draft.choices.mapping
    for name, value in (("CampaignId", "1000"), ("ActionTrackerId", "18500"), ("Category", "Kitchen")):
        mapping = mapping.with_feed(name, Constant(value))
    session.do(change_mapping(session.draft, mapping))
    exclude = window.workspace.problems.findChild(QPushButton, "excludeCalledOff")
    assert exclude.text() == "Exclude this order"
    with qtbot.waitSignal(session.changed):
        qtbot.mouseClick(exclude, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.workspace.problems.findChild(QPushButton, "fixSafelyButton"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(question(window, "fixPreview").findChild(QPushButton, "fixPreviewGo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.standing is not None and session.standing.ready == 2, timeout=20_000)
    assert (session.standing.left_out, session.standing.set_aside) == (2, 1)
    window.workspace.commands.export.trigger()
    asked = question(window, "setAsideQuestion")
    qtbot.mouseClick(asked.findChild(QPushButton, "setAsideGo"), Qt.MouseButton.LeftButton)
    question(window, "exportDialog").close()
    window.workspace.exporter.write(tmp_path / "out")
    qtbot.waitUntil(lambda: bool(list((tmp_path / "out").glob("*.json"))), timeout=20_000)
    qtbot.waitUntil(lambda: session.kept)
    (part,) = (tmp_path / "out").glob("*.csv")
    rows = list(csv.DictReader(part.read_text("utf-8").splitlines()))
    money = [Decimal(row["ItemPrice"]) * int(row["Quantity"]) - Decimal(row["ItemTotalDiscount"]) for row in rows]
    # two mugs less 5, and tea; the second order was refunded and the third has no SKU
    assert [row["OrderId"] for row in rows] == ["#1", "#1"]
    assert money == [Decimal(35), Decimal(15)]
