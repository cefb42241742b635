"""Opens the dialogs that belong to no sheet. Each is loaded when first asked for: the first picture needs none."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from courier.updates import update_source
from gui.window.actions import WindowActions
from gui.window.menu_bar import MenuBar


def open_dialogs(actions: WindowActions, menu: MenuBar, window: QMainWindow) -> None:
    """Connect the actions that open them."""

    def palette() -> None:
        from gui.window.command_palette import CommandPalette

        others = [(name, action) for name, action in menu.listed() if action is not actions.palette]
        CommandPalette(actions, others, window).open()

    def shortcuts() -> None:
        from gui.window.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(menu.listed(), window).open()

    def support() -> None:
        from gui.window.support_dialog import SupportDialog

        SupportDialog(window).open()

    def about(page: str) -> None:
        from gui.window.about_dialog import AboutDialog

        AboutDialog(window, page).open()

    source = update_source()
    # a build without an address has nobody to ask
    actions.updates.setVisible(source is not None)

    def updates() -> None:
        from gui.window.update_dialog import UpdateDialog

        if source is not None:
            UpdateDialog(source, window).open()

    for action, show in (
        (actions.updates, updates),
        (actions.palette, palette),
        (actions.shortcuts, shortcuts),
        (actions.support, support),
        (actions.about, lambda: about("about")),
        (actions.news, lambda: about("news")),
        (actions.licences, lambda: about("libraries")),
    ):
        action.triggered.connect(lambda _=False, show=show: show())
