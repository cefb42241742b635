"""Whoever calls a method that Qt has on an object of the window reaches that method."""

import gc
from collections.abc import Iterator
from types import FunctionType

from PySide6.QtCore import QObject, Signal


def _hidden(one: QObject) -> Iterator[str]:
    """Names under which an object holds something else than the method that Qt's own class has there."""
    base = next(kind for kind in type(one).__mro__ if kind.__module__.startswith("PySide6."))
    ours = [kind for kind in type(one).__mro__ if not issubclass(base, kind)]
    held = set(vars(one)) | {
        name for kind in ours for name, what in vars(kind).items() if type(what) is not FunctionType
    }
    for name in held:
        there = getattr(base, name, None)
        if not name.startswith("__") and callable(there) and not isinstance(there, Signal):
            yield f"{type(one).__name__}.{name}"


def test_nothing_of_the_window_hides_a_method_of_qt(window, open_edited, sheet):
    open_edited({}, {"Amount": "x"})
    window.workspace.navigation.find_replace.open(replacing=True)
    window.workspace.show_columns()
    ours = [one for one in gc.get_objects() if isinstance(one, QObject) and type(one).__module__.startswith("gui.")]
    assert window.workspace.bar in ours
    assert sorted({name for one in ours for name in _hidden(one)}) == []
