"""What an assistive tool sees of the app, as JSON. Runs in the system's Python, which has the bindings of AT-SPI."""

import json
import sys
import time
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

_CONTROLS = {
    "push button", "toggle button", "check box", "radio button", "combo box", "text", "password text", "spin button",
    "page tab", "table", "list", "progress bar", "menu item", "tree", "tree table",
}  # fmt: skip
_FEW = 60
"""Children that are looked at: a grid has a million."""


def main() -> None:
    """Walk the tree once the grid is there, select all cells, and ask what is selected."""
    Atspi.init()
    Atspi.set_timeout(5000, 5000)
    heard: list[str] = []
    listener = Atspi.EventListener.new(lambda event: heard.append(str(event.any_data)))
    listener.register("object:announcement")
    grid = _wait_for_grid()
    nameless: list[str] = []
    seen = _walk(_application(grid), nameless)
    began = time.monotonic()
    grid.get_selection_iface().select_all()
    count = grid.get_selection_iface().get_n_selected_children()
    selecting = time.monotonic() - began
    context = GLib.MainContext.default()
    end = time.monotonic() + 2
    while time.monotonic() < end and not heard:
        context.iteration(False)
        time.sleep(0.01)
    table = grid.get_table_iface()
    facts: dict[str, Any] = {
        "rows": table.get_n_rows(),
        "selecting": selecting,
        "selected": count,
        "cell": table.get_accessible_at(0, 0).get_name(),
        "nameless": nameless,
        "seen": seen,
        "heard": heard,
    }
    # the registry may have printed before
    sys.stdout.write(f"\n{json.dumps(facts)}\n")


def _wait_for_grid() -> Any:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for place in range(desktop.get_child_count()):
            grid = _find(desktop.get_child_at_index(place))
            if grid is not None and grid.get_table_iface() and grid.get_table_iface().get_n_rows() > 1000:
                return grid
        time.sleep(0.3)
    sys.exit("no grid")


def _application(node: Any) -> Any:
    while node.get_role_name() != "application":
        node = node.get_parent()
    return node


def _find(node: Any) -> Any:
    if node is None:
        return None
    if node.get_role_name() == "table":
        return node
    found = (_find(child) for child in _children(node))
    return next((one for one in found if one is not None), None)


def _children(node: Any) -> list[Any]:
    return [node.get_child_at_index(place) for place in range(min(node.get_child_count(), _FEW))]


def _walk(node: Any, nameless: list[str]) -> int:
    seen = 0
    for child in _children(node):
        if child is None:
            continue
        states = child.get_state_set()
        shown = states.contains(Atspi.StateType.SHOWING)
        role = child.get_role_name()
        if shown and role in _CONTROLS:
            seen += 1
            if not child.get_name():
                nameless.append(f"{role} in {child.get_parent().get_name()!r}")
        if role not in ("table", "list", "tree", "tree table"):
            seen += _walk(child, nameless)
    return seen


if __name__ == "__main__":
    main()
