"""Where a window stands: as a person left it on this screen, else in the middle, always wholly on the screen, and in
front when it is asked for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from gui.session.view_memory import ViewMemory
from gui.style.dialog import moved_into
from gui.style.measures import scaled

_USUAL, _LEAST = QSize(1440, 900), QSize(800, 560)
_EDGE, _TITLE_BAR = 2, 34
"""What is kept free for the frame of a window whose frame is not known yet: at its sides and below, and above."""
_MOST = 30
"""Windows beside each other that are told apart."""
_OFFSET = 32
"""How far a new window stands from one that stands in its place."""


def screen_mark(screen: QScreen) -> str:
    """A name for a screen with its size, because the same screen may be set to another one."""
    size = screen.geometry().size()
    return f"{screen.name()} {size.width()} x {size.height()}"


def least_size(window: QMainWindow) -> QSize:
    """The smallest size of a window: larger for larger texts, but never more than the screen has room for."""
    return QSize(scaled(_LEAST.width()), scaled(_LEAST.height())).boundedTo(_inside(window.screen()).size())


def _inside(screen: QScreen) -> QRect:
    return screen.availableGeometry().adjusted(_EDGE, _TITLE_BAR, -_EDGE, -_EDGE)


def place(window: QMainWindow, memory: ViewMemory) -> None:
    """Give a window that was not shown yet its size and place. With a smallest size of its own, Qt never makes it wider
    for what it holds."""
    active = QApplication.activeWindow()
    if active is not None:
        window.setScreen(active.screen())
    least, room = least_size(window), _inside(window.screen())
    window.setMinimumSize(least)
    kept = memory.numbers("window", screen_mark(window.screen()))
    if len(kept) == 5:
        area = QRect(*kept[:4])
    else:
        area = QRect(QPoint(), _USUAL.boundedTo(room.size()))
        area.moveCenter(room.center())
    area = moved_into(area.united(QRect(area.topLeft(), least)), room)
    taken = {other.geometry().topLeft() for other in QApplication.topLevelWidgets() if _stands(other, window)}
    for _ in range(_MOST):
        if area.topLeft() in taken:
            area = _beside(area, room, least)
    window.setGeometry(area)
    if len(kept) == 5 and kept[4]:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def _stands(other: QWidget, window: QMainWindow) -> bool:
    return other is not window and other.isVisible() and other.objectName() == window.objectName()


def _beside(area: QRect, room: QRect, least: QSize) -> QRect:
    """A place further right and down, smaller where there is no room, and at last in the other corner again."""
    moved = area.translated(_OFFSET, _OFFSET).intersected(room)
    if moved.width() >= least.width() and moved.height() >= least.height():
        return moved
    return QRect(room.topLeft(), least)


def keep_place(window: QMainWindow, memory: ViewMemory) -> None:
    """Keep where a window stands, for the next one on this screen."""
    area = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
    if area.isValid():
        numbers = [area.x(), area.y(), area.width(), area.height(), int(window.isMaximized())]
        memory.keep(numbers, "window", screen_mark(window.screen()))


def put_on_screen(window: QMainWindow) -> None:
    """Move a window whose frame, known only after it is shown, leaves its screen."""
    if window.isMaximized() or window.isFullScreen():
        return
    frame, room = window.frameGeometry(), window.screen().availableGeometry()
    if not room.contains(frame):
        margins = frame.size() - window.size()
        fitting = moved_into(frame, room)
        window.resize((fitting.size() - margins).expandedTo(window.minimumSize()))
        window.move(fitting.topLeft())


def come_to_front(window: QWidget) -> None:
    """Show a window above those of other programs, as far as the system lets it."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
