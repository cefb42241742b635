"""What an installed program needs, each tried for real: its files, Qt's plugins, fonts, folders, and a whole upload."""

from __future__ import annotations

import locale
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk
from PySide6.QtCore import QEventLoop, QLibraryInfo, QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QImageReader, QPainter, QTextLayout
from PySide6.QtWidgets import QApplication, QStyleFactory

from courier.batches.batch import write_batch
from courier.delivery.tls import web_context
from courier.formats import day_text, number_text
from courier.own_files import make_folder
from courier.resources import resource
from courier.settings import config_folder, data_folder
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.ship import SendContext, ship
from gui.app import Windows
from gui.window.main_window import MainWindow
from gui.window.placement import least_size

_LETTERS = "ABCabcÄöüß0123456789€–“”…"
_PLATFORMS = {"win32": ("windows", "offscreen"), "darwin": ("cocoa", "offscreen"), "linux": ("xcb", "offscreen")}
_PATIENCE = 5.0
"""Seconds to wait for the keychain."""
_OPENING = 30_000
"""Milliseconds to wait for the practice sheet."""

Check = tuple[str, Callable[[], str]]
"""A name, and what is tried: returns what was seen, and raises whatever stops it."""


class CheckFailed(Exception):
    """Something is not as it has to be; why."""


class InstallationChecks:
    """The checks in their order. Those of the sheet build on each other: after one that fails, so do the next."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._windows = Windows()
        self._window: MainWindow | None = None

    def all(self) -> Iterable[Check]:
        """Every check once."""
        return (
            ("icons", self.icons), ("messages", self.messages), ("plugins", self.plugins), ("fonts", self.fonts),
            ("locale", self.locale), ("folders", self.folders), ("certificates", self.certificates),
            ("keychain", self.keychain), ("window", self.window), ("practice sheet", self.practice_sheet),
            ("repairs", self.repairs), ("upload", self.upload),
        )  # fmt: skip

    def close(self) -> None:
        """Close the window that was opened."""
        if self._window is not None:
            self._window.workspace.session.kept = True
            self._window.close()

    # ------------------------------------------------------------------ what ships

    def icons(self) -> str:
        """Every picture can be drawn."""
        paths = sorted(resource("icons").iterdir())
        formats = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
        # the pictures of another system may need a plugin of that system
        drawn = [path for path in paths if path.suffix[1:] in formats | {"svg", "png"}]
        for path in drawn:
            if QImage(str(path)).isNull() or QIcon(str(path)).pixmap(QSize(16, 16)).isNull():
                raise CheckFailed(f"{path.name} cannot be drawn")
        return f"{len(drawn)} of {len(paths)}"

    def messages(self) -> str:
        """Every file of messages can be read as a whole."""
        paths = sorted(resource("messages").rglob("*.ftl"))
        entries = 0
        for path in paths:
            body = FluentParser().parse(path.read_text(encoding="utf-8")).body
            if not body or any(isinstance(entry, Junk) for entry in body):
                raise CheckFailed(f"{path.name} is damaged")
            entries += len(body)
        if not entries:
            raise CheckFailed("there are none")
        return f"{entries} in {len(paths)} files"

    def plugins(self) -> str:
        """The plugins of Qt for this system's screens, for SVG, and the style that is used."""
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        wanted = _PLATFORMS.get(sys.platform, ("offscreen",))
        there = [path.stem.removeprefix("lib").removeprefix("q") for path in (folder / "platforms").glob("*")]
        missing = [f"platforms/{name}" for name in wanted if name not in there]
        if b"svg" not in [bytes(name.data()) for name in QImageReader.supportedImageFormats()]:
            missing.append("imageformats/svg")
        if not list((folder / "iconengines").glob("*svgicon*")):
            missing.append("iconengines/svgicon")
        if QStyleFactory.create("Fusion") is None:
            missing.append("styles/Fusion")
        if missing:
            raise CheckFailed(f"missing: {', '.join(missing)}")
        return f"{QGuiApplication.platformName()} of {', '.join(sorted(there))}"

    # ------------------------------------------------------------------ what the system gives

    def fonts(self) -> str:
        """Letters are drawn as letters, each by a glyph of its own, and not as boxes."""
        layout = QTextLayout(_LETTERS, self._app.font())
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
        if len(glyphs) < len(_LETTERS) or 0 in glyphs:
            raise CheckFailed("there are letters without a glyph")
        if len({self._drawn(letter) for letter in "AMgi."}) < 5:
            raise CheckFailed("letters look alike")
        return ", ".join(sorted({run.rawFont().familyName() for run in layout.glyphRuns()}))

    def _drawn(self, letter: str) -> bytes:
        image = QImage(48, 48, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        font = self._app.font()
        font.setPixelSize(32)
        painter.setFont(font)
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
        return bytes(image.constBits())

    def locale(self) -> str:
        """Figures and days are written, and names of files can have any letter."""
        if sys.getfilesystemencoding().lower() != "utf-8":
            raise CheckFailed(f"names of files are {sys.getfilesystemencoding()}")
        written = f"{number_text(1234.5)}, {day_text(datetime(2026, 3, 4, tzinfo=UTC))}"
        return f"{QLocale.system().name()}, {locale.getpreferredencoding(do_setlocale=False)}: {written}"

    def folders(self) -> str:
        """What is kept can be written."""
        for folder in (config_folder(), data_folder()):
            make_folder(folder, private=True)
            with tempfile.NamedTemporaryFile(dir=folder) as file:
                file.write(b"self-test")
        return f"{config_folder()}, {data_folder()}"

    def certificates(self) -> str:
        """Some authority is trusted, so that encrypted servers can be."""
        trusted = web_context().cert_store_stats()["x509_ca"]
        if not trusted:
            raise CheckFailed("no authority is trusted")
        return f"{trusted} authorities"

    def keychain(self) -> str:
        """It answers, or there is none, which is no fault: passwords are asked for then."""
        states: list[str] = []
        # a thread that nobody waits for: a keychain may ask a person who is not there
        asking = Thread(
            target=lambda: states.append(self._windows.services.credentials.state()),
            name="keychain check",
            daemon=True,
        )
        asking.start()
        asking.join(_PATIENCE)
        if not states:
            raise CheckFailed(f"no answer in {_PATIENCE} seconds")
        return states[0]

    # ------------------------------------------------------------------ the whole job

    def _shown(self) -> MainWindow:
        if self._window is None:
            raise CheckFailed("there is no window")
        return self._window

    def window(self) -> str:
        """A window opens, is on the screen as a whole, no smaller than it may be, and shows something."""
        self._window = window = self._windows.open()
        self._app.processEvents()
        picture = window.grab()
        room, area = window.screen().availableGeometry(), window.geometry()
        least = least_size(window)
        where = f"{area.width()} x {area.height()} at {area.x()}, {area.y()} of {room.width()} x {room.height()}"
        if picture.isNull() or area.width() < least.width() or area.height() < least.height():
            raise CheckFailed(where)
        if not room.contains(area):
            raise CheckFailed(f"not on the screen: {where}")
        return where

    def practice_sheet(self) -> str:
        """The practice sheet opens and is checked."""
        workspace = self._shown().workspace
        loop = QEventLoop()
        QTimer.singleShot(_OPENING, loop, loop.quit)
        workspace.session.opened_sheet.connect(loop.quit)
        workspace.loader.practice()
        loop.exec()
        if not workspace.session.sheet_open:
            raise CheckFailed("it did not open")
        counts = workspace.session.draft.verdict.counts()
        return f"{workspace.model.rowCount()} rows, {sum(counts.values())} problems"

    def repairs(self) -> str:
        """What can be repaired safely is."""
        workspace = self._shown().workspace
        sentences: list[str] = []
        workspace.repairs.told.connect(sentences.append)
        workspace.repairs.fix_all()
        self._app.processEvents()
        standing = workspace.session.standing
        if standing is None or not standing.ready or not sentences:
            raise CheckFailed("nothing was repaired")
        return f"{sentences[0]} {standing.ready} rows ready"

    def upload(self) -> str:
        """What is ready goes over SFTP to a server in this very process, and arrives as it was written."""
        # paramiko reads what no window needs
        from courier.practice.services import practice_services

        opened = self._shown().workspace.session.opened
        with tempfile.TemporaryDirectory() as scratch:
            inbox = Path(scratch, "inbox")
            written = write_batch(opened.draft, Path(scratch, "batch"), opened.label)
            if not written.parts:
                raise CheckFailed("nothing was written")
            with practice_services(inbox, self._windows.services.clock) as (services, server):
                context = SendContext(services.clock, server.secret, server.fingerprint)
                origin = origin_of(opened.draft, opened.name)
                receipts = list(ship(written, origin, server.destination, services.ledger, context))
            for path, receipt in zip(written.paths, receipts, strict=True):
                if not receipt.state.delivered or (inbox / path.name).read_bytes() != path.read_bytes():
                    raise CheckFailed(f"{path.name}: {receipt.state}")
        return ", ".join(receipt.part for receipt in receipts)
